"""Telling somebody without a chat of an exit, in a real browser: the list, the form, and the sheet for paper."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page
from sqlalchemy import update

from backend.registry.models import Entry
from tests.backend.desk import Desk
from tests.backend.registry.leaving import Register, on_the_register, pension
from tests.conftest import StoppedClock
from tests.console.console import give_password
from tests.console.test_in_chromium import Town, Watched, _listening, _violations
from tests.console.test_in_chromium import chromium as chromium
from tests.people import WANG_XIUYING

pytestmark = pytest.mark.xdist_group("chromium")
WIDTHS = (1280, 390, 320)


@pytest.fixture
def town(house: FastAPI, desk: Desk, clock: StoppedClock) -> Iterator[Town]:
    number = on_the_register(desk, WANG_XIUYING)
    desk.system(lambda unit: unit.session.execute(update(Entry).values(account_id=None)))
    letter = Register(desk, clock).propose(number, pension()).letter
    give_password(desk, "zhoumin")
    with _listening(house) as address:
        yield Town(address, desk, {"number": number, "letter": letter})


def shuts_nobody_out(page: Page, what: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, (what, width)
        assert _violations(page) == [], (what, width)


def test_the_pages_on_which_an_exit_is_told_shut_nobody_out(chromium: Browser, town: Town) -> None:
    watched = Watched(chromium, town, "zhoumin")
    letter, number = town.cases["letter"], town.cases["number"]
    for path in ("/staff/calls", f"/staff/register/{number}", f"/staff/calls/{letter}/tell"):
        shuts_nobody_out(watched.open(path), path)
    page = watched.open(f"/staff/calls/{letter}/tell")
    page.get_by_label("为什么要看完整姓名和电话").fill("本周上门送达")
    page.get_by_role("button", name="打开送达单").click()
    page.get_by_role("heading", name="送达回执").wait_for()
    shuts_nobody_out(page, "sheet")
    assert watched.complaints == []
