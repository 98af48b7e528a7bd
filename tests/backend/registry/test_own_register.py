"""After recognition, as she sees it herself: her standing, the way out and the way back."""

from datetime import date
from typing import Any

import httpx2
import pytest
from sqlalchemy import select

from backend.applications import review
from backend.core.unit import Unit
from backend.policies.spoken import pack_of
from backend.registry import exits
from backend.registry.facts import BASE, facts_of, keep
from backend.registry.models import Entry
from contract.application import ApplicationTurn
from contract.register import Standing
from tests import papers
from tests.backend.citizen import PACK, AtTheWall, refuses
from tests.backend.desk import Desk, matched, visited
from tests.backend.registry.leaving import (
    GUANGZHOU,
    Register,
    officers_of_guangzhou,
    on_guangzhous_register,
    pension,
)
from tests.people import WANG_XIUYING, ZHAO_MIN, ZHENG_JIE, ZHOU_MIN


@pytest.fixture
def wang(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http)


async def recognised(citizen: AtTheWall, desk: Desk, identity_until: date | None = None) -> ApplicationTurn:
    """She applies, and both offices say yes today."""
    sent = await citizen.applies()
    desk.take_up(ZHOU_MIN, sent.id)
    day = desk.work.clock().date()
    for step in (matched(day), visited(day)):
        desk.do(ZHOU_MIN, review.record_step, sent.id, step)
    desk.do(ZHOU_MIN, review.mark_paper, sent.id, "identity", "verified", valid_until=identity_until)
    desk.check_papers(ZHOU_MIN, sent.id)
    desk.endorse(ZHOU_MIN, sent.id)
    desk.take_up(ZHENG_JIE, sent.id)
    desk.endorse(ZHENG_JIE, sent.id)
    return await citizen.application(sent.id)


async def standing(citizen: AtTheWall) -> Standing:
    (one,) = await citizen.ask(tuple[Standing, ...], "GET", "/register")
    return one


async def asks_to_leave(citizen: AtTheWall, pack: str = PACK) -> Standing:
    return await citizen.ask(Standing, "POST", f"/register/{pack}/leave", {"words": ""})


async def left(
    citizen: AtTheWall, desk: Desk, register: Register, on: date, identity_until: date | None = None
) -> str:
    """Recognised, left by own wish, and confirmed by the county with this day."""
    await recognised(citizen, desk, identity_until)
    register.on(on)
    one = await asks_to_leave(citizen)
    register.confirm(one.number)
    return one.number


async def to_the_number(citizen: AtTheWall) -> ApplicationTurn:
    return await citizen.fills(await citizen.begins(), until="id_number")


async def test_she_sees_since_when_on_what_and_what_will_end_it(wang: AtTheWall, desk: Desk) -> None:
    assert await wang.ask(tuple[Standing, ...], "GET", "/register") == ()
    await recognised(wang, desk)
    one = await standing(wang)
    assert (one.state, one.since, one.leave, one.exit) == ("active", "2026年11月21日", "ask", ())
    assert [(basis.name, basis.citation.where) for basis in one.bases] == [("“4050”人员", "第一条第（一）项")]
    assert [line.label for line in one.ends] == ["法定退休日，最晚"], "nobody asked her by which way she is insured"
    assert one.officer
    assert one.telephone


async def test_x27_where_nobody_has_said_how_she_is_insured_the_day_is_told_as_the_latest(
    wang: AtTheWall, desk: Desk
) -> None:
    await recognised(wang, desk)
    latest = (await standing(wang)).ends[0]

    def learn(unit: Unit) -> None:
        entry = unit.session.scalars(select(Entry)).one()
        keep(unit, entry, pack_of(unit, entry.pack), {**facts_of(unit, entry), BASE: "50"})

    desk.system(learn)
    sure = (await standing(wang)).ends[0]
    assert (latest.label, latest.shown[:5]) == ("法定退休日，最晚", "2037年")
    assert (sure.label, sure.shown[:5]) == ("法定退休日", "2032年")


