"""Whoever put the evidence of an exit on record does not decide it, also where a night proposes it."""

from datetime import date

import pytest
from sqlalchemy import select

from backend.applications import review
from backend.core.unit import Unit
from backend.people.mandate_models import Mandate
from backend.registry import contacts, exits, queries, refusals, updates
from backend.registry.contacts import Contact
from backend.registry.exit_guards import Wish
from backend.registry.models import Entry
from backend.registry.refusals import Refused
from backend.staff.models import OfficerRow
from tests import people
from tests.backend.desk import hand_in, matched, refused, visited
from tests.backend.registry.leaving import (
    TODAY,
    Register,
    officers_of_guangzhou,
    on_guangzhous_register,
    on_the_register,
    pension,
)
from tests.backend.registry.test_checks import XP07
from tests.people import (
    CHEN_ZHIQIANG,
    CHENGNAN,
    LIU_XIAOFANG,
    WANG_XIUYING,
    WU_GANG,
    YUSHUI,
    ZHENG_JIE,
    ZHOU_MIN,
)

UNTIL = date(2026, 11, 20)
TRIES = ((date(2026, 10, 21), "phone"), (date(2026, 10, 28), "visit"), (date(2026, 11, 5), "phone"))


@pytest.fixture
def another(register: Register) -> str:
    """A second officer of the county."""
    return register.desk.employ("lihua", "李华", YUSHUI)


def only_the_other_decides(register: Register, number: str, who: people.Officer | str, other: str) -> None:
    register.reply_time_over()
    with refused("exit.own_record", 403):
        register.confirm(number, who)
    assert register.confirm(number, other).outcome == "exited"


def test_xy_32_who_typed_the_birth_date_in_for_her_does_not_decide_the_exit_by_age(
    register: Register, another: str
) -> None:
    register.on(date(2026, 3, 2))
    number = on_the_register(register.desk, XP07)
    register.desk.system(_taken_in_by, number, ZHENG_JIE.login)
    register.on(TODAY)
    register.night()
    only_the_other_decides(register, number, ZHENG_JIE, another)


def _taken_in_by(unit: Unit, number: str, login: str) -> None:
    entry = unit.session.scalars(select(Entry).where(Entry.number == number)).one()
    officer = unit.session.scalars(select(OfficerRow).where(OfficerRow.login == login)).one()
    row = Mandate(
        id="m", account_id=entry.account_id, officer_id=officer.id, code_index="c", relation="counter", pack=entry.pack,
        state="given", sealed=b"", until=TODAY, created_at=unit.now,
    )  # fmt: skip
    unit.session.add(row)


def test_xy_36_who_typed_the_last_day_of_the_certificate_does_not_decide_that_it_is_over(
    register: Register, another: str
) -> None:
    register.on(date(2026, 3, 2))
    number = on_the_register(register.desk, CHEN_ZHIQIANG, "X3")
    register.desk.do(ZHENG_JIE, updates.certificate, number, "disab.valid_until", UNTIL)
    register.on(TODAY)
    register.night()
    only_the_other_decides(register, number, ZHENG_JIE, another)


