"""有奖问答 (第四条第（一）项): the questions of a quiz, as officers write them and people answer them while it goes on.

Every question names the article its answer stands in, so that whoever was wrong has learned it. Who wins what, the
office says; here only the numbers of the places are named whose answers were all right.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, func, select

from backend.activities import guards
from backend.activities.models import Activity, QuizAnswer, QuizQuestion, SignUp
from backend.core.locks import hold
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.core.wording import worded
from backend.people.service import account_of, ensure_account
from contract import activities as shape

KIND: Final = "quiz"
MOST: Final = 10
CHOICES: Final = range(2, 5)
LETTERS: Final = "ABCD"


@dataclass(frozen=True)
class NewQuestion:
    """``right`` counts the choices from 0."""

    text: str
    choices: tuple[str, ...]
    right: int
    article: str


@dataclass(frozen=True)
class QuizLine:
    """A question in the console, and how many answered it, rightly."""

    id: int
    text: str
    choices: tuple[str, ...]
    right: int
    article: str
    answered: int
    rightly: int


@dataclass(frozen=True)
class QuizView:
    """``winners``: numbers of the places whose people answered everything rightly."""

    lines: tuple[QuizLine, ...]
    players: int
    winners: tuple[int, ...]


def add(unit: Unit, activity_id: str, new: NewQuestion) -> None:
    """Adds a question, until somebody has answered one.

    Raises 404 ``activity.not_found``; 403 ``activity_form.not_yours``; 409 ``activity_form.quiz_begun``; 422
    ``activity_form.no_quiz_here``, ``activity_form.too_many_questions`` (most), ``activity_form.question_missing``,
    ``activity_form.choices_wrong``, ``activity_form.right_missing``, ``activity_form.article_missing``.
    """
    row = _unbegun(unit, activity_id)
    if row.kind != KIND:
        raise Problem("activity_form.no_quiz_here", 422)
    if count(unit, row) >= MOST:
        raise Problem("activity_form.too_many_questions", 422, most=MOST)
    question = worded(new.text, "activity_form.question_missing", 200)
    choices = [worded(one, "activity_form.choices_wrong", 80) for one in new.choices if one.strip()]
    if len(choices) not in CHOICES or len(set(choices)) != len(choices):
        raise Problem("activity_form.choices_wrong", 422)
    if not 0 <= new.right < len(choices):
        raise Problem("activity_form.right_missing", 422)
    article = worded(new.article, "activity_form.article_missing", 40)
    unit.session.add(
        QuizQuestion(activity_id=row.id, text=question, choices=choices, right=new.right, article=article)
    )
    unit.session.flush()
    unit.audit("activity.quiz_added", f"activity:{row.id}")


def remove(unit: Unit, activity_id: str, question_id: int) -> None:
    """Takes a question out, until somebody has answered one. Raises 404, 403 and 409 as :func:`add`."""
    row = _unbegun(unit, activity_id)
    question = unit.session.get(QuizQuestion, question_id)
    if question is not None and question.activity_id == row.id:
        unit.session.delete(question)
        unit.session.flush()
        unit.audit("activity.quiz_removed", f"activity:{row.id}")


def view(unit: Unit, row: Activity) -> QuizView:
    """The questions with what came of them."""
    questions = _questions(unit, row)
    right = QuizAnswer.choice == QuizQuestion.right
    counted = unit.session.execute(
        select(QuizQuestion.id, func.count(), func.count().filter(right))
        .join(QuizAnswer, QuizAnswer.question_id == QuizQuestion.id)
        .where(QuizQuestion.activity_id == row.id)
        .group_by(QuizQuestion.id)
    )
    found = {one: (answered, rightly) for one, answered, rightly in counted}
    lines = tuple(
        QuizLine(one.id, one.text, tuple(one.choices), one.right, one.article, *found.get(one.id, (0, 0)))
        for one in questions
    )
    players = max((line.answered for line in lines), default=0)
    return QuizView(lines, players, _winners(unit, row, len(lines)))


def count(unit: Unit, row: Activity) -> int:
    wanted = select(func.count()).select_from(QuizQuestion).where(QuizQuestion.activity_id == row.id)
    return unit.session.scalar(wanted) or 0


def playable(unit: Unit, row: Activity) -> int:
    """How many questions can be answered now: while the activity goes on."""
    goes_on = row.state == "announced" and row.starts_at <= unit.now < row.ends_at
    return count(unit, row) if goes_on and row.kind == KIND else 0


def shown(unit: Unit, activity_id: str) -> shape.Quiz:
    """The next question of whoever asks. Raises 404 ``activity.not_found``, 409 ``quiz.not_open``."""
    return _shown(unit, _going_on(unit, activity_id), None)


def answer(unit: Unit, activity_id: str, said: shape.AnswerQuiz) -> shape.Quiz:
    """Keeps the first answer to a question, says whether it is right, and asks the next.

    Raises 404 ``activity.not_found``, ``quiz.not_found``; 409 ``quiz.not_open``.
    """
    row = _going_on(unit, activity_id)
    question = unit.session.get(QuizQuestion, said.question)
    if question is None or question.activity_id != row.id or not 0 <= said.choice < len(question.choices):
        raise not_found("quiz")
    account = ensure_account(unit)
    hold(unit, f"quiz:{account.id}")
    mine = _answers(unit, row, account.id)
    if question.id not in mine:  # Tapped again it stays as it was: what is right has been told.
        mine[question.id] = said.choice
        unit.session.add(QuizAnswer(question_id=question.id, account_id=account.id, choice=said.choice, at=unit.now))
        unit.session.flush()
    told = shape.QuizTold(
        right=mine[question.id] == question.right,
        answer=f"{LETTERS[question.right]}. {question.choices[question.right]}",
        article=question.article,
    )
    return _shown(unit, row, told)


def _shown(unit: Unit, row: Activity, told: shape.QuizTold | None) -> shape.Quiz:
    questions, account = _questions(unit, row), account_of(unit)
    mine = _answers(unit, row, account.id) if account else {}
    following = next((one for one in questions if one.id not in mine), None)
    asked = None
    if following is not None:
        choices = tuple(f"{LETTERS[place]}. {one}" for place, one in enumerate(following.choices))
        asked = shape.QuizQuestion(id=following.id, text=following.text, choices=choices)
    return shape.Quiz(
        activity=row.id,
        title=row.title,
        question=asked,
        told=told,
        number=len(mine) + 1,
        count=len(questions),
        right=sum(mine.get(one.id) == one.right for one in questions),
    )


def _questions(unit: Unit, row: Activity) -> list[QuizQuestion]:
    wanted = select(QuizQuestion).where(QuizQuestion.activity_id == row.id).order_by(QuizQuestion.id)
    return list(unit.session.scalars(wanted))


def _answers(unit: Unit, row: Activity, account_id: int) -> dict[int, int]:
    wanted = select(QuizAnswer.question_id, QuizAnswer.choice).join(QuizQuestion)
    mine = wanted.where(QuizQuestion.activity_id == row.id, QuizAnswer.account_id == account_id)
    return {row[0]: row[1] for row in unit.session.execute(mine)}


def _going_on(unit: Unit, activity_id: str) -> Activity:
    row = unit.session.get(Activity, activity_id)
    if row is None:
        raise not_found("activity")
    if not playable(unit, row):
        raise Problem("quiz.not_open", 409)
    return row


def _unbegun(unit: Unit, activity_id: str) -> Activity:
    """An activity of the officer's, locked, whose quiz nobody has answered yet."""
    row = guards.planned(unit, activity_id)
    begun = select(QuizAnswer.id).join(QuizQuestion).where(QuizQuestion.activity_id == row.id).limit(1)
    if unit.session.scalar(begun) is not None:
        raise Problem("activity_form.quiz_begun", 409)
    return row


def _winners(unit: Unit, row: Activity, questions: int) -> tuple[int, ...]:
    right: ColumnElement[bool] = QuizAnswer.choice == QuizQuestion.right
    found = (
        select(SignUp.number)
        .join(QuizAnswer, QuizAnswer.account_id == SignUp.account_id)
        .join(QuizQuestion, (QuizQuestion.id == QuizAnswer.question_id) & (QuizQuestion.activity_id == row.id))
        .where(SignUp.activity_id == row.id, SignUp.state.not_in(("cancelled", "called_off")), right)
        .group_by(SignUp.number)
        .having(func.count() == questions)
        .order_by(SignUp.number)
    )
    return tuple(unit.session.scalars(found)) if questions else ()
