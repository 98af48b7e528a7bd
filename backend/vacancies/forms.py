"""The form of a post: its choices in the reader's language, and a post as the texts the form shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select

from backend.core.console import Desk
from backend.core.unit import Unit
from backend.staff import access
from backend.vacancies.guards import city_of, of_the_city
from backend.vacancies.lifecycle import KINDS
from backend.vacancies.models import Employer, Vacancy
from backend.vacancies.occupations import Term, classification
from backend.vacancies.post_rules import rules_at
from backend.vacancies.queries import vacancy
from backend.vacancies.reading import FLAGS, Post, Read, read_post
from backend.vacancies.wages import yuan
from backend.vacancies.words import EMPLOYERS, LOADS, PERS, SHIFTS
from locales import translator

TEXTS = (
    *("kind", "title", "occupation", "skills", "about", "wage", "wage_per", "hours_week", "shift", "address"),
    *("area", "latitude", "longitude", "load", "sex", "age_min", "age_max", "quota", "term_months", "expires_on"),
)
NAMES = (*TEXTS, *FLAGS, "external_id", "employer", "wage_seen", "version")

MOST_EMPLOYERS = 2000

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Choices:
    """What the form offers."""

    kinds: Options
    occupations: Options
    skills: Options
    shifts: Options
    loads: Options
    pers: Options
    areas: Options
    employers: Options
    employer: str
    employer_kinds: Options


def choices(unit: Unit, vacancy_id: str = "") -> Choices:
    """Everything to choose from; ``employer`` is the name of the employer of a post that exists."""
    known = classification()
    return Choices(
        kinds=worded(unit, KINDS),
        occupations=_terms(unit, known.occupations),
        skills=_terms(unit, known.skills),
        shifts=worded(unit, SHIFTS),
        loads=worded(unit, LOADS),
        pers=worded(unit, PERS),
        areas=areas(unit),
        employers=_employers(unit),
        employer=vacancy(unit, vacancy_id).line.employer if vacancy_id else "",
        employer_kinds=worded(unit, EMPLOYERS),
    )


def areas(unit: Unit) -> Options:
    """Counties and streets of the officer's city, by code."""
    divisions = unit.services.catalogue.divisions
    city = city_of(unit, access.current(unit)).area
    inside = (one.code for one in divisions.by_code.values() if one.level not in ("province", "city"))
    say = translator("policies", unit.language)
    return tuple((code, say(divisions.name(code))) for code in inside if divisions.city_of(code) == city)


def read(unit: Unit, typed: Mapping[str, str]) -> Read:
    """What was typed, as a post."""
    return read_post(typed, unit.services.catalogue.divisions, unit.today, partial(rules_at, unit))


def wage_text(post: Post) -> str:
    """A wage as it will be kept: 3000-5000."""
    return f"{yuan(post.wage_min)}-{yuan(post.wage_max)}"


def texts_of(row: Vacancy) -> dict[str, str]:
    """A post as the texts of its form."""
    plain = {name: getattr(row, name) for name in TEXTS if name not in ("wage", "skills")}
    texts = {name: "" if value is None else str(value) for name, value in plain.items()}
    lowest, highest = yuan(row.wage_min), yuan(row.wage_max)
    return texts | {
        **{name: "yes" if getattr(row, name) else "" for name in FLAGS},
        "wage": lowest if lowest == highest else f"{lowest}-{highest}",
        "skills": " ".join(row.skills),
        "external_id": row.external_id,
        "employer": str(row.employer_id),
        "version": str(row.version),
    }


def worded(speaks: Unit | Desk, known: Mapping[Any, str]) -> Options:
    """Codes with their words in the reader's language."""
    say = translator("notices", speaks.language)
    return tuple((code, say(word)) for code, word in known.items())


def _terms(unit: Unit, known: Mapping[str, Term]) -> Options:
    return tuple((code, term.label(unit.language)) for code, term in known.items())


def _employers(unit: Unit) -> Options:
    wanted = select(Employer.id, Employer.name).where(of_the_city(unit, Employer.office_id), Employer.active)
    found = unit.session.execute(wanted.order_by(Employer.name, Employer.id).limit(MOST_EMPLOYERS))
    return tuple((str(employer_id), name) for employer_id, name in found)
