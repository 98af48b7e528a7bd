"""A pause and a cancel reach what lies in the outbox already; what is under way and comes back is halted too."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from backend.core import dispatch, endings, halting, outbox
from backend.core.actors import Citizen
from backend.core.outbox import OutboxRow
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from backend.outreach import broadcast_feed, broadcast_queries, broadcasts
from backend.outreach.audience import Audience
from backend.outreach.broadcasts import Written
from backend.people import topics
from contract.channel import ClaimDeliveries, CloseDelivery, Delivery
from contract.topics import ChooseTopic
from tests.backend.applications.test_review_races import at_once
from tests.backend.core.test_pace import _row, touched
from tests.backend.databases import settings as settings
from tests.backend.desk import Desk, open_desk
from tests.backend.outreach.readers import subscribes
from tests.conftest import StoppedClock
from tests.people import CHENGNAN, LI_JIANGUO, PEOPLE, WANG_XIUYING, YUSHUI, ZHENG_JIE

pytestmark = pytest.mark.xdist_group("postgres")

FAIR = Written("招聘会", {"zh_Hans_CN": "下周有招聘会。"}, Audience("events", YUSHUI))
MORNING = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""Ten in China."""


@pytest.fixture
def desk(work: Work, clock: StoppedClock) -> Desk:
    clock.moment = MORNING
    return open_desk(work)


def under_way(desk: Desk, count: int = 5) -> int:
    """A broadcast whose rows all lie in the outbox."""
    for person in PEOPLE[:count]:
        subscribes(desk.work, person, "events", area=YUSHUI)
    number = int(desk.do(ZHENG_JIE, broadcasts.start, FAIR))
    desk.do(ZHENG_JIE, broadcasts.send, number, 1)
    assert desk.work.do_now(SYSTEM, broadcast_feed.feed) == count
    return number


def claim(desk: Desk, limit: int = 20) -> tuple[Delivery, ...]:
    return desk.work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="web", worker="w", limit=limit))


def end(desk: Desk, delivery: Delivery, outcome: str, **told: Any) -> None:
    close = CloseDelivery.model_validate({"worker": "w", "outcome": outcome, **told})
    desk.work.do_now(SYSTEM, endings.close, delivery.id, close)


def act(desk: Desk, number: int, name: str) -> None:
    view = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number)
    desk.do(ZHENG_JIE, getattr(broadcasts, name), number, view.revision)


def progress(desk: Desk, number: int) -> dict[str, int]:
    """How the rows stand; they add up to the audience at any moment."""
    view = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number)
    assert sum(view.progress.values()) == view.line.people
    return dict(view.progress)


def test_f42_paused_nothing_more_of_it_is_claimed_and_resumed_it_goes_on(desk: Desk, clock: StoppedClock) -> None:
    number = under_way(desk)
    end(desk, claim(desk, 1)[0], "sent")
    act(desk, number, "pause")
    assert progress(desk, number) == {"sent": 1, "left": 4}
    for _ in range(3):
        clock.advance(minutes=30)
        assert (claim(desk), desk.work.do_now(SYSTEM, broadcast_feed.feed)) == ((), 0)
    act(desk, number, "resume")
    assert progress(desk, number) == {"sent": 1, "left": 4}
    for one in claim(desk):
        end(desk, one, "sent")
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    view = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number)
    assert (view.line.state, view.progress) == ("done", {"sent": 5})


def test_f42_cancelled_while_paused_the_rest_ends_as_cancelled(desk: Desk) -> None:
    number = under_way(desk)
    end(desk, claim(desk, 1)[0], "blocked")
    act(desk, number, "pause")
    act(desk, number, "cancel")
    assert claim(desk) == ()
    assert progress(desk, number) == {"blocked": 1, "cancelled": 4}


@pytest.mark.parametrize("outcome", ["retry", "untried"])
def test_what_was_under_way_and_comes_back_is_halted_with_the_rest(desk: Desk, clock: StoppedClock, outcome: str) -> None:
    number = under_way(desk)
    first, second, third = claim(desk, 3)
    act(desk, number, "pause")
    end(desk, first, outcome, retry_after=1)
    clock.advance(seconds=30)  # The others are still under lease.
    assert claim(desk) == ()
    assert progress(desk, number) == {"left": 5}
    act(desk, number, "cancel")
    end(desk, second, outcome, retry_after=1)
    end(desk, third, "sent")
    clock.advance(minutes=10)
    assert claim(desk) == ()
    assert progress(desk, number) == {"sent": 1, "cancelled": 4}


def test_what_waits_to_be_tried_again_is_cancelled_too(desk: Desk, clock: StoppedClock) -> None:
    number = under_way(desk, 2)
    end(desk, claim(desk, 1)[0], "retry", retry_after=60)
    act(desk, number, "cancel")
    clock.advance(minutes=5)
    assert claim(desk) == ()
    assert progress(desk, number) == {"cancelled": 2}


def test_a_paused_row_that_was_tried_holds_up_no_other_news_of_its_chat(desk: Desk, clock: StoppedClock) -> None:
    number = under_way(desk, 1)
    end(desk, claim(desk, 1)[0], "retry", retry_after=60)
    act(desk, number, "pause")
    other = int(desk.do(ZHENG_JIE, broadcasts.start, FAIR))
    desk.do(ZHENG_JIE, broadcasts.send, other, 1)
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    assert [one.number.split("-")[0] for one in claim(desk)] == [f"GB{other}"]


