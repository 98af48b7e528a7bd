"""The lists of what was promised and went wrong, filled, in a real browser: nobody is shut out at any width."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser
from sqlalchemy import select, update

from backend.applications import promises, province, review
from backend.assistance import tickets
from backend.assistance.models import Ticket
from backend.assistance.tickets import NewTicket
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.registry.models import ProvincialMessage
from tests.backend.desk import Desk, hand_in
from tests.console.console import give_password
from tests.console.test_in_chromium import Town, Watched, _listening, _violations
from tests.console.test_in_chromium import chromium as chromium
from tests.people import ABDULLA, CHENGNAN, LI_JIANGUO, WANG_XIUYING, ZHENG_JIE, ZHOU_MIN

pytestmark = pytest.mark.xdist_group("chromium")
WIDTHS = (1280, 390, 320)


@pytest.fixture
def town(house: FastAPI, desk: Desk) -> Iterator[Town]:
    for person in (WANG_XIUYING, LI_JIANGUO, ABDULLA):
        case = hand_in(desk.work, person, station=CHENGNAN)
        desk.take_up(ZHOU_MIN, case)
        desk.do(ZHOU_MIN, province.enter, case)
        desk.do(ZHOU_MIN, review.decline, case, desk.version(case), "art-1", "社保记录显示您仍在职")
    desk.do(ZHENG_JIE, tickets.open_ticket, NewTicket("consult", CHENGNAN, "王秀英", "13800001234", "怎样申请？"))
    desk.system(_refuse)
    desk.system(_fail)
    desk.system(_late)
    assert desk.system(promises.find_late) == 1
    for login in ("zhoumin", "inspector"):
        give_password(desk, login)
    with _listening(house) as address:
        yield Town(address, desk, {})


def _refuse(unit: Unit) -> None:
    unit.session.execute(update(OutboxRow).values(state="blocked", closed_at=unit.now))


def _fail(unit: Unit) -> None:
    """One that failed for good, one that is tried again, one that arrived."""
    first = select(ProvincialMessage).order_by(ProvincialMessage.id)
    for row, state in zip(unit.session.scalars(first), ("failed", "queued", "sent"), strict=False):
        row.state, row.attempts, row.error = state, 8, "省级系统正在维护"


def _late(unit: Unit) -> None:
    unit.session.execute(update(Ticket).values(due_on=unit.today - timedelta(days=2)))


@pytest.mark.parametrize("login", ["zhoumin", "inspector"])
def test_the_lists_of_what_went_wrong_shut_nobody_out(chromium: Browser, town: Town, login: str) -> None:
    watched = Watched(chromium, town, login)
    for path in ("/staff/", "/staff/calls", "/staff/province", "/staff/promises", "/staff/lapses"):
        page = watched.open(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, (path, width)
            assert _violations(page) == [], (login, path, width)
    assert watched.complaints == []
