"""One pace for all who send through a channel, and nothing in front hides what is due."""

import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import String, cast, insert, literal, select

from backend.core import dispatch
from backend.core.outbox import OutboxRow
from backend.core.pace import PER_CHAT
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from contract.channel import Delivery
from tests.backend.core.test_outbox import claim, close, post
from tests.conftest import StoppedClock

MANY = int(os.environ.get("BANGBAN_TEST_BROADCAST", "40000"))
"""Far more than a claim of ten looks at. The trust table asks for 1,000,000: the same proof, half a minute a test."""


def news(work: Work, chats: Iterable[int]) -> None:
    for chat in chats:
        post(work, f"GB1-{chat}", chat=chat, kind="news")


def numbers(letters: Iterable[Delivery]) -> list[str]:
    return [letter.number for letter in letters]


def test_two_senders_share_one_even_pace(work: Work, clock: StoppedClock) -> None:
    news(work, range(1, 41))
    first, second = claim(work, "w1"), claim(work, "w2")
    assert [letter.wait for letter in first] == [number * 0.04 for number in range(10)]
    assert second == ()
    clock.advance(seconds=0.2)
    later = claim(work, "w2")
    assert [round(letter.wait, 6) for letter in later] == [0.2, 0.24, 0.28, 0.32, 0.36]


def test_no_more_leave_in_a_second_than_permitted(work: Work, clock: StoppedClock) -> None:
    news(work, range(1, 101))
    at: list[float] = []
    for step in range(50):
        for worker in ("w1", "w2", "w3"):
            at += [step * 0.05 + letter.wait for letter in claim(work, worker)]
        clock.advance(seconds=0.05)
    at.sort()
    assert len(at) > 60
    assert min(later - earlier for earlier, later in pairwise(at)) > 0.0399


def test_a_quiet_hour_saves_up_no_gust(work: Work, clock: StoppedClock) -> None:
    news(work, range(1, 41))
    claim(work)
    clock.advance(hours=1)
    assert len(claim(work, "w2")) == 10


def test_f40_a_decision_written_in_the_middle_of_a_broadcast_is_the_next_to_go(
    work: Work, clock: StoppedClock
) -> None:
    """However many lie before it: nothing is claimed between its writing and its claim, and few rows are looked at."""
    work.do_now(SYSTEM, _due_now)
    claim(work)
    post(work, "N1", chat=MANY + 900)
    clock.advance(seconds=0.04)
    assert numbers(claim(work)) == ["N1"]
    assert work.read_now(SYSTEM, touched, ("decision", "request")) < 100


def test_a_pause_asked_of_one_chat_holds_up_no_other(work: Work, clock: StoppedClock) -> None:
    news(work, range(1, 4))
    first, *_ = claim(work)
    close(work, first, "retry", retry_after=30, flood=True)
    post(work, "N1", chat=900)
    clock.advance(seconds=1)
    assert numbers(claim(work)) == ["N1"]


def test_a_pause_asked_of_two_chats_holds_the_whole_bot(work: Work, clock: StoppedClock) -> None:
    news(work, range(1, 3))
    for letter in claim(work):
        close(work, letter, "retry", retry_after=30, flood=True)
    post(work, "N1", chat=900)
    clock.advance(seconds=29)
    assert claim(work, "w2") == ()
    clock.advance(seconds=1)
    assert numbers(claim(work, "w2")) == ["N1", "GB1-1", "GB1-2"]


def test_no_limit_leaves_as_fast_as_asked(work: Work, clock: StoppedClock) -> None:
    work.services.settings.telegram_per_second = 0
    news(work, range(1, 31))
    assert len(claim(work)) == 20
    assert {letter.wait for letter in claim(work)} == {0}


def test_what_is_due_is_found_behind_a_night_of_news(work: Work, clock: StoppedClock) -> None:
    work.do_now(SYSTEM, _night)
    post(work, "GB-due", chat=MANY + 1, kind="news")
    post(work, "N1", chat=MANY + 2)
    post(work, "N2", chat=5)
    assert numbers(claim(work)) == ["N1", "N2", "GB-due"]
    clock.advance(minutes=2)
    for number in ("N3", "N4"):
        post(work, number, chat=MANY + int(number[1:]))
    assert numbers(claim(work))[:2] == ["N3", "N4"]
    assert work.read_now(SYSTEM, touched, ("decision", "request")) < 100
    assert work.read_now(SYSTEM, touched, ("news",)) < 100


def test_due_news_is_found_behind_chats_that_are_occupied(work: Work, clock: StoppedClock) -> None:
    """Five hundred wait to be tried again, each with a second letter that is due: more than is looked at."""
    work.services.settings.telegram_per_second = 0
    work.do_now(SYSTEM, _occupied)
    post(work, "GB-due", chat=MANY, kind="news")
    assert numbers(claim(work)) == ["GB-due"]


def touched(unit: Unit, kinds: tuple[str, ...]) -> int:
    """Rows the database goes through to find what is due: PostgreSQL tells; SQLite tells that the index has them apart."""
    asked = {"of_channel": "telegram", "now": unit.now, "written_since": unit.now + PER_CHAT, "uploading": []}
    wanted = dispatch._looked_through(kinds).params(**asked)
    sql = str(wanted.compile(unit.session.get_bind(), compile_kwargs={"literal_binds": True}))
    if unit.session.get_bind().dialect.name == "sqlite":
        steps = [row[3] for row in unit.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
        assert any("ix_outbox_due (channel=? AND kind=? AND not_before<?)" in step for step in steps), steps
        return 0
    unit.session.connection().exec_driver_sql("ANALYZE outbox")
    (plan,) = unit.session.connection().exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}").scalar_one()
    return _through(plan["Plan"])


def _through(plan: dict[str, Any]) -> int:
    rows = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Join Filter", 0)
    return int(rows * plan["Actual Loops"]) + sum(_through(part) for part in plan.get("Plans", ()))


def _due_now(unit: Unit) -> None:
    _many(unit, "GB6-", unit.now)


def _night(unit: Unit) -> None:
    _many(unit, "GB7-", unit.now + timedelta(hours=10))


def _many(unit: Unit, numbered: str, not_before: datetime) -> None:
    """News to that many chats, written by the database itself."""
    first = select(literal(0).label("chat")).cte("chats", recursive=True)
    chats = first.union_all(select(first.c.chat + 1).where(first.c.chat < MANY - 1))
    row: dict[str, Any] = _row(unit, "", 0) | {"not_before": not_before}
    kinds = {name: OutboxRow.__table__.c[name].type for name in row}
    made = {name: literal(value, kinds[name]) for name, value in row.items()}
    made |= {"chat_id": chats.c.chat, "number": literal(numbered) + cast(chats.c.chat, String)}
    unit.session.execute(insert(OutboxRow).from_select(list(made), select(*made.values())))


def _occupied(unit: Unit) -> None:
    later = unit.now + timedelta(minutes=5)
    again = [_row(unit, f"GB8-{chat}", chat) | {"not_before": later, "attempts": 1} for chat in range(500)]
    unit.session.execute(insert(OutboxRow), again)
    unit.session.execute(insert(OutboxRow), [_row(unit, f"GB9-{chat}", chat) for chat in range(500)])


def _row(unit: Unit, number: str, chat: int) -> dict[str, object]:
    return {
        "channel": "telegram",
        "chat_id": chat,
        "number": number,
        "kind": "news",
        "subject": "broadcast:7",
        "text": "招聘会",
        "buttons": [],
        "language": "zh_Hans_CN",
        "not_before": unit.now,
        "attempts": 0,
        "created_at": unit.now,
    }
