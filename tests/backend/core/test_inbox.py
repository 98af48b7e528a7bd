"""Messages in: kept before they are confirmed, in order per chat, once."""

from sqlalchemy import select

from backend.core import inbox
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from contract.channel import (
    ClaimedUpdate,
    ClaimUpdates,
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


def test_a_lease_that_ran_out_is_taken_over_and_the_late_worker_changes_nothing(
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
