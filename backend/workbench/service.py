"""What policy staff do with a version of a pack. Every function is one transaction.

All raise 403 ``policy.staff_only`` for others, 404 ``policy.not_found`` for a version of another city as for
one that is absent, and — but for :func:`start` — 409 ``policy.changed_meanwhile`` (who, when) when ``revision``
is no longer the version's, and 409 ``policy.illegal_move`` (state, action) from a wrong state.
"""

from datetime import date

from uuid_utils.compat import uuid7

from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.policies.catalogue import PackError
from backend.rules import Pack
from backend.workbench import evidence
from backend.workbench.events import PackPublished, PackWithdrawn
from backend.workbench.evidence import Check, Evidence
from backend.workbench.guards import changed_meanwhile, demand, policy_officer, seen, subject_of, unchanged
from backend.workbench.lifecycle import Action, target_of
from backend.workbench.models import PackVersion
from backend.workbench.own_impact import affected
from backend.workbench.shelf import new_mark, read_version, shelf_of

LONGEST = 400_000
"""Characters of one text; the two packs have some 25,000."""
VERSION_LONGEST = 20


def start(unit: Unit, older_id: str) -> str:
    """A new draft with the text of another version; gives its id."""
    older, officer = seen(unit, older_id), policy_officer(unit)
    row = PackVersion(
        id=uuid7().hex,
        pack=older.pack,
        version=older.version,
        state="draft",
        content=older.content,
        cases=older.cases,
        older_id=older.id,
        author_id=officer.id,
        editors=[officer.id],
        created_at=unit.now,
        updated_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    unit.audit("policy.started", subject_of(row.id), older=older.version)
    return row.id


def write(unit: Unit, version_id: str, revision: int, content: str, cases: str) -> int:
    """Keeps both texts, however broken, and gives the new revision. What was checked and approved is void.

    Raises 422 ``policy.too_long`` (limit).
    """
    row = unchanged(unit, version_id, revision)
    officer = demand(unit, row, "write")
    if max(len(content), len(cases)) > LONGEST:
        raise Problem("policy.too_long", 422, limit=LONGEST)
    if (content, cases) == (row.content, row.cases) and _version_of(unit, row) == row.version:
        return row.revision
    row.content, row.cases = content, cases
    row.version = _version_of(unit, row)
    row.editors = sorted({*row.editors, officer.id})
    row.author_id, row.approver_id = officer.id, None
    _move(unit, row, "write")
    unit.audit("policy.written", subject_of(row.id))
    return row.revision


def set_day(unit: Unit, version_id: str, revision: int, day: date) -> None:
    """From which day on it is to be in force. Raises 422 ``policy.day_past``."""
    row = unchanged(unit, version_id, revision)
    demand(unit, row, "set_day")
    if day < unit.today:
        raise Problem("policy.day_past", 422)
    if day == row.effective_from:
        return
    row.effective_from, row.approver_id = day, None
    _move(unit, row, "set_day")
    unit.audit("policy.day_set", subject_of(row.id), day=day.isoformat())


def keep_check(unit: Unit, version_id: str, mark: str, check: Check, passed: bool, told: dict[str, object]) -> None:
    """Keeps the outcome of a check of the text with this ``mark``.

    Raises 409 ``policy.changed_meanwhile`` when the version says something else by now.
    """
    row = seen(unit, version_id, lock=True)
    officer = demand(unit, row, "check")
    if mark != evidence.current_mark(row, check):
        raise changed_meanwhile(unit, row)
    evidence.note(row, Evidence(check, passed, officer.name, unit.now, told), mark)
    unit.audit(f"policy.{check}", subject_of(row.id), passed="yes" if passed else "no")


def note_list(unit: Unit, version_id: str, lines: int) -> None:
    """Somebody takes away the list of those it touches."""
    row = seen(unit, version_id)
    unit.audit("policy.list_taken", subject_of(row.id), count=lines)


def approve(unit: Unit, version_id: str, revision: int) -> None:
    """A second person answers for it.

    Raises 403 ``policy.same_person``; 409 ``policy.lint_missing``, ``policy.trials_missing``,
    ``policy.impact_missing``, ``policy.impact_outdated``, ``policy.day_missing``, ``policy.day_past``.
    """
    row = unchanged(unit, version_id, revision)
    officer = demand(unit, row, "approve")
    row.approver_id = officer.id
    _move(unit, row, "approve")
    unit.audit("policy.approved", subject_of(row.id), version=row.version)


def publish(unit: Unit, version_id: str, revision: int) -> None:
    """From its day on it is in force, for every replica. Whom it affects is what the officers have seen.

    Raises what :func:`approve` raises, 409 ``policy.version_taken`` (version), and ``policy.broken`` should the
    text not be readable any more.
    """
    row = unchanged(unit, version_id, revision)
    demand(unit, row, "publish")
    pack = _readable(unit, row)
    if pack.version != row.version or row.effective_from is None:
        raise Problem("policy.lint_missing", 409)
    row.published_at, row.beside = unit.now, shelf_of(unit.services).policies.beside(row.pack)
    _move(unit, row, "publish")
    new_mark(unit)
    unit.session.flush()
    unit.audit("policy.published", subject_of(row.id), version=row.version, day=row.effective_from.isoformat())
    unit.emit(PackPublished(row.pack, row.version, row.effective_from, affected(unit, row.id)))


def withdraw(unit: Unit, version_id: str, revision: int) -> None:
    """Takes a version back for good. Raises 409 ``policy.in_force`` from its day on."""
    row = unchanged(unit, version_id, revision)
    demand(unit, row, "withdraw")
    was_published = row.state == "published"
    _move(unit, row, "withdraw")
    unit.audit("policy.withdrawn", subject_of(row.id), version=row.version)
    if was_published:
        new_mark(unit)
        unit.emit(PackWithdrawn(row.pack, row.version))


def _move(unit: Unit, row: PackVersion, action: Action) -> None:
    """The one place where the state changes; the revision tells everyone else."""
    row.state = target_of(row.state, action)
    row.revision += 1
    row.updated_at = unit.now


def _version_of(unit: Unit, row: PackVersion) -> str:
    """The version the text gives itself; empty as long as it cannot be read."""
    try:
        version = read_version(unit, row).version
    except PackError:
        return ""
    return version if len(version) <= VERSION_LONGEST else ""


def _readable(unit: Unit, row: PackVersion) -> Pack:
    try:
        return read_version(unit, row)
    except PackError as error:
        raise Problem("policy.broken", 409, mistake=str(error.problems[0])) from None
