"""Each night everybody who wants news of posts is matched with what has come on offer since the last look (XY-79).

A post tells its people when it opens (``fitting_posts``). The night finds what that could not: posts reserved for recognised
people whose day has come (GZ-28), and posts older than her wishes of today. One message at most, three posts at most.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy import delete, or_, select

from backend.core import jobs
from backend.core.clock import day_in_china
from backend.core.database import insert_new
from backend.core.jobs import Outcome, Run
from backend.core.locks import hold
from backend.core.unit import Unit
from backend.matching.board import entry_of_account, post_of, seeker
from backend.matching.scoring import CITY_CODE, Fit, Post, Seeker, best_posts
from backend.matching.words import reasons
from backend.outreach.push import push_news
from backend.people.job_models import JobAnswer, JobWishes, PostLook, PostTold
from backend.people.models import Account
from backend.people.topic_models import TopicChoice
from backend.vacancies.models import Employer, Vacancy
from backend.vacancies.queries import on_offer, wage_words
from contract.channel import NoticeButton
from locales import translator

JOB: Final = "posts.nightly"
A_PORTION: Final = 200
A_MESSAGE: Final = 3


def start(unit: Unit) -> None:
    """Once a day, whoever starts and however often: the look at everything up to yesterday."""
    until = unit.today - timedelta(days=1)
    hold(unit, JOB)
    if jobs.latest(unit, JOB, f"night:{until}") is None:
        jobs.start(unit, JOB, {"until": until.isoformat()}, subject=f"night:{until}")


def tell(run: Run) -> Outcome:
    """Some accounts at a time. A look and its message are one transaction, so the next attempt goes on behind them."""
    until, told = date.fromisoformat(run.args["until"]), 0
    run.step(forget_over)
    while (found := run.step(_portion, until)) is not None:
        told += found
    return Outcome({"told": told})


def forget_over(unit: Unit) -> None:
    """What was told of posts that are over need not be remembered."""
    over = select(Vacancy.id).where(or_(Vacancy.expires_on < unit.today, Vacancy.state == "closed"))
    unit.session.execute(delete(PostTold).where(PostTold.vacancy_id.in_(over)))


def note_told(unit: Unit, account_id: int, vacancy_ids: Sequence[str]) -> None:
    """These posts were told to this account, by whichever message: none is told twice."""
    rows = [{"account_id": account_id, "vacancy_id": id, "at": unit.now} for id in vacancy_ids]
    if rows:
        insert_new(unit.session, PostTold, rows, ("account_id", "vacancy_id"))


def _portion(unit: Unit, until: date) -> int | None:
    """The next accounts not looked at up to that day; how many were written to, None when nobody is left."""
    wanted = (
        select(Account, JobWishes, TopicChoice, PostLook)
        .join(JobWishes, JobWishes.account_id == Account.id)
        .join(TopicChoice, (TopicChoice.account_id == Account.id) & (TopicChoice.topic == "jobs") & TopicChoice.chosen)
        .outerjoin(PostLook, PostLook.account_id == Account.id)
        .where(or_(PostLook.seen_until.is_(None), PostLook.seen_until < until))
        .order_by(Account.id)
        .limit(A_PORTION)
    )
    found = unit.session.execute(wanted).all()
    if not found:
        return None
    since = {account.id: _since(wishes, topic, look) for account, wishes, topic, look in found}
    rows = _rows(unit, min(since.values()))
    posts = {id: post_of(row) for id, row in rows.items()}
    told = 0
    for account, wishes, _topic, _seen in found:
        person = seeker(unit, wishes, entry_of_account(unit, account.id), str(account.id))
        new = [posts[id] for id in rows if since[account.id] < _shown_from(rows[id], person) <= until]
        told += _write(unit, account, until, _fits(unit, account.id, person, new), rows)
        unit.session.merge(PostLook(account_id=account.id, seen_until=until))
    return told


def _since(wishes: JobWishes, topic: TopicChoice, look: PostLook | None) -> date:
    """The last day whose posts she has heard of; at first the day before she wished to hear of them at all."""
    if look is not None:
        return look.seen_until
    return day_in_china(max(wishes.updated_at, topic.at)) - timedelta(days=1)


def _rows(unit: Unit, since: date) -> Mapping[str, Vacancy]:
    """Posts on offer that began to be shown to anybody after a day."""
    later = or_(Vacancy.published_on > since, Vacancy.everyone_from > since)
    rows = unit.session.scalars(select(Vacancy).where(on_offer(unit.today), later).order_by(Vacancy.id))
    return {row.id: row for row in rows}


def _shown_from(row: Vacancy, person: Seeker) -> date:
    opened = row.published_on or date.max
    return opened if person.recognised else max(opened, row.everyone_from or opened)


def _fits(unit: Unit, account_id: int, person: Seeker, new: Sequence[Post]) -> list[Fit]:
    """The best of her own city that she has neither answered nor heard of; where no place is known there is none."""
    city = person.area[:CITY_CODE]
    if not new or not city:
        return []
    known: set[str] = set()
    for table in (JobAnswer, PostTold):
        known.update(unit.session.scalars(select(table.vacancy_id).where(table.account_id == account_id)))
    here = (post for post in new if post.area.startswith(city) and post.id not in known)
    return best_posts(person, here, unit.today, A_MESSAGE)


def _write(unit: Unit, account: Account, until: date, fits: Sequence[Fit], rows: Mapping[str, Vacancy]) -> bool:
    if not fits:
        return False
    _ = translator("citizen", account.language)
    text = "\n\n".join(
        (
            _("有新岗位，可能适合您："),
            *_posts(unit, account.language, fits, rows),
            _("录用不录用，由单位决定。"),
        )
    )
    button = NoticeButton(label=_("看岗位"), action="jobs")
    written = push_news(unit, account.id, "jobs", f"GY{until:%Y%m%d}-{account.id}", text, (button,))
    if written:
        note_told(unit, account.id, [one.post.id for one in fits])
    return written


def _posts(unit: Unit, language: str, fits: Sequence[Fit], rows: Mapping[str, Vacancy]) -> Iterator[str]:
    _ = translator("citizen", language)
    for number, one in enumerate(fits, 1):
        row = rows[one.post.id]
        yield _("{number}. {title}，{employer}，{pay}\n{why}").format(
            number=number,
            title=row.title,
            employer=unit.session.get_one(Employer, row.employer_id).name,
            pay=wage_words(row, language),
            why=" · ".join(reasons(one, language)),
        )
