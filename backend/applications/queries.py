"""Reading applications for the console: everything scoped to the officer's area in this one place."""

from dataclasses import replace
from typing import Literal

from sqlalchemy import func, or_, select

from backend.applications import guards
from backend.applications.case_view import case as case
from backend.applications.comparison import may_be_read
from backend.applications.labels import state_label
from backend.applications.lapses import count_waiting
from backend.applications.models import BEFORE_AN_OFFICE, Application, PaperFileRow
from backend.applications.queue import FIRST_DUE, order_of
from backend.applications.queue_conditions import AT_WORK, conditions_of, offices_within, where_of, within
from backend.applications.receipts import as_receipt
from backend.applications.ruling import pack_for
from backend.applications.scanning import waiting_in_silence
from backend.applications.scope import visible
from backend.applications.urgency import days_left, urgency
from backend.applications.views import (
    PER_PAGE,
    CaseFile,
    Option,
    QueueFilters,
    QueueLine,
    QueuePage,
    Todo,
    TodoCounts,
)
from backend.core.actors import Officer
from backend.core.clock import day_in_china
from backend.core.masking import mask_name
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of, person_index
from backend.policies.spoken import spoken
from backend.registry import service as registry
from backend.registry.standing import assisted
from backend.rules import IdNumberProblem, Pack, parse_id_number
from backend.staff import access
from backend.staff.keyset import COUNTED, Where, count_up_to, cursor_from, cursors, read
from backend.staff.models import OfficeRow, OfficerRow
from backend.staff.tree import placed_name

NEWEST = 5
FOUND_AT_MOST = 20

TodoId = Literal["waiting", "mine", "soon", "overdue", "corrected", "awaiting_correction", "uncorrected"]
TODOS: dict[TodoId, QueueFilters] = {
    "overdue": QueueFilters(due="overdue", turn="mine"),
    "soon": QueueFilters(due="soon", turn="mine"),
    "waiting": QueueFilters(state="submitted", turn="mine"),
    "mine": QueueFilters(state="in_review", holder="me"),
    "corrected": QueueFilters(corrected=True, turn="mine"),
    "awaiting_correction": QueueFilters(state="awaiting_correction", turn="mine"),
    "uncorrected": QueueFilters(state="awaiting_correction", due="uncorrected", turn="mine"),
}


def todo(unit: Unit) -> TodoCounts:
    """What waits for this officer, with the filters that list it; who only inspects sees the whole area."""
    officer = access.current(unit)
    stages = _own_stages(unit, officer)
    todos = [_todo(unit, officer, name, filters, at_work=bool(stages)) for name, filters in TODOS.items()]
    waiting = next(one.filters for one in todos if one.id == "waiting")
    offices = offices_within(unit, officer, waiting)
    newest_first = (
        select(Application)
        .where(BEFORE_AN_OFFICE, within(unit, officer, offices), *conditions_of(unit, officer, waiting))
        .order_by(Application.updated_at.desc(), Application.id.desc())
        .limit(NEWEST)
    )
    lines = tuple(_lines(unit, list(unit.session.scalars(newest_first))))
    called = count_waiting(unit, officer, COUNTED + 1)
    return TodoCounts(tuple(todos), lines, stages, called, waiting_in_silence(unit))


def _todo(unit: Unit, officer: Officer, name: TodoId, filters: QueueFilters, *, at_work: bool) -> Todo:
    if not at_work:
        filters = replace(filters, turn="", holder="")
    found = count_up_to(unit, order_of(filters.state), where_of(unit, officer, filters))
    return Todo(name, found, filters)


def queue(unit: Unit, filters: QueueFilters) -> QueuePage:
    """One page of the cases this officer may see: open ones by their last day, ended ones the latest first."""
    officer = access.current(unit)
    per_page = filters.per_page if filters.per_page in PER_PAGE else PER_PAGE[0]
    filters = replace(filters, per_page=per_page)
    order, where = order_of(filters.state), where_of(unit, officer, filters)
    back, forth = cursor_from(filters.before, order), cursor_from(filters.after, order)
    found = read(unit, order, where, back or forth, per_page, backwards=back is not None)
    total, (after, before) = count_up_to(unit, order, where), cursors(order, found)
    return QueuePage(
        lines=tuple(_lines(unit, list(found.rows))),
        filters=filters,
        total=min(total, COUNTED),
        many=total > COUNTED,
        next_after=after,
        previous_before=before,
        stages=_stages(unit, officer),
        categories=_categories(unit, officer),
        offices=_offices(unit, officer),
    )


def find(unit: Unit, text: str) -> tuple[QueueLine, ...]:
    """Cases of a receipt, register or whole ID number; ask for it by POST, never in a URL."""
    officer, text = access.current(unit), text.strip()
    try:
        number = parse_id_number(text, unit.today).number
        wanted = Application.person_index == person_index(unit, number)
    except IdNumberProblem:
        wanted = or_(Application.receipt == as_receipt(text), Application.id.in_(registry.case_of(text)))
    rows = unit.session.scalars(
        select(Application)
        .where(visible(unit, officer), wanted)
        .order_by(Application.submitted_at.desc())
        .limit(FOUND_AT_MOST)
    )
    return tuple(_lines(unit, list(rows)))


