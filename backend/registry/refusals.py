"""The log of services that were offered and turned down (第三条第一款第3目；第六条第二项).

A refusal is a concrete offer that the person turned down, with the reason given (reading X10). No answer, a blocked
chat, a letter that did not arrive are none: they are attempts to get in touch. It counts only once another officer
has judged that there was no good reason.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from sqlalchemy import select

from backend.core.problems import Problem, not_found
from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.core.wording import worded
from backend.policies.spoken import pack_of
from backend.registry import checks, tallies, watches
from backend.registry.models import Entry, Refusal
from backend.registry.serving import demand_judge, demand_server
from backend.registry.standing import seen, subject_of

Offer = Literal["guidance", "post", "training", "public_post", "other"]
OFFERS: Final = {
    "guidance": N_("职业指导"),
    "post": N_("职业介绍"),
    "training": N_("职业培训"),
    "public_post": N_("公益性岗位"),
    "other": N_("其他就业服务"),
}


@dataclass(frozen=True)
class Refused:
    """What an officer writes down: which service, what it was exactly, when it was turned down, and why."""

    offer: str
    what: str
    refused_on: date
    reason: str


def record(unit: Unit, number: str, refused: Refused) -> int:
    """Writes a refusal down; it does not count yet. Gives its id.

    Raises 422 ``refusal.offer_missing``, ``refusal.what_missing``, ``refusal.reason_missing``,
    ``refusal.day_in_future``, ``exit.day_before_recognition`` (day); 403 ``review.read_only``,
    ``register.level_inspects``; 409 ``register.illegal_move`` for an entry that has ended.
    """
    entry = seen(unit, number, lock=True)
    officer = demand_server(unit, entry)
    if entry.state == "exited":
        raise Problem("register.illegal_move", 409, state=entry.state, action="refusal")
    if refused.offer not in OFFERS:
        raise Problem("refusal.offer_missing", 422)
    if refused.refused_on > unit.today:
        raise Problem("refusal.day_in_future", 422)
    if refused.refused_on < entry.recognised_on:
        raise Problem("exit.day_before_recognition", 422, day=entry.recognised_on.isoformat())
    words = {
        "what": worded(refused.what, "refusal.what_missing", longest=200),
        "reason": worded(refused.reason, "refusal.reason_missing", longest=200),
    }
    row = Refusal(
        entry_id=entry.id,
        offer=refused.offer,
        refused_on=refused.refused_on,
        words=b"",
        recorded_by=officer.id,
        recorded_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    _write(unit, row, words)
    unit.audit("register.refusal_recorded", subject_of(entry), offer=refused.offer)
    return row.id


def judge(unit: Unit, number: str, refusal_id: int, *, justified: bool, why: str) -> bool:
    """Another officer says whether it counts; gives whether an exit was proposed with it.

    Raises 404 ``refusal.not_found``; 409 ``refusal.judged``; 403 ``refusal.same_person``, ``review.read_only``,
    ``register.level_inspects``; 422 ``refusal.why_missing``.
    """
    entry = seen(unit, number, lock=True)
    officer = demand_judge(unit, entry)
    row = unit.session.scalar(
        select(Refusal).where(Refusal.id == refusal_id, Refusal.entry_id == entry.id).with_for_update()
    )
    if row is None:
        raise not_found("refusal")
    if row.state != "recorded":
        raise Problem("refusal.judged", 409)
    if row.recorded_by == officer.id:
        raise Problem("refusal.same_person", 403)
    _write(unit, row, {**words_of(unit, row), "why": worded(why, "refusal.why_missing", longest=200)})
    row.state, row.judged_by, row.judged_at = ("justified" if justified else "counted"), officer.id, unit.now
    unit.session.flush()
    unit.audit("register.refusal_judged", subject_of(entry), result=row.state)
    return False if justified else _count(unit, entry)


def words_of(unit: Unit, row: Refusal) -> dict[str, str]:
    """What was offered, the reason given, and why it counts or not: ``what``, ``reason``, ``why``."""
    return dict(unit.vault.open(row.words, _place(row)))


def refusals_of(unit: Unit, entry: Entry) -> list[Refusal]:
    return list(
        unit.session.scalars(
            select(Refusal).where(Refusal.entry_id == entry.id).order_by(Refusal.refused_on, Refusal.id)
        )
    )


def _count(unit: Unit, entry: Entry) -> bool:
    """With the last refusal that is needed the exit is proposed at once: a proposal, never a decision."""
    pack = pack_of(unit, entry.pack)
    for ground, item, check in watches.checks_of(pack, "refusals"):
        if tallies.refused_enough(unit, entry, check):
            watches.add(unit, entry, ground.id, item, watches.PROPOSE, unit.today)
    return checks.look_at(unit, entry)


def _write(unit: Unit, row: Refusal, words: dict[str, str]) -> None:
    row.words = unit.vault.seal(words, _place(row))


def _place(row: Refusal) -> str:
    return f"service_refusals.words|{row.id}"
