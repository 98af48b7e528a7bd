"""How long a broadcast takes: at the real pace, for who may hear now; who sleeps hears later (both databases)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from backend.core import dispatch, endings
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.outreach import broadcast_feed, broadcast_queries, broadcasts, duration
from backend.outreach.audience import Audience
from backend.outreach.broadcasts import Written
from backend.outreach.duration import Ahead, Duration
from backend.people.topic_models import NewsWish
from backend.people.topics import awake
from contract.channel import ClaimDeliveries, CloseDelivery
from tests.backend.databases import settings as settings
from tests.backend.desk import Desk, open_desk
from tests.backend.outreach.readers import subscribes
from tests.conftest import StoppedClock
from tests.people import PEOPLE, WANG_XIUYING, YUSHUI, ZHENG_JIE

pytestmark = pytest.mark.xdist_group("postgres")

FAIR = Written("招聘会", {"zh_Hans_CN": "下周有招聘会。"}, Audience("events", YUSHUI))
MORNING = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""Ten in China."""


@pytest.fixture
def desk(work: Work, clock: StoppedClock) -> Desk:
    clock.moment = MORNING
    work.services.settings.telegram_per_second = 0.02
    for person in PEOPLE[:3]:
        subscribes(work, person, "events", area=YUSHUI, channel="telegram")
    subscribes(work, PEOPLE[3], "events", area=YUSHUI)
    return open_desk(work)


def takes(desk: Desk, number: int) -> Duration:
    found: Duration = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number).takes
    return found


def quiet(work: Work, account: int, begin: int, end: int) -> None:
    wish = update(NewsWish).where(NewsWish.account_id == account).values(quiet_from=begin, quiet_until=end)
    work.do_now(SYSTEM, lambda unit: unit.session.execute(wish) and None)


def test_the_minutes_are_those_of_the_pace_and_our_own_chat_is_not_paced(desk: Desk) -> None:
    number = desk.do(ZHENG_JIE, broadcasts.start, FAIR)
    assert takes(desk, number) == Duration(minutes=3, now=4)  # 3 × 50 s
    desk.work.services.settings.telegram_per_second = 0
    assert takes(desk, number) == Duration(minutes=0, now=4)


def test_what_is_left_shrinks_while_it_goes_on(desk: Desk, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcast_feed, "WINDOW", 2)  # Two lie in the outbox, two are still to be written.
    number = desk.do(ZHENG_JIE, broadcasts.start, FAIR)
    desk.do(ZHENG_JIE, broadcasts.send, number, 1)
    assert takes(desk, number) == Duration(3, 4)
    assert desk.work.do_now(SYSTEM, broadcast_feed.feed) == 2
    assert takes(desk, number) == Duration(3, 4)
    for delivery in desk.work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="telegram", worker="w")):
        desk.work.do_now(SYSTEM, endings.close, delivery.id, CloseDelivery(worker="w", outcome="sent"))
    assert takes(desk, number) == Duration(2, 3)
    desk.do(ZHENG_JIE, broadcasts.cancel, number, 2)
    assert takes(desk, number) == Duration()


def test_who_sleeps_is_counted_apart_before_and_while_it_goes_on(desk: Desk) -> None:
    wang = subscribes(desk.work, WANG_XIUYING, "events", area=YUSHUI, channel="telegram")
    quiet(desk.work, wang, 9, 12)
    number = desk.do(ZHENG_JIE, broadcasts.start, FAIR)
    before = takes(desk, number)
    assert before.asleep == 1
    desk.do(ZHENG_JIE, broadcasts.send, number, 1)
    assert takes(desk, number) == before
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    assert takes(desk, number) == before


def test_what_is_tried_again_is_not_asleep(desk: Desk) -> None:
    number = desk.do(ZHENG_JIE, broadcasts.start, FAIR)
    desk.do(ZHENG_JIE, broadcasts.send, number, 1)
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    later = update(OutboxRow).values(not_before=MORNING + timedelta(minutes=1), attempts=1)
    desk.work.do_now(SYSTEM, lambda unit: unit.session.execute(later) and None)
    assert takes(desk, number) == Duration(3, 4)


@pytest.mark.parametrize(("begin", "end"), [(22, 8), (9, 12), (0, 0), (5, 5), (0, 7), (23, 0)])
def test_the_database_knows_the_quiet_hours_as_the_house_does(
    desk: Desk, begin: int, end: int
) -> None:
    quiet(desk.work, subscribes(desk.work, PEOPLE[3], "events", area=YUSHUI), begin, end)
    web = Audience("events", YUSHUI, channel="web")
    for hour in range(24):
        at = datetime(2026, 11, 21, hour, 30, tzinfo=UTC)

        def ahead(unit: Unit, at: datetime = at) -> Ahead:
            return duration.to_be_written(unit, web, urgent=False, at=at)

        sleeps = awake((begin, end), at) != at
        assert desk.work.read_now(SYSTEM, ahead) == (Ahead(asleep=1) if sleeps else Ahead(free=1)), hour


def test_an_emergency_waits_for_nobody_to_wake(desk: Desk) -> None:
    quiet(desk.work, subscribes(desk.work, PEOPLE[3], "events", area=YUSHUI), 9, 12)
    found = desk.work.read_now(SYSTEM, duration.to_be_written, FAIR.audience, True, MORNING)
    assert found.asleep == 0
