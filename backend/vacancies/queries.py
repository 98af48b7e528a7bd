"""What is on offer, and posts as pages show them: the one place where state, date, places and audience are asked."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from backend.core.unit import Unit
from backend.staff import access
from backend.staff.models import OfficeRow, OfficerRow
from backend.vacancies.employers import KeyLine, contact_of, keys_of
from backend.vacancies.guards import MOVERS, of_the_city, seen, seen_employer
from backend.vacancies.lifecycle import KINDS, STATES, Action, allowed
from backend.vacancies.models import Employer, Vacancy
from backend.vacancies.occupations import classification
from backend.vacancies.wages import yuan
from backend.vacancies.words import EMPLOYERS, LOADS, PERS, SHIFTS, SOURCES
from locales import translator

A_PAGE = 50


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to. ``after`` is the id of the last post of the page before."""

    state: str = ""
    kind: str = ""
    family: str = ""
    area: str = ""
    text: str = ""
    employer: int = 0
    after: str = ""


@dataclass(frozen=True)
class VacancyLine:
    """A post in a list."""

    id: str
    title: str
    employer: str
    kind: str
    wage: str
    hours: str
    place: str
    state: str
    state_label: str
    places: str
    expires_on: date


@dataclass(frozen=True)
class VacancyPage:
    """One page of a list; ``next`` is empty at its end."""

    lines: tuple[VacancyLine, ...]
    next: str


@dataclass(frozen=True)
class VacancyView:
    """A post in full. ``row`` holds the plain values."""

    line: VacancyLine
    row: Vacancy
    employer_id: int
    contact: str
    phone: str
    occupation: str
    skills: str
    load: str
    source: str
    office: str
    declared_by: str
    reviewed_by: str
    mine: bool
    moves: tuple[Action, ...]
    reserved: bool
    """Shown to recognised persons alone for now (GZ-28)."""


@dataclass(frozen=True)
class EmployerLine:
    id: int
    name: str
    code: str
    kind: str
    place: str


@dataclass(frozen=True)
class EmployerView:
    """An employer in full, with the keys of its systems."""

    line: EmployerLine
    row: Employer
    contact: str
    phone: str
    mine: bool
    keys: tuple[KeyLine, ...]
    posts: tuple[VacancyLine, ...]


def on_offer(day: date) -> ColumnElement[bool]:
    """Open, not over on ``day``, and with a place left. By the date itself, so nothing waits for a nightly task."""
    return and_(
        Vacancy.state == "open",
        Vacancy.published_on <= day,
        Vacancy.expires_on >= day,
        Vacancy.filled < Vacancy.quota,
    )


def visible_to(day: date, *, recognised: bool) -> ColumnElement[bool]:
    """Whom a post on offer is shown: recognised persons at once, everybody from ``everyone_from`` on (GZ-28)."""
    if recognised:
        return on_offer(day)
    return on_offer(day) & or_(Vacancy.everyone_from.is_(None), Vacancy.everyone_from <= day)


def is_visible(row: Vacancy, day: date, *, recognised: bool) -> bool:
    """The same as :func:`visible_to`, of one post at hand."""
    early = row.everyone_from is not None and day < row.everyone_from
    return state_on(row, day) == "open" and row.filled < row.quota and (recognised or not early)


def state_on(row: Vacancy, day: date) -> str:
    """How a post stands on a day: what is over by its date is expired, whatever a nightly task has marked."""
    return "expired" if row.state in ("open", "filled") and row.expires_on < day else row.state


def vacancies(unit: Unit, wanted: Filters) -> VacancyPage:
    """Posts of the officer's city, the newest first, from behind a post on."""
    asked = select(Vacancy, Employer.name).join(Employer, Employer.id == Vacancy.employer_id)
    asked = asked.where(of_the_city(unit, Vacancy.office_id), *_conditions(unit.today, wanted))
    if wanted.after:
        asked = asked.where(Vacancy.id < wanted.after)
    found = unit.session.execute(asked.order_by(Vacancy.id.desc()).limit(A_PAGE + 1)).all()
    lines = tuple(_line(unit, row, employer) for row, employer in found[:A_PAGE])
    return VacancyPage(lines, lines[-1].id if len(found) > A_PAGE else "")


def vacancy(unit: Unit, vacancy_id: str) -> VacancyView:
    """One post. Raises 404 ``vacancy.not_found``."""
    row = seen(unit, vacancy_id)
    _ = translator("notices", unit.language)
    employer = unit.session.get_one(Employer, row.employer_id)
    contact = contact_of(unit, employer)
    known = classification()
    mine = _mine(unit, row.office_id)
    return VacancyView(
        line=_line(unit, row, employer.name),
        row=row,
        employer_id=employer.id,
        contact=contact["name"],
        phone=contact["phone"],
        occupation=known.occupations[row.occupation].label(unit.language),
        skills="、".join(known.skills[one].label(unit.language) for one in row.skills),
        load=_(LOADS[row.load]),
        source=_(SOURCES[row.source]),
        office=unit.session.get_one(OfficeRow, row.office_id).name,
        declared_by=_officer(unit, row.declared_by),
        reviewed_by=_officer(unit, row.reviewed_by),
        mine=mine,
        moves=allowed(row.state) if mine else (),
        reserved=row.everyone_from is not None and unit.today < row.everyone_from,
    )


