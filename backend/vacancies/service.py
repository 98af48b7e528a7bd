"""Keeping posts and moving them through their life. Whoever sends one, it is kept here."""

from dataclasses import asdict
from datetime import date, timedelta

from sqlalchemy import select
from uuid_utils.compat import uuid7

from backend.core.actors import Officer
from backend.core.locks import hold
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.vacancies import events
from backend.vacancies.guards import clerk, held, office_at, own, seen_employer
from backend.vacancies.lifecycle import LIVING, REVIEWED, Action, target_of
from backend.vacancies.models import Employer, Vacancy
from backend.vacancies.post_rules import rules_at
from backend.vacancies.reading import LONGEST_OFFER, Post

LIST_KEYS = ("skills",)


def put_by_officer(unit: Unit, employer_id: int, post: Post, vacancy_id: str = "", version: int = 0) -> str:
    """Enters a post as a draft, or changes one; gives the id.

    Raises 403 ``vacancy.read_only``, ``vacancy.not_your_office``; 404 ``employer.not_found``, ``vacancy.not_found``;
    409 ``vacancy.changed_meanwhile``, ``vacancy.reviewed_fixed``, ``vacancy.ended``, ``vacancy.known_already``.
    """
    officer = clerk(unit)
    own(unit, officer, office_at(unit, post.area).id)
    if not vacancy_id:
        return add(unit, seen_employer(unit, employer_id), post, "form").id
    row = held(unit, vacancy_id)
    if row.version != version:
        raise Problem("vacancy.changed_meanwhile", 409)
    change(unit, row, post)
    return row.id


def add(unit: Unit, employer: Employer, post: Post, source: str) -> Vacancy:
    """Keeps a new post as a draft. Raises 409 ``vacancy.known_already`` where its outside name is taken."""
    hold(unit, f"employer:{employer.id}")
    if post.external_id and by_external(unit, employer.id, post.external_id) is not None:
        raise Problem("vacancy.known_already", 409, external_id=post.external_id)
    return add_new(unit, employer, post, source)


def add_new(unit: Unit, employer: Employer, post: Post, source: str) -> Vacancy:
    """The same where nobody else has the outside name, as the caller has seen under the employer's lock."""
    row = Vacancy(
        id=uuid7().hex, employer_id=employer.id, state="draft", source=source, created_at=unit.now, version=0
    )
    row.filled = 0
    _write(unit, row, post)
    unit.session.add(row)
    unit.session.flush()
    unit.audit("vacancy.entered", subject_of(row.id), title=row.title)
    return row


def change(unit: Unit, row: Vacancy, post: Post) -> bool:
    """Writes a post anew and says whether anything is different.

    Raises 409 ``vacancy.ended`` for a closed one, ``vacancy.reviewed_fixed`` for what another person reviewed,
    ``vacancy.quota_below`` (filled).
    """
    if row.state not in LIVING:
        raise Problem("vacancy.ended", 409)
    if not differs(row, post):
        return False
    if row.state != "draft" and (row.kind in REVIEWED or post.kind in REVIEWED):
        raise Problem("vacancy.reviewed_fixed", 409)
    if post.quota < row.filled:
        raise Problem("vacancy.quota_below", 422, filled=row.filled)
    _write(unit, row, post)
    unit.emit(events.VacancyChanged(row.id))
    if row.state == "expired":
        _moved(unit, row, "extend")
    if row.state in ("open", "filled"):
        _settle(unit, row)
        _tell(unit, row)
    unit.audit("vacancy.changed", subject_of(row.id), title=row.title)
    return True


def differs(row: Vacancy, post: Post) -> bool:
    """Whether the post says anything the row does not."""
    told = asdict(post) | {"skills": list(post.skills)}
    return any(getattr(row, name) != value for name, value in told.items())


def publish(unit: Unit, row: Vacancy) -> None:
    """Puts a draft on offer, or declares it where its kind is reviewed first (GZ-27)."""
    if row.kind in REVIEWED:
        row.state = target_of(row.state, "declare")
        row.declared_by = unit.actor.id if isinstance(unit.actor, Officer) else None
        row.note = ""
        unit.audit("vacancy.declared", subject_of(row.id), title=row.title)
        return
    _moved(unit, row, "publish")
    _open(unit, row, first_days=0)
    unit.audit("vacancy.published", subject_of(row.id), title=row.title)


def send(unit: Unit, vacancy_id: str) -> None:
    """An officer publishes or declares a draft. Raises 409 ``vacancy.illegal_move``, 422 ``vacancy.day_past``."""
    row = held(unit, vacancy_id)
    _still_to_come(unit, row.expires_on)
    publish(unit, row)


def approve(unit: Unit, vacancy_id: str) -> None:
    """Opens a declared post. Raises 403 ``vacancy.county_reviews``; 409 ``vacancy.same_person``."""
    row = _reviewed(unit, vacancy_id)
    _still_to_come(unit, row.expires_on)
    _moved(unit, row, "approve")
    row.reviewed_by = unit.officer.id
    _open(unit, row, first_days=rules_at(unit, row.area).first_days)
    unit.audit("vacancy.approved", subject_of(row.id), title=row.title)


