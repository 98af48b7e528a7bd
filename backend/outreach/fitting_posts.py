"""Posts find the people they fit: who told wishes and wants news of posts hears of the best three at once, once a day.

A post that opens starts a look at once, so the first news of a day comes within the minute; what opens later that day
comes together the next morning. Every night everything of the last week is looked at: posts that are everybody's from
that day on, what the day before left over, and what somebody wanted to see later (XY-79).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.core import jobs
from backend.core.clock import CHINA, day_in_china
from backend.core.jobs import Outcome, Run
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.matching.board import entry_of_account, post_of, seeker, wished, wishes_leave
from backend.matching.feed import comes_again, due_again
from backend.matching.scoring import Fit, Post, Seeker, best_posts, fit
from backend.matching.words import reasons
from backend.outreach.push import push_news, subject_of_topic
from backend.outreach.walk import through_accounts
from backend.people.job_models import JobAnswer, JobNews, JobWishes
from backend.people.models import Account
from backend.people.topic_models import TopicChoice
from backend.people.topics import awake, quiet_hours
from backend.vacancies.events import VacancyOpened
from backend.vacancies.models import Employer, Vacancy
from backend.vacancies.queries import on_offer, wage_words
from contract.channel import NoticeButton
from locales import Translate, translator

JOB: Final = "vacancy.news"
OPENED: Final = "vacancies:opened"
A_MESSAGE: Final = 3
MOST_A_DAY: Final = 9
"""So often a day's message is written anew when its posts change before it goes; then it waits for the next day."""
FRESH: Final = timedelta(days=7)
"""So long a post is news to whom it fits."""


def look_for_people(unit: Unit, _news: VacancyOpened) -> None:
    """Hears that a post is on offer. One look that has not begun is enough for any number of posts."""
    waiting = jobs.latest(unit, JOB, OPENED)
    if waiting is None or waiting.state != "waiting":
        jobs.start(unit, JOB, {"since": unit.now.isoformat()}, subject=OPENED)


def look_every_day(unit: Unit) -> None:
    """Once a day, if there is anybody to tell."""
    subject = f"vacancies:{unit.today}"
    wanted = select(JobWishes.account_id).join(TopicChoice, _wants_news(JobWishes.account_id)).limit(1)
    if jobs.latest(unit, JOB, subject) is None and unit.session.scalar(wanted) is not None:
        jobs.start(unit, JOB, {"since": (unit.now - FRESH).isoformat()}, subject=subject)


def tell(run: Run) -> Outcome:
    """Whoever wants news of posts and has wishes that leave one of them. Begun again it goes on where it was."""
    return Outcome({"told": through_accounts(run, _portion, datetime.fromisoformat(run.args["since"]))})


@dataclass(frozen=True)
class _Known:
    """What a portion's accounts have said and heard: by account, by post."""

    answers: Mapping[tuple[int, str], JobAnswer]
    told: Mapping[tuple[int, str], datetime]


def _portion(unit: Unit, since: datetime, after: int, until: int) -> int:
    """The people among these accounts; says how many were written to."""
    new = _on_offer(unit, _opened(since))
    found = unit.session.execute(_people(unit, new, after, until)).all()
    if not found:
        return 0
    known = _known(unit, [account.id for account, _ in found])
    again = {vacancy for (_, vacancy), row in known.answers.items() if comes_again(unit, row)}
    rows = {row.id: row for row in (*new, *(_on_offer(unit, Vacancy.id.in_(again)) if again else ()))}
    posts = {id: (row, post_of(row)) for id, row in rows.items()}
    return sum(_look_for(unit, account, wishes, posts, known, since) for account, wishes in found)


def _people(unit: Unit, new: Sequence[Vacancy], after: int, until: int) -> Select[Account, JobWishes]:
    """Accounts whose wishes leave a new post, or that put one off; they want news of posts, heard of none today and
    have none on its way."""
    midnight = datetime.combine(unit.today, time(), CHINA)
    heard = exists().where(JobNews.account_id == Account.id, JobNews.told_at >= midnight)
    comes = exists().where(
        OutboxRow.channel == Account.channel,
        OutboxRow.chat_id == Account.chat_id,
        OutboxRow.closed_at.is_(None),
        OutboxRow.subject == subject_of_topic("jobs"),
    )
    put_off = exists().where(JobAnswer.account_id == Account.id, due_again(unit))
    return (
        select(Account, JobWishes)
        .join(JobWishes, JobWishes.account_id == Account.id)
        .join(TopicChoice, _wants_news(Account.id))
        .where(Account.id > after, Account.id <= until, Account.reachable, ~Account.news_paused)
        .where(or_(wishes_leave(new), put_off), ~heard, ~comes)
        .order_by(Account.id)
    )


