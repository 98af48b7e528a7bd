"""XY-44: a quiz of a policy is answered while it goes on, once a question, and every answer names its article."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from backend.activities import letters, places, planning, queries, quiz
from backend.activities.own import tell as quiz_told
from backend.activities.quiz import NewQuestion
from backend.applications.events import OwnDataAsked
from backend.applications.own_data import erase
from backend.core.clock import CHINA
from backend.people.service import account_of
from contract.activities import AnswerQuiz
from contract.activities import Quiz as Shown
from tests.backend.activities.planned import as_citizen, plan, reads
from tests.backend.desk import Desk, refused
from tests.conftest import StoppedClock
from tests.people import HE_WEI, LI_JIANGUO, WANG_XIUYING, ZHOU_MIN, Person

AGAIN = NewQuestion("退出后满几个月可以再申请？", ("1个月", "3个月", "6个月"), 1, "第三条第（二）项")
OLD = NewQuestion("女性满多少岁算“4050”？", ("40岁", "50岁"), 0, "第一条第（一）项")
DURING = datetime(2026, 11, 28, 10, 0, tzinfo=CHINA)


@pytest.fixture
def fun(desk: Desk, clock: StoppedClock) -> str:
    """A quiz of two questions that goes on."""
    planned = plan(desk, kind="quiz", title="政策有奖问答")
    for question in (AGAIN, OLD):
        desk.do(ZHOU_MIN, quiz.add, planned, question)
    clock.moment = DURING
    return planned


def says(desk: Desk, who: Person, planned: str, choice: int) -> Shown:
    """Answers the next question."""
    shown = reads(desk, who, quiz.shown, planned)
    told: Shown = as_citizen(desk, who, quiz.answer, planned, AnswerQuiz(question=shown.question.id, choice=choice))
    return told


def test_xy_44_an_answer_is_told_at_once_with_its_article(desk: Desk, fun: str) -> None:
    first = reads(desk, WANG_XIUYING, quiz.shown, fun)
    assert (first.number, first.count, first.question.choices[1]) == (1, 2, "B. 3个月")
    wrong = says(desk, WANG_XIUYING, fun, 0)
    assert wrong.told is not None
    assert (wrong.told.right, wrong.told.answer, wrong.told.article) == (False, "B. 3个月", "第三条第（二）项")
    end = says(desk, WANG_XIUYING, fun, 0)
    assert (end.question, end.right, end.count) == (None, 1, 2)


def test_xy_44_a_question_is_answered_once_and_what_was_told_changes_nothing(desk: Desk, fun: str) -> None:
    asked = reads(desk, WANG_XIUYING, quiz.shown, fun).question.id
    for choice in (0, 1):
        told = as_citizen(desk, WANG_XIUYING, quiz.answer, fun, AnswerQuiz(question=asked, choice=choice))
        assert (told.told.right, told.right, told.number) == (False, 0, 2)


def test_xy_44_the_office_sees_how_many_were_right_and_whose_numbers_had_all(desk: Desk, fun: str) -> None:
    for person in (WANG_XIUYING, LI_JIANGUO):
        as_citizen(desk, person, places.take, fun)
    for choice in (1, 0):
        says(desk, WANG_XIUYING, fun, choice)
    says(desk, LI_JIANGUO, fun, 1)
    view = desk.read(ZHOU_MIN, queries.activity, fun).quiz
    assert [(line.rightly, line.answered) for line in view.lines] == [(2, 2), (1, 1)]
    assert (view.players, view.winners) == (2, (1,))
    says(desk, LI_JIANGUO, fun, 1)
    assert desk.read(ZHOU_MIN, queries.activity, fun).quiz.winners == (1,)


@pytest.mark.parametrize("moment", [timedelta(hours=-1, minutes=-1), timedelta(hours=1, minutes=30)])
def test_xy_44_before_it_begins_and_after_it_ends_nothing_is_asked(
    desk: Desk, fun: str, clock: StoppedClock, moment: timedelta
) -> None:
    clock.moment += moment
    with refused("quiz.not_open", 409):
        reads(desk, WANG_XIUYING, quiz.shown, fun)
    with refused("quiz.not_open", 409):
        as_citizen(desk, WANG_XIUYING, quiz.answer, fun, AnswerQuiz(question=1, choice=1))


def test_a_quiz_that_was_called_off_or_is_no_quiz_asks_nothing(desk: Desk, fun: str) -> None:
    with refused("quiz.not_open", 409):
        reads(desk, WANG_XIUYING, quiz.shown, plan(desk, days=1))
    desk.do(ZHOU_MIN, planning.move, fun, "call_off")
    with refused("quiz.not_open", 409):
        reads(desk, WANG_XIUYING, quiz.shown, fun)


def test_what_no_question_has_is_no_answer(desk: Desk, fun: str, clock: StoppedClock) -> None:
    asked = reads(desk, WANG_XIUYING, quiz.shown, fun).question.id
    for question, choice in ((asked, 3), (asked, -1), (999, 0)):
        with refused("quiz.not_found", 404):
            as_citizen(desk, WANG_XIUYING, quiz.answer, fun, AnswerQuiz(question=question, choice=choice))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (replace(AGAIN, text=" "), "activity_form.question_missing"),
        (replace(AGAIN, choices=("3个月", "", "")), "activity_form.choices_wrong"),
        (replace(AGAIN, choices=("3个月", "3个月")), "activity_form.choices_wrong"),
        (replace(AGAIN, right=3), "activity_form.right_missing"),
        (replace(AGAIN, right=-1), "activity_form.right_missing"),
        (replace(AGAIN, article=""), "activity_form.article_missing"),
    ],
)
def test_xy_44_a_question_has_choices_a_right_one_and_its_article(desk: Desk, wrong: NewQuestion, code: str) -> None:
    planned = plan(desk, kind="quiz")
    with refused(code, 422):
        desk.do(ZHOU_MIN, quiz.add, planned, wrong)


def test_only_who_plans_a_quiz_writes_its_questions_and_only_before_anybody_answered(desk: Desk, fun: str) -> None:
    with refused("activity_form.no_quiz_here", 422):
        desk.do(ZHOU_MIN, quiz.add, plan(desk, days=1), AGAIN)
    with refused("activity.not_found", 404):
        desk.do(HE_WEI, quiz.add, fun, AGAIN)
    first = desk.read(ZHOU_MIN, queries.activity, fun).quiz.lines[0].id
    desk.do(ZHOU_MIN, quiz.remove, fun, first)
    says(desk, WANG_XIUYING, fun, 0)
    with refused("activity_form.quiz_begun", 409):
        desk.do(ZHOU_MIN, quiz.add, fun, AGAIN)
    with refused("activity_form.quiz_begun", 409):
        desk.do(ZHOU_MIN, quiz.remove, fun, first)


def test_a_quiz_has_ten_questions_at_most(desk: Desk) -> None:
    planned = plan(desk, kind="quiz")
    for _each in range(quiz.MOST):
        desk.do(ZHOU_MIN, quiz.add, planned, AGAIN)
    with refused("activity_form.too_many_questions", 422):
        desk.do(ZHOU_MIN, quiz.add, planned, AGAIN)


def test_answers_are_own_data_and_forgotten_with_the_places(desk: Desk, fun: str, clock: StoppedClock) -> None:
    says(desk, WANG_XIUYING, fun, 1)
    says(desk, LI_JIANGUO, fun, 1)

    def told(person: Person) -> list[str]:
        account = reads(desk, person, account_of)
        event = OwnDataAsked(account.id)
        reads(desk, person, quiz_told, event)
        return [item.title for item in event.items]

    assert told(WANG_XIUYING) == ["有奖问答：答了1题"]
    as_citizen(desk, WANG_XIUYING, erase)
    assert told(LI_JIANGUO) == ["有奖问答：答了1题"]
    clock.moment += letters.KEPT + timedelta(days=2)
    desk.system(letters.forget)
    assert told(LI_JIANGUO) == []
    assert desk.read(ZHOU_MIN, queries.activity, fun).quiz.lines[0].answered == 2, "only the count stays"
