"""People for the measurements: three populations, made with a fixed seed. Figures are ours, for comparison only.

- residents: grown-ups of a city as a register holds them, 16 to 74; most work, few are registered as unemployed.
- walk-ins: who opens the self-check; one in four is registered elsewhere, half are out of work.
- applicants: who goes on to apply; nearly all meet the common conditions, and have a ground.

What hangs together in life hangs together here: registering follows unemployment, a pension follows age, the kind of
insurance follows sex, the wish to work follows both, a certificate follows the special situation. A question of a
pack that is not named here is answered as the pack's priors say, whatever the rest.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from backend.rules import Pack

DAYS_A_YEAR = 365.2425
Weights = Mapping[Any, float]


@dataclass(frozen=True)
class Population:
    """`in_city`, `jobless` … are shares; `ages` are weights of (from, below)."""

    name: str
    ages: Mapping[tuple[int, int], float]
    women: float
    in_city: float
    jobless: float
    registered: float
    willing: float
    special: float
    nobody_works: float


RESIDENTS = Population(
    "residents",
    {(16, 25): 12, (25, 40): 28, (40, 50): 20, (50, 60): 22, (60, 75): 18},
    women=0.49,
    in_city=0.86,
    jobless=0.13,
    registered=0.35,
    willing=0.62,
    special=0.11,
    nobody_works=0.06,
)
WALK_INS = Population(
    "walk-ins",
    {(16, 25): 8, (25, 40): 25, (40, 50): 34, (50, 60): 27, (60, 75): 6},
    women=0.57,
    in_city=0.75,
    jobless=0.54,
    registered=0.52,
    willing=0.9,
    special=0.25,
    nobody_works=0.12,
)
APPLICANTS = Population(
    "applicants",
    {(16, 25): 2, (25, 40): 13, (40, 50): 46, (50, 60): 38, (60, 75): 1},
    women=0.6,
    in_city=0.97,
    jobless=0.95,
    registered=0.9,
    willing=0.98,
    special=0.38,
    nobody_works=0.22,
)
POPULATIONS = (RESIDENTS, WALK_INS, APPLICANTS)


def people(population: Population, pack: Pack, today: date, count: int, seed: int) -> list[dict[str, Any]]:
    """What so many people of the population answer to every question of the pack."""
    chance = random.Random(f"{population.name} {seed}")
    return [_person(population, pack, today, chance) for _ in range(count)]


def _person(population: Population, pack: Pack, today: date, chance: random.Random) -> dict[str, Any]:
    life = dict(_life(population, today, chance))
    answers = {}
    for fact in pack.questions:
        declared = pack.vocabulary[fact]
        options = [option.value for option in declared.options]
        if fact == "person.hukou_code":
            inside = [code for code in options if str(code).startswith(pack.region[:4])]
            answers[fact] = chance.choice(inside) if life["in_city"] else "elsewhere"
        elif fact in life and (not options or life[fact] is None or life[fact] in options):
            answers[fact] = life[fact]
        else:
            answers[fact] = _drawn(dict(pack.priors.answers(declared, today)), chance)
        if declared.unsure and chance.random() < 0.02:
            answers[fact] = None
    return answers


def _life(of: Population, today: date, chance: random.Random) -> Iterator[tuple[str, Any]]:
    low, high = _drawn(of.ages, chance)
    age = chance.uniform(low, high)
    woman = chance.random() < of.women
    yield "in_city", chance.random() < of.in_city
    yield "person.sex", "F" if woman else "M"
    yield "person.birth_date", today - timedelta(days=int(age * DAYS_A_YEAR))
    retired = chance.random() < _pension_share(age, woman)
    jobless = not retired and chance.random() < of.jobless
    yield "pension.receiving", retired
    yield "work.status", "unemployed" if jobless else "retired" if retired else _job(age, chance)
    yield (
        "work.willing",
        chance.random() < (of.willing if jobless else of.willing * (0.2 if retired else 0.7)),
    )
    registered = chance.random() < (of.registered if jobless else 0.03)
    yield "unemp.registered", registered if registered or chance.random() > 0.06 else None
    yield "retire.base", _drawn({"50": 40, "55": 9, "flexible": 36, None: 15} if woman else {"50": 1}, chance)
    yield from _circumstances(of, chance)


def _pension_share(age: float, woman: bool) -> float:
    return 0.0 if age < 45 else 0.04 if age < 50 else 0.35 if woman else 0.08 if age < 60 else 0.9


def _job(age: float, chance: random.Random) -> str:
    young = {"student": 55, "employed": 35, "flexible": 10}
    grown = {"employed": 58, "flexible": 24, "self_employed": 14, "public_post": 2, "other": 2}
    return str(_drawn(young if age < 22 else grown, chance))


def _circumstances(of: Population, chance: random.Random) -> Iterator[tuple[str, Any]]:
    kinds = {"disability": 48, "poverty": 22, "land": 18, "several": 6, "dibao": 6}
    situation = _drawn(kinds, chance) if chance.random() < of.special else "none"
    several = situation == "several"
    disabled = situation == "disability" or (several and chance.random() < 0.6)
    poor = situation == "poverty" or (several and chance.random() < 0.6)
    landless = situation == "land" or (several and chance.random() < 0.5)
    yield "person.situation", situation
    yield "disab.status", _drawn({"valid": 88, "expired": 9, "revoked": 3}, chance) if disabled else "none"
    yield "disab.grade", _drawn({"1": 6, "2": 22, "3": 29, "4": 43}, chance)
    able = {"full": 35, "partial": 57, "none": 8} if disabled else {"full": 94, "partial": 5, "none": 1}
    yield "work.capacity", _drawn(able, chance)
    yield "poverty.alleviated", poor
    yield "land.lost", _drawn({"all": 60, "part": 40}, chance) if landless else "none"
    nobody = {"all_unemployed": 45, "some_excluded": 25, "nobody_else": 30}
    yield "household.others", _drawn(nobody, chance) if chance.random() < of.nobody_works else "some_working"
    rural = poor or landless or chance.random() < 0.35
    places = {"rural": 85, "urban": 5, "unclear": 10} if rural else {"urban": 88, "unclear": 12}
    yield "household.urban", _drawn(places, chance)


def _drawn(weights: Mapping[Any, float], chance: random.Random) -> Any:
    return chance.choices(list(weights), list(weights.values()))[0]
