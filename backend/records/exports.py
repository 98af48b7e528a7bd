"""Taking lists out: asked for with a reason, made in the background, fetched by whoever asked, gone after a day (C39)."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import select
from uuid_utils.compat import uuid7

from backend.assistance import months
from backend.assistance.entries import free_text, worded
from backend.core import jobs
from backend.core.actors import Officer
from backend.core.clock import CHINA
from backend.core.jobs import JobView, Outcome, Run
from backend.core.problems import Problem, not_found
from backend.core.sheets import MEDIA, Sheet, sheet
from backend.core.unit import Unit
from backend.records import listings
from backend.records.listings import COVERED, LISTINGS, Rows, Wanted
from backend.records.models import Export
from backend.staff import access
from backend.staff.models import OfficeRow, OfficerRow
from backend.staff.tree import placed_name
from locales import translator

KEPT = timedelta(hours=24)
SHOWN = timedelta(days=7)
MOST_OPEN = 3
JOB = "export"


@dataclass(frozen=True)
class NewExport:
    """What an officer asks for; ``whole`` values need a reason."""

    what: str
    format: str
    columns: tuple[str, ...]
    month: str = ""
    whole: bool = False
    reason: str = ""
    office: int = 0
    """Of this office and those below it; 0 is the whole own area."""


@dataclass(frozen=True)
class ExportView:
    """An export as its page shows it."""

    id: str
    what: str
    label: str
    format: str
    columns: tuple[str, ...]
    month: str
    area: str
    """The office chosen; empty for the whole own area."""
    whole: bool
    reason: str
    created_at: datetime
    expires_at: datetime
    over: bool
    job: JobView

    @property
    def ready(self) -> bool:
        return self.job.state == "done" and not self.over


@dataclass(frozen=True)
class Taken:
    """A file on its way out, piece by piece."""

    name: str
    media_type: str
    file_id: str


def ask(unit: Unit, new: NewExport) -> str:
    """Asks for a list of the officer's own area; gives its id.

    Raises 403 ``assistance.read_only``; 422 ``export.what_missing``, ``export.format_missing``,
    ``export.columns_missing``, ``export.office_missing``,
    ``ledger.month_unclear``, ``assistance.reason_missing``; 409 ``export.too_many`` (most).
    """
    officer = _may_take_out(unit)
    wanted = _checked(new)
    if wanted.office and wanted.office not in dict(areas(unit)):
        raise Problem("export.office_missing", 422)
    reason = worded(new.reason, "assistance.reason_missing", 100) if new.whole else free_text(new.reason, 100)
    if sum(one.job.open for one in exports(unit)) >= MOST_OPEN:
        raise Problem("export.too_many", 409, most=MOST_OPEN)
    key = uuid7().hex
    row = Export(
        id=key,
        job_id=jobs.start(unit, JOB, {"export": key}, subject=f"export:{key}"),
        what=wanted.what,
        format=new.format,
        columns=list(wanted.columns),
        month=wanted.month,
        whole=wanted.whole,
        reason=reason,
        officer_id=officer.id,
        office_id=officer.office_id,
        area_id=wanted.office or None,
        created_at=unit.now,
        expires_at=unit.now + KEPT,
    )
    unit.session.add(row)
    whole = "whole" if new.whole else "covered"
    told = {"what": wanted.what, "values": whole, "reason": reason or "--", "columns": len(wanted.columns)}
    unit.audit("export.asked", f"export:{key}", **told)
    return key


def areas(unit: Unit) -> tuple[tuple[int, str], ...]:
    """The offices of the officer's own area, from above: id and name."""
    mine = access.offices_under(access.current(unit).office_id)
    found = unit.session.scalars(select(OfficeRow).where(OfficeRow.id.in_(mine)).order_by(OfficeRow.area))
    return tuple((row.id, placed_name(unit, row)) for row in found)


def exports(unit: Unit) -> tuple[ExportView, ...]:
    """What the acting officer asked for within the last days, newest first."""
    mine = (Export.officer_id == unit.officer.id, Export.office_id == access.current(unit).office_id)
    wanted = select(Export).where(*mine, Export.created_at > unit.now - SHOWN)
    return tuple(_view(unit, row) for row in unit.session.scalars(wanted.order_by(Export.created_at.desc())))


def export(unit: Unit, key: str) -> ExportView:
    """One of the acting officer's exports. Raises 404 ``export.not_found``."""
    return _view(unit, _own(unit, key))


def take(unit: Unit, key: str) -> Taken:
    """Hands a finished file out and says so in the audit.

    Raises 403 ``assistance.read_only``; 404 ``export.not_found``, 410 ``export.over``.
    """
    row = _own(unit, key)
    _may_take_out(unit)
    view = _view(unit, row)
    if view.over:
        raise Problem("export.over", 410)
    if not view.ready:
        raise not_found("export")
    unit.audit("export.taken", f"export:{key}", what=row.what, rows=view.job.summary.get("rows", 0))
    name = f"{row.what}{'-' + row.month if row.month else ''}-{row.created_at.astimezone(CHINA):%Y%m%d-%H%M}.{row.format}"
    return Taken(name, MEDIA[row.format], view.job.file_id)


