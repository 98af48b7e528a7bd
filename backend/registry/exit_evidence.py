"""Whose records an exit rests on: whoever put the evidence down does not decide (四眼), whoever or whatever proposes it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from sqlalchemy import select

from backend.core.unit import Unit
from backend.people.mandate_models import Mandate
from backend.registry import tallies
from backend.registry.facts import facts_of
from backend.registry.models import ContactAttempt, Entry
from backend.rules import ExitCheck, ExitGround

Officers = Iterable[int | None]


def recorders(unit: Unit, entry: Entry, ground: ExitGround, reason: str, bases: Iterable[str]) -> list[int]:
    """The officers whose records prove this ground for these bases of an entry, by id."""
    ending = set(bases)
    checks = [ground.terms(reason).check, *(one.check for one in ground.bases if ending & set(one.category_ids))]
    found = {officer for check in checks if check for officer in RECORDERS[check.kind](unit, entry, check)}
    return sorted(one for one in found if one is not None)


def _birth(unit: Unit, entry: Entry, _: ExitCheck) -> Officers:
    return _typed_by(unit, entry)


def _certificate(unit: Unit, entry: Entry, check: ExitCheck) -> Officers:
    """Who put the day down that is over; one that is still to come proves nothing."""
    until = facts_of(unit, entry).get(check.fact)
    if not isinstance(until, date) or unit.today <= until:
        return ()
    reader = entry.read_by.get(check.fact)
    return (reader,) if reader else _typed_by(unit, entry)


def _refusals(unit: Unit, entry: Entry, check: ExitCheck) -> Officers:
    """Who wrote down those that count, and who said that they do: with the last of these words the exit is proposed."""
    found = tallies.refusals_that_do(unit, entry, check)
    return [officer for row in found for officer in (row.recorded_by, row.judged_by)]


def _attempts(unit: Unit, entry: Entry, check: ExitCheck) -> Officers:
    found = tallies.silence_of(unit, entry, check)
    if found is None:
        return ()
    failed = ContactAttempt.entry_id == entry.id, ContactAttempt.on >= found.since, ContactAttempt.reached.is_(False)
    return unit.session.scalars(select(ContactAttempt.officer_id).where(*failed)).all()


def _household(unit: Unit, entry: Entry, _: ExitCheck) -> Officers:
    """Who said of any of them that they are one household; who puts work on record proposes with it."""
    if entry.household is None:
        return ()
    return unit.session.scalars(select(Entry.household_by).where(Entry.household == entry.household)).all()


def _nobody(_unit: Unit, _entry: Entry, _check: ExitCheck) -> Officers:
    """Who puts work on record proposes with it."""
    return ()


def _typed_by(unit: Unit, entry: Entry) -> Officers:
    """The officer who filled the application in for her (窗口代办); nobody where she did it herself."""
    mine = select(Mandate.officer_id).where(Mandate.account_id == entry.account_id)
    return (unit.session.scalar(mine),) if entry.account_id else ()


RECORDERS: Mapping[str, Callable[[Unit, Entry, ExitCheck], Officers]] = {
    "retirement": _birth,
    "validity": _certificate,
    "refusals": _refusals,
    "silence": _attempts,
    "employment": _nobody,
    "household": _household,
}
