"""Files of posts: read and looked at first, then taken over in one transaction, or not at all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Literal

from sqlalchemy import delete, select
from uuid_utils.compat import uuid7

from backend.core import jobs
from backend.core.actors import Officer
from backend.core.jobs import Outcome, Run
from backend.core.locks import hold
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.staff import access
from backend.staff.models import OfficerRow
from backend.vacancies import service
from backend.vacancies.codes import read_credit_code
from backend.vacancies.guards import clerk, of_the_city, office_at
from backend.vacancies.lifecycle import REVIEWED
from backend.vacancies.models import Employer, Vacancy, VacancyFile
from backend.vacancies.post_rules import rules_at
from backend.vacancies.reading import FieldProblem, Post, read_post
from backend.vacancies.wages import yuan

JOB = "vacancies.import"
LARGE = 200
"""From so many rows on a file is taken over in the background."""
KEPT = timedelta(days=30)

Row = tuple[int, dict[str, str]]
Effect = Literal["new", "changed", "same"]


@dataclass(frozen=True)
class Taken:
    """A row that can be taken over, and what it will do."""

    line: int
    employer: Employer
    post: Post
    row: Vacancy | None
    effect: Effect


@dataclass
class Plan:
    """Everything a file would do at this moment."""

    taken: list[Taken] = field(default_factory=list)
    problems: list[list[Any]] = field(default_factory=list)
    guesses: list[list[Any]] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(one.effect for one in self.taken)
        refused = len({problem[0] for problem in self.problems})
        return {effect: found[effect] for effect in ("new", "changed", "same")} | {"refused": refused}


@dataclass(frozen=True)
class FileView:
    """A file as its page shows it."""

    id: str
    file_name: str
    officer: str
    created_at: datetime
    applied_at: datetime | None
    counts: Mapping[str, int]
    problems: tuple[tuple[int, str, str, Mapping[str, Any], str], ...]
    guesses: tuple[tuple[int, str, str], ...]
    job: jobs.JobView | None
    waiting: bool


def keep(unit: Unit, file_name: str, rows: Sequence[Row]) -> str:
    """Keeps the rows of a file with what they would do; nothing is taken over yet. Raises 403 ``vacancy.read_only``."""
    officer = clerk(unit)
    plan = _Planner(unit, officer).plan(rows)
    row = VacancyFile(
        id=uuid7().hex,
        office_id=officer.office_id,
        officer_id=officer.id,
        file_name=file_name,
        counts=plan.counts,
        problems=plan.problems,
        guesses=plan.guesses,
        created_at=unit.now,
        sealed=b"",
    )
    row.sealed = unit.vault.seal([list(one) for one in rows], _place(row.id))
    unit.session.add(row)
    unit.session.flush()
    unit.audit("vacancy_file.uploaded", subject_of(row.id), name=file_name, rows=len(rows))
    return row.id


def apply(unit: Unit, file_id: str, confirmed: Sequence[int] = ()) -> bool:
    """Takes the rows without problems over: at once, or as a job when they are many; asking twice does it once.

    Of the rows whose wage was guessed only the ``confirmed`` lines are taken.

    False when posts have changed since the preview: then nothing was taken, and the preview is a new one.
    Raises 404 ``vacancy_file.not_found``; 409 ``import.applied``, ``import.nothing``,
    ``import.nothing_confirmed``.
    """
    row = _own(unit, file_id)
    counts = row.counts
    if row.applied_at is not None:
        raise Problem("import.applied", 409)
    if not counts["new"] + counts["changed"]:
        raise Problem("import.nothing", 409)
    left_out = [guess[0] for guess in row.guesses if guess[0] not in confirmed]
    if len(left_out) == counts["new"] + counts["changed"] + counts["same"]:
        raise Problem("import.nothing_confirmed", 409)
    if row.job_id and jobs.view(unit, row.job_id).open:
        return True
    if sum(counts.values()) < LARGE:
        return apply_now(unit, file_id, left_out)
    row.job_id = jobs.start(unit, JOB, {"vacancy_file": row.id, "left_out": left_out}, subject=subject_of(row.id))
    return True


def apply_now(unit: Unit, file_id: str, left_out: Sequence[int] = ()) -> bool:
    """All rows but the lines ``left_out``, in this one transaction. What has changed since the preview stops the file."""
    row = _own(unit, file_id)
    if row.applied_at is not None:
        return True
    rows: list[Row] = [(line, texts) for line, texts in unit.vault.open(row.sealed, _place(row.id))]
    plan = _Planner(unit, access.current(unit)).plan(rows)
    if plan.counts != row.counts:
        row.counts, row.problems, row.guesses = plan.counts, plan.problems, plan.guesses
        return False
    left = len(plan.taken)
    plan.taken = [one for one in plan.taken if one.line not in left_out]
    for one in plan.taken:
        _take(unit, one)
    row.counts = plan.counts | {"left_out": left - len(plan.taken)}
    row.applied_at, row.sealed = unit.now, b""
    unit.audit("vacancy_file.applied", subject_of(row.id), name=row.file_name, **plan.counts)
    return True


def import_posts(run: Run) -> Outcome:
    """The job: one chunk, so that a crash leaves either nothing or everything."""
    if not run.cursor and not run.step(apply_now, run.args["vacancy_file"], run.args.get("left_out", [])):
        raise Problem("import.changed_meanwhile", 409)
    return Outcome()


def file_view(unit: Unit, file_id: str) -> FileView:
    """One file. Raises 404 ``vacancy_file.not_found``."""
    row = _own(unit, file_id, lock=False)
    job = jobs.view(unit, row.job_id) if row.job_id else None
    return FileView(
        id=row.id,
        file_name=row.file_name,
        officer=unit.session.get_one(OfficerRow, row.officer_id).name,
        created_at=row.created_at,
        applied_at=row.applied_at,
        counts=row.counts,
        problems=tuple((line, name, code, params, text) for line, name, code, params, text in row.problems),
        guesses=tuple((line, said, taken) for line, said, taken in row.guesses),
        job=job,
        waiting=row.applied_at is None and not (job and job.open) and bool(row.counts["new"] + row.counts["changed"]),
    )


def forget_files(unit: Unit) -> int:
    """Uploaded files are forgotten after a month; the posts stay."""
    old = delete(VacancyFile).where(VacancyFile.created_at < unit.now - KEPT).returning(VacancyFile.id)
    return len(unit.session.scalars(old).all())


def subject_of(file_id: str) -> str:
    return f"vacancy_file:{file_id}"


class _Planner:
    """Finds out what each row would do, with employers and offices looked up once."""

    def __init__(self, unit: Unit, officer: Officer) -> None:
        self.unit = unit
        self.offices = set(unit.session.scalars(access.offices_under(officer.office_id)))
        employers = unit.session.scalars(select(Employer).where(of_the_city(unit, Employer.office_id)))
        self.employers = list(employers)
        self.named: dict[int, dict[str, Vacancy]] = {}
        self.seen: dict[tuple[int, str, str], int] = {}

    def plan(self, rows: Sequence[Row]) -> Plan:
        plan = Plan()
        for line, texts in rows:
            read = read_post(texts, self.unit.services.catalogue.divisions, self.unit.today, partial(rules_at, self.unit))
            problems = list(read.problems)
            employer = self._tried(problems, "employer_code", lambda texts=texts: self._employer(texts))
            if read.post and employer and not problems:
                taken = self._tried(problems, "title", lambda e=employer, p=read.post, n=line: self._taken(n, e, p))
                plan.taken += [taken] if taken else []
            if read.post and read.guessed and not problems:
                plan.guesses.append([line, texts["wage"], _wage(read.post)])
            plan.problems += [
                [line, one.field, one.code, dict(one.params), texts.get(one.field, "")[:60]] for one in problems
            ]
        return plan

    def _tried(self, problems: list[FieldProblem], name: str, asked: Any) -> Any:
        try:
            return asked()
        except Problem as problem:
            problems.append(FieldProblem(name, problem.code, problem.params))
            return None

    def _employer(self, texts: Mapping[str, str]) -> Employer:
        said, name = texts.get("employer_code", ""), " ".join(texts.get("employer", "").split())
        if said:
            code = read_credit_code(said)
            found = [one for one in self.employers if one.code == code]
        else:
            found = [one for one in self.employers if name and one.name == name]
        if len(found) != 1:
            raise Problem("import.employer_unknown", 422, name=(name or said)[:60])
        return found[0]

    def _taken(self, line: int, employer: Employer, post: Post) -> Taken:
        if office_at(self.unit, post.area).id not in self.offices:
            raise Problem("vacancy.not_your_office", 403)
        key = (employer.id, post.external_id, "" if post.external_id else post.title)
        if key in self.seen:
            raise Problem("import.row_twice", 422, line=self.seen[key])
        self.seen[key] = line
        row = self._known(employer, post)
        if row is None:
            return Taken(line, employer, post, None, "new")
        if not service.differs(row, post):
            return Taken(line, employer, post, row, "same")
        if row.state == "closed":
            raise Problem("vacancy.ended", 409)
        if row.state != "draft" and (row.kind in REVIEWED or post.kind in REVIEWED):
            raise Problem("vacancy.reviewed_fixed", 409)
        if post.quota < row.filled:
            raise Problem("vacancy.quota_below", 422, filled=row.filled)
        return Taken(line, employer, post, row, "changed")

    def _known(self, employer: Employer, post: Post) -> Vacancy | None:
        named = self._named(employer)
        if post.external_id:
            return named.get(post.external_id)
        same = Vacancy.employer_id == employer.id, Vacancy.title == post.title, Vacancy.external_id == ""
        found = self.unit.session.scalars(select(Vacancy).where(*same, Vacancy.state != "closed")).all()
        if len(found) > 1:
            raise Problem("import.title_known_twice", 409)
        return found[0] if found else None


    def _named(self, employer: Employer) -> dict[str, Vacancy]:
        """The posts of an employer by their outside names, read once and locked against others."""
        if employer.id not in self.named:
            hold(self.unit, f"employer:{employer.id}")
            wanted = select(Vacancy).where(Vacancy.employer_id == employer.id, Vacancy.external_id != "")
            found = self.unit.session.scalars(wanted.with_for_update())
            self.named[employer.id] = {row.external_id: row for row in found}
        return self.named[employer.id]


def _take(unit: Unit, one: Taken) -> None:
    if one.effect == "same":
        return
    if one.row is None:
        row = service.add_new(unit, one.employer, one.post, "import")
    else:
        row = one.row
        service.change(unit, row, one.post)
    if row.state == "draft":
        service.publish(unit, row)


def _own(unit: Unit, file_id: str, *, lock: bool = True) -> VacancyFile:
    mine = access.visible_to(clerk(unit), VacancyFile.office_id)
    wanted = select(VacancyFile).where(VacancyFile.id == file_id, mine)
    row = unit.session.scalar(wanted.with_for_update() if lock else wanted)
    if row is None:
        raise not_found("vacancy_file")
    return row


def _wage(post: Post) -> str:
    return f"{yuan(post.wage_min)}–{yuan(post.wage_max)}"


def _place(file_id: str) -> str:
    return f"vacancy_files.sealed|{file_id}"
