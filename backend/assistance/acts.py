"""Service acts: recording what was done for a person, and correcting a line by a new one."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from backend.assistance import entries, months, register
from backend.assistance.models import ServiceAct
from backend.core.problems import Problem, not_found
from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.registry.contacts import Contact
from backend.registry.models import Entry
from backend.rules import Pack, ServiceKind
from backend.staff import access

Outcome = Literal["done", "accepted", "considering", "refused", "not_met"]
OUTCOMES: dict[Outcome, str] = {
    "done": N_("已完成"),
    "accepted": N_("本人接受"),
    "considering": N_("本人考虑中"),
    "refused": N_("本人不接受"),
    "not_met": N_("未见到本人"),
}
VISITORS = 3
OFFERED = 10


@dataclass(frozen=True)
class NewAct:
    """A service as an officer tells of it."""

    kind: str
    done_on: date
    outcome: Outcome
    place: str = ""
    visitors: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    notes: str = ""
    linked_id: int | None = None


@dataclass(frozen=True)
class Recorded:
    """What was written: the line, the month of the ledger it stands in, and whether that is a later one."""

    id: int
    month: str
    late: bool


def record(unit: Unit, number: str, new: NewAct) -> Recorded:
    """Writes one act of help for a recognition: one line of the ledger, and what it tells the register.

    Raises what :func:`entries.served` raises; 403 ``assistance.not_for_providers``; 422
    ``assistance.kind_unknown``, ``assistance.outcome_missing``,
    ``assistance.day_in_future``, ``assistance.day_before_recognition`` (day), ``assistance.place_missing``,
    ``assistance.visitors_missing``, ``assistance.offered_missing``, ``assistance.text_too_long``,
    ``assistance.id_number_in_text``, ``refusal.reason_missing`` for what was turned down; 409
    ``assistance.guidance_missing`` (kind, needed, article).
    """
    entry = entries.served(unit, number, by_provider=True)
    kind = checked(unit, entry, new)
    contact = Contact(
        "visit" if kind.visit else "phone", new.done_on, new.outcome != "not_met", str(kind.label)
    )
    turned_down = new.outcome == "refused"
    refused = register.refusal_of(kind, new.offered, contact, new.notes) if turned_down else None
    act = _write(unit, entry, new)
    register.tell(unit, entry, contact, refused)
    unit.audit("assistance.recorded", entries.subject_of(entry), kind=str(kind.label), act=act.id, day=f"{act.done_on}")
    return Recorded(act.id, act.month, act.month != months.of(act.done_on))


def correct(unit: Unit, act_id: int, reason: str, new: NewAct | None) -> Recorded:
    """Replaces an act by a new line, or with ``None`` says that it never happened. The old line stays.

    Raises what :func:`record` raises; 404 ``act.not_found``; 409 ``assistance.corrected_already``; 422
    ``assistance.reason_missing``.
    """
    old = seen(unit, act_id)
    number = unit.session.get_one(Entry, old.entry_id).number
    entry = entries.served(unit, number, by_provider=True)
    reason = entries.worded(reason, "assistance.reason_missing", 200)
    if correction_of(unit, old) is not None:
        raise Problem("assistance.corrected_already", 409)
    if new is not None:
        checked(unit, entry, new, instead_of=old.id)
    told = new or replace(told_of(unit, old), notes="")
    act = _write(unit, entry, told, corrects=old, void=new is None, reason=reason)
    unit.audit("assistance.corrected", entries.subject_of(entry), act=act.id, corrects=old.id)
    return Recorded(act.id, act.month, act.month != months.of(act.done_on))


def checked(unit: Unit, entry: Entry, new: NewAct, instead_of: int | None = None) -> ServiceKind:
    """The kind of a new act after everything its record needs was found there."""
    kind = kind_of(entries.policy_of(unit, entry), new.kind)
    if access.current(unit).role == "provider" and not kind.provider:
        raise Problem("assistance.not_for_providers", 403)
    if new.outcome not in OUTCOMES:
        raise Problem("assistance.outcome_missing", 422)
    check_day(unit, entry, new.done_on)
    _demand(kind, "place", entries.free_text(new.place, 100))
    _demand(kind, "visitors", [entries.free_text(name, 40) for name in new.visitors if name.strip()])
    _demand(kind, "offered", [entries.free_text(one, 100) for one in new.offered if one.strip()])
    entries.free_text(new.notes)
    if kind.after:
        _resting(unit, entry, kind, new, instead_of)
    return kind


def check_day(unit: Unit, entry: Entry, day: date) -> None:
    """A day on which the person was recognised already, and which has come."""
    if day > unit.today:
        raise Problem("assistance.day_in_future", 422)
    if day < entry.recognised_on:
        raise Problem("assistance.day_before_recognition", 422, day=f"{entry.recognised_on}")


def kind_of(pack: Pack, kind_id: str) -> ServiceKind:
    """A kind of service of a policy. Raises 422 ``assistance.kind_unknown``."""
    for kind in pack.services:
        if kind.id == kind_id:
            return kind
    raise Problem("assistance.kind_unknown", 422)


def standing() -> ColumnElement[bool]:
    """The acts that count: neither corrected nor void."""
    later = aliased(ServiceAct)
    corrected = select(later.id).where(later.corrects_id == ServiceAct.id).exists()
    return ~corrected & ServiceAct.void.is_(False)


def seen(unit: Unit, act_id: int) -> ServiceAct:
    """An act within the officer's area. Raises ``act.not_found``."""
    act = unit.session.get(ServiceAct, act_id)
    if act is None:
        raise not_found("act")
    try:
        entries.seen(unit, unit.session.get_one(Entry, act.entry_id).number)
    except Problem:
        raise not_found("act") from None
    return act


