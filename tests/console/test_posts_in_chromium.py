"""The posts of a fair and 托底安置 in a real browser: nobody is shut out, on a telephone and on a desk."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser
from sqlalchemy import select

from backend.activities import fair_posts
from backend.assistance import acts
from backend.assistance.acts import NewAct
from backend.core.work import SYSTEM
from backend.registry.models import Entry
from tests.backend.activities.planned import plan
from tests.backend.assistance.recognised import number as number
from tests.backend.assistance.recognised import recognise as recognise
from tests.backend.desk import TODAY, Desk
from tests.backend.vacancies.posts import enter_employer, opened
from tests.console.console import give_password
from tests.console.test_in_chromium import Town, Watched, _listening, shuts_nobody_out
from tests.console.test_in_chromium import chromium as chromium
from tests.people import ZHOU_MIN

pytestmark = pytest.mark.xdist_group("chromium")


@pytest.fixture
def town(house: FastAPI, desk: Desk, number: str) -> Iterator[Town]:
    employer, fair = enter_employer(desk), plan(desk)
    for title in ("社区保洁员", "绿化工"):
        opened(desk, employer, title=title)
    desk.do(ZHOU_MIN, fair_posts.add, fair, f"employer:{employer}")
    opened(desk, enter_employer(desk, 2, "城南超市"), title="理货员", expires_on="2026-11-21")
    for _ in range(3):
        desk.do(ZHOU_MIN, acts.record, number, NewAct("recommendation", TODAY, "considering", offered=("理货员",)))
    person = desk.work.read_now(SYSTEM, lambda unit: unit.session.scalar(select(Entry.person_id)))
    for login in ("zhoumin", "zhengjie"):
        give_password(desk, login)
    with _listening(house) as address:
        yield Town(address, desk, {"fair": f"/staff/activities/{fair}", "person": f"/staff/people/{person}"})


@pytest.mark.parametrize(("login", "path"), [("zhoumin", "fair"), ("zhengjie", "person")])
def test_no_page_of_posts_shuts_anybody_out(chromium: Browser, town: Town, login: str, path: str) -> None:
    shuts_nobody_out(Watched(chromium, town, login), town.cases[path])
