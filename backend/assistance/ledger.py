"""台账: one line a service act, month by month, signed by the office when the month is over (第五条第一款)."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from backend.assistance import acts, entries, months
from backend.assistance.models import LedgerSignature, ServiceAct
from backend.core.clock import day_in_china
from backend.core.locks import hold
from backend.core.masking import mask_name
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.registry.models import Entry
from backend.staff import access
from backend.staff.keyset import Order, Where, cursor_from, cursors, read
from backend.staff.models import OfficeRow, OfficerRow
from locales import translator

PER_PAGE = 50
IN_ORDER = Order(ServiceAct, ServiceAct.done_on, ServiceAct.id, ServiceAct.office_id, falling=False)


@dataclass(frozen=True)
class LedgerLine:
    """One act. ``late`` when it was done in an earlier month than the ledger it stands in."""

    id: int
    number: str
    person_id: str
    name: str
    kind: str
    gift: str
    done_on: date
    outcome: str
    offered: tuple[str, ...]
    place: str
    officer: str
    office: str
    late: bool
    corrects: int | None
    void: bool
    corrected: bool


@dataclass(frozen=True)
class Signature:
    """Who signed a month, when, how many lines; ``holds`` while not one of them has changed."""

    officer: str
    at: date
    lines: int
    holds: bool


@dataclass(frozen=True)
class OfficeMonth:
    """One office's month in the overview of a county or city."""

    office_id: int
    office: str
    lines: int
    signature: Signature | None


@dataclass(frozen=True)
class LedgerPage:
    """A month of one office, or of all offices of an area together (``office_id`` 0)."""

    month: str
    office_id: int
    lines: tuple[LedgerLine, ...]
    total: int
    next_after: str
    previous_before: str
    offices: tuple[OfficeMonth, ...]
    signature: Signature | None
    may_sign: bool


def ledger(
    unit: Unit,
    month: str = "",
    office_id: int = 0,
    *,
    after: str = "",
    before: str = "",
    per_page: int = PER_PAGE,
    turned: bool = False,
) -> LedgerPage:
    """The lines of a month within the officer's area, as they were written. Raises 422 ``ledger.month_unclear``."""
    officer = access.current(unit)
    month = months.of(months.first_day(month)) if month else months.of(unit.today)
    if officer.level in ("station", "community"):
        office_id = officer.office_id
    here = _here(unit, month, office_id)
    total = unit.session.scalar(select(func.count()).select_from(ServiceAct).where(*here)) or 0
    order = IN_ORDER.turned(turned)
    back, forth = cursor_from(before, order), cursor_from(after, order)
    found = read(unit, order, Where(here), back or forth, per_page, backwards=back is not None)
    next_after, previous_before = cursors(order, found)
    signature = signature_of(unit, office_id, month) if office_id else None
    return LedgerPage(
        month=month,
        office_id=office_id,
        lines=tuple(line(unit, row) for row in found.rows),
        total=total,
        next_after=next_after,
        previous_before=previous_before,
        offices=_offices(unit, month) if officer.level not in ("station", "community") else (),
        signature=signature,
        may_sign=office_id == officer.office_id and _may_sign(unit, office_id, month) is None,
    )


def sign(unit: Unit, month: str) -> int:
    """The officer's office signs its ledger of a month that is over; gives the number of lines.

    Raises 403 ``assistance.read_only``; 422 ``ledger.month_unclear``; 409 ``ledger.month_not_over``,
    ``ledger.signed_already``.
    """
    officer = access.current(unit)
    hold(unit, f"ledger:{officer.office_id}")
    problem = _may_sign(unit, officer.office_id, month)
    if problem is not None:
        raise problem
    rows = list(_rows(unit, officer.office_id, month))
    signature = LedgerSignature(
        office_id=officer.office_id,
        month=month,
        officer_id=officer.id,
        lines=len(rows),
        digest=_digest(rows),
        at=unit.now,
    )
    unit.session.add(signature)
    unit.session.flush()
    unit.audit("ledger.signed", f"office:{officer.office_id}", month=month, lines=len(rows))
    return len(rows)


