"""A list of registrations: kept and looked at like any list of people, then taken in row by row."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from backend.automatic.reading import (
    NUMBER,
    REGISTERED_ON,
    New,
    WrongCell,
    answers_from,
    automatic_packs,
    policies_of,
)
from backend.automatic.service import take
from backend.columns.intake import FactColumn
from backend.columns.register import Policies
from backend.columns.screening import Batch
from backend.columns.sources import opened
from backend.core import jobs
from backend.core.jobs import Outcome, Run
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.finding import lists
from backend.finding.guards import own_list, own_packs
from backend.finding.models import PeopleList
from backend.finding.preview import HUKOU, MOST_PROBLEMS, Columns, columns_of, file_in_words, kept_problems
from backend.rules import Pack
from backend.rules.said import N_
from backend.staff import access
from backend.staff.duty import nearest_office

REGISTRATIONS: Final = "registrations"
TAKE: Final = "automatic.take"
ROWS_A_STEP = 50


@dataclass(frozen=True)
class Task:
    """What the job needs to know of its list."""

    file_id: str
    suffix: str
    policies: Policies
    offices: frozenset[int]


@dataclass
class Part:
    """Some rows: those that can be read, and what is wrong with the others as [line, column, reason]."""

    rows: list[New] = field(default_factory=list)
    problems: list[list[Any]] = field(default_factory=list)


def packs(unit: Unit) -> tuple[Pack, ...]:
    """The policies of the officer's city under which somebody is recognised automatically."""
    return automatic_packs(own_packs(unit))


def start(unit: Unit, list_id: str) -> lists.Kept:
    """Starts taking the list in; asking twice starts it once. Raises 404 ``list.not_found``, 409 ``finding.screened``."""
    row = own_list(unit, list_id, lock=True, purpose=REGISTRATIONS)
    if not row.file_id:
        raise Problem("finding.screened", 409)
    if not row.screen_job or not jobs.view(unit, row.screen_job).open:
        row.counts, row.problems, row.as_of = {}, [], unit.today
        row.screen_job = jobs.start(unit, TAKE, {"list_id": row.id}, subject=lists.subject_of(row.id))
        unit.audit("list.taking_in", lists.subject_of(row.id))
    return lists.Kept(row.id)


def discard(unit: Unit, list_id: str) -> None:
    """Throws the file away before it is taken in. Raises 404 ``list.not_found``."""
    row = own_list(unit, list_id, lock=True, purpose=REGISTRATIONS)
    lists.forget_file(unit, row)
    unit.audit("list.discarded", lists.subject_of(row.id))


def take_in(run: Run) -> Outcome:
    """Goes through the list, fifty rows a transaction. The file goes with the last of them."""
    list_id = run.args["list_id"]
    task = run.work.read_now(run.caller, _task, list_id)
    if task is None:
        return Outcome()
    with TemporaryDirectory(dir=run.work.services.settings.data) as folder, file_in_words():
        path = Path(folder) / f"list{task.suffix}"
        run.work.services.files.copy_to(task.file_id, path)
        done = 0
        for number, part in enumerate(_parts(path, task, list_id)):
            done += len(part.rows) + len(part.problems)
            if number >= run.cursor:
                run.step(_take, list_id, task, part)
                run.progress(done, 0)
    run.step(_close, list_id)
    return Outcome()


def _parts(path: Path, task: Task, list_id: str) -> Iterator[Part]:
    source = opened(path)
    where, columns = columns_of(source, task.policies), task.policies.columns(list(source.schema))
    for batch in source.batches(list(source.schema)):
        rows = list(zip(batch.lines, batch.frame.iter_rows(named=True), strict=True))
        for at in range(0, len(rows), ROWS_A_STEP):
            yield _part(rows[at : at + ROWS_A_STEP], batch, where, columns, task, list_id)


def _part(
    rows: list[tuple[int, dict[str, Any]]],
    batch: Batch,
    where: Columns,
    columns: dict[str, FactColumn],
    task: Task,
    list_id: str,
) -> Part:
    part, broken = Part(), {one.line: one for one in batch.problems}
    for line, cells in rows:
        if line in broken:
            part.problems += kept_problems([(line, broken[line].column, broken[line].reason)])
            continue
        try:
            part.rows.append(_new(cells, where, columns, task, list_id))
        except WrongCell as problem:
            part.problems += kept_problems([(line, problem.column, problem.reason)])
    return part


def _new(
    cells: dict[str, Any], where: Columns, columns: dict[str, FactColumn], task: Task, list_id: str
) -> New:
    policies = task.policies
    answers = answers_from(columns, cells, policies)
    number, area = answers.get(NUMBER), answers.get(HUKOU)
    for header, value in ((where.id_number, number), (where.hukou, area)):
        if not value:
            raise WrongCell(header, N_("没有填写"))
    name = str(cells.get(where.name) or "").strip()[:60]
    if not name:
        raise WrongCell(where.name or N_("姓名"), N_("没有填写"))
    day = answers.get(REGISTERED_ON)
    told = [str(cells.get(header) or "").strip()[:200] for header in (where.phone, where.address)]
    return New(
        id_number=str(number),
        name=name,
        phone=told[0][:30],
        address=told[1],
        area=str(area),
        registered_on=day if isinstance(day, date) else policies.today,
        answers=answers,
        list_id=list_id,
    )


def _take(unit: Unit, list_id: str, task: Task, part: Part) -> None:
    row = unit.session.get_one(PeopleList, list_id, with_for_update=True)
    counts: Counter[str] = Counter(row.counts.get("outcomes", {}))
    for new in part.rows:
        counts[_one(unit, task, new)] += 1
    counts["invalid"] += len(part.problems)
    row.counts = {"outcomes": dict(counts)}
    row.problems = [*row.problems, *part.problems][:MOST_PROBLEMS]


def _one(unit: Unit, task: Task, new: New) -> str:
    pack = task.policies.packs[0]
    office = nearest_office(unit, new.area, pack.region)
    if office is None or office.id not in task.offices:
        return "other_area"
    return take(unit, pack, new).outcome


def _close(unit: Unit, list_id: str) -> None:
    row = unit.session.get_one(PeopleList, list_id, with_for_update=True)
    row.screened_at = unit.now
    lists.forget_file(unit, row)
    unit.audit("list.taken_in", lists.subject_of(row.id), count=row.counts.get("outcomes", {}).get("recognised", 0))


def _task(unit: Unit, list_id: str) -> Task | None:
    row = unit.session.get_one(PeopleList, list_id)
    if not row.file_id:
        return None
    pack = unit.services.catalogue.packs.get(row.pack)
    if pack is None:
        raise Problem("policy.not_found", 404)
    offices = frozenset(unit.session.scalars(access.offices_under(row.office_id)))
    return Task(row.file_id, Path(row.file_name).suffix.lower(), policies_of(unit, pack), offices)
