"""What was ticked under 意愿 is something to do from the recognition on (XY-62, XY-63)."""

import pytest

from backend.registry import todos, updates
from backend.registry.todos import TodoLine
from tests.backend.desk import refused
from tests.backend.registry.leaving import Register, pension
from tests.backend.registry.test_households import recognised
from tests.people import SUN_LI, WANG_XIUYING, ZHOU_MIN

STARTUP = "纳入创业培训，并全程跟踪指导（第五条第（二）项第2目）。"
SKILL = "至少掌握一项职业技能（第五条第（二）项第3目）。"


def wishing(register: Register, *wishes: str) -> str:
    """王秀英, recognised with these wishes on her form; gives the register number."""
    return recognised(register, WANG_XIUYING, category="X1", wishes=list(wishes))


def open_todos(register: Register) -> tuple[TodoLine, ...]:
    found: tuple[TodoLine, ...] = register.desk.read(ZHOU_MIN, todos.open_todos)
    return found


def test_xy_62_ticking_business_creates_the_task(register: Register) -> None:
    number = wishing(register, "recommendation", "startup")
    (task,) = open_todos(register)
    assert (task.number, task.words, task.proof) == (number, STARTUP, False)
    register.desk.do(ZHOU_MIN, updates.finish_task, number, task.id)
    assert open_todos(register) == ()
    with refused("todo.answered", 409):
        register.desk.do(ZHOU_MIN, updates.finish_task, number, task.id)


def test_xy_62_who_wishes_something_else_gets_no_task(register: Register) -> None:
    wishing(register, "recommendation", "flexible")
    assert open_todos(register) == ()


@pytest.mark.parametrize("proof", ["cert", "test"])
def test_xy_63_the_goal_of_a_skill_is_closed_only_with_a_certificate_or_an_assessment(
    register: Register, proof: str
) -> None:
    number = wishing(register, "training")
    (goal,) = open_todos(register)
    assert (goal.words, goal.proof) == (SKILL, True)
    for wrong in ("", "done", "word"):
        with refused("task.proof_missing", 422):
            register.desk.do(ZHOU_MIN, updates.finish_task, number, goal.id, wrong, "保育员五级")
    for name in (" ", "证", "级" * 61):
        with refused("task.name_missing", 422):
            register.desk.do(ZHOU_MIN, updates.finish_task, number, goal.id, proof, name)
    assert open_todos(register) == (goal,)
    register.desk.do(ZHOU_MIN, updates.finish_task, number, goal.id, proof, "保育员五级")
    assert open_todos(register) == ()


def test_xy_63_nobody_of_another_county_an_inspector_or_an_answer_for_a_household_closes_it(register: Register) -> None:
    number = wishing(register, "training", "startup")
    assert [one.words for one in open_todos(register)] == [STARTUP, SKILL]
    goal = open_todos(register)[1]
    told = (number, goal.id, "cert", "保育员五级")
    with refused("register.not_found", 404):
        register.desk.do(SUN_LI, updates.finish_task, *told)
    with refused("review.read_only", 403):
        register.desk.do("inspector", updates.finish_task, *told)
    with refused("register.not_found", 404):
        register.desk.do(ZHOU_MIN, updates.answer_household, number, goal.id, together=True)
    register.leave(number, pension())
    assert open_todos(register) == ()
