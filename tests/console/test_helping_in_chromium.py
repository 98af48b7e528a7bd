"""The pages of 代办 in a real browser: nobody is shut out, on a telephone and on a desk."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from backend.counter import lists, service
from backend.counter.columns import Row
from tests.backend.desk import PACK, Desk
from tests.console.console import give_password
from tests.console.test_in_chromium import Town, Watched, _listening, shuts_nobody_out
from tests.console.test_in_chromium import chromium as chromium
from tests.people import LI_JIANGUO, WANG_XIUYING, ZHOU_MIN

pytestmark = pytest.mark.xdist_group("chromium")


@pytest.fixture
def town(house: FastAPI, desk: Desk) -> Iterator[Town]:
    resident = {"principal": WANG_XIUYING.name, "id_number": WANG_XIUYING.id_number, "phone": WANG_XIUYING.phone}
    mandate = desk.do(ZHOU_MIN, service.take_in, PACK, "counter", resident)
    other = {"id_number": LI_JIANGUO.id_number, "principal": LI_JIANGUO.name}
    rows = [Row(2, resident | {"phone": "12"}), Row(3, resident | other)]
    imported = desk.do(ZHOU_MIN, lists.keep, PACK, "visit", "平安社区.xlsx", rows, ["备注"])
    give_password(desk, "zhoumin")
    places = {
        "list": "/staff/helping",
        "resident": f"/staff/helping/{mandate}",
        "lists": "/staff/helping/lists",
        "preview": f"/staff/helping/lists/{imported}",
        "letter": f"/staff/helping/{mandate}/letter",
    }
    with _listening(house) as address:
        yield Town(address, desk, places)


def test_no_page_of_acting_for_somebody_shuts_anybody_out(chromium: Browser, town: Town) -> None:
    watched = Watched(chromium, town, "zhoumin")
    for path in ("list", "resident", "letter", "lists", "preview"):
        shuts_nobody_out(watched, town.cases[path])
