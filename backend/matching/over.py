"""An offered post that is over: what nobody knows of ends with it, who was told is told that too, once."""

from typing import Final

from sqlalchemy import exists, or_, select

from backend.core import outbox
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.matching import letters
from backend.matching.models import Referral
from backend.people.models import Account
from backend.people.topics import awake, quiet_hours
from backend.registry.models import Entry
from backend.registry.standing import subject_of
from backend.vacancies.events import VacancyClosed
from backend.vacancies.models import Hire, Placement, Vacancy
from locales import translator

UNTOLD: Final = ("cancelled", "failed", "blocked")
"""How a letter ends that told nobody anything."""


def end_offers(unit: Unit, news: VacancyClosed) -> None:
    """Hears that a post is on offer no more, and goes through the offers of it that wait for their outcome.

    A letter that has not gone is not sent. An offer the person never learned of is over without an outcome and counts
    as no recommendation; one she knows of stays for an officer to say what came of it. Whoever was hired on the very
    post reads no regrets.
    """
    wanted = select(Referral).where(
        Referral.vacancy_id == news.vacancy_id, Referral.source == "offer", Referral.state == "open"
    )
    for row in unit.session.scalars(wanted.with_for_update()).all():
        letters.withdraw(unit, row)
        letter = unit.session.scalar(select(OutboxRow).where(OutboxRow.number == row.letter)) if row.letter else None
        written = letter is not None and letter.state not in UNTOLD
        if not (written or row.answer or row.spoken_at):
            row.state, row.outcome, row.closed_at = "closed", "none", unit.now
            unit.audit("referral.post_over", f"referral:{row.id}")
        elif written and row.answer != "unfit" and not _hired(unit, row):
            _tell(unit, row, unit.session.get_one(Vacancy, row.vacancy_id))


def _hired(unit: Unit, row: Referral) -> bool:
    """Whether the person works on this very post by now."""
    hired = exists().where(Hire.vacancy_id == row.vacancy_id, Hire.entry_id == row.entry_id)
    placed = exists().where(Placement.vacancy_id == row.vacancy_id, Placement.entry_id == row.entry_id)
    return bool(unit.session.scalar(select(or_(hired, placed))))


def _tell(unit: Unit, row: Referral, post: Vacancy) -> None:
    number, entry = f"{row.letter}-2", unit.session.get_one(Entry, row.entry_id)
    account = unit.session.get(Account, entry.account_id) if entry.account_id else None
    told_already = select(OutboxRow.id).where(OutboxRow.number == number)
    if account is None or unit.session.scalar(told_already) is not None:
        return
    _ = translator("notices", account.language)
    text = "\n".join((
        _("给您推荐的岗位“{title}”已经停止招聘。").format(title=post.title),
        _("还没有去谈的，不用再去了，这不算您拒绝服务。已经谈过的，录用不录用，请问单位。"),
    ))
    outbox.post(
        unit,
        channel=account.channel,
        chat_id=account.chat_id,
        number=number,
        kind="request",
        subject=subject_of(entry),
        text=text,
        language=account.language,
        not_before=awake(quiet_hours(unit, account.id), unit.now),
    )