async def test_xy_34_a_wish_to_leave_is_a_task_and_only_the_county_ends_the_standing(
    wang: AtTheWall, desk: Desk, register: Register
) -> None:
    await recognised(wang, desk)
    one = await asks_to_leave(wang)
    assert (one.state, one.leave) == ("leaving", "")
    assert "渝水区" in one.exit[0]
    assert register.proposals(one.number)[-1].origin == "person"
    with refuses("register.illegal_move", 409):
        await asks_to_leave(wang)
    register.confirm(one.number)
    after = await standing(wang)
    assert (after.state, after.again[0]) == ("exited", "退出满3个月才能再次申请，最早是2027年2月21日。")


async def test_xy_30_until_when_she_may_answer_a_proposed_exit_is_told_until_she_has(
    wang: AtTheWall, desk: Desk, register: Register
) -> None:
    await recognised(wang, desk)
    number = (await standing(wang)).number
    register.propose(number, pension())
    (_, until) = (await standing(wang)).exit
    assert "请在2026年11月30日前（含当天）说明：点“说明情况”，打" in until
    desk.do(ZHOU_MIN, exits.reply, number, register.version(number), "我还没有领养老金。")
    assert (await standing(wang)).exit[1:] == ("您2026年11月21日的说明已经记下，审定的工作人员会看到。",)


async def test_nobody_asks_for_somebody_else(wang: AtTheWall, http: httpx2.AsyncClient, desk: Desk) -> None:
    await recognised(wang, desk)
    zhao = AtTheWall(http, ZHAO_MIN)
    assert await zhao.ask(tuple[Standing, ...], "GET", "/register") == ()
    with refuses("register.not_found", 404):
        await asks_to_leave(zhao)


@pytest.mark.parametrize(
    ("exit_day", "before", "first", "told"),
    [
        (date(2026, 11, 21), date(2027, 2, 20), date(2027, 2, 21), "2027年2月21日"),
        (date(2026, 11, 30), date(2027, 2, 27), date(2027, 2, 28), "2027年2月28日"),
        (date(2027, 8, 31), date(2027, 11, 29), date(2027, 11, 30), "2027年11月30日"),
    ],
)
async def test_xy_39_three_months_after_the_exit_she_may_apply_again(
    wang: AtTheWall, desk: Desk, register: Register, exit_day: date, before: date, first: date, told: str
) -> None:
    await left(wang, desk, register, exit_day)
    register.on(before)
    turn = await to_the_number(wang)
    with refuses("registry.waiting_period", 409, date=told, months=3):
        await wang.puts(turn, "id_number", WANG_XIUYING.id_number)
    register.on(first)
    turn = await wang.puts(await to_the_number(wang), "id_number", WANG_XIUYING.id_number)
    assert turn.prompt is not None
    assert turn.prompt.field == "phone"


async def test_who_types_her_number_elsewhere_learns_nothing_of_the_exit(
    wang: AtTheWall, http: httpx2.AsyncClient, desk: Desk, register: Register
) -> None:
    await left(wang, desk, register, date(2026, 11, 21))
    other = AtTheWall(http, WANG_XIUYING, account="web:7999")
    with refuses("id_number.not_here", 409):
        await other.puts(await to_the_number(other), "id_number", WANG_XIUYING.id_number)


async def again(
    wang: AtTheWall, desk: Desk, register: Register, identity_until: date | None = None
) -> ApplicationTurn:
    """Three months after she left: the form up to what it asks behind her number."""
    await left(wang, desk, register, date(2026, 11, 21), identity_until)
    register.on(date(2027, 2, 21))
    return await wang.puts(await to_the_number(wang), "id_number", WANG_XIUYING.id_number)


