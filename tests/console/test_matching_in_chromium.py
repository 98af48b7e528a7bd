"""The pages of matching in a real browser: nobody is shut out, on a telephone and on a desk."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from backend.matching import referrals
from tests.backend.assistance.recognised import Recognise
from tests.backend.assistance.recognised import recognise as recognise
from tests.backend.desk import Desk
from tests.backend.vacancies.posts import enter_employer, opened
from tests.console.console import give_password
from tests.console.test_in_chromium import Town, Watched, _listening, shuts_nobody_out
from tests.console.test_in_chromium import chromium as chromium
from tests.people import LI_JIANGUO, ZHOU_MIN

pytestmark = pytest.mark.xdist_group("chromium")


@pytest.fixture
def town(house: FastAPI, desk: Desk, recognise: Recognise) -> Iterator[Town]:
    employer = enter_employer(desk)
    posts = [opened(desk, employer, title=f"社区保洁员{number}") for number in range(3)]
    number = recognise(LI_JIANGUO)
    first = desk.do(ZHOU_MIN, referrals.offer, number, posts[0])
    desk.do(ZHOU_MIN, referrals.settle, first, "preparing")
    desk.do(ZHOU_MIN, referrals.offer, number, posts[1])
    give_password(desk, "zhoumin")
    places = {
        "wishes": "/staff/matching?asked=1&kinds=cleaning&pay=1500",
        "person": f"/staff/matching?asked=1&number={number}",
        "people": f"/staff/matching/posts/{posts[0]}",
    }
    with _listening(house) as address:
        yield Town(address, desk, places)


def test_no_page_of_matching_shuts_anybody_out(chromium: Browser, town: Town) -> None:
    watched = Watched(chromium, town, "zhoumin")
    for path in ("wishes", "person", "people"):
        shuts_nobody_out(watched, town.cases[path])
