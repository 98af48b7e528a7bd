"""The register: one standing entry a person, an owner for each, read within one's own area."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.people.models import Person
from backend.registry import service as registry
from backend.registry.models import Entry
from tests.backend.desk import Desk, hand_in, refused
from tests.backend.registry.leaving import on_the_register
from tests.people import (
    ABDULLA,
    CHEN_ZHIQIANG,
    HE_WEI,
    LI_JIANGUO,
    LIU_XIAOFANG,
    SUN_LI,
    WANG_XIUYING,
    ZHANG_GUIHUA,
    ZHENG_JIE,
    ZHOU_MIN,
)


@pytest.fixture
def number(desk: Desk, case: str) -> str:
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    return str(desk.endorse(ZHENG_JIE, case).register_number)


@pytest.mark.usefixtures("number")
def test_gz_23_one_person_cannot_stand_there_twice(desk: Desk) -> None:
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
def test_xy_27_the_database_itself_forbids_a_second_standing_entry(desk: Desk) -> None:
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
    assert desk.read(ZHENG_JIE, registry.register, after="nonsense").total == 1


def walked(desk: Desk, who: str, back: bool = False, between: Callable[[], object] = lambda: None) -> list[str]:
    """Every number of the register in pages of two, forth or back."""
    found, page = [], desk.read(who, registry.register, view="active", per_page=2)
    while back and page.next_after:
        page = desk.read(who, registry.register, view="active", after=page.next_after, per_page=2)
    while True:
        numbers = [line.number for line in page.lines]
        found = [*numbers, *found] if back else [*found, *numbers]
        place = {"before": page.previous_before} if back else {"after": page.next_after}
        if not any(place.values()):
            return found
        between()
        page = desk.read(who, registry.register, view="active", per_page=2, **place)


@pytest.fixture
def five(desk: Desk) -> list[str]:
    """Several entries of one street, two of them on each day; the latest first."""
    for one in (WANG_XIUYING, LI_JIANGUO, CHEN_ZHIQIANG, ABDULLA, LIU_XIAOFANG):
        on_the_register(desk, one)

    def spread(unit: Unit) -> None:
        for entry in unit.session.scalars(select(Entry)):
            entry.recognised_on = unit.today - timedelta(days=entry.id // 2)

    desk.system(spread)
    return [row.number for row in desk.work.read_now(SYSTEM, _newest)]


def _newest(unit: Unit) -> list[Entry]:
    return list(unit.session.scalars(select(Entry).order_by(Entry.recognised_on.desc(), Entry.id.desc())))


@pytest.mark.parametrize("who", ["zhoumin", "zhengjie", "inspector"])
def test_the_register_is_walked_forth_and_back_without_a_gap(desk: Desk, five: list[str], who: str) -> None:
    assert walked(desk, who) == walked(desk, who, back=True) == five


def test_somebody_recognised_meanwhile_shifts_no_page(desk: Desk, five: list[str]) -> None:
    came: list[int] = []

    def another() -> None:
        came.append(len(came))
        desk.system(_copied, f"RD360502-2026-NEW0000{len(came)}")

    assert walked(desk, "zhengjie", between=another) == five
    assert len(came) == 2
    assert len(walked(desk, "zhengjie")) == len(five) + len(came)


def _copied(unit: Unit, number: str) -> None:
    """Somebody else of the same street, recognised today."""
    known = unit.session.scalars(select(Entry).limit(1)).one()
    person = Person(id=number, id_index=number, sealed=b"", created_at=unit.now)
    person.sealed = unit.vault.seal(
        {"name": "新来的人", "id_number": WANG_XIUYING.id_number, "phone": ""}, f"persons.sealed|{number}"
    )
    unit.session.add(person)
    unit.session.flush()
    unit.session.add(
        Entry(
            number=number,
            person_id=number,
            pack=known.pack,
            pack_version=known.pack_version,
            bases=known.bases,
            office_id=known.office_id,
            owner_id=known.owner_id,
            recognised_on=unit.today + timedelta(days=1),
            created_at=unit.now,
        )
    )


def test_standing_tells_the_number_or_nothing(desk: Desk, number: str) -> None:
    def person(unit: Unit) -> str:
        return unit.session.scalars(select(Entry)).one().person_id

    someone = desk.work.read_now(SYSTEM, person)
    assert desk.work.read_now(SYSTEM, registry.standing, someone, "xinyu-2023-82") == number
    assert desk.work.read_now(SYSTEM, registry.standing, someone, "guangzhou-2014-4") == ""
