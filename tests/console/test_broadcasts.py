"""群发消息 at the desk: compose, count, preview, approve, send, watch, report; what is wrong is said and nothing lost."""

import pytest

from backend.core.work import SYSTEM
from backend.outreach import broadcast_feed, broadcasts
from backend.people.models import Account
from tests.backend.desk import Desk
from tests.backend.outreach.readers import blocks, subscribes
from tests.console.conftest import SignIn
from tests.console.console import Browser, Page
from tests.people import CHEN_ZHIQIANG, CHENGNAN, FENYI, LI_JIANGUO, WANG_XIUYING, YUSHUI, ZHENG_JIE

ROOM = "/staff/broadcasts"
FAIR = {
    "title": "12月招聘会",
    "text_zh_Hans_CN": "{称呼}，您好。{街道}下周有招聘会。",
    "topic": "events",
    "area": YUSHUI,
    "do": "keep",
}


async def composed(officer: Browser, **other: str) -> Page:
    return await officer.send((await officer.get(ROOM + "/new")).form("/new"), **(FAIR | other))


async def test_xy_45_from_the_first_word_to_the_report(sign_in: SignIn, desk: Desk) -> None:
    for person in (WANG_XIUYING, CHEN_ZHIQIANG):
        subscribes(desk.work, person, "events")
    subscribes(desk.work, LI_JIANGUO, "jobs")
    officer = await sign_in(ZHENG_JIE.login)
    counted = await composed(officer, do="count")
    assert "会发给2人" in counted.text
    assert "没有选这个主题 1人" in counted.text
    assert f'value="{YUSHUI}" selected' in counted.response.text
    page = await officer.send(counted.form("/new"), **FAIR)
    assert "居民朋友，您好。新余市渝水区下周有招聘会。" in page.text
    assert "不再收到“招聘会和培训”消息" in page.text
    sending = await officer.send(page.form("/send"))
    assert "正在发送" in sending.text
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    again = await officer.get(sending.response.url.path)
    assert "新余市渝水区城南街道" in again.text
    report = await officer.http.get(f"{again.response.url.path}/report.csv")
    assert report.content.startswith(b"\xef\xbb\xbf")
    assert report.text.splitlines()[1:] == [f"新余市渝水区{place}街道,0,0,0,0,0,1,0" for place in ("城南", "城北")]


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"title": ""}, "请写标题"),
        ({"text_zh_Hans_CN": ""}, "请写消息"),
        ({"text_zh_Hans_CN": "{姓名}，您好"}, "没有{姓名}"),
        ({"text_en": "Hello {"}, "花括号不成对"),
        ({"text_zh_Hans_CN": "好" * 3001}, "最多3000个字符"),
        ({"topic": ""}, "请选择主题"),
        ({"area": FENYI}, "不能选这个地区"),
        ({"link": "xinyu-2023-82:999"}, "没有这一条"),
        ({"exclude": "RD1 " * 501}, "最多500个登记编号"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    sign_in: SignIn, other: dict[str, str], words: str
) -> None:
    page = await composed(await sign_in(ZHENG_JIE.login), **other)
    assert (page.status, words in page.text) == (422, True)
    kept = dict(page.form("/new").fields)
    for field in ("title", "text_zh_Hans_CN"):
        assert kept.get(field, "").strip() == (FAIR | other)[field]


async def test_bad_input_at_the_moment_of_sending(sign_in: SignIn, desk: Desk) -> None:
    wang = subscribes(desk.work, WANG_XIUYING, "events")
    officer = await sign_in(ZHENG_JIE.login)
    page = await composed(officer)
    for at, words in (("2026-11-20T09:00", "这个时间已经过去"), ("soon", "没有看懂时间"), ("2028-01-01T09:00", "时间太远")):
        refused = await officer.send(page.form("/send"), at=at)
        assert (refused.status, words in refused.text) == (422, True)
    blocks(desk.work, wang)
    nobody = await officer.send(page.form("/send"))
    assert (nobody.status, "没有人会收到" in nobody.text) == (422, True)
    desk.work.do_now(SYSTEM, lambda unit: setattr(unit.session.get_one(Account, wang), "reachable", True))
    first = await officer.send(page.form("/send"))
    assert "正在发送" in first.text
    colleague = await officer.send((await composed(officer)).form("/send"))
    assert "正在发送" in colleague.text


async def test_f41_a_second_person_looks_at_what_goes_to_many(
    sign_in: SignIn, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasts, "ALONE", 0)
    monkeypatch.setattr("backend.outreach.broadcast_queries.ALONE", 0)
    subscribes(desk.work, WANG_XIUYING, "events")
    desk.employ("songping", "宋平", YUSHUI)
    author, second = await sign_in(ZHENG_JIE.login), await sign_in("songping")
    page = await composed(author)
    assert [form for form in page.forms if form.action.endswith("/send")] == []
    handed = await author.send(page.form("/submit"))
    assert "待批准" in handed.text
    path = handed.response.url.path
    looked = await second.get(path)
    back = await second.send(looked.form("/give_back"), why="请写清楚时间。")
    assert "退回修改：请写清楚时间。" in back.text
    written = await author.send((await author.get(path + "/edit")).form("/edit"), **(FAIR | {"area": CHENGNAN}))
    await author.send(written.form("/submit"))
    approved = await second.send((await second.get(path)).form("/approve"))
    stale = approved.form("/send")
    await author.send((await author.get(path)).form("/send"))
    late = await second.send(stale)
    assert (late.status, "什么也没有重复发送" in late.text) == (409, True)
    assert desk.work.do_now(SYSTEM, broadcast_feed.feed) == 1


async def test_it_is_paused_resumed_and_cancelled_on_the_page(sign_in: SignIn, desk: Desk) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    officer = await sign_in(ZHENG_JIE.login)
    page = await composed(officer)
    for action, words in (("send", "正在发送"), ("pause", "已暂停"), ("resume", "正在发送"), ("cancel", "已取消")):
        page = await officer.send(page.form("/" + action))
        assert words in page.text
    assert desk.work.do_now(SYSTEM, broadcast_feed.feed) == 0
