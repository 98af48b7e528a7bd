"""How offices do in a month: what the assessment of 目标责任制 asks for (穗人社发〔2014〕4号第十七条；第七条)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.assistance import acts, care, months, relief, tickets
from backend.assistance.models import LedgerSignature, ServiceAct, Ticket
from backend.core.clock import CHINA
from backend.core.unit import Unit
from backend.registry.models import Entry
from backend.staff import access
from backend.staff.models import OfficeRow


@dataclass(frozen=True)
class OfficeFigures:
    """One office in one month. What is counted today, such as plans, is of today and not of the month."""

    office_id: int
    office: str
    standing: int
    served: int
    services: int
    visits: int
    planned: int
    households: int
    """Households without work, as today: the goal is none (动态清零, 新余第五条第三款第3目)."""
    uncontacted: int
    tickets_late: int
    reports: int
    """Complaints and reports (投诉举报) taken down in the month, but for those about whoever looks (新余第七条第二款)."""
    reports_closed: int
    """Of them those that have their result by now."""
    signed: bool

    @property
    def served_share(self) -> int:
        """Per cent of the people on the register who were served in the month."""
        return round(100 * self.served / self.standing) if self.standing else 0

    @property
    def planned_share(self) -> int:
        return round(100 * self.planned / self.standing) if self.standing else 0


@dataclass(frozen=True)
class Figures:
    """A month of all offices of an area that have people, services or calls, and their sum."""

    month: str
    offices: tuple[OfficeFigures, ...]
    total: OfficeFigures


def figures(unit: Unit, month: str = "") -> Figures:
    """The figures within the officer's area. Raises 422 ``ledger.month_unclear``."""
    month = months.of(months.first_day(month)) if month else months.of(unit.today)
    counts = _counts(unit, month)
    signed = set(unit.session.scalars(select(LedgerSignature.office_id).where(LedgerSignature.month == month)))
    here = {office for found in counts.values() for office in found}
    rows = unit.session.scalars(select(OfficeRow).where(OfficeRow.id.in_(here)).order_by(OfficeRow.area))
    offices = tuple(_figures(row.id, row.name, counts, row.id in signed) for row in rows)
    summed = {name: {0: sum(found.values())} for name, found in counts.items()}
    return Figures(month, offices, _figures(0, "", summed, signed=False))


def _figures(
    office_id: int, name: str, counts: Mapping[str, Mapping[int, int]], signed: bool
) -> OfficeFigures:
    found = {what: of.get(office_id, 0) for what, of in counts.items()}
    return OfficeFigures(office_id=office_id, office=name, signed=signed, **found)


def _counts(unit: Unit, month: str) -> dict[str, dict[int, int]]:
    active = Entry.state != "exited"
    served = (ServiceAct.month == month, ServiceAct.outcome != "not_met", acts.standing())
    others = tickets.not_about(access.current(unit).id)
    late = (Ticket.state != "closed", Ticket.due_on < unit.today, others)
    reported = (Ticket.kind == "report", *_in(month, Ticket.created_at), others)
    entry, act = Entry.office_id, ServiceAct.office_id
    return {
        "standing": _by_office(unit, entry, active),
        "planned": _by_office(unit, entry, active, care.planned()),
        "households": _by_office(unit, entry, relief.waits(), counted=relief.HOUSEHOLD),
        "uncontacted": _by_office(unit, entry, active, care.condition(unit, "first")),
        "services": _by_office(unit, act, *served),
        "served": _by_office(unit, act, *served, counted=ServiceAct.entry_id),
        "visits": _by_office(unit, act, *served, care.is_visit(unit)),
        "tickets_late": _by_office(unit, Ticket.office_id, *late),
        "reports": _by_office(unit, Ticket.office_id, *reported),
        "reports_closed": _by_office(unit, Ticket.office_id, *reported, Ticket.state == "closed"),
    }


def _in(month: str, moment: InstrumentedAttribute[datetime]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Within a month as it is in China."""
    first, behind = (datetime.combine(months.first_day(one), time(), CHINA) for one in (month, months.after(month)))
    return moment >= first, moment < behind


def _by_office(
    unit: Unit,
    office: InstrumentedAttribute[int],
    *conditions: ColumnElement[bool],
    counted: ColumnElement[Any] | InstrumentedAttribute[int] | None = None,
) -> dict[int, int]:
    here = access.visible_to(access.current(unit), office)
    number = func.count() if counted is None else func.count(func.distinct(counted))
    found = unit.session.execute(select(office, number).where(here, *conditions).group_by(office))
    return dict(found.all())
