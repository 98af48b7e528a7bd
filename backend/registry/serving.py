"""Who works with the people on a register, and whose part it is to inspect (穗人社发〔2014〕4号第二条)."""

from backend.core.actors import Officer
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.policies.spoken import pack_of
from backend.registry.models import Entry
from backend.rules import Pack
from backend.staff import access


def serves(officer: Officer, pack: Pack) -> bool:
    """Streets serve; counties where they also decide; cities inspect."""
    if officer.level in ("station", "community"):
        return True
    return officer.level == "county" and any(stage.level == "county" for stage in pack.stages)


def decides(officer: Officer, pack: Pack) -> bool:
    """Whether offices of this officer's level decide how a recognition ends."""
    return pack.exit_procedure is not None and officer.level in pack.exit_procedure.confirm


def demand_server(unit: Unit, entry: Entry) -> Officer:
    """The officer, who puts on record what happens. Raises 403 ``review.read_only``, ``register.level_inspects``."""
    officer = reviewer(unit)
    if not may_serve(unit, entry):
        raise Problem("register.level_inspects", 403)
    return officer


def demand_judge(unit: Unit, entry: Entry) -> Officer:
    """The officer, who judges what another has put on record. Raises as :func:`demand_server`."""
    officer = reviewer(unit)
    if not may_judge(unit, entry):
        raise Problem("register.level_inspects", 403)
    return officer


def may_serve(unit: Unit, entry: Entry) -> bool:
    """Whether :func:`demand_server` lets this officer through: of a level that serves, or of the very office it is with."""
    officer = access.current(unit)
    own = officer.office_id == entry.office_id
    return officer.role == "reviewer" and (own or serves(officer, _policy(unit, entry)))


def may_judge(unit: Unit, entry: Entry) -> bool:
    """Whether :func:`demand_judge` lets this officer through."""
    officer = access.current(unit)
    return may_serve(unit, entry) or (officer.role == "reviewer" and decides(officer, _policy(unit, entry)))


def reviewer(unit: Unit) -> Officer:
    """The officer, who decides or puts on record. Raises 403 ``review.read_only`` for everybody else."""
    officer = access.current(unit)
    if officer.role != "reviewer":
        raise Problem("review.read_only", 403)
    return officer


def _policy(unit: Unit, entry: Entry) -> Pack:
    return pack_of(unit, entry.pack, entry.pack_version)
