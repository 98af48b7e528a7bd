"""Referrals: what a person is interested in or the office offers, until an officer records what came of it.

A tap in the chat is never a refusal. Only an offer of the office can be one, and only when an officer enters it with
the reason, and another officer judges it (reading X10).
"""

from typing import Final, Literal

from sqlalchemy import ColumnElement, func, or_, select

from backend.assistance import acts, entries
from backend.assistance.acts import NewAct
from backend.core.problems import Problem, not_found
from backend.core.sentences import N_
from backend.core.todos import HomeTodo
from backend.core.unit import Unit
from backend.matching import letters
from backend.matching.board import entry_of_account
from backend.matching.models import Referral
from backend.registry.models import Entry
from backend.staff import access
from backend.vacancies.guards import seen as seen_post
from backend.vacancies.models import Employer, Vacancy
from backend.vacancies.queries import state_on
from locales import translator

RECOMMENDATION: Final = "recommendation"
"""岗位推荐 in every policy's list of services: one of the three of 131."""
Outcome = Literal["preparing", "employed", "none"]
OUTCOMES: Final[dict[Outcome, str]] = {
    "preparing": N_("就业准备中"),
    "employed": N_("已就业"),
    "none": N_("没有结果"),
}


def offer(unit: Unit, number: str, vacancy_id: str) -> int:
    """The office offers a post to a recognised person, who is written to at once; gives the referral's number.

    Raises what :func:`entries.served` raises; 404 ``vacancy.not_found``; 409 ``jobs.post_over`` (title),
    ``referral.open_already``.
    """
    entry = entries.served(unit, number, by_provider=True)
    row = seen_post(unit, vacancy_id)
    if state_on(row, unit.today) != "open" or row.filled >= row.quota:
        raise Problem("jobs.post_over", 409, title=row.title)
    open_ones = select(Referral.id).where(
        Referral.entry_id == entry.id, Referral.vacancy_id == row.id, Referral.state == "open"
    )
    if unit.session.scalar(open_ones) is not None:
        raise Problem("referral.open_already", 409)
    made = _add(unit, row, "offer", entry.office_id, entry.account_id, entry.id, unit.officer.id)
    letters.tell_offer(unit, made, row, entry)
    unit.audit("referral.offered", entries.subject_of(entry), vacancy=row.id, title=row.title)
    return made.id


def wish(unit: Unit, account_id: int, row: Vacancy, offered: Referral | None) -> None:
    """The person is interested: a to-do of the office that looks after her, once a post."""
    if offered is not None:
        offered.answer = "interested"
        return
    open_ones = select(Referral.id).where(
        Referral.account_id == account_id, Referral.vacancy_id == row.id, Referral.state == "open"
    )
    if unit.session.scalar(open_ones) is not None:
        return
    entry = entry_of_account(unit, account_id)
    office = entry.office_id if entry else row.office_id
    _add(unit, row, "wish", office, account_id, entry.id if entry else None, None)
    unit.audit("referral.wished", f"account:{account_id}", vacancy=row.id)


def offers_to(unit: Unit, account_id: int) -> list[Referral]:
    """What the office offers to an account and waits for an answer, or for a better moment; the oldest first."""
    wanted = select(Referral).where(
        Referral.account_id == account_id,
        Referral.source == "offer",
        Referral.state == "open",
        Referral.answer.in_(("", "later")),
    )
    return list(unit.session.scalars(wanted.order_by(Referral.id)))


def offer_to(unit: Unit, account_id: int, vacancy_id: str) -> Referral | None:
    """The open offer of a post to an account, locked."""
    wanted = select(Referral).where(
        Referral.account_id == account_id,
        Referral.vacancy_id == vacancy_id,
        Referral.source == "offer",
        Referral.state == "open",
    )
    return unit.session.scalar(wanted.with_for_update())


