"""The desk's first pages: to-dos that count what they list, filters in the address, and the way back to the row."""

from datetime import date, timedelta

import pytest

from backend.applications import searching
from backend.applications.models import Application
from backend.applications.receipts import new_receipt
from backend.core.unit import Unit
from backend.core.work import Work
from tests.backend.desk import Desk, hand_in
from tests.console.conftest import SignIn
from tests.people import CHENGNAN, HE_WEI, LI_JIANGUO, PEOPLE, WANG_XIUYING, ZHENG_JIE, ZHOU_MIN


def make_due(work: Work, desk: Desk, case: str, days: int) -> None:
    def shift(unit: Unit) -> None:
        unit.session.get_one(Application, case).due_on = unit.today + timedelta(days=days)

    desk.system(shift)


async def test_counts_lead_to_exactly_the_cases_they_count(sign_in: SignIn, desk: Desk, work: Work) -> None:
    late, soon = hand_in(work, WANG_XIUYING), hand_in(work, LI_JIANGUO)
    make_due(work, desk, late, -2)
    make_due(work, desk, soon, 1)
    desk.take_up(ZHOU_MIN, soon)
    browser = await sign_in("zhoumin")
    home = await browser.get("/staff/")
    assert "已超期 1 件 请最先办理" in home.text
    listed = await browser.get(next(link for link in home.links if "due=overdue" in link))
    assert "共1件" in listed.text
    assert late in listed.response.text
    assert "超期2天" in listed.text
    assert soon not in listed.response.text


async def test_filters_are_tags_that_can_be_taken_off(sign_in: SignIn, case: str) -> None:
    browser = await sign_in("zhoumin")
    page = await browser.get("/staff/cases?state=submitted&holder=nobody&due=overdue")
    assert "没有符合条件的案件" in page.text
    assert "/staff/cases?state=submitted&holder=nobody" in page.links
    wider = await browser.get("/staff/cases?state=submitted&holder=nobody")
    assert case in wider.response.text


async def test_nonsense_in_the_address_is_no_error(sign_in: SignIn, case: str) -> None:
    browser = await sign_in("zhoumin")
    for query in (
        "after=abc",
        "after=2026-13-01~0",
        "before=~",
        "after=2026-11-21T00:00:00~0",
        "state=%00",
        "office=-1",
        "due='--",
        "per_page=7",
        "page=7",
    ):
        page = await browser.get(f"/staff/cases?{query}")
        assert page.status == 200, query
        assert case in page.response.text, query


async def test_back_leads_to_the_same_page_and_row(sign_in: SignIn, case: str) -> None:
    browser = await sign_in("zhoumin")
    page = await browser.get("/staff/cases?state=submitted")
    link = next(link for link in page.links if case in link)
    opened = await browser.get(link)
    assert f"/staff/cases?state=submitted#c-{case}" in opened.links
    assert f"c-{case}" in page.ids


async def test_the_way_back_cannot_be_bent(sign_in: SignIn, case: str) -> None:
    browser = await sign_in("zhoumin")
    page = await browser.get(f"/staff/cases/{case}?back=https://evil.example/%22%3E%3Cb%3E")
    assert "evil" not in "".join(link for link in page.links if "back" not in link)
    assert f"/staff/cases#c-{case}" in page.links


async def test_long_lists_come_in_pages(sign_in: SignIn, work: Work, desk: Desk) -> None:
    for person in PEOPLE:
        for _ in range(3):
            case = hand_in(work, person, station=CHENGNAN)
            desk.system(
                lambda unit, case=case: setattr(unit.session.get(Application, case), "person_index", case)
            )
    browser = await sign_in("zhoumin")
    first = await browser.get("/staff/cases")
    assert "本页20件" in first.text
    second = await browser.get(next(link for link in first.links if "after=" in link and "back" not in link))
    assert not set(first.ids) & {name for name in second.ids if name.startswith("c-")}
    opened = await browser.get(next(link for link in second.links if "back=" in link))
    back = next(link for link in opened.links if "after=" in link and "#c-" in link)
    assert back.split("#")[1] in (await browser.get(back)).ids
    again = await browser.get(next(link for link in second.links if "before=" in link and "back" not in link))
    assert [name for name in again.ids if name.startswith("c-")] == [
        name for name in first.ids if name.startswith("c-")
    ]


