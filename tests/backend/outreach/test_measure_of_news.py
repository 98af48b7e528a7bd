"""The measure of news: so much a chat and a day, whoever writes it; letters of a case and emergencies never wait."""

from datetime import UTC, datetime

import pytest

from backend.core import dispatch, endings, outbox
from backend.core.actors import Citizen
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from backend.outreach import broadcast_feed, broadcast_queries, broadcasts, emergencies
from backend.outreach.audience import Audience
from backend.outreach.broadcasts import Written
from backend.outreach.push import push_news
from backend.people import topics
from contract.channel import ClaimDeliveries, CloseDelivery
from contract.topics import ChooseTopic
from tests.backend.databases import settings as settings
from tests.backend.desk import Desk, open_desk
from tests.backend.outreach.readers import subscribes
from tests.backend.registry.leaving import on_the_register
from tests.conftest import StoppedClock
from tests.console.test_emergencies import MILL
from tests.people import LI_JIANGUO, WANG_XIUYING, YUSHUI, ZHENG_JIE

pytestmark = pytest.mark.xdist_group("postgres")

FAIR = Written("招聘会", {"zh_Hans_CN": "下周有招聘会。"}, Audience("events", YUSHUI))


@pytest.fixture
def desk(work: Work, clock: StoppedClock) -> Desk:
    clock.moment = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)  # ten in the morning in China
    return open_desk(work)


def push(work: Work, account: int, number: int) -> None:
    assert work.do_now(SYSTEM, push_news, account, "events", f"GW-{number}", "活动提醒。")


def letter(work: Work, number: str, kind: outbox.Kind = "decision") -> None:
    def write(unit: Unit) -> None:
        outbox.post(
            unit,
            channel="web",
            chat_id=WANG_XIUYING.chat_id,
            number=number,
            kind=kind,
            subject="application:1",
            text="您的申请有了决定。",
            language="zh_Hans_CN",
        )

    work.do_now(SYSTEM, write)


def arrive(work: Work, outcome: str = "sent") -> list[str]:
    """Everything that may go now goes, one after the other."""
    gone: list[str] = []
    while claimed := work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="web", worker="w")):
        for one in claimed:
            end = CloseDelivery.model_validate({"worker": "w", "outcome": outcome})
            work.do_now(SYSTEM, endings.close, one.id, end)
        gone += [one.number for one in claimed]
    return gone


def broadcast(desk: Desk, told: Written = FAIR) -> int:
    number = int(desk.do(ZHENG_JIE, broadcasts.start, told))
    desk.do(ZHENG_JIE, broadcasts.send, number, 1)
    return number


def test_what_is_above_the_measure_waits_for_the_next_morning_in_its_order(desk: Desk, clock: StoppedClock) -> None:
    wang = subscribes(desk.work, WANG_XIUYING, "events")
    for number in range(5):
        push(desk.work, wang, number)
    assert arrive(desk.work) == ["GW-0", "GW-1", "GW-2"]
    clock.advance(hours=22)  # eight in the morning: she sleeps until nine
    assert arrive(desk.work) == []
    clock.advance(hours=1)
    assert arrive(desk.work) == ["GW-3", "GW-4"]


def test_all_senders_share_one_measure_and_the_progress_of_a_broadcast_says_who_waits(
    desk: Desk, clock: StoppedClock
) -> None:
    wang = subscribes(desk.work, WANG_XIUYING, "events")
    subscribes(desk.work, LI_JIANGUO, "events")
    for number in range(3):
        push(desk.work, wang, number)
    arrive(desk.work)
    number = broadcast(desk)
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    assert len(arrive(desk.work)) == 1
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    view = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number)
    assert (view.line.state, view.progress) == ("sending", {"sent": 1, "later": 1})
    clock.advance(hours=23)
    assert len(arrive(desk.work)) == 1
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    view = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number)
    assert (view.line.state, view.progress) == ("done", {"sent": 2})


def test_letters_of_the_own_case_neither_count_nor_wait(desk: Desk) -> None:
    wang = subscribes(desk.work, WANG_XIUYING, "events")
    kinds: tuple[outbox.Kind, ...] = ("decision", "request", "decision", "news")
    for number, kind in enumerate(kinds):
        letter(desk.work, f"N{number}", kind)
    for number in range(3):
        push(desk.work, wang, number)
    assert len(arrive(desk.work)) == 7
    push(desk.work, wang, 9)
    letter(desk.work, "N9")
    assert arrive(desk.work) == ["N9"]


def test_an_emergency_comes_at_once_to_a_chat_that_has_its_measure(desk: Desk) -> None:
    on_the_register(desk, WANG_XIUYING)
    wang = subscribes(desk.work, WANG_XIUYING, "events")
    for number in range(4):
        push(desk.work, wang, number)
    arrive(desk.work)
    opened = desk.do(ZHENG_JIE, emergencies.open_emergency, MILL)
    number = desk.do(ZHENG_JIE, emergencies.write_to_them, opened.id)
    desk.do(ZHENG_JIE, broadcasts.send, number, 1)
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    assert arrive(desk.work) == [f"GB{number}-{wang}"]


