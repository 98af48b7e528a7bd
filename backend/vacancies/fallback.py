"""托底安置: whom the market has not helped is marked for a public post, after efforts on record (第四条第（五）项, XY-56).

The document says 通过市场难以实现就业; how many recommendations that takes is a reading and stands in ``posts.yaml``.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import func, select

from backend.assistance import acts, entries
from backend.assistance.models import ServiceAct
from backend.core.clock import day_in_china
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.registry.models import Entry
from backend.staff import access
from backend.staff.models import OfficerRow
from backend.vacancies.models import Fallback
from backend.vacancies.post_rules import LastResort, rules_of

RECOMMENDATION: Final = "recommendation"
"""岗位推荐 in a policy's list of services."""


@dataclass(frozen=True)
class FallbackView:
    """How far the efforts are, and the mark where there is one; ``source`` is the article."""

    source: str
    efforts: int
    needed: int
    by: str
    on: date | None
    reason: str


def mark(unit: Unit, number: str, reason: str) -> None:
    """Marks a recognised person for a public post; for the county alone.

    Raises 404 ``entry.not_found``; 403 ``assistance.read_only``, ``fallback.county_only``; 409 ``assistance.entry_ended``,
    ``fallback.not_here``, ``fallback.marked_already``, ``fallback.efforts_missing`` (done, needed, source); 422
    ``assistance.reason_missing``.
    """
    entry = entries.seen(unit, number, lock=True)
    officer = access.current(unit)
    if officer.role != "reviewer":
        raise Problem("assistance.read_only", 403)
    if officer.level != "county":
        raise Problem("fallback.county_only", 403)
    if entry.state == "exited":
        raise Problem("assistance.entry_ended", 409)
    rule = _rule(unit, entry)
    if rule is None:
        raise Problem("fallback.not_here", 409)
    if unit.session.get(Fallback, entry.id) is not None:
        raise Problem("fallback.marked_already", 409)
    done = efforts(unit, entry)
    if done < rule.after:
        raise Problem("fallback.efforts_missing", 409, done=done, needed=rule.after, source=rule.source)
    reason = entries.worded(reason, "assistance.reason_missing", 200)
    unit.session.add(Fallback(entry_id=entry.id, officer_id=officer.id, at=unit.now, reason=reason))
    unit.session.flush()
    unit.audit("fallback.marked", entries.subject_of(entry), done=done, reason=reason)


def view(unit: Unit, entry: Entry) -> FallbackView | None:
    """How it stands; nothing where the policy of the recognition knows no such posts."""
    rule = _rule(unit, entry)
    if rule is None:
        return None
    row = unit.session.get(Fallback, entry.id)
    return FallbackView(
        source=rule.source,
        efforts=efforts(unit, entry),
        needed=rule.after,
        by=unit.session.get_one(OfficerRow, row.officer_id).name if row else "",
        on=day_in_china(row.at) if row else None,
        reason=row.reason if row else "",
    )


def is_marked(unit: Unit, entry: Entry) -> bool:
    return unit.session.get(Fallback, entry.id) is not None


def efforts(unit: Unit, entry: Entry) -> int:
    """Posts recommended to the person herself, as the ledger has them: no line that was corrected, and nobody not met."""
    wanted = (
        select(func.count())
        .select_from(ServiceAct)
        .where(ServiceAct.entry_id == entry.id, ServiceAct.kind == RECOMMENDATION)
        .where(ServiceAct.outcome != "not_met", acts.standing())
    )
    return unit.session.scalar(wanted) or 0


def _rule(unit: Unit, entry: Entry) -> LastResort | None:
    return rules_of(unit, entries.policy_of(unit, entry)).last_resort
