"""Finding a case by the whole name (C20): only within the area, counted, and on record without what was typed."""

import json

import pytest
from sqlalchemy import select, update

from backend.applications import queries, searching
from backend.core import audit
from backend.core.unit import Unit
from backend.core.work import Work
from backend.people.models import Person
from backend.people.names import AT_ONCE, is_name, mark_names
from backend.people.service import keep_person
from tests.backend.desk import Desk, hand_in, open_desk, refused
from tests.conftest import StoppedClock
from tests.people import (
    ABDULLA,
    CHENGNAN,
    HE_WEI,
    JI_YONGQIANG,
    LI_JIANGUO,
    SUN_LI,
    WANG_XIUYING,
    ZHANG_GUIHUA,
    ZHENG_JIE,
    ZHOU_MIN,
)


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


def found(desk: Desk, who: object, text: str) -> list[str]:
    return [line.id for line in desk.read(who, queries.find, text)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("person", "typed"),
    [
        (WANG_XIUYING, "王秀英"),
        (WANG_XIUYING, " 王 秀英　"),
        (ABDULLA, "阿卜杜拉·买买提"),
        (ABDULLA, "阿卜杜拉•买买提"),
        (ABDULLA, "阿卜杜拉买买提"),
        (JI_YONGQIANG, "𠮷永强"),
    ],
)
def test_a_whole_name_finds_its_case_however_it_is_written(desk: Desk, person: object, typed: str) -> None:
    case = hand_in(desk.work, person, station=CHENGNAN)  # type: ignore[arg-type]
    hand_in(desk.work, LI_JIANGUO)
    assert found(desk, ZHOU_MIN, typed) == [case]


@pytest.mark.parametrize("typed", ["王", "王秀", "秀英", "王*", "王*英", "吉永强", "王秀英1", "%", ""])
def test_part_of_a_name_or_another_sign_finds_nobody(desk: Desk, typed: str) -> None:
    hand_in(desk.work, WANG_XIUYING)
    hand_in(desk.work, JI_YONGQIANG, station=CHENGNAN)
    assert found(desk, ZHOU_MIN, typed) == []


def test_nobody_finds_a_name_outside_the_area(desk: Desk) -> None:
    hers, other = hand_in(desk.work, WANG_XIUYING), hand_in(desk.work, ZHANG_GUIHUA, "X5")
    assert found(desk, ZHENG_JIE, "王秀英") == found(desk, "inspector", "王秀英") == [hers]
    assert found(desk, SUN_LI, "张桂花") == [other]
    for stranger in (SUN_LI, HE_WEI):
        assert found(desk, stranger, "王秀英") == []
    assert found(desk, ZHOU_MIN, "张桂花") == []


def test_people_of_one_name_are_listed_covered(desk: Desk) -> None:
    first, second = hand_in(desk.work, WANG_XIUYING), hand_in(desk.work, LI_JIANGUO)

    def renamed(unit: Unit) -> None:
        keep_person(unit, LI_JIANGUO.id_number, "王秀英", LI_JIANGUO.phone)

    desk.system(renamed)
    lines = desk.read(ZHOU_MIN, queries.find, "王秀英")
    assert {line.id for line in lines} == {first, second}
    assert {line.name for line in lines} == {"王*"}
    assert found(desk, ZHOU_MIN, "李建国") == []


def test_a_look_is_on_record_by_its_kind_and_never_by_what_was_typed(desk: Desk) -> None:
    case = hand_in(desk.work, WANG_XIUYING)
    receipt = desk.row(case).receipt
    for text in ("王秀英", WANG_XIUYING.id_number, receipt, "赵敏"):
        desk.do(ZHOU_MIN, searching.search, text)

    def told(unit: Unit) -> list[dict[str, object]]:
        subject = f"officer:{desk.officers['zhoumin'].id}"
        return [one.params for one in audit.history(unit.session, subject) if one.action == "case.searched"]

    looks = desk.system(told)
    assert [(one["by"], one["count"]) for one in looks] == [
        ("by_name", 1), ("by_id_number", 1), ("by_number", 1), ("by_name", 0),
    ]  # fmt: skip
    kept = json.dumps(looks, ensure_ascii=False)
    assert receipt in kept
    for secret in ("王秀英", "赵敏", WANG_XIUYING.id_number):
        assert secret not in kept


def test_who_searches_for_people_without_end_is_stopped_and_numbers_go_on(desk: Desk, clock: StoppedClock) -> None:
    for _ in range(20):
        desk.do(ZHOU_MIN, searching.count, "王秀英")
        desk.do(ZHOU_MIN, searching.count, WANG_XIUYING.id_number)
    with refused("search.too_often", 429):
        desk.do(ZHOU_MIN, searching.count, "李建国")
    desk.do(ZHOU_MIN, searching.count, "XY000000007001")
    desk.do(ZHENG_JIE, searching.count, "李建国")
    clock.advance(seconds=59)
    with refused("search.too_often", 429):
        desk.do(ZHOU_MIN, searching.count, "李建国")
    clock.advance(seconds=1)
    desk.do(ZHOU_MIN, searching.count, "李建国")


def test_who_only_manages_officers_searches_for_nobody(desk: Desk) -> None:
    hand_in(desk.work, WANG_XIUYING)
    assert found(desk, "admin", "王秀英") == []


def test_people_of_before_get_their_mark_in_portions(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    case = hand_in(desk.work, WANG_XIUYING)
    for person in (LI_JIANGUO, ABDULLA):
        hand_in(desk.work, person, station=CHENGNAN)
    desk.system(lambda unit: unit.session.execute(update(Person).values(name_index=None)))
    assert found(desk, ZHOU_MIN, "王秀英") == []
    monkeypatch.setattr("backend.people.names.AT_ONCE", 2)
    assert desk.system(mark_names) == 2
    left = desk.system(lambda unit: len(unit.session.scalars(select(Person).where(Person.name_index.is_(None))).all()))
    assert left == 1
    assert desk.system(mark_names) == 0
    assert found(desk, ZHOU_MIN, "王秀英") == [case]
    assert AT_ONCE > 2


@pytest.mark.parametrize(
    ("text", "is_one"), [("王秀英", True), ("Ana", True), ("王", False), ("XY12", False), ("··", False)]
)
def test_what_is_taken_for_a_name(text: str, is_one: bool) -> None:
    assert is_name(text) is is_one