async def test_a_whole_id_number_is_searched_without_standing_in_an_address(
    sign_in: SignIn, case: str
) -> None:
    browser = await sign_in("zhoumin")
    page = await browser.get("/staff/cases")
    found = await browser.send(page.form("/find"), text=WANG_XIUYING.id_number)
    assert str(found.response.url).endswith(f"/staff/cases/{case}")
    assert WANG_XIUYING.id_number not in str(found.response.history)
    nothing = await browser.send(page.form("/find"), text="")
    assert (nothing.status, "请填写编号或姓名" in nothing.text) == (422, True)


@pytest.mark.parametrize(
    "typed",
    [
        "3605-261121-7F3K2M9-QX4T8WC",
        "36052611217f3k2m9qx4t8wc",
        " 3605 261121 7F3K2M9 QX4T8WC ",
        "3605－261121－7F3K2M9－QX4T8WC",
        "３６０５—261121—7F3K2M9–QX4T8WC",
    ],
)
async def test_a_receipt_is_found_however_it_is_typed(
    sign_in: SignIn, desk: Desk, case: str, typed: str
) -> None:
    def number(unit: Unit) -> None:
        unit.session.get_one(Application, case).receipt = "3605-261121-7F3K2M9-QX4T8WC"

    desk.system(number)
    browser = await sign_in("zhoumin")
    found = await browser.send((await browser.get("/staff/")).form("/find"), text=typed)
    assert found.response.url.path == f"/staff/cases/{case}"


@pytest.mark.parametrize("receipt", ["3605-261121-7F3K2M9-QX4T8WM", "3605-261121-PKKNBRX-NYKEWAA"])
async def test_a_receipt_is_found_without_its_beginning_but_not_by_less(
    sign_in: SignIn, desk: Desk, case: str, receipt: str
) -> None:

    def number(unit: Unit) -> None:
        unit.session.get_one(Application, case).receipt = receipt

    desk.system(number)
    browser = await sign_in("zhoumin")
    home = await browser.get("/staff/")
    for typed in (receipt[5:], receipt[12:], receipt[12:].replace("-", "").lower()):
        found = await browser.send(home.form("/find"), text=typed)
        assert found.response.url.path == f"/staff/cases/{case}", typed
    wrong = receipt[:-1] + ("0" if receipt[-1] != "0" else "1")
    for typed in (receipt[13:], receipt[-7:], wrong[12:], "%" * 14, "_" * 14):
        assert "没有找到" in (await browser.send(home.form("/find"), text=typed)).text, typed
    elsewhere = await sign_in(HE_WEI.login)
    assert "没有找到" in (await elsewhere.send((await elsewhere.get("/staff/")).form("/find"), text=receipt[12:])).text


