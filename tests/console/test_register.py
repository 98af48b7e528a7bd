"""The register at the desk: who stands there, what is proposed, and how an exit is decided."""


from typing import Any

import pytest

from backend.core.unit import Unit
from backend.registry import service
from tests import papers
from tests.backend.desk import Desk
from tests.backend.registry.leaving import TODAY, Register, on_the_register, pension
from tests.conftest import StoppedClock
from tests.console.conftest import SignIn
from tests.console.console import HOUSE, Browser, Form, Page, filled
from tests.people import CHEN_ZHIQIANG, WANG_XIUYING, ZHENG_JIE, ZHOU_MIN

PENSION = {
    "ground": "left_labour_market/pension",
    "effective_on": "2026-11-21",
    "evidence": "养老待遇发放记录，2026年11月",
    "told": "社保记录显示您从2026年11月起领取养老金。",
}


@pytest.fixture
def register(desk: Desk, clock: StoppedClock) -> Register:
    return Register(desk, clock)


@pytest.fixture
def number(desk: Desk) -> str:
    return on_the_register(desk, WANG_XIUYING)


async def with_file(browser: Browser, form: Form, content: bytes | None = None, **typed: str) -> Page:
    """Sends a form as a browser sends one that may bring a file."""
    fields = dict(filled(form, **typed))
    files = {"file": ("证据.jpg", content, "image/jpeg")} if content else {"file": ("", b"", "application/octet-stream")}
    answer = await browser.http.post(
        form.action, data=fields, files=files, headers={"Origin": HOUSE}, follow_redirects=True
    )
    return Page(answer)


async def test_c22_the_register_has_its_views_in_the_address(
    sign_in: SignIn, desk: Desk, register: Register, number: str
) -> None:
    near = on_the_register(desk, CHEN_ZHIQIANG, "X3", disab__valid_until=TODAY.replace(month=12))
    browser = await sign_in("zhoumin")
    everyone = await browser.get("/staff/register")
    assert "在册 2 预警 1 退出处理中 0 已退出 0" in everyone.text
    warned = await browser.get("/staff/register?view=near")
    assert (near in warned.text, number in warned.text) == (True, False)
    register.propose(number, pension())
    leaving = await browser.get("/staff/register?view=leaving")
    assert (number in leaving.text, near in leaving.text) == (True, False)
    nonsense = await browser.get("/staff/register?view=nonsense")
    assert number in nonsense.text


async def test_c23_one_proposes_another_decides_and_each_sees_the_letter_first(
    sign_in: SignIn, desk: Desk, register: Register, number: str
) -> None:
    station = await sign_in("zhoumin")
    form = (await station.get(f"/staff/register/{number}/exit")).form("/exit")
    preview = await with_file(station, form, do="preview", **PENSION)
    assert "本人将收到这条消息" in preview.text
    assert register.entry(number).state == "active"
    sent = await with_file(station, preview.form("/exit"), papers.jpeg("养老待遇"), do="send")
    assert "已提出退出。" in sent.text
    letter = register.letters(number)[-1]
    assert all(" ".join(line.split()) in preview.text for line in letter.text.splitlines())
    assert "您的机构不能审定退出" in sent.text
    refused = await station.get(f"/staff/register/{number}/decide")
    assert (refused.status, "县（区）" in refused.text) == (403, True)

    county = await sign_in("zhengjie")
    unsent = await county.get(f"/staff/register/{number}/decide")
    assert (unsent.status, "通知还在发送" in unsent.text) == (409, True)
    register.deliver()
    early = await county.get(f"/staff/register/{number}/decide")
    assert (early.status, "还在听取本人说明" in early.text) == (409, True)
    page = await station.get(f"/staff/register/{number}")
    await station.send(page.form("/reply"), reply="她来电说没有意见。")
    decide = (await county.get(f"/staff/register/{number}/decide")).form("/decide")
    future = await county.send(decide, do="preview", effective_on="2026-11-22")
    assert (future.status, "日期不能晚于今天" in future.text) == (422, True)
    preview = await county.send(decide, do="preview")
    done = await county.send(preview.form("/decide"), do="send")
    assert "已审定退出。" in done.text
    assert register.entry(number).state == "exited"
    assert "最早2027年2月21日" in done.text
    evidence = next(link for link in done.links if "/evidence/" in link)
    assert (await county.raw(evidence)).headers["content-type"] == "image/jpeg"