def make(run: Run) -> Outcome:
    """The job: a thousand rows at a time into a file, so that memory stays flat however long the list is."""
    key = str(run.args["export"])
    wanted, format_, mark, heads = run.work.read_now(run.caller, _order, key)
    with run.folder() as folder:
        path = folder / f"list.{format_}"
        with closing(sheet(format_, path, mark)) as out:
            out.add(heads)
            done = _fill(run, key, wanted, out)
        return Outcome({"rows": done}, run.work.services.files.put_from(path))


def _fill(run: Run, key: str, wanted: Wanted, out: Sheet) -> int:
    """Writes every row, and says how many there were."""
    total = run.work.read_now(run.caller, listings.count, wanted)
    done, after = 0, cast(int | str, 0)
    run.progress(0, total)
    while True:
        found = run.work.read_now(run.caller, _portion, key, wanted, after)
        for cells in found.cells:
            out.add(cells)
        done, after = done + len(found.cells), found.after
        run.progress(done, total)
        if not after:
            return done


def forget_exports(unit: Unit) -> int:
    """Deletes the files of exports whose day is over, and says how many."""
    gone = unit.session.scalars(select(Export).where(Export.expires_at <= unit.now)).all()
    return sum(jobs.drop_file(unit, row.job_id) for row in gone)


def pieces(unit: Unit, taken: Taken) -> Iterator[bytes]:
    """The content, some megabytes at a time."""
    return unit.services.files.pieces(taken.file_id)


def _checked(new: NewExport) -> Wanted:
    if new.what not in LISTINGS:
        raise Problem("export.what_missing", 422)
    if new.format not in MEDIA:
        raise Problem("export.format_missing", 422)
    columns = tuple(name for name in LISTINGS[new.what].columns if name in new.columns)
    if not columns:
        raise Problem("export.columns_missing", 422)
    month = months.of(months.first_day(new.month)) if new.what == "ledger" else ""
    return Wanted(new.what, columns, new.whole, month, new.office)


def _order(unit: Unit, key: str) -> tuple[Wanted, str, str, list[str]]:
    """What is to be made: the list, its format, the mark, and the heads of the columns."""
    _ = translator("notices", unit.language)
    row = unit.session.get_one(Export, key)
    officer = unit.session.get_one(OfficerRow, row.officer_id)
    listing = LISTINGS[row.what]
    covered = any(name in COVERED for name in row.columns) and not row.whole
    mark = _("{what}{of}，{office} {who} 于 {when} 导出，{values}。仅限工作使用，不得外传。").format(
        what=_(listing.label),
        office=officer.office.name,
        of=_("（{office}）").format(office=_area(unit, row)) if row.area_id else "",
        who=officer.name,
        when=f"{row.created_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
        values=_("个人信息已隐藏") if covered else _("含完整个人信息") if row.whole else _("不含个人信息"),
    )
    heads = [_(listing.columns[name]) for name in row.columns]
    wanted = Wanted(row.what, tuple(row.columns), row.whole, row.month, row.area_id or 0)
    return wanted, row.format, mark, heads


def _area(unit: Unit, row: Export) -> str:
    return placed_name(unit, unit.session.get_one(OfficeRow, row.area_id)) if row.area_id else ""


def _may_take_out(unit: Unit) -> Officer:
    """Raises 403 ``assistance.read_only`` for a role that reads no lists."""
    officer = access.current(unit)
    if officer.role not in ("reviewer", "inspector"):
        raise Problem("assistance.read_only", 403)
    return officer


def _portion(unit: Unit, key: str, wanted: Wanted, after: int | str) -> Rows:
    """The next rows, for whoever asked as long as she is still where she asked: no list is of two areas."""
    _own(unit, key)
    return listings.rows(unit, wanted, after)


def _own(unit: Unit, key: str) -> Export:
    """An export of the acting officer, asked for at the office of now: who moves on leaves her lists behind (S19)."""
    row = unit.session.get(Export, key)
    if row is None or (row.officer_id, row.office_id) != (unit.officer.id, access.current(unit).office_id):
        raise not_found("export")
    return row


def _view(unit: Unit, row: Export) -> ExportView:
    _ = translator("notices", unit.language)
    return ExportView(
        id=row.id,
        what=row.what,
        label=_(LISTINGS[row.what].label),
        format=row.format,
        columns=tuple(_(LISTINGS[row.what].columns[name]) for name in row.columns),
        month=row.month,
        area=_area(unit, row),
        whole=row.whole,
        reason=row.reason,
        created_at=row.created_at,
        expires_at=row.expires_at,
        over=row.expires_at <= unit.now,
        job=jobs.view(unit, row.job_id),
    )
