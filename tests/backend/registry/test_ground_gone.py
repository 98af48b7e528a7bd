"""What was true when an exit was proposed may be so no more when it is decided; what is learnt meanwhile is not lost."""

from datetime import date

import pytest
from sqlalchemy import select

from backend.assistance import tickets
from backend.assistance.tickets import NewTicket
from backend.core.inbox import ChatState
from backend.core.unit import Unit
from backend.people.mandate_models import Mandate
from backend.people.models import Account
from backend.registry import contacts, exits, refusals, updates
from backend.registry.contacts import Contact
from backend.registry.exit_guards import Wish
from backend.registry.models import Entry
from backend.registry.refusals import Refused
from tests.backend.desk import refused
from tests.backend.registry.leaving import (
    STREET,
    TODAY,
    Register,
    officers_of_guangzhou,
    on_guangzhous_register,
    on_the_register,
    pension,
)
from tests.people import CHEN_ZHIQIANG, LIU_XIAOFANG, WANG_XIUYING, WU_GANG, ZHENG_JIE, ZHOU_MIN

TRIES = ((date(2026, 10, 21), "phone"), (date(2026, 10, 28), "visit"), (date(2026, 11, 5), "phone"))


def test_xy_35_a_refusal_judged_late_still_counts_in_its_own_half_year(register: Register) -> None:
    register.on(date(2026, 1, 5))
    number = on_the_register(register.desk, WANG_XIUYING)
    told = []
    for day in (date(2026, 1, 10), date(2026, 2, 10), date(2026, 3, 10), date(2026, 11, 21)):
        register.on(day)
        told.append(register.desk.do(ZHOU_MIN, refusals.record, number, Refused("post", "理货员", day, "不想去")))
    for late in (told[3], told[0], told[1]):
        assert not register.desk.do(WU_GANG, refusals.judge, number, late, justified=False, why="没有理由。")
    assert register.desk.do(WU_GANG, refusals.judge, number, told[2], justified=False, why="没有理由。")
    assert "2026年1月10日、2026年2月10日、2026年3月10日" in register.letters(number)[-1].text


def certificate_over(register: Register) -> str:
    """A certificate that ended yesterday, and the exit the night proposes of it."""
    register.on(date(2026, 3, 2))
    number = on_the_register(register.desk, CHEN_ZHIQIANG, "X3", disab__valid_until=date(2026, 11, 20))
    register.on(TODAY)
    register.night()
    assert register.entry(number).state == "leaving"
    return number


def test_xy_36_a_certificate_renewed_meanwhile_takes_the_ground_away(register: Register) -> None:
    number = certificate_over(register)
    register.desk.do(ZHOU_MIN, updates.certificate, number, "disab.valid_until", date(2036, 11, 20))
    register.reply_time_over()
    with refused("exit.certificate_renewed", 409):
        register.confirm(number)
    register.desk.do(ZHENG_JIE, exits.refuse, number, register.version(number), "证件已经换新。")
    assert register.entry(number).state == "active"


def test_xy_36_a_certificate_that_was_revoked_may_bear_any_day(register: Register) -> None:
    number = on_the_register(register.desk, CHEN_ZHIQIANG, "X3", disab__valid_until=date(2036, 11, 20))
    register.propose(number, Wish("basis_lapsed", "", TODAY, "撤销文件", "您的证件已被撤销。"))
    register.reply_time_over()
    assert register.confirm(number).outcome == "exited"


def silent(register: Register) -> str:
    officers_of_guangzhou(register.desk)
    register.on(date(2026, 10, 1))
    number = on_guangzhous_register(register.desk, WANG_XIUYING)
    for day, channel in TRIES:
        register.on(day)
        register.desk.do("linfang", contacts.record, number, Contact(channel, day, False))
    register.on(TODAY)
    return number


@pytest.mark.parametrize("how", ["call", "chat", "answer", "hotline"])
def test_gz_22_whoever_is_heard_of_before_the_decision_has_ended_the_silence(register: Register, how: str) -> None:
    number = silent(register)
    register.night()
    register.on(date(2026, 11, 24))
    if how == "call":
        register.desk.do("linfang", contacts.record, number, Contact("phone", date(2026, 11, 24), True, "接了电话。"))
    elif how == "chat":
        register.desk.system(_writes, number)
    elif how == "hotline":
        call = NewTicket("consult", STREET, "王秀英", "13800001234", "想问补贴。", id_number=WANG_XIUYING.id_number)
        register.desk.do("huangjing", tickets.open_ticket, call)
    else:
        register.desk.do("linfang", exits.reply, number, register.version(number), "我换了手机。")
    register.on(date(2026, 12, 5))
    with refused("exit.heard_since", 409):
        register.confirm(number, "huangjing")
    kept = register.desk.do("huangjing", exits.refuse, number, register.version(number), "已经联系上。")
    assert kept.outcome == "kept"