def speak(unit: Unit, referral_id: int) -> None:
    """Puts on record that the person was told of an offer, by telephone or face to face.

    Raises what :func:`seen` raises; 409 ``referral.closed``, ``referral.not_offered``.
    """
    row = seen(unit, referral_id)
    if row.state != "open":
        raise Problem("referral.closed", 409)
    if row.source != "offer":
        raise Problem("referral.not_offered", 409)
    if row.spoken_at is not None:
        return
    row.spoken_at = unit.now
    unit.audit("referral.spoken", f"referral:{row.id}")


def untold() -> tuple[ColumnElement[bool], ...]:
    """Open offers nobody was written to about, and that nobody has spoken about yet."""
    told = Referral.letter != "", Referral.answer != "", Referral.spoken_at.is_not(None)
    return Referral.source == "offer", Referral.state == "open", ~or_(*told)


def todo(unit: Unit) -> HomeTodo | None:
    """Offers of the officer's offices to people without a chat: they want a telephone call."""
    officer = access.current(unit)
    if officer.role != "reviewer":
        return None
    mine = select(func.count(Referral.id)).where(*untold(), access.visible_to(officer, Referral.office_id))
    count = unit.session.scalar(mine) or 0
    if not count:
        return None
    _ = translator("notices", unit.language)
    return HomeTodo(
        _("推荐的岗位，请电话联系"), _("本人没有聊天，还不知道推荐的岗位"), count, "/staff/matching?untold=1", "letter"
    )


def settle(unit: Unit, referral_id: int, outcome: str, *, turned_down: bool = False, why: str = "") -> None:
    """Records what came of a referral; for a recognised person it is a 岗位推荐 in the ledger (131).

    ``turned_down`` enters a refusal with ``why``; another officer has to judge it. Raises 404 ``referral.not_found``;
    409 ``referral.closed``, ``referral.no_offer`` for a refusal of what the office did not offer, ``referral.untold`` for
    one of what the person may not know of; 422
    ``referral.outcome_missing``; and what :func:`acts.record` raises.
    """
    row = seen(unit, referral_id)
    if row.state != "open":
        raise Problem("referral.closed", 409)
    if outcome not in OUTCOMES:
        raise Problem("referral.outcome_missing", 422)
    if turned_down and row.source != "offer":
        raise Problem("referral.no_offer", 409)
    if turned_down and not letters.knows(unit, row):
        raise Problem("referral.untold", 409)
    letters.withdraw(unit, row)
    row.state, row.outcome, row.closed_at, row.officer_id = "closed", outcome, unit.now, unit.officer.id
    if row.entry_id is not None:
        row.act_id = _act(unit, row, "refused" if turned_down else "considering" if outcome == "none" else "accepted", why)
    unit.session.flush()
    unit.audit("referral.settled", f"referral:{row.id}", outcome=outcome)


def seen(unit: Unit, referral_id: int) -> Referral:
    """A referral of the officer's area, locked, for who serves people. Raises 404 ``referral.not_found``."""
    officer = access.current(unit)
    wanted = select(Referral).where(Referral.id == referral_id, access.visible_to(officer, Referral.office_id))
    row = unit.session.scalar(wanted.with_for_update())
    if row is None:
        raise not_found("referral")
    if officer.role != "reviewer":
        raise Problem("assistance.read_only", 403)
    return row


def _act(unit: Unit, row: Referral, outcome: acts.Outcome, why: str) -> int:
    post = unit.session.get_one(Vacancy, row.vacancy_id)
    offered = f"{post.title}（{unit.session.get_one(Employer, post.employer_id).name}）"[:100]
    new = NewAct(RECOMMENDATION, unit.today, outcome, offered=(offered,), notes=why)
    return acts.record(unit, unit.session.get_one(Entry, row.entry_id).number, new).id


def _add(
    unit: Unit, row: Vacancy, source: str, office: int, account: int | None, entry: int | None, officer: int | None
) -> Referral:
    made = Referral(
        vacancy_id=row.id, account_id=account, entry_id=entry, office_id=office, source=source,
        officer_id=officer, created_at=unit.now,
    )  # fmt: skip
    unit.session.add(made)
    unit.session.flush()
    return made
