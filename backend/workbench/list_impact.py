"""The impact on people who stand in no register of ours: an uploaded list of up to a million, reckoned in the background.

The list is sealed while it waits and goes when the job ends. What stays is the figures, and a list of those whom the new
version touches, masked.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import delete, func, select

from backend.columns.intake import RowProblem
from backend.columns.outputs import written
from backend.columns.progress import FILE_TROUBLES, reason_of
from backend.columns.register import RegisterProblem
from backend.columns.sources import opened
from backend.core import jobs
from backend.core.jobs import JobView, Outcome, Run
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.rules import Pack
from backend.rules.catalogue import Divisions
from backend.rules.said import N_, Said, kept, of_kept
from backend.workbench.checks import read
from backend.workbench.effects import TURNS, Turn, longest
from backend.workbench.evidence import current_mark
from backend.workbench.guards import seen, subject_of
from backend.workbench.impact import ANY, UNKNOWN_AREA, Impact, Tally, portions
from backend.workbench.models import ListPortion
from backend.workbench.reckonings import older_than
from backend.workbench.shelf import shelf_of

IMPACT = "policy.impact"
Counts = dict[Turn, int]


@dataclass(frozen=True)
class ListImpact:
    """The figures of a list by category and county. ``problems`` name the first rows that were left out;
    ``outdated`` when the version was changed since."""

    day: date
    people: int
    invalid: int
    problems: tuple[str, ...]
    total: Counts
    by_category: dict[str, Counts]
    by_area: dict[str, Counts]
    affected: int
    outdated: bool

    @property
    def most(self) -> int:
        """The longest bar of a chart, at least 1."""
        return longest(self.by_category, self.by_area)


def start(unit: Unit, version_id: str, file_id: str, suffix: str, rows: int) -> str:
    """Starts the reckoning of a stored list under the text and the day of this moment.

    Raises 409 ``policy.day_missing``.
    """
    row = seen(unit, version_id)
    if row.effective_from is None:
        raise Problem("policy.day_missing", 409)
    args = {
        "version_id": row.id,
        "pack": row.pack,
        "content": row.content,
        "older": older_than(unit, row).version,
        "day": row.effective_from.isoformat(),
        "mark": current_mark(row, "impact"),
        "file_id": file_id,
        "suffix": suffix,
    }
    unit.audit("policy.list_sent", subject_of(row.id), rows=rows)
    return jobs.start(unit, IMPACT, args, subject=subject_of(row.id))


def reckon(run: Run) -> Outcome:
    """Reads the list under both versions and keeps the figures, and the masked list of those it touches.

    Each portion is kept as it comes; whoever goes on after a crash begins behind the last one.
    """
    args, files = run.args, run.work.services.files
    old = run.work.read_now(run.caller, _older, args)
    policies = shelf_of(run.work.services).policies
    new = read(policies, args["pack"], args["content"]).pack
    if new is None:
        raise Problem("policy.lint_missing", 409)
    with run.folder() as folder:
        register, out = folder / f"list{args['suffix']}", folder / "impact.csv"
        files.copy_to(args["file_id"], register)
        day, divisions = date.fromisoformat(args["day"]), policies.catalogue.divisions
        with in_words():
            source = opened(register)
            done = run.work.read_now(run.caller, _rows_done, run.job_id)
            for part, rows in portions(old, new, divisions, day, source, done):
                run.step(_keep, run.job_id, part, rows)
                done += part.rows
                run.progress(done, max(source.rows or 0, done))
        found, affected = _gathered(run, day, out)
        file_id = files.put_from(out)
    return Outcome(summary_of(old, new, divisions, found, affected) | {"mark": args["mark"]}, file_id)


def forget_portions(unit: Unit) -> int:
    """Deletes the portions of reckonings that have ended, and says how many there were."""
    gone = delete(ListPortion).where(ListPortion.job_id.not_in(jobs.open_ids())).returning(ListPortion.number)
    return len(unit.session.scalars(gone).all())


def _older(unit: Unit, args: Mapping[str, Any]) -> Pack:
    """What it is compared with: the same for every portion, whatever is published meanwhile."""
    found = unit.services.catalogue.version(args["pack"], args["older"])
    if found is None:
        raise Problem("policy.impact_outdated", 409)
    return found


def _keep(unit: Unit, job_id: str, part: Impact, rows: pl.DataFrame) -> None:
    number = unit.session.scalar(select(func.count()).where(ListPortion.job_id == job_id)) or 0
    written = io.BytesIO()
    rows.write_parquet(written)
    unit.session.add(
        ListPortion(
            job_id=job_id,
            number=number,
            figures=part.to_kept(),
            touched=unit.vault.seal_bytes(written.getvalue(), _place(job_id, number)),
        )
    )


def _rows_done(unit: Unit, job_id: str) -> int:
    kept = unit.session.scalars(select(ListPortion.figures).where(ListPortion.job_id == job_id))
    return sum(figures["rows"] for figures in kept)


def _gathered(run: Run, day: date, out: Path) -> tuple[Impact, int]:
    """All portions together, and how many rows were written to the list."""
    found, affected, number = Impact(day), 0, 0
    with in_words(), written(out) as sink:
        while part := run.work.read_now(run.caller, _portion, run.job_id, number, day):
            figures, rows = part
            found.take(figures)
            sink.write(rows)
            affected, number = affected + rows.height, number + 1
    return found, affected


def _portion(unit: Unit, job_id: str, number: int, day: date) -> tuple[Impact, pl.DataFrame] | None:
    row = unit.session.get(ListPortion, (job_id, number))
    if row is None:
        return None
    rows = pl.read_parquet(unit.vault.open_bytes(row.touched, _place(job_id, number)))
    return Impact.from_kept(day, row.figures), rows


def _place(job_id: str, number: int) -> str:
    return f"policy_list_portions.touched|{job_id}|{number}"


class in_words:
    """What can go wrong while a list is read, as a refusal in words."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, RegisterProblem):
            raise Problem("policy.list_unreadable", 422, why=error.sentence) from None
        if isinstance(error, FILE_TROUBLES):
            raise Problem("policy.list_unreadable", 422, why=reason_of(error)) from None


