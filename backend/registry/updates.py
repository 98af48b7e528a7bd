"""What changes in a person's life after the recognition, as offices learn it: a new certificate, work, a household."""

from datetime import date

from sqlalchemy import select
from uuid_utils.compat import uuid7

from backend.core.actors import Officer
from backend.core.problems import Problem, not_found
from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.policies.spoken import pack_of
from backend.registry import checks, facts, todos, watches
from backend.registry.models import Entry
from backend.registry.serving import demand_server
from backend.registry.standing import seen, standing_bases, subject_of
from backend.registry.todo_models import EntryTodo
from backend.rules import Pack
from backend.staff import access


def certificate(unit: Unit, number: str, fact: str, valid_until: date) -> None:
    """Keeps until when a certificate is valid, and plans its warnings anew.

    Raises 422 ``certificate.unknown``, ``certificate.too_early`` and ``certificate.too_far`` (day); 403
    ``review.read_only``; 409 ``register.illegal_move``.
    """
    entry = seen(unit, number, lock=True)
    officer = reviewer(unit, entry, "certificate")
    pack = pack_of(unit, entry.pack)
    if fact not in certificates(pack):
        raise Problem("certificate.unknown", 422)
    if valid_until < entry.recognised_on:
        raise Problem("certificate.too_early", 422, day=entry.recognised_on.isoformat())
    if valid_until > (farthest := facts.farthest(unit.today)):
        raise Problem("certificate.too_far", 422, day=farthest.isoformat())
    facts.keep(unit, entry, pack, {**facts.facts_of(unit, entry), fact: valid_until})
    entry.read_by = {**entry.read_by, fact: officer.id}
    watches.plan(unit, entry, pack)
    unit.audit("register.certificate", subject_of(entry))


def certificates(pack: Pack) -> tuple[str, ...]:
    """The facts that tell until when a certificate is valid, as the checks of a policy name them."""
    return tuple(check.fact for _, _, check in watches.checks_of(pack, "validity"))


def link_household(unit: Unit, number: str, other: str) -> None:
    """Two entries belong to one household (XY-33). Raises 422 ``household.itself``; 404 for either."""
    mine, theirs = seen(unit, number, lock=True), seen(unit, other, lock=True)
    reviewer(unit, mine, "household")
    if mine.id == theirs.id:
        raise Problem("household.itself", 422)
    household = mine.household or theirs.household or uuid7().hex
    joined = {one for one in (mine.household, theirs.household) if one}
    for entry in unit.session.scalars(select(Entry).where(Entry.household.in_(joined))).all():
        entry.household = household
    for entry in (mine, theirs):
        entry.household, entry.household_by = household, unit.officer.id
    todos.one_household(unit, household)
    for entry in (mine, theirs):
        unit.audit("register.household", subject_of(entry))


def answer_household(unit: Unit, number: str, todo_id: int, *, together: bool) -> None:
    """One household: they are linked. Not one: nobody is asked again.

    Raises 404 ``register.not_found`` also where the other entry is of another area; 403 ``review.read_only``; 409
    ``register.illegal_move``, ``todo.answered``.
    """
    entry = seen(unit, number, lock=True)
    todo = _unanswered(unit, entry, todo_id, todos.HOUSEHOLD)
    reviewer(unit, entry, "household")
    if together:
        link_household(unit, number, todo.about)
    else:
        unit.audit("register.household_apart", subject_of(entry))
    todo.answer, todo.answered_by, todo.answered_at = "yes" if together else "no", access.current(unit).id, unit.now


def _unanswered(unit: Unit, entry: Entry, todo_id: int, kind: str) -> EntryTodo:
    """What was asked about an entry. Raises 404 ``register.not_found``, 409 ``todo.answered``."""
    todo = unit.session.get(EntryTodo, todo_id, with_for_update=True)
    if todo is None or (todo.entry_id, todo.kind) != (entry.id, kind):
        raise not_found("register")
    if todo.answered_at is not None:
        raise Problem("todo.answered", 409)
    return todo


PROOFS = {"cert": N_("证书"), "test": N_("测评")}
"""With what a task that needs a proof is done."""


def finish_task(unit: Unit, number: str, todo_id: int, proof: str = "", name: str = "") -> None:
    """A wish was seen to; ``proof`` and its ``name`` where the policy wants one, such as 证书 and 保育员五级.

    Raises 404 ``register.not_found``; 403 ``review.read_only``; 409 ``register.illegal_move``, ``todo.answered``; 422
    ``task.proof_missing``, ``task.name_missing``.
    """
    entry = seen(unit, number, lock=True)
    todo = _unanswered(unit, entry, todo_id, todos.WISH)
    officer = reviewer(unit, entry, "task")
    _, task = todos.task_of(unit, entry, todo.about)
    if task.proof and proof not in PROOFS:
        raise Problem("task.proof_missing", 422)
    if task.proof and not 2 <= len(name.strip()) <= 60:
        raise Problem("task.name_missing", 422)
    todo.answer, todo.answered_by, todo.answered_at = proof if task.proof else "done", officer.id, unit.now
    if task.proof:
        told = {"proof": PROOFS[proof], "name": name.strip()}
        unit.audit("register.task_proved", subject_of(entry), what=str(task.label), **told)
    else:
        unit.audit("register.task_done", subject_of(entry), what=str(task.label))


def employed(unit: Unit, number: str, since: date) -> int:
    """Work was put on record for this person: exits are proposed where the policy says so, for the household as well.

    Gives how many. Under 新余's document work ends nothing by itself (reading X12). Raises 422
    ``exit.day_in_future``, ``exit.day_before_recognition`` (day); 403 ``review.read_only``; 409
    ``register.illegal_move``.
    """
    entry = seen(unit, number, lock=True)
    reviewer(unit, entry, "employed")
    if since > unit.today:
        raise Problem("exit.day_in_future", 422)
    if since < entry.recognised_on:
        raise Problem("exit.day_before_recognition", 422, day=entry.recognised_on.isoformat())
    unit.audit("register.employed", subject_of(entry), day=since.isoformat())
    found = _proposed(unit, entry, "employment", since)
    return found + sum(_proposed(unit, other, "household", since) for other in _household(unit, entry))


def _household(unit: Unit, entry: Entry) -> list[Entry]:
    """The entries of the same household, this one among them: who has found work is no member without work."""
    if entry.household is None:
        return [entry]
    rows = select(Entry).where(Entry.household == entry.household, Entry.state != "exited")
    return list(unit.session.scalars(rows.order_by(Entry.id).with_for_update()))


def _proposed(unit: Unit, entry: Entry, kind: str, since: date) -> bool:
    """Whether an exit is proposed with it; while another is undecided the day waits for the nights after that."""
    for ground, item, _ in watches.checks_of(pack_of(unit, entry.pack), kind):
        if ground.ends(standing_bases(unit, entry)):
            watches.add(unit, entry, ground.id, item, watches.PROPOSE, since, recorded_by=unit.officer.id)
    return checks.look_at(unit, entry)


def reviewer(unit: Unit, entry: Entry, action: str) -> Officer:
    """Who may add to a standing entry. Raises as :func:`demand_server`, 409 ``register.illegal_move``."""
    officer = demand_server(unit, entry)
    if entry.state == "exited":
        raise Problem("register.illegal_move", 409, state=entry.state, action=action)
    return officer
