"""One turn, one request, one transaction; the same command twice has one effect and one answer."""

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from backend.core.actors import Citizen
from backend.core.audit import AuditEntry, verify
from backend.core.locks import NamedLock
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from contract.channel import Stored

WANG = Caller(Citizen("telegram", 46), key="telegram:1:1", fingerprint="a")


def add_lock(unit: Unit, name: str) -> Stored:
    unit.session.add(NamedLock(name=name))
    return Stored(new=count(unit))


def count(unit: Unit) -> int:
    return unit.session.scalar(select(func.count()).select_from(NamedLock)) or 0


def test_the_same_command_twice_has_one_effect_and_the_same_answer(work: Work) -> None:
    first = work.do_now(WANG, add_lock, "a")
    assert work.do_now(WANG, add_lock, "a") == first
    assert work.read_now(SYSTEM, count) == 1


def test_a_key_used_for_another_command_is_refused(work: Work) -> None:
    work.do_now(WANG, add_lock, "a")
    with pytest.raises(Problem, match="other_command"):
        work.do_now(replace(WANG, fingerprint="b"), add_lock, "b")


def test_a_key_of_someone_else_is_refused(work: Work) -> None:
    work.do_now(WANG, add_lock, "a")
    with pytest.raises(Problem, match="other_command"):
        work.do_now(replace(WANG, actor=Citizen("telegram", 50)), add_lock, "a")


def test_a_command_that_fails_leaves_nothing_and_may_be_tried_again(work: Work) -> None:
    def fail(unit: Unit) -> Stored:
        add_lock(unit, "a")
        raise Problem("test.refused")

    with pytest.raises(Problem):
        work.do_now(WANG, fail)
    assert work.read_now(SYSTEM, count) == 0
    assert work.do_now(WANG, add_lock, "a").new == 1


def test_commands_without_an_answer_are_not_run_twice_either(work: Work) -> None:
    def silent(unit: Unit, name: str) -> None:
        add_lock(unit, name)

    work.do_now(WANG, silent, "a")
    work.do_now(WANG, silent, "a")
    assert work.read_now(SYSTEM, count) == 1


@dataclass(frozen=True)
class SomethingHappened:
    name: str


def test_news_is_heard_in_the_same_transaction(work: Work) -> None:
    def hear(unit: Unit, event: SomethingHappened) -> None:
        add_lock(unit, event.name)

    def happen(unit: Unit) -> None:
        unit.emit(SomethingHappened("b"))
        raise Problem("test.refused")

    listening = replace(work, handlers={SomethingHappened: (hear,)})
    with pytest.raises(Problem):
        listening.do_now(SYSTEM, happen)
    assert work.read_now(SYSTEM, count) == 0


def act(unit: Unit, action: str) -> None:
    unit.audit(action, "application:1", receipt="XY-1")


def test_the_audit_chain_holds_until_someone_changes_a_row(work: Work) -> None:
    for action in ("application.submitted", "application.taken_up", "application.endorsed"):
        work.do_now(SYSTEM, act, action)
    assert work.read_now(SYSTEM, lambda unit: verify(unit.session, unit.vault)) is None

    def tamper(unit: Unit) -> None:
        unit.session.get_one(AuditEntry, 2).actor = "somebody else"

    work.do_now(SYSTEM, tamper)
    broken = work.read_now(SYSTEM, lambda unit: verify(unit.session, unit.vault))
    assert broken is not None
    assert broken.id == 2


def test_cutting_off_the_end_of_the_audit_shows(work: Work) -> None:
    for action in ("application.submitted", "application.taken_up"):
        work.do_now(SYSTEM, act, action)
    work.do_now(SYSTEM, lambda unit: unit.session.delete(unit.session.get_one(AuditEntry, 2)))
    broken = work.read_now(SYSTEM, lambda unit: verify(unit.session, unit.vault))
    assert broken is not None
    assert broken.id == 2


def test_an_error_of_the_database_carries_nothing_a_person_wrote(work: Work) -> None:
    def fail(unit: Unit) -> None:
        unit.session.execute(text("SELECT * FROM nowhere WHERE number = :n"), {"n": "360502198611219924"})

    with pytest.raises(DBAPIError) as error:
        work.do_now(SYSTEM, fail)
    assert "360502198611219924" not in str(error.value)