def test_xy_36_nor_does_who_read_it_on_the_paper_at_the_recognition(register: Register, another: str) -> None:
    register.on(date(2026, 3, 2))
    desk, case = register.desk, hand_in(register.desk.work, CHEN_ZHIQIANG, "X3", station=CHENGNAN)
    desk.take_up(ZHOU_MIN, case)
    for step in (matched(date(2026, 3, 2)), visited(date(2026, 3, 2))):
        desk.do(ZHOU_MIN, review.record_step, case, step)
    desk.check_papers(ZHOU_MIN, case)
    desk.endorse(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    desk.do(ZHENG_JIE, review.mark_paper, case, "disability_certificate", "verified", valid_until=UNTIL)
    number = str(desk.endorse(ZHENG_JIE, case).register_number)
    register.on(TODAY)
    register.night()
    only_the_other_decides(register, number, ZHENG_JIE, another)


def test_xy_36_a_certificate_that_is_not_over_keeps_nobody_from_deciding(register: Register) -> None:
    number = on_the_register(register.desk, CHEN_ZHIQIANG, "X3")
    register.desk.do(ZHENG_JIE, updates.certificate, number, "disab.valid_until", date(2030, 1, 1))
    register.propose(number, Wish("basis_lapsed", "", TODAY, "撤销文件", "您的证件已被撤销。"))
    register.reply_time_over()
    assert register.confirm(number, ZHENG_JIE).outcome == "exited"


def refuse(register: Register, number: str, day: date, recorder: people.Officer | str, judge: people.Officer | str) -> None:
    register.on(day)
    told = Refused("post", "超市理货员", day, "不想去")
    refusal = register.desk.do(recorder, refusals.record, number, told)
    register.desk.do(judge, refusals.judge, number, refusal, justified=False, why="没有说明理由。")


@pytest.mark.parametrize("first", ["recorded", "judged"])
def test_xy_35_who_recorded_or_judged_one_of_the_three_refusals_does_not_decide(
    register: Register, another: str, first: str
) -> None:
    register.on(date(2026, 3, 2))
    number = on_the_register(register.desk, WANG_XIUYING)
    pair = (ZHENG_JIE, ZHOU_MIN) if first == "recorded" else (ZHOU_MIN, ZHENG_JIE)
    refuse(register, number, date(2026, 5, 21), *pair)
    for day in (date(2026, 8, 1), TODAY):
        refuse(register, number, day, ZHOU_MIN, WU_GANG)
    only_the_other_decides(register, number, ZHENG_JIE, another)


def test_xy_35_a_refusal_that_is_too_old_to_count_keeps_nobody_from_deciding(register: Register) -> None:
    register.on(date(2026, 1, 5))
    number = on_the_register(register.desk, WANG_XIUYING)
    refuse(register, number, date(2026, 1, 10), ZHENG_JIE, ZHOU_MIN)
    for day in (date(2026, 8, 1), date(2026, 9, 1), TODAY):
        refuse(register, number, day, ZHOU_MIN, WU_GANG)
    register.reply_time_over()
    assert register.confirm(number, ZHENG_JIE).outcome == "exited"


@pytest.fixture
def silent(register: Register) -> str:
    """Three attempts in 广州, two by 林芳 and the last by 梁伟."""
    officers_of_guangzhou(register.desk)
    register.on(date(2026, 10, 1))
    number = on_guangzhous_register(register.desk, WANG_XIUYING)
    for (day, channel), who in zip(TRIES, ("linfang", "linfang", "liangwei"), strict=True):
        register.on(day)
        register.desk.do(who, contacts.record, number, Contact(channel, day, False))
    register.on(TODAY)
    return number


@pytest.mark.parametrize("who", ["linfang", "liangwei"])
def test_gz_22_who_recorded_one_of_the_attempts_does_not_decide(register: Register, silent: str, who: str) -> None:
    register.night()
    only_the_other_decides(register, silent, who, "huangjing")


def test_gz_22_nor_does_she_where_a_colleague_proposes_it(register: Register, silent: str) -> None:
    register.propose(silent, Wish("no_contact", "", TODAY, "联络记录", "多次联系不上您。"), "liangwei")
    only_the_other_decides(register, silent, "linfang", "huangjing")


def test_gz_22_attempts_before_the_last_contact_keep_nobody_from_deciding(register: Register) -> None:
    officers_of_guangzhou(register.desk)
    register.on(date(2026, 10, 1))
    number = on_guangzhous_register(register.desk, WANG_XIUYING)
    register.on(date(2026, 10, 20))
    register.desk.do("liangwei", contacts.record, number, Contact("phone", date(2026, 10, 19), False))
    register.desk.do("liangwei", contacts.record, number, Contact("phone", date(2026, 10, 20), True, "接了电话。"))
    for day, channel in TRIES:
        register.on(day)
        register.desk.do("linfang", contacts.record, number, Contact(channel, day, False))
    register.on(TODAY)
    register.night()
    register.reply_time_over()
    assert register.confirm(number, "liangwei").outcome == "exited"


def test_xy_33_who_put_work_on_record_does_not_decide_for_the_household(register: Register, another: str) -> None:
    mother = on_the_register(register.desk, WANG_XIUYING, "X2")
    daughter = on_the_register(register.desk, LIU_XIAOFANG, "X2")
    register.desk.do(ZHOU_MIN, updates.link_household, mother, daughter)
    assert register.desk.do(ZHENG_JIE, updates.employed, daughter, TODAY) == 2
    register.reply_time_over()
    for number in (mother, daughter):
        with refused("exit.same_person", 403):
            register.confirm(number, ZHENG_JIE)
        assert register.confirm(number, another).outcome == "exited"


def test_xy_33_who_linked_a_household_does_not_decide_the_exits_that_rest_on_it(register: Register, another: str) -> None:
    mother = on_the_register(register.desk, WANG_XIUYING, "X2")
    daughter = on_the_register(register.desk, LIU_XIAOFANG, "X2")
    register.desk.do(ZHENG_JIE, updates.link_household, mother, daughter)
    assert register.desk.do(ZHOU_MIN, updates.employed, daughter, TODAY) == 2
    register.reply_time_over()
    for number in (mother, daughter):
        with refused("exit.own_record", 403):
            register.confirm(number, ZHENG_JIE)
        assert register.confirm(number, another).outcome == "exited"


def test_nobodys_record_keeps_the_county_from_an_exit_proposed_on_paper(register: Register) -> None:
    number = on_the_register(register.desk, WANG_XIUYING)
    register.desk.do(ZHENG_JIE, contacts.record, number, Contact("phone", TODAY, False))
    register.propose(number, pension())
    register.reply_time_over()
    assert register.confirm(number, ZHENG_JIE).outcome == "exited"


def test_whoever_wrote_down_what_she_said_does_not_decide_and_a_second_word_is_added(register: Register) -> None:
    number = on_the_register(register.desk, WANG_XIUYING)
    register.propose(number, pension())
    for officer, words in ((ZHOU_MIN, "我还没有领养老金。"), (ZHENG_JIE, "下个月才领。")):
        register.desk.do(officer, exits.reply, number, register.version(number), words)
    opened = register.desk.read(ZHOU_MIN, queries.entry, number).open
    assert opened
    assert opened.reply == "我还没有领养老金。\n下个月才领。"
    with refused("exit.own_record", 403):
        register.confirm(number, "zhengjie")
    register.desk.employ("lixia", "李夏", "360502")
    assert register.confirm(number, "lixia").outcome == "exited"
