"""The engine of broadcasts: its life, each person once, the sums, pausing and cancelling, and who may do what."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from backend.core import dispatch, endings
from backend.core.actors import Citizen
from backend.core.outbox import OutboxRow
from backend.core.work import SYSTEM, Caller, Work
from backend.outreach import audience, broadcast_drafts, broadcast_feed, broadcast_queries, broadcasts
from backend.outreach.audience import Audience
from backend.outreach.broadcast_lifecycle import ACTIONS, MOVES, STATES, target_of
from backend.outreach.broadcasts import Written
from backend.people import topics
from contract.channel import ClaimDeliveries, CloseDelivery
from contract.topics import ChooseTopic
from tests import papers
from tests.backend.activities.planned import plan
from tests.backend.desk import Desk, open_desk, refused
from tests.backend.outreach.readers import blocks, subscribes
from tests.conftest import StoppedClock
from tests.people import CHEN_ZHIQIANG, FENYI, LI_JIANGUO, PEOPLE, WANG_XIUYING, YUSHUI, ZHENG_JIE, ZHOU_MIN

NEWS = Written(
    "12月招聘会",
    {"zh_Hans_CN": "{称呼}，您好。{街道}下周有招聘会。", "en": "A job fair near {街道}."},
    Audience("events", YUSHUI),
)


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


def drafted(desk: Desk, told: Written = NEWS) -> int:
    return int(desk.do(ZHENG_JIE, broadcasts.start, told))


def sent(desk: Desk, told: Written = NEWS) -> int:
    number = drafted(desk, told)
    desk.do(ZHENG_JIE, broadcasts.send, number, 1)
    return number


def feed(work: Work, times: int = 1) -> list[int]:
    return [work.do_now(SYSTEM, broadcast_feed.feed) for _ in range(times)]


def letters(work: Work) -> list[OutboxRow]:
    return work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(OutboxRow).order_by(OutboxRow.id))))


def delivers(work: Work, *outcomes: str) -> None:
    """The postman takes what is due and it ends so, one after the other."""
    wish = ClaimDeliveries(channel="web", worker="w", limit=len(outcomes))
    for delivery, outcome in zip(work.do_now(SYSTEM, dispatch.claim, wish), outcomes, strict=True):
        end = CloseDelivery.model_validate({"worker": "w", "outcome": outcome})
        work.do_now(SYSTEM, endings.close, delivery.id, end)


def test_each_person_gets_it_once_in_words_of_her_own(desk: Desk) -> None:
    for person in (WANG_XIUYING, LI_JIANGUO, CHEN_ZHIQIANG):
        subscribes(desk.work, person, "events")
    number = sent(desk)
    assert feed(desk.work, 3) == [3, 0, 0]
    rows = letters(desk.work)
    assert [row.text for row in rows[:1]] == ["居民朋友，您好。新余市渝水区城南街道下周有招聘会。"]
    assert {row.kind for row in rows} == {"news"}
    assert rows[0].buttons[-1]["label"] == "不再收到“招聘会和培训”消息"
    delivers(desk.work, "sent", "blocked", "unknown")
    feed(desk.work)
    view = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number)
    assert view.line.state == "done"
    assert view.progress == Counter(sent=1, blocked=1, unknown=1)
    assert sum(view.progress.values()) == view.line.people == 3
    assert desk.work.read_now(SYSTEM, audience.count, NEWS.audience).left_out == {"blocked": 1}
    assert {one.area: one.total for one in view.report} == {"新余市渝水区城南街道": 2, "新余市渝水区城北街道": 1}


def test_it_is_written_in_portions_and_nobody_is_written_to_twice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcast_feed, "WINDOW", 2)
    for person in PEOPLE[:5]:
        subscribes(desk.work, person, "events", area=YUSHUI)
    number = sent(desk)
    written = []
    for _ in range(6):
        written += feed(desk.work)
        delivers(desk.work, *["sent"] * written[-1])
    assert written[:3] == [2, 2, 1]
    assert len({row.chat_id for row in letters(desk.work)}) == len(letters(desk.work)) == 5
    assert desk.read(ZHENG_JIE, broadcast_queries.broadcast, number).line.state == "done"


def test_paused_it_writes_to_nobody_and_cancelled_the_rest_goes_nowhere(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast_feed, "WINDOW", 2)
    for person in PEOPLE[:5]:
        subscribes(desk.work, person, "events", area=YUSHUI)
    number = sent(desk)
    feed(desk.work)
    desk.do(ZHENG_JIE, broadcasts.pause, number, 2)
    assert desk.work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="web", worker="w")) == ()
    assert feed(desk.work) == [0]
    desk.do(ZHENG_JIE, broadcasts.resume, number, 3)
    delivers(desk.work, "sent")
    assert feed(desk.work) == [1]
    desk.do(ZHENG_JIE, broadcasts.cancel, number, 4)
    assert feed(desk.work) == [0]
    assert Counter(row.state for row in letters(desk.work)) == Counter(sent=1, cancelled=2)


def test_who_leaves_the_topic_meanwhile_is_left(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcast_feed, "WINDOW", 1)
    subscribes(desk.work, WANG_XIUYING, "events")
    subscribes(desk.work, LI_JIANGUO, "events")
    sent(desk)
    feed(desk.work)
    delivers(desk.work, "sent")
    leave(desk.work)
    assert feed(desk.work) == [0]


def leave(work: Work) -> None:
    wish = ChooseTopic(topic="events", chosen=False, source="message")
    work.do_now(Caller(Citizen("web", LI_JIANGUO.chat_id)), topics.choose, wish)


def test_at_night_it_waits_for_the_morning(desk: Desk, clock: StoppedClock) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    clock.moment = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)  # eleven at night in China
    sent(desk)
    feed(desk.work)
    assert letters(desk.work)[0].not_before == datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    assert desk.work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="web", worker="w")) == ()


def test_a_moment_to_come_is_kept_and_one_gone_by_is_refused(desk: Desk, clock: StoppedClock) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    number = drafted(desk)
    with refused("broadcast.moment_past", 422):
        desk.do(ZHENG_JIE, broadcasts.send, number, 1, clock() - timedelta(minutes=1))
    with refused("broadcast.moment_far", 422):
        desk.do(ZHENG_JIE, broadcasts.send, number, 1, clock() + timedelta(days=91))
    desk.do(ZHENG_JIE, broadcasts.send, number, 1, clock() + timedelta(hours=1))
    assert feed(desk.work) == [0]
    clock.advance(hours=2)
    assert feed(desk.work) == [1]


def test_f41_of_two_people_pressing_send_one_wins(desk: Desk) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    number = sent(desk)
    with refused("broadcast.changed_meanwhile", 409):
        desk.do(ZHENG_JIE, broadcasts.send, number, 1)
    feed(desk.work, 2)
    assert len(letters(desk.work)) == 1


def test_f41_above_the_limit_a_second_person_approves(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcasts, "ALONE", 1)
    for person in (WANG_XIUYING, LI_JIANGUO):
        subscribes(desk.work, person, "events")
    second = desk.employ("songping", "宋平", YUSHUI)
    number = drafted(desk)
    with refused("broadcast.approval_missing", 409):
        desk.do(ZHENG_JIE, broadcasts.send, number, 1)
    desk.do(ZHENG_JIE, broadcasts.submit, number, 1)
    with refused("broadcast.same_person", 403):
        desk.do(ZHENG_JIE, broadcasts.approve, number, 2)
    desk.do(second, broadcasts.approve, number, 2)
    subscribes(desk.work, CHEN_ZHIQIANG, "events")
    with refused("broadcast.audience_grew", 409):
        desk.do(ZHENG_JIE, broadcasts.send, number, 3)
    desk.do(ZHENG_JIE, broadcasts.submit, number, 3)
    desk.do(second, broadcasts.approve, number, 4)
    desk.do(ZHENG_JIE, broadcasts.send, number, 5)
    assert feed(desk.work) == [3]


def test_nobody_is_an_audience_that_is_not_sent_to(desk: Desk) -> None:
    blocks(desk.work, subscribes(desk.work, WANG_XIUYING, "events"))
    with refused("broadcast.nobody", 422):
        desk.do(ZHENG_JIE, broadcasts.send, drafted(desk), 1)


def test_a_station_and_another_county_have_no_part_in_it(desk: Desk) -> None:
    number = drafted(desk)
    with refused("broadcast.not_here", 403):
        desk.read(ZHOU_MIN, broadcast_queries.broadcast, number)
    other = desk.employ("songping", "宋平", FENYI)
    with refused("broadcast.not_found", 404):
        desk.read(other, broadcast_queries.broadcast, number)
    with refused("broadcast.area_not_yours", 422):
        desk.do(other, broadcasts.start, NEWS)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", ACTIONS)
def test_every_step_that_is_not_in_the_table_is_refused(state: str, action: str) -> None:
    legal = {(move.source, move.action): move.target for move in MOVES}
    if (state, action) in legal:
        assert target_of(state, action) == legal[state, action]  # type: ignore[arg-type,index]
    else:
        with refused("broadcast.illegal_move", 409):
            target_of(state, action)  # type: ignore[arg-type]


@pytest.mark.parametrize("ending", ["pause", "cancel"])
def test_the_report_of_every_place_adds_up_to_its_audience_also_when_it_was_broken_off(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    for person in (WANG_XIUYING, LI_JIANGUO, CHEN_ZHIQIANG):
        subscribes(desk.work, person, "events")
    subscribes(desk.work, PEOPLE[6], "jobs", area=WANG_XIUYING.street_code)
    monkeypatch.setattr(broadcast_feed, "WINDOW", 1)
    number = sent(desk)
    feed(desk.work)
    delivers(desk.work, "blocked")
    view = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number)
    desk.do(ZHENG_JIE, getattr(broadcasts, ending), number, view.revision)
    lines = desk.read(ZHENG_JIE, broadcast_queries.report, number)
    assert {line.steps: line.total for line in lines} == {
        ("新余市", "渝水区", "城北街道"): 1,
        ("新余市", "渝水区", "城南街道"): 2,
    }
    ends = sum((Counter(line.counts) for line in lines), Counter())
    assert ends == Counter({"blocked": 1, "cancelled" if ending == "cancel" else "left": 2})
    # Whoever was written to and blocked us is no second time among those who were skipped.
    assert [dict(line.skipped) for line in lines] == [{}, {"no_consent": 1}]


def test_xy_45_one_more_of_the_same_is_a_draft_of_who_asks_without_the_hour(desk: Desk, clock: StoppedClock) -> None:
    """A monthly message takes one tap: text, audience and picture, not when it goes out and not who approved it."""
    subscribes(desk.work, WANG_XIUYING, "events")
    number = drafted(desk)
    desk.do(ZHENG_JIE, broadcasts.show, number, 1, "海报", papers.jpeg("招聘会"))
    desk.do(ZHENG_JIE, broadcasts.send, number, 2, clock() + timedelta(days=3))
    again = desk.do(ZHENG_JIE, broadcast_drafts.copy, number)
    old, new = (desk.read(ZHENG_JIE, broadcast_queries.broadcast, one) for one in (number, again))
    assert (new.line.title, new.texts, new.wish) == (old.line.title, old.texts, old.wish)
    assert (new.line.state, new.starts_at, new.picture_alt, new.line.people) == ("draft", None, "海报", 0)
    assert desk.read(ZHENG_JIE, broadcast_queries.picture_of, again)
    assert old.line.state == "sending"


def test_one_more_of_an_emergency_is_no_emergency(desk: Desk) -> None:
    number = desk.do(ZHENG_JIE, broadcast_drafts.start_urgent, "停工", YUSHUI)
    again = desk.do(ZHENG_JIE, broadcast_drafts.copy, number)
    assert desk.read(ZHENG_JIE, broadcast_queries.broadcast, number).urgent
    assert not desk.read(ZHENG_JIE, broadcast_queries.broadcast, again).urgent


def test_one_more_of_what_quoted_something_that_is_over_quotes_nothing(desk: Desk, clock: StoppedClock) -> None:
    number = drafted(desk, replace(NEWS, abouts=(f"activity:{plan(desk)}",)))
    same = desk.do(ZHENG_JIE, broadcast_drafts.copy, number)
    assert desk.read(ZHENG_JIE, broadcast_queries.broadcast, same).abouts
    clock.advance(minutes=60 * 24 * 30)
    later = desk.do(ZHENG_JIE, broadcast_drafts.copy, number)
    assert desk.read(ZHENG_JIE, broadcast_queries.broadcast, later).abouts == ()
