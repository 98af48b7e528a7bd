"""Finding people in a real browser: nobody is shut out, and all of it works without scripts."""

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from backend.app import JOBS
from backend.core.jobs import run_waiting
from backend.finding import lists, outcomes
from tests.backend.finding.listing import candidates, csv_of, invited, row, screened, uploaded
from tests.console.console import give_password
from tests.console.test_in_chromium import Town, Watched, _violations, chromium, town  # noqa: F401 - fixtures
from tests.people import ABDULLA, JI_YONGQIANG, WANG_XIUYING, ZHAO_MIN, ZHENG_JIE

pytestmark = pytest.mark.xdist_group("chromium")
WIDTHS = (1280, 390, 320)
ROOM = "/staff/finding"


@pytest.fixture
def pages(town: Town, tmp_path: Path) -> list[str]:  # noqa: F811
    """A list in every state: looked at, under way, screened and invited from."""
    desk = town.desk
    strange = row(ZHAO_MIN, **{"户籍所在地": "火星"})
    content = csv_of([row(replace(JI_YONGQIANG, id_area="360502")), row(ZHAO_MIN), strange])
    looked_at = uploaded(desk, ZHENG_JIE, content, tmp_path, "很长的名字" * 15 + ".csv")
    done = screened(desk, ZHENG_JIE, content, tmp_path)
    invited(desk, ZHENG_JIE, done)
    desk.do(ZHENG_JIE, outcomes.note, candidates(desk)[0].id, "not_reached")
    under_way = uploaded(desk, ZHENG_JIE, csv_of([row(WANG_XIUYING), row(ABDULLA)]), tmp_path, "残联名单.csv")
    desk.do(ZHENG_JIE, lists.screen, under_way)
    lists_ = [f"{ROOM}/lists/{one}" for one in (looked_at, under_way, done)]
    return [ROOM, *lists_, f"{lists_[-1]}/people"]


@pytest.mark.timeout(400)
def test_no_page_of_finding_shuts_anybody_out(
    chromium: Browser, town: Town, pages: list[str]  # noqa: F811
) -> None:
    person = Watched(chromium, town, ZHENG_JIE.login)
    for path in pages:
        page = person.open(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            assert _violations(page) == [], (path, width)
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, (path, width)
    page = person.open(pages[3])
    page.fill("#reason", "本周上门通知")
    page.click("text=打开邀请单")
    assert "/start i_" in page.inner_text("main")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        assert _violations(page) == [], width
    assert person.complaints == []


def test_a_bar_moves_and_the_page_comes_again_when_the_work_has_ended(
    chromium: Browser, town: Town, pages: list[str]  # noqa: F811
) -> None:
    person = Watched(chromium, town, ZHENG_JIE.login)
    page = person.open(pages[2])
    assert "等待开始" in page.inner_text("main")
    run_waiting(town.desk.work, JOBS)
    page.wait_for_selector("text=核对结果", timeout=15_000)
    assert person.complaints == []


def test_a_list_is_sent_and_screened_without_javascript(
    chromium: Browser, town: Town  # noqa: F811
) -> None:
    give_password(town.desk, ZHENG_JIE.login)
    person = Watched(chromium, town, ZHENG_JIE.login, scripts=False)
    page = person.open(ROOM)
    content = csv_of([row(WANG_XIUYING)])
    page.set_input_files("#file", {"name": "名单.csv", "mimeType": "text/csv", "buffer": content})
    page.click("text=上传并预览")
    page.click("text=开始核对")
    run_waiting(town.desk.work, JOBS)
    page.click("text=刷新进度")
    assert "核对结果" in page.inner_text("main")