def file(unit: Unit, case_id: str, file_id: str) -> CaseFile:
    """A file of a case this officer may see.

    Raises ``application.not_found``, ``file.not_found``, 409 ``file.not_clean`` while the scanner has not let it pass.
    """
    row = guards.seen(unit, case_id)
    kept = unit.session.get(PaperFileRow, file_id)
    if kept is None or kept.application_id != row.id or not may_be_read(unit, row, kept):
        raise not_found("file")
    if kept.scan != "clean":
        raise Problem("file.not_clean", 409)
    return CaseFile(kept.name, kept.media_type, unit.services.files.get(kept.id))


def newest(unit: Unit) -> str:
    """A mark that changes whenever a case comes to this officer's office or changes there."""
    officer = access.current(unit)
    called = count_waiting(unit, officer, COUNTED + 1)
    if _own_stages(unit, officer):
        here = (BEFORE_AN_OFFICE, Application.office_id == officer.office_id)
        last = unit.session.scalar(select(func.max(Application.updated_at)).where(*here))
        # What leaves the office is noticed by the count, as far as anybody counts.
        count = count_up_to(unit, FIRST_DUE, Where(here[1:]))
        return f"{count}-{last.timestamp() if last else 0:.6f}-{called}"
    moved = select(Application.updated_at, Application.id).where(visible(unit, officer))
    latest = unit.session.execute(
        moved.order_by(Application.updated_at.desc(), Application.id.desc()).limit(1)
    ).first()
    return f"{latest.id if latest else ''}-{latest.updated_at.timestamp() if latest else 0:.6f}-{called}"


def _lines(unit: Unit, rows: list[Application]) -> list[QueueLine]:
    names = _names(unit, rows)
    served = assisted(unit, {row.person_id for row in rows if row.person_id})
    offices = {
        office.id: office.name
        for office in unit.session.scalars(
            select(OfficeRow).where(OfficeRow.id.in_({row.office_id for row in rows}))
        )
    }
    holders = {
        officer.id: officer.name
        for officer in unit.session.scalars(
            select(OfficerRow).where(OfficerRow.id.in_({row.officer_id for row in rows}))
        )
    }
    return [
        _line(
            unit,
            row,
            names.get(row.person_id or "", ""),
            offices.get(row.office_id or 0, ""),
            holders.get(row.officer_id or 0, ""),
            row.person_id in served,
        )
        for row in rows
    ]


def _names(unit: Unit, rows: list[Application]) -> dict[str, str]:
    wanted = select(Person).where(Person.id.in_({row.person_id for row in rows}))
    return {person.id: mask_name(details_of(unit, person)["name"]) for person in unit.session.scalars(wanted)}


def _line(unit: Unit, row: Application, name: str, office: str, holder: str, served: bool) -> QueueLine:
    pack = pack_for(unit, row)
    stage = pack.stages[row.stage]
    return QueueLine(
        id=row.id,
        receipt=row.receipt or "",
        name=name,
        categories=tuple(pack.category(category).short for category in row.categories),
        state=row.state,  # type: ignore[arg-type]
        state_label=state_label(row.state, unit.language),
        stage=stage.id,
        stage_label=stage.name,
        office=office,
        holder=holder,
        submitted_on=day_in_china(row.submitted_at or row.created_at),
        due_on=row.due_on,
        days_left=days_left(unit, row),
        urgency=urgency(unit, row),
        corrected=row.round > 0 and row.state in AT_WORK,
        free=row.state == "submitted" and row.office_id == unit.officer.office_id and unit.officer.role == "reviewer",
        assisted=served,
    )


def _packs(unit: Unit, officer: Officer) -> tuple[Pack, ...]:
    """The policies of the city an officer works in."""
    divisions = unit.services.catalogue.divisions
    # The codes of communities and of offices beside the county's go on behind a division's.
    area = next((code for code in (officer.area, officer.area[:9], officer.area[:6]) if code in divisions), "")
    city = divisions.city_of(area) if area else ""
    return tuple(pack for pack in spoken(unit).packs.values() if pack.region == city)


def _own_stages(unit: Unit, officer: Officer) -> tuple[str, ...]:
    """The names of the reviews this officer's office does; none for who only inspects."""
    if officer.role != "reviewer":
        return ()
    packs = _packs(unit, officer)
    named = (stage.name for pack in packs for stage in guards.decides(unit, pack, officer))
    return tuple(dict.fromkeys(named))


def _stages(unit: Unit, officer: Officer) -> tuple[Option, ...]:
    stages = {stage.id: stage.name for pack in _packs(unit, officer) for stage in pack.stages}
    return tuple(Option(value, label) for value, label in stages.items())


def _categories(unit: Unit, officer: Officer) -> tuple[Option, ...]:
    """Those one can apply for: no other ever comes to an office as a case."""
    packs = _packs(unit, officer)
    names = {one.id: one.short for pack in packs for one in pack.categories if one.id in pack.applicable}
    return tuple(Option(value, label) for value, label in names.items())


def _offices(unit: Unit, officer: Officer) -> tuple[Option, ...]:
    """The stations and counties below the officer's own office, to choose from; none for a station."""
    rows = unit.session.scalars(
        select(OfficeRow)
        .where(OfficeRow.id.in_(access.offices_under(officer.office_id)), OfficeRow.id != officer.office_id)
        .order_by(OfficeRow.area)
    )
    return tuple(Option(str(row.id), placed_name(unit, row)) for row in rows)
