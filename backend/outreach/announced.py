"""What is announced tells its people: an activity or a course is news, once, for who chose 招聘会和培训 and lives near.

In the background and in portions, like news of posts. A course is told to whose form wishes for it, and to those whose
form wishes for no course; nobody hears of what she has a place in, of what is over, or of what was called off meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Final

from sqlalchemy import Select, select, update

from backend.activities.events import ActivityAnnounced, ActivityChanged
from backend.activities.labels import KINDS
from backend.activities.letters import when_words, where_words
from backend.activities.models import Activity, SignUp
from backend.applications.whereabouts import wishes_of
from backend.core import jobs
from backend.core.clock import CHINA
from backend.core.jobs import Outcome, Run
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.outreach.push import ANNOUNCED, EVENTS, around, push_news
from backend.outreach.walk import through_accounts
from backend.people.models import Account
from backend.people.topic_models import NewsWish, TopicChoice
from backend.staff.models import OfficeRow
from backend.training import courses
from backend.training.events import CourseCalledOff, CourseOpened
from backend.training.labels import WISHES
from backend.training.models import Course, Enrolment, School
from backend.training.offered import days
from contract.base import LANGUAGES
from contract.channel import NoticeButton
from locales import translator

JOB: Final = "announced.news"


@dataclass(frozen=True)
class Announced:
    """Something people can go to, as it stands now. ``words`` are for one account; empty where it is not for her."""

    action: str
    """The place of the bot its button opens."""
    id: str
    area: str
    until: datetime
    """From then on it is no news any more."""
    placed: Select[int | None]
    """Accounts that know of it, because they have or had a place."""
    words: Callable[[Unit, int], str]

    @property
    def subject(self) -> str:
        return subject_of(self.action, self.id)


def tell_of_activity(unit: Unit, news: ActivityAnnounced) -> None:
    """Hears that an activity was announced: its people are looked for while the officer goes on."""
    _ask(unit, "activity", news.activity_id)


def tell_of_course(unit: Unit, news: CourseOpened) -> None:
    """Hears that a course was opened."""
    _ask(unit, "course", news.course_id)


def activity_changed(unit: Unit, news: ActivityChanged) -> None:
    """Hears that an activity is called off, over, or takes place otherwise."""
    _look_again(unit, "activity", news.activity_id)


def course_called_off(unit: Unit, news: CourseCalledOff) -> None:
    """Hears that a course does not take place."""
    _look_again(unit, "course", news.course_id)


def tell(run: Run) -> Outcome:
    """Everybody who wants such news, some accounts at a time. Begun again it goes on where it was."""
    return Outcome({"told": through_accounts(run, _portion, run.args["action"], run.args["id"])})


def subject_of(action: str, about: str) -> str:
    """Under which the outbox files the news of it; letters about a place have a subject of their own."""
    return f"{ANNOUNCED}:{action}:{about}"


def _ask(unit: Unit, action: str, about: str) -> None:
    jobs.start(unit, JOB, {"action": action, "id": about}, subject=f"{action}:{about}")


def _portion(unit: Unit, action: str, about: str, after: int, until: int) -> int:
    """The people among these accounts; says how many were written to. Of what is off or full nobody hears any more."""
    found = BY_ACTION[action](unit, about)
    if found is None:
        return 0
    people = unit.session.scalars(_near(unit, found, after, until)).all()
    return sum(_push(unit, found, account) for account in people)


def _near(unit: Unit, found: Announced, after: int, until: int) -> Select[Account]:
    chose = (TopicChoice.account_id == Account.id) & (TopicChoice.topic == EVENTS) & TopicChoice.chosen
    return (
        select(Account)
        .join(TopicChoice, chose)
        .join(NewsWish, NewsWish.account_id == Account.id)
        .where(Account.id > after, Account.id <= until, NewsWish.area.in_(sorted(around(unit, found.area))))
        .where(Account.reachable, ~Account.news_paused, Account.id.not_in(found.placed))
        .order_by(Account.id)
    )


def _push(unit: Unit, found: Announced, account: Account) -> bool:
    text = found.words(replace(unit, language=account.language), account.id)
    if not text:
        return False
    _ = translator("citizen", account.language)
    button = NoticeButton(label=_("看一看，可以报名"), action=found.action, argument=found.id)
    number = f"{'HX' if found.action == 'activity' else 'KX'}{found.id[-14:].upper()}-{account.id}"
    return push_news(
        unit, account.id, EVENTS, number, text, (button,), area=found.area, until=found.until, subject=found.subject
    )


def _look_again(unit: Unit, action: str, about: str) -> None:
    """News that waits for the morning says what is true now, or goes nowhere; what has gone opens the present state."""
    waiting = update(OutboxRow).where(
        OutboxRow.subject == subject_of(action, about), OutboxRow.state == "queued", OutboxRow.attempts == 0
    )
    found = BY_ACTION[action](unit, about)
    gone = waiting.where(OutboxRow.not_before >= found.until) if found else waiting
    unit.session.execute(gone.values(state="cancelled", closed_at=unit.now))
    if found and action == "activity":
        for language in LANGUAGES:
            text = found.words(replace(unit, language=language), 0)
            unit.session.execute(waiting.where(OutboxRow.language == language).values(text=text))


def _activity(unit: Unit, activity_id: str) -> Announced | None:
    row = unit.session.get(Activity, activity_id, with_for_update={"read": True})
    if row is None or row.state != "announced" or row.ends_at <= unit.now:
        return None
    placed = select(SignUp.account_id).where(SignUp.activity_id == row.id, SignUp.account_id.is_not(None))

    def words(theirs: Unit, _account_id: int) -> str:
        _ = translator("citizen", theirs.language)
        kind = translator("notices", theirs.language)(KINDS[row.kind])
        office = unit.session.get_one(OfficeRow, row.office_id)
        telephone = office.telephone or unit.services.settings.telephone
        lines = (
            _("您关注的地方有新活动。"),
            _("{kind}：{title}").format(kind=kind, title=row.title),
            _("时间：{when}").format(when=when_words(theirs.language, row)),
            _("地点：{where}").format(where=where_words(theirs, row)),
            _("主办：{office}，电话{telephone}。免费参加。").format(office=office.name, telephone=telephone),
            _("出发前请再点开看看，时间地点可能有变。"),
        )
        return "\n".join(lines)

    return Announced("activity", row.id, row.area, row.ends_at, placed, words)


def _course(unit: Unit, course_id: str) -> Announced | None:
    row = unit.session.get(Course, course_id, with_for_update={"read": True})
    if row is None or row.state != "open" or row.starts_on <= unit.today or courses.taken(unit, row) >= row.seats:
        return None
    placed = select(Enrolment.account_id).where(Enrolment.course_id == row.id, Enrolment.account_id.is_not(None))
    begins = datetime.combine(row.starts_on, time(), CHINA)

    def words(theirs: Unit, account_id: int) -> str:
        wishes = wishes_of(unit, account_id) & WISHES.keys()
        return _course_words(theirs, row, fits=row.wish in wishes) if row.wish in wishes or not wishes else ""

    return Announced("course", row.id, row.area, begins, placed, words)


def _course_words(unit: Unit, row: Course, *, fits: bool) -> str:
    _ = translator("citizen", unit.language)
    school = unit.session.get_one(School, row.school_id)
    wish = translator("notices", unit.language)(WISHES[row.wish])
    place = f"{unit.services.catalogue.divisions.name(row.area)} {row.place}"
    lines = (
        _("您关注的地方有新的培训课程：{title}。").format(title=row.title),
        _("符合您表上写的意愿：{wish}").format(wish=wish) if fits else "",
        _("机构：{school}，电话{telephone}").format(school=school.name, telephone=school.telephone),
        _("时间：{when}").format(when=days(unit, row)),
        _("地点：{where}").format(where=place),
        _("可以用职业技能培训券。") if row.takes_vouchers else "",
        _("名额有限，报满为止。"),
    )
    return "\n".join(filter(None, lines))


BY_ACTION: Final[dict[str, Callable[[Unit, str], Announced | None]]] = {"activity": _activity, "course": _course}