def send_back(unit: Unit, vacancy_id: str, reason: str) -> None:
    """Gives a declared post back with a reason. Raises besides 422 ``vacancy.reason_missing``."""
    row = _reviewed(unit, vacancy_id)
    row.note = _reason(reason)
    _moved(unit, row, "send_back")
    unit.audit("vacancy.sent_back", subject_of(row.id), title=row.title, reason=row.note)


def extend(unit: Unit, vacancy_id: str, until: date) -> None:
    """A later last day. Raises 409 ``vacancy.illegal_move``; 422 ``vacancy.day_past``, ``vacancy.day_far``."""
    row = held(unit, vacancy_id)
    _still_to_come(unit, until)
    if until > unit.today + timedelta(days=LONGEST_OFFER):
        raise Problem("vacancy.day_far", 422)
    was_over = row.expires_on < unit.today
    _moved(unit, row, "extend")
    row.expires_on = until
    _settle(unit, row)
    if was_over:
        _tell(unit, row)
    unit.audit("vacancy.extended", subject_of(row.id), title=row.title, day=f"{until}")


def close(unit: Unit, vacancy_id: str, reason: str) -> None:
    """Ends an offer for good. Raises 409 ``vacancy.illegal_move``; 422 ``vacancy.reason_missing``."""
    end(unit, held(unit, vacancy_id), _reason(reason))


def end(unit: Unit, row: Vacancy, reason: str) -> None:
    """The same for whoever else may: an employer's own system."""
    _moved(unit, row, "close")
    row.note = reason
    unit.audit("vacancy.closed", subject_of(row.id), title=row.title, reason=reason)
    unit.emit(events.VacancyClosed(row.id))


def hire(unit: Unit, vacancy_id: str, filled: int) -> None:
    """So many places are taken now. Raises 409 ``vacancy.illegal_move``; 422 ``vacancy.filled_wrong`` (quota)."""
    row = held(unit, vacancy_id)
    if row.state not in ("open", "filled"):
        raise Problem("vacancy.illegal_move", 409, state=row.state, action="fill")
    take_places(unit, row, filled)


def take_places(unit: Unit, row: Vacancy, filled: int) -> None:
    """Counts places of a locked post; the last one ends the offer, one set free begins it again."""
    if not 0 <= filled <= row.quota:
        raise Problem("vacancy.filled_wrong", 422, quota=row.quota)
    if filled == row.filled:
        return
    row.filled = filled
    _settle(unit, row)
    _touch(unit, row)
    unit.audit("vacancy.hired", subject_of(row.id), title=row.title, count=filled, quota=row.quota)


def tidy(unit: Unit) -> int:
    """Marks what was over by its date already; nobody waits for it (see ``queries.on_offer``)."""
    over = Vacancy.state.in_(("open", "filled")), Vacancy.expires_on < unit.today
    rows = unit.session.scalars(select(Vacancy).where(*over).with_for_update()).all()
    for row in rows:
        _moved(unit, row, "expire")
        unit.emit(events.VacancyClosed(row.id))
    return len(rows)


def by_external(unit: Unit, employer_id: int, external_id: str, *, lock: bool = True) -> Vacancy | None:
    """The post an employer's system calls so."""
    wanted = select(Vacancy).where(Vacancy.employer_id == employer_id, Vacancy.external_id == external_id)
    return unit.session.scalar(wanted.with_for_update() if lock else wanted)


def subject_of(vacancy_id: str) -> str:
    return f"vacancy:{vacancy_id}"


def _write(unit: Unit, row: Vacancy, post: Post) -> None:
    for name, value in asdict(post).items():
        setattr(row, name, list(value) if name in LIST_KEYS else value)
    row.office_id = office_at(unit, post.area).id
    _touch(unit, row)


def _touch(unit: Unit, row: Vacancy) -> None:
    row.version += 1
    row.updated_at = unit.now


def _moved(unit: Unit, row: Vacancy, action: Action) -> None:
    row.state = target_of(row.state, action)
    _touch(unit, row)


def _open(unit: Unit, row: Vacancy, first_days: int) -> None:
    row.published_on = unit.today
    row.everyone_from = unit.today + timedelta(days=first_days) if first_days else None
    _settle(unit, row)
    _tell(unit, row)


def _settle(unit: Unit, row: Vacancy) -> None:
    """State and places agree."""
    if row.state == "open" and row.filled >= row.quota:
        row.state = target_of(row.state, "fill")
        unit.emit(events.VacancyClosed(row.id))
    elif row.state == "filled" and row.filled < row.quota:
        row.state = target_of(row.state, "free")
        _tell(unit, row)


def _tell(unit: Unit, row: Vacancy) -> None:
    if row.state == "open":
        unit.session.flush()
        unit.emit(events.VacancyOpened(row.id))


def _reviewed(unit: Unit, vacancy_id: str) -> Vacancy:
    row = held(unit, vacancy_id)
    if unit.officer.level != "county":
        raise Problem("vacancy.county_reviews", 403)
    if row.declared_by == unit.officer.id:
        raise Problem("vacancy.same_person", 409)
    return row


def _still_to_come(unit: Unit, day: date) -> None:
    if day < unit.today:
        raise Problem("vacancy.day_past", 422, day=f"{day}")


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if not 2 <= len(text) <= 200:
        raise Problem("vacancy.reason_missing", 422)
    return text
