"""The same person elsewhere: an office learns that there is a matter, and asks for a call; data never travel (C21)."""

from collections.abc import Iterator

from sqlalchemy import select

from backend.applications import guards
from backend.applications.guards import subject_of
from backend.applications.hand_over_models import ContactRequest
from backend.applications.lifecycle import WITH_AN_OFFICE
from backend.applications.models import Application
from backend.applications.scope import visible
from backend.applications.views import ContactNote, Duplicate
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.registry import service as registry
from backend.staff import access
from backend.staff.models import OfficerRow
from locales import translator

MARK = 16


def duplicates(unit: Unit, row: Application) -> tuple[Duplicate, ...]:
    """Other applications within the officer's area, and open matters outside it, of which no more is told."""
    _ = translator("notices", unit.language)
    here = [
        Duplicate(_("同一人还有一份申请：{receipt}").format(receipt=other.receipt), other.id)
        for other, visible in _others(unit, row)
        if visible
    ]
    return (*here, *_elsewhere(unit, row))


def ask_for_contact(unit: Unit, case_id: str, contact: str) -> None:
    """Asks the office that has the other matter for a call; twice is once. Raises 404 ``contact.gone``."""
    row = guards.seen(unit, case_id)
    officer = guards.may_review(unit)
    other = next((one for one in _open_outside(unit, row) if _mark(unit, row, one) == contact), None)
    if other is None:
        raise Problem("contact.gone", 404)
    if _asked(unit, row, other) is not None:
        return
    unit.session.add(
        ContactRequest(application_id=row.id, other_id=other.id, officer_id=officer.id, at=unit.now)
    )
    unit.session.flush()
    unit.audit("application.contact_asked", subject_of(row.id))
    unit.audit("application.contact_wanted", subject_of(other.id), office=officer.office_name)


def contact_made(unit: Unit, case_id: str, request_id: int) -> None:
    """The office that was asked has called. Raises 404 ``contact.gone``; twice is once."""
    row = guards.seen(unit, case_id, lock=True)
    guards.may_review(unit)
    asked = unit.session.get(ContactRequest, request_id)
    if asked is None or asked.other_id != row.id:
        raise Problem("contact.gone", 404)
    if asked.answered_at is None:
        asked.answered_at = unit.now
        office = unit.session.get_one(OfficerRow, asked.officer_id).office.name
        unit.audit("application.contact_made", subject_of(row.id), office=office)


def contact_notes(unit: Unit, row: Application) -> tuple[ContactNote, ...]:
    """Who wants to be called about this case."""
    open_ones = select(ContactRequest).where(
        ContactRequest.other_id == row.id, ContactRequest.answered_at.is_(None)
    )
    return tuple(_note(unit, asked) for asked in unit.session.scalars(open_ones.order_by(ContactRequest.id)))


def _note(unit: Unit, asked: ContactRequest) -> ContactNote:
    officer = unit.session.get_one(OfficerRow, asked.officer_id)
    return ContactNote(asked.id, officer.office.name, officer.name, officer.office.telephone, asked.at)


def _elsewhere(unit: Unit, row: Application) -> Iterator[Duplicate]:
    _ = translator("notices", unit.language)
    sentence = _("同一人在其他地区有未办结的事项或在册记录。")
    for other in _open_outside(unit, row):
        asked = _asked(unit, row, other)
        yield Duplicate(sentence, contact=_mark(unit, row, other), asked_at=asked.at if asked else None)


def _open_outside(unit: Unit, row: Application) -> list[Application]:
    """Matters outside the officer's area that still stand: an open application, or an entry of the register."""
    return [
        other
        for other, visible in _others(unit, row)
        if not visible and (other.state in WITH_AN_OFFICE or registry.stands(unit, other.id))
    ]


def _others(unit: Unit, row: Application) -> list[tuple[Application, bool]]:
    if not row.person_index:
        return []
    seen = visible(unit, access.current(unit))
    found = unit.session.execute(
        select(Application, seen)
        .where(
            Application.person_index == row.person_index,
            Application.id != row.id,
            Application.submitted_at.is_not(None),
        )
        .order_by(Application.submitted_at.desc(), Application.id)
    )
    return [(other, bool(here)) for other, here in found]


def _asked(unit: Unit, row: Application, other: Application) -> ContactRequest | None:
    return unit.session.scalar(
        select(ContactRequest).where(
            ContactRequest.application_id == row.id, ContactRequest.other_id == other.id
        )
    )


def _mark(unit: Unit, row: Application, other: Application) -> str:
    """Names the other matter on the page without naming it: a case id would be found by whoever tries it."""
    return unit.vault.index(f"{row.id}|{other.id}", "contact")[:MARK]
