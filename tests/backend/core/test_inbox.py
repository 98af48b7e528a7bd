"""Messages in: kept before they are confirmed, in order per chat, once."""

from typing import Any

import pytest
from sqlalchemy import event, select

from backend.core import inbox
from backend.core.database import is_sqlite
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from contract.channel import (
    ClaimedUpdate,
    ClaimUpdates,
    Finished,
    FinishUpdate,
    FinishUpdates,
    RawUpdate,
    ReleaseLeases,
    StoreUpdates,
)
from tests.conftest import StoppedClock


def store(work: Work, *updates: tuple[int, int]) -> int:
    raw = tuple(RawUpdate(update_id=number, chat_id=chat, body={"n": number}) for number, chat in updates)
    return work.do_now(SYSTEM, inbox.store, StoreUpdates(channel="telegram", updates=raw)).new


def claim(work: Work, worker: str = "w1", limit: int = 20) -> tuple[ClaimedUpdate, ...]:
    return work.do_now(SYSTEM, inbox.claim, ClaimUpdates(channel="telegram", worker=worker, limit=limit))


def finish(work: Work, row: int, worker: str = "w1", **state: object) -> tuple[int, ...]:
    done = FinishUpdate(id=row, worker=worker, state=state)
    return work.do_now(SYSTEM, inbox.finish, FinishUpdates(updates=(done,))).ids


def test_a_repeated_update_is_kept_once(work: Work) -> None:
    assert store(work, (1, 7), (2, 7)) == 2
    assert store(work, (2, 7), (3, 7)) == 1


def test_one_chat_is_handled_in_order_others_in_parallel(work: Work) -> None:
    store(work, (1, 7), (2, 7), (3, 8))
    assert [row.update_id for row in claim(work)] == [1, 3]
    assert claim(work, "w2") == ()


def test_the_state_of_a_chat_is_saved_with_its_update_and_read_with_the_next(work: Work) -> None:
    store(work, (1, 7), (2, 7))
    (first,) = claim(work)
    assert first.state == {}
    assert finish(work, first.id, place="form") == (first.id,)
    (second,) = claim(work)
    assert (second.update_id, second.state) == (2, {"place": "form"})


def test_f14_a_lease_that_ran_out_is_taken_over_and_the_late_worker_changes_nothing(
    work: Work, clock: StoppedClock
) -> None:
    store(work, (1, 7))
    (row,) = claim(work, "slow")
    clock.advance(seconds=61)
    (again,) = claim(work, "quick")
    assert (again.id, again.attempt) == (row.id, 2)
    assert finish(work, row.id, "slow", place="wrong") == ()
    assert finish(work, row.id, "quick", place="right") == (row.id,)


def test_what_a_citizen_wrote_is_wiped_once_handled(work: Work) -> None:
    store(work, (1, 7))
    (row,) = claim(work)
    finish(work, row.id)

    def bodies(unit: Unit) -> list[object]:
        return list(unit.session.scalars(select(inbox.InboxRow.body)))

    assert work.read_now(SYSTEM, bodies) == [b""]


def test_an_update_that_kills_its_worker_again_and_again_is_put_aside(
    work: Work, clock: StoppedClock
) -> None:
    store(work, (1, 7), (2, 7))
    for _ in range(inbox.MOST_ATTEMPTS):
        assert [row.update_id for row in claim(work)] == [1]
        clock.advance(seconds=61)
    claim(work)
    assert [row.update_id for row in claim(work)] == [2]


def test_a_clean_stop_gives_leases_back_at_once(work: Work) -> None:
    store(work, (1, 7))
    claim(work)
    work.do_now(SYSTEM, inbox.release, ReleaseLeases(channel="telegram", worker="w1"))
    assert [row.update_id for row in claim(work, "w2")] == [1]


def test_what_a_citizen_writes_waits_sealed(work: Work) -> None:
    raw = RawUpdate(update_id=1, chat_id=7, body={"text": "360502198611219924"})
    work.do_now(SYSTEM, inbox.store, StoreUpdates(channel="telegram", updates=(raw,)))

    def bodies(unit: Unit) -> list[bytes]:
        return list(unit.session.scalars(select(inbox.InboxRow.body)))

    assert b"360502198611219924" not in work.read_now(SYSTEM, bodies)[0]
    assert claim(work)[0].body == raw.body


def test_an_id_that_comes_back_after_a_week_is_a_new_update(work: Work, clock: StoppedClock) -> None:
    store(work, (1, 7), (2, 8))
    for row in claim(work):
        if row.update_id == 1:
            finish(work, row.id)
    clock.advance(days=6)
    assert work.do_now(SYSTEM, inbox.forget_handled) == 0
    assert store(work, (1, 7)) == 0
    clock.advance(days=1)
    assert work.do_now(SYSTEM, inbox.forget_handled) == 1
    assert store(work, (1, 7), (2, 8)) == 1
    assert [row.update_id for row in claim(work)] == [2, 1]


