"""The job that screens a list: counts for everybody, and whoever may fit becomes a candidate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
from uuid_utils.compat import uuid7

from backend.columns.cells import CellProblem, CellReader
from backend.columns.register import RESULT, Policies
from backend.columns.screening import Screened, Screening
from backend.columns.sources import Source, opened
from backend.core.database import insert_new
from backend.core.jobs import Outcome, Run
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.finding import lists
from backend.finding.guards import areas_of
from backend.finding.known import known_already
from backend.finding.models import Candidate, PeopleList
from backend.finding.preview import HUKOU, MOST_PROBLEMS, Columns, columns_of, file_in_words, kept_problems
from backend.people.service import person_index
from backend.rules import Verdict
from backend.rules.id_number import LENGTH

ROWS_A_STEP = 4096
FITS = (Verdict.CONFIRM.word, Verdict.YES.word)


@dataclass(frozen=True)
class Task:
    """What the job needs to know of its list."""

    file_id: str
    suffix: str
    policies: Policies
    offices: dict[str, int]


@dataclass(frozen=True)
class Found:
    """Somebody who may fit."""

    id_number: str
    name: str
    phone: str
    address: str
    area: str
    verdict: str
    categories: tuple[str, ...]


@dataclass
class Part:
    """A stretch of rows: what is counted, and who may fit."""

    rows: int
    results: dict[str, int]
    categories: dict[str, dict[str, int]]
    problems: list[list[Any]] = field(default_factory=list)
    areas: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    people: list[Found] = field(default_factory=list)


def screen_list(run: Run) -> Outcome:
    """Goes through the list, a stretch of rows a transaction. The file goes with the last of them."""
    list_id = run.args["list_id"]
    task = run.work.read_now(run.caller, _task, list_id)
    if task is None:
        return Outcome()
    with run.folder() as folder, file_in_words():
        path = folder / f"list{task.suffix}"
        run.work.services.files.copy_to(task.file_id, path)
        _screened(run, list_id, task, path)
    run.step(_close, list_id)
    return Outcome()


def _screened(run: Run, list_id: str, task: Task, path: Path) -> None:
    source = opened(path)
    done = 0
    for number, part in enumerate(_parts(source, task)):
        done += part.rows
        if number >= run.cursor:
            run.step(_take, list_id, task, part)
            run.progress(done, source.rows or 0)


def _parts(source: Source, task: Task) -> Iterator[Part]:
    where = columns_of(source, task.policies)
    screening = Screening(task.policies, source.schema, where.kept)
    reader = _Reader(where, task.policies)
    for batch in source.batches(screening.needs):
        screened = screening.screen(batch)
        for at in range(0, screened.frame.height, ROWS_A_STEP):
            yield reader.part(screened, at)


class _Reader:
    """Turns screened rows into counts and people."""

    def __init__(self, where: Columns, policies: Policies) -> None:
        vocabulary = policies.packs[0].vocabulary.facts
        number = next(fact for fact in vocabulary.values() if fact.kind == "id_number")
        self.where = where
        self.numbers = policies.cells(number)
        self.places = policies.cells(vocabulary[HUKOU])

    def part(self, screened: Screened, at: int) -> Part:
        frame = screened.frame.slice(at, ROWS_A_STEP)
        part = Part(
            rows=frame.height,
            results=_counted(frame[RESULT]),
            categories={
                name: {word: n for word, n in _counted(frame[name]).items() if word in FITS}
                for name in screened.categories
            },
            problems=kept_problems(
                (one.line, one.column, one.reason) for one in screened.problems[: 0 if at else MOST_PROBLEMS]
            ),
        )
        fitting = frame.filter(pl.col(RESULT).cast(pl.String).is_in(FITS))
        for row in fitting.iter_rows(named=True):
            self._person(row, screened.categories, part)
        return part

    def _person(self, row: dict[str, Any], categories: Sequence[str], part: Part) -> None:
        area = _read(self.places, row[self.where.hukou])
        number = _read(self.numbers, row[self.where.id_number])
        part.areas[area] += 1
        if len(number) != LENGTH:
            part.left_out["no_id_number"] += 1
            return
        part.people.append(
            Found(
                id_number=number,
                name=_text(row, self.where.name),
                phone=_text(row, self.where.phone),
                address=_text(row, self.where.address),
                area=area,
                verdict=str(row[RESULT]),
                categories=tuple(name for name in categories if row[name] in FITS),
            )
        )


def _take(unit: Unit, list_id: str, task: Task, part: Part) -> None:
    """One stretch: its counts, and its people who are neither known already nor of another area."""
    row = unit.session.get_one(PeopleList, list_id, with_for_update=True)
    own = [one for one in part.people if one.area in task.offices]
    indices = {person_index(unit, one.id_number): one for one in own}
    known = known_already(unit, row.pack, indices)
    fresh = {index: one for index, one in indices.items() if index not in known}
    rows = [_candidate(unit, row, index, one, task.offices[one.area]) for index, one in fresh.items()]
    new = insert_new(unit.session, Candidate, rows, ("pack", "id_index"))
    left_out = part.left_out + Counter(known.values())
    left_out["other_area"] += len(part.people) - len(own)
    left_out["twice"] += len(own) - len(known) - new
    row.counts = _added(row.counts, part, left_out, new)
    row.problems = [*row.problems, *part.problems][:MOST_PROBLEMS]


def _close(unit: Unit, list_id: str) -> None:
    row = unit.session.get_one(PeopleList, list_id, with_for_update=True)
    row.screened_at = unit.now
    lists.forget_file(unit, row)
    unit.audit("list.screened", lists.subject_of(row.id), found=row.counts.get("found", 0))


def _task(unit: Unit, list_id: str) -> Task | None:
    row = unit.session.get_one(PeopleList, list_id)
    if not row.file_id:
        return None
    catalogue = unit.services.catalogue
    pack = catalogue.version(row.pack, row.pack_version) or catalogue.packs.get(row.pack)
    if pack is None:
        raise Problem("policy.not_found", 404)
    policies = lists.policies_of(unit, pack, row.as_of)
    suffix = Path(row.file_name).suffix.lower()
    return Task(row.file_id, suffix, policies, areas_of(unit, row.office_id))


def _candidate(unit: Unit, row: PeopleList, index: str, one: Found, office_id: int) -> dict[str, Any]:
    candidate_id = uuid7().hex
    details = {"id_number": one.id_number, "name": one.name, "phone": one.phone, "address": one.address}
    return {
        "id": candidate_id,
        "list_id": row.id,
        "pack": row.pack,
        "id_index": index,
        "sealed": unit.vault.seal(details, place_of(candidate_id)),
        "verdict": one.verdict,
        "categories": list(one.categories),
        "area": one.area,
        "office_id": office_id,
        "state": "found",
        "way": "",
        "moved_at": unit.now,
    }


def place_of(candidate_id: str) -> str:
    return f"candidates.sealed|{candidate_id}"


def _added(before: dict[str, Any], part: Part, left_out: Counter[str], new: int) -> dict[str, Any]:
    """The counts of the list with one stretch more; a new value, so that the database sees it."""
    news = {"results": part.results, "areas": part.areas, "left_out": left_out}
    added: dict[str, Any] = {
        kind: dict(Counter(before.get(kind, {})) + Counter(more)) for kind, more in news.items()
    }
    earlier = before.get("categories", {})
    added["categories"] = {
        name: dict(Counter(earlier.get(name, {})) + Counter(words)) for name, words in part.categories.items()
    }
    return added | {"found": before.get("found", 0) + new}


def _counted(column: pl.Series) -> dict[str, int]:
    counts = column.cast(pl.String).drop_nulls().value_counts()
    return dict(zip(counts[counts.columns[0]], counts["count"], strict=True))


def _read(cells: CellReader, cell: object) -> str:
    try:
        return (cells.read(str(cell)) or "") if cell is not None else ""
    except CellProblem:
        return ""


def _text(row: dict[str, Any], header: str) -> str:
    cell = row.get(header) if header else None
    return "" if cell is None else str(cell).strip()[:200]
