"""Two at once in 代办: exactly one outcome, and whoever was too late gets a sentence. On both databases."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pytest

from backend.applications import acting, paper_files, service
from backend.applications.intake_files import CleanFile
from backend.applications.models import Application
from backend.core import audit
from backend.core.actors import Citizen
from backend.core.console.counter_problems import WORDS as AT_THE_COUNTER
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from backend.counter import service as counter
from backend.counter.whole_form import leave_open, put_all
from backend.people import mandates
from backend.people.consent import application_consent
from backend.people.mandate_models import Mandate
from backend.policies import service as checks
from bot.problems import WORDS as IN_CHAT
from contract.application import ApplicationTurn, StartApplication, Submit
from contract.mandate import AnswerMandate, AskMandate
from contract.screening import GiveAnswer
from tests import papers
from tests.backend.applications.test_review_races import at_once
from tests.backend.counter.entering import ANSWERS, filled, form_of, seen
from tests.backend.databases import settings as settings
from tests.backend.desk import PACK, Desk
from tests.people import LI_JIANGUO, LIU_XIAOFANG, WANG_XIAOYAN, WANG_XIUYING, ZHAO_MIN, ZHOU_MIN, Person

ROUNDS = 3


@dataclass(frozen=True)
class Chat:
    """A person's own chat: services run as she."""

    work: Work
    person: Person

    def do(self, act: Callable[..., Any], *args: Any) -> Any:
        return self.work.do_now(Caller(Citizen("web", self.person.chat_id)), act, *args)

    def asks_for(self, principal: Person) -> Any:
        helper = self.person
        return self.do(acting.ask, AskMandate(pack=PACK, relation="child", principal=principal.name,
                                              helper=helper.name, helper_phone=helper.phone))  # fmt: skip

    def says(self, code: str, answer: Any) -> Any:
        return self.do(acting.answer, AnswerMandate(code=code, answer=answer))


@pytest.fixture
def daughter(desk: Desk) -> Chat:
    return Chat(desk.work, WANG_XIAOYAN)


@pytest.fixture
def mother(desk: Desk) -> Chat:
    return Chat(desk.work, WANG_XIUYING)


def row_of(desk: Desk, mandate_id: str) -> Mandate:
    return desk.work.read_now(SYSTEM, lambda unit: unit.session.get_one(Mandate, mandate_id))


def lost(ends: list[Any]) -> list[str]:
    """The codes of those who were too late; each has a sentence in the chat and at the counter."""
    codes = [end.code for end in ends if isinstance(end, Problem)]
    assert all(code in IN_CHAT or code in AT_THE_COUNTER for code in codes), codes
    assert all(end is not None for end in ends)
    return codes


def ready(one: Chat, mandate_id: str, person: Person = WANG_XIUYING) -> ApplicationTurn:
    """A helper's application with everything but the last tap."""
    answers = ANSWERS | {"person.hukou_code": person.hukou_code, "person.sex": "女"}
    answers |= {"person.birth_date": f"{person.birth_date:%Y.%m.%d}"}
    check = one.do(acting.begin, mandate_id).screening
    while check.question:
        fact = check.question.fact
        check = one.do(checks.answer, check.id, GiveAnswer(fact=fact, text=answers[fact]))

    def fill(unit: Unit, screening: str) -> ApplicationTurn:
        checks.own_screening(unit, screening)
        consent = application_consent(unit, PACK).version
        turn = service.start_application(unit, StartApplication(screening=screening, consent_version=consent))
        who = {"id_number": [person.id_number], "phone": [person.phone]}
        assert put_all(unit, turn.id, form_of(person) | who) == {}
        leave_open(unit, turn.id)
        for paper in service.application(unit, turn.id).papers:
            if paper.item.needed:
                content = papers.jpeg(paper.item.id)
                file = CleanFile("image/jpeg", content, sha256(content).hexdigest(), "")
                turn = paper_files.add_paper_file(unit, turn.id, paper.item.id, "照片.jpg", file)
        return turn

    ready_one: ApplicationTurn = one.do(fill, check.id)
    return ready_one


def sends(one: Chat, turn: ApplicationTurn) -> ApplicationTurn:
    sent: ApplicationTurn = one.do(service.submit, turn.id, Submit(declaration_version=turn.declaration_version))
    return sent


def test_two_chats_name_the_same_code_and_one_of_them_is_the_principal(desk: Desk, daughter: Chat) -> None:
    people = (WANG_XIUYING, LI_JIANGUO)
    for principal in people[:1] * ROUNDS:
        told = daughter.asks_for(principal)
        ends = at_once(*[lambda one=one, told=told: Chat(desk.work, one).says(told.code, "agree") for one in people])
        assert lost(ends) == ["mandate.of_another_chat"]
        assert row_of(desk, told.id).state == "given"
        daughter.do(acting.end, told.id)


def test_one_chat_agrees_twice_at_once_and_it_is_given_once(desk: Desk, daughter: Chat, mother: Chat) -> None:
    told = daughter.asks_for(WANG_XIUYING)
    ends = at_once(*[lambda: mother.says(told.code, "agree")] * 2)
    assert lost(ends) == []
    assert {end.state for end in ends} == {"given"}
    given = desk.work.read_now(SYSTEM, history, f"mandate:{told.id}")
    assert given.count("mandate.given") == 1


