"""一人一策: one plan a recognition, with goal, steps, days and an owner (第四条第三款、第六条第四款)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import func, select

from backend.assistance import entries, relief
from backend.assistance.models import Plan, PlanStep
from backend.core.clock import day_in_china
from backend.core.problems import Problem, not_found
from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.registry.models import Entry
from backend.staff.models import OfficerRow

Result = Literal["reached", "changed", "dropped"]
RESULTS: dict[Result, str] = {
    "reached": N_("目标已实现"),
    "changed": N_("情况变化，另订计划"),
    "dropped": N_("不再进行"),
}
STEPS = 12


@dataclass(frozen=True)
class NewStep:
    """A step with the day until which it is to be done."""

    what: str
    due_on: date


@dataclass(frozen=True)
class StepView:
    id: int
    what: str
    due_on: date
    done_on: date | None
    overdue: bool


@dataclass(frozen=True)
class PlanView:
    """A plan as it is shown; an open one has no ``result``."""

    id: int
    goal: str
    owner: str
    made_on: date
    steps: tuple[StepView, ...]
    result: str
    due_on: date | None = None
    """Of a plan for a household without work: the last day."""
    routes: tuple[tuple[str, str], ...] = ()
    """The ways to work it may end with, each with its label."""
    route: str = ""
    article: str = ""
    overdue: bool = False


def make(unit: Unit, number: str, goal: str, steps: tuple[NewStep, ...]) -> int:
    """Makes the plan of a recognition; the officer who makes it owns it.

    Raises what :func:`entries.served` raises; 422 ``plan.goal_missing``, ``plan.steps_missing``,
    ``plan.step_missing``, ``plan.too_many_steps`` (most), ``plan.day_past``; 409 ``plan.open_already``.
    """
    entry = entries.served(unit, number)
    goal = entries.worded(goal, "plan.goal_missing", 300)
    steps = tuple(_checked(unit, step) for step in steps)
    if not steps:
        raise Problem("plan.steps_missing", 422)
    if len(steps) > STEPS:
        raise Problem("plan.too_many_steps", 422, most=STEPS)
    if open_plan(unit, entry) is not None:
        raise Problem("plan.open_already", 409)
    plan = Plan(entry_id=entry.id, owner_id=unit.officer.id, goal=b"", created_at=unit.now)
    keep(unit, plan, goal, steps)
    unit.audit("plan.made", entries.subject_of(entry), plan=plan.id, steps=len(steps))
    return plan.id


def keep(unit: Unit, plan: Plan, goal: str, steps: Sequence[NewStep]) -> None:
    """Writes a plan with its goal and steps, sealed."""
    unit.session.add(plan)
    unit.session.flush()
    plan.goal = unit.vault.seal(goal, f"plans.goal|{plan.id}")
    for place, step in enumerate(steps):
        _add(unit, plan, place, step)


def add_step(unit: Unit, plan_id: int, step: NewStep) -> str:
    """One more step of an open plan; gives the register number.

    Raises 404 ``plan.not_found``; 409 ``plan.closed``; 422 ``plan.step_missing``, ``plan.day_past``,
    ``plan.too_many_steps`` (most).
    """
    plan, entry = _open(unit, plan_id)
    step = _checked(unit, step)
    there = unit.session.scalar(select(func.count(PlanStep.id)).where(PlanStep.plan_id == plan.id)) or 0
    if there >= STEPS:
        raise Problem("plan.too_many_steps", 422, most=STEPS)
    _add(unit, plan, there, step)
    unit.audit("plan.step_added", entries.subject_of(entry), plan=plan.id, step=there + 1)
    return entry.number


def finish_step(unit: Unit, step_id: int) -> str:
    """Says that a step was done today; gives the register number. Raises 404 ``plan.not_found``, 409 ``plan.closed``."""
    step = unit.session.get(PlanStep, step_id)
    if step is None:
        raise not_found("plan")
    plan, entry = _open(unit, step.plan_id)
    if step.done_on is None:
        step.done_on = unit.today
        unit.audit("plan.step_done", entries.subject_of(entry), plan=plan.id, step=step.place + 1)
    return entry.number


def close(unit: Unit, plan_id: int, result: str, route: str = "") -> str:
    """Ends a plan; gives the register number. One for a household without work ends with the route that worked.

    Raises 404 ``plan.not_found``; 409 ``plan.closed``, ``plan.household_without_work``; 422 ``plan.result_missing``,
    ``plan.route_missing``.
    """
    plan, entry = _open(unit, plan_id)
    if result not in RESULTS:
        raise Problem("plan.result_missing", 422)
    if plan.relief:
        relief.end(unit, plan, entry, result, route)
    plan.closed_at, plan.result = unit.now, result
    unit.audit("plan.ended", entries.subject_of(entry), plan=plan.id, result=result)
    return entry.number


def _open(unit: Unit, plan_id: int) -> tuple[Plan, Entry]:
    """A plan that may still be changed, and whose it is. Raises 404 ``plan.not_found``, 409 ``plan.closed``."""
    plan = unit.session.get(Plan, plan_id)
    if plan is None:
        raise not_found("plan")
    entry = _served(unit, plan)
    if plan.closed_at is not None:
        raise Problem("plan.closed", 409)
    return plan, entry


def open_plan(unit: Unit, entry: Entry) -> Plan | None:
    """The plan a recognition has now."""
    return unit.session.scalar(select(Plan).where(Plan.entry_id == entry.id, Plan.closed_at.is_(None)))


def plans(unit: Unit, entry: Entry) -> tuple[PlanView, ...]:
    """All plans of a recognition, the newest first."""
    wanted = select(Plan).where(Plan.entry_id == entry.id).order_by(Plan.id.desc())
    return tuple(_view(unit, plan) for plan in unit.session.scalars(wanted))


def _view(unit: Unit, plan: Plan) -> PlanView:
    wanted = select(PlanStep).where(PlanStep.plan_id == plan.id).order_by(PlanStep.place)
    mine = relief.of_plan(unit, plan)
    routes = tuple((route.id, str(route.label)) for route in mine.routes) if mine else ()
    return PlanView(
        id=plan.id,
        goal=str(unit.vault.open(plan.goal, f"plans.goal|{plan.id}")),
        owner=unit.session.get_one(OfficerRow, plan.owner_id).name,
        made_on=day_in_china(plan.created_at),
        steps=tuple(_step_view(unit, plan, step) for step in unit.session.scalars(wanted)),
        result=plan.result,
        due_on=plan.due_on,
        routes=routes,
        route=dict(routes).get(plan.route, ""),
        article=relief.article(unit, plan, mine) if mine else "",
        overdue=plan.closed_at is None and plan.due_on is not None and plan.due_on < unit.today,
    )


def _step_view(unit: Unit, plan: Plan, step: PlanStep) -> StepView:
    return StepView(
        id=step.id,
        what=str(unit.vault.open(step.what, f"plan_steps.what|{step.id}")),
        due_on=step.due_on,
        done_on=step.done_on,
        overdue=step.done_on is None and plan.closed_at is None and step.due_on < unit.today,
    )


def _served(unit: Unit, plan: Plan) -> Entry:
    """The entry of a plan the officer may work on; a foreign plan looks absent."""
    number = unit.session.get_one(Entry, plan.entry_id).number
    try:
        return entries.served(unit, number)
    except Problem as problem:
        raise not_found("plan") if problem.status == 404 else problem from None


def _checked(unit: Unit, step: NewStep) -> NewStep:
    if step.due_on < unit.today:
        raise Problem("plan.day_past", 422)
    return NewStep(entries.worded(step.what, "plan.step_missing", 200), step.due_on)


def _add(unit: Unit, plan: Plan, place: int, new: NewStep) -> None:
    step = PlanStep(plan_id=plan.id, place=place, what=b"", due_on=new.due_on)
    unit.session.add(step)
    unit.session.flush()
    step.what = unit.vault.seal(new.what, f"plan_steps.what|{step.id}")
