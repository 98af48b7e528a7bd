"""A broadcast to many made-up readers: for the proofs that kill its sender, and for the bench."""

from collections import Counter
from datetime import datetime

from sqlalchemy import bindparam, select, text

from backend.core.database import Moment
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.outreach import broadcasts
from backend.outreach.audience import Audience
from backend.outreach.broadcast_models import Broadcast
from backend.outreach.broadcasts import Written
from tests.backend.desk import open_desk
from tests.people import YUSHUI, ZHENG_JIE

FIRST_CHAT = 5_000_000
NEWS = Written("招聘会", {"zh_Hans_CN": "{称呼}，您好。{街道}下周有招聘会。"}, Audience("events", YUSHUI))

NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :count) "
READERS = (
    NUMBERS + "INSERT INTO accounts (channel, chat_id, language, reachable, created_at) "
    "SELECT 'telegram', :first + n, 'zh_Hans_CN', true, :now FROM numbers",
    "INSERT INTO topic_choices (account_id, topic, chosen, at) SELECT id, 'events', true, :now FROM accounts",
    "INSERT INTO news_wishes (account_id, area, quiet_from, quiet_until) SELECT id, :area, 0, 0 FROM accounts",
)
"""People who want news of events at any hour of the day."""


def readers(unit: Unit, count: int) -> None:
    """So many in a fresh house, their chats numbered from ``FIRST_CHAT``."""
    told = {"count": count, "first": FIRST_CHAT, "area": YUSHUI}
    for statement in READERS:
        asked = text(statement)
        if ":now" in statement:
            asked = asked.bindparams(bindparam("now", unit.now, type_=Moment()))
        used = {name: value for name, value in told.items() if f":{name}" in statement}
        unit.session.execute(asked, used)


def begin(work: Work, count: int) -> int:
    """A broadcast to so many, written by one officer, approved by a second, and on its way; gives its number."""
    desk = open_desk(work)
    work.do_now(SYSTEM, readers, count)
    number = int(desk.do(ZHENG_JIE, broadcasts.start, NEWS))
    second = desk.employ("songping", "宋平", YUSHUI)
    desk.do(ZHENG_JIE, broadcasts.submit, number, 1)
    desk.do(second, broadcasts.approve, number, 2)
    desk.do(ZHENG_JIE, broadcasts.send, number, 3)
    return number


def state(unit: Unit, number: int) -> tuple[str, datetime | None]:
    """How the broadcast stands, and when it ended."""
    row = unit.session.get_one(Broadcast, number)
    return row.state, row.ended_at


def ends(unit: Unit, number: int) -> dict[int, str]:
    """How the row of each chat ended. A chat with two rows is an error of its own."""
    rows = unit.session.execute(
        select(OutboxRow.chat_id, OutboxRow.state).where(OutboxRow.subject == broadcasts.subject_of(number))
    ).all()
    assert max(Counter(chat for chat, _ended in rows).values(), default=0) <= 1
    return {row.chat_id: row.state for row in rows}
