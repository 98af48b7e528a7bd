"""Letters about a place: it has become free, the activity has changed or was called off, it is tomorrow."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Literal

from sqlalchemy import select, update

from backend.activities.labels import KINDS
from backend.activities.models import Activity, QuizAnswer, QuizQuestion, SignUp
from backend.core import outbox
from backend.core.clock import CHINA
from backend.core.unit import Unit
from backend.people.models import Account
from backend.policies.days import day_words
from backend.policies.reminders import MORNING, daytime
from contract.channel import NoticeButton
from locales import Translate, translator

News = Literal["moved_up", "changed", "called_off", "tomorrow"]
LETTERS: dict[News, str] = {"moved_up": "HB", "changed": "HG", "called_off": "HQ", "tomorrow": "HT"}
"""How the number of each kind of letter begins."""
KEPT = timedelta(days=180)
"""So long after an activity it is known who was there; then the places only count."""


def tell_all(unit: Unit, row: Activity, people: Iterable[SignUp], news: News) -> None:
    """One letter to each who has a chat; of the own sign-up, so it is a request and no news."""
    for place in people:
        account = unit.session.get(Account, place.account_id) if place.account_id else None
        if account is not None:
            _post(unit, row, place, account, news)


def remind(unit: Unit) -> int:
    """Writes the letters about tomorrow's activities, for this morning; says how many. Run daily."""
    first = datetime.combine(unit.today + timedelta(days=1), time(), CHINA)
    due = (
        select(SignUp, Activity)
        .join(Activity, Activity.id == SignUp.activity_id)
        .where(
            Activity.state == "announced",
            Activity.starts_at >= first,
            Activity.starts_at < first + timedelta(days=1),
            SignUp.state == "signed",
            SignUp.reminded_at.is_(None),
        )
        .order_by(Activity.starts_at, SignUp.number)
    )
    found = unit.session.execute(due).all()
    for place, row in found:
        tell_all(unit, row, [place], "tomorrow")
        place.reminded_at = unit.now
    return len(found)


def forget(unit: Unit) -> int:
    """Forgets who was at activities that are long over. Run daily."""
    old = select(Activity.id).where(Activity.ends_at < unit.now - KEPT)
    known = SignUp.account_id.is_not(None) | SignUp.person_id.is_not(None)
    there = SignUp.activity_id.in_(old) & known
    ids = unit.session.scalars(select(SignUp.id).where(there)).all()
    unit.session.execute(update(SignUp).where(SignUp.id.in_(ids)).values(account_id=None, person_id=None))
    said = QuizAnswer.question_id.in_(select(QuizQuestion.id).where(QuizQuestion.activity_id.in_(old)))
    unit.session.execute(update(QuizAnswer).where(said).values(account_id=None))
    return len(ids)


def withdraw_reminder(unit: Unit, place: SignUp) -> None:
    """A reminder that has not gone is not sent; where the activity has moved, it is written anew in time."""
    if place.reminded_at is not None:
        for letter in outbox.letters_about(unit, f"activity:{place.activity_id}"):
            if letter.number.startswith(LETTERS["tomorrow"]) and letter.number.endswith(_end(place)):
                outbox.withdraw(unit, letter.number)
        place.reminded_at = None


def when_words(language: str, row: Activity) -> str:
    """2026年11月28日 09:00–11:30; over several days with both days."""
    starts, ends = row.starts_at.astimezone(CHINA), row.ends_at.astimezone(CHINA)
    if starts.date() == ends.date():
        return f"{day_words(language, starts)} {starts:%H:%M}–{ends:%H:%M}"
    return f"{day_words(language, starts)} {starts:%H:%M} – {day_words(language, ends)} {ends:%H:%M}"


def where_words(unit: Unit, row: Activity) -> str:
    """The place with its street or county before it."""
    return f"{unit.services.catalogue.divisions.name(row.area)} {row.place}"


def _post(unit: Unit, row: Activity, place: SignUp, account: Account, news: News) -> None:
    theirs = replace(unit, language=account.language)
    _ = translator("citizen", account.language)
    begins = datetime.combine(unit.today, MORNING, CHINA)
    outbox.post(
        unit,
        channel=account.channel,
        chat_id=account.chat_id,
        number=_number(place, news),
        kind="request",
        subject=f"activity:{row.id}",
        text="\n".join(_lines(theirs, row, place, news, _)),
        buttons=(NoticeButton(label=_("看一看"), action="activity", argument=row.id),),
        language=account.language,
        not_before=max(begins, daytime(unit.now)) if news == "tomorrow" else None,
    )


def _lines(unit: Unit, row: Activity, place: SignUp, news: News, _: Translate) -> Iterator[str]:
    kind = translator("notices", unit.language)(KINDS[row.kind])
    yield {
        "moved_up": _("有空位了，您的候补已转为报名成功。"),
        "changed": _("您报名的活动有变动，请看新的时间和地点。"),
        "called_off": _("很抱歉，您报名的活动取消了。"),
        "tomorrow": _("明天有您报名的活动，请准时到场。"),
    }[news]
    yield _("{kind}：{title}").format(kind=kind, title=row.title)
    if news != "called_off":
        yield _("时间：{when}").format(when=when_words(unit.language, row))
        yield _("地点：{where}").format(where=where_words(unit, row))
        if place.state == "signed":
            yield _("您的报名号：{number}。来不了请取消，把名额让给别人。").format(number=place.number)


def _number(place: SignUp, news: News) -> str:
    """A number of its own for every letter; its end names the place."""
    return f"{LETTERS[news]}{secrets.token_hex(3).upper()}-{_end(place)}"


def _end(place: SignUp) -> str:
    return place.id[-18:].upper()
