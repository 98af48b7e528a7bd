"""What stands against an act on a version: asked before the act, and shown beside its button."""

from sqlalchemy import select

from backend.core import audit
from backend.core.actors import Officer
from backend.core.clock import CHINA
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.staff import access
from backend.workbench.lifecycle import Action, target_of
from backend.workbench.models import PackVersion
from backend.workbench.reckonings import unchecked


def subject_of(version_id: str) -> str:
    return f"policy:{version_id}"


def policy_officer(unit: Unit) -> Officer:
    """The acting member of the city's policy staff, with the rights of this transaction. Raises 403
    ``policy.staff_only``."""
    officer = access.current(unit)
    if officer.role != "policy" or officer.level != "city":
        raise Problem("policy.staff_only", 403)
    return officer


def own_packs(unit: Unit) -> tuple[str, ...]:
    """The packs of the officer's city."""
    city = policy_officer(unit).area
    return tuple(pack.id for pack in unit.services.catalogue.packs.values() if pack.region == city)


def seen(unit: Unit, version_id: str, *, lock: bool = False) -> PackVersion:
    """A version of the officer's city; another city's is answered like one that is absent."""
    row = unit.session.get(PackVersion, version_id, with_for_update=lock or None)
    if row is None or row.pack not in own_packs(unit):
        raise not_found("policy")
    return row


def unchanged(unit: Unit, version_id: str, revision: int) -> PackVersion:
    """The version, locked, as long as nobody has changed it since it was read (compare and set)."""
    row = seen(unit, version_id, lock=True)
    if row.revision != revision:
        raise changed_meanwhile(unit, row)
    return row


def changed_meanwhile(unit: Unit, row: PackVersion) -> Problem:
    """The refusal that says who was quicker and when."""
    who, when = _last_act(unit, row)
    return Problem("policy.changed_meanwhile", 409, who=who, when=when)


def refusal(unit: Unit, row: PackVersion, action: Action) -> Problem | None:
    """The first thing that stands against this act by this officer, None when it may be done."""
    try:
        officer = policy_officer(unit)
        target_of(row.state, action)
    except Problem as problem:
        return problem
    if action == "approve":
        return _unready(unit, row) or _own_work(row, officer)
    if action == "publish":
        return _unready(unit, row) or _taken(unit, row)
    if action == "withdraw":
        return _in_force(unit, row)
    return None


def demand(unit: Unit, row: PackVersion, action: Action) -> Officer:
    """Raises what stands against the act, else gives the officer."""
    problem = refusal(unit, row, action)
    if problem is not None:
        raise problem
    return policy_officer(unit)


def _unready(unit: Unit, row: PackVersion) -> Problem | None:
    """Every check made on this very text and passed, and a day that has not gone by."""
    problem = unchecked(unit, row)
    if problem is not None:
        return problem
    if row.effective_from is None:
        return Problem("policy.day_missing", 409)
    if row.effective_from < unit.today:
        return Problem("policy.day_past", 409)
    return None


def _own_work(row: PackVersion, officer: Officer) -> Problem | None:
    return Problem("policy.same_person", 403) if officer.id in row.editors else None


def _taken(unit: Unit, row: PackVersion) -> Problem | None:
    """Two versions of one name could not be told apart in a case."""
    other = select(PackVersion.id).where(
        PackVersion.pack == row.pack, PackVersion.version == row.version, PackVersion.state == "published"
    )
    taken = unit.session.scalar(other) is not None
    return Problem("policy.version_taken", 409, version=row.version) if taken else None


def _in_force(unit: Unit, row: PackVersion) -> Problem | None:
    if row.state != "published":
        return None
    if row.effective_from is None or row.effective_from <= unit.today:
        return Problem("policy.in_force", 409)
    return None


def _last_act(unit: Unit, row: PackVersion) -> tuple[str, str]:
    acts = audit.history(unit.session, subject_of(row.id))
    if not acts:
        return "", f"{row.updated_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    return acts[-1].actor, f"{acts[-1].at.astimezone(CHINA):%Y-%m-%d %H:%M}"