def summary_of(
    old: Pack, new: Pack, divisions: Divisions, found: Impact, affected: int
) -> dict[str, Any]:
    """The figures as they are kept: no row, no value of a cell."""
    return {
        "day": found.on.isoformat(),
        "people": found.rows,
        "invalid": found.invalid,
        "problems": [kept(_line(one)) for one in found.problems],
        "total": _counts(found.of()),
        "by_category": dict(_categories(old, new, found)),
        "by_area": {
            divisions.full_name(area) if area else UNKNOWN_AREA: _counts(found.tallies[ANY][area])
            for area in found.areas
        },
        "affected": affected,
    }


def _line(one: RowProblem) -> Said:
    """What is wrong with a row, without what stands in its cell."""
    return N_("第{line}行，{column}：{reason}", line=one.line, column=one.column, reason=one.reason)


def latest(unit: Unit, version_id: str) -> tuple[JobView | None, ListImpact | None]:
    """The newest reckoning of a version, and its figures once there are any."""
    row = seen(unit, version_id)
    job = jobs.latest(unit, IMPACT, subject_of(row.id))
    if job is None or job.state != "done":
        return job, None
    return job, _figures(job.summary, outdated=job.summary["mark"] != current_mark(row, "impact"))


def take_list(unit: Unit, version_id: str) -> Iterator[bytes]:
    """The masked list of those whom it touches; taking it leaves a sentence. Raises 404 ``job.not_found``."""
    job, figures = latest(unit, version_id)
    if job is None or figures is None:
        raise Problem("job.not_found", 404)
    unit.audit("policy.list_taken", subject_of(version_id), count=figures.affected)
    return jobs.result_of(unit, job.id)


def _figures(summary: Mapping[str, Any], *, outdated: bool) -> ListImpact:
    figures = {name: summary[name] for name in ("people", "invalid", "total", "by_category", "by_area", "affected")}
    return ListImpact(
        day=date.fromisoformat(summary["day"]),
        problems=tuple(map(of_kept, summary["problems"])),
        outdated=outdated,
        **figures,
    )


def _categories(old: Pack, new: Pack, found: Impact) -> Iterator[tuple[str, Counts]]:
    names = {category.id: str(category.name) for pack in (old, new) for category in pack.categories}
    yield from ((name, _counts(found.of(category_id))) for category_id, name in names.items())


def _counts(tally: Tally) -> Counts:
    return {turn: getattr(tally, turn) for turn in TURNS}
