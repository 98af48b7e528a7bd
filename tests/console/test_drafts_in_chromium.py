"""Nothing typed on the case page is lost: not by the minute of the whole values, not by saving another form."""

import pytest
from playwright.sync_api import Browser, Dialog, Page

from backend.staff import service as staff
from tests.console.console import PASSWORD
from tests.console.test_in_chromium import Town, Watched, chromium, town
from tests.people import ABDULLA, WANG_XIUYING

__all__ = ["chromium", "town"]
pytestmark = pytest.mark.xdist_group("chromium")
HALF = "本人在家，邻居说"
SLOW_TO_OPEN = """
const open = crypto.subtle.decrypt.bind(crypto.subtle);
crypto.subtle.decrypt = (...all) => new Promise((done) => setTimeout(done, 3000)).then(() => open(...all));
"""


def unsaved(page: Page) -> int:
    return int(page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('draft')).length"))


def test_whole_values_are_hidden_after_a_minute_and_the_typed_text_stays(
    chromium: Browser, town: Town
) -> None:
    person = Watched(chromium, town, "zhoumin")
    person.page.clock.install()
    page = person.open(f"/staff/cases/{town.cases[ABDULLA.name]}")
    page.click("#reveal summary")
    page.fill("#reason", "录入省系统")
    page.click("#reveal button")
    page.wait_for_url("**full=yes**", wait_until="load")
    page.fill("#findings", HALF)
    assert ABDULLA.id_number in page.inner_text("#form")
    page.clock.fast_forward(61_000)
    page.wait_for_selector("#form #reveal")
    assert ABDULLA.id_number not in page.content()
    assert ABDULLA.name not in page.content()
    assert page.locator("[data-hide-again]").count() == 0
    assert page.input_value("#findings") == HALF
    assert "full=yes" not in page.url
    assert person.complaints == []


def test_saving_one_form_keeps_what_stands_in_the_others(chromium: Browser, town: Town) -> None:
    person = Watched(chromium, town, "zhoumin")
    page = person.open(f"/staff/cases/{town.cases[ABDULLA.name]}")
    page.fill("#findings", HALF)
    page.check("[name=visit_result][value=doubtful]")
    page.click("text=保存信息比对")
    page.wait_for_selector(".error-summary")
    page.wait_for_selector("#step-home_visit >> text=这里有您还没有保存的内容")
    assert page.input_value("#findings") == HALF
    for source in ("identity", "registration", "insurance", "business"):
        page.check(f"[name=result-{source}][value=match]")
    page.click("text=保存信息比对")
    page.wait_for_selector("#step-record_match .facts")
    page.wait_for_selector("#step-home_visit >> text=这里有您还没有保存的内容")
    assert page.input_value("#findings") == HALF
    assert page.is_checked("[name=visit_result][value=doubtful]")
    page.fill("#visitor-2", "吴刚")
    page.fill("#place", "平安路1号")
    assert unsaved(page) == 1
    page.click("text=保存入户核实")
    page.wait_for_selector("#step-home_visit .facts")
    page.wait_for_load_state("load")
    assert unsaved(page) == 0
    assert person.complaints == []


def test_what_is_written_before_the_rest_has_come_back_stays(chromium: Browser, town: Town) -> None:
    person = Watched(chromium, town, "zhoumin")
    address = f"/staff/cases/{town.cases[ABDULLA.name]}"
    page = person.open(address)
    page.fill("#findings", HALF)
    page.fill("#place", "平安路1号")
    page.add_init_script(SLOW_TO_OPEN)
    page.remove_listener("dialog", person.answer)
    page.on("dialog", lambda dialog: dialog.accept())
    page.wait_for_function("Object.keys(sessionStorage).some((name) => name.startsWith('draft'))")
    page = person.open(address)
    page.fill("#findings", "本人不在家")
    assert page.input_value("#place") == ""
    page.wait_for_selector("#step-home_visit >> text=这里有您还没有保存的内容")
    assert page.input_value("#findings") == "本人不在家"
    assert page.input_value("#place") == "平安路1号"
    assert person.complaints == []


