"""The pages of posts in a real browser: nobody is shut out, on a telephone and on a desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from backend.vacancies import placements, service
from tests.backend.assistance.recognised import Recognise
from tests.backend.assistance.recognised import recognise as recognise
from tests.backend.desk import TODAY, Desk
from tests.backend.vacancies.posts import PUBLIC, draft, enter_employer, opened
from tests.backend.vacancies.test_files import GOOD, changed, csv_file, upload
from tests.console.console import give_password
from tests.console.test_in_chromium import Town, Watched, _listening, _violations
from tests.console.test_in_chromium import chromium as chromium
from tests.people import ABDULLA, LI_JIANGUO, ZHENG_JIE, ZHOU_MIN

pytestmark = pytest.mark.xdist_group("chromium")

WIDTHS = (1280, 320)


@pytest.fixture
def town(house: FastAPI, desk: Desk, recognise: Recognise, tmp_path: Path) -> Iterator[Town]:
    employer = enter_employer(desk)
    ordinary = opened(desk, employer)
    public = draft(desk, employer, title="社区劳动保障协管员", **PUBLIC)
    desk.do(ZHOU_MIN, service.send, public)
    desk.do(ZHENG_JIE, service.approve, public)
    declared = draft(desk, employer, title="街道保洁公益岗", **PUBLIC)
    desk.do(ZHOU_MIN, service.send, declared)
    number = recognise(LI_JIANGUO)
    recognise(ABDULLA)
    placement = desk.do(ZHOU_MIN, placements.place, public, number, TODAY)
    desk.do(ZHOU_MIN, placements.file_case, placement, "POST")
    rows = [GOOD, changed(工资="面议"), changed(岗位编号="A-3", 岗位名称="保安", 工资="3-5千")]
    file = upload(desk, csv_file(tmp_path, rows))
    for login in ("zhoumin", "zhengjie", "inspector"):
        give_password(desk, login)
    places = {
        "ordinary": f"/staff/vacancies/{ordinary}",
        "public": f"/staff/vacancies/{public}",
        "declared": f"/staff/vacancies/{declared}",
        "edit": f"/staff/vacancies/{ordinary}/edit",
        "employer": f"/staff/employers/{employer}",
        "file": f"/staff/vacancies/import/{file.id}",
    }
    with _listening(house) as address:
        yield Town(address, desk, places)


@pytest.mark.parametrize(
    ("login", "paths"),
    [
        ("zhoumin", ("/staff/vacancies", "/staff/vacancies/new", "ordinary", "edit", "public")),
        ("zhoumin", ("/staff/employers", "employer", "/staff/vacancies/import", "file")),
        ("zhengjie", ("public", "declared")),
        ("inspector", ("/staff/vacancies?state=", "/staff/employers", "public", "employer")),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_no_page_of_posts_shuts_anybody_out(
    chromium: Browser, town: Town, login: str, paths: tuple[str, ...]
) -> None:
    watched = Watched(chromium, town, login)
    for path in paths:
        page = watched.open(town.cases.get(path, path))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            assert _violations(page) == [], (login, path, width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (login, path, width)
