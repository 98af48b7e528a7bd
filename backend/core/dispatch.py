"""Letters handed to whoever sends them: leased by rank, one per chat, in order, as many as the pace permits."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import (
    Exists,
    Integer,
    Row,
    Select,
    Update,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from backend.core import endings, pace, pictures
from backend.core.clock import CHINA, day_in_china
from backend.core.database import Moment
from backend.core.locks import hold
from backend.core.outbox import OUTBOX, RANKS, Kind, OutboxRow
from backend.core.pace import PER_CHAT
from backend.core.unit import Unit
from contract.channel import ClaimDeliveries, CloseArrived, Delivery, NoticeButton, Picture

log = logging.getLogger(__name__)

Waiting = Row[*tuple[Any, ...]]
"""A letter as a claim reads it, past the ORM: the columns of :data:`HANDED_ON`."""
HANDED_ON: Final = (
    "id", "channel", "chat_id", "number", "kind", "text", "buttons", "picture", "picture_alt", "language",
    "attempts", "morning",
)  # fmt: skip


def claim(unit: Unit, wish: ClaimDeliveries) -> tuple[Delivery, ...]:
    """Closes what arrived; leases due messages by :data:`RANKS`, one per chat, in order, as many as the pace permits."""
    hold(unit, f"outbox:{wish.channel}")
    if wish.arrived:
        endings.close_arrived(unit, CloseArrived(worker=wish.worker, arrived=wish.arrived))
    uploading = _under_way(unit, wish.channel)
    slots = pace.slots(unit, wish.channel, wish.limit)
    due = _due(unit, wish.channel, len(slots), uploading) if slots else []
    known = pictures.known(unit, wish.channel, (row.picture for row in due))
    found = [(row, letter) for row in due if (letter := _readable(unit, row, known))]
    pace.take(unit, wish.channel, len(found))
    if found:
        _lease(unit, wish, [row for row, _ in found])
    return tuple(letter.model_copy(update={"wait": wait}) for (_, letter), wait in zip(found, slots, strict=False))


def _due(unit: Unit, channel: str, most: int, uploading: set[str]) -> list[Waiting]:
    """By rank: each only for the slots those before it leave, and news only within a chat's measure."""
    due: list[Waiting] = []
    for kinds in _ranks(unit, channel):
        taken = {row.chat_id for row in due}
        waiting = _waiting(unit, channel, kinds, uploading, most) if len(due) < most else []
        known = pictures.known(unit, channel, (row.picture for row in waiting))
        for row in _within_measure(unit, channel, waiting):
            if row.chat_id in taken or len(due) >= most or row.picture in uploading:
                continue
            if row.picture and row.picture not in known and channel in pace.PACED:
                uploading.add(row.picture)
            taken.add(row.chat_id)
            due.append(row)
    return due


def _ranks(unit: Unit, channel: str) -> list[tuple[Kind, ...]]:
    """Those of which anything is due at all: mostly it is news alone, and to look through the others would cost as much."""
    found = unit.session.execute(_anything_before_news(), {"of_channel": channel, "now": unit.now}).one()
    return [kinds for kinds, is_due in zip(RANKS, (*found, True), strict=True) if is_due]


@cache
def _anything_before_news() -> Select[*tuple[Any, ...]]:
    here = OutboxRow.channel == bindparam("of_channel"), OutboxRow.closed_at.is_(None)
    due = OutboxRow.not_before <= bindparam("now")
    return select(*(exists().where(*here, OutboxRow.kind.in_(kinds), due) for kinds in RANKS[:-1]))


def _lease(unit: Unit, wish: ClaimDeliveries, rows: list[Waiting]) -> None:
    """In one statement, and what was read stays as it was before: an attempt is counted when the lease is written."""
    until = unit.now + timedelta(seconds=wish.lease_seconds)
    told = {"rows": [row.id for row in rows], "by": wish.worker, "until": until}
    unit.session.connection().execute(_leasing(), told)


@cache
def _leasing() -> Update:
    leased = {"state": "leased", "worker": bindparam("by"), "lease_until": bindparam("until", type_=Moment())}
    mine = update(OUTBOX).where(OUTBOX.c.id.in_(bindparam("rows", expanding=True)))
    return mine.values(leased | {"attempts": OUTBOX.c.attempts + 1})


def _within_measure(unit: Unit, channel: str, rows: Sequence[Waiting]) -> list[Waiting]:
    """Puts off what counts in chats that have got their measure of news today; the others may go."""
    chats = {row.chat_id for row in rows if row.morning is not None}
    full = _full(unit, channel, chats) if chats and unit.services.settings.news_a_day else frozenset()
    may_go = []
    for row in rows:
        if row.morning is not None and row.chat_id in full:
            _hold_till_morning(unit, row)
        else:
            may_go.append(row)
    return may_go


def _full(unit: Unit, channel: str, chats: set[int]) -> frozenset[int]:
    """Chats to which as much news as is permitted in a day has gone today; what may have arrived did."""
    midnight = datetime.combine(day_in_china(unit.now), time(), CHINA)
    asked = {"of_channel": channel, "chats": list(chats), "midnight": midnight, "most": unit.services.settings.news_a_day}
    return frozenset(unit.session.scalars(_told_enough(), asked))