async def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    sign_in: SignIn, number: str
) -> None:
    browser = await sign_in("zhoumin")
    form = (await browser.get(f"/staff/register/{number}/exit")).form("/exit")
    for change, words in (
        ({"ground": ""}, "请选择退出情形"),
        ({"evidence": " "}, "请写明证据"),
        ({"told": " "}, "请写明告诉本人的情况"),
        ({"effective_on": "昨天"}, "看不懂这个日期"),
        ({"effective_on": "2026-11-22"}, "日期不能晚于今天"),
        ({"ground": "left_zero_employment"}, "这一情形与此人的认定类别不符"),
        ({"ground": "declined/refused_services"}, "拒绝服务的次数不够"),
        ({"told": f"号码{WANG_XIUYING.id_number}"}, "请删去身份证号码"),
    ):
        page = await with_file(browser, form, do="preview", **{**PENSION, **change})
        assert (page.status, words in page.text) == (422, True), (change, page.text)
        kept = dict(page.form("/exit").fields)
        assert kept.get("evidence", "") == change.get("evidence", PENSION["evidence"]).strip()


async def test_the_loser_of_two_keeps_what_was_typed(sign_in: SignIn, register: Register, number: str) -> None:
    browser = await sign_in("zhoumin")
    form = (await browser.get(f"/staff/register/{number}/exit")).form("/exit")
    register.propose(number, pension(), "wugang")
    lost = await with_file(browser, form, do="send", **PENSION)
    assert (lost.status, PENSION["told"] in lost.text) == (409, True)


async def test_keeping_somebody_needs_a_reason_and_tells_them(
    sign_in: SignIn, register: Register, number: str
) -> None:
    register.propose(number, pension())
    county = await sign_in("zhengjie")
    form = (await county.get(f"/staff/register/{number}/keep")).form("/keep")
    assert "请写明不退出的理由" in (await county.send(form, do="preview", reason=" ")).text
    preview = await county.send(form, do="preview", reason="领取的是遗属待遇。")
    done = await county.send(preview.form("/keep"), do="send")
    assert "已审定不退出。" in done.text
    assert register.entry(number).state == "active"


async def test_a_refusal_is_recorded_by_one_and_judged_by_another(sign_in: SignIn, number: str) -> None:
    zhou, wu = await sign_in("zhoumin"), await sign_in("wugang")
    form = (await zhou.get(f"/staff/register/{number}")).form("/refusals")
    empty = await zhou.send(form, offer="post", what=" ", reason="不想去")
    assert (empty.status, "请写明提供了什么" in empty.text) == (422, True)
    mine = await zhou.send(form, offer="post", what="超市理货员", reason="不想去")
    assert "由另一位工作人员核定后才计入" in mine.text
    theirs = (await wu.get(f"/staff/register/{number}")).form("/refusals/1")
    assert "有正当理由的不计入（第六条第（五）项）" in (await wu.get(f"/staff/register/{number}")).text
    silent = await wu.send(theirs, do="counted", why=" ")
    assert (silent.status, "请写明理由" in silent.text) == (422, True)
    judged = await wu.send(theirs, do="counted", why="没有说明理由。")
    assert "计入" in judged.text


async def test_a_contact_is_recorded_and_shown(sign_in: SignIn, number: str) -> None:
    browser = await sign_in("zhoumin")
    form = (await browser.get(f"/staff/register/{number}")).form("/contacts")
    spoken = await browser.send(form, channel="phone", reached="yes", note=" ")
    assert (spoken.status, "请写明联系的情况" in spoken.text) == (422, True)
    done = await browser.send(form, channel="phone", reached="yes", note="在找工作。")
    assert "电话 · 联系上了 · 在找工作。" in done.text


async def test_another_area_sees_no_entry_and_an_inspector_only_reads(sign_in: SignIn, number: str) -> None:
    elsewhere = await sign_in("sunli")
    for path in ("", "/exit", "/decide", "/keep"):
        assert (await elsewhere.get(f"/staff/register/{number}{path}")).status == 404
    inspector = await sign_in("inspector")
    page = await inspector.get(f"/staff/register/{number}")
    assert page.status == 200
    assert not [form for form in page.forms if number in form.action]


async def test_an_entry_leads_back_to_the_page_and_the_row_it_was_opened_from(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    number = desk.endorse(ZHENG_JIE, case).register_number
    browser = await sign_in("zhengjie")
    listed = await browser.get("/staff/register?view=active&per_page=50")
    assert f"e-{number}" in listed.ids
    opened = next(link for link in listed.links if link.startswith(f"/staff/register/{number}?"))
    assert f"/staff/register?view=active&per_page=50#e-{number}" in (await browser.get(opened)).links
    foreign = await browser.get(f"/staff/register/{number}?back=https://evil.example/%3Fview%3Dnowhere")
    assert f"/staff/register#e-{number}" in foreign.links
    assert not any("evil" in link for link in foreign.links)


async def test_the_register_offers_pages_of_20_50_and_100(
    sign_in: SignIn, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    whole = service.register

    def noted(unit: Unit, **told: Any) -> Any:
        asked.append(told["per_page"])
        return whole(unit, **told)

    monkeypatch.setattr(service, "register", noted)
    browser = await sign_in("zhengjie")
    for said in ("", "20", "50", "100", "7", "9999", "many"):
        assert (await browser.get(f"/staff/register?per_page={said}")).status == 200
    assert asked == [20, 20, 50, 100, 20, 20, 20]
