"""Which recognised persons an officer may see and serve: the one place where that becomes a condition."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, cast, func, select

from backend.assistance.models import Assignment
from backend.core.actors import Officer
from backend.core.clock import CHINA, day_in_china
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.policies.spoken import pack_of
from backend.registry import serving
from backend.registry.models import Entry
from backend.registry.service import as_number
from backend.rules import Pack
from backend.staff import access

A_DAY: Final = timedelta(days=1)
ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


def visible(officer: Officer) -> ColumnElement[bool]:
    """The entries within the officer's area; of a social worker those assigned now (GZ-35)."""
    if officer.role == "provider":
        mine = Assignment.provider_id == officer.id, Assignment.ended_at.is_(None)
        return Entry.id.in_(select(Assignment.entry_id).where(*mine))
    return access.visible_to(officer, Entry.office_id)


def seen(unit: Unit, number: str, *, lock: bool = False) -> Entry:
    """An entry of the officer's area by its number. Raises ``entry.not_found``, the same for absent and foreign."""
    wanted = select(Entry).where(Entry.number == as_number(number), visible(access.current(unit)))
    entry = unit.session.scalar(wanted.with_for_update() if lock else wanted)
    if entry is None:
        raise not_found("entry")
    return entry


def served(unit: Unit, number: str, *, by_provider: bool = False) -> Entry:
    """The entry, locked, for somebody who serves the person; ``by_provider`` lets social workers do it too.

    Raises besides ``entry.not_found`` 403 ``assistance.read_only`` and ``assistance.level_inspects``; 409
    ``assistance.entry_ended``.
    """
    entry = seen(unit, number, lock=True)
    problem = refusal(unit, entry, by_provider=by_provider)
    if problem is not None:
        raise problem
    return entry


def refusal(unit: Unit, entry: Entry, *, by_provider: bool = False) -> Problem | None:
    """What stands against this officer serving this person, None when nothing does."""
    officer = access.current(unit)
    if officer.role != "reviewer" and not (by_provider and officer.role == "provider"):
        return Problem("assistance.read_only", 403)
    if officer.role == "reviewer" and not serving.may_serve(unit, entry):
        return Problem("assistance.level_inspects", 403)
    return None if entry.state != "exited" else Problem("assistance.entry_ended", 409)


def policy_of(unit: Unit, entry: Entry) -> Pack:
    """The policy a recognition stands under, in the version it was made by."""
    return pack_of(unit, entry.pack, entry.pack_version)


def kept_since(entry: Entry) -> date:
    """The day from which this house answers for somebody: the recognition, or the import of an older register."""
    return max(entry.recognised_on, day_in_china(entry.created_at))


def kept_after(day: date) -> ColumnElement[bool]:
    """Whether :func:`kept_since` lies after a day."""
    return (Entry.recognised_on > day) | (Entry.created_at >= datetime.combine(day + A_DAY, time(), CHINA))


def taken_over(unit: Unit) -> ColumnElement[bool]:
    """Whether an entry came from an older register: it was put in later than on the day of the recognition."""
    came: ColumnElement[Any] = cast(func.timezone(CHINA.key, Entry.created_at), Date)
    if unit.session.get_bind().dialect.name == "sqlite":
        came = func.date(Entry.created_at, "+8 hours")
    return came > Entry.recognised_on


def subject_of(entry: Entry) -> str:
    """Under which the audit files what happens to a recognition."""
    return f"entry:{entry.id}"


def worded(text: str, code: str, longest: int = 500) -> str:
    """A text somebody has to write, trimmed and without ID numbers.

    Raises 422 ``code``, ``assistance.text_too_long`` (longest), ``assistance.id_number_in_text``.
    """
    text = free_text(text, longest)
    if not text:
        raise Problem(code, 422)
    return text


def free_text(text: str, longest: int = 500) -> str:
    """The same for a text that may be left out."""
    text = text.strip()
    if len(text) > longest:
        raise Problem("assistance.text_too_long", 422, longest=longest, length=len(text))
    if ID_NUMBER.search(text):
        raise Problem("assistance.id_number_in_text", 422)
    return text
