"""What can be taken out: lists with their columns, read a thousand rows at a time within the officer's area."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from backend.assistance import entries, ledger, months
from backend.assistance.models import ServiceAct
from backend.core.masking import mask_name, mask_phone, mask_text
from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.registry.models import Entry
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
    "office": N_("机构"),
    "owner": N_("责任人"),
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


@dataclass(frozen=True)
class Rows:
    """Some rows, and behind which id the next ones begin; ``after`` 0 at the end."""

    cells: list[list[str]]
    after: int


@dataclass(frozen=True)
class Listing:
    """A list that can be taken out."""

    label: str
    columns: Mapping[str, str]
    here: Callable[[Unit, Wanted], list[ColumnElement[bool]]]
    table: Any
    cells: Callable[[Unit, Any, bool], dict[str, str]]


def count(unit: Unit, wanted: Wanted) -> int:
    """How many rows there are now."""
    listing = LISTINGS[wanted.what]
    conditions = listing.here(unit, wanted)
    return unit.session.scalar(select(func.count()).select_from(listing.table).where(*conditions)) or 0


def rows(unit: Unit, wanted: Wanted, after: int) -> Rows:
    """The next rows, asked with the rights of this very moment."""
    listing = LISTINGS[wanted.what]
    table = listing.table
    asked = select(table).where(*listing.here(unit, wanted), table.id > after).order_by(table.id).limit(CHUNK)
    found = list(unit.session.scalars(asked))
    held = _fetched(unit, found)
    cells = [_picked(listing.cells(unit, row, wanted.whole), wanted.columns) for row in found]
    del held
    return Rows(cells, found[-1].id if len(found) == CHUNK else 0)


def _fetched(unit: Unit, found: list[Any]) -> list[object]:
    """What some rows name, asked for at once; it is at hand while the list is held."""
    wanted: dict[Any, set[Any]] = {
        Person: {row.person_id for row in found},
        OfficeRow: {row.office_id for row in found},
        OfficerRow: {row.owner_id if isinstance(row, Entry) else row.officer_id for row in found},
        Entry: {row.entry_id for row in found if isinstance(row, ServiceAct)},
    }
    asked = (select(table).where(table.id.in_(keys)) for table, keys in wanted.items() if keys)
    return [row for one in asked for row in unit.session.scalars(one)]


def _picked(cells: Mapping[str, str], columns: tuple[str, ...]) -> list[str]:
    return [cells[name] for name in columns]


def _register_here(unit: Unit, _wanted: Wanted) -> list[ColumnElement[bool]]:
    return [access.visible_to(access.current(unit), Entry.office_id)]


def _ledger_here(unit: Unit, wanted: Wanted) -> list[ColumnElement[bool]]:
    month = months.of(months.first_day(wanted.month))
    return [ServiceAct.month == month, access.visible_to(access.current(unit), ServiceAct.office_id)]


def _register_cells(unit: Unit, row: Entry, whole: bool) -> dict[str, str]:
    pack = entries.policy_of(unit, row)
    return _person(unit, row.person_id, whole) | {
        "number": row.number,
        "bases": "、".join(str(pack.category(one).short) for one in row.bases),
        "recognised_on": f"{row.recognised_on}",
        "state": translator("notices", unit.language)(STATES[row.state]),
        "office": _named(unit, OfficeRow, row.office_id),
        "owner": _named(unit, OfficerRow, row.owner_id),
    }


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


def _named(unit: Unit, table: Any, key: int) -> str:
    return str(unit.session.get_one(table, key).name)


LISTINGS: Mapping[str, Listing] = {
    "register": Listing(N_("实名制名册"), REGISTER, _register_here, Entry, _register_cells),
    "ledger": Listing(N_("援助服务台账"), LEDGER, _ledger_here, ServiceAct, _ledger_cells),
}