def test_one_update_that_was_taken_over_does_not_hold_up_the_others_of_its_batch(
    work: Work, clock: StoppedClock
) -> None:
    store(work, (1, 7), (2, 8))
    lost, kept = claim(work, "slow")
    clock.advance(seconds=61)
    assert [row.update_id for row in claim(work, "quick", limit=1)] == [1]
    store(work, (3, 7), (4, 8))
    both = tuple(FinishUpdate(id=id_, worker="slow", state={"by": "slow"}) for id_ in (lost.id, kept.id))
    assert work.do_now(SYSTEM, inbox.finish, FinishUpdates(updates=both)).ids == (kept.id,)
    assert finish(work, lost.id, "quick", by="quick") == (lost.id,)
    assert [(row.update_id, row.state) for row in claim(work)] == [(3, {"by": "quick"}), (4, {"by": "slow"})]


def test_nothing_of_a_batch_is_kept_when_its_transaction_fails(work: Work) -> None:
    store(work, (1, 7), (2, 8))
    rows = claim(work)

    def fails(unit: Unit) -> Finished:
        done = tuple(FinishUpdate(id=row.id, worker="w1", state={"place": "form"}) for row in rows)
        inbox.finish(unit, FinishUpdates(updates=done))
        raise RuntimeError("before the commit")

    with pytest.raises(RuntimeError):
        work.do_now(SYSTEM, fails)
    work.do_now(SYSTEM, inbox.release, ReleaseLeases(channel="telegram", worker="w1"))
    assert [(row.update_id, row.attempt, row.state) for row in claim(work)] == [(1, 2, {}), (2, 2, {})]


def test_an_error_is_kept_with_the_update_it_belongs_to(work: Work) -> None:
    store(work, (1, 7), (2, 8))
    good, bad = claim(work)
    batch = (
        FinishUpdate(id=good.id, worker="w1", state={}),
        FinishUpdate(id=bad.id, worker="w1", state={}, error="broken"),
    )
    work.do_now(SYSTEM, inbox.finish, FinishUpdates(updates=batch))

    def errors(unit: Unit) -> list[tuple[int, str]]:
        return [(row.update_id, row.error) for row in unit.session.scalars(select(inbox.InboxRow))]

    assert work.read_now(SYSTEM, errors) == [(1, ""), (2, "broken")]


def test_a_claim_looks_at_open_updates_only_however_many_were_handled(work: Work) -> None:
    if not is_sqlite(work.engine):
        pytest.skip("PostgreSQL decides by its statistics")
    asked: list[tuple[str, Any]] = []

    @event.listens_for(work.engine, "before_cursor_execute")
    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        asked.append((statement, values))

    claim(work)
    choice, values = next(each for each in asked if "min(" in each[0])

    def plan(unit: Unit) -> str:
        steps = unit.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {choice}", values)
        return " · ".join(step[-1] for step in steps)

    assert "INDEX ix_inbox_open" in work.read_now(SYSTEM, plan)


@pytest.fixture
def bounded(work: Work) -> Work:
    """A house where one chat may send three at once."""
    work.services.settings.chat_burst = 3
    return work


def taken(work: Work) -> list[tuple[int, int]]:
    """Handles everything that may be handled now, and says what it was, chat and update."""
    handled = []
    while rows := claim(work):
        handled += [(row.chat_id, row.update_id) for row in rows]
        for row in rows:
            finish(work, row.id)
    return handled


def test_s48_a_flood_of_one_chat_is_handled_in_order_one_a_second_and_loses_nothing(
    bounded: Work, clock: StoppedClock
) -> None:
    store(bounded, *((number, 7) for number in range(8)))
    handled = [[number for _, number in taken(bounded)]]
    for _ in range(5):
        clock.advance(seconds=1)
        handled.append([number for _, number in taken(bounded)])
    assert handled == [[0, 1, 2], [3], [4], [5], [6], [7]]


def test_s48_a_flood_of_one_chat_keeps_nobody_else_waiting(bounded: Work) -> None:
    """More than the desk looks ahead: without a bound the others would not even be seen."""
    store(bounded, *((number, 7) for number in range(inbox.LOOK_AHEAD + 50)))
    store(bounded, (5000, 8), (5001, 9))
    assert {(8, 5000), (9, 5001)} <= set(taken(bounded))


def test_s48_one_sentence_a_flood_and_not_one_a_message(bounded: Work, clock: StoppedClock) -> None:
    store(bounded, *((number, 7) for number in range(6)))
    store(bounded, *((number, 7) for number in range(6, 9)))
    told = []
    for _ in range(10):
        while rows := claim(bounded):
            told += [row.update_id for row in rows if row.first_held]
            for row in rows:
                finish(bounded, row.id)
        clock.advance(seconds=1)
    assert told == [3]


def test_s48_who_taps_at_the_pace_of_a_person_never_waits(bounded: Work, clock: StoppedClock) -> None:
    for number in range(20):
        store(bounded, (number, 7))
        assert taken(bounded) == [(7, number)]
        clock.advance(seconds=1)


def test_s48_a_repeated_flood_is_still_kept_once(bounded: Work, clock: StoppedClock) -> None:
    batch = [(number, 7) for number in range(5)]
    assert store(bounded, *batch) == 5
    assert store(bounded, *batch) == 0
    handled = []
    for _ in range(5):
        handled += taken(bounded)
        clock.advance(seconds=1)
    assert [number for _, number in handled] == [0, 1, 2, 3, 4]
