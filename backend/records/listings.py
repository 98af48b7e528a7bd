"""What can be taken out: lists with their columns, read a thousand rows at a time within the officer's area."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from backend.applications.labels import state_label
from backend.applications.models import Application
from backend.applications.scope import visible
from backend.assistance import entries, ledger, months
from backend.assistance.models import ServiceAct
from backend.core.clock import CHINA
from backend.core.masking import mask_name, mask_phone, mask_text
from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.policies.spoken import pack_of
from backend.registry.models import Entry, ExitProposal
from backend.registry.service import STATES
from backend.staff import access
from backend.staff.models import OfficeRow, OfficerRow
from locales import translator

CHUNK = 1000
PLACE_SHOWN = 6

REGISTER: Mapping[str, str] = {
    "number": N_("登记编号"),
    "name": N_("姓名"),
    "id_number": N_("身份证号码"),
    "phone": N_("联系电话"),
    "bases": N_("认定类别"),
    "recognised_on": N_("认定日期"),
    "state": N_("状态"),
    "exit_ground": N_("退出情形"),
    "exited_on": N_("退出日期"),
    "recorded_at": N_("退出记载时间"),
    "policy": N_("依据文件"),
    "office": N_("机构"),
    "owner": N_("责任人"),
}
EXITS: Mapping[str, str] = {
    "number": N_("登记编号"),
    "name": N_("姓名"),
    "id_number": N_("身份证号码"),
    "phone": N_("联系电话"),
    "effect": N_("结果"),
    "bases": N_("认定类别"),
    "exit_ground": N_("退出情形"),
    "article": N_("条款"),
    "exited_on": N_("退出日期"),
    "recorded_at": N_("退出记载时间"),
    "policy": N_("依据文件"),
    "office": N_("机构"),
}
CASES: Mapping[str, str] = {
    "receipt": N_("受理编号"),
    "name": N_("姓名"),
    "id_number": N_("身份证号码"),
    "phone": N_("联系电话"),
    "bases": N_("申请类别"),
    "state": N_("状态"),
    "submitted_on": N_("提交日期"),
    "due_on": N_("办理期限"),
    "decided_on": N_("办结日期"),
    "policy": N_("依据文件"),
    "station": N_("受理机构"),
    "office": N_("现在办理的机构"),
}
LEDGER: Mapping[str, str] = {
    "month": N_("台账月份"),
    "line": N_("台账序号"),
    "done_on": N_("服务日期"),
    "number": N_("登记编号"),
    "name": N_("姓名"),
    "id_number": N_("身份证号码"),
    "phone": N_("联系电话"),
    "kind": N_("服务"),
    "gift": N_("五送"),
    "offered": N_("推荐的岗位或课程"),
    "place": N_("地点"),
    "outcome": N_("结果"),
    "note": N_("备注"),
    "office": N_("机构"),
    "officer": N_("经办人"),
}
COVERED = ("name", "id_number", "phone", "place")
"""The columns that are covered unless a reason was given."""


@dataclass(frozen=True)
class Wanted:
    """What an export is to hold."""

    what: str
    columns: tuple[str, ...]
    whole: bool
    month: str = ""
    office: int = 0
    """Of this office and those below it; 0 is the whole own area."""


@dataclass(frozen=True)
class Rows:
    """Some rows, and behind which id the next ones begin; ``after`` is 0 at the end."""

    cells: list[list[str]]
    after: int | str


@dataclass(frozen=True)
class Listing:
    """A list that can be taken out."""

    label: str
    columns: Mapping[str, str]
    here: Callable[[Unit, Wanted], list[ColumnElement[bool]]]
    table: Any
    cells: Callable[[Unit, Any, bool], dict[str, str]]
    office: Callable[[Any], ColumnElement[bool]]
    """The condition that a row belongs to some offices, given as a query of their ids."""


def count(unit: Unit, wanted: Wanted) -> int:
    """How many rows there are now."""
    conditions = _here(unit, wanted)
    return unit.session.scalar(select(func.count()).select_from(LISTINGS[wanted.what].table).where(*conditions)) or 0


def rows(unit: Unit, wanted: Wanted, after: int | str) -> Rows:
    """The next rows, asked with the rights of this very moment."""
    listing = LISTINGS[wanted.what]
    table = listing.table
    behind = [table.id > after] if after else []
    asked = select(table).where(*_here(unit, wanted), *behind).order_by(table.id).limit(CHUNK)
    found = list(unit.session.scalars(asked))
    held = _fetched(unit, found)
    cells = [_picked(listing.cells(unit, row, wanted.whole), wanted.columns) for row in found]
    del held
    return Rows(cells, found[-1].id if len(found) == CHUNK else 0)


def _here(unit: Unit, wanted: Wanted) -> list[ColumnElement[bool]]:
    """The rows of a list that this officer may see, of one office and those below it where one was chosen."""
    listing = LISTINGS[wanted.what]
    conditions = listing.here(unit, wanted)
    return [*conditions, listing.office(access.offices_under(wanted.office))] if wanted.office else conditions


def _fetched(unit: Unit, found: list[Any]) -> list[object]:
    """What some rows name, asked for at once; it is at hand while the list is held."""
    entries_ = _by_id(unit, Entry, {row.entry_id for row in found if isinstance(row, ServiceAct | ExitProposal)})
    named: list[Any] = [*(row for row in found if not isinstance(row, ExitProposal)), *entries_]
    offices = {row.office_id for row in named} | {row.station_id for row in named if isinstance(row, Application)}
    officers = {row.owner_id for row in named if isinstance(row, Entry)}
    officers |= {row.officer_id for row in named if isinstance(row, ServiceAct)}
    people = _by_id(unit, Person, {row.person_id for row in named})
    return [*entries_, *people, *_by_id(unit, OfficeRow, offices), *_by_id(unit, OfficerRow, officers)]


def _by_id(unit: Unit, table: Any, keys: set[Any]) -> list[Any]:
    return list(unit.session.scalars(select(table).where(table.id.in_(keys)))) if keys else []


def _picked(cells: Mapping[str, str], columns: tuple[str, ...]) -> list[str]:
    return [cells[name] for name in columns]


def _register_here(unit: Unit, _wanted: Wanted) -> list[ColumnElement[bool]]:
    return [access.visible_to(access.current(unit), Entry.office_id)]


def _ledger_here(unit: Unit, wanted: Wanted) -> list[ColumnElement[bool]]:
    month = months.of(months.first_day(wanted.month))
    return [ServiceAct.month == month, access.visible_to(access.current(unit), ServiceAct.office_id)]


def _exits_here(unit: Unit, _wanted: Wanted) -> list[ColumnElement[bool]]:
    here = select(Entry.id).where(access.visible_to(access.current(unit), Entry.office_id))
    return [ExitProposal.state == "confirmed", ExitProposal.entry_id.in_(here)]


def _cases_here(unit: Unit, _wanted: Wanted) -> list[ColumnElement[bool]]:
    return [Application.submitted_at.is_not(None), visible(unit, access.current(unit))]


def _register_cells(unit: Unit, row: Entry, whole: bool) -> dict[str, str]:
    pack = entries.policy_of(unit, row)
    ended = _end_of(unit, row) if row.state == "exited" else None
    return _person(unit, row.person_id, whole) | {
        "number": row.number,
        "bases": "、".join(str(pack.category(one).short) for one in row.bases),
        "recognised_on": f"{row.recognised_on}",
        "state": translator("notices", unit.language)(STATES[row.state]),
        "exit_ground": _ground(unit, row, ended)[0] if ended else "",
        "exited_on": f"{row.exited_on or ''}",
        "recorded_at": _moment(row.exited_at),
        "policy": str(pack.number),
        "office": _named(unit, OfficeRow, row.office_id),
        "owner": _named(unit, OfficerRow, row.owner_id),
    }


def _end_of(unit: Unit, row: Entry) -> ExitProposal | None:
    """The exit that ended an entry; none where an automatic recognition was annulled."""
    confirmed = select(ExitProposal).where(ExitProposal.entry_id == row.id, ExitProposal.state == "confirmed")
    return unit.session.scalar(confirmed.order_by(ExitProposal.id.desc()).limit(1))


def _ground(unit: Unit, entry: Entry, one: ExitProposal) -> tuple[str, str]:
    """The ground of an exit and its article, by the version it was decided under."""
    pack = pack_of(unit, entry.pack, one.pack_version)
    ground = pack.exit_ground(one.ground)
    label = getattr(ground.terms(one.reason), "label", ground.label)
    return str(label), str(pack.citations[ground.citation_id].article)


def _exits_cells(unit: Unit, row: ExitProposal, whole: bool) -> dict[str, str]:
    entry = unit.session.get_one(Entry, row.entry_id)
    pack, (ground, article) = entries.policy_of(unit, entry), _ground(unit, entry, row)
    _ = translator("notices", unit.language)
    ended = entry.state == "exited" and _end_of(unit, entry) is row
    return _person(unit, entry.person_id, whole) | {
        "number": entry.number,
        "effect": _("身份退出") if ended else _("类别失效"),
        "bases": "、".join(str(pack.category(one).short) for one in row.bases),
        "exit_ground": ground,
        "article": article,
        "exited_on": f"{row.effective_on}",
        "recorded_at": _moment(row.decided_at),
        "policy": str(pack.number),
        "office": _named(unit, OfficeRow, entry.office_id),
    }


def _cases_cells(unit: Unit, row: Application, whole: bool) -> dict[str, str]:
    pack = pack_of(unit, row.pack, row.pack_version)
    return _person(unit, str(row.person_id), whole) | {
        "receipt": row.receipt or "",
        "bases": "、".join(str(pack.category(one).short) for one in row.categories),
        "state": state_label(row.state, unit.language),
        "submitted_on": _moment(row.submitted_at)[:10],
        "due_on": f"{row.due_on or ''}",
        "decided_on": _moment(row.decided_at)[:10],
        "policy": str(pack.number),
        "station": _named(unit, OfficeRow, row.station_id),
        "office": _named(unit, OfficeRow, row.office_id),
    }


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}" if moment else ""


def _ledger_cells(unit: Unit, row: ServiceAct, whole: bool) -> dict[str, str]:
    line = ledger.line(unit, row)
    return _person(unit, row.person_id, whole) | {
        "month": row.month,
        "line": str(line.id),
        "done_on": f"{line.done_on}",
        "number": line.number,
        "kind": line.kind,
        "gift": line.gift,
        "offered": "；".join(line.offered),
        "place": line.place if whole else mask_text(line.place, PLACE_SHOWN),
        "outcome": line.outcome,
        "note": _note(unit, line),
        "office": line.office,
        "officer": line.officer,
    }


def _note(unit: Unit, line: ledger.LedgerLine) -> str:
    _ = translator("notices", unit.language)
    if line.void:
        return _("作废第{line}条").format(line=line.corrects)
    if line.corrects:
        return _("更正第{line}条").format(line=line.corrects)
    if line.corrected:
        return _("已更正")
    return _("补记") if line.late else ""


def _person(unit: Unit, person_id: str, whole: bool) -> dict[str, str]:
    details = details_of(unit, unit.session.get_one(Person, person_id))
    if whole:
        return {name: str(details[name]) for name in ("name", "id_number", "phone")}
    return {
        "name": mask_name(details["name"]),
        "id_number": mask_for_export(details["id_number"]),
        "phone": mask_phone(details["phone"]),
    }


def mask_for_export(id_number: str) -> str:
    """Lists that leave the house keep the first and the last sign (S26)."""
    return f"{id_number[:1]}{'*' * (len(id_number) - 2)}{id_number[-1:]}"


def _named(unit: Unit, table: Any, key: int | None) -> str:
    return str(unit.session.get_one(table, key).name) if key else ""


def _of_entries(offices: Any) -> ColumnElement[bool]:
    return ExitProposal.entry_id.in_(select(Entry.id).where(Entry.office_id.in_(offices)))


def _of_cases(offices: Any) -> ColumnElement[bool]:
    return Application.station_id.in_(offices)


LISTINGS: Mapping[str, Listing] = {
    "register": Listing(N_("实名制名册"), REGISTER, _register_here, Entry, _register_cells, Entry.office_id.in_),
    "ledger": Listing(
        N_("援助服务台账"), LEDGER, _ledger_here, ServiceAct, _ledger_cells, ServiceAct.office_id.in_
    ),
    "exits": Listing(N_("退出"), EXITS, _exits_here, ExitProposal, _exits_cells, _of_entries),
    "cases": Listing(N_("申请"), CASES, _cases_here, Application, _cases_cells, _of_cases),
}
