"""Questions as officers find and read them, and what of them waits on a first page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, func, select

from backend.core.todos import HomeTodo
from backend.core.unit import Unit
from backend.practice.models import PracticeQuestion
from backend.practice.service import city_of, may_answer, may_ask, seen, visible
from backend.staff import access
from backend.staff.keyset import Order, Where, cursor_from, cursors
from backend.staff.keyset import read as read_page
from backend.staff.models import OfficeRow, OfficerRow
from locales import translator

PER_PAGE: Final = 20
MOST_WORDS: Final = 5
VIEWS: Final = ("answered", "asked", "new")
"""Answered ones; those that wait for the city; the own ones with an answer that was not read yet."""
NEWEST: Final = Order(
    PracticeQuestion, PracticeQuestion.asked_at, PracticeQuestion.id, PracticeQuestion.city_id, falling=True
)


@dataclass(frozen=True)
class QuestionView:
    """``mine``: this officer asked it. ``fresh``: and has not read the answer that stands."""

    id: int
    article: str
    question: str
    state: str
    office: str
    asked_by: str
    asked_at: datetime
    days: int
    """How many days it waits, or has waited."""
    answer: str
    answered_by: str
    answered_at: datetime | None
    amended: int
    mine: bool
    fresh: bool
    may_answer: bool


@dataclass(frozen=True)
class QuestionPage:
    lines: tuple[QuestionView, ...]
    may_ask: bool
    next_after: str
    previous_before: str


def questions(unit: Unit, text: str = "", view: str = "", *, after: str = "", before: str = "") -> QuestionPage:
    """A page of what the officer may read, the newest first: every word of ``text`` stands in question or answer."""
    officer = access.current(unit)
    conditions = [visible(unit), PracticeQuestion.city_id == city_of(unit, officer), *_view_of(unit, view)]
    conditions += [_holds(word) for word in text.split()[:MOST_WORDS]]
    back, forth = cursor_from(before, NEWEST), cursor_from(after, NEWEST)
    found = read_page(unit, NEWEST, Where(conditions), back or forth, PER_PAGE, backwards=back is not None)
    next_after, previous_before = cursors(NEWEST, found)
    return QuestionPage(tuple(_view(unit, row) for row in found.rows), may_ask(officer), next_after, previous_before)


def question(unit: Unit, question_id: int) -> QuestionView:
    """One question. Raises 404 ``practice.not_found``."""
    return _view(unit, seen(unit, question_id))


def to_answer(unit: Unit) -> HomeTodo | None:
    """What the city is asked and has not answered yet."""
    if not may_answer(access.current(unit)):
        return None
    count, _ = _count(unit, "asked"), translator("console", unit.language)
    return HomeTodo(_("业务问题"), _("等本局答复"), count, "/staff/practice?view=asked", "question") if count else None


def to_read(unit: Unit) -> HomeTodo | None:
    """Answers to the own questions that were not read yet."""
    if not may_ask(access.current(unit)):
        return None
    count, _ = _count(unit, "new"), translator("console", unit.language)
    if not count:
        return None
    return HomeTodo(_("业务问题有答复"), _("您问的，市局答复了"), count, "/staff/practice?view=new", "question", "some")


def _count(unit: Unit, view: str) -> int:
    wanted = select(func.count()).select_from(PracticeQuestion).where(visible(unit), *_view_of(unit, view))
    return unit.session.scalar(wanted) or 0


def _view_of(unit: Unit, view: str) -> tuple[ColumnElement[bool], ...]:
    if view == "new":
        mine = PracticeQuestion.asked_by == unit.officer.id
        return (and_(mine, PracticeQuestion.state == "answered", PracticeQuestion.read_at.is_(None)),)
    if view in VIEWS:
        return (PracticeQuestion.state == view,)
    return (PracticeQuestion.state != "withdrawn",)


def _holds(word: str) -> ColumnElement[bool]:
    columns = (PracticeQuestion.article, PracticeQuestion.question, PracticeQuestion.answer)
    first, *others = (column.icontains(word, autoescape=True) for column in columns)
    for other in others:
        first = first | other
    return first


def _view(unit: Unit, row: PracticeQuestion) -> QuestionView:
    mine = row.asked_by == unit.officer.id
    return QuestionView(
        id=row.id,
        article=row.article,
        question=row.question,
        state=row.state,
        office=unit.session.get_one(OfficeRow, row.office_id).name,
        asked_by=unit.session.get_one(OfficerRow, row.asked_by).name,
        asked_at=row.asked_at,
        days=((row.answered_at or unit.now) - row.asked_at).days,
        answer=row.answer,
        answered_by=unit.session.get_one(OfficerRow, row.answered_by).name if row.answered_by else "",
        answered_at=row.answered_at,
        amended=row.amended,
        mine=mine,
        fresh=mine and row.state == "answered" and row.read_at is None,
        may_answer=row.state in ("asked", "answered") and may_answer(access.current(unit)),
    )
