"""The register: one standing entry a person, an owner for each, read within one's own area."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.registry import service as registry
from backend.registry.models import Entry
from tests.backend.desk import Desk, hand_in, refused
from tests.people import HE_WEI, SUN_LI, WANG_XIUYING, ZHANG_GUIHUA, ZHENG_JIE, ZHOU_MIN


@pytest.fixture
def number(desk: Desk, case: str) -> str:
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    return str(desk.endorse(ZHENG_JIE, case).register_number)


@pytest.mark.usefixtures("number")
def test_one_person_cannot_stand_there_twice(desk: Desk) -> None:
    def again(unit: Unit) -> None:
        entry = unit.session.scalars(select(Entry)).one()
        registry.enrol(
            unit,
            registry.Enrolment(
                entry.person_id, "other", entry.pack, "1", ("X1",), entry.office_id, entry.owner_id
            ),
        )

    with refused("registry.already_standing", 409):
        desk.system(again)


@pytest.mark.usefixtures("number")
def test_the_database_itself_forbids_a_second_standing_entry(desk: Desk) -> None:
    second = hand_in(desk.work, WANG_XIUYING)

    def force(unit: Unit) -> None:
        entry = unit.session.scalars(select(Entry)).one()
        copied = {
            name: getattr(entry, name)
            for name in (
                "person_id",
                "pack",
                "pack_version",
                "bases",
                "recognised_on",
                "office_id",
                "owner_id",
            )
        }
        unit.session.add(Entry(number="RD-2", application_id=second, created_at=unit.now, **copied))

    with pytest.raises(IntegrityError):
        desk.system(force)


def test_after_an_exit_the_person_may_be_entered_again(desk: Desk, number: str) -> None:
    def leave(unit: Unit) -> None:
        unit.session.scalars(select(Entry)).one().state = "exited"

    desk.system(leave)
    second = hand_in(desk.work, WANG_XIUYING)
    desk.pass_preliminary(ZHOU_MIN, second)
    desk.take_up(ZHENG_JIE, second)
    assert desk.endorse(ZHENG_JIE, second).register_number not in ("", number)
    assert desk.count(Entry) == 2


def test_each_area_reads_its_own_entries_masked(desk: Desk, number: str) -> None:
    theirs = hand_in(desk.work, ZHANG_GUIHUA, "X5")
    desk.pass_preliminary(SUN_LI, theirs)
    desk.take_up(HE_WEI, theirs)
    other = desk.endorse(HE_WEI, theirs).register_number

    seen = {
        who: [line.number for line in desk.read(who, registry.register).lines]
        for who in ("zhoumin", "zhengjie", "sunli", "hewei", "inspector", "admin")
    }
    assert seen["zhoumin"] == seen["zhengjie"] == [number]
    assert seen["sunli"] == seen["hewei"] == [other]
    assert sorted(seen["inspector"]) == sorted([number, other])
    assert seen["admin"] == []

    line = desk.read(ZHENG_JIE, registry.register).lines[0]
    assert (line.name, line.id_number) == ("王*", f"360502********{WANG_XIUYING.id_number[-4:]}")
    assert (line.owner, line.bases, line.state_label) == ("周敏", ("“4050”",), "在册")


def test_a_number_is_found_by_its_beginning_and_nothing_else_is(desk: Desk, number: str) -> None:
    assert desk.read(ZHENG_JIE, registry.register, number=number[:12].lower()).total == 1
    assert desk.read(ZHENG_JIE, registry.register, number="RD360521").total == 0
    assert desk.read(ZHENG_JIE, registry.register, number="%").total == 0
    assert desk.read(ZHENG_JIE, registry.register, page=9).page == 1


def test_standing_tells_the_number_or_nothing(desk: Desk, number: str) -> None:
    def person(unit: Unit) -> str:
        return unit.session.scalars(select(Entry)).one().person_id

    someone = desk.work.read_now(SYSTEM, person)
    assert desk.work.read_now(SYSTEM, registry.standing, someone, "xinyu-2023-82") == number
    assert desk.work.read_now(SYSTEM, registry.standing, someone, "guangzhou-2014-4") == ""
