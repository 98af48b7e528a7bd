"""Questions about practice (GZ-45): stations and counties ask, the city answers, every office of the city can read it."""

import re
from typing import Final

from sqlalchemy import ColumnElement, false, or_, select

from backend.core.actors import Officer
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.core.wording import worded
from backend.practice.lifecycle import Action, target_of
from backend.practice.models import PracticeQuestion
from backend.staff import access
from backend.staff.models import OfficeRow
from backend.staff.service import parent_at
from backend.staff.tree import offices_under

LONGEST: Final = 1000
LONGEST_ARTICLE: Final = 40
ASKING: Final = ("station", "county")
TELEPHONE: Final = re.compile(r"(?<!\d)1\d{10}(?!\d)")


def may_ask(officer: Officer) -> bool:
    """A street's station or a county; a community asks its station first."""
    return officer.role == "reviewer" and officer.level in ASKING


def may_answer(officer: Officer) -> bool:
    """The office of the city, 本局."""
    return officer.role == "reviewer" and officer.level == "city" and officer.organisation == "employment"


def ask(unit: Unit, article: str, question: str) -> int:
    """Puts a question to the city of the own office. Gives its id.

    Raises 403 ``practice.not_here``; 422 ``practice.question_missing``, ``practice.article_long`` (longest), and as
    :func:`_impersonal`.
    """
    officer = access.current(unit)
    if not may_ask(officer):
        raise Problem("practice.not_here", 403)
    if len(article.strip()) > LONGEST_ARTICLE:
        raise Problem("practice.article_long", 422, longest=LONGEST_ARTICLE)
    row = PracticeQuestion(
        city_id=city_of(unit, officer),
        office_id=officer.office_id,
        asked_by=officer.id,
        asked_at=unit.now,
        article=_impersonal(article.strip()),
        question=_impersonal(worded(question, "practice.question_missing", LONGEST)),
        state="asked",
    )
    unit.session.add(row)
    unit.session.flush()
    unit.audit("practice.ask", subject_of(row.id))
    return row.id


def answer(unit: Unit, question_id: int, said: str) -> None:
    """The city answers, or amends its answer; whoever asked hears of it either time.

    Raises 403 ``practice.city_answers``; 404 ``practice.not_found``; 409 ``practice.illegal_move``; 422
    ``practice.answer_missing``, and as :func:`_impersonal`.
    """
    if not may_answer(access.current(unit)):
        raise Problem("practice.city_answers", 403)
    row = seen(unit, question_id, lock=True)
    action: Action = "amend" if row.state == "answered" else "answer"
    row.state = target_of(row.state, action)
    said = _impersonal(worded(said, "practice.answer_missing", LONGEST))
    if said == row.answer:
        return
    row.answer, row.answered_by, row.answered_at, row.read_at = said, unit.officer.id, unit.now, None
    row.amended += action == "amend"
    unit.audit(f"practice.{action}", subject_of(row.id))


def read(unit: Unit, question_id: int) -> None:
    """Whoever asked has read the answer that stands. Raises 403 ``practice.not_yours``, 404, 409."""
    row = _own(unit, question_id)
    row.state = target_of(row.state, "read")
    row.read_at = row.read_at or unit.now


def withdraw(unit: Unit, question_id: int) -> None:
    """Whoever asked needs no answer any more. Raises 403 ``practice.not_yours``, 404, 409."""
    row = _own(unit, question_id)
    row.state = target_of(row.state, "withdraw")
    unit.audit("practice.withdraw", subject_of(row.id))


def seen(unit: Unit, question_id: int, *, lock: bool = False) -> PracticeQuestion:
    """A question the officer may read. Raises 404 ``practice.not_found``."""
    wanted = select(PracticeQuestion).where(PracticeQuestion.id == question_id, visible(unit))
    row = unit.session.scalar(wanted.with_for_update() if lock else wanted)
    if row is None:
        raise not_found("practice")
    return row


def visible(unit: Unit) -> ColumnElement[bool]:
    """What is answered in the own city; of the rest that of the own offices, and the own."""
    officer = access.current(unit)
    if officer.role not in ("reviewer", "inspector"):
        return false()
    ours = PracticeQuestion.office_id.in_(offices_under(officer.office_id))
    answered = PracticeQuestion.state == "answered"
    in_city = PracticeQuestion.city_id == city_of(unit, officer)
    return in_city & or_(answered, ours, PracticeQuestion.asked_by == officer.id)


def city_of(unit: Unit, officer: Officer) -> int:
    """The office of the city an officer works in."""
    return parent_at(unit, unit.session.get_one(OfficeRow, officer.office_id), "city").id


def subject_of(question_id: int) -> str:
    """Under which the audit files it."""
    return f"practice:{question_id}"


def _own(unit: Unit, question_id: int) -> PracticeQuestion:
    row = seen(unit, question_id, lock=True)
    if row.asked_by != access.current(unit).id:
        raise Problem("practice.not_yours", 403)
    return row


def _impersonal(text: str) -> str:
    """What every office will read names nobody. Raises 422 ``practice.telephone_in_text``; ID numbers as worded does."""
    if TELEPHONE.search(text):
        raise Problem("practice.telephone_in_text", 422)
    return text
