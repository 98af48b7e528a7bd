"""Messages out: delivered, surely not delivered, and unknown are told apart."""

import pytest

from backend.core import dispatch, endings, outbox
from backend.core.outbox import OutboxRow
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from contract.channel import ClaimDeliveries, CloseDelivery, Delivery, ReleaseLeases
from tests.conftest import StoppedClock


def post(work: Work, number: str, chat: int = 7, kind: outbox.Kind = "decision") -> None:
    def write(unit: Unit) -> None:
        outbox.post(
            unit,
            channel="telegram",
            chat_id=chat,
            number=number,
            kind=kind,
            subject="application:1",
            text="您的申请已受理。",
            language="zh_Hans_CN",
        )

    work.do_now(SYSTEM, write)


def claim(work: Work, worker: str = "w1") -> tuple[Delivery, ...]:
    return work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="telegram", worker=worker))


def close(
    work: Work, delivery: Delivery, outcome: str, worker: str = "w1", retry_after: float = 0, flood: bool = False
) -> None:
    end = CloseDelivery(worker=worker, outcome=outcome, retry_after=retry_after, flood=flood)  # type: ignore[arg-type]
    work.do_now(SYSTEM, endings.close, delivery.id, end)


def states(work: Work) -> list[str]:
    def read(unit: Unit) -> list[OutboxRow]:
        return outbox.letters_about(unit, "application:1")

    return [row.state for row in work.read_now(SYSTEM, read)]


def test_a_delivered_letter_is_never_claimed_again(work: Work) -> None:
    post(work, "N1")
    (letter,) = claim(work)
    close(work, letter, "sent")
    assert claim(work) == ()
    assert states(work) == ["sent"]


def test_letters_of_the_own_case_go_before_news(work: Work) -> None:
    post(work, "N1", chat=7, kind="news")
    post(work, "N2", chat=8)
    assert [letter.number for letter in claim(work)] == ["N2", "N1"]


def test_one_chat_gets_one_letter_at_a_time_and_one_a_second(work: Work, clock: StoppedClock) -> None:
    post(work, "N1")
    post(work, "N2")
    (first,) = claim(work)
    clock.advance(seconds=2)
    assert claim(work, "w2") == ()
    close(work, first, "sent")
    clock.advance(seconds=0.9)
    assert claim(work, "w2") == ()
    clock.advance(seconds=0.1)
    assert [letter.number for letter in claim(work)] == ["N2"]


def test_a_refusal_for_now_waits_as_long_as_asked(work: Work, clock: StoppedClock) -> None:
    post(work, "N1")
    close(work, claim(work)[0], "retry", retry_after=30)
    clock.advance(seconds=29)
    assert claim(work) == ()
    clock.advance(seconds=1)
    assert claim(work)[0].attempt == 2


def test_what_cannot_be_delivered_for_a_day_has_failed(work: Work, clock: StoppedClock) -> None:
    post(work, "N1")
    clock.advance(hours=25)
    close(work, claim(work)[0], "retry")
    assert states(work) == ["failed"]


def test_an_unknown_letter_is_sent_once_more_with_the_same_number(work: Work, clock: StoppedClock) -> None:
    post(work, "N1")
    close(work, claim(work)[0], "unknown")
    assert claim(work) == ()
    clock.advance(seconds=60)
    (again,) = claim(work)
    assert again.number == "N1"
    close(work, again, "unknown")
    clock.advance(days=1)
    assert claim(work) == ()
    assert states(work) == ["unknown"]


def test_unknown_news_is_never_sent_again(work: Work, clock: StoppedClock) -> None:
    post(work, "N1", kind="news")
    close(work, claim(work)[0], "unknown")
    clock.advance(days=1)
    assert claim(work) == ()


def test_a_worker_that_died_while_sending_leaves_an_unknown(work: Work, clock: StoppedClock) -> None:
    post(work, "N1", kind="news")
    claim(work)
    clock.advance(seconds=61)
    assert claim(work, "w2") == ()
    assert states(work) == ["unknown"]


def test_a_restart_of_the_only_process_need_not_wait_for_leases(work: Work, clock: StoppedClock) -> None:
    post(work, "N1")
    claim(work)
    work.do_now(SYSTEM, endings.release, ReleaseLeases(channel="telegram"))
    clock.advance(seconds=60)
    assert claim(work, "w2")[0].number == "N1"


def test_only_the_worker_with_the_lease_may_close(work: Work) -> None:
    post(work, "N1")
    (letter,) = claim(work)
    with pytest.raises(Problem, match=r"delivery\.not_found"):
        close(work, letter, "sent", worker="zombie")
    assert states(work) == ["leased"]


def test_a_blocked_chat_is_told_apart_from_a_failure(work: Work) -> None:
    post(work, "N1")
    close(work, claim(work)[0], "blocked")
    assert states(work) == ["blocked"]
