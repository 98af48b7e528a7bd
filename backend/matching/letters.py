"""The letter that tells a person which post her office offers her, and whether she knows of it by now (reading X10)."""

from dataclasses import replace
from typing import Final

from sqlalchemy import select

from backend.core import outbox
from backend.core.outbox import LetterSpoken, OutboxRow
from backend.core.unit import Unit
from backend.matching.models import Referral
from backend.people.models import Account
from backend.people.topics import awake, quiet_hours
from backend.registry.models import Entry
from backend.registry.standing import subject_of
from backend.vacancies.models import Employer, Vacancy
from backend.vacancies.queries import wage_words
from contract.channel import NoticeButton
from locales import translator

ARRIVED: Final = "sent"


def tell_offer(unit: Unit, row: Referral, post: Vacancy, entry: Entry) -> None:
    """Writes of an offer to the chat the person was recognised through, filed under her recognition.

    Where there is none nothing is written, and the office is asked to telephone. One that does not arrive waits among
    the letters of the register that did not.
    """
    account = unit.session.get(Account, entry.account_id) if entry.account_id else None
    if account is None:
        return
    row.letter = f"GT-{row.id}"
    _ = translator("notices", account.language)
    outbox.post(
        unit,
        channel=account.channel,
        chat_id=account.chat_id,
        number=row.letter,
        kind="request",
        subject=subject_of(entry),
        text=_words(replace(unit, language=account.language), post),
        buttons=(NoticeButton(label=_("看岗位"), action="job", argument=post.id),),
        language=account.language,
        not_before=awake(quiet_hours(unit, account.id), unit.now),
    )


def knows(unit: Unit, row: Referral) -> bool:
    """Whether the person knows of an offer: she answered it, its letter arrived, or somebody spoke with her about it."""
    if row.answer or row.spoken_at is not None:
        return True
    letter = select(OutboxRow.state).where(OutboxRow.number == row.letter)
    return bool(row.letter) and unit.session.scalar(letter) == ARRIVED


def hear_spoken(unit: Unit, news: LetterSpoken) -> None:
    """Hears that the person was told by telephone what a letter should have told her."""
    row = unit.session.scalar(select(Referral).where(Referral.letter == news.number).with_for_update())
    if row is not None and row.spoken_at is None:
        row.spoken_at = unit.now


def withdraw(unit: Unit, row: Referral) -> None:
    """The offer has come to its end: a letter that has not gone is not sent."""
    if row.letter:
        outbox.withdraw(unit, row.letter)


def _words(unit: Unit, post: Vacancy) -> str:
    _ = translator("notices", unit.language)
    employer = unit.session.get_one(Employer, post.employer_id).name
    lines = (
        _("经办机构给您推荐了一个岗位："),
        _("{title}，{employer}，{pay}。").format(title=post.title, employer=employer, pay=wage_words(post, unit.language)),
        _("地点：{address}").format(address=post.address),
        "",
        _("请点“看岗位”，告诉我们您想不想去。"),
        _("点“不合适”不算拒绝服务：工作人员会先问您原因，再作判断。"),
        _("录用不录用，由单位决定。"),
    )
    return "\n".join(lines)