async def test_xy_42_what_was_told_before_is_offered_and_confirmed_with_one_tap(
    wang: AtTheWall, desk: Desk, register: Register
) -> None:
    turn = await again(wang, desk, register)
    assert turn.prompt is not None
    assert turn.prompt.earlier == "199****0001"
    asked: list[tuple[str, bool]] = []
    while turn.prompt is not None and turn.prompt.field != "changed":
        name, offered = turn.prompt.field, bool(turn.prompt.earlier)
        asked.append((name, offered))
        text = "same" if offered else wang.fields()[name]
        turn = await wang.puts(turn, name, text, skip=name == "photo")
    assert not [name for name, offered in asked if not offered and name != "wishes"]
    detail = next(line.shown for line in turn.lines if line.field == "hukou_address")
    assert detail.endswith("平安路1号")


async def test_xy_40_without_a_word_on_what_has_changed_nothing_is_sent(
    wang: AtTheWall, desk: Desk, register: Register
) -> None:
    turn = await wang.fills(await again(wang, desk, register), until="changed")
    assert turn.prompt is not None
    assert not turn.prompt.optional
    with refuses("field.empty", 422):
        await wang.puts(turn, "changed", "  ")
    turn = await wang.puts(turn, "changed", "工厂关了，又失业了")
    line = next(line for line in turn.lines if line.field == "changed")
    assert (line.shown, line.editable) == ("工厂关了，又失业了", True)


async def test_xy_40_the_officer_reads_what_has_changed(wang: AtTheWall, desk: Desk, register: Register) -> None:
    turn = await wang.fills(await again(wang, desk, register), changed="工厂关了，又失业了")
    sent = await wang.sends(await wang.does(turn, "papers/done"))
    shown: Any = desk.case(ZHOU_MIN, sent.id)
    assert "工厂关了，又失业了" in [field.shown for field in shown.fields]


async def test_xy_52_papers_already_verified_and_valid_are_not_asked_for_again(
    wang: AtTheWall, desk: Desk, register: Register
) -> None:
    turn = await again(wang, desk, register)
    needed = [paper for paper in turn.papers if paper.item.needed]
    assert [bool(paper.files) for paper in needed] == [True] * len(needed)
    # Another number is another person: what was copied goes.
    turn = await wang.does(turn, "fields/id_number/reopen")
    turn = await wang.puts(turn, "id_number", ZHAO_MIN.id_number)
    assert not any(paper.files for paper in turn.papers)
    assert "changed" not in [line.field for line in turn.lines]


@pytest.mark.parametrize(("last_day", "asked"), [(date(2026, 12, 31), True), (date(2036, 12, 31), False)])
async def test_xy_52_a_paper_whose_day_has_passed_is_asked_for_again_and_no_other(
    wang: AtTheWall, desk: Desk, register: Register, last_day: date, asked: bool
) -> None:
    turn = await again(wang, desk, register, identity_until=last_day)
    have = {paper.item.id: bool(paper.files) for paper in turn.papers if paper.item.needed}
    assert have.pop("identity") is not asked
    assert set(have.values()) == {True}


async def test_gz_20_a_wish_in_the_chat_is_not_enough_but_a_signed_statement_is(
    http: httpx2.AsyncClient, desk: Desk, register: Register
) -> None:
    officers_of_guangzhou(desk)
    number = on_guangzhous_register(desk, WANG_XIUYING)
    wang = AtTheWall(http, account=f"web:{WANG_XIUYING.chat_id}")
    (one,) = await wang.ask(tuple[Standing, ...], "GET", "/register")
    assert one.leave == "form"
    assert one.statement is not None
    assert "声明人（签名）" in one.statement.text
    with refuses("exit.form_needed", 409):
        await asks_to_leave(wang, GUANGZHOU)
    path = f"/register/{GUANGZHOU}/leave/statement"
    after = await wang.ask(Standing, "POST", path, content=papers.jpeg("声明"), X_File_Name="a.jpg")
    assert after.state == "leaving"
    assert register.proposals(number)[-1].ground == "gave_up"
