"""The nights: who falls due is proposed or warned, once, and only a person decides."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, select, update

from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.people.models import Account
from backend.registry import contacts, exits, refusals, standing, updates
from backend.registry.contacts import Contact
from backend.registry.exit_guards import Wish
from backend.registry.models import Entry, ExitProposal, Watch
from backend.registry.refusals import Refused
from tests import people
from tests.backend.desk import refused
from tests.backend.registry.leaving import (
    GUANGZHOU,
    TODAY,
    Register,
    officers_of_guangzhou,
    on_guangzhous_register,
    on_the_register,
)
from tests.people import CHEN_ZHIQIANG, LIU_XIAOFANG, WANG_XIUYING, WU_GANG, ZHENG_JIE, ZHOU_MIN

XP07 = people.Person("孙大海", "M", date(1966, 6, 21), "19900000107", people.CHENGNAN, 7107)
"""His statutory retirement day is 2026-11-21."""


def refuse_on(register: Register, number: str, day: date, *, justified: bool = False) -> bool:
    told = Refused("post", "超市理货员", day, "不想去")
    refusal = register.desk.do(ZHOU_MIN, refusals.record, number, told)
    proposed: bool = register.desk.do(
        WU_GANG, refusals.judge, number, refusal, justified=justified, why="没有说明理由。"
    )
    return proposed


def test_xy_32_a_man_is_proposed_on_his_retirement_day_and_not_the_night_before(register: Register) -> None:
    register.on(date(2026, 3, 2))
    number = on_the_register(register.desk, XP07)
    register.on(TODAY - timedelta(days=1))
    register.night()
    assert register.proposals(number) == []
    register.on(TODAY)
    register.night()
    (proposal,) = register.proposals(number)
    assert (proposal.origin, proposal.ground, proposal.reason) == ("check", "left_labour_market", "retirement_age")
    assert (register.entry(number).state, proposal.effective_on) == ("leaving", TODAY)
    assert "您于2026年11月21日达到法定退休年龄" in register.letters(number)[-1].text


def test_a_night_that_runs_again_proposes_and_writes_nothing_again(register: Register) -> None:
    register.on(date(2026, 3, 2))
    number = on_the_register(register.desk, XP07)
    register.on(TODAY)
    register.night()
    letters = len(register.letters(number))
    register.night()
    register.clock.advance(days=1)
    register.night()
    assert (len(register.proposals(number)), len(register.letters(number))) == (1, letters)


def test_what_an_officer_has_refused_is_not_proposed_again(register: Register) -> None:
    register.on(date(2026, 3, 2))
    number = on_the_register(register.desk, XP07)
    register.on(TODAY)
    register.night()
    register.desk.do(ZHENG_JIE, exits.refuse, number, register.version(number), "出生日期有误，正在更正。")
    register.clock.advance(days=1)
    register.night()
    assert len(register.proposals(number)) == 1


def test_xy_36_a_certificate_is_warned_of_and_proposed_the_day_after(register: Register) -> None:
    register.on(date(2026, 3, 2))
    number = on_the_register(register.desk, CHEN_ZHIQIANG, "X3", disab__valid_until=date(2026, 11, 20))
    told = len(register.letters(number))
    for days_before in (61, 60, 59, 30, 7, 1, 0):
        register.on(date(2026, 11, 20) - timedelta(days=days_before))
        register.night()
    letters = register.letters(number)[told:]
    assert [letter.text.splitlines()[0] for letter in letters] == ["证件快到期了"] * 3
    assert all("残疾" not in letter.text for letter in letters)
    assert register.proposals(number) == []
    register.on(TODAY)
    register.night()
    (proposal,) = register.proposals(number)
    assert (proposal.ground, proposal.bases) == ("basis_lapsed", ["X3"])
    assert "残疾" not in register.letters(number)[-1].text


def test_a_new_certificate_takes_the_proposal_out_of_the_nights(register: Register) -> None:
    register.on(date(2026, 3, 2))
    number = on_the_register(register.desk, CHEN_ZHIQIANG, "X3", disab__valid_until=date(2026, 11, 20))
    register.on(date(2026, 11, 18))
    told = len(register.letters(number))
    register.night()
    assert len(register.letters(number)) == told + 1  # Three warnings were due; the last one is enough.
    assert register.entry(number).warn_from == date(2026, 9, 21)
    renewed = date(2036, 11, 20)
    register.desk.do(ZHOU_MIN, updates.certificate, number, "disab.valid_until", renewed)
    register.on(TODAY)
    register.night()
    assert register.proposals(number) == []
    assert register.entry(number).warn_from == renewed - timedelta(days=60)


def test_xy_35_the_third_counted_refusal_proposes_at_once(register: Register) -> None:
    register.on(date(2026, 3, 2))
    number = on_the_register(register.desk, WANG_XIUYING)
    for day in (date(2026, 5, 21), date(2026, 8, 1)):
        register.on(day)
        assert refuse_on(register, number, day) is False
    register.on(TODAY)
    assert refuse_on(register, number, TODAY) is True
    (proposal,) = register.proposals(number)
    assert (proposal.reason, proposal.origin) == ("refused_services", "check")
    told = register.letters(number)[-1].text
    assert "2026年5月21日、2026年8月1日、2026年11月21日" in told
    assert "经核定没有正当理由（第六条第（五）项）" in told


def test_xy_35_one_of_three_with_a_good_reason_is_no_proposal(register: Register) -> None:
    register.on(date(2026, 3, 2))
    number = on_the_register(register.desk, WANG_XIUYING)
    for day, justified in ((date(2026, 5, 21), False), (date(2026, 8, 1), True), (TODAY, False)):
        register.on(day)
        assert refuse_on(register, number, day, justified=justified) is False
    assert register.proposals(number) == []


def test_xy_35_a_refusal_counts_only_when_another_officer_said_so(register: Register) -> None:
    number = on_the_register(register.desk, WANG_XIUYING)
    told = Refused("post", "超市理货员", TODAY, "不想去")
    refusal = register.desk.do(ZHOU_MIN, refusals.record, number, told)
    with refused("refusal.same_person", 403):
        register.desk.do(ZHOU_MIN, refusals.judge, number, refusal, justified=False, why="无正当理由。")
    register.desk.do(WU_GANG, refusals.judge, number, refusal, justified=False, why="无正当理由。")
    with refused("refusal.judged", 409):
        register.desk.do(WU_GANG, refusals.judge, number, refusal, justified=True, why="改一下。")


def test_x10_no_answer_is_never_a_refusal(register: Register) -> None:
    number = on_the_register(register.desk, WANG_XIUYING)
    with refused("refusal.reason_missing", 422):
        register.desk.do(ZHOU_MIN, refusals.record, number, Refused("post", "理货员", TODAY, " "))
    for _ in range(3):
        register.desk.do(ZHOU_MIN, contacts.record, number, Contact("phone", TODAY, False))
    register.clock.advance(days=60)
    register.night()
    assert register.proposals(number) == []


ENDED = "\n按2014年文件，该文件有效期已于2019年1月届满。现行规定请拨打12333核实。\n"
"""What stands in every letter by the document of Guangzhou (GZ-43)."""


def test_gz_19_one_refusal_proposes_with_a_warning_and_ends_nothing(register: Register) -> None:
    officers_of_guangzhou(register.desk)
    number = on_guangzhous_register(register.desk, WANG_XIUYING)
    told = Refused("guidance", "职业指导", TODAY, "不想去")
    refusal = register.desk.do("linfang", refusals.record, number, told)
    assert register.desk.do("liangwei", refusals.judge, number, refusal, justified=False, why="无正当理由。")
    assert register.entry(number).state == "leaving"
    warning = register.letters(number)[-1].text
    assert "穗人社发〔2014〕4号 第六条第（二）项" in warning
    assert "您于2026年11月21日没有接受提供的就业服务。" in warning
    assert "正当理由" not in warning  # X10: only the other document knows that exception
    assert "请在2026年11月30日前（含当天）说明" in warning
    assert ENDED in warning
    register.deliver()
    with refused("exit.reply_open", 409):
        register.confirm(number, "huangjing")
    register.reply_time_over()
    assert register.confirm(number, "huangjing").outcome == "exited"
    assert ENDED in register.letters(number)[-1].text


def fail_to_reach(register: Register, number: str, *tried: tuple[date, str]) -> None:
    for day, channel in tried:
        register.on(day)
        register.desk.do("linfang", contacts.record, number, Contact(channel, day, False))


def test_gz_22_a_month_without_contact_is_proposed_on_its_day(register: Register) -> None:
    officers_of_guangzhou(register.desk)
    register.on(date(2026, 10, 1))
    number = on_guangzhous_register(register.desk, WANG_XIUYING)
    tries = ((date(2026, 10, 21), "phone"), (date(2026, 10, 28), "visit"), (date(2026, 11, 5), "phone"))
    fail_to_reach(register, number, *tries)
    register.on(date(2026, 11, 20))
    register.night()
    assert register.proposals(number) == []
    register.on(TODAY)
    register.night()
    assert register.proposals(number)[0].ground == "no_contact"
    register.reply_time_over()
    with refused("exit.affirm_missing", 422):
        register.confirm(number, "liangwei", affirmed=False)


def test_gz_22_a_call_on_the_tenth_resets_the_month(register: Register) -> None:
    officers_of_guangzhou(register.desk)
    register.on(date(2026, 10, 1))
    number = on_guangzhous_register(register.desk, WANG_XIUYING)
    tries = ((date(2026, 10, 21), "phone"), (date(2026, 10, 28), "visit"), (date(2026, 11, 5), "phone"))
    fail_to_reach(register, number, *tries)
    register.on(date(2026, 11, 10))
    register.desk.do("linfang", contacts.record, number, Contact("phone", date(2026, 11, 10), True, "她打来电话。"))
    register.on(TODAY)
    register.night()
    assert register.proposals(number) == []
    with refused("exit.not_silent", 409):
        register.propose(number, Wish("no_contact", "", TODAY, "联络记录", "联系不上。"), "linfang")


def test_gz_42_who_left_for_work_is_entitled_by_the_status_of_the_day_of_hiring(register: Register) -> None:
    officers_of_guangzhou(register.desk)
    register.on(date(2026, 10, 1))
    number = on_guangzhous_register(register.desk, WANG_XIUYING)
    register.on(TODAY)
    hired = date(2026, 11, 10)
    assert register.desk.do("linfang", updates.employed, number, hired) == 1
    register.reply_time_over()
    with refused("exit.same_person", 403):
        register.confirm(number, "linfang")
    register.confirm(number, "liangwei")
    entry = register.entry(number)
    assert (entry.state, entry.exited_on) == ("exited", hired)
    entitled = register.desk.work.read_now(SYSTEM, standing.entitlement_of, entry)
    assert (entitled.since, entitled.bases, entitled.citation) == (hired, ("G3.1",), "art-20")
    after = hired + timedelta(days=1)
    assert register.desk.work.read_now(SYSTEM, standing.bases_on, entry, after) == ()
    assert "按第二十条" in register.letters(number)[-1].text


def test_gz_18_g9_only_hardship_is_cancelled_and_the_other_category_stays(register: Register) -> None:
    officers_of_guangzhou(register.desk)
    number = on_guangzhous_register(register.desk, WANG_XIUYING, "G1", "G3.1")
    register.desk.do("linfang", updates.employed, number, TODAY)
    assert register.proposals(number)[0].bases == ["G3.1"]
    register.reply_time_over()
    assert register.confirm(number, "huangjing").outcome == "lapsed"
    ended = Wish("registration_ended", "", TODAY, "失业登记注销记录", "您的失业登记已注销。")
    register.propose(number, ended, "linfang")
    register.reply_time_over()
    assert register.confirm(number, "liangwei").outcome == "exited"


def test_x12_work_ends_nothing_in_xinyu(register: Register) -> None:
    number = on_the_register(register.desk, WANG_XIUYING)
    assert register.desk.do(ZHOU_MIN, updates.employed, number, TODAY) == 0
    assert register.entry(number).state == "active"


def test_xy_33_when_a_member_finds_work_the_household_basis_is_proposed_to_end(register: Register) -> None:
    desk = register.desk
    mother = on_the_register(desk, WANG_XIUYING, "X1", "X2")
    daughter = on_the_register(desk, LIU_XIAOFANG, "X2")
    desk.do(ZHOU_MIN, updates.link_household, mother, daughter)
    assert desk.do(ZHOU_MIN, updates.employed, daughter, TODAY) == 2
    assert register.proposals(mother)[0].bases == ["X2"]
    assert register.proposals(daughter)[0].ground == "left_zero_employment"
    register.reply_time_over()
    assert register.confirm(mother).outcome == "lapsed"
    assert register.confirm(daughter).outcome == "exited"


@pytest.mark.parametrize(("ground", "code"), [("gave_up", "exit.signed_missing")])
def test_gz_20_giving_up_needs_the_signed_statement(register: Register, ground: str, code: str) -> None:
    officers_of_guangzhou(register.desk)
    number = on_guangzhous_register(register.desk, WANG_XIUYING)
    with refused(code, 422):
        register.propose(number, Wish(ground, "", TODAY, "声明", "您书面放弃。"), "linfang")


def test_gz_21_without_evidence_nothing_is_cancelled(register: Register) -> None:
    officers_of_guangzhou(register.desk)
    number = on_guangzhous_register(register.desk, WANG_XIUYING)
    with refused("exit.evidence_missing", 422):
        register.propose(number, Wish("no_capacity", "", TODAY, "", "详情。"), "linfang")
    register.propose(number, Wish("no_capacity", "", TODAY, "劳动能力鉴定结论", "鉴定结论已收到。"), "linfang")
    letter = register.letters(number)[-1].text
    assert "劳动能力" not in letter
    assert "第六条第（四）项" in letter


def test_gz_the_street_decides_with_two_and_the_district_may(register: Register) -> None:
    officers_of_guangzhou(register.desk)
    number = on_guangzhous_register(register.desk, WANG_XIUYING)
    with refused("exit.not_yours_to_propose", 403):
        register.propose(number, Wish("employed", "", TODAY, "参保记录", "您已就业。"), "huangjing")
    register.propose(number, Wish("employed", "", TODAY, "参保记录", "您已就业。"), "linfang")
    register.reply_time_over()
    with refused("exit.same_person", 403):
        register.confirm(number, "linfang")
    assert register.confirm(number, "huangjing").outcome == "exited"


def test_g13_who_turns_35_later_is_told_once(register: Register) -> None:
    officers_of_guangzhou(register.desk)
    young = people.Person("何静", "F", date(1991, 12, 5), "19900000108", people.CHENGNAN, 7108)
    number = on_guangzhous_register(
        register.desk, young, "G3.2", person__hukou_code="440104", work__accepts_assistance=True,
        pension__receiving=False, retire__base="50",
    )
    told = len(register.letters(number))
    register.on(date(2026, 12, 4))
    register.night()
    assert len(register.letters(number)) == told
    for _ in range(2):
        register.on(date(2026, 12, 5))
        register.night()
    (letter,) = register.letters(number)[told:]
    assert letter.text.startswith("您可能符合新的类别")
    assert register.entry(number).state == "active"


def test_a_night_touches_only_who_is_due(register: Register) -> None:
    for person in (WANG_XIUYING, CHEN_ZHIQIANG, LIU_XIAOFANG):
        on_the_register(register.desk, person)
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(register.desk.work.engine, "before_cursor_execute", note)
    register.night()
    event.remove(register.desk.work.engine, "before_cursor_execute", note)
    assert len([one for one in asked if "register_watches" in one]) == 1
    assert not [one for one in asked if "register_entries" in one]


def test_one_entry_that_fails_does_not_stop_the_others(register: Register) -> None:
    register.on(date(2026, 3, 2))
    broken = on_the_register(register.desk, people.Person("钱江", "M", XP07.birth_date, "1", people.CHENGNAN, 7109))
    number = on_the_register(register.desk, people.Person("孙海", "M", date(1966, 6, 20), "1", people.CHENGNAN, 7110))

    def forget_the_policy(unit: Unit) -> None:
        unit.session.scalars(select(Entry).where(Entry.number == broken)).one().pack = "gone"

    register.desk.system(forget_the_policy)
    register.on(TODAY)
    register.night()
    assert [len(register.proposals(one)) for one in (broken, number)] == [0, 1]

    def open_watches(unit: Unit) -> int:
        return len(unit.session.scalars(select(Watch).where(Watch.done_at.is_(None), Watch.due_on <= TODAY)).all())

    assert register.desk.system(open_watches) == 1
    assert register.desk.count(ExitProposal) == 1
    assert GUANGZHOU not in {proposal.pack_version for proposal in register.proposals(number)}


def test_a_nightly_letter_tells_the_facts_in_the_language_of_the_chat(register: Register) -> None:
    register.on(date(2026, 3, 2))
    number = on_the_register(register.desk, XP07)

    def english(unit: Unit) -> None:
        unit.session.execute(update(Account).values(language="en"))

    register.desk.system(english)
    register.on(TODAY)
    register.night()
    letter = register.letters(number)[-1].text
    assert "You reach the statutory retirement age on 2026-11-21." in letter
    assert "达到法定退休年龄" not in letter