@cache
def _told_enough() -> Select[int]:
    return (
        select(OutboxRow.chat_id)
        .where(OutboxRow.channel == bindparam("of_channel"), OutboxRow.chat_id.in_(bindparam("chats", expanding=True)))
        .where(OutboxRow.morning.is_not(None), OutboxRow.closed_at >= bindparam("midnight"))
        .where(OutboxRow.state.in_(("sent", "unknown")))
        .group_by(OutboxRow.chat_id)
        .having(func.count() >= bindparam("most", type_=Integer))
    )


def _hold_till_morning(unit: Unit, row: Waiting) -> None:
    """A fresh letter of tomorrow: whatever it has tried today is forgotten, so that it holds up nothing else."""
    tomorrow = datetime.combine(day_in_china(unit.now) + timedelta(days=1), time(row.morning), CHINA)
    fresh = {"not_before": tomorrow, "created_at": tomorrow, "held": OUTBOX.c.held + 1, "attempts": 0}
    unit.session.connection().execute(update(OUTBOX).where(OUTBOX.c.id == row.id).values(fresh))


def _under_way(unit: Unit, channel: str) -> set[str]:
    """Lets go what nobody holds any more; gives the pictures on their way into a messenger that does not know them yet.

    There is one upload of a picture at a time, whoever sends.
    """
    held = unit.session.execute(_held(), {"of_channel": channel}).all()
    endings.expire(unit, [row.id for row in held if row.lease_until <= unit.now])
    there = {row.picture for row in held if row.picture and row.lease_until > unit.now and channel in pace.PACED}
    return there - pictures.known(unit, channel, there).keys()


@cache
def _held() -> Select[int, datetime | None, str]:
    mine = OutboxRow.channel == bindparam("of_channel"), OutboxRow.lease_until.is_not(None)
    return select(OutboxRow.id, OutboxRow.lease_until, OutboxRow.picture).where(*mine)


def _waiting(
    unit: Unit, channel: str, kinds: tuple[Kind, ...], uploading: set[str], most: int
) -> Sequence[Waiting]:
    """Letters whose time has come in chats that are free, in the order in which it came."""
    since = unit.now - PER_CHAT if pace.is_paced(unit, channel) else unit.now + PER_CHAT
    asked = {"of_channel": channel, "now": unit.now, "written_since": since, "uploading": list(uploading)}
    asked["looked_at"] = most
    return unit.session.connection().execute(_looked_through(kinds), asked).all()


@cache
def _looked_through(kinds: tuple[Kind, ...]) -> Select[*tuple[Any, ...]]:
    """All is asked of the database, so that whatever lies in front and may not go yet hides nothing behind it.

    Made once: to write the statement down takes longer than to answer it.
    """
    return (
        select(*(OUTBOX.c[name] for name in HANDED_ON))
        .where(OutboxRow.channel == bindparam("of_channel"), OutboxRow.closed_at.is_(None), OutboxRow.kind.in_(kinds))
        .where(OutboxRow.state == "queued", OutboxRow.not_before <= bindparam("now"))
        .where(OutboxRow.picture.not_in(bindparam("uploading", expanding=True)))
        .where(~_occupied(kinds), OutboxRow.chat_id.not_in(_just_written()))
        .order_by(OutboxRow.not_before, OutboxRow.id)
        .limit(bindparam("looked_at"))
    )


def _occupied(kinds: tuple[Kind, ...]) -> Exists:
    """Something is under way to the chat, or waits to be tried again; what comes after a rank holds it not up."""
    other = aliased(OutboxRow)
    # As the index says it, word by word: of a million that wait, the few that are busy lie apart.
    leased, tried = other.state == literal_column("'leased'"), other.attempts > literal_column("0")
    again = and_(tried, other.not_before > bindparam("now"))
    after = [kind for rank in RANKS[RANKS.index(kinds) + 1 :] for kind in rank]
    if after:
        again = and_(again, other.kind.not_in(after))
    return exists().where(
        other.channel == OutboxRow.channel,
        other.chat_id == OutboxRow.chat_id,
        other.closed_at.is_(None),
        or_(leased, tried),
        or_(leased, again),
    )


def _just_written() -> Select[int]:
    """Chats that were written to within a second, where the messenger minds."""
    written = OutboxRow.channel == bindparam("of_channel"), OutboxRow.closed_at > bindparam("written_since")
    return select(OutboxRow.chat_id).where(*written)


def _readable(unit: Unit, row: Waiting, known: Mapping[str, str]) -> Delivery | None:
    """The letter as it is handed on; one that no postman could read fails alone and holds up nobody behind it."""
    try:
        letter = _delivery(row, known)
        # A lone surrogate fits into the JSON of a button, and into no answer.
        "".join(each for button in letter.buttons for each in (button.label, button.argument)).encode()
        return letter
    except (ValidationError, UnicodeEncodeError) as error:
        log.error("letter %s cannot be read: %s", row.number, type(error).__name__)
        spoilt = unit.session.get_one(OutboxRow, row.id)
        spoilt.detail = "unreadable"
        endings.finish(spoilt, "failed", unit.now)
        return None


def _delivery(row: Waiting, known: Mapping[str, str]) -> Delivery:
    picture = Picture(id=row.picture, alt=row.picture_alt, file_id=known.get(row.picture, ""))
    return Delivery(
        id=row.id,
        channel=row.channel,
        chat_id=row.chat_id,
        number=row.number,
        kind=row.kind,
        text=row.text,
        buttons=tuple(NoticeButton(**button) for button in row.buttons),
        attempt=row.attempts + 1,
        language=row.language,
        picture=picture if row.picture else None,
    )
