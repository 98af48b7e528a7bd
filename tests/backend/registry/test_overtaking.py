"""A death comes before whatever exit is proposed (reading X21): nothing else is decided, nobody is written to."""

import pytest
from sqlalchemy import update

from backend.applications import calls
from backend.core.outbox import OutboxRow
from backend.registry import exits, queries
from backend.registry.exit_guards import Wish
from tests.backend.desk import refused
from tests.backend.registry.leaving import (
    Register,
    days_ago,
    officers_of_guangzhou,
    on_guangzhous_register,
    on_the_register,
    pension,
)
from tests.people import WANG_XIUYING, WU_GANG, ZHENG_JIE, ZHOU_MIN

DIED = Wish("left_labour_market", "died", days_ago(0), "死亡证明")


@pytest.fixture
def number(register: Register) -> str:
    """王秀英, whose exit for another reason is proposed and whose letter waits to be sent."""
    number = on_the_register(register.desk, WANG_XIUYING)
    register.desk.do(ZHOU_MIN, exits.propose, number, register.version(number), pension())
    return number


def test_x21_a_death_takes_the_place_of_an_open_exit_and_its_letter_is_not_sent(register: Register, number: str) -> None:
    written = len(register.letters(number))
    register.propose(number, DIED, WU_GANG)
    before, death = register.proposals(number)
    assert (before.state, death.state, register.entry(number).state) == ("overtaken", "open", "leaving")
    assert register.letters(number)[-1].state == "cancelled"
    assert register.confirm(number).outcome == "exited"
    assert len(register.letters(number)) == written
    assert register.entry(number).exited_on == days_ago(0)


def test_x21_nobody_has_to_call_about_an_exit_a_death_has_overtaken(register: Register) -> None:
    number = on_the_register(register.desk, WANG_XIUYING)
    register.propose(number, pension())
    letter = register.letters(number)[-1].number
    blocked = update(OutboxRow).where(OutboxRow.number == letter).values(state="blocked")
    register.desk.system(lambda unit: unit.session.execute(blocked))
    assert register.desk.read(ZHOU_MIN, calls.waiting).lines
    register.propose(number, DIED)
    assert register.desk.read(ZHOU_MIN, calls.waiting).lines == ()


def test_x21_whoever_turns_out_to_live_is_told_that_the_first_exit_is_over_too(register: Register, number: str) -> None:
    register.propose(number, DIED)
    preview = register.desk.read(ZHENG_JIE, exits.preview_refusal, number, register.version(number), "本人健在。")
    done = register.desk.do(ZHENG_JIE, exits.refuse, number, register.version(number), "本人健在。")
    letter = register.letters(number)[-1]
    assert (done.outcome, done.letter, letter.text) == ("kept", letter.number, preview)
    assert "不退出，身份保留" in letter.text
    assert "已享受基本养老保险待遇" in letter.text
    assert "死亡" not in letter.text
    assert register.entry(number).state == "active"


def test_x21_a_refused_death_that_overtook_nothing_is_told_to_nobody(register: Register) -> None:
    number = on_the_register(register.desk, WANG_XIUYING)
    register.propose(number, DIED)
    written = len(register.letters(number))
    register.desk.do(ZHENG_JIE, exits.refuse, number, register.version(number), "本人健在。")
    assert len(register.letters(number)) == written


@pytest.mark.parametrize("first", [pension(), DIED], ids=["beside another", "beside a death"])
def test_nothing_else_takes_the_place_of_an_open_exit(register: Register, first: Wish) -> None:
    number = on_the_register(register.desk, WANG_XIUYING)
    register.propose(number, first)
    for act in (exits.propose, exits.preview_proposal):
        with refused("register.illegal_move", 409):
            register.desk.do(WU_GANG, act, number, register.version(number), pension())
    if first is DIED:
        with refused("register.illegal_move", 409):
            register.propose(number, DIED, WU_GANG)


def test_the_page_offers_nothing_but_the_death_while_an_exit_is_open(register: Register, number: str) -> None:
    entry = register.desk.read(WU_GANG, queries.entry, number)
    assert entry.why_not_propose is None
    assert [[reason.id for reason in ground.reasons] for ground in entry.grounds] == [["died"]]


def test_a_document_that_knows_no_death_lets_nothing_be_proposed_beside_an_open_exit(register: Register) -> None:
    officers_of_guangzhou(register.desk)
    number = on_guangzhous_register(register.desk, WANG_XIUYING)
    register.propose(number, Wish("employed", "", days_ago(0), "参保记录", "您已就业。"), "linfang")
    entry = register.desk.read("liangwei", queries.entry, number)
    assert entry.why_not_propose is not None
    assert entry.why_not_propose.code == "register.illegal_move"
