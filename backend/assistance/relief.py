"""零就业家庭就业援助预案: a plan that begins with the recognition and ends with work (第四条第五款、第五条第三款第3目).

A household is a case of its own as long as none of its members has work, however many of them are recognised.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, select

from backend.assistance import entries
from backend.assistance.models import Plan
from backend.core.problems import Problem
from backend.core.todos import HomeTodo
from backend.core.unit import Unit
from backend.registry.models import Entry
from backend.registry.standing import standing_bases
from backend.rules import Relief
from backend.staff import access
from locales import translator

HOUSEHOLD = func.coalesce(Entry.household, Entry.number)
"""Members that are linked are one household; who is linked to nobody is one alone."""


def reliefs_of(unit: Unit, entry: Entry) -> Sequence[Relief]:
    """The plans of the policy that are for this recognition."""
    bases = set(standing_bases(unit, entry))
    return [one for one in entries.policy_of(unit, entry).reliefs if not bases.isdisjoint(one.categories)]


def of_plan(unit: Unit, plan: Plan) -> Relief | None:
    """What the policy says about a plan; None for one an officer made."""
    if not plan.relief:
        return None
    pack = entries.policy_of(unit, unit.session.get_one(Entry, plan.entry_id))
    return next((one for one in pack.reliefs if one.id == plan.relief), None)


def article(unit: Unit, plan: Plan, mine: Relief) -> str:
    """What the plan rests on."""
    pack = entries.policy_of(unit, unit.session.get_one(Entry, plan.entry_id))
    return str(pack.citations[mine.citation_id].article)


def open_cases() -> ColumnElement[bool]:
    """Plans for households that are still without work."""
    return (Plan.relief != "") & Plan.closed_at.is_(None) & (Entry.state != "exited")


def waits() -> ColumnElement[bool]:
    """Entries with such a plan."""
    return select(Plan.id).where(Plan.entry_id == Entry.id, open_cases()).correlate(Entry).exists()


def last_day(unit: Unit, entry: Entry) -> date | None:
    """Until when the household has work; None without an open plan."""
    wanted = select(Plan.due_on).where(Plan.entry_id == entry.id, Plan.relief != "", Plan.closed_at.is_(None))
    return unit.session.scalar(wanted)


def end(unit: Unit, plan: Plan, entry: Entry, result: str, route: str) -> None:
    """The household has work, by this route: the plans of its other members end as well.

    Raises 409 ``plan.household_without_work``, 422 ``plan.route_missing``.
    """
    mine = of_plan(unit, plan)
    if result != "reached":
        raise Problem("plan.household_without_work", 409)
    if mine is None or route not in {one.id for one in mine.routes}:
        raise Problem("plan.route_missing", 422)
    plan.route = route
    if entry.household is None:
        return
    others = (
        select(Plan, Entry)
        .join(Entry, Entry.id == Plan.entry_id)
        .where(Entry.household == entry.household, Plan.id != plan.id, open_cases())
    )
    for other, member in unit.session.execute(others).all():
        other.route, other.result, other.closed_at = route, result, unit.now
        unit.audit("plan.ended", entries.subject_of(member), plan=other.id, result=result)


def soonest(unit: Unit) -> dict[str, date]:
    """The open households within the officer's area with their last days: {household: day}."""
    here = access.visible_to(access.current(unit), Entry.office_id)
    found = unit.session.execute(
        select(HOUSEHOLD, func.min(Plan.due_on))
        .join(Entry, Entry.id == Plan.entry_id)
        .where(open_cases(), here)
        .group_by(HOUSEHOLD)
    )
    return {household: day for household, day in found if day is not None}


def todo(unit: Unit) -> HomeTodo | None:
    """Households whose last day comes near: from the first warning of the policy on, more urgent from the last on."""
    packs = unit.services.catalogue.packs.values()
    warn = sorted({days for pack in packs for one in pack.reliefs for days in one.warn})
    if not warn:
        return None
    left = [(day - unit.today).days for day in soonest(unit).values()]
    near = [days for days in left if days <= warn[-1]]
    if not near:
        return None
    say = translator("console", unit.language)
    urgent = min(near) <= warn[0]
    hint = say("有的已过期，请马上帮扶") if min(near) < 0 else say("最近的还剩{days}天").format(days=min(near))
    address = "/staff/care?which=household&whose=all"
    return HomeTodo(say("零就业家庭待解决就业"), hint, len(near), address, "clock", "bad" if urgent else "warn")


