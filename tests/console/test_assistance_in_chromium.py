"""The pages of assistance in a real browser: nobody is shut out, on a telephone and on a desk."""

from collections.abc import Iterator
from datetime import date

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from backend.assistance import acts, checks, grants, plans, samples, tickets
from backend.assistance.acts import NewAct
from backend.assistance.checks import NewCheck
from backend.assistance.grants import NewGrant
from backend.assistance.plans import NewStep
from backend.assistance.tickets import NewTicket
from backend.records import person
from tests.backend.assistance.recognised import Recognise
from tests.backend.assistance.recognised import recognise as recognise
from tests.backend.desk import TODAY, Desk
from tests.console.console import give_password
from tests.console.test_in_chromium import Town, Watched, _listening, _violations
from tests.console.test_in_chromium import chromium as chromium
from tests.people import ABDULLA, CHENGNAN, LI_JIANGUO, ZHENG_JIE, ZHOU_MIN

pytestmark = pytest.mark.xdist_group("chromium")

WIDTHS = (1280, 390)


@pytest.fixture
def town(house: FastAPI, desk: Desk, recognise: Recognise) -> Iterator[Town]:
    number = recognise(on=date(2026, 6, 1))
    recognise(LI_JIANGUO, on=date(2026, 11, 2))
    recognise(ABDULLA, on=date(2026, 11, 18))
    for act in (
        NewAct("guidance", date(2026, 6, 3), "done", notes="想做保洁。"),
        NewAct("recommendation", date(2026, 6, 10), "refused", offered=("城南超市 理货员 2600元",), notes="离家太远。"),
        NewAct("home_delivery", TODAY, "considering", "平安路1号", ("周敏", "吴刚"), ("社区保洁 2400元", "食堂帮厨")),
    ):
        desk.do(ZHOU_MIN, acts.record, number, act)
    desk.do(ZHOU_MIN, acts.correct, 2, "日期记错", NewAct("recommendation", date(2026, 6, 11), "refused", offered=("超市",)))
    desk.do(ZHOU_MIN, checks.record, number, NewCheck("visit", TODAY, True, "unemployed", "yes", "平安路1号", ("周敏",)))
    desk.do(ZHOU_MIN, plans.make, number, "三个月内到社区从事保洁", (NewStep("参加家政班", date(2026, 12, 10)),))
    desk.do(ZHENG_JIE, grants.grant, number, NewGrant("SI-FLEX", TODAY, "2026-07", 4, "55"))
    sample = desk.do(ZHENG_JIE, samples.open_sample, 2, "2026年冬")
    call = NewTicket("guidance", CHENGNAN, "王秀英", "13800001234", "想找一份离家近的保洁工作。")
    ticket = desk.do(ZHENG_JIE, tickets.open_ticket, call)
    desk.do(ZHOU_MIN, tickets.act, ticket, "take")
    for login in ("zhoumin", "zhengjie", "inspector"):
        give_password(desk, login)
    places = {
        "person": f"/staff/people/{desk.read(ZHOU_MIN, person.person_of, number)}",
        "ticket": f"/staff/tickets/{ticket}",
        "sample": f"/staff/spot-checks/{sample}",
    }
    with _listening(house) as address:
        yield Town(address, desk, places)


@pytest.mark.parametrize(
    ("login", "paths"),
    [
        ("zhoumin", ("person", "person?correct=1")),
        ("zhoumin", ("/staff/care", "/staff/care?which=silent&whose=all", "/staff/ledger")),
        ("zhoumin", ("/staff/spot-checks", "sample", "/staff/tickets", "ticket", "/staff/clients")),
        ("zhengjie", ("person", "/staff/ledger?month=2026-06")),
        ("inspector", ("person", "/staff/care", "/staff/tickets")),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_no_page_of_assistance_shuts_anybody_out(
    chromium: Browser, town: Town, login: str, paths: tuple[str, ...]
) -> None:
    watched = Watched(chromium, town, login)
    for path in paths:
        name, mark, rest = path.partition("?")
        page = watched.open(town.cases.get(name, name) + mark + rest)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            assert _violations(page) == [], (login, path, width)
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, (path, width)
    assert watched.complaints == [], login


def test_a_mistake_in_a_form_is_led_to_and_loses_nothing(chromium: Browser, town: Town) -> None:
    watched = Watched(chromium, town, "zhoumin", scripts=False)
    page = watched.open(town.cases["person"], 390)
    page.click("#record summary")
    page.select_option("#kind", "recommendation")
    page.check("[name=outcome][value=done]")
    page.fill("#act_notes", "离家近。")
    page.click("text=保存服务记录")
    assert "请填写推荐的岗位或课程" in page.inner_text(".error-summary")
    assert page.input_value("#act_notes") == "离家近。"
    page.fill("#offered", "社区保洁")
    page.click("text=保存服务记录")
    assert "岗位推荐 2/3" in page.inner_text("#acts")


def test_the_file_in_english_and_largest_letters_fits_a_telephone(chromium: Browser, town: Town) -> None:
    watched = Watched(chromium, town, "zhoumin")
    page = watched.open("/staff/", 390)
    page.click("text=English")
    page.click("[value=largest]")
    for path in (town.cases["person"], "/staff/care", "/staff/ledger", town.cases["ticket"]):
        watched.open(path, 390)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path
        assert _violations(page) == [], path
