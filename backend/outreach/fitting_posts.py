"""A post that opens finds the people it fits: who told wishes and wants news of posts hears of it once (XY-79)."""

from typing import Final

from sqlalchemy import select

from backend.core import jobs
from backend.core.jobs import Outcome, Run
from backend.core.unit import Unit
from backend.matching.board import entry_of_account, posts_of_city, seeker
from backend.matching.scoring import Fit, fit
from backend.matching.words import reasons
from backend.outreach.nightly_posts import note_told
from backend.outreach.push import push_news
from backend.people.job_models import JobAnswer, JobWishes
from backend.people.models import Account
from backend.people.topic_models import TopicChoice
from backend.vacancies.events import VacancyOpened
from backend.vacancies.models import Employer, Vacancy
from backend.vacancies.queries import wage_words
from contract.channel import NoticeButton
from locales import translator

JOB: Final = "vacancy.news"
A_PORTION: Final = 200


def look_for_people(unit: Unit, news: VacancyOpened) -> None:
    """Hears that a post is on offer: whom it fits is looked for in the background, not while the officer waits."""
    jobs.start(unit, JOB, {"vacancy_id": news.vacancy_id}, subject=f"vacancy:{news.vacancy_id}")


def tell(run: Run) -> Outcome:
    """Everybody with wishes, some accounts at a time. Told again of the same post nobody hears of it twice."""
    last = told = 0
    while True:
        last, found = run.step(_portion, run.args["vacancy_id"], last)
        told += found
        if not last:
            return Outcome({"told": told})


def _portion(unit: Unit, vacancy_id: str, after: int) -> tuple[int, int]:
    """The next accounts; gives the last of them, 0 at the end, and how many were written to."""
    row = unit.session.get(Vacancy, vacancy_id)
    # A post may be over or filled again before its turn comes.
    post = posts_of_city(unit, row.area, unit.today).get(vacancy_id) if row else None
    if row is None or post is None:
        return 0, 0
    answered = select(JobAnswer.account_id).where(JobAnswer.vacancy_id == vacancy_id)
    wanted = (
        select(Account, JobWishes)
        .join(JobWishes, JobWishes.account_id == Account.id)
        .join(TopicChoice, (TopicChoice.account_id == Account.id) & (TopicChoice.topic == "jobs") & TopicChoice.chosen)
        .where(Account.id > after, Account.id.not_in(answered))
        .order_by(Account.id)
        .limit(A_PORTION)
    )
    found = unit.session.execute(wanted).all()
    told = 0
    for account, wishes in found:
        person = seeker(unit, wishes, entry_of_account(unit, account.id))
        one = fit(person, post, unit.today) if _in_her_city(person.area, post.area) else None
        told += one is not None and _push(unit, account, row, one)
    return (found[-1][0].id if len(found) == A_PORTION else 0), told


def _in_her_city(hers: str, place: str) -> bool:
    """As the chat shows posts: of her city; of any where none is known."""
    return not hers or hers[:4] == place[:4]


def _push(unit: Unit, account: Account, row: Vacancy, found: Fit) -> bool:
    _ = translator("citizen", account.language)
    employer = unit.session.get_one(Employer, row.employer_id).name
    text = _("有一个新岗位，可能适合您：{title}，{employer}，{pay}。\n{why}\n录用不录用，由单位决定。").format(
        title=row.title,
        employer=employer,
        pay=wage_words(row, account.language),
        why=" · ".join(reasons(found, account.language)),
    )
    number = f"GW{row.id[-14:]}-{account.id}"
    written = push_news(unit, account.id, "jobs", number, text, (NoticeButton(label=_("看岗位"), action="jobs"),))
    if written:
        note_told(unit, account.id, (row.id,))
    return written