def test_after_a_pause_of_days_it_keeps_the_quiet_hours_and_is_tried_as_long_as_new(desk: Desk, clock: StoppedClock) -> None:
    clock.moment = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)  # eleven at night in China
    number = under_way(desk, 1)
    act(desk, number, "pause")
    act(desk, number, "resume")
    assert (claim(desk), progress(desk, number)) == ((), {"later": 1})
    act(desk, number, "pause")
    clock.moment = MORNING + timedelta(days=3)
    act(desk, number, "resume")
    (one,) = claim(desk)
    end(desk, one, "retry", retry_after=1)
    clock.advance(minutes=1)
    assert len(claim(desk)) == 1, "a day of trying begins with the resumption"


def test_whoever_leaves_the_topic_while_it_is_paused_gets_nothing_afterwards(desk: Desk) -> None:
    number = under_way(desk, 2)
    act(desk, number, "pause")
    leave = ChooseTopic(topic="events", chosen=False, source="message")
    desk.work.do_now(Caller(Citizen("web", PEOPLE[0].chat_id)), topics.choose, leave)
    act(desk, number, "resume")
    assert [one.chat_id for one in claim(desk)] == [PEOPLE[1].chat_id]
    assert progress(desk, number) == {"cancelled": 1, "left": 1}


def test_one_broadcast_is_halted_and_no_other(desk: Desk) -> None:
    number = under_way(desk, 2)
    other = int(desk.do(ZHENG_JIE, broadcasts.start, FAIR))
    desk.do(ZHENG_JIE, broadcasts.send, other, 1)
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    act(desk, number, "pause")
    assert {one.number.split("-")[0] for one in claim(desk)} == {f"GB{other}"}


def test_a_million_paused_rows_are_no_way_through_for_a_claim(work: Work, clock: StoppedClock) -> None:
    """Ten thousand stand for them: whatever is paused lies behind what is due, and the index has them apart."""
    work.do_now(SYSTEM, _ten_thousand)
    work.do_now(SYSTEM, halting.pause, "broadcast:7")
    work.do_now(SYSTEM, _one_more)
    wish = ClaimDeliveries(channel="telegram", worker="w")
    assert [one.number for one in work.do_now(SYSTEM, dispatch.claim, wish)] == ["GB8-1"]
    for kinds in outbox.RANKS:
        assert work.read_now(SYSTEM, touched, kinds) < 100


def _ten_thousand(unit: Unit) -> None:
    unit.session.execute(insert(OutboxRow), [_row(unit, f"GB7-{chat}", chat) for chat in range(10_000)])


def _one_more(unit: Unit) -> None:
    unit.session.execute(insert(OutboxRow), [_row(unit, "GB8-1", 20_000) | {"subject": "broadcast:8"}])


@pytest.mark.parametrize("halt", ["pause", "cancel"])
def test_halting_while_postmen_claim_and_the_outbox_is_fed_leaves_no_row_behind(desk: Desk, halt: str) -> None:
    """All at one moment: what was claimed may go, everything else is halted, and no row is both."""
    desk.work.services.settings.news_a_day = 0
    for _ in range(4):
        number = under_way(desk, 8)
        ends = at_once(
            lambda: claim(desk, 3),
            lambda number=number: act(desk, number, halt),
            lambda: desk.work.do_now(SYSTEM, broadcast_feed.feed),
            lambda: claim(desk, 3),
        )
        assert not [one for one in ends if isinstance(one, Problem)]
        leased = [one for some in (ends[0], ends[3]) for one in some]
        assert claim(desk) == ()
        states = Counter(_states(desk, number))
        assert states == Counter({"leased": len(leased), "paused" if halt == "pause" else "cancelled": 8 - len(leased)})
        for one in leased:
            end(desk, one, "sent")
        if halt == "pause":
            act(desk, number, "cancel")
        assert progress(desk, number).get("sent", 0) == len(leased)


def _states(desk: Desk, number: int) -> list[str]:
    mine = select(OutboxRow.state).where(OutboxRow.subject == broadcasts.subject_of(number))
    return desk.work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(mine)))


def test_f41_of_two_people_pressing_send_at_the_same_moment_one_wins_and_nobody_hears_twice(desk: Desk) -> None:
    second = desk.employ("songping", "宋平", YUSHUI)
    for person in (WANG_XIUYING, LI_JIANGUO):
        subscribes(desk.work, person, "events", area=CHENGNAN)
    for _ in range(4):
        number = int(desk.do(ZHENG_JIE, broadcasts.start, FAIR))
        presses: list[Callable[[], Any]] = [
            lambda number=number, who=who: desk.do(who, broadcasts.send, number, 1) for who in (ZHENG_JIE, second)
        ]
        ends = at_once(*presses)
        assert [one.code for one in ends if isinstance(one, Problem)] == ["broadcast.changed_meanwhile"]
        at_once(*[lambda: desk.work.do_now(SYSTEM, broadcast_feed.feed)] * 3)
        assert len(_states(desk, number)) == 2
