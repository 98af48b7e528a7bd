"""Reading applications for the console: everything scoped to the officer's area in this one place."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from math import ceil
from typing import Literal

from sqlalchemy import ColumnElement, String, cast, exists, func, or_, select

from backend.applications import guards
from backend.applications.case_view import case as case
from backend.applications.corrections import may_be_read
from backend.applications.labels import state_label
from backend.applications.lifecycle import ENDED, WITH_AN_OFFICE
from backend.applications.models import Application, Decision, PaperFileRow
from backend.applications.receipts import as_receipt
from backend.applications.ruling import pack_for
from backend.applications.scanning import waiting_in_silence
from backend.applications.scope import visible
from backend.applications.urgency import days_left, urgency
from backend.applications.views import (
    PER_PAGE,
    SOON_DAYS,
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
from backend.rules import IdNumberProblem, Pack, parse_id_number
from backend.staff import access
from backend.staff.models import OfficeRow, OfficerRow

NEWEST = 5
FOUND_AT_MOST = 20
AT_WORK = ("submitted", "in_review")

TodoId = Literal["waiting", "mine", "soon", "overdue", "corrected", "awaiting_correction"]
TODOS: dict[TodoId, QueueFilters] = {
    "overdue": QueueFilters(due="overdue", turn="mine"),
    "soon": QueueFilters(due="soon", turn="mine"),
    "waiting": QueueFilters(state="submitted", turn="mine"),
    "mine": QueueFilters(state="in_review", holder="me"),
    "corrected": QueueFilters(corrected=True, turn="mine"),
    "awaiting_correction": QueueFilters(state="awaiting_correction", turn="mine"),
}


def todo(unit: Unit) -> TodoCounts:
    """What waits for this officer, with the filters that list it; who only inspects sees the whole area."""
    officer = access.current(unit)
    stages = _own_stages(unit, officer)
    todos = []
    for name, filters in TODOS.items():
        if not stages:
            filters = replace(filters, turn="", holder="")
        todos.append(Todo(name, _count(unit, _conditions(unit, officer, filters)), filters))
    newest_first = (
        select(Application)
        .where(*_conditions(unit, officer, todos[2].filters))
        .order_by(Application.updated_at.desc(), Application.id.desc())
        .limit(NEWEST)
    )
    lines = tuple(_lines(unit, list(unit.session.scalars(newest_first))))
    return TodoCounts(tuple(todos), lines, stages, waiting_in_silence(unit))


def queue(unit: Unit, filters: QueueFilters) -> QueuePage:
    """One page of the cases this officer may see, first due first."""
    officer = access.current(unit)
    conditions = _conditions(unit, officer, filters)
    total = _count(unit, conditions)
    per_page = filters.per_page if filters.per_page in PER_PAGE else PER_PAGE[0]
    pages = max(1, ceil(total / per_page))
    filters = replace(filters, page=min(max(filters.page, 1), pages), per_page=per_page)
    rows = unit.session.scalars(
        select(Application)
        .where(*conditions)
        .order_by(
            Application.due_on.is_(None), Application.due_on, Application.decided_at.desc(), Application.id
        )
        .limit(per_page)
        .offset((filters.page - 1) * per_page)
    )
    return QueuePage(
        lines=tuple(_lines(unit, list(rows))),
        filters=filters,
        total=total,
        pages=pages,
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
    at_work = bool(_own_stages(unit, officer))
    here = Application.office_id == officer.office_id if at_work else visible(unit, officer)
    count, last = unit.session.execute(
        select(func.count(), func.max(Application.updated_at)).where(
            here, Application.state.in_(WITH_AN_OFFICE)
        )
    ).one()
    return f"{count}-{last.timestamp() if last else 0:.6f}"


def _conditions(unit: Unit, officer: Officer, filters: QueueFilters) -> list[ColumnElement[bool]]:
    conditions = [visible(unit, officer), *_of_state(filters), *_of_hands(officer, filters)]
    if filters.due == "overdue":
        conditions += [Application.due_on < unit.today, Application.state.in_(AT_WORK)]
    elif filters.due == "soon":
        last = unit.today + timedelta(days=SOON_DAYS)
        conditions += [Application.due_on.between(unit.today, last), Application.state.in_(AT_WORK)]
    if filters.category:
        conditions.append(
            cast(Application.categories, String).contains(f'"{filters.category}"', autoescape=True)
        )
    if filters.office:
        conditions.append(Application.station_id.in_(access.offices_under(filters.office)))
    if filters.receipt.strip():
        conditions.append(Application.receipt.startswith(filters.receipt.strip().upper(), autoescape=True))
    if filters.stage:
        conditions.append(_at_stage(unit, filters.stage))
    return conditions


def _of_state(filters: QueueFilters) -> list[ColumnElement[bool]]:
    if filters.state == "open":
        return [Application.state.in_(WITH_AN_OFFICE)]
    if filters.state == "ended":
        return [Application.state.in_(ENDED)]
    return [Application.state == filters.state] if filters.state else []


def _of_hands(officer: Officer, filters: QueueFilters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.turn == "mine":
        conditions += [Application.office_id == officer.office_id, Application.state.in_(WITH_AN_OFFICE)]
    if filters.holder == "me":
        conditions.append(Application.officer_id == officer.id)
    elif filters.holder == "nobody":
        conditions.append(Application.officer_id.is_(None))
    if filters.corrected:
        returned_here = exists().where(
            Decision.application_id == Application.id,
            Decision.action == "return",
            Decision.stage == Application.stage,
        )
        conditions += [returned_here, Application.state.in_(AT_WORK)]
    return conditions


def _at_stage(unit: Unit, stage_id: str) -> ColumnElement[bool]:
    """The place of a stage differs from pack to pack, and from version to version."""
    places = [
        (Application.pack == pack_id) & (Application.stage == place) & of_version
        for pack_id in unit.services.catalogue.packs
        for place, of_version in _places(unit, pack_id, stage_id)
    ]
    return or_(False, *places)


def _places(unit: Unit, pack_id: str, stage_id: str) -> Iterator[tuple[int, ColumnElement[bool]]]:
    """Where a stage stands in each version; a version that is not known any more goes by that of the day."""
    packs = {pack.version: pack for pack in unit.services.catalogue.versions(pack_id)}
    today = unit.services.catalogue.packs[pack_id]
    for pack in packs.values():
        of_version = Application.pack_version == pack.version
        if pack is today:
            of_version |= Application.pack_version.not_in(packs)
        yield from ((place, of_version) for place, one in enumerate(pack.stages) if one.id == stage_id)


def _count(unit: Unit, conditions: list[ColumnElement[bool]]) -> int:
    return unit.session.scalar(select(func.count()).select_from(Application).where(*conditions)) or 0


def _lines(unit: Unit, rows: list[Application]) -> list[QueueLine]:
    names = _names(unit, rows)
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
        )
        for row in rows
    ]


def _names(unit: Unit, rows: list[Application]) -> dict[str, str]:
    wanted = select(Person).where(Person.id.in_({row.person_id for row in rows}))
    return {person.id: mask_name(details_of(unit, person)["name"]) for person in unit.session.scalars(wanted)}


def _line(unit: Unit, row: Application, name: str, office: str, holder: str) -> QueueLine:
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
    return tuple(Option(str(row.id), row.name) for row in rows)