def employers(unit: Unit, text: str = "", after: int = 0) -> tuple[tuple[EmployerLine, ...], int]:
    """Employers of the officer's city by number, and behind which one the next page begins; 0 at the end."""
    asked = select(Employer).where(of_the_city(unit, Employer.office_id), Employer.id > after)
    if text:
        asked = asked.where(Employer.name.contains(text, autoescape=True) | (Employer.code == text.upper()))
    rows = unit.session.scalars(asked.order_by(Employer.id).limit(A_PAGE + 1)).all()
    shown = rows[:A_PAGE]
    return tuple(_employer_line(unit, row) for row in shown), shown[-1].id if len(rows) > A_PAGE else 0


def employer(unit: Unit, employer_id: int) -> EmployerView:
    """One employer. Raises 404 ``employer.not_found``."""
    row = seen_employer(unit, employer_id)
    contact = contact_of(unit, row)
    mine = _mine(unit, row.office_id)
    return EmployerView(
        line=_employer_line(unit, row),
        row=row,
        contact=contact["name"],
        phone=contact["phone"],
        mine=mine,
        keys=keys_of(unit, row.id) if mine else (),
        posts=vacancies(unit, Filters(employer=row.id)).lines,
    )


def wage_words(row: Vacancy, language: str) -> str:
    """3000–5000元/月."""
    per = translator("notices", language)(PERS[row.wage_per])
    lowest, highest = yuan(row.wage_min), yuan(row.wage_max)
    return f"{lowest if lowest == highest else f'{lowest}–{highest}'}{per}"


def hours_words(row: Vacancy, language: str) -> str:
    """每周40小时 · 全天班."""
    _ = translator("notices", language)
    return _("每周{hours}小时 · {shift}").format(hours=row.hours_week, shift=_(SHIFTS[row.shift]))


def _conditions(day: date, wanted: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    over = Vacancy.state.in_(("open", "filled")) & (Vacancy.expires_on < day)
    match wanted.state:
        case "open":
            found.append(on_offer(day))
        case "filled":
            found.append((Vacancy.state == "filled") & (Vacancy.expires_on >= day))
        case "expired":
            found.append((Vacancy.state == "expired") | over)
        case "draft" | "declared" | "closed":
            found.append(Vacancy.state == wanted.state)
    same: tuple[tuple[Any, Any], ...] = (
        (Vacancy.kind, wanted.kind),
        (Vacancy.family, wanted.family),
        (Vacancy.employer_id, wanted.employer),
    )
    found += [column == value for column, value in same if value]
    if wanted.area:
        found.append(Vacancy.area.startswith(wanted.area, autoescape=True))
    if wanted.text:
        named = (column.contains(wanted.text, autoescape=True) for column in (Vacancy.title, Employer.name))
        found.append(or_(*named))
    return found


def _line(unit: Unit, row: Vacancy, employer_name: str) -> VacancyLine:
    _ = translator("notices", unit.language)
    state = state_on(row, unit.today)
    return VacancyLine(
        id=row.id,
        title=row.title,
        employer=employer_name,
        kind=_(KINDS[row.kind]),  # type: ignore[index]
        wage=wage_words(row, unit.language),
        hours=hours_words(row, unit.language),
        place=_place(unit, row.area),
        state=state,
        state_label=_(STATES[state]),  # type: ignore[index]
        places=f"{row.filled}/{row.quota}",
        expires_on=row.expires_on,
    )


def _employer_line(unit: Unit, row: Employer) -> EmployerLine:
    kind = translator("notices", unit.language)(EMPLOYERS[row.kind])
    return EmployerLine(row.id, row.name, row.code, kind, _place(unit, row.area))


def _place(unit: Unit, area: str) -> str:
    divisions = unit.services.catalogue.divisions
    return translator("policies", unit.language)(divisions.full_name(area)) if area in divisions else area


def _mine(unit: Unit, office_id: int) -> bool:
    officer = access.current(unit)
    if officer.role != "reviewer" or officer.level not in MOVERS or officer.organisation != "employment":
        return False
    return office_id in set(unit.session.scalars(access.offices_under(officer.office_id)))


def _officer(unit: Unit, officer_id: int | None) -> str:
    return unit.session.get_one(OfficerRow, officer_id).name if officer_id else ""
