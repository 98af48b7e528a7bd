"""A list of residents from a village or a community: kept, tried out row by row, then entered, with what came of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, select
from uuid_utils.compat import uuid7

from backend.core import jobs
from backend.core.jobs import Outcome, Run
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.counter.columns import Column, Row, columns_of
from backend.counter.entering import READABLE, Sheet, Wrong, enter, told
from backend.counter.list_models import ResidentList
from backend.counter.service import check_offered, may_enter, numbers_begun
from backend.people.mandates import PLACES
from backend.rules import IdNumberProblem, parse_id_number

JOB: Final = "helping.list"
AT_ONCE: Final = 10
"""So few rows are tried and entered while one waits."""
ROWS_A_STEP: Final = 2
"""Few: others write between two steps."""
SHOWN: Final = 20
MOST_LACKING: Final = 3
KEPT: Final = timedelta(days=30)

Numbered = tuple[int, str, dict[str, str]]
"""Line, the id of the mandate to be, texts by column."""


@dataclass(frozen=True)
class ListView:
    """A list as its page shows it. ``counts`` are by what comes of a row; ``outcome`` the same row by row."""

    id: str
    file_name: str
    pack: str
    rows: int
    created_at: datetime
    tried: bool
    entered_at: datetime | None
    counts: Mapping[str, int]
    problems: tuple[tuple[int, str, str, Mapping[str, Any]], ...]
    outcome: tuple[tuple[int, str, str], ...]
    unkept: Mapping[int, str]
    """Of a line that is right the filled columns nobody in this case is asked for."""
    names: Mapping[int, str]
    unused: tuple[str, ...]
    job: jobs.JobView | None

    @property
    def right(self) -> int:
        return len(self.outcome)

    @property
    def lacks(self) -> Mapping[str, list[str]]:
        """The columns most often lacking, by what came of the rows."""
        found: dict[str, Counter[str]] = {}
        for _line, what, lacking in self.outcome:
            found.setdefault(what, Counter()).update(filter(None, lacking.split("、")))
        return {what: [header for header, _ in counted.most_common(MOST_LACKING)] for what, counted in found.items()}

    @property
    def waiting(self) -> bool:
        """Whether it is to be entered now."""
        return self.tried and self.entered_at is None and not (self.job and self.job.open) and bool(self.outcome)


def columns(unit: Unit, pack_id: str, *, examples: bool = False) -> tuple[Column, ...]:
    """The columns of a list, for a template with examples. Raises 403 ``helping.not_here``, 404 ``policy.not_found``."""
    check_offered(unit, pack_id)
    catalogue = unit.services.catalogue
    return columns_of(catalogue.packs[pack_id], catalogue.divisions, unit.today, examples=examples)


def keep(
    unit: Unit, pack_id: str, place: str, file_name: str, rows: Sequence[Row], unused: Sequence[str]
) -> str:
    """Keeps a list and tries it out; nobody is entered yet. Raises 422 ``mandate.place_unknown``."""
    officer = may_enter(unit)
    if place not in PLACES:
        raise Problem("mandate.place_unknown", 422)
    # The newest stand first on the page, so the first row of a list gets the last id.
    ids = sorted((uuid7().hex for _ in rows), reverse=True)
    row = ResidentList(
        id=uuid7().hex,
        officer_id=officer.id,
        pack=pack_id,
        place=place,
        file_name=file_name[:100],
        rows=len(rows),
        unused=list(unused)[:20],
        sealed=b"",
        outcome=[],
        problems=[],
        job_id="",
        created_at=unit.now,
    )
    _seal(unit, row, [(one.line, id, dict(one.texts)) for one, id in zip(rows, ids, strict=True)])
    unit.session.add(row)
    unit.session.flush()
    unit.audit("helping.list_uploaded", _subject(row), name=row.file_name, rows=row.rows)
    _go_through(unit, row)
    return row.id


def apply(unit: Unit, list_id: str) -> None:
    """Enters every row that is right; the others stay out and are told. Twice is once.

    Raises 404 ``list.not_found``, 409 ``helping.list_nothing``.
    """
    row = _own(unit, list_id, lock=True)
    if row.entered_at is not None or (row.job_id and jobs.view(unit, row.job_id).open):
        return
    if row.tried_at is None or not row.outcome:
        raise Problem("helping.list_nothing", 409)
    row.outcome, row.problems = [], []
    _go_through(unit, row)


def view(unit: Unit, list_id: str) -> ListView:
    """One list of this officer. Raises 404 ``list.not_found``."""
    row = _own(unit, list_id)
    return ListView(
        id=row.id,
        file_name=row.file_name,
        pack=row.pack,
        rows=row.rows,
        created_at=row.created_at,
        tried=row.tried_at is not None,
        entered_at=row.entered_at,
        counts=Counter(str(what) for _, what, *_more in row.outcome),
        problems=tuple((line, column, code, params) for line, column, code, params in row.problems),
        outcome=tuple((line, what, lacks) for line, what, lacks, *_unkept in row.outcome),
        unkept={line: unkept[0] for line, _what, _lacks, *unkept in row.outcome if any(unkept)},
        names={line: texts.get("principal", "") for line, _, texts in _rows(unit, row)},
        unused=tuple(row.unused),
        job=jobs.view(unit, row.job_id) if row.job_id else None,
    )


def mine(unit: Unit) -> list[ResidentList]:
    """The newest lists of this officer."""
    own = select(ResidentList).where(ResidentList.officer_id == may_enter(unit).id)
    order = own.order_by(ResidentList.created_at.desc(), ResidentList.id.desc())
    return list(unit.session.scalars(order.limit(SHOWN)))


def forget_lists(unit: Unit) -> int:
    """Lists go after a month, whether they were entered or not; who was entered stays."""
    old = delete(ResidentList).where(ResidentList.created_at < unit.now - KEPT).returning(ResidentList.id)
    return len(unit.session.scalars(old).all())


# --- going through it: once to try, once for good


def go_through(run: Run) -> Outcome:
    """The job: a few rows a transaction, so that what is entered stays entered whatever happens to the rest."""
    list_id = run.args["list_id"]
    of = run.work.read_now(run.caller, lambda unit: _own(unit, list_id).rows)
    for at in range(0, of, ROWS_A_STEP):
        if at // ROWS_A_STEP >= run.cursor:
            run.step(_some, list_id, at, at + ROWS_A_STEP)
            run.progress(min(at + ROWS_A_STEP, of), of)
    run.step(_close, list_id)
    return Outcome()


def _go_through(unit: Unit, row: ResidentList) -> None:
    if row.rows > AT_ONCE:
        row.job_id = jobs.start(unit, JOB, {"list_id": row.id}, subject=_subject(row))
        return
    _some(unit, row.id, 0, row.rows)
    _close(unit, row.id)


def _some(unit: Unit, list_id: str, first: int, last: int) -> None:
    """Rows ``first`` to before ``last``: each in a savepoint, which is taken back while the list is only tried."""
    row = _own(unit, list_id, lock=True)
    trying, rows, actor = row.tried_at is None, _rows(unit, row), unit.actor
    sheet = Sheet(unit.services.catalogue.packs[row.pack], row.place, _by_key(unit, row), _first_lines(unit, rows))
    outcome, problems, begun = list(row.outcome), list(row.problems), numbers_begun(unit)
    at, now = row.created_at, unit.now
    for line, mandate_id, texts in rows[first:last]:
        savepoint = unit.session.begin_nested()
        try:
            unit.now = at  # One moment for the whole list: its rows stand together and in their order.
            outcome.append([line, *enter(unit, sheet, Row(line, texts), mandate_id, begun)])
            unit.session.flush()
        except Wrong as wrong:
            problems += told(wrong, line)
            savepoint.rollback()
        except Problem as problem:
            if problem.status not in READABLE:
                raise
            problems += told(Wrong((("", problem),)), line)
            savepoint.rollback()
        else:
            if trying:
                savepoint.rollback()
        finally:
            unit.actor, unit.now = actor, now
            unit.session.info.pop("accounts", None)
    row = _own(unit, list_id, lock=True)
    row.outcome, row.problems = outcome, problems


def _close(unit: Unit, list_id: str) -> None:
    row = _own(unit, list_id, lock=True)
    if row.tried_at is None:
        row.tried_at = unit.now
        return
    # Whose rows were wrong is still told; everybody else's has done its work.
    wrong = {line for line, *_ in row.problems}
    named = [(line, id, {"principal": texts.get("principal", "")}) for line, id, texts in _rows(unit, row) if line in wrong]
    _seal(unit, row, named)
    row.entered_at = unit.now
    unit.audit("helping.imported", _subject(row), taken=len(row.outcome), wrong=len({one[0] for one in row.problems}))


def _first_lines(unit: Unit, rows: Sequence[Numbered]) -> dict[str, int]:
    found: dict[str, int] = {}
    for line, _, texts in rows:
        try:
            found.setdefault(parse_id_number(texts.get("id_number", ""), unit.today).number, line)
        except IdNumberProblem:
            continue
    return found


def _by_key(unit: Unit, row: ResidentList) -> dict[str, Column]:
    return {column.key: column for column in columns(unit, row.pack)}


def _own(unit: Unit, list_id: str, *, lock: bool = False) -> ResidentList:
    mine = select(ResidentList).where(ResidentList.id == list_id, ResidentList.officer_id == may_enter(unit).id)
    row = unit.session.scalar(mine.with_for_update() if lock else mine)
    if row is None:
        raise not_found("list")
    return row


def _rows(unit: Unit, row: ResidentList) -> list[Numbered]:
    if not row.sealed:
        return []
    return [(line, id, texts) for line, id, texts in unit.vault.open(row.sealed, _place(row))]


def _seal(unit: Unit, row: ResidentList, rows: Sequence[Numbered]) -> None:
    row.sealed = unit.vault.seal([list(one) for one in rows], _place(row))


def _subject(row: ResidentList) -> str:
    return f"resident_list:{row.id}"


def _place(row: ResidentList) -> str:
    return f"resident_lists.sealed|{row.id}"
