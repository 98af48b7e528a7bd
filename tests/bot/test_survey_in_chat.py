"""XY-65 in the chat: who owes an answer is asked, answers with two taps, and the officer reads it with its day."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from backend.assistance import care, checks, entries, surveys
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.people.models import Account
from tests.backend.activities.planned import from_her_chat
from tests.backend.assistance.recognised import Recognise
from tests.backend.assistance.recognised import recognise as recognise
from tests.backend.desk import TODAY, Desk, open_desk
from tests.bot.conftest import Visit
from tests.people import LI_JIANGUO, WANG_XIUYING, ZHOU_MIN


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


def due(desk: Desk) -> list[str]:
    return [line.number for line in desk.read(ZHOU_MIN, care.care, "survey", mine=False).lines]


async def test_xy_65_who_owes_an_answer_gives_it_with_two_taps(visit: Visit, desk: Desk, recognise: Recognise) -> None:
    number = recognise(on=TODAY - timedelta(days=91))
    assert due(desk) == [number]
    desk.system(_in_telegram, number)
    wang = visit(WANG_XIUYING)
    await wang.says("/start")
    desk.work.do_now(SYSTEM, surveys.ask)
    desk.work.do_now(SYSTEM, surveys.ask)
    letters = desk.work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(OutboxRow.text)).all())
    assert len([text for text in letters if "想了解一下您的近况" in text]) == 1
    await wang.sees("想了解一下您的近况", within=10)
    await wang.taps("说说近况")
    await wang.sees("1/2 您现在的工作情况是", within=10)
    await wang.taps("灵活就业")
    await wang.sees("2/2 愿意参加免费的职业培训吗", within=10)
    await wang.taps("愿意参加培训")
    await wang.sees("记下了", "2026年11月21日：灵活就业，愿意参加培训", within=10)
    assert due(desk) == []
    [kept] = desk.read(ZHOU_MIN, lambda unit: checks.checks(unit, entries.seen(unit, number)))
    assert (kept.done_on, kept.officer, kept.work) == (TODAY, "本人在聊天里回答", "灵活就业")


def _in_telegram(unit: Unit, number: str) -> None:
    from_her_chat(unit, number)
    unit.session.execute(update(Account).values(channel="telegram", chat_id=WANG_XIUYING.chat_id))


async def test_who_is_not_recognised_is_not_asked(visit: Visit, desk: Desk) -> None:
    li = visit(LI_JIANGUO)
    await li.says("说说近况")
    await li.sees("只问已经认定的人", within=10)


async def test_who_stands_on_no_register_is_led_on(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("近况")
    await wang.sees("这项调查只问已经认定的人", within=10)
    await wang.sees_button("开始自测")
    await wang.sees_button("找工作")
