"""No exit without notice (XY-30): whoever no messenger reaches is told otherwise first, and the record says how."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, update

from backend.applications import calls, telling
from backend.core.actors import ACTED_FOR
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.people.models import Account
from backend.policies.spoken import pack_of
from backend.registry import exits, queries, reply_time
from backend.registry.exit_guards import Wish
from backend.registry.exit_notice_models import ExitNotice
from backend.registry.exit_notices import Told
from backend.registry.models import Entry
from tests.backend.desk import refused
from tests.backend.registry.leaving import (
    TODAY,
    Register,
    days_ago,
    officers_of_guangzhou,
    on_guangzhous_register,
    on_the_register,
    pension,
)
from tests.people import CHEN_ZHIQIANG, CHENGNAN, HE_WEI, WANG_XIUYING, ZHENG_JIE, ZHOU_MIN, Person

LATER = TODAY + timedelta(days=12)


def without_chat(register: Register, number: str) -> str:
    """The person is known by no chat, as somebody recognised with the unemployment registration."""
    register.desk.system(
        lambda unit: unit.session.execute(update(Entry).where(Entry.number == number).values(account_id=None))
    )
    return number


@pytest.fixture
def number(register: Register) -> str:
    return without_chat(register, on_the_register(register.desk, WANG_XIUYING))


def waiting(register: Register) -> list[calls.CallLine]:
    return list(register.desk.read(ZHOU_MIN, calls.waiting).lines)


def tell(register: Register, letter: str, way: str = "phone", whom: str = "本人", on: date | None = None) -> None:
    day = on or date.fromisoformat(f"{register.clock():%Y-%m-%d}")
    register.desk.do(ZHOU_MIN, telling.tell, letter, Told(way, whom, day))


def test_xy_30_without_a_chat_an_exit_waits_until_somebody_told_her(register: Register, number: str) -> None:
    letter = register.propose(number, pension()).letter
    (line,) = waiting(register)
    assert (line.number, line.about, line.why, line.formal) == (letter, number, "没有聊天账号", True)
    assert "拟退出告知" in line.text
    assert "在收到本通知之日起7天内说明" in line.text
    register.on(LATER)
    with refused("exit.not_told", 409):
        register.confirm(number)
    tell(register, letter, "served", "同住的儿子签收", LATER)
    assert waiting(register) == []
    proposal = register.proposals(number)[-1]
    assert proposal.reply_by == date(2026, 12, 10), "seven days from the day she was told"
    with refused("exit.reply_open", 409):
        register.confirm(number)
    register.on(date(2026, 12, 11))
    assert register.confirm(number).outcome == "exited"


def test_xy_30_the_decision_too_stays_to_be_told_until_it_was(register: Register, number: str) -> None:
    tell(register, register.propose(number, pension()).letter)
    register.reply_time_over()
    decided = register.confirm(number).letter
    (line,) = waiting(register)
    assert (line.number, "退出就业困难人员身份" in line.text) == (decided, True)
    tell(register, decided, "post")
    assert waiting(register) == []
    told = register.desk.read(ZHOU_MIN, queries.entry, number).decided[0].told_by_hand
    assert [(one.stage, one.way, one.whom, one.officer) for one in told] == [
        ("proposed", "电话", "本人", "周敏"), ("decided", "寄送", "本人", "周敏"),
    ]  # fmt: skip


def test_xy_30_a_refused_exit_is_told_without_a_chat_as_well(register: Register, number: str) -> None:
    tell(register, register.propose(number, pension()).letter)
    register.desk.do(ZHENG_JIE, exits.refuse, number, register.version(number), "领取的是遗属待遇。")
    (line,) = waiting(register)
    assert "不退出，身份保留" in line.text


def test_xy_30_a_letter_her_chat_did_not_take_holds_the_exit_up_as_well(register: Register) -> None:
    number = on_the_register(register.desk, WANG_XIUYING)
    letter = register.propose(number, pension()).letter
    register.desk.system(
        lambda unit: unit.session.execute(
            update(OutboxRow).where(OutboxRow.number == letter).values(state="blocked", closed_at=unit.now)
        )
    )
    register.reply_time_over()
    with refused("exit.not_told", 409):
        register.confirm(number)
    sheet = register.desk.do(ZHOU_MIN, telling.sheet, letter, "上门送达")
    assert (sheet.name, sheet.phone, sheet.days) == (WANG_XIUYING.name, WANG_XIUYING.phone, 7)
    tell(register, letter)
    with refused("exit.reply_open", 409):
        register.confirm(number)


def test_xy_30_somebody_acted_for_without_a_chat_of_her_own_is_told_before_the_decision_too(register: Register) -> None:
    number = on_the_register(register.desk, WANG_XIUYING)
    register.desk.system(lambda unit: unit.session.execute(update(Account).values(channel=ACTED_FOR)))
    letter = register.propose(number, pension()).letter
    (line,) = [one for one in waiting(register) if one.about == number]
    assert (line.number, line.why) == (letter, "没有聊天账号")
    assert "在收到本通知之日起7天内说明" in line.text
    register.reply_time_over()
    with refused("exit.not_told", 409):
        register.confirm(number)


def test_xy_30_an_exit_proposed_before_letters_went_on_paper_waits_for_her_answer(register: Register, number: str) -> None:
    register.propose(number, pension())

    def as_before(unit: Unit) -> None:
        unit.session.execute(delete(ExitNotice))
        unit.session.execute(delete(OutboxRow))

    register.desk.system(as_before)
    register.reply_time_over()
    with refused("exit.not_told", 409):
        register.confirm(number)
    register.desk.do(ZHOU_MIN, exits.reply, number, register.version(number), "电话里说：没有意见。")
    assert register.confirm(number).outcome == "exited"


def test_g13_without_a_chat_somebody_tells_her_that_another_category_may_fit(register: Register) -> None:
    officers_of_guangzhou(register.desk)
    young = Person("何静", "F", date(1991, 12, 5), "19900000108", CHENGNAN, 7108)
    number = on_guangzhous_register(
        register.desk, young, "G3.2", person__hukou_code="440104", work__accepts_assistance=True,
        pension__receiving=False, retire__base="50",
    )  # fmt: skip
    without_chat(register, number)
    register.on(date(2026, 12, 5))
    register.night()
    (line,) = [one for one in register.desk.read("linfang", calls.waiting).lines if one.about == number]
    assert "您可能符合新的类别" in line.text


def test_whoever_has_answered_has_been_told(register: Register, number: str) -> None:
    register.propose(number, pension())
    register.desk.do(ZHOU_MIN, exits.reply, number, register.version(number), "我知道了，没有意见。")
    assert register.confirm(number).outcome == "exited"


def test_x21_after_a_death_nothing_waits_to_be_told(register: Register, number: str) -> None:
    register.propose(number, Wish("left_labour_market", "died", days_ago(0), "死亡证明"))
    assert register.confirm(number).outcome == "exited"
    assert waiting(register) == []


def test_x21_after_a_death_nothing_that_was_written_before_is_told_or_sent(register: Register) -> None:
    register.on(date(2026, 3, 2))
    number = on_the_register(register.desk, CHEN_ZHIQIANG, "X3", disab__valid_until=date(2026, 11, 20))
    without_chat(register, number)
    register.on(date(2026, 11, 13))
    register.night()
    assert len(waiting(register)) == 1
    register.propose(number, Wish("left_labour_market", "died", date(2026, 11, 12), "死亡证明"))
    assert len(waiting(register)) == 1, "nothing is decided yet"
    register.confirm(number)
    assert waiting(register) == []


def test_x21_what_still_waits_to_be_sent_is_taken_back_after_a_death(register: Register) -> None:
    register.on(date(2026, 3, 2))
    number = on_the_register(register.desk, CHEN_ZHIQIANG, "X3", disab__valid_until=date(2026, 11, 20))
    register.on(date(2026, 11, 13))
    register.night(delivered=False)
    warning = register.letters(number)[-1]
    assert ("证件快到期了" in warning.text, warning.state) == (True, "queued")
    died = Wish("left_labour_market", "died", date(2026, 11, 12), "死亡证明")
    register.desk.do(ZHOU_MIN, exits.propose, number, register.version(number), died)
    register.confirm(number)
    assert register.letters(number)[-1].state == "cancelled"


def test_a_letter_about_an_exit_is_not_ended_by_a_call_nobody_answered(register: Register, number: str) -> None:
    letter = register.propose(number, pension()).letter
    for result in ("told", "not_answered"):
        with refused("call.way_missing", 422):
            register.desk.do(ZHOU_MIN, calls.record, letter, result)
    assert len(waiting(register)) == 1


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (Told("", "本人", TODAY), "call.way_missing"),
        (Told("pigeon", "本人", TODAY), "call.way_missing"),
        (Told("phone", " ", TODAY), "call.whom_missing"),
        (Told("phone", WANG_XIUYING.id_number, TODAY), "review.id_number_in_text"),
        (Told("phone", "本人", TODAY + timedelta(days=1)), "call.day_in_future"),
        (Told("phone", "本人", TODAY - timedelta(days=1)), "call.day_too_early"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_how_whom_and_when_are_all_asked_for(register: Register, number: str, told: Told, code: str) -> None:
    letter = register.propose(number, pension()).letter
    with refused(code, 422):
        register.desk.do(ZHOU_MIN, telling.tell, letter, told)
    assert len(waiting(register)) == 1


def test_xy_01_only_her_own_office_tells_her_and_nobody_twice(register: Register, number: str) -> None:
    letter = register.propose(number, pension()).letter
    told = Told("phone", "本人", TODAY)
    with refused("letter.not_found", 404):
        register.desk.do(HE_WEI, telling.tell, letter, told)
    with refused("review.read_only", 403):
        register.desk.do("inspector", telling.sheet, letter, "看一下")
    register.desk.do(ZHOU_MIN, telling.tell, letter, told)
    with refused("call.recorded", 409):
        register.desk.do(ZHOU_MIN, telling.tell, letter, told)


def test_who_was_told_stays_sealed_and_out_of_the_audit(register: Register, number: str) -> None:
    tell(register, register.propose(number, pension()).letter, whom="邻居王五")
    history = register.desk.read(ZHOU_MIN, queries.entry, number).history
    said = next(line.sentence for line in history if "已经告知" in line.sentence)
    assert "电话，2026-11-21" in said
    assert not [line for line in history if "王五" in line.sentence]


def test_the_preview_is_the_letter_on_paper_too(register: Register, number: str) -> None:
    preview = register.desk.read(ZHOU_MIN, exits.preview_proposal, number, 1, pension())
    register.propose(number, pension())
    assert waiting(register)[0].text == preview


def test_xy_36_the_warning_of_a_certificate_becomes_a_call_without_a_chat(register: Register) -> None:
    register.on(date(2026, 3, 2))
    number = on_the_register(register.desk, CHEN_ZHIQIANG, "X3", disab__valid_until=date(2026, 11, 20))
    without_chat(register, number)
    register.on(date(2026, 11, 13))
    register.night()
    (line,) = waiting(register)
    assert (line.about, line.formal) == (number, False)
    assert "证件快到期了" in line.text
    assert "残疾" not in line.text
    register.desk.do(ZHOU_MIN, calls.record, line.number, "told")
    register.on(TODAY)
    register.night()
    assert [one.text.splitlines()[0] for one in waiting(register)] == ["拟退出告知"]


@pytest.mark.parametrize(
    ("proposed_on", "last"),
    [
        (date(2026, 11, 20), date(2026, 11, 27)),  # A Friday stays.
        (date(2026, 11, 21), date(2026, 11, 30)),  # A Saturday becomes the Monday.
        (date(2026, 2, 21), date(2026, 2, 28)),  # A Saturday on which offices work (调休) stays.
        (date(2026, 9, 24), date(2026, 10, 8)),  # 国庆 becomes the first day after it.
    ],
)
def test_the_last_day_to_answer_is_a_day_on_which_offices_work(
    register: Register, number: str, proposed_on: date, last: date
) -> None:
    def ends(unit: Unit) -> date:
        entry = unit.session.scalars(select(Entry).where(Entry.number == number)).one()
        return reply_time.last_day(unit, entry, pack_of(unit, entry.pack), proposed_on)

    assert register.desk.work.read_now(SYSTEM, ends) == last


def test_on_the_last_day_to_answer_nothing_is_decided_and_on_the_next_it_is(register: Register) -> None:
    number = on_the_register(register.desk, WANG_XIUYING)
    register.propose(number, pension())
    assert register.proposals(number)[-1].reply_by == date(2026, 11, 30)
    register.on(date(2026, 11, 30))
    with refused("exit.reply_open", 409):
        register.confirm(number)
    register.on(date(2026, 12, 1))
    assert register.confirm(number).outcome == "exited"


def proposed_but_not_sent(register: Register) -> str:
    number = on_the_register(register.desk, WANG_XIUYING)
    register.desk.do(ZHOU_MIN, exits.propose, number, register.version(number), pension())
    return number


def test_xy_30_as_long_as_the_letter_waits_to_be_sent_nothing_is_decided(register: Register) -> None:
    number = proposed_but_not_sent(register)
    register.on(date(2026, 12, 1))
    with refused("exit.on_its_way", 409):
        register.confirm(number)
    assert register.desk.read(ZHENG_JIE, queries.entry, number).why_not_decide.code == "exit.on_its_way"


@pytest.mark.parametrize(
    ("came", "last"),
    [
        (date(2026, 11, 21), date(2026, 11, 30)),  # On the day it was written.
        (date(2026, 11, 23), date(2026, 11, 30)),
        (date(2026, 11, 24), date(2026, 12, 1)),
        (date(2026, 12, 3), date(2026, 12, 10)),  # After the day that stands in it.
    ],
)
def test_xy_30_a_letter_that_comes_late_gives_her_the_whole_time(register: Register, came: date, last: date) -> None:
    number = proposed_but_not_sent(register)
    register.on(came)
    register.deliver()
    register.on(last)
    with refused("exit.reply_open", 409):
        register.confirm(number)
    register.on(last + timedelta(days=1))
    assert register.desk.read(ZHENG_JIE, queries.entry, number).open.reply_by == last
    assert register.confirm(number).outcome == "exited"


def test_xy_30_who_was_told_by_telephone_meanwhile_waits_for_no_letter(register: Register) -> None:
    number = proposed_but_not_sent(register)
    letter = register.letters(number)[-1].number
    register.desk.system(
        lambda unit: unit.session.execute(update(OutboxRow).where(OutboxRow.number == letter).values(state="blocked"))
    )
    register.on(date(2026, 11, 25))
    tell(register, letter, on=date(2026, 11, 25))
    register.on(date(2026, 12, 3))
    assert register.confirm(number).outcome == "exited"
