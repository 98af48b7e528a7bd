"""What an officer sees: the posts that fit a person or wishes told at a fair, and the referrals of the own offices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any, Final

from sqlalchemy import Select, select

from backend.activities import fair_posts, guards
from backend.assistance import entries
from backend.core.masking import mask_name
from backend.core.unit import Unit
from backend.matching import letters, referrals
from backend.matching.board import entry_of_account, posts_of_city, recognised_for, seeker
from backend.matching.models import Referral
from backend.matching.referrals import OUTCOMES
from backend.matching.scoring import Fit, Seeker, best_people, best_posts
from backend.matching.words import UNFIT, reasons
from backend.people.job_models import JobWishes
from backend.people.job_wishes import CANNOT, PAY, REACH, SKILLS, wishes_of
from backend.people.models import Person
from backend.people.service import details_of
from backend.registry.models import Entry
from backend.staff import access
from backend.vacancies.guards import city_of, seen
from backend.vacancies.models import Employer, Vacancy
from backend.vacancies.queries import wage_words
from locales import translator

SHOWN: Final = 5
OFFERED_TO: Final = 20
LIST: Final = 50
ID_SIGNS: Final = 10
"""A number of more digits is nobody's."""
UNNAMED: Final = "account:"


@dataclass(frozen=True)
class FittingPost:
    """A post that fits, with why."""

    id: str
    title: str
    employer: str
    pay: str
    address: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class FittingPerson:
    """A recognised person a post fits, masked, with why; without number and name somebody unknown who is interested."""

    number: str
    name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ReferralLine:
    """A referral in the list; ``person`` is empty for somebody who only gave wishes in the chat."""

    id: int
    title: str
    employer: str
    number: str
    person: str
    offered: bool
    answer: str
    reason: str
    open: bool
    knows: bool
    """Of an open offer: whether the person knows of it, so that she can have turned it down."""
    written: bool
    """Of an offer: whether a letter went out with it."""
    outcome: str
    on: date


def posts_for(unit: Unit, number: str, told: Mapping[str, str], fair: str = "") -> tuple[FittingPost, ...]:
    """The best posts for a person by register number, or for wishes told on the spot (GZ-33).

    ``told`` are choices of the chat by name: kinds, hours, pay, reach, skills, cannot; they go before kept wishes.
    With ``fair`` (an activity's id) only the posts of that fair are looked at. Raises 404 ``entry.not_found``,
    ``activity.not_found``.
    """
    entry = entries.seen(unit, number) if number else None
    kept = wishes_of(unit, entry.account_id) if entry and entry.account_id else None
    wishes = _told(told) if any(told.values()) or kept is None else kept
    person = seeker(unit, wishes, entry)
    city = city_of(unit, access.current(unit)).area[:4]
    offered = posts_of_city(unit, city, unit.today)
    if fair:
        brought = fair_posts.ids(unit, fair)
        offered = {id: post for id, post in offered.items() if id in brought}
    found = best_posts(person, offered.values(), unit.today, SHOWN)
    return tuple(_post(unit, one) for one in found)


def fair_title(unit: Unit, fair: str) -> str:
    """The title of a fair the officer may look at. Raises 404 ``activity.not_found``."""
    return guards.seen(unit, fair).title if fair else ""


def people_for(unit: Unit, vacancy_id: str) -> tuple[FittingPerson, ...]:
    """Whom a post fits: recognised people of the officer's area, and whoever else said she is interested.

    By fit, at the same fit the recognised person first (第六条第三项, 穗人社发〔2014〕4号第十二条第（四）项; XY-81, GZ-34).

    Raises 404 ``vacancy.not_found``.
    """
    row = seen(unit, vacancy_id)
    post = posts_of_city(unit, row.area, unit.today).get(row.id)
    if post is None:
        return ()
    recognised = recognised_for(unit, post, entries.visible(access.current(unit)), OFFERED_TO)
    found = best_people(post, chain(recognised, _interested(unit, row)), unit.today, OFFERED_TO)
    return tuple(_fitting(unit, one) for one in found)


