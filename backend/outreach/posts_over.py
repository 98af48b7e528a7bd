"""News of a post that is over, or says something else by now, goes nowhere (XY-46).

What waits for the morning, or for another day, is taken back. What else such a message told is news again: the next
look finds it anew, without the post that is over, and with what a changed one says now.
"""

from collections.abc import Iterable, Sequence
from itertools import islice

from sqlalchemy import ColumnElement, delete, select, tuple_, update

from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.outreach.push import subject_of_topic
from backend.people.job_models import JobNews
from backend.people.models import Account
from backend.vacancies.events import VacancyChanged, VacancyClosed

AT_ONCE = 500


def take_back(unit: Unit, news: VacancyClosed | VacancyChanged) -> None:
    """Hears that a post is on offer no more or says something else; what was tried already stays, and leads to what is
    true now."""
    waiting = (
        select(OutboxRow.id, OutboxRow.buttons, Account.id)
        .join(Account, (Account.channel == OutboxRow.channel) & (Account.chat_id == OutboxRow.chat_id))
        .join(JobNews, (JobNews.account_id == Account.id) & (JobNews.vacancy_id == news.vacancy_id))
        .where(OutboxRow.subject == subject_of_topic("jobs"), *_untouched())
    )
    found = ((row, account, _posts(buttons)) for row, buttons, account in unit.session.execute(waiting))
    ours = iter([one for one in found if news.vacancy_id in one[2]])
    while some := list(islice(ours, AT_ONCE)):
        _withdraw(unit, some)


def _withdraw(unit: Unit, some: Sequence[tuple[int, int, list[str]]]) -> None:
    mine = update(OutboxRow).where(OutboxRow.id.in_([row for row, _, _ in some]), *_untouched())
    gone = set(unit.session.scalars(mine.values(state="cancelled", closed_at=unit.now).returning(OutboxRow.id)))
    told = [(account, post) for row, account, posts in some if row in gone for post in posts]
    unit.session.execute(delete(JobNews).where(tuple_(JobNews.account_id, JobNews.vacancy_id).in_(told)))


def _untouched() -> tuple[ColumnElement[bool], ...]:
    """Not under way, and never was."""
    return OutboxRow.state.in_(("queued", "paused")), OutboxRow.attempts == 0, OutboxRow.closed_at.is_(None)


def _posts(buttons: Iterable[dict[str, str]]) -> list[str]:
    return [one["argument"] for one in buttons if one["action"] == "job"]
