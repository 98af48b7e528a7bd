"""零就业家庭就业援助预案: it begins with the recognition, has a month, and ends with the way to work that worked."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from backend.applications import promises
from backend.applications.models import Lapse
from backend.assistance import care, entries, plans, relief
from backend.assistance.plans import NewStep, PlanView
from backend.core.unit import Unit
from backend.records import indicators
from backend.registry import updates
from backend.registry.models import Entry
from tests.backend.assistance.recognised import Recognise
from tests.backend.desk import TODAY, Desk, refused
from tests.conftest import StoppedClock
from tests.people import LI_JIANGUO, SUN_LI, WANG_XIUYING, ZHENG_JIE, ZHOU_MIN, Person

DUE = date(2026, 12, 21)
Household = Callable[..., str]


@pytest.fixture
def household(recognise: Recognise) -> Household:
    """Recognises somebody of a household without work today; gives the number."""

    def enter(person: Person = WANG_XIUYING, categories: tuple[str, ...] = ("X2",)) -> str:
        return recognise(person, on=TODAY, categories=categories)

    return enter


def plan_of(desk: Desk, number: str) -> PlanView:
    (found,) = desk.read(ZHOU_MIN, lambda unit: plans.plans(unit, entries.seen(unit, number)))
    assert isinstance(found, PlanView)
    return found


def open_households(desk: Desk) -> int:
    return int(desk.read(ZHENG_JIE, indicators.figures).total.households)


def test_xy_54_the_plan_exists_the_same_day_with_goal_routes_and_owner(desk: Desk, household: Household) -> None:
    plan = plan_of(desk, household())
    assert (plan.goal, plan.owner, plan.made_on) == ("一个月内，家里至少一人就业", "周敏", TODAY)
    assert [step.what for step in plan.steps] == ["企业吸纳就业", "灵活就业", "公益性岗位安置"]
    assert (plan.due_on, plan.article) == (DUE, "第四条第（五）项")


def test_xy_54_whoever_is_recognised_for_something_else_gets_none(desk: Desk, household: Household) -> None:
    number = household(categories=("X1",))
    assert desk.read(ZHOU_MIN, lambda unit: plans.plans(unit, entries.seen(unit, number))) == ()
    assert open_households(desk) == 0


def test_xy_54_more_steps_are_added_as_the_person_needs_them(desk: Desk, household: Household) -> None:
    plan = plan_of(desk, number := household())
    assert desk.do(ZHOU_MIN, plans.add_step, plan.id, NewStep("陪同面试社区保洁", DUE)) == number
    assert [step.what for step in plan_of(desk, number).steps][3:] == ["陪同面试社区保洁"]
    with refused("plan.day_past", 422):
        desk.do(ZHOU_MIN, plans.add_step, plan.id, NewStep("面试", TODAY - timedelta(days=1)))
    with refused("plan.not_found", 404):
        desk.do(SUN_LI, plans.add_step, plan.id, NewStep("面试", DUE))
    for _ in range(plans.STEPS - 4):
        desk.do(ZHOU_MIN, plans.add_step, plan.id, NewStep("面试", DUE))
    with refused("plan.too_many_steps", 422):
        desk.do(ZHOU_MIN, plans.add_step, plan.id, NewStep("面试", DUE))
    desk.do(ZHOU_MIN, plans.close, plan.id, "reached", "employer")
    with refused("plan.closed", 409):
        desk.do(ZHOU_MIN, plans.add_step, plan.id, NewStep("面试", DUE))


@pytest.mark.parametrize(
    ("recognised", "due"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_xy_55_the_household_has_a_calendar_month(desk: Desk, recognised: date, due: date) -> None:
    def days(unit: Unit) -> list[date]:
        return [one.due_on(recognised) for one in unit.services.catalogue.packs["xinyu-2023-82"].reliefs]

    assert desk.system(days) == [due]


@pytest.mark.parametrize(
    ("left", "tone", "hint"),
    [
        (11, "", ""),
        (10, "warn", "最近的还剩10天"),
        (4, "warn", "最近的还剩4天"),
        (3, "bad", "最近的还剩3天"),
        (0, "bad", "最近的还剩0天"),
        (-1, "bad", "有的已过期，请马上帮扶"),
    ],
)
def test_xy_55_the_office_is_warned_ten_and_three_days_before(
    desk: Desk, household: Household, clock: StoppedClock, left: int, tone: str, hint: str
) -> None:
    household()
    clock.advance(days=(DUE - TODAY).days - left)
    for officer in (ZHOU_MIN, ZHENG_JIE):
        todo = desk.read(officer, relief.todo)
        assert ((todo.tone, todo.hint, todo.count) if todo else ("", "", 0)) == (tone, hint, 1 if tone else 0)
    assert desk.read(SUN_LI, relief.todo) is None


def test_xy_55_the_office_above_is_called_once_the_day_after(
    desk: Desk, household: Household, clock: StoppedClock
) -> None:
    number = household()

    def lapses() -> list[tuple[str, date]]:
        rows = desk.system(lambda unit: list(unit.session.scalars(select(Lapse).where(Lapse.kind == "household"))))
        return [(row.kind, row.due_on) for row in rows]

    clock.advance(days=(DUE - TODAY).days)
    desk.system(promises.find_late)
    assert lapses() == []
    clock.advance(days=1)
    for _ in range(2):
        desk.system(promises.find_late)
        assert lapses() == [("household", DUE)]
    assert [one.step for one in desk.read(ZHOU_MIN, promises.soon).matters if one.kind == "household"] == [
        "零就业家庭解决就业"
    ]
    desk.do(ZHOU_MIN, plans.close, plan_of(desk, number).id, "reached", "flexible")
    desk.system(promises.find_late)
    ended = desk.system(lambda unit: unit.session.scalars(select(Lapse.ended_on).where(Lapse.kind == "household")).one())
    assert ended == DUE + timedelta(days=1)


@pytest.mark.parametrize("route", ["employer", "flexible", "public_post"])
def test_xy_80_closing_the_case_needs_the_route_that_worked(desk: Desk, household: Household, route: str) -> None:
    plan = plan_of(desk, number := household())
    desk.do(ZHOU_MIN, plans.finish_step, plan.steps[0].id)
    for wrong in ("", "luck"):
        with refused("plan.route_missing", 422):
            desk.do(ZHOU_MIN, plans.close, plan.id, "reached", wrong)
    for result in ("changed", "dropped"):
        with refused("plan.household_without_work", 409):
            desk.do(ZHOU_MIN, plans.close, plan.id, result, route)
    desk.do(ZHOU_MIN, plans.close, plan.id, "reached", route)
    ended = plan_of(desk, number)
    assert ended.result == "reached"
    assert ended.route == dict(plan.routes)[route]
    assert [step.done_on for step in ended.steps] == [TODAY, None, None]


def test_xy_67_the_number_of_the_dashboard_is_that_of_the_open_households(desk: Desk, household: Household) -> None:
    first, second = household(), household(LI_JIANGUO)
    assert open_households(desk) == 2
    assert {line.number for line in desk.read(ZHENG_JIE, care.care, "household", mine=False).lines} == {first, second}
    desk.do(ZHOU_MIN, updates.link_household, first, second)
    assert open_households(desk) == 1
    desk.do(ZHOU_MIN, plans.close, plan_of(desk, first).id, "reached", "employer")
    assert open_households(desk) == 0
    assert (plan_of(desk, second).result, plan_of(desk, second).route) == ("reached", "企业吸纳就业")
    assert desk.read(ZHENG_JIE, care.care, "household", mine=False).lines == ()


def test_xy_67_who_has_left_the_register_is_counted_no_more(desk: Desk, household: Household) -> None:
    number = household()

    def leave(unit: Unit) -> None:
        unit.session.scalars(select(Entry).where(Entry.number == number)).one().state = "exited"

    desk.system(leave)
    assert (open_households(desk), desk.read(ZHENG_JIE, relief.todo)) == (0, None)
