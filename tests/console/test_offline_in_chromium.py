"""While the line is down nothing typed is lost (C38); who else opens the case is told of while it is open (C16)."""

import pytest
from playwright.sync_api import Browser, expect

from backend.applications import presence
from tests.console.test_in_chromium import Town, Watched, _violations
from tests.console.test_in_chromium import chromium as chromium
from tests.console.test_in_chromium import town as town
from tests.people import WANG_XIUYING, WU_GANG

pytestmark = [pytest.mark.xdist_group("chromium")]


def test_what_is_sent_without_a_line_stays_on_the_page_and_goes_when_it_is_back(chromium: Browser, town: Town) -> None:
    wang = town.cases[WANG_XIUYING.name]
    person = Watched(chromium, town, "zhoumin")
    page = person.open(f"/staff/cases/{wang}/decline")
    page.fill("#reason", "户籍不在本市。")
    person.context.set_offline(True)
    expect(page.locator("[data-offline]")).to_contain_text("网络断开了")
    page.click("main form button.btn")
    assert page.input_value("#reason") == "户籍不在本市。"
    assert page.url.endswith("/decline")
    assert _violations(page) == []
    person.context.set_offline(False)
    expect(page.locator("[data-offline]")).to_be_hidden()
    page.click("main form button.btn")
    page.wait_for_load_state()
    assert "请选择依据的条款" in page.inner_text("main"), "it was sent once the line was back"
    assert page.input_value("#reason") == "户籍不在本市。"


def test_a_colleague_who_opens_the_case_is_told_of_while_it_is_open(chromium: Browser, town: Town) -> None:
    wang = town.cases[WANG_XIUYING.name]
    person = Watched(chromium, town, "zhoumin")
    page = person.open(f"/staff/cases/{wang}")
    expect(page.locator("[data-onlookers]")).to_be_empty()
    town.desk.do(WU_GANG, presence.look_in, wang)
    expect(page.locator("[data-onlookers]")).to_contain_text("吴刚正在查看（10:00起）", timeout=8000)
    assert _violations(page) == []
    assert [one.name for one in town.desk.read(WU_GANG, presence.onlookers, wang)] == ["周敏"]
    assert person.complaints == []