def correction_of(unit: Unit, act: ServiceAct) -> ServiceAct | None:
    """The line that corrects this one."""
    return unit.session.scalar(select(ServiceAct).where(ServiceAct.corrects_id == act.id))


def opened(unit: Unit, act: ServiceAct) -> dict[str, Any]:
    """What is sealed of an act: ``place``, ``visitors``, ``offered``, ``notes``, ``reason``."""
    content: dict[str, Any] = unit.vault.open(act.sealed, _place(act))
    return content


def told_of(unit: Unit, act: ServiceAct) -> NewAct:
    """An act as it was told, for instance to begin a correction with."""
    content = opened(unit, act)
    return NewAct(
        kind=act.kind,
        done_on=act.done_on,
        outcome=act.outcome,  # type: ignore[arg-type]
        place=content["place"],
        visitors=tuple(content["visitors"]),
        offered=tuple(content["offered"]),
        notes=content["notes"],
        linked_id=act.linked_id,
    )


def _write(
    unit: Unit,
    entry: Entry,
    new: NewAct,
    *,
    corrects: ServiceAct | None = None,
    void: bool = False,
    reason: str = "",
) -> ServiceAct:
    act = ServiceAct(
        entry_id=entry.id,
        person_id=entry.person_id,
        office_id=entry.office_id,
        officer_id=unit.officer.id,
        kind=new.kind,
        done_on=new.done_on,
        month=months.open_month(unit, entry.office_id, new.done_on),
        outcome=new.outcome,
        linked_id=new.linked_id,
        corrects_id=corrects.id if corrects else None,
        void=void,
        sealed=b"",
        created_at=unit.now,
    )
    unit.session.add(act)
    unit.session.flush()
    content = {
        "place": new.place.strip(),
        "visitors": [name.strip() for name in new.visitors if name.strip()][:VISITORS],
        "offered": [one.strip() for one in new.offered if one.strip()][:OFFERED],
        "notes": new.notes.strip(),
        "reason": reason,
    }
    act.sealed = unit.vault.seal(content, _place(act))
    unit.session.flush()
    return act


def _demand(kind: ServiceKind, part: str, given: object) -> None:
    if part in kind.asks and not given:
        raise Problem(f"assistance.{part}_missing", 422)


def _resting(unit: Unit, entry: Entry, kind: ServiceKind, new: NewAct, instead_of: int | None) -> None:
    """No recommended training without the guidance it rests on, done before or on the same day."""
    found = unit.session.scalar(
        select(ServiceAct.id).where(
            ServiceAct.id == new.linked_id,
            ServiceAct.entry_id == entry.id,
            ServiceAct.kind == kind.after,
            ServiceAct.done_on <= new.done_on,
            ServiceAct.outcome != "not_met",
            ServiceAct.id != (instead_of or 0),
            standing(),
        )
    )
    if found is None:
        pack = entries.policy_of(unit, entry)
        told = {"needed": str(kind_of(pack, kind.after).label), "article": str(pack.citations[kind.citation_id].article)}
        raise Problem("assistance.guidance_missing", 409, kind=str(kind.label), **told)


def _place(act: ServiceAct) -> str:
    return f"service_acts.sealed|{act.id}"
