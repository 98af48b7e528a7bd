"""Letters of the own case that did not arrive: whoever has the person calls her, and says what came of it (F32)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, func, or_, select
from sqlalchemy.orm import aliased

from backend.applications.labels import delivery_label
from backend.applications.models import Application
from backend.applications.scope import visible
from backend.assistance import entries
from backend.core import outbox
from backend.core.actors import Officer
from backend.core.masking import mask_name, mask_phone
from backend.core.outbox import OutboxRow
from backend.core.problems import Problem, not_found
from backend.core.todos import HomeTodo
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.registry import exit_notices
from backend.registry.models import Entry
from backend.staff import access
from backend.staff.keyset import COUNTED
from locales import translator

Result = Literal["told", "not_answered"]
"""What came of the call: the person was told, or nobody answered."""
PER_PAGE = 50
OF_CASES, OF_ENTRIES = "application:", "entry:"
Letter = aliased(OutboxRow, select(OutboxRow).where(outbox.NOT_ARRIVED).subquery("letter"))
"""Only those on the index of what did not arrive, which is short: each leaves it when somebody has called."""


@dataclass(frozen=True)
class CallLine:
    """One letter that did not arrive. ``address`` leads to where the whole telephone number may be asked for."""

    number: str
    about: str
    address: str
    name: str
    phone: str
    why: str
    text: str
    closed_at: datetime
    formal: bool
    """About an exit: how, whom and when has to go on record with it (XY-30)."""


@dataclass(frozen=True)
class CallPage:
    """The oldest first; ``total`` is counted to a thousand. ``may_call``: who only inspects does not."""

    lines: tuple[CallLine, ...]
    total: int
    may_call: bool


def todo(unit: Unit) -> HomeTodo | None:
    """The letters of this office that did not arrive."""
    count = _count(unit, access.current(unit))
    if not count:
        return None
    _ = translator("console", unit.language)
    return HomeTodo(_("没有送到，请打电话"), _("通知没有送到本人"), count, "/staff/calls", "letter", "bad")


def waiting(unit: Unit) -> CallPage:
    """Whom to call: letters of cases and of the register that did not arrive, until somebody says what came of a call."""
    officer = access.current(unit)
    rows = unit.session.execute(_waiting(unit, officer).order_by(Letter.id).limit(PER_PAGE))
    lines = tuple(line_of(unit, *row) for row in rows)
    return CallPage(lines, min(_count(unit, officer), COUNTED), officer.role == "reviewer")


def record(unit: Unit, number: str, result: str) -> None:
    """Puts on record that the person was called about a letter, and what came of it; the letter is to do no more.

    Raises 403 ``review.read_only``; 404 ``letter.not_found``, absent or foreign; 409 ``call.recorded``; 422
    ``call.result_missing``, ``call.way_missing`` of a letter about an exit: that is to do until she was told.
    """
    row = to_do(unit, number)
    if exit_notices.of_letter(unit, number):
        raise Problem("call.way_missing", 422)
    if result not in get_args(Result):
        raise Problem("call.result_missing", 422)
    row.settled_at = unit.now
    unit.audit("letter.called", row.subject, number=row.number, result=result)
    if result == "told":
        unit.emit(outbox.LetterSpoken(row.number))


def to_do(unit: Unit, number: str, *, lock: bool = True) -> OutboxRow:
    """A letter this officer may see to. Raises 403 ``review.read_only``, 404 ``letter.not_found``, 409 ``call.recorded``."""
    officer = access.current(unit)
    if officer.role != "reviewer":
        raise Problem("review.read_only", 403)
    wanted = select(OutboxRow).where(OutboxRow.number == number)
    row = unit.session.scalar(wanted.with_for_update() if lock else wanted)
    if row is None or not _mine(unit, officer, row):
        raise not_found("letter")
    if row.settled_at is not None:
        raise Problem("call.recorded", 409)
    return row


def _mine(unit: Unit, officer: Officer, row: OutboxRow) -> bool:
    """Whether a letter did not arrive, and is about somebody of this office."""
    if row.kind == "news" or row.state not in ("blocked", "failed", "unknown"):
        return False
    kind, _, key = row.subject.partition(":")
    if kind == "application":
        wanted: Select[Any] = select(Application.id).where(Application.id == key, _of_case(unit, officer))
    elif kind == "entry":
        wanted = select(Entry.id).where(Entry.id == int(key), _of_entry(officer))
    else:
        return False
    return unit.session.scalar(wanted) is not None


def _waiting(unit: Unit, officer: Officer) -> "Select[OutboxRow, Application, Entry]":
    is_case, is_entry = Letter.subject.startswith(OF_CASES), Letter.subject.startswith(OF_ENTRIES)
    entry_id = case((is_entry, cast(func.substr(Letter.subject, len(OF_ENTRIES) + 1), Integer)))
    of_case = and_(is_case, Application.id == func.substr(Letter.subject, len(OF_CASES) + 1))
    return (
        select(Letter, Application, Entry)
        .outerjoin(Application, of_case)
        .outerjoin(Entry, Entry.id == entry_id)
        .where(or_(_of_case(unit, officer), _of_entry(officer)))
    )


def _of_case(unit: Unit, officer: Officer) -> ColumnElement[bool]:
    """The office whose turn it is and the station call; whoever inspects sees the whole area."""
    here = visible(unit, officer)
    if officer.role != "reviewer":
        return here
    return here & or_(Application.office_id == officer.office_id, Application.station_id == officer.office_id)


def _of_entry(officer: Officer) -> ColumnElement[bool]:
    here = entries.visible(officer)
    return here & (Entry.office_id == officer.office_id) if officer.role == "reviewer" else here


def _count(unit: Unit, officer: Officer) -> int:
    some = _waiting(unit, officer).with_only_columns(Letter.id).limit(COUNTED + 1).subquery()
    return unit.session.scalar(select(func.count()).select_from(some)) or 0


def line_of(unit: Unit, letter: OutboxRow, row: Application | None, entry: Entry | None) -> CallLine:
    """One letter of a case or of a standing, with whom to call."""
    person_id = row.person_id if row else entry.person_id if entry else None
    person = unit.session.get(Person, person_id) if person_id else None
    details = details_of(unit, person) if person else {"name": "", "phone": ""}
    return CallLine(
        number=letter.number,
        about=(row.receipt or "") if row else entry.number if entry else "",
        address=f"/staff/cases/{row.id}#reveal" if row else f"/staff/people/{person_id}",
        name=mask_name(str(details["name"])),
        phone=mask_phone(str(details["phone"])),
        why=_why(letter, unit.language),
        text=letter.text,
        closed_at=letter.closed_at or letter.created_at,
        formal=exit_notices.of_letter(unit, letter.number) is not None,
    )


def _why(letter: OutboxRow, language: str) -> str:
    """Why it did not arrive; of somebody without a chat nothing was tried."""
    _ = translator("console", language)
    if letter.channel in outbox.ON_PAPER:
        return _("没有聊天账号")
    return delivery_label(letter.state, language)
