"""The lists of what was promised and went wrong, filled, in a real browser: nobody is shut out at any width."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser
from sqlalchemy import update

from backend.applications import review
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from tests.backend.desk import Desk, hand_in
from tests.console.console import give_password
from tests.console.test_in_chromium import Town, Watched, _listening, _violations
from tests.console.test_in_chromium import chromium as chromium
from tests.people import CHENGNAN, LI_JIANGUO, WANG_XIUYING, ZHOU_MIN

pytestmark = pytest.mark.xdist_group("chromium")
WIDTHS = (1280, 390, 320)


@pytest.fixture
def town(house: FastAPI, desk: Desk) -> Iterator[Town]:
    for person in (WANG_XIUYING, LI_JIANGUO):
        case = hand_in(desk.work, person, station=CHENGNAN)
        desk.take_up(ZHOU_MIN, case)
        desk.do(ZHOU_MIN, review.decline, case, desk.version(case), "art-1", "社保记录显示您仍在职")
    desk.system(_refuse)
    for login in ("zhoumin", "inspector"):
        give_password(desk, login)
    with _listening(house) as address:
        yield Town(address, desk, {})


def _refuse(unit: Unit) -> None:
    unit.session.execute(update(OutboxRow).values(state="blocked", closed_at=unit.now))


@pytest.mark.parametrize("login", ["zhoumin", "inspector"])
def test_the_lists_of_what_went_wrong_shut_nobody_out(chromium: Browser, town: Town, login: str) -> None:
    watched = Watched(chromium, town, login)
    for path in ("/staff/", "/staff/calls"):
        page = watched.open(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, (path, width)
            assert _violations(page) == [], (login, path, width)
    assert watched.complaints == []
