"""Starting, watching and ending long work. Every function is a service: it takes a unit and commits nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Select, delete, select
from uuid_utils.compat import uuid7

from backend.core.actors import Officer, actor_name
from backend.core.jobs.models import JobRow, JobWorker
from backend.core.locks import hold
from backend.core.problems import not_found
from backend.core.unit import Unit
from backend.rules.said import Said, kept, of_kept

OPEN = ("waiting", "running")
KEPT = timedelta(days=30)
"""How long an ended job, and the file it made, can still be looked at."""


@dataclass(frozen=True)
class JobView:
    """How a job stands, for the pages that show it. ``problem`` is the code of a refusal."""

    id: str
    name: str
    subject: str
    state: str
    done: int
    of: int
    summary: Mapping[str, Any]
    file_id: str
    problem: str
    problem_params: Mapping[str, Any]
    started_by: str
    started_at: datetime
    ended_at: datetime | None

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.of) if self.of else 0

    @property
    def mark(self) -> str:
        """Changes whenever a page would show something else."""
        return f"{self.state}:{self.done}:{self.of}"


def start(unit: Unit, name: str, args: Mapping[str, Any], *, subject: str) -> str:
    """Asks for long work in the transaction of whatever needs it, and gives the job's id.

    ``args`` are JSON and are sealed; ``name`` is one of the names wired in ``backend.app``. A file that is only there for
    this job is named ``file_id`` among them: it goes when the job ends, however it ends.
    """
    officer = unit.actor if isinstance(unit.actor, Officer) else None
    job_id = uuid7().hex
    unit.session.add(
        JobRow(
            id=job_id,
            name=name,
            subject=subject,
            sealed_args=unit.vault.seal(dict(args), _place(job_id)),
            officer=asdict(officer) if officer else None,
            started_by=actor_name(unit.actor),
            office_id=officer.office_id if officer else None,
            language=unit.language,
            created_at=unit.now,
        )
    )
    unit.session.flush()
    return job_id


def view(unit: Unit, job_id: str) -> JobView:
    """How a job stands. Raises 404 ``job.not_found``. Whoever asks has looked whether the reader may know."""
    row = unit.session.get(JobRow, job_id)
    if row is None:
        raise not_found("job")
    return _view(row)


def unfinished(unit: Unit) -> tuple[JobView, ...]:
    """Whatever waits or runs, oldest first, whoever asked for it: for who looks after the house."""
    rows = unit.session.scalars(select(JobRow).where(JobRow.state.in_(OPEN)).order_by(JobRow.created_at, JobRow.id))
    return tuple(_view(row) for row in rows)


def ended(unit: Unit, most: int) -> tuple[JobView, ...]:
    """The ``most`` that ended last, the newest first."""
    over = select(JobRow).where(JobRow.ended_at.is_not(None)).order_by(JobRow.ended_at.desc(), JobRow.id.desc())
    return tuple(_view(row) for row in unit.session.scalars(over.limit(most)))


def latest(unit: Unit, name: str, subject: str) -> JobView | None:
    """The newest job of a name about a subject."""
    about = select(JobRow.id).where(JobRow.name == name, JobRow.subject == subject)
    job_id = unit.session.scalar(about.order_by(JobRow.created_at.desc(), JobRow.id.desc()).limit(1))
    return view(unit, job_id) if job_id else None


def result_of(unit: Unit, job_id: str) -> Iterator[bytes]:
    """The file a job has made, piece by piece. Raises 404 ``job.not_found`` when there is none, or none any more."""
    found = view(unit, job_id)
    if not found.file_id:
        raise not_found("job")
    return unit.services.files.pieces(found.file_id)


def cancel(unit: Unit, job_id: str) -> None:
    """Ends a job before its next chunk; what is committed stays. One that has ended stays as it is."""
    row = unit.session.get(JobRow, job_id, with_for_update=True)
    if row is None:
        raise not_found("job")
    if row.state in OPEN:
        _end(unit, row, "cancelled")


def arguments(unit: Unit, row: JobRow) -> dict[str, Any]:
    opened: dict[str, Any] = unit.vault.open(row.sealed_args, _place(row.id))
    return opened


def open_ids() -> Select[str]:
    """The ids of all jobs that have not ended, for other tables to ask by."""
    return select(JobRow.id).where(JobRow.state.in_(OPEN))


def names_of_files(unit: Unit) -> str:
    """Everything open work was told and every outcome, as one text: whoever tidies files looks for theirs in it."""
    rows = unit.session.scalars(select(JobRow))
    return " ".join(f"{arguments(unit, row) if row.sealed_args else ''} {row.summary}" for row in rows)


def end(unit: Unit, row: JobRow, summary: Mapping[str, Any], file_id: str) -> None:
    """The job has done what it was asked for."""
    row.summary, row.file_id = dict(summary), file_id
    row.done = row.of = max(row.of, row.done)
    _end(unit, row, "done")


def fail(unit: Unit, row: JobRow, code: str, params: Mapping[str, Any]) -> None:
    """The job cannot be done; the words of the code say why."""
    said = {name: kept(value) if isinstance(value, Said) else value for name, value in params.items()}
    row.problem, row.problem_params = code, said
    _end(unit, row, "failed")


def waiting(unit: Unit) -> list[tuple[str, int]]:
    """Jobs nobody has begun, oldest first, with how often each was begun before."""
    found = select(JobRow.id, JobRow.runs).where(JobRow.state == "waiting").order_by(JobRow.created_at)
    return [(row.id, row.runs) for row in unit.session.execute(found)]


def any_open(unit: Unit) -> bool:
    """Whether there is anything to do: most of the time there is not, and then no engine runs."""
    return unit.session.scalar(select(JobRow.id).where(JobRow.state.in_(OPEN)).limit(1)) is not None


def beat(unit: Unit, worker: str) -> None:
    """A sign of life of a process."""
    row = unit.session.get(JobWorker, worker)
    if row is None:
        unit.session.add(JobWorker(id=worker, beat_at=unit.now))
    else:
        row.beat_at = unit.now


def leave(unit: Unit, worker: str) -> None:
    """A process says goodbye, and what it has begun waits for another."""
    unit.session.execute(delete(JobWorker).where(JobWorker.id == worker))
    _let_go(unit, worker, set())


def take_over(unit: Unit, silent_since: datetime, resume: Callable[[str], set[str]]) -> int:
    """Hands on the work of processes that have fallen silent, once, whoever notices it.

    ``resume`` gives a dead process's work back to the engine's queue and names the jobs; what the engine has
    forgotten is begun anew. Says how many processes were dead.
    """
    hold(unit, "jobs")
    dead = unit.session.scalars(select(JobWorker).where(JobWorker.beat_at < silent_since)).all()
    for worker in dead:
        _let_go(unit, worker.id, resume(worker.id))
        unit.session.delete(worker)
    return len(dead)


def forget_jobs(unit: Unit) -> int:
    """Deletes what ended a month ago, with the files it made, and says how many there were."""
    over = select(JobRow).where(JobRow.ended_at < unit.now - KEPT)
    gone = unit.session.scalars(over).all()
    for row in gone:
        if row.file_id:
            unit.after_commit.append(partial(unit.services.files.delete, row.file_id))
        unit.session.delete(row)
    return len(gone)


def drop_file(unit: Unit, job_id: str) -> bool:
    """Deletes the file a job has made before its time, and says whether there was one."""
    row = unit.session.get(JobRow, job_id)
    if row is None or not row.file_id:
        return False
    unit.after_commit.append(partial(unit.services.files.delete, row.file_id))
    row.file_id = ""
    return True


def _view(row: JobRow) -> JobView:
    return JobView(
        id=row.id,
        name=row.name,
        subject=row.subject,
        state=row.state,
        done=row.done,
        of=row.of,
        summary=row.summary,
        file_id=row.file_id,
        problem=row.problem,
        problem_params={name: of_kept(value) for name, value in row.problem_params.items()},
        started_by=row.started_by,
        started_at=row.created_at,
        ended_at=row.ended_at,
    )


def _let_go(unit: Unit, worker: str, resumed: set[str]) -> None:
    held = select(JobRow).where(JobRow.worker == worker, JobRow.state == "running")
    for row in unit.session.scalars(held):
        if row.id not in resumed:
            row.state = "waiting"


def _end(unit: Unit, row: JobRow, state: str) -> None:
    file_id = arguments(unit, row).get("file_id")
    if file_id:
        unit.after_commit.append(partial(unit.services.files.delete, file_id))
    row.state, row.ended_at, row.runner = state, unit.now, ""
    row.sealed_args = b""  # What it was about is not needed any more.


def _place(job_id: str) -> str:
    return f"jobs.sealed_args|{job_id}"
