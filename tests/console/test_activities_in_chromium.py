"""The pages of activities and training in a real browser: nobody is shut out, on a telephone and on a desk."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from backend.activities import near
from tests.backend.activities.planned import as_citizen, plan
from tests.backend.assistance.recognised import Recognise
from tests.backend.assistance.recognised import guangzhou as guangzhou
from tests.backend.assistance.recognised import recognise as recognise
from tests.backend.desk import Desk
from tests.backend.training.offers import designated, issued, opened, recognised
from tests.console.console import give_password
from tests.console.test_in_chromium import Town, Watched, _listening, shuts_nobody_out
from tests.console.test_in_chromium import chromium as chromium
from tests.people import LI_JIANGUO, WANG_XIUYING

pytestmark = pytest.mark.xdist_group("chromium")



@pytest.fixture
def town(house: FastAPI, guangzhou: Desk, recognise: Recognise) -> Iterator[Town]:
    desk, number = guangzhou, recognised(guangzhou, recognise)
    activity = plan(desk, "liangjing", area="440104003", seats=1, title="北京街“零距离”招聘会")
    for person in (WANG_XIUYING, LI_JIANGUO):
        as_citizen(desk, person, near.sign_up, activity)
    course = opened(desk, designated(desk))
    voucher = issued(desk, number, course)
    for login in ("liangjing", "huangke"):
        give_password(desk, login)
    places = {
        "activity": f"/staff/activities/{activity}",
        "matching": f"/staff/matching?fair={activity}&asked=1",
        "course": f"/staff/courses/{course}",
        "voucher": f"/staff/vouchers/{voucher}",
    }
    with _listening(house) as address:
        yield Town(address, desk, places)


@pytest.mark.parametrize(
    ("login", "paths"),
    [
        ("liangjing", ("/staff/activities", "activity", "matching", "/staff/activities/report", "/staff/courses", "course")),
        ("huangke", ("/staff/vouchers", "voucher", "/staff/schools", "/redeem")),
    ],
)
def test_no_page_of_activities_shuts_anybody_out(
    chromium: Browser, town: Town, login: str, paths: tuple[str, ...]
) -> None:
    watched = Watched(chromium, town, login)
    for path in paths:
        shuts_nobody_out(watched, town.cases.get(path, path))
