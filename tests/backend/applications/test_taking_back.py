"""Ten minutes to take a submission back: a draft again, nothing lost, and nobody's work undone."""

import httpx2
import pytest
from sqlalchemy import select

from backend.applications import check_codes, queries
from backend.applications.models import CheckCode
from backend.core.outbox import letters_about
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from tests.backend.citizen import AtTheWall, refuses
from tests.backend.desk import Desk
from tests.conftest import StoppedClock
from tests.people import CHEN_ZHIQIANG, HE_WEI, ZHOU_MIN


@pytest.fixture
def wang(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http)


async def test_within_ten_minutes_one_tap_makes_it_a_draft_again_and_nothing_is_lost(
    wang: AtTheWall, work: Work, clock: StoppedClock
) -> None:
    ready = await wang.ready()
    sent = await wang.sends(ready)
    assert sent.can_take_back
    clock.advance(minutes=10)
    back = await wang.does(sent, "take_back")
    assert (back.state, back.phase, back.receipt, back.can_submit) == ("draft", "check", "", True)
    kept = {line.field: line.shown for line in ready.lines}
    assert {line.field: line.shown for line in back.lines} == kept
    assert [paper.files for paper in back.papers] == [paper.files for paper in ready.papers]
    letters = work.read_now(SYSTEM, lambda unit: letters_about(unit, f"application:{sent.id}"))
    assert [letter.state for letter in letters] == ["cancelled"]
    again = await wang.sends(back)
    assert again.receipt
    assert again.receipt != sent.receipt


async def test_the_desk_finds_the_case_by_its_void_number_once_it_was_sent_again(
    wang: AtTheWall, desk: Desk
) -> None:
    sent = await wang.applies()
    back = await wang.does(sent, "take_back")
    assert desk.read(ZHOU_MIN, queries.find, sent.receipt) == ()
    again = await wang.sends(back)
    (found,) = desk.read(ZHOU_MIN, queries.find, sent.receipt)
    assert (found.receipt, found.void) == (again.receipt, sent.receipt)
    (found,) = desk.read(ZHOU_MIN, queries.find, again.receipt)
    assert found.void == ""
    assert desk.read(HE_WEI, queries.find, sent.receipt) == ()


async def test_the_papers_of_a_void_number_prove_nothing_any_more(wang: AtTheWall, work: Work) -> None:
    sent = await wang.applies()
    void = work.read_now(SYSTEM, _codes)
    back = await wang.does(sent, "take_back")
    again = await wang.sends(back)
    assert [work.read_now(SYSTEM, check_codes.genuine, code) for code in void] == [None, None]
    numbers = {work.read_now(SYSTEM, check_codes.genuine, code).number for code in work.read_now(SYSTEM, _codes)}  # type: ignore[union-attr]
    assert numbers == {again.receipt}


def _codes(unit: Unit) -> list[str]:
    return list(unit.session.scalars(select(CheckCode.code).order_by(CheckCode.code)))


async def test_the_ticks_of_several_grounds_are_kept(http: httpx2.AsyncClient) -> None:
    chen = AtTheWall(http, CHEN_ZHIQIANG)
    turn = await chen.fills(await chen.begins(household__others="没有人工作"), until="categories")
    turn = await chen.does(turn, "fields/categories/toggle", {"value": "X2"})
    sent = await chen.sends(await chen.hands_in_all(await chen.fills(turn)))
    back = await chen.does(sent, "take_back")
    assert next(line.shown for line in back.lines if line.field == "categories") == "残疾失业人员"


async def test_a_second_later_it_is_too_late(wang: AtTheWall, clock: StoppedClock) -> None:
    sent = await wang.applies()
    clock.advance(minutes=10, seconds=1)
    assert not (await wang.application(sent.id)).can_take_back
    with refuses("application.too_late_to_take_back", 409):
        await wang.does(sent, "take_back")
    assert (await wang.does(sent, "withdraw")).state == "withdrawn"


async def test_what_an_officer_has_taken_up_is_not_taken_out_of_her_hands(wang: AtTheWall, desk: Desk) -> None:
    sent = await wang.applies()
    desk.take_up(ZHOU_MIN, sent.id)
    with refuses("application.illegal_move", 409):
        await wang.does(sent, "take_back")


async def test_a_second_tap_changes_nothing(wang: AtTheWall) -> None:
    sent = await wang.applies()
    first = await wang.does(sent, "take_back")
    assert (await wang.does(sent, "take_back")).state == first.state == "draft"