def test_a_half_written_refusal_survives_the_end_of_the_session_until_it_is_decided(
    chromium: Browser, town: Town
) -> None:
    case = town.cases[ABDULLA.name]
    person = Watched(chromium, town, "zhoumin")
    page = person.open(f"/staff/cases/{case}/decline")
    page.fill("#reason", HALF)
    town.desk.system(staff.end_sessions, town.desk.officers["zhoumin"].id)
    page.remove_listener("dialog", person.answer)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{town.address}/staff/cases")
    page.wait_for_url("**/staff/sign-in*", wait_until="load")
    assert unsaved(page) == 1
    page.fill("#login", "zhoumin")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/staff/cases", wait_until="load")
    page.goto(f"{town.address}/staff/cases/{case}/decline")
    assert page.input_value("#reason") == HALF
    page.check("[name=citation] >> nth=0")
    page.click("text=预览通知")
    page.click("text=确认不予通过并通知申请人")
    page.wait_for_url("**/done*", wait_until="load")
    assert unsaved(page) == 0


def test_whoever_signs_in_next_finds_nothing_of_it(chromium: Browser, town: Town) -> None:
    person = Watched(chromium, town, "zhoumin")
    page = person.open(f"/staff/cases/{town.cases[ABDULLA.name]}/return")
    page.fill("#note", HALF)
    town.desk.system(staff.end_sessions, town.desk.officers["zhoumin"].id)
    page.remove_listener("dialog", person.answer)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{town.address}/staff/cases")
    page.fill("#login", "zhengjie")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/staff/cases", wait_until="load")
    assert unsaved(page) == 0


def test_leaving_with_something_unsaved_is_asked_and_signing_out_forgets_it(
    chromium: Browser, town: Town
) -> None:
    person = Watched(chromium, town, "zhoumin")
    page = person.open(f"/staff/cases/{town.cases[ABDULLA.name]}")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.remove_listener("dialog", person.answer)
    page.on("dialog", leave)
    page.fill("#findings", HALF)
    page.click(".brand")
    page.wait_for_url("**/staff/")
    assert asked == ["beforeunload"]
    assert unsaved(page) == 1
    page.goto(f"{town.address}/staff/cases/{town.cases[WANG_XIUYING.name]}")
    page.click("text=退出登录")
    page.wait_for_url("**/staff/sign-in*", wait_until="load")
    assert unsaved(page) == 0
    assert asked == ["beforeunload"]


def test_what_lies_in_the_tab_cannot_be_read_and_opens_for_its_author_only(chromium: Browser, town: Town) -> None:
    """On a shared machine somebody looks into the tab once the session is over."""
    person = Watched(chromium, town, "zhoumin")
    page = person.open(f"/staff/cases/{town.cases[ABDULLA.name]}")
    page.remove_listener("dialog", person.answer)
    page.on("dialog", lambda dialog: dialog.accept())
    page.fill("#findings", HALF)
    page.wait_for_function("Object.keys(sessionStorage).some((name) => name.startsWith('draft|'))")
    lying = page.evaluate("JSON.stringify({...sessionStorage})")
    assert "sealed" in lying
    assert HALF not in lying
    assert "邻居" not in lying
    page.reload()
    page.wait_for_selector("text=这里有您还没有保存的内容")
    assert page.input_value("#findings") == HALF
    assert page.text_content("#findings + .count").startswith(f"{len(HALF)} / ")
    spoiled = """() => {
        const name = Object.keys(sessionStorage).find((one) => one.startsWith("draft|"));
        const lying = JSON.parse(sessionStorage.getItem(name));
        lying.sealed[0] ^= 1;
        sessionStorage.setItem(name, JSON.stringify(lying));
    }"""
    page.evaluate(spoiled)
    page.reload()
    page.wait_for_function("!Object.keys(sessionStorage).some((name) => name.startsWith('draft|'))")
    assert page.input_value("#findings") == ""
    assert person.complaints == []
