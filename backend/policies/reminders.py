"""“到那天提醒我”: kept on a tap, listed, cancelled, and written as one letter for the morning of the day.

What is kept is the chat, the policy, the category and the day. Nothing is judged again: the letter names what was
asked for, and leads to a new self-check.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, select
from uuid_utils.compat import uuid7

from backend.core import outbox
from backend.core.clock import CHINA
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.people.models import Account
from backend.people.service import account_of
from backend.policies.days import day_words
from backend.policies.models import Reminder
from backend.policies.outcome import waiting_days
from backend.policies.service import finished_answers
from backend.policies.spoken import pack_of, spoken
from contract import screening as shape
from contract.channel import NoticeButton
from locales import translator

MORNING, EVENING = time(9), time(20)
"""In China, between these hours people are written to."""
AHEAD = timedelta(days=1)
"""So long before the day its letter is written, as that happens once a day at any hour."""
KEPT = timedelta(days=30)
"""So long a reminder is remembered after its letter."""
LETTER_BEGINS = "TX-"


def keep(unit: Unit, screening_id: str) -> tuple[shape.Reminder, ...]:
    """Keeps a reminder of each day on which, by time alone, a category may fit; keeping it twice keeps it once.

    Raises 404 ``screening.not_found``, 409 ``screening.unfinished`` and 409 ``reminder.nothing_to_wait_for``.
    """
    pack_id, answers = finished_answers(unit, screening_id)
    days = waiting_days(pack_of(unit, pack_id), answers, unit.today)
    if not days:
        raise Problem("reminder.nothing_to_wait_for", 409)
    return tuple(_shape(unit, _kept(unit, pack_id, category, day)) for category, day in days.items())


def listed(unit: Unit) -> tuple[shape.Reminder, ...]:
    """The reminders still to come, the next one first."""
    return tuple(_shape(unit, row) for row in _own(unit) if row.day >= unit.today)


def cancel(unit: Unit, reminder_id: str) -> None:
    """Forgets a reminder, and its letter if that has not gone. Doing it twice is no mistake."""
    row = next((row for row in _own(unit) if row.id == reminder_id), None)
    if row is not None:
        outbox.withdraw(unit, _number(row))
        unit.session.delete(row)


def post_due(unit: Unit) -> int:
    """Writes the letters of today and tomorrow, each for the morning of its day; says how many. Run daily."""
    due = unit.session.scalars(
        select(Reminder)
        .where(Reminder.posted_at.is_(None), Reminder.day <= unit.today + AHEAD)
        .order_by(Reminder.day, Reminder.id)
    ).all()
    for row in due:
        _post(unit, row)
    unit.session.execute(delete(Reminder).where(Reminder.posted_at < unit.now - KEPT))
    return len(due)


def daytime(moment: datetime) -> datetime:
    """The moment itself by day; at night the next morning."""
    there = moment.astimezone(CHINA)
    if MORNING <= there.time() < EVENING:
        return moment
    day = there.date() + timedelta(days=there.time() >= EVENING)
    return datetime.combine(day, MORNING, CHINA)


def category_of(unit: Unit, reminder_id: str) -> tuple[str, str] | None:
    """Policy and category a reminder is about; None for one that is gone, or not of the day's policy any more."""
    row = unit.session.get(Reminder, reminder_id)
    pack = spoken(unit).packs.get(row.pack) if row else None
    return (row.pack, row.category) if row and pack and row.category in pack.rules else None


def _kept(unit: Unit, pack_id: str, category: str, day: date) -> Reminder:
    for row in _own(unit):
        if (row.pack, row.category, row.day) == (pack_id, category, day):
            return row
    account = account_of(unit)
    assert account is not None  # who has a self-check has an account
    row = Reminder(
        id=uuid7().hex, account_id=account.id, pack=pack_id, category=category, day=day, created_at=unit.now
    )
    unit.session.add(row)
    unit.session.flush()
    return row


def _own(unit: Unit) -> Iterator[Reminder]:
    account = account_of(unit)
    if account is not None:
        mine = select(Reminder).where(Reminder.account_id == account.id).order_by(Reminder.day, Reminder.id)
        yield from unit.session.scalars(mine).all()


def _post(unit: Unit, row: Reminder) -> None:
    account = unit.session.get_one(Account, row.account_id)
    theirs = replace(unit, language=account.language)
    _ = translator("citizen", account.language)
    morning = datetime.combine(row.day, MORNING, CHINA)
    outbox.post(
        unit,
        channel=account.channel,
        chat_id=account.chat_id,
        number=_number(row),
        kind="request",
        subject=f"reminder:{row.id}",
        text="\n".join(_letter(theirs, row)),
        buttons=(NoticeButton(label=_("再做一次自测"), action="check"),),
        language=account.language,
        not_before=max(morning, daytime(unit.now)),
    )
    row.posted_at = unit.now


def _letter(unit: Unit, row: Reminder) -> Iterator[str]:
    _ = translator("citizen", unit.language)
    yield _("您请我们提醒您的日子到了。")
    if row.pack in spoken(unit).packs:
        named = _name(unit, row)
        yield _("{day}起，您可能符合{name}的条件。").format(day=day_words(unit.language, row.day), name=named)
    yield _("情况可能有变化，请再做一次自测。以经办机构审核为准。")
    # GZ-43: of a document whose own term has ended this stands beside all that is said by it.
    if row.pack in spoken(unit).packs and (term := pack_of(unit, row.pack).validity_notice(unit.today)):
        yield str(term)


def _name(unit: Unit, row: Reminder) -> str:
    """The category's name; the policy's where it is known no more under this id."""
    pack = pack_of(unit, row.pack)
    return str(pack.category(row.category).name if row.category in pack.rules else pack.title)


def _number(row: Reminder) -> str:
    return f"{LETTER_BEGINS}{row.id[-20:].upper()}"


def _shape(unit: Unit, row: Reminder) -> shape.Reminder:
    pack = pack_of(unit, row.pack)
    return shape.Reminder(
        id=row.id, city=pack.region_name, about=_name(unit, row), day=day_words(unit.language, row.day)
    )
