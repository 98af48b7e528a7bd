"""What somebody has taken part in is help that was given: a line of the ledger, where the policy knows the kind."""

from datetime import date

from sqlalchemy import select

from backend.assistance import acts, entries
from backend.assistance.acts import NewAct
from backend.assistance.models import ServiceAct
from backend.core.unit import Unit
from backend.registry.models import Entry
from backend.staff import access


def credit(unit: Unit, person_id: str, kind: str, day: date, what: str, guidance_id: int | None = None) -> int | None:
    """Writes an act for the recognition of a person, as the acting officer; gives its id.

    None, and nothing is written, where the officer does not serve this person, the recognition was not standing on that
    day, or its policy has no such kind of service.
    """
    entry = _standing(unit, person_id)
    if entry is None or entries.refusal(unit, entry) is not None or not entry.recognised_on <= day <= unit.today:
        return None
    found = {one.id: one for one in entries.policy_of(unit, entry).services}.get(kind)
    if found is None:
        return None
    linked = (guidance_id or guidance_of(unit, entry, found.after, day)) if found.after else None
    if found.after and linked is None:
        return None
    return acts.record(unit, entry.number, NewAct(kind, day, "done", offered=(what[:100],), linked_id=linked)).id


def take_back(unit: Unit, act_id: int | None, reason: str) -> None:
    """The person was not there after all: the line is corrected, as every line is."""
    if act_id is not None:
        acts.correct(unit, act_id, reason, None)


def guidance_of(unit: Unit, entry: Entry, kind: str, day: date) -> int | None:
    """The last guidance of a recognition up to a day, with the person there (穗人社发〔2014〕4号第九条)."""
    return unit.session.scalar(
        select(ServiceAct.id)
        .where(
            ServiceAct.entry_id == entry.id,
            ServiceAct.kind == kind,
            ServiceAct.done_on <= day,
            ServiceAct.outcome != "not_met",
            acts.standing(),
        )
        .order_by(ServiceAct.done_on.desc(), ServiceAct.id.desc())
        .limit(1)
    )


def _standing(unit: Unit, person_id: str) -> Entry | None:
    mine = (Entry.person_id == person_id, Entry.state != "exited", entries.visible(access.current(unit)))
    return unit.session.scalar(select(Entry).where(*mine).order_by(Entry.id.desc()).limit(1).with_for_update())
