"""Posts as tests write them."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.vacancies import employers, service
from backend.vacancies.codes import check_digit
from backend.vacancies.employers import NewEmployer
from backend.vacancies.models import Vacancy
from backend.vacancies.post_rules import rules_at
from backend.vacancies.reading import Post, Read, read_post
from tests import people
from tests.backend.desk import TODAY, Desk
from tests.people import CHENGNAN, ZHOU_MIN

TEXTS: Mapping[str, str] = {
    "title": "社区保洁员",
    "occupation": "4-09",
    "skills": "保洁",
    "wage": "2200-2600",
    "wage_per": "month",
    "hours_week": "40",
    "shift": "full",
    "address": "平安路1号",
    "area": CHENGNAN,
    "load": "light",
    "quota": "2",
    "expires_on": "2026-12-31",
}
PUBLIC = {"kind": "public_welfare", "term_months": "12"}


def code(number: int) -> str:
    """A made-up unified social credit code that is right."""
    first = f"91360502MA{number:07d}"
    return first + check_digit(first)


def enter_employer(
    desk: Desk, number: int = 1, name: str = "城南保洁有限公司", area: str = CHENGNAN, who: Any = ZHOU_MIN
) -> int:
    new = NewEmployer(code(number), name, "enterprise", "平安路1号", area, "胡经理", "07901234567")
    return int(desk.do(who, employers.put_employer, new))


def read(desk: Desk, **texts: str) -> Read:
    """What is understood of the usual post with other texts in it."""
    divisions = desk.work.services.catalogue.divisions
    told = {**TEXTS, **texts}
    return desk.work.read_now(SYSTEM, lambda unit: read_post(told, divisions, TODAY, partial(rules_at, unit)))


def post(desk: Desk, **texts: str) -> Post:
    found = read(desk, **texts)
    assert found.post is not None, found.problems
    return found.post


def draft(desk: Desk, employer: int, who: people.Officer | str = ZHOU_MIN, **texts: str) -> str:
    return str(desk.do(who, service.put_by_officer, employer, post(desk, **texts)))


def opened(desk: Desk, employer: int, **texts: str) -> str:
    """An ordinary post on offer."""
    vacancy_id = draft(desk, employer, **texts)
    desk.do(ZHOU_MIN, service.send, vacancy_id)
    return vacancy_id


def row(desk: Desk, vacancy_id: str) -> Vacancy:
    def get(unit: Unit) -> Vacancy:
        return unit.session.get_one(Vacancy, vacancy_id)

    return desk.work.read_now(SYSTEM, get)
