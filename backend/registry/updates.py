"""What changes in a person's life after the recognition, as offices learn it: a new certificate, work, a household."""

from datetime import date

from sqlalchemy import select
from uuid_utils.compat import uuid7

from backend.core.actors import Officer
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.policies.spoken import pack_of
from backend.registry import exit_letters, exits, facts, todos, watches
from backend.registry.exit_guards import Wish
from backend.registry.models import Entry
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
    reviewer(unit, entry, "certificate")
    pack = pack_of(unit, entry.pack)
    if fact not in certificates(pack):
        raise Problem("certificate.unknown", 422)
    if valid_until < entry.recognised_on:
        raise Problem("certificate.too_early", 422, day=entry.recognised_on.isoformat())
    if valid_until > (farthest := facts.farthest(unit.today)):
        raise Problem("certificate.too_far", 422, day=farthest.isoformat())
    facts.keep(unit, entry, pack, {**facts.facts_of(unit, entry), fact: valid_until})
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
        entry.household = household
    todos.one_household(unit, household)
    for entry in (mine, theirs):
        unit.audit("register.household", subject_of(entry))


def answer_household(unit: Unit, number: str, todo_id: int, *, together: bool) -> None:
    """One household: they are linked. Not one: nobody is asked again.

    Raises 404 ``register.not_found`` also where the other entry is of another area; 403 ``review.read_only``; 409
    ``register.illegal_move``, ``todo.answered``.
    """
    entry = seen(unit, number, lock=True)
    todo = unit.session.get(EntryTodo, todo_id, with_for_update=True)
    if todo is None or (todo.entry_id, todo.kind) != (entry.id, todos.HOUSEHOLD):
        raise not_found("register")
    if todo.answered_at is not None:
        raise Problem("todo.answered", 409)
    reviewer(unit, entry, "household")
    if together:
        link_household(unit, number, todo.about)
    else:
        unit.audit("register.household_apart", subject_of(entry))
    todo.answer, todo.answered_by, todo.answered_at = "yes" if together else "no", access.current(unit).id, unit.now


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
    _ = exit_letters.speech_to(unit, entry)
    told = _("登记记录显示，您自{day}起已经就业。").format(day=_.day(since))
    found = _proposed(unit, entry, "employment", since, told)
    for other in _household(unit, entry):
        _ = exit_letters.speech_to(unit, other)
        told = _("登记记录显示，家庭中已有成员就业。")
        found += _proposed(unit, other, "household", since, told)
    return found


def _household(unit: Unit, entry: Entry) -> list[Entry]:
    """The entries of the same household, this one among them: who has found work is no member without work."""
    if entry.household is None:
        return [entry]
    rows = select(Entry).where(Entry.household == entry.household, Entry.state != "exited")
    return list(unit.session.scalars(rows.order_by(Entry.id).with_for_update()))


def _proposed(unit: Unit, entry: Entry, kind: str, since: date, told: str) -> int:
    pack, count = pack_of(unit, entry.pack), 0
    for ground, _, _ in watches.checks_of(pack, kind):
        if ground.ends(standing_bases(unit, entry)):
            wish = Wish(ground.id, "", max(since, entry.recognised_on), f"就业登记：{since.isoformat()}", told)
            count += exits.propose_by_check(unit, entry, wish, f"{ground.id}::{since.isoformat()}")
    return count


def reviewer(unit: Unit, entry: Entry, action: str) -> Officer:
    """Who may add to a standing entry. Raises 403 ``review.read_only``, 409 ``register.illegal_move``."""
    officer = access.current(unit)
    if officer.role != "reviewer":
        raise Problem("review.read_only", 403)
    if entry.state == "exited":
        raise Problem("register.illegal_move", 409, state=entry.state, action=action)
    return officer
