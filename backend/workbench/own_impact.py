"""The impact on our own people, reckoned in the background and kept: it is the same for everybody who looks.

A portion is read in one transaction, weighed in none, and kept in the next together with the place where the following
one begins; whoever goes on after a crash begins there. The one who publishes is asked for nothing: who is affected is
what both officers have seen, and the news that follow a publication reckon once more by the same functions.
"""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import delete, select
from uuid_utils.compat import uuid7

from backend.core import jobs
from backend.core.jobs import JobView, Outcome, Run
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.policies.catalogue import PackError
from backend.rules import Pack
from backend.workbench.effects import Change, changes, names_of
from backend.workbench.evidence import current_mark
from backend.workbench.guards import seen, subject_of
from backend.workbench.models import OwnImpact, OwnImpactChange, PackVersion
from backend.workbench.own_people import ENTRY, KeptAnswers, Portion, count, portion
from backend.workbench.reckonings import is_current, newest, older_than
from backend.workbench.shelf import read_version

JOB: Final = "policy.own_impact"
KEPT: Final = timedelta(days=30)


def start(unit: Unit, version_id: str) -> str:
    """Starts a reckoning under the text and the day of this moment, and gives its job; one that runs is enough.

    Raises 409 ``policy.lint_missing`` for a text that cannot be read, ``policy.day_missing``.
    """
    row = seen(unit, version_id, lock=True)
    under_way = jobs.latest(unit, JOB, subject_of(row.id))
    if under_way is not None and under_way.open and _reckons(unit, under_way, row):
        return under_way.id
    impact_id = begin(unit, row)
    unit.audit("policy.impact_started", subject_of(row.id))
    return jobs.start(unit, JOB, {"impact_id": impact_id}, subject=subject_of(row.id))


def begin(unit: Unit, row: PackVersion) -> str:
    """A reckoning that has not begun; gives its id. Raises what :func:`start` raises."""
    try:
        new = read_version(unit, row)
    except PackError:
        raise Problem("policy.lint_missing", 409) from None
    if row.effective_from is None:
        raise Problem("policy.day_missing", 409)
    old = older_than(unit, row)
    kept = OwnImpact(
        id=uuid7().hex,
        version_id=row.id,
        mark=current_mark(row, "impact"),
        older=old.version,
        day=row.effective_from,
        place=ENTRY,
        categories=names_of(old, new),
        started_at=unit.now,
    )
    unit.session.add(kept)
    unit.session.flush()
    return kept.id


def reckon(run: Run, kept: KeptAnswers) -> Outcome:
    """Everybody on the register and before an office under both versions."""
    return Outcome(reckon_all(run, run.args["impact_id"], kept))


def reckon_all(run: Run, impact_id: str, kept: KeptAnswers) -> dict[str, Any]:
    """Goes on with a reckoning until everybody was looked at, and gives its figures."""
    packs = run.work.read_now(run.caller, _packs, impact_id)
    divisions = run.work.services.catalogue.divisions
    while True:
        found = run.work.read_now(run.caller, _next, impact_id, kept)
        if found is None:
            break
        day, some, done, of = found
        run.step(_keep, impact_id, some, list(changes(*packs, divisions, day, some.people)))
        run.progress(done + len(some.people), of)
    return run.step(_finish, impact_id)


def latest(unit: Unit, version_id: str) -> tuple[JobView | None, OwnImpact | None]:
    """The reckoning that runs or has failed, if it is newer than any that has ended, and the newest that has."""
    row = seen(unit, version_id)
    return jobs.latest(unit, JOB, subject_of(row.id)), newest(unit, row.id)


def affected(unit: Unit, version_id: str) -> tuple[str, ...]:
    """Whom the newest reckoning found to be touched, as subjects, once each."""
    found = newest(unit, version_id)
    if found is None:
        return ()
    subjects = select(OwnImpactChange.subject).where(OwnImpactChange.impact_id == found.id)
    return tuple(dict.fromkeys(unit.session.scalars(subjects.order_by(OwnImpactChange.id))))


def forget_impacts(unit: Unit) -> int:
    """Deletes reckonings of a month ago, and says how many there were: it can be reckoned anew at any time."""
    old = delete(OwnImpact).where(OwnImpact.started_at < unit.now - KEPT).returning(OwnImpact.id)
    return len(unit.session.scalars(old).all())


def _reckons(unit: Unit, job: JobView, row: PackVersion) -> bool:
    """Whether what runs is about the text and the day as they are now."""
    begun = select(OwnImpact).where(OwnImpact.version_id == row.id, OwnImpact.reckoned_at.is_(None))
    found = unit.session.scalars(begun.order_by(OwnImpact.started_at.desc(), OwnImpact.id.desc()).limit(1)).first()
    return found is not None and found.started_at <= job.started_at and is_current(unit, row, found)


def _packs(unit: Unit, impact_id: str) -> tuple[Pack, Pack]:
    """Both versions. Raises 409 ``policy.changed_meanwhile`` should the text have been changed since."""
    found = _going_on(unit, impact_id)
    row = unit.session.get_one(PackVersion, found.version_id)
    old = unit.services.catalogue.version(row.pack, found.older)
    if found.mark != current_mark(row, "impact") or old is None:
        raise Problem("policy.impact_outdated", 409)
    return old, read_version(unit, row)


def _next(unit: Unit, impact_id: str, kept: KeptAnswers) -> tuple[Any, Portion, int, int] | None:
    found = _going_on(unit, impact_id)
    if not found.place:
        return None
    pack = unit.session.get_one(PackVersion, found.version_id).pack
    some = portion(unit, pack, found.place, found.after, kept)
    return found.day, some, found.people, count(unit, pack)


def _keep(unit: Unit, impact_id: str, some: Portion, found: list[Change]) -> None:
    row = _going_on(unit, impact_id)
    assert (row.place, row.after) == (some.place, some.after)  # nobody else may go on with it
    unit.session.add_all(
        OwnImpactChange(
            impact_id=impact_id,
            subject=one.person.subject,
            number=one.person.number,
            area=one.person.area,
            category=one.category,
            before=one.before,
            after=one.after,
            turn=one.turn,
        )
        for one in found
    )
    row.place, row.after = some.next_place, some.next_after
    row.people += len(some.people)
    row.areas = sorted({*row.areas, *(one.area for one in some.people)})


def _finish(unit: Unit, impact_id: str) -> dict[str, Any]:
    """From now on this is the reckoning of the version; those before it go."""
    row = _going_on(unit, impact_id)
    row.reckoned_at = row.reckoned_at or unit.now
    unit.session.execute(
        delete(OwnImpact).where(OwnImpact.version_id == row.version_id, OwnImpact.started_at <= row.started_at)
        .where(OwnImpact.id != row.id)
    )
    unit.session.flush()
    return {"people": row.people, "affected": len(affected(unit, row.version_id))}


def _going_on(unit: Unit, impact_id: str) -> OwnImpact:
    """The reckoning, unless a newer one has taken its place."""
    row = unit.session.get(OwnImpact, impact_id)
    if row is None:
        raise Problem("policy.impact_outdated", 409)
    return row
