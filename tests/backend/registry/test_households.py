"""Members of one household without work find each other by the address of their hukou (XY-33)."""

from typing import Any

import pytest
from sqlalchemy import delete, select, update

from backend.applications import review
from backend.applications.home_marks import mark_homes
from backend.applications.models import Application
from backend.applications.sealed import read_form, write_form
from backend.core.clock import day_in_china
from backend.core.unit import Unit
from backend.registry import households, todos, updates
from backend.registry.models import Entry
from backend.registry.todo_models import EntryTodo
from tests.backend.desk import hand_in, matched, refused, visited
from tests.backend.registry.leaving import TODAY, Register, pension
from tests.people import CHENGNAN, LI_JIANGUO, LIU_XIAOFANG, SUN_LI, WANG_XIUYING, ZHENG_JIE, ZHOU_MIN, Person

HOME = "江西省新余市渝水区城南街道平安路1号3栋201室"


def recognised(register: Register, person: Person, home: str = HOME, category: str = "X2", **lines: Any) -> str:
    """Somebody whom 周敏 and 郑洁 recognise at this address, with these lines on the form; gives the register number."""
    desk, case = register.desk, hand_in(register.desk.work, person, category, station=CHENGNAN)

    def live(unit: Unit) -> None:
        row = unit.session.get_one(Application, case)
        write_form(unit, row, read_form(unit, row) | {"hukou_address": home, **lines})

    desk.system(live)
    desk.take_up(ZHOU_MIN, case)
    day = day_in_china(register.clock())
    for step in (matched(day), visited(day)):
        desk.do(ZHOU_MIN, review.record_step, case, step)
    desk.check_papers(ZHOU_MIN, case)
    desk.endorse(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    return str(desk.endorse(ZHENG_JIE, case).register_number)


def asked(register: Register, who: Any = ZHOU_MIN) -> list[tuple[str, str]]:
    return [(one.number, one.other) for one in register.desk.read(who, todos.open_todos)]


def answer(register: Register, number: str, *, together: bool, who: Any = ZHOU_MIN) -> None:
    (todo,) = [one for one in register.desk.read("zhengjie", todos.open_todos) if one.number == number][:1]
    register.desk.do(who, updates.answer_household, number, todo.id, together=together)


def test_xy_33_two_at_one_address_are_asked_about_and_linked_so_that_work_reaches_both(register: Register) -> None:
    first = recognised(register, WANG_XIUYING)
    assert asked(register) == []
    second = recognised(register, LI_JIANGUO, "江西省新余市渝水区 城南街道平安路１号，3栋201室")
    assert asked(register) == [(second, first)]
    (todo,) = register.desk.read(ZHOU_MIN, todos.open_todos)
    assert todo.words == f"户籍地址与王*（{first}）相同，可能是同一家庭，请核对并关联。"
    answer(register, second, together=True)
    assert asked(register) == []
    assert register.desk.do(ZHOU_MIN, updates.employed, second, TODAY) == 2
    assert [one.ground for one in register.proposals(first)] == ["left_zero_employment"]


def test_xy_33_who_is_no_household_is_not_asked_about_again(register: Register) -> None:
    first, second = recognised(register, WANG_XIUYING), recognised(register, LI_JIANGUO)
    (todo,) = register.desk.read(ZHOU_MIN, todos.open_todos)
    answer(register, second, together=False)
    assert asked(register) == []
    assert register.entry(first).household is None
    with refused("todo.answered", 409):
        register.desk.do(ZHOU_MIN, updates.answer_household, second, todo.id, together=True)


def test_xy_33_the_third_member_is_linked_to_all_with_one_answer(register: Register) -> None:
    recognised(register, WANG_XIUYING)
    second = recognised(register, LI_JIANGUO)
    answer(register, second, together=True)
    third = recognised(register, LIU_XIAOFANG)
    assert len(asked(register)) == 2
    answer(register, third, together=True)
    assert asked(register) == []
    assert register.entry(third).household == register.entry(second).household


@pytest.mark.parametrize(("home", "category"), [("城南街道平安路1号3栋202室", "X2"), (HOME, "X1"), ("", "X2")])
def test_xy_33_another_door_or_another_ground_is_no_question(register: Register, home: str, category: str) -> None:
    recognised(register, WANG_XIUYING)
    recognised(register, LI_JIANGUO, home, category)
    assert asked(register) == []


def test_xy_33_the_register_keeps_no_address_and_asks_nothing_of_who_has_left(register: Register) -> None:
    first = recognised(register, WANG_XIUYING)
    mark = register.entry(first).home_index
    assert mark is not None
    assert len(mark) == 64
    assert not any(part in mark for part in ("平安", "城南", "3栋201"))
    second = recognised(register, LI_JIANGUO)
    register.leave(first, pension())
    assert (asked(register), register.entry(second).state) == ([], "active")
    third = recognised(register, LIU_XIAOFANG)
    assert [one for one in asked(register) if one[0] == third] == [(third, second)]


def test_xy_33_another_county_sees_neither_name_nor_question(register: Register) -> None:
    recognised(register, WANG_XIUYING)
    second = recognised(register, LI_JIANGUO)
    assert asked(register, SUN_LI) == []
    (todo,) = register.desk.read(ZHOU_MIN, todos.open_todos)
    with refused("register.not_found", 404):
        register.desk.do(SUN_LI, updates.answer_household, second, todo.id, together=True)


def of_before(register: Register) -> None:
    """As if nobody had ever kept a mark, or asked."""

    def forget(unit: Unit) -> None:
        unit.session.execute(delete(EntryTodo))
        unit.session.execute(update(Entry).values(home_index=None))

    register.desk.system(forget)


def test_xy_33_entries_of_before_get_their_mark_in_portions_and_are_asked_about(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = recognised(register, WANG_XIUYING), recognised(register, LI_JIANGUO)
    other = recognised(register, LIU_XIAOFANG, category="X1")
    of_before(register)
    monkeypatch.setattr(households, "AT_ONCE", 2)
    assert register.desk.system(mark_homes) == 2, "torn down here, the next one goes on"
    assert register.desk.system(mark_homes) == 0
    assert asked(register) == [(second, first)]
    assert register.entry(first).home_index == register.entry(second).home_index
    assert register.entry(other).home_index == households.NONE
    assert register.desk.system(lambda unit: len(households.unmarked(unit))) == 0, "nobody is looked at twice"
    answer(register, second, together=False)
    assert register.desk.system(mark_homes) == 0
    assert asked(register) == []


def test_xy_33_who_has_left_and_who_never_applied_get_no_mark(register: Register) -> None:
    first, second = recognised(register, WANG_XIUYING), recognised(register, LI_JIANGUO)
    register.leave(first, pension())
    register.desk.system(lambda unit: setattr(_entry(unit, second), "application_id", None))
    of_before(register)
    assert register.desk.system(mark_homes) == 0
    assert {register.entry(one).home_index for one in (first, second)} == {households.NONE}
    assert asked(register) == []


def test_xy_33_without_a_mark_nobody_is_anybodys_neighbour(register: Register) -> None:
    recognised(register, WANG_XIUYING, home="")
    recognised(register, LI_JIANGUO, home="")
    of_before(register)
    assert register.desk.system(mark_homes) == 0
    assert asked(register) == []


def _entry(unit: Unit, number: str) -> Entry:
    return unit.session.scalars(select(Entry).where(Entry.number == number)).one()
