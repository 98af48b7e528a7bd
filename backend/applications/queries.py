"""Reading applications for the console: everything scoped to the officer's area in this one place."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, CompoundSelect, func, select, union

from backend.applications import guards
from backend.applications.case_view import case as case
from backend.applications.comparison import may_be_read
from backend.applications.file_names import name_of
from backend.applications.labels import state_label
from backend.applications.lapses import count_waiting
from backend.applications.models import BEFORE_AN_OFFICE, OWN_SIGNS, Application, PaperFileRow
from backend.applications.progress import GRACE
from backend.applications.queue import FIRST_DUE, order_of
from backend.applications.queue_conditions import AT_WORK, conditions_of, offices_within, where_of, within
from backend.applications.receipts import OWN_LENGTH, as_receipt, ending, is_whole, sent_day
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
from backend.core.audit import TAKEN_BACK, AuditEntry
from backend.core.clock import CHINA, day_in_china
from backend.core.masking import mask_name
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.names import is_name, name_index
from backend.people.service import details_of, person_index
from backend.policies.spoken import packs_of_area
from backend.registry import service as registry
from backend.registry.standing import assisted
from backend.rules import IdNumberProblem, parse_id_number
from backend.staff import access
from backend.staff.keyset import COUNTED, Where, count_up_to, cursor_from, cursors, read
from backend.staff.models import OfficeRow, OfficerRow
from backend.staff.tree import placed_name

NEWEST = 5
FOUND_AT_MOST = 20
A_DAY: Final = timedelta(days=1)

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
    order, where = order_of(filters.state, turned=filters.order == "turned"), where_of(unit, officer, filters)
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
    """Cases of a receipt, register or whole ID number, or of a whole name; ask for it by POST, never in a URL.

    A receipt number may lack its beginning. One that became void, because what was sent was taken back, finds the case too.
    """
    officer, text = access.current(unit), text.strip()
    kind = kind_of(unit, text)
    if kind == "id_number":
        number = parse_id_number(text, unit.today).number
        wanted = Application.person_index == person_index(unit, number)
    elif kind == "name":
        named = select(Person.id).where(Person.name_index == name_index(unit, text))
        wanted = Application.person_id.in_(named)
    else:
        wanted = Application.id.in_(_numbered(text))
    found = _found(unit, officer, wanted)
    return found or (_found_by_void_number(unit, officer, as_receipt(text)) if is_whole(text) else ())


def _numbered(text: str) -> CompoundSelect[Any]:
    """The ids behind a number of ours, each way off its own index: joined by OR, the whole table would be read."""
    ways = [select(Application.id).where(Application.receipt == as_receipt(text)), registry.case_of(text)]
    if end := ending(text):
        own = select(Application.id).where(OWN_SIGNS.in_([end[-OWN_LENGTH:]]), Application.receipt.endswith(end))
        ways.append(own)
    return union(*ways)


def _found(unit: Unit, officer: Officer, wanted: ColumnElement[bool]) -> tuple[QueueLine, ...]:
    rows = unit.session.scalars(
        select(Application)
        .where(visible(unit, officer), wanted)
        .order_by(Application.submitted_at.desc())
        .limit(FOUND_AT_MOST)
    )
    return tuple(_lines(unit, list(rows)))


def _found_by_void_number(unit: Unit, officer: Officer, receipt: str) -> tuple[QueueLine, ...]:
    """The case that had this number before it was taken back; only its history names it still.

    A number tells the day it was sent on and is taken back within minutes, so of the history only that day is read.
    """
    sent_on = sent_day(receipt)
    if sent_on is None:
        return ()
    morning = datetime.combine(sent_on, time(), CHINA)
    subjects = unit.session.scalars(
        select(AuditEntry.subject).where(
            TAKEN_BACK,
            AuditEntry.at.between(morning, morning + A_DAY + GRACE),
            AuditEntry.params["receipt"].as_string() == receipt,
        )
    )
    cases = [subject.removeprefix(guards.subject_of("")) for subject in subjects]
    if not cases:
        return ()
    return tuple(replace(line, void=receipt) for line in _found(unit, officer, Application.id.in_(cases)))


def kind_of(unit: Unit, text: str) -> Literal["id_number", "name", "number"]:
    """What somebody looks for; what is neither an ID number nor a name is taken for a number of ours.

    The signs of a receipt may all be letters: its check sign tells it from a name, which is written with a space.
    """
    if ending(text) and " " not in text.strip():
        return "number"
    try:
        parse_id_number(text, unit.today)
    except IdNumberProblem:
        return "name" if is_name(text) else "number"
    return "id_number"


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
    return CaseFile(name_of(unit, row, kept), kept.media_type, unit.services.files.get(kept.id))


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


def _own_stages(unit: Unit, officer: Officer) -> tuple[str, ...]:
    """The names of the reviews this officer's office does; none for who only inspects."""
    if officer.role != "reviewer":
        return ()
    packs = packs_of_area(unit, officer.area)
    named = (stage.name for pack in packs for stage in guards.decides(unit, pack, officer))
    return tuple(dict.fromkeys(named))


def _stages(unit: Unit, officer: Officer) -> tuple[Option, ...]:
    stages = {stage.id: stage.name for pack in packs_of_area(unit, officer.area) for stage in pack.stages}
    return tuple(Option(value, label) for value, label in stages.items())


def _categories(unit: Unit, officer: Officer) -> tuple[Option, ...]:
    """Those one can apply for: no other ever comes to an office as a case."""
    packs = packs_of_area(unit, officer.area)
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