def _writes(unit: Unit, number: str) -> None:
    """A word in the chat letters about this entry go to."""
    entry = unit.session.scalars(select(Entry).where(Entry.number == number)).one()
    account = unit.session.get_one(Account, entry.account_id)
    row = unit.session.get(ChatState, (account.channel, account.chat_id))
    if row is None:
        row = ChatState(channel=account.channel, chat_id=account.chat_id, state={}, updated_at=unit.now)
        unit.session.add(row)
    row.updated_at = unit.now


def test_gz_22_a_word_in_her_own_chat_is_heard_where_somebody_acted_for_her(register: Register) -> None:
    number = silent(register)
    register.desk.system(_has_a_chat_of_her_own, number)
    register.night()
    assert register.proposals(number) == []


def _has_a_chat_of_her_own(unit: Unit, number: str) -> None:
    entry = unit.session.scalars(select(Entry).where(Entry.number == number)).one()
    account = unit.session.get_one(Account, entry.account_id)
    account.channel = "mandate"
    own = Account(channel="telegram", chat_id=9977, created_at=unit.now, language="zh_Hans_CN")
    helper = Account(channel="telegram", chat_id=9978, created_at=unit.now, language="zh_Hans_CN")
    unit.session.add_all([own, helper])
    unit.session.flush()
    unit.session.add(
        Mandate(
            id="m", account_id=account.id, helper_account_id=helper.id, principal_account_id=own.id, code_index="c",
            relation="child", pack=entry.pack, state="given", sealed=b"", until=TODAY, created_at=unit.now,
        )
    )  # fmt: skip
    unit.session.add(ChatState(channel="telegram", chat_id=9977, state={}, updated_at=unit.now))


def test_xy_33_work_that_is_found_while_another_exit_is_undecided_is_proposed_after_it(register: Register) -> None:
    mother = on_the_register(register.desk, WANG_XIUYING, "X1", "X2")
    daughter = on_the_register(register.desk, LIU_XIAOFANG, "X2")
    register.desk.do(ZHOU_MIN, updates.link_household, mother, daughter)
    register.propose(mother, pension())
    assert register.desk.do(ZHENG_JIE, updates.employed, daughter, TODAY) == 1
    assert [one.ground for one in register.proposals(mother)] == ["left_labour_market"]
    register.clock.advance(days=1)
    register.desk.do(ZHENG_JIE, exits.refuse, mother, register.version(mother), "领取的是遗属待遇。")
    register.night()
    later = register.proposals(mother)[-1]
    assert (later.ground, later.bases, later.effective_on) == ("left_zero_employment", ["X2"], TODAY)
    assert "家庭中已有成员就业" in register.letters(mother)[-1].text
    register.reply_time_over()
    with refused("exit.same_person", 403):
        register.confirm(mother, ZHENG_JIE)


def test_gz_18_work_put_on_record_twice_is_proposed_once(register: Register) -> None:
    officers_of_guangzhou(register.desk)
    number = on_guangzhous_register(register.desk, WANG_XIUYING)
    assert register.desk.do("linfang", updates.employed, number, TODAY) == 1
    assert register.desk.do("linfang", updates.employed, number, TODAY) == 0
    register.desk.do("huangjing", exits.refuse, number, register.version(number), "登记有误。")
    register.clock.advance(days=1)
    register.night()
    assert len(register.proposals(number)) == 1


def test_gz_42_who_keeps_another_category_is_told_of_the_subsidies_too(register: Register) -> None:
    officers_of_guangzhou(register.desk)
    number = on_guangzhous_register(register.desk, WANG_XIUYING, "G1", "G3.1")
    register.desk.do("linfang", updates.employed, number, TODAY)
    register.reply_time_over()
    assert register.confirm(number, "liangwei").outcome == "lapsed"
    letter = register.letters(number)[-1].text
    assert "按第二十条，可以按规定享受有关补贴" in letter
    assert "不再享受就业援助" not in letter


def test_gz_19_a_document_without_an_exception_speaks_of_no_good_reason(register: Register) -> None:
    officers_of_guangzhou(register.desk)
    number = on_guangzhous_register(register.desk, WANG_XIUYING)
    refusal = register.desk.do("linfang", refusals.record, number, Refused("guidance", "职业指导", TODAY, "不想去"))
    register.desk.do("liangwei", refusals.judge, number, refusal, justified=False, why="无正当理由。")
    letter = register.letters(number)[-1].text
    assert "没有接受提供的就业服务。" in letter
    assert "正当理由" not in letter
