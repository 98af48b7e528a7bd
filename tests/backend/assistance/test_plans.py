"""一人一策: a plan has goal, steps, days and an owner; whoever has none after ten working days is on the list."""

from datetime import date, timedelta

import pytest

from backend.assistance import care, entries, plans
from backend.assistance.plans import NewStep, PlanView
from tests.backend.assistance.recognised import Recognise
from tests.backend.desk import TODAY, Desk, refused
from tests.conftest import StoppedClock
from tests.people import SUN_LI, ZHOU_MIN

STEPS = (NewStep("参加家政班", date(2026, 12, 10)), NewStep("面试社区保洁", date(2026, 12, 31)))


def shown(desk: Desk, number: str) -> tuple[PlanView, ...]:
    found: tuple[PlanView, ...] = desk.read(
        ZHOU_MIN, lambda unit: plans.plans(unit, entries.seen(unit, number))
    )
    return found


def test_xy_49_a_plan_has_goal_steps_days_and_an_owner(desk: Desk, number: str) -> None:
    desk.do(ZHOU_MIN, plans.make, number, "三个月内到社区从事保洁", STEPS)
    plan = shown(desk, number)[0]
    assert (plan.goal, plan.owner, plan.made_on, plan.result) == ("三个月内到社区从事保洁", "周敏", TODAY, "")
    assert [(step.what, step.due_on, step.done_on) for step in plan.steps] == [
        ("参加家政班", date(2026, 12, 10), None),
        ("面试社区保洁", date(2026, 12, 31), None),
    ]


@pytest.mark.parametrize(
    ("goal", "steps", "code"),
    [
        (" ", STEPS, "plan.goal_missing"),
        ("找工作", (), "plan.steps_missing"),
        ("找工作", (NewStep("", TODAY),), "plan.step_missing"),
        ("找工作", (NewStep("面试", TODAY - timedelta(days=1)),), "plan.day_past"),
        ("找工作", (NewStep("面试", TODAY),) * 13, "plan.too_many_steps"),
    ],
)
def test_an_unfinished_plan_is_refused(
    desk: Desk, number: str, goal: str, steps: tuple[NewStep, ...], code: str
) -> None:
    with refused(code, 422):
        desk.do(ZHOU_MIN, plans.make, number, goal, steps)


def test_one_plan_at_a_time_and_an_ended_one_moves_no_more(desk: Desk, number: str) -> None:
    plan = desk.do(ZHOU_MIN, plans.make, number, "找工作", STEPS)
    with refused("plan.open_already", 409):
        desk.do(ZHOU_MIN, plans.make, number, "找别的工作", STEPS)
    step = shown(desk, number)[0].steps[0].id
    assert desk.do(ZHOU_MIN, plans.finish_step, step) == number
    with refused("plan.result_missing", 422):
        desk.do(ZHOU_MIN, plans.close, plan, "")
    desk.do(ZHOU_MIN, plans.close, plan, "changed")
    for act, what in ((plans.finish_step, (step,)), (plans.close, (plan, "reached"))):
        with refused("plan.closed", 409):
            desk.do(ZHOU_MIN, act, *what)
    desk.do(ZHOU_MIN, plans.make, number, "找别的工作", STEPS)
    assert [one.result for one in shown(desk, number)] == ["", "changed"]


def test_a_foreign_plan_looks_absent(desk: Desk, number: str) -> None:
    plan = desk.do(ZHOU_MIN, plans.make, number, "找工作", STEPS)
    step = shown(desk, number)[0].steps[0].id
    for act, what in ((plans.finish_step, (step,)), (plans.close, (plan, "reached")), (plans.close, (99, "reached"))):
        with refused("plan.not_found", 404):
            desk.do(SUN_LI, act, *what)


def test_a_step_whose_day_has_passed_is_overdue(desk: Desk, number: str, clock: StoppedClock) -> None:
    desk.do(ZHOU_MIN, plans.make, number, "找工作", STEPS)
    clock.advance(days=19)
    assert [step.overdue for step in shown(desk, number)[0].steps] == [False, False]
    clock.advance(days=1)
    assert [step.overdue for step in shown(desk, number)[0].steps] == [True, False]


@pytest.mark.parametrize(
    ("recognised", "listed"),
    [
        # The tenth working day after 6 November is 20 November; the tests' day is the 21st.
        (date(2026, 11, 6), True),
        (date(2026, 11, 8), True),
        (date(2026, 11, 9), False),
    ],
)
def test_xy_72_older_than_ten_working_days_has_a_plan_or_is_on_the_list(
    desk: Desk, recognise: Recognise, recognised: date, listed: bool
) -> None:
    number = recognise(on=recognised)

    def on_the_list() -> bool:
        page = desk.read(ZHOU_MIN, care.care, "plan", mine=True)
        return number in [line.number for line in page.lines]

    assert on_the_list() == listed
    plan = desk.do(ZHOU_MIN, plans.make, number, "找工作", STEPS)
    assert not on_the_list()
    desk.do(ZHOU_MIN, plans.close, plan, "changed")
    assert on_the_list() == listed
