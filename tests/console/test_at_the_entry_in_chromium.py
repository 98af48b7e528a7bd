"""Where two entries at one address, a missing last day and a list of one office are looked at, nobody is shut out."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from tests.backend.desk import Desk
from tests.backend.registry.leaving import Register, on_the_register
from tests.backend.registry.test_households import recognised
from tests.conftest import StoppedClock
from tests.console.console import give_password
from tests.console.test_in_chromium import Town, Watched, _listening, _violations
from tests.console.test_in_chromium import chromium as chromium
from tests.people import CHEN_ZHIQIANG, LI_JIANGUO, WANG_XIUYING

pytestmark = pytest.mark.xdist_group("chromium")


@pytest.fixture
def town(house: FastAPI, desk: Desk, clock: StoppedClock) -> Iterator[Town]:
    register = Register(desk, clock)
    recognised(register, WANG_XIUYING)
    second = recognised(register, LI_JIANGUO)
    on_the_register(desk, CHEN_ZHIQIANG, "X3")
    give_password(desk, "zhengjie")
    with _listening(house) as address:
        yield Town(address, desk, {"second": second})


def test_no_page_about_what_is_missing_shuts_anybody_out(chromium: Browser, town: Town) -> None:
    person = Watched(chromium, town, "zhengjie")
    paths = ("/staff/register-todos", f"/staff/register/{town.cases['second']}", "/staff/exports?what=exits", "/staff/")
    for path in paths:
        page = person.open(path)
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, (path, width)
            assert _violations(page) == [], (path, width)
    assert person.complaints == []
