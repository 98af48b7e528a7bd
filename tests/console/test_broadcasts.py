"""群发消息 at the desk: compose, count, preview, approve, send, watch, report; what is wrong is said and nothing lost."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
import python_calamine
from sqlalchemy import select, update

from backend.core import messengers
from backend.core.clock import CHINA
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.outreach import broadcast_feed, broadcast_queries, broadcasts
from backend.outreach.broadcast_models import Broadcast
from backend.people.models import Account
from contract.channel import IntroduceBot
from tests import papers
from tests.backend.desk import Desk
from tests.backend.outreach.readers import blocks, subscribes
from tests.conftest import StoppedClock
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
    assert report.text.splitlines()[2:] == [
        "新余市,渝水区,城北街道,1,0,0,0,0,0,1,0,0,0,0,0",
        "新余市,渝水区,城南街道,1,0,0,0,0,0,1,0,0,1,0,0",
        "合计,,,2,0,0,0,0,0,2,0,0,1,0,0",
    ]
    assert "report.xlsx" in again.response.text
    book = await officer.http.get(f"{again.response.url.path}/report.xlsx")
    cells = python_calamine.load_workbook(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert cells[0][0] == "12月招聘会"
    assert [",".join(map(str, line)) for line in cells[2:]] == report.text.splitlines()[2:]


async def test_broadcasts_are_sorted_by_their_titles_and_come_by_the_page(sign_in: SignIn) -> None:
    officer = await sign_in(ZHENG_JIE.login)
    titles = [f"{sign}月招聘会" for sign in "二一"] + [f"第{number}次培训" for number in range(19)]
    for title in titles:
        await composed(officer, title=title)
    newest, by_title, rest = [
        (await officer.get(ROOM + query)).text for query in ("", "?order=title.up", "?order=title.down")
    ]
    assert "二月招聘会" not in newest, "twenty a page, and it is the oldest"
    assert by_title.index("第0次培训") < by_title.index("第10次培训") < by_title.index("二月招聘会")
    assert "一月招聘会" not in by_title
    assert rest.index("一月招聘会") < rest.index("二月招聘会")


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
        ({"include": "RD1 RD2"}, "2个编号查不到：RD1、RD2"),
        ({"exclude": "RD3"}, "1个编号查不到：RD3"),
        ({"about": "activity:none"}, "引用的内容不在了"),
        ({"about_3": "activity:none"}, "引用的内容不在了"),
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


async def two_who_ask_each_other(sign_in: SignIn, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> tuple[Browser, Browser]:
    """郑洁, who writes, and 宋平 of the same county; however few are written to, one alone does not send."""
    monkeypatch.setattr(broadcasts, "ALONE", 0)
    subscribes(desk.work, WANG_XIUYING, "events")
    desk.employ("songping", "宋平", YUSHUI)
    return await sign_in(ZHENG_JIE.login), await sign_in("songping")


async def test_f41_a_second_person_looks_at_what_goes_to_many(
    sign_in: SignIn, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    author, second = await two_who_ask_each_other(sign_in, desk, monkeypatch)
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


async def test_the_hour_its_writer_wants_reaches_who_approves_and_who_sends(
    sign_in: SignIn, desk: Desk, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    author, second = await two_who_ask_each_other(sign_in, desk, monkeypatch)
    tomorrow = f"{(clock() + timedelta(days=1)).astimezone(CHINA):%Y-%m-%d}T10:00"
    page = await composed(author)
    refused = await author.send(page.form("/submit"), at="2026-11-20T09:00")
    assert (refused.status, "这个时间已经过去" in refused.text) == (422, True)
    handed = await author.send(page.form("/submit"), at=tomorrow)
    words = f"希望{tomorrow.replace('T', ' ')}发"
    assert words in handed.text
    looked = await second.get(handed.response.url.path)
    assert words in looked.text
    assert "还没开始" not in looked.text, "nothing is set before it is sent"
    approved = await second.send(looked.form("/approve"))
    assert "请同事批准" not in approved.text
    assert dict(approved.form("/send").fields)["at"] == tomorrow
    sent = await second.send(approved.form("/send"))
    assert "定时待发" in sent.text
    assert "10:00开始发。" in sent.text


async def test_a_small_message_takes_its_hour_along_to_a_colleague_too(
    sign_in: SignIn, desk: Desk, clock: StoppedClock
) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    officer = await sign_in(ZHENG_JIE.login)
    page = await composed(officer)
    form = page.form("/send")
    assert f'formaction="{form.action.removesuffix("/send")}/submit"' in page.response.text
    tomorrow = f"{(clock() + timedelta(days=1)).astimezone(CHINA):%Y-%m-%d}T10:00"
    handed = await officer.send(replace(form, action=form.action.removesuffix("send") + "submit"), at=tomorrow)
    assert f"希望{tomorrow.replace('T', ' ')}发" in handed.text
    desk.employ("songping", "宋平", YUSHUI)
    second = await sign_in("songping")
    approved = await second.send((await second.get(handed.response.url.path)).form("/approve"))
    clock.advance(minutes=2 * 24 * 60)
    late = await (await sign_in(ZHENG_JIE.login)).get(approved.response.url.path)
    assert dict(late.form("/send").fields)["at"] == "", "an hour that has passed is not offered"


async def test_what_has_grown_since_it_was_approved_is_offered_for_approval_again(
    sign_in: SignIn, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    author, second = await two_who_ask_each_other(sign_in, desk, monkeypatch)
    handed = await author.send((await composed(author)).form("/submit"))
    await second.send((await second.get(handed.response.url.path)).form("/approve"))
    subscribes(desk.work, CHEN_ZHIQIANG, "events")
    grown = await author.get(handed.response.url.path)
    assert "人数比批准时多了，要请同事再批准一次。" in grown.text
    assert [form for form in grown.forms if form.action.endswith("/send")] == []
    assert "待批准" in (await author.send(grown.form("/submit"))).text


async def test_it_is_paused_resumed_and_cancelled_on_the_page(sign_in: SignIn, desk: Desk) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    officer = await sign_in(ZHENG_JIE.login)
    page = await composed(officer)
    for action, words in (("send", "正在发送"), ("pause", "已暂停"), ("resume", "正在发送"), ("cancel", "已取消")):
        if action == "cancel":
            page = await officer.get(f"{page.response.url.path}/cancel")
            assert "还没收到的1人不会再收到" in page.text
        page = await officer.send(page.form("/" + action))
        assert words in page.text
    assert desk.work.do_now(SYSTEM, broadcast_feed.feed) == 0


async def test_what_is_sent_tomorrow_waits_for_its_hour_and_does_so_after_a_pause(
    sign_in: SignIn, desk: Desk, clock: StoppedClock
) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    officer = await sign_in(ZHENG_JIE.login)
    tomorrow = (clock() + timedelta(days=1)).astimezone(CHINA).replace(hour=10, minute=0)
    draft = await composed(officer)
    assert any("/chat/?start=t_" in link for link in draft.links), "to be tried with one tap"
    page = await officer.send(draft.form("/send"), at=f"{tomorrow:%Y-%m-%dT%H:%M}")
    for action, words in (("", "定时待发"), ("pause", "已暂停"), ("resume", "定时待发")):
        page = await officer.send(page.form("/" + action)) if action else page
        assert words in page.text
        assert "正在发送" not in page.text
        assert "还没开始，" in page.text
        assert "10:00开始发。" in page.text
    room = await officer.get("/staff/broadcasts")
    assert ("定时待发" in room.text, "正在发送" in room.text) == (True, False)
    clock.advance(minutes=int((tomorrow - clock()).total_seconds() // 60) + 1)
    back = await (await sign_in(ZHENG_JIE.login)).get("/staff/broadcasts")
    assert ("定时待发" in back.text, "正在发送" in back.text) == (False, True)


async def test_f43_a_picture_is_cleaned_previewed_and_sent_with_the_words_for_who_cannot_see_it(
    sign_in: SignIn, desk: Desk
) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    officer = await sign_in(ZHENG_JIE.login)
    page = await composed(officer)
    for given, alt, words in (
        (b"", "招聘会海报", "请选择图片"),
        (papers.program(), "招聘会海报", "这不是照片"),
        (papers.jpeg(), "", "请写图片上有什么"),
    ):
        refused = await officer.send_file(page.form("/picture"), "picture", "poster.jpg", given, alt=alt)
        assert (refused.status, words in refused.text) == (422, True)
        assert dict(refused.form("/picture").fields)["alt"] == alt
    poster = papers.jpeg_with_place()
    shown = await officer.send_file(page.form("/picture"), "picture", "poster.jpg", poster, alt="招聘会海报")
    assert 'alt="招聘会海报"' in shown.response.text
    picture = await officer.http.get(f"{shown.response.url.path}/picture")
    assert picture.content.startswith(b"\xff\xd8")
    assert b"BangbanTestPhone" not in picture.content
    editing = await officer.get(f"{shown.response.url.path}/edit")
    long = await officer.send(editing.form("/edit"), **(FAIR | {"text_zh_Hans_CN": "长" * 901}))
    assert (long.status, "图片下面最多900个字符，现在是901个" in long.text) == (422, True)
    await officer.send((await officer.get(shown.response.url.path)).form("/send"))
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    (row,) = desk.work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(OutboxRow))))
    assert row.picture_alt == "招聘会海报"
    assert desk.work.read_now(SYSTEM, broadcast_queries.picture_content, row.picture) == picture.content


async def test_a_picture_can_be_taken_away_and_needs_a_new_approval(sign_in: SignIn, desk: Desk) -> None:
    officer = await sign_in(ZHENG_JIE.login)
    form = (await composed(officer)).form("/picture")
    page = await officer.send_file(form, "picture", "p.jpg", papers.jpeg(), alt="海报")
    gone = await officer.send(page.form("/picture/remove"))
    assert "读给看不见图片的人：" not in gone.text
    missing = await officer.http.get(f"{gone.response.url.path.partition('#')[0]}/picture")
    assert missing.status_code == 404


async def test_xy_45_a_monthly_message_takes_one_tap(sign_in: SignIn, desk: Desk) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    officer = await sign_in(ZHENG_JIE.login)
    sending = await officer.send((await composed(officer)).form("/send"))
    form = await officer.send(sending.form("/again"))
    assert form.response.url.path.endswith("/edit")
    kept = dict(form.form("/edit").fields)
    assert (kept["title"], kept["text_zh_Hans_CN"].strip()) == (FAIR["title"], FAIR["text_zh_Hans_CN"])
    page = await officer.send(form.form("/edit"), **(FAIR | {"title": "1月招聘会"}))
    assert "1月招聘会" in page.text
    assert "正在发送" in (await officer.send(page.form("/send"))).text


async def test_one_more_of_a_list_that_is_out_of_date_says_what_is_wrong_and_keeps_the_rest(
    sign_in: SignIn, desk: Desk
) -> None:
    officer = await sign_in(ZHENG_JIE.login)
    page = await composed(officer)

    def names_somebody(unit: Unit) -> None:
        row = unit.session.scalars(select(Broadcast)).one()
        row.audience = row.audience | {"include": ["RD1"]}

    desk.work.do_now(SYSTEM, names_somebody)
    form = await officer.send(page.form("/again"))
    assert (form.status, "1个编号查不到：RD1" in form.text) == (422, True)
    assert dict(form.form("/new").fields)["title"] == FAIR["title"]
    corrected = await officer.send(form.form("/new"), include="", **FAIR)
    assert "居民朋友，您好" in corrected.text


async def test_the_time_left_and_who_sleeps_are_told(sign_in: SignIn, desk: Desk) -> None:
    desk.work.services.settings.telegram_per_second = 0.02
    for person in (WANG_XIUYING, CHEN_ZHIQIANG, LI_JIANGUO):
        subscribes(desk.work, person, "events", channel="telegram")
    officer = await sign_in(ZHENG_JIE.login)
    page = await composed(officer)
    assert "按允许的速度，大约要3分钟。" in page.text
    sending = await officer.send(page.form("/send"))
    assert "大约还要3分钟。" in sending.text
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    asleep = update(OutboxRow).where(OutboxRow.chat_id == WANG_XIUYING.chat_id)
    later = asleep.values(not_before=desk.work.clock() + timedelta(hours=9))
    desk.work.do_now(SYSTEM, lambda unit: unit.session.execute(later) and None)
    again = await officer.get(sending.response.url.path)
    assert "大约还要2分钟。 其中1人在免打扰时间，早上再发。" in again.text


async def test_without_a_script_a_button_keeps_what_is_not_finished_and_the_list_leads_back(sign_in: SignIn) -> None:
    officer = await sign_in(ZHENG_JIE.login)
    page = await composed(officer, do="draft", title="", text_zh_Hans_CN="{称呼，您好", topic="")
    assert "草稿已保存" in page.text
    assert "{称呼，您好" in page.response.text
    room = await officer.get(ROOM)
    assert "没写完的草稿" in room.text
    assert "{称呼，您好" in room.text
    again = await officer.get(page.response.url.raw_path.decode())
    saved = await officer.send(again.form("/new"), **FAIR)
    assert "预览" in saved.text
    assert "没写完的草稿" not in (await officer.get(ROOM)).text


async def test_two_pages_of_one_draft_keep_both_and_say_so(sign_in: SignIn) -> None:
    officer = await sign_in(ZHENG_JIE.login)
    page = await composed(officer, do="draft", title="原来的")
    here, there = page, await officer.get(page.response.url.raw_path.decode())
    await officer.send(here.form("/new"), **(FAIR | {"title": "这里写的", "do": "draft"}))
    beside = await officer.send(there.form("/new"), **(FAIR | {"title": "那里写的", "do": "draft"}))
    assert "两份都留着" in beside.text
    room = await officer.get(ROOM)
    assert "这里写的" in room.text
    assert "那里写的" in room.text
    dropped = await officer.send(room.form("/drop"))
    assert "两份都在" not in dropped.text


async def test_changes_to_a_message_are_kept_too_and_gone_when_it_is_saved(sign_in: SignIn) -> None:
    officer = await sign_in(ZHENG_JIE.login)
    message = await composed(officer)
    edit = await officer.get(message.response.url.path + "/edit")
    page = await officer.send(edit.form("/edit"), **(FAIR | {"title": "改了一半", "do": "draft"}))
    assert page.response.url.path.endswith("/edit")
    assert 'value="改了一半"' in page.response.text
    assert "修改已有的消息" in (await officer.get(ROOM)).text
    await officer.send(page.form("/edit"), **FAIR)
    assert "修改已有的消息" not in (await officer.get(ROOM)).text


async def test_the_page_keeps_by_itself_and_reads_what_came_of_it(sign_in: SignIn) -> None:
    officer = await sign_in(ZHENG_JIE.login)
    form = (await officer.get(ROOM + "/new")).form("/new")
    told = dict(form.fields) | FAIR
    first = (await officer.http.post(ROOM + "/drafts", data=told)).json()
    assert first["said"].startswith("草稿已保存，")
    second = (await officer.http.post(ROOM + "/drafts", data=told | {"kept": "1", "title": "又写了"})).json()
    assert (second["id"], second["revision"], second["beside"]) == (first["id"], 2, "")
    third = (await officer.http.post(ROOM + "/drafts", data=told | {"kept": "1", "title": "那里写的"})).json()
    assert third["beside"] == f"{ROOM}/new?draft={first['id']}"


async def test_a_trial_opens_in_telegram_with_one_tap_once_the_bot_has_told_its_name(
    sign_in: SignIn, desk: Desk
) -> None:
    officer = await sign_in(ZHENG_JIE.login)
    draft = await composed(officer)
    assert "把这一行发给帮办" in draft.text, "nobody has told a name: no link leads nowhere"
    assert not any("t.me" in link for link in draft.links)
    desk.work.do_now(SYSTEM, messengers.introduce, IntroduceBot(channel="telegram", name="bangban_bot"))
    page = await officer.get(draft.response.url.path)
    word = next(link for link in page.links if "/chat/?start=t_" in link).split("=")[1]
    assert f"https://t.me/bangban_bot?start={word}" in page.links
    assert "把这一行发给帮办" not in page.text
    assert page.response.text.count('src="data:image/png;base64,') == 2, "one code a door"


async def test_what_is_cancelled_before_its_hour_says_that_nobody_got_it(
    sign_in: SignIn, desk: Desk, clock: StoppedClock
) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    officer = await sign_in(ZHENG_JIE.login)
    tomorrow = (clock() + timedelta(days=1)).astimezone(CHINA).replace(hour=10, minute=0)
    waiting = await officer.send((await composed(officer)).form("/send"), at=f"{tomorrow:%Y-%m-%dT%H:%M}")
    asked = await officer.get(f"{waiting.response.url.path}/cancel")
    assert "谁也不会收到" in asked.text
    assert "正在路上" not in asked.text
    page = await officer.send(asked.form("/cancel"))
    assert "没有开始就取消了，谁也没有收到。原定" in page.text
    assert "取消前发过0人，另外1人没有发" in page.text
    assert "已完成" not in page.text
    assert "开始发。" not in page.text
