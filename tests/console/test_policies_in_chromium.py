"""The workbench in a real browser: nobody is shut out at a desk's width or a telephone's, with or without scripts."""

import pytest
from playwright.sync_api import Browser

from backend.app import JOBS
from backend.core.jobs import run_waiting
from tests.backend.workbench.writing import AUTHOR, SECOND, checked, draft, file_version, published, stricter
from tests.console.console import give_password
from tests.console.test_in_chromium import Town, Watched, _violations, chromium, town  # noqa: F401 - fixtures
from tests.people import WANG_XIUYING

pytestmark = pytest.mark.xdist_group("chromium")
WIDTHS = (1280, 320)
TABS = ("", "/text", "/tests", "/differences", "/impact", "/impact/file")


@pytest.fixture
def policies(town: Town) -> dict[str, str]:  # noqa: F811
    for login in (AUTHOR, SECOND):
        give_password(town.desk, login)
    broken = stricter().replace("{fact: work.willing, is: true}", "{fact: work.wiling, is: true}")
    return {
        "file": file_version(town.desk),
        "broken": draft(town.desk, broken),
        "checked": checked(town.desk, draft(town.desk)),
        "published": published(town.desk, stricter(45, "3"), town.desk.work.clock().date()),
    }


@pytest.mark.timeout(400)
def test_no_page_of_the_workbench_shuts_anybody_out(
    chromium: Browser, town: Town, policies: dict[str, str]  # noqa: F811
) -> None:
    pages = ["/staff/policies"]
    pages += [f"/staff/policies/versions/{one}{tab}" for one in policies.values() for tab in TABS]
    person = Watched(chromium, town, AUTHOR)
    for path in pages:
        page = person.open(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            assert _violations(page) == [], (path, width)
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, (path, width)
    assert person.complaints == []


def test_a_case_under_an_older_version_shuts_nobody_out(
    chromium: Browser, town: Town, policies: dict[str, str]  # noqa: F811
) -> None:
    person = Watched(chromium, town, "zhoumin")
    page = person.open(f"/staff/cases/{town.cases[WANG_XIUYING.name]}")
    assert "政策有了新版本" in page.inner_text("main")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        assert _violations(page) == [], width
    assert person.complaints == []


def test_a_finding_leads_to_its_line_by_keyboard(
    chromium: Browser, town: Town, policies: dict[str, str]  # noqa: F811
) -> None:
    person = Watched(chromium, town, AUTHOR)
    page = person.open(f"/staff/policies/versions/{policies['broken']}/text")
    assert page.inner_text(".gutter").startswith("1\n2\n3")
    page.focus(".finding a")
    page.keyboard.press("Enter")
    chosen = "document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)"
    assert "work.wiling" in page.evaluate(chosen)
    assert person.complaints == []


def test_a_version_is_written_and_approved_without_javascript(
    chromium: Browser, town: Town, policies: dict[str, str]  # noqa: F811
) -> None:
    author = Watched(chromium, town, AUTHOR, scripts=False)
    page = author.open(f"/staff/policies/versions/{policies['broken']}/text")
    page.set_input_files("#content-file", {"name": "a.yaml", "mimeType": "text/yaml", "buffer": stricter().encode()})
    page.click("text=保存草稿")
    assert "没有错误" in page.inner_text("#findings")
    page.click(".case-nav >> text=示例人物")
    page.click("text=核对并记录结果")
    page.click(".case-nav >> text=影响")
    page.click("text=开始计算")
    run_waiting(town.desk.work, JOBS)
    page.reload()
    page.click("text=我已看过影响")
    second = Watched(chromium, town, SECOND, scripts=False)
    page = second.open(f"/staff/policies/versions/{policies['broken']}")
    page.click("text=复核通过")
    assert "唐伟" in page.inner_text("#acts")