async def test_a_void_number_finds_the_case_and_says_that_it_has_another_now(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    before, now = (new_receipt("360500", date(2026, 11, 21)) for _ in range(2))

    def number(unit: Unit) -> None:
        unit.session.get_one(Application, case).receipt = now
        unit.audit("application.taken_back", f"application:{case}", receipt=before)

    desk.system(number)
    browser = await sign_in("zhoumin")
    found = await browser.send((await browser.get("/staff/")).form("/find"), text=before.lower())
    assert f"受理编号{before}已经作废" in found.text
    assert now in found.text
    assert f"/staff/cases/{case}" in "".join(found.links)
    elsewhere = await sign_in(HE_WEI.login)
    assert "没有找到" in (await elsewhere.send((await elsewhere.get("/staff/")).form("/find"), text=before)).text


async def test_a_register_number_leads_to_its_case_and_its_entry(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    number = desk.endorse(ZHENG_JIE, case).register_number
    browser = await sign_in("zhengjie")
    home = await browser.get("/staff/")
    for typed in (number, number.replace("-", "").lower(), number.replace("-", " － ")):
        found = await browser.send(home.form("/find"), text=typed)
        assert found.response.url.path == f"/staff/cases/{case}"
        assert "王*" in (await browser.get(f"/staff/register?number={typed}")).text
    assert "王*" in (await browser.get(f"/staff/register?number={number[:13]}")).text
    assert "没有找到" in (await browser.send(home.form("/find"), text="RD360502-2026-00000000")).text


async def test_the_register_lists_who_was_recognised(sign_in: SignIn, desk: Desk, case: str) -> None:
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    number = desk.endorse(ZHENG_JIE, case).register_number
    browser = await sign_in("zhengjie")
    page = await browser.get("/staff/register")
    assert number in page.text
    assert "王*" in page.text
    assert WANG_XIUYING.id_number not in page.text
    assert "没有找到" in (await browser.get("/staff/register?number=RD999")).text


async def test_a_whole_name_is_searched_without_standing_in_an_address(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    browser = await sign_in("zhoumin")
    page = await browser.get("/staff/cases")
    assert "按编号或姓名查找" in page.text
    found = await browser.send(page.form("/find"), text="王秀英")
    assert found.response.url.path == f"/staff/cases/{case}"
    assert WANG_XIUYING.name not in found.response.text
    assert "王秀英" not in str(found.response.history)
    trail = await (await sign_in("inspector")).get("/staff/audit")
    assert "按姓名查找案件，找到1件" in trail.text


async def test_one_search_too_many_says_when_to_go_on_and_keeps_what_was_typed(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    browser = await sign_in("zhoumin")
    form = (await browser.get("/staff/cases")).form("/find")
    for _ in range(40):
        desk.do(ZHOU_MIN, searching.count, "王秀英")
    stopped = await browser.send(form, text="王秀英")
    assert (stopped.status, "请1分钟后再试" in stopped.text) == (429, True)
    assert ("text", "王秀英") in stopped.form("/find").fields
    receipt = desk.row(case).receipt
    assert (await browser.send(stopped.form("/find"), text=receipt)).response.url.path == f"/staff/cases/{case}"


async def test_the_head_of_the_last_days_sorts_and_says_how_it_is_sorted(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    other = hand_in(desk.work, LI_JIANGUO)
    desk.system(lambda unit: setattr(unit.session.get_one(Application, other), "due_on", unit.today))
    browser = await sign_in("zhoumin")
    urgent = await browser.get("/staff/cases")
    rows = [name for name in urgent.ids if name.startswith("c-")]
    assert (rows, 'aria-sort="ascending"' in urgent.response.text) == ([f"c-{other}", f"c-{case}"], True)
    turned = next(link for link in urgent.links if link.endswith("order=turned"))
    late = await browser.get(turned)
    assert [name for name in late.ids if name.startswith("c-")] == rows[::-1]
    assert 'aria-sort="descending"' in late.response.text
    assert "最晚的在前" in late.text
    assert "/staff/cases" in late.links, "and back again"
    kept = next(link for link in late.links if link.startswith(f"/staff/cases/{case}"))
    assert f"/staff/cases?order=turned#c-{case}" in (await browser.get(kept)).links, "the case leads back to its row"


async def test_a_list_that_is_not_sorted_by_its_last_days_does_not_say_so(sign_in: SignIn, case: str) -> None:
    browser = await sign_in("zhoumin")
    for path in ("/staff/", "/staff/cases?state=ended"):
        assert "aria-sort" not in (await browser.get(path)).response.text, path
    page = await browser.get("/staff/cases?order=nonsense")
    assert 'aria-sort="ascending"' in page.response.text