def _interested(unit: Unit, row: Vacancy) -> Iterator[Seeker]:
    """Who said in the chat that she is interested and is not recognised: she wishes to be seen, but has no name here."""
    wanted = (
        select(JobWishes)
        .join(Referral, Referral.account_id == JobWishes.account_id)
        .where(Referral.vacancy_id == row.id, Referral.source == "wish", Referral.state == "open")
        .where(access.visible_to(access.current(unit), Referral.office_id))
        .order_by(JobWishes.account_id)
    )
    for wishes in unit.session.scalars(wanted):
        if entry_of_account(unit, wishes.account_id) is None:
            yield seeker(unit, wishes, None, f"{UNNAMED}{wishes.account_id:012}")


def _fitting(unit: Unit, found: Fit) -> FittingPerson:
    number = "" if found.seeker.id.startswith(UNNAMED) else found.seeker.id
    return FittingPerson(number, _name(unit, number) if number else "", tuple(reasons(found, unit.language)))


@dataclass(frozen=True)
class ReferralPage:
    """One page; ``next`` is behind which line the list goes on, empty at its end."""

    lines: tuple[ReferralLine, ...]
    next: str


def referral_list(unit: Unit, after: str = "", *, untold: bool = False) -> ReferralPage:
    """Referrals of the officer's area: open ones, the oldest first, then what is closed, the newest first.

    ``after`` is the ``next`` of the page before. With ``untold`` only offers that wait for a telephone call.
    """
    state, _joint, number = after.partition("-")
    behind = int(number) if number.isdecimal() and number.isascii() and len(number) < ID_SIGNS else 0
    wanted = _referrals(unit).where(*(referrals.untold() if untold else ()))
    rows: list[Any] = []
    if state != "closed":
        rows += unit.session.execute(
            wanted.where(Referral.state == "open", Referral.id > behind).order_by(Referral.id).limit(LIST + 1)
        )
    if len(rows) <= LIST and not untold:
        older = (Referral.id < behind,) if state == "closed" and behind else ()
        closed = wanted.where(Referral.state == "closed", *older).order_by(Referral.id.desc())
        rows += unit.session.execute(closed.limit(LIST + 1 - len(rows)))
    last = rows[LIST - 1][0] if len(rows) > LIST else None
    lines = tuple(_line(unit, *found) for found in rows[:LIST])
    return ReferralPage(lines, f"{last.state}-{last.id}" if last else "")


def _referrals(unit: Unit) -> "Select[Referral, str, str, str]":
    return (
        select(Referral, Vacancy.title, Employer.name, Entry.number)
        .join(Vacancy, Vacancy.id == Referral.vacancy_id)
        .join(Employer, Employer.id == Vacancy.employer_id)
        .join(Entry, Entry.id == Referral.entry_id, isouter=True)
        .where(access.visible_to(access.current(unit), Referral.office_id))
    )


def _told(told: Mapping[str, str]) -> JobWishes:
    limits = [told["cannot"]] if told.get("cannot") in CANNOT else []
    return JobWishes(
        kinds=[told["kinds"]] if told.get("kinds") else [],
        hours=told.get("hours") or "any",
        pay=PAY.get(told.get("pay", ""), 0),
        reach=REACH.get(told.get("reach", "")),
        skills=[told["skills"]] if told.get("skills") in SKILLS else [],
        cannot=[one for one in limits if one != "accepting"],
        needs_acceptance="accepting" in limits,
        area="",
    )


def _post(unit: Unit, found: Fit) -> FittingPost:
    row = unit.session.get_one(Vacancy, found.post.id)
    employer = unit.session.get_one(Employer, row.employer_id).name
    told = tuple(reasons(found, unit.language))
    return FittingPost(row.id, row.title, employer, wage_words(row, unit.language), row.address, told)


def _line(unit: Unit, row: Referral, title: str, employer: str, number: str | None) -> ReferralLine:
    _ = translator("notices", unit.language)
    return ReferralLine(
        id=row.id,
        title=title,
        employer=employer,
        number=number or "",
        person=_name(unit, number) if number else "",
        offered=row.source == "offer",
        answer=row.answer,
        reason=_(UNFIT[row.reason]) if row.reason else "",
        open=row.state == "open",
        knows=row.state == "open" and letters.knows(unit, row),
        written=bool(row.letter),
        outcome=_(OUTCOMES[row.outcome]) if row.outcome else "",  # type: ignore[index]
        on=row.created_at.date(),
    )


def _name(unit: Unit, number: str) -> str:
    person = unit.session.scalar(select(Person).join(Entry, Entry.person_id == Person.id).where(Entry.number == number))
    return mask_name(details_of(unit, person)["name"]) if person else ""
