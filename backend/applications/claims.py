"""接办下一件: the first due of the cases that wait for an office, to whoever asks; never one to two.

Many officers at once are served in one transaction (``core.grouping``): the rows are locked past those others hold,
the audit chain is taken once, and each officer's answer is kept under the key of the form, so a second click brings
the same case.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from backend.applications import lifecycle
from backend.applications.guards import LEVELS, subject_of
from backend.applications.models import IS_FREE, Application, Decision, ReviewStep
from backend.applications.queue import FIRST_DUE
from backend.applications.ruling import pack_for_the_file
from backend.core import audit, idempotency
from backend.core.actors import Officer, actor_name
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.work import Caller
from backend.staff.keyset import Cursor
from backend.staff.service import actors

SPARE = 20
"""Rows looked at beyond those asked for, for cases an officer may not take; then further ones."""


@dataclass(frozen=True)
class Earlier:
    """Who had a hand in the other stages of a case: officers and offices (XY-24)."""

    officers: frozenset[int]
    offices: frozenset[int]


def claim_next(unit: Unit, callers: Sequence[Caller]) -> list[str | Problem]:
    """A case for each, in the order they asked; empty when nothing waits that the officer may take."""
    firsts = {caller.key: place for place, caller in reversed(list(enumerate(callers))) if caller.key}
    once = [caller for place, caller in enumerate(callers) if firsts.get(caller.key, place) == place]
    answers = dict(zip(map(id, once), _claimed(unit, once), strict=True))
    return [answers[id(callers[firsts.get(caller.key, place)])] for place, caller in enumerate(callers)]


def _claimed(unit: Unit, callers: Sequence[Caller]) -> list[str | Problem]:
    """The same for callers of whom none sends the same form as another."""
    answers: dict[int, str | Problem] = dict(_answered_before(unit, callers))
    before = set(answers)
    officers = _present(unit, [one for place, one in enumerate(callers) if place not in answers])
    wishes: dict[int, list[tuple[int, Officer]]] = defaultdict(list)
    for place, caller in enumerate(callers):
        if place in answers:
            continue
        officer = officers.get(caller.actor.id) if isinstance(caller.actor, Officer) else None
        if officer is None:
            answers[place] = Problem("access.staff_only", 403)
        elif officer.role != "reviewer":
            answers[place] = Problem("review.read_only", 403)
        else:
            wishes[officer.office_id].append((place, officer))
    acts: list[audit.Act] = []
    for office_id in sorted(wishes):
        for place, officer, row in _given(unit, office_id, wishes[office_id]):
            answers[place] = row.id if row else ""
            if row:
                acts.append(_take(unit, row, officer))
    unit.session.flush()
    audit.record_many(unit.session, unit.vault, unit.now, acts)
    _remember(unit, callers, {place: answer for place, answer in answers.items() if place not in before})
    return [answers[place] for place in range(len(callers))]


def _answered_before(unit: Unit, callers: Sequence[Caller]) -> Iterator[tuple[int, str | Problem]]:
    commands = [_command(caller) for caller in callers if caller.key]
    stored = idempotency.recall_many(unit.session, unit.vault, commands) if commands else {}
    for place, caller in enumerate(callers):
        answer = stored.get(caller.key)
        if answer is not None:
            yield place, answer if isinstance(answer, Problem) else answer.decode()


def _remember(unit: Unit, callers: Sequence[Caller], answers: dict[int, str | Problem]) -> None:
    """Only what gave a case: who found nothing may ask again with the same form."""
    kept = [
        (_command(callers[place]), answer.encode())
        for place, answer in answers.items()
        if callers[place].key and isinstance(answer, str) and answer
    ]
    idempotency.remember_many(unit.session, unit.vault, kept, unit.now)


def _command(caller: Caller) -> idempotency.Command:
    return idempotency.Command(caller.key, actor_name(caller.actor), caller.fingerprint)


def _present(unit: Unit, callers: Iterable[Caller]) -> dict[int, Officer]:
    """The officers as this transaction knows them: a right taken away acts at once (S19)."""
    return actors(unit, {caller.actor.id for caller in callers if isinstance(caller.actor, Officer)})


def _given(
    unit: Unit, office_id: int, wishes: list[tuple[int, Officer]]
) -> Iterator[tuple[int, Officer, Application | None]]:
    """Every wish with its case; free cases are looked through until all are served or none are left."""
    open_wishes = list(wishes)
    cursor: Cursor | None = None
    while open_wishes:
        wanted = len(open_wishes) + SPARE
        rows = _free_cases(unit, office_id, wanted, cursor)
        earlier = _earlier(unit, rows)
        for row in rows:
            fitting = next((wish for wish in open_wishes if _may_take(unit, wish[1], row, earlier)), None)
            if fitting is not None:
                open_wishes.remove(fitting)
                yield (*fitting, row)
        if len(rows) < wanted:
            break
        assert rows[-1].due_on is not None  # who waits for an office has a day
        cursor = Cursor(rows[-1].due_on, rows[-1].id)
    for place, officer in open_wishes:
        yield place, officer, None


def _free_cases(unit: Unit, office_id: int, count: int, cursor: Cursor | None) -> list[Application]:
    behind = [FIRST_DUE.after(cursor, False)] if cursor else []
    wanted = select(Application).where(IS_FREE, Application.office_id == office_id, *behind)
    first_due = wanted.order_by(Application.due_on, Application.id).limit(count)
    return list(unit.session.scalars(first_due.with_for_update(skip_locked=True)))


def _earlier(unit: Unit, rows: list[Application]) -> dict[str, Earlier]:
    later = {row.id: row.stage for row in rows if row.stage > 0 or row.sent_back}
    if not later:
        return {}
    officers: dict[str, set[int]] = defaultdict(set)
    offices: dict[str, set[int]] = defaultdict(set)
    for made in unit.session.scalars(select(Decision).where(Decision.application_id.in_(later))):
        if made.stage != later[made.application_id]:
            officers[made.application_id].add(made.officer_id)
            offices[made.application_id].add(made.office_id)
    for helped in unit.session.scalars(select(ReviewStep).where(ReviewStep.application_id.in_(later))):
        if helped.stage != later[helped.application_id]:
            officers[helped.application_id].add(helped.officer_id)
    return {case: Earlier(frozenset(officers[case]), frozenset(offices[case])) for case in later}


def _may_take(unit: Unit, officer: Officer, row: Application, earlier: dict[str, Earlier]) -> bool:
    stage = pack_for_the_file(unit, row).stages[row.stage]
    before = earlier.get(row.id)
    mixed = before is not None and (officer.id in before.officers or officer.office_id in before.offices)
    return officer.level in LEVELS[stage.level] and not mixed


def _take(unit: Unit, row: Application, officer: Officer) -> audit.Act:
    row.state = lifecycle.target_of(row.state, "take_up", "officer")  # type: ignore[arg-type]
    row.officer_id, row.updated_at = officer.id, unit.now
    row.version += 1
    return audit.Act(officer, "application.taken_up", subject_of(row.id), {})