def _wants_news(account_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return and_(TopicChoice.account_id == account_id, TopicChoice.topic == "jobs", TopicChoice.chosen)


def _known(unit: Unit, accounts: Sequence[int]) -> _Known:
    answers = unit.session.scalars(select(JobAnswer).where(JobAnswer.account_id.in_(accounts)))
    told = unit.session.scalars(select(JobNews).where(JobNews.account_id.in_(accounts)))
    return _Known(
        {(row.account_id, row.vacancy_id): row for row in answers},
        {(row.account_id, row.vacancy_id): row.told_at for row in told},
    )


def _opened(since: datetime) -> ColumnElement[bool]:
    """Posts that opened, or became everybody's, since then."""
    return or_(Vacancy.updated_at >= since, Vacancy.everyone_from >= day_in_china(since))


def _on_offer(unit: Unit, which: ColumnElement[bool]) -> Sequence[Vacancy]:
    return unit.session.scalars(select(Vacancy).where(on_offer(unit.today), which)).all()


def _look_for(
    unit: Unit,
    account: Account,
    wishes: JobWishes,
    posts: Mapping[str, tuple[Vacancy, Post]],
    known: _Known,
    since: datetime,
) -> bool:
    """Who she is is asked of the database only where her wishes leave a post: most people are done without."""
    rough = wished(wishes)
    news = {
        id: row
        for id, (row, post) in posts.items()
        if fit(rough, post, unit.today) and _is_news(unit, account, wishes, row, known, since)
    }
    if news:
        # What her quiet hours keep until the morning has to be on offer then.
        arrives = day_in_china(awake(quiet_hours(unit, account.id), unit.now))
        news = {id: row for id, row in news.items() if row.expires_on >= arrives}
    if not news:
        return False
    person = seeker(unit, wishes, entry_of_account(unit, account.id))
    near = (posts[id][1] for id, row in news.items() if _in_her_city(person, row.area))
    found = best_posts(person, near, unit.today, A_MESSAGE + 1)
    return bool(found) and _push(unit, account, news, found)


def _is_news(
    unit: Unit, account: Account, wishes: JobWishes, row: Vacancy, known: _Known, since: datetime
) -> bool:
    """A post is told once, and once more after 以后再说; what she has seen when she told her wishes is no news."""
    key = account.id, row.id
    said, told = known.answers.get(key), known.told.get(key)
    if said is not None:
        return comes_again(unit, said) and (told is None or told <= said.at)
    if told is not None:
        return False
    # Whom the days before everybody's do not wait for has been told of it in them.
    open_to_all = datetime.combine(row.everyone_from, time(), CHINA) if row.everyone_from else row.updated_at
    return max(row.updated_at, open_to_all) >= max(since, wishes.updated_at)


def _in_her_city(person: Seeker, place: str) -> bool:
    """As the chat shows posts: of her city; where none is known it asks, and nothing is news yet."""
    return bool(person.area) and person.area[:4] == place[:4]


def _push(unit: Unit, account: Account, rows: Mapping[str, Vacancy], found: Sequence[Fit]) -> bool:
    """One message with the best; its number holds the day, so there is one a day whatever begins twice.

    One that was taken back before it went, because a post has changed or is over, leaves room for the next.
    """
    shown = found[:A_MESSAGE]
    text, buttons = _words(unit, account.language, rows, shown, len(found) > A_MESSAGE)
    pushed = push_news(unit, account.id, "jobs", _number(unit, account.id), text, buttons)
    if pushed:
        for one in shown:
            unit.session.merge(JobNews(account_id=account.id, vacancy_id=one.post.id, told_at=unit.now))
    return pushed


def _number(unit: Unit, account_id: int) -> str:
    """The first of the day's numbers whose message was not taken back."""
    first = f"GW{unit.today:%y%m%d}-{account_id}"
    numbers = [first, *(f"{first}-{again}" for again in range(2, MOST_A_DAY + 1))]
    gone = select(OutboxRow.number).where(OutboxRow.number.in_(numbers), OutboxRow.state == "cancelled")
    taken_back = set(unit.session.scalars(gone))
    return next((one for one in numbers if one not in taken_back), first)


def _words(
    unit: Unit, language: str, rows: Mapping[str, Vacancy], shown: Sequence[Fit], more: bool
) -> tuple[str, tuple[NoticeButton, ...]]:
    _ = translator("citizen", language)
    last = _("录用不录用，由单位决定。")
    told = [_line(unit, _, language, rows[one.post.id], one) for one in shown]
    if len(shown) == 1:
        text = _("有一个岗位，可能适合您：{post}\n{last}").format(post=told[0], last=last)
        return text, (_button(_("看岗位"), shown[0]),)
    lines = "\n".join(f"{number}. {line}" for number, line in enumerate(told, 1))
    text = _("有{count}个岗位，可能适合您：\n{posts}\n{last}").format(count=len(shown), posts=lines, last=last)
    buttons = [_button(f"{n} {rows[one.post.id].title}", one) for n, one in enumerate(shown, 1)]
    others = [NoticeButton(label=_("还有别的岗位"), action="jobs")] if more else []
    return text, (*buttons, *others)


def _line(unit: Unit, _: Translate, language: str, row: Vacancy, found: Fit) -> str:
    employer = unit.session.get_one(Employer, row.employer_id).name
    pay = wage_words(row, language)
    words = _("{title}，{employer}，{pay}。").format(title=row.title, employer=employer, pay=pay)
    return "\n".join(filter(None, (words, " · ".join(reasons(found, language)))))


def _button(label: str, found: Fit) -> NoticeButton:
    return NoticeButton(label=label, action="job", argument=found.post.id)