def test_agreeing_and_refusing_at_once_leave_one_of_both(desk: Desk, daughter: Chat, mother: Chat) -> None:
    for _ in range(ROUNDS):
        told = daughter.asks_for(WANG_XIUYING)
        agreed, refused = at_once(
            lambda told=told: mother.says(told.code, "agree"), lambda told=told: mother.says(told.code, "refuse")
        )
        state = row_of(desk, told.id).state
        assert not isinstance(refused, Problem)
        # Agreed first and refused after it is ended; refused first cannot be agreed to any more.
        assert state == ("refused" if isinstance(agreed, Problem) else "ended")
        assert lost([agreed]) in ([], ["mandate.illegal_move"])


def test_the_principal_ends_it_while_the_helper_hands_in(desk: Desk, daughter: Chat, mother: Chat) -> None:
    told = daughter.asks_for(WANG_XIUYING)
    mother.says(told.code, "agree")
    turn = ready(daughter, told.id)
    sent, ended = at_once(lambda: sends(daughter, turn), lambda: mother.do(acting.end, told.id))
    assert not isinstance(ended, Problem)
    assert row_of(desk, told.id).state == "ended"
    case = desk.row(turn.id)
    if isinstance(sent, Problem):
        assert lost([sent]) == ["application.not_found"]
        assert (case.state, case.receipt) == ("draft", None)
    else:
        assert case.state == "submitted"
    with pytest.raises(Problem, match=r"application\.not_found"):
        daughter.do(service.application, turn.id)


def test_a_mandate_that_ended_a_moment_before_hands_nothing_in(desk: Desk, daughter: Chat, mother: Chat) -> None:
    """The row of the mandate is locked while the helper hands in: the end is before it or after it, never within."""
    told = daughter.asks_for(WANG_XIUYING)
    mother.says(told.code, "agree")
    turn = ready(daughter, told.id)
    mother.do(acting.end, told.id)
    with pytest.raises(Problem, match=r"application\.not_found"):
        sends(daughter, turn)
    assert desk.row(turn.id).state == "draft"


def test_of_four_people_asked_for_at_once_three_are_acted_for(desk: Desk, daughter: Chat) -> None:
    people = (WANG_XIUYING, LI_JIANGUO, LIU_XIAOFANG, ZHAO_MIN)
    ends = at_once(*[lambda one=one: daughter.asks_for(one) for one in people])
    assert lost(ends) == ["mandate.too_many"]
    assert len(daughter.do(acting.mine)) == 3


def test_principal_and_helper_hand_in_at_once_and_one_case_comes_of_it(
    desk: Desk, daughter: Chat, mother: Chat
) -> None:
    told = daughter.asks_for(WANG_XIUYING)
    mother.says(told.code, "agree")
    turn = ready(daughter, told.id)
    ends = at_once(lambda: sends(daughter, turn), lambda: sends(mother, turn))
    assert lost(ends) == []
    assert len({end.receipt for end in ends}) == 1
    handed_in = desk.work.read_now(SYSTEM, history, f"application:{turn.id}")
    assert handed_in.count("application.submitted") == 1
    assert len(desk.letters(turn.id)) == 1


def test_two_helpers_of_one_person_hand_in_at_once_and_one_case_comes_of_it(desk: Desk, daughter: Chat) -> None:
    son = Chat(desk.work, LI_JIANGUO)
    turns = [ready(one, one.asks_for(WANG_XIUYING).id) for one in (daughter, son)]
    ends = at_once(*[lambda one=one, turn=turn: sends(one, turn) for one, turn in zip((daughter, son), turns, strict=True)])
    codes = lost(ends)
    assert len(codes) == 1
    assert codes[0] in ("application.already_open", "id_number.not_here")
    states = sorted(desk.row(turn.id).state for turn in turns)
    assert states == ["draft", "submitted"]


def test_an_officer_hands_in_twice_at_once_and_one_case_comes_of_it(desk: Desk) -> None:
    mandate = filled(desk, ZHOU_MIN)
    turn = seen(desk, ZHOU_MIN, mandate).application
    assert turn is not None
    ends = at_once(*[lambda: desk.do(ZHOU_MIN, counter.hand_in, mandate, turn.declaration_version, signed=True)] * 2)
    assert lost(ends) == []
    assert desk.count(Application) == 1
    assert len(desk.letters(turn.id)) == 1


def test_an_officer_ends_a_mandate_in_one_window_while_she_hands_in_in_another(desk: Desk) -> None:
    mandate = filled(desk, ZHOU_MIN)
    turn = seen(desk, ZHOU_MIN, mandate).application
    assert turn is not None

    def over(unit: Unit) -> Mandate:
        return mandates.end(unit, mandate)

    sent, ended = at_once(
        lambda: desk.do(ZHOU_MIN, counter.hand_in, mandate, turn.declaration_version, signed=True),
        lambda: desk.do(ZHOU_MIN, over),
    )
    assert not isinstance(ended, Problem)
    assert row_of(desk, mandate).state == "ended"
    assert desk.row(turn.id).state == ("draft" if isinstance(sent, Problem) else "submitted")
    assert lost([sent]) in ([], ["application.not_found"], ["mandate.illegal_move"])


def history(unit: Unit, subject: str) -> list[str]:
    return [entry.action for entry in audit.history(unit.session, subject)]
