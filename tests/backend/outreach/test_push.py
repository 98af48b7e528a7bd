"""One piece of news for one account: topic, place, quiet hours, once, and the way to leave below it."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from backend.core.actors import Citizen
from backend.core.outbox import OutboxRow
from backend.core.work import SYSTEM, Caller, Work
from backend.outreach.push import push_news
from backend.people import topics
from contract.channel import NoticeButton
from contract.topics import SetQuietHours
from tests.backend.outreach.readers import account, blocks, subscribes
from tests.conftest import StoppedClock
from tests.people import CHENGNAN, FENYI, LI_JIANGUO, WANG_XIUYING, YUSHUI

LOOK = NoticeButton(label="看岗位", action="home")


def push(work: Work, account_id: int, number: str = "GW-1", area: str = "") -> bool:
    return work.do_now(SYSTEM, push_news, account_id, "jobs", number, "有一个新岗位。", (LOOK,), area=area)


def written(work: Work) -> list[OutboxRow]:
    return work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(OutboxRow))))


def test_whoever_chose_the_topic_gets_it_once_with_the_way_to_leave(work: Work) -> None:
    wang, li = subscribes(work, WANG_XIUYING, "jobs"), subscribes(work, LI_JIANGUO, "policy")
    assert [push(work, wang), push(work, wang), push(work, li, "GW-2")] == [True, False, False]
    row = written(work)[0]
    assert (row.chat_id, row.kind) == (WANG_XIUYING.chat_id, "news")
    assert [(one["label"], one["action"], one["argument"]) for one in row.buttons] == [
        ("看岗位", "home", ""),
        ("不再收到“岗位”消息", "leave", "jobs"),
    ]


def test_nobody_is_written_to_who_blocked_us_never_chose_or_wants_another_place(work: Work) -> None:
    wang = subscribes(work, WANG_XIUYING, "jobs")
    assert [push(work, wang, str(n), area) for n, area in enumerate((FENYI, YUSHUI, CHENGNAN))] == [False, True, True]
    assert push(work, account(work, LI_JIANGUO), "GW-8") is False
    blocks(work, wang)
    assert push(work, wang, "GW-9") is False


def test_at_night_it_waits_for_the_morning_she_wants(work: Work, clock: StoppedClock) -> None:
    wang = subscribes(work, WANG_XIUYING, "jobs")
    caller = Caller(Citizen("web", WANG_XIUYING.chat_id))
    work.do_now(caller, topics.set_quiet_hours, SetQuietHours(quiet_from=21, quiet_until=8))
    clock.moment = datetime(2026, 11, 21, 15, 30, tzinfo=UTC)  # half past eleven at night in China
    push(work, wang)
    assert written(work)[0].not_before == datetime(2026, 11, 22, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "hour", "until"),
    [((20, 9), 8, 9), ((20, 9), 20, 33), ((20, 9), 9, 9), ((12, 14), 13, 14), ((12, 14), 14, 14), ((0, 0), 3, 3)],
)
def test_quiet_hours_end_when_they_say(hours: tuple[int, int], hour: int, until: int) -> None:
    """Hours of China; above 24 is the next day."""
    moment = datetime(2026, 11, 21, hour, tzinfo=topics.CHINA)
    wanted = datetime(2026, 11, 21 + until // 24, until % 24, tzinfo=topics.CHINA)
    assert topics.awake(hours, moment) == wanted
