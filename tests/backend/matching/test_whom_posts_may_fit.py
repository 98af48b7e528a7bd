"""One condition finds whoever a new post may fit: it leaves nobody out whom it fits, and spares most of the others."""

from collections.abc import Sequence
from random import Random

import pytest
from sqlalchemy import insert, select

from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.matching.board import FEW, post_of, wished, wishes_leave
from backend.matching.scoring import fit
from backend.people.job_models import JobWishes
from backend.people.models import Account
from backend.vacancies.models import Vacancy
from tests.backend.databases import settings as settings
from tests.backend.desk import TODAY, open_desk
from tests.backend.vacancies.posts import enter_employer, opened, row
from tests.conftest import Work

pytestmark = pytest.mark.xdist_group("postgres")
PEOPLE = 400
HOUR_AND_PAY = (("20", "half", "1400-1500"), ("40", "full", "2200-2600"), ("40", "full", "3000-3600"))


def made_up(unit: Unit) -> None:
    random = Random(5)
    accounts = [
        {"id": n, "channel": "web", "chat_id": n, "language": "zh_Hans_CN", "created_at": unit.now}
        for n in range(1, PEOPLE + 1)
    ]
    unit.session.execute(insert(Account), accounts)
    told = [{"account_id": n, **wishes(random), "updated_at": unit.now} for n in range(1, PEOPLE + 1)]
    unit.session.execute(insert(JobWishes), told)


def wishes(random: Random) -> dict[str, object]:
    placed = random.random() < 0.7
    return {
        "kinds": [],
        "hours": random.choice(("half", "full", "any")),
        "pay": random.choice((0, 150_000, 250_000, 350_000)),
        "reach": random.choice((None, 3_000, 10_000, 30_000)),
        "skills": [],
        "cannot": random.sample(("heavy", "standing", "night"), random.randint(0, 2)),
        "needs_acceptance": random.random() < 0.3,
        "area": "360500",
        "latitude": round(27.6 + random.random() / 2, 3) if placed else None,
        "longitude": round(114.7 + random.random() / 2, 3) if placed else None,
    }


@pytest.mark.parametrize("posts", [1, 3, FEW + 1])
def test_whoever_a_post_fits_is_found_and_most_of_the_others_are_not_even_read(work: Work, posts: int) -> None:
    desk, random = open_desk(work), Random(posts)
    employer = enter_employer(desk)
    work.do_now(SYSTEM, made_up)
    named = [opened(desk, employer, **asks(random, number)) for number in range(posts)]
    rows = [row(desk, name) for name in named]

    def found(unit: Unit) -> set[int]:
        return set(unit.session.scalars(select(JobWishes.account_id).where(wishes_leave(rows))))

    def fitting(unit: Unit) -> set[int]:
        everyone = unit.session.scalars(select(JobWishes))
        return {one.account_id for one in everyone if any(fit(wished(one), post_of(each), TODAY) for each in rows)}

    may, do = work.read_now(SYSTEM, found), work.read_now(SYSTEM, fitting)
    assert do
    assert do <= may
    if posts <= FEW:
        assert len(may) <= len(do) + PEOPLE // 40 * posts, "of few posts hardly anybody is read in vain"
    assert len(may) < PEOPLE


def test_without_a_post_nobody_is_found(work: Work) -> None:
    work.do_now(SYSTEM, made_up)
    nothing: Sequence[Vacancy] = ()
    found = select(JobWishes).where(wishes_leave(nothing))
    assert work.read_now(SYSTEM, lambda unit: unit.session.scalars(found).all()) == []


def asks(random: Random, number: int) -> dict[str, str]:
    hours, shift, wage = random.choice(HOUR_AND_PAY)
    flags = {name: random.choice(("是", "否")) for name in ("standing", "night", "accepts_disability")}
    where = {"latitude": f"{27.6 + random.random() / 2:.3f}", "longitude": f"{114.7 + random.random() / 2:.3f}"}
    named = {"title": f"岗位{number}", "hours_week": hours, "shift": shift, "wage": wage}
    return {**named, **flags, **where, "load": random.choice(("light", "heavy"))}
