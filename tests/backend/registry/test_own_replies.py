"""What a person says to a proposed exit in her own chat: heard until it is decided, and lost to nobody."""

import pytest

from backend.applications import own_register
from backend.core.actors import Citizen
from backend.core.unit import Unit
from backend.core.work import Caller
from backend.registry import own_wish
from backend.registry.models import Entry
from contract.register import Reply, Standing
from tests.backend.desk import refused
from tests.backend.registry.leaving import Register, on_the_register, pension
from tests.people import LI_JIANGUO, WANG_XIUYING, ZHENG_JIE, Person

XINYU = "xinyu-2023-82"


@pytest.fixture
def number(register: Register) -> str:
    number = on_the_register(register.desk, WANG_XIUYING)
    register.propose(number, pension())
    return number


def says(register: Register, words: str, who: Person = WANG_XIUYING) -> Standing:
    caller = Caller(Citizen("web", who.chat_id))
    return register.desk.work.do_now(caller, own_register.reply, XINYU, Reply(words=words))


def test_xy_30_whoever_has_answered_in_the_chat_is_heard_before_her_time_is_over(register: Register, number: str) -> None:
    with refused("exit.reply_open", 409):
        register.confirm(number)
    told = says(register, "我没有领养老金。")
    assert told.may_reply
    assert told.exit[-1] == "您2026年11月21日的说明已经记下，审定的工作人员会看到。"
    assert register.confirm(number).outcome == "exited"


def test_an_answer_makes_the_officer_who_decides_read_again(register: Register, number: str) -> None:
    register.reply_time_over()
    before = register.version(number)
    says(register, "我没有领养老金。")
    assert register.version(number) == before + 1


def test_what_she_adds_stands_below_what_she_said(register: Register, number: str) -> None:
    says(register, "我没有领养老金。")
    says(register, "社保局开了证明。")

    def kept(unit: Unit) -> str:
        entry = unit.session.get_one(Entry, register.entry(number).id)
        return own_wish.reply_of(unit, own_wish.exits.open_proposal(unit, entry))

    assert register.desk.system(kept) == "我没有领养老金。\n社保局开了证明。"


def test_there_is_an_end_to_what_one_person_writes(register: Register, number: str) -> None:
    for _time in range(own_wish.TOLD_LONGEST // 500 - 1):
        says(register, "字" * 500)
    with refused("exit.reply_full", 409):
        says(register, "字" * 500)
    says(register, "再说一句。")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("  ", "exit.own_reply_missing"),
        ("字" * 501, "review.text_too_long"),
        (f"我是{WANG_XIUYING.id_number}", "review.id_number_in_text"),
    ],
)
def test_what_cannot_go_on_record_is_refused_in_words(register: Register, number: str, words: str, code: str) -> None:
    with refused(code, 422):
        says(register, words)
    assert register.proposals(number)[0].reply is None


def test_after_the_decision_nothing_is_put_on_record(register: Register, number: str) -> None:
    register.desk.do(ZHENG_JIE, own_register.exits.refuse, number, register.version(number), "查无领取记录。")
    with refused("exit.not_open", 409):
        says(register, "我没有领养老金。")


def test_xy_01_nobody_answers_for_somebody_else(register: Register, number: str) -> None:
    with refused("register.not_found", 404):
        says(register, "我没有领养老金。", LI_JIANGUO)
    assert register.proposals(number)[0].reply is None