def test_xy_68_an_emergency_goes_behind_decisions_and_before_all_news_that_waits(desk: Desk, clock: StoppedClock) -> None:
    on_the_register(desk, WANG_XIUYING)
    arrive(desk.work)  # What her own case has to say.
    wang, li = (subscribes(desk.work, one, "events") for one in (WANG_XIUYING, LI_JIANGUO))
    fair = broadcast(desk)
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    clock.advance(seconds=1)
    opened = desk.do(ZHENG_JIE, emergencies.open_emergency, MILL)
    number = desk.do(ZHENG_JIE, emergencies.write_to_them, opened.id)
    desk.do(ZHENG_JIE, broadcasts.send, number, 1)
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    assert one_by_one(desk.work, 1) == [f"GB{number}-{wang}"]
    push(desk.work, li, 5)
    letter(desk.work, "N1")
    assert one_by_one(desk.work, 4) == ["N1", f"GB{fair}-{wang}", f"GB{fair}-{li}", "GW-5"]


def test_xy_68_news_that_waits_to_be_tried_again_holds_up_no_emergency_and_an_emergency_no_decision(
    desk: Desk,
) -> None:
    on_the_register(desk, WANG_XIUYING)
    arrive(desk.work)  # What her own case has to say.
    wang = subscribes(desk.work, WANG_XIUYING, "events")
    push(desk.work, wang, 1)
    fails(desk.work)
    opened = desk.do(ZHENG_JIE, emergencies.open_emergency, MILL)
    number = desk.do(ZHENG_JIE, emergencies.write_to_them, opened.id)
    desk.do(ZHENG_JIE, broadcasts.send, number, 1)
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    assert fails(desk.work) == f"GB{number}-{wang}"
    letter(desk.work, "N1")
    assert one_by_one(desk.work, 1) == ["N1"]


def test_xy_68_an_emergency_that_may_have_arrived_is_not_repeated(desk: Desk) -> None:
    on_the_register(desk, WANG_XIUYING)
    arrive(desk.work)  # What her own case has to say.
    subscribes(desk.work, WANG_XIUYING, "events")
    opened = desk.do(ZHENG_JIE, emergencies.open_emergency, MILL)
    number = desk.do(ZHENG_JIE, emergencies.write_to_them, opened.id)
    desk.do(ZHENG_JIE, broadcasts.send, number, 1)
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    assert len(arrive(desk.work, "unknown")) == 1
    assert arrive(desk.work) == []
    assert desk.read(ZHENG_JIE, broadcast_queries.broadcast, number).progress == {"unknown": 1}


def one_by_one(work: Work, times: int) -> list[str]:
    """The next, one claim after the other."""
    gone: list[str] = []
    for _ in range(times):
        for one in work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="web", worker="w", limit=1)):
            work.do_now(SYSTEM, endings.close, one.id, CloseDelivery(worker="w", outcome="sent"))
            gone.append(one.number)
    return gone


def fails(work: Work) -> str:
    """The next is refused for a minute; gives its number."""
    (one,) = work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="web", worker="w", limit=1))
    work.do_now(SYSTEM, endings.close, one.id, CloseDelivery(worker="w", outcome="retry", retry_after=60))
    return one.number


def test_what_may_have_arrived_counts_and_what_surely_did_not_does_not(desk: Desk) -> None:
    wang = subscribes(desk.work, WANG_XIUYING, "events")
    for number in range(3):
        push(desk.work, wang, number)
    arrive(desk.work, "failed")
    for number in range(3, 6):
        push(desk.work, wang, number)
    arrive(desk.work, "unknown")
    push(desk.work, wang, 6)
    assert arrive(desk.work) == []


def test_whoever_has_the_measure_hinders_the_broadcast_for_nobody_else(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast_feed, "MOST_ASLEEP", 1)
    monkeypatch.setattr(broadcast_feed, "WIDE_WINDOW", 1)
    monkeypatch.setattr(broadcast_feed, "WINDOW", 1)
    wang, li = (subscribes(desk.work, one, "events") for one in (WANG_XIUYING, LI_JIANGUO))
    for number in range(3):
        push(desk.work, wang, number)
    arrive(desk.work)
    number = broadcast(desk)
    gone: list[str] = []
    for _ in range(3):
        desk.work.do_now(SYSTEM, broadcast_feed.feed)
        gone += arrive(desk.work)
    assert gone == [f"GB{number}-{li}"]


def test_without_a_limit_nothing_waits(desk: Desk) -> None:
    desk.work.services.settings.news_a_day = 0
    wang = subscribes(desk.work, WANG_XIUYING, "events")
    for number in range(9):
        push(desk.work, wang, number)
    assert len(arrive(desk.work)) == 9


def test_whoever_leaves_a_topic_gets_nothing_of_it_that_still_waits(desk: Desk, clock: StoppedClock) -> None:
    wang = subscribes(desk.work, WANG_XIUYING, "events", "jobs")
    for number in range(3):
        push(desk.work, wang, number)
    arrive(desk.work)
    broadcast(desk)
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    push(desk.work, wang, 7)
    assert desk.work.do_now(SYSTEM, push_news, wang, "jobs", "GW-8", "有一个岗位。")
    assert arrive(desk.work) == []
    leave = ChooseTopic(topic="events", chosen=False, source="message")
    desk.work.do_now(Caller(Citizen("web", WANG_XIUYING.chat_id)), topics.choose, leave)
    clock.advance(days=1)
    assert arrive(desk.work) == ["GW-8"]