def signature_of(unit: Unit, office_id: int, month: str) -> Signature | None:
    """Who signed, and whether the lines are still the ones that were signed."""
    row = unit.session.scalar(
        select(LedgerSignature).where(LedgerSignature.office_id == office_id, LedgerSignature.month == month)
    )
    if row is None:
        return None
    holds = row.digest == _digest(_rows(unit, office_id, month))
    name = unit.session.get_one(OfficerRow, row.officer_id).name
    return Signature(name, day_in_china(row.at), row.lines, holds)


def line(unit: Unit, act: ServiceAct) -> LedgerLine:
    """One line, names masked, the place down to its beginning."""
    _ = translator("notices", unit.language)
    entry = unit.session.get_one(Entry, act.entry_id)
    kinds = {kind.id: kind for kind in entries.policy_of(unit, entry).services}
    kind, content = kinds.get(act.kind), acts.opened(unit, act)
    name = details_of(unit, unit.session.get_one(Person, act.person_id))["name"]
    return LedgerLine(
        id=act.id,
        number=entry.number,
        person_id=act.person_id,
        name=mask_name(name),
        kind=str(kind.label) if kind else act.kind,
        gift=str(kind.gift) if kind else "",
        done_on=act.done_on,
        outcome=_(acts.OUTCOMES[act.outcome]),  # type: ignore[index]
        offered=tuple(content["offered"]),
        place=content["place"],
        officer=unit.session.get_one(OfficerRow, act.officer_id).name,
        office=unit.session.get_one(OfficeRow, act.office_id).name,
        late=act.month != months.of(act.done_on),
        corrects=act.corrects_id,
        void=act.void,
        corrected=acts.correction_of(unit, act) is not None,
    )


def _here(unit: Unit, month: str, office_id: int) -> list[ColumnElement[bool]]:
    here = [ServiceAct.month == month, access.visible_to(access.current(unit), ServiceAct.office_id)]
    if office_id:
        here.append(ServiceAct.office_id == office_id)
    return here


def _may_sign(unit: Unit, office_id: int, month: str) -> Problem | None:
    officer = access.current(unit)
    if officer.role != "reviewer" or officer.office_id != office_id:
        return Problem("assistance.read_only", 403)
    if months.after(month) > months.of(unit.today):
        return Problem("ledger.month_not_over", 409)
    signed = month in months.signed(unit, office_id)
    return Problem("ledger.signed_already", 409) if signed else None


def _offices(unit: Unit, month: str) -> tuple[OfficeMonth, ...]:
    """The offices of the area that have lines or a signature in a month."""
    officer = access.current(unit)
    counts = dict(
        unit.session.execute(
            select(ServiceAct.office_id, func.count())
            .where(ServiceAct.month == month, access.visible_to(officer, ServiceAct.office_id))
            .group_by(ServiceAct.office_id)
        ).all()
    )
    signed = select(LedgerSignature.office_id).where(LedgerSignature.month == month)
    here = OfficeRow.id.in_({*counts, *unit.session.scalars(signed)})
    rows = unit.session.scalars(
        select(OfficeRow).where(here, access.visible_to(officer, OfficeRow.id)).order_by(OfficeRow.area)
    )
    return tuple(
        OfficeMonth(row.id, row.name, counts.get(row.id, 0), signature_of(unit, row.id, month)) for row in rows
    )


def _rows(unit: Unit, office_id: int, month: str) -> Iterator[ServiceAct]:
    wanted = select(ServiceAct).where(ServiceAct.office_id == office_id, ServiceAct.month == month)
    yield from unit.session.scalars(wanted.order_by(ServiceAct.id))


def _digest(rows: Iterator[ServiceAct] | list[ServiceAct]) -> str:
    """A mark over everything a line says, sealed parts included."""
    mark = hashlib.sha256()
    for row in rows:
        told = [row.id, row.entry_id, row.officer_id, row.kind, f"{row.done_on}", row.outcome]
        told += [row.linked_id, row.corrects_id, row.void, hashlib.sha256(row.sealed).hexdigest()]
        mark.update(json.dumps(told).encode())
    return mark.hexdigest()
