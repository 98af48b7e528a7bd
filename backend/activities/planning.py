"""Planning an activity, changing it, closing it and calling it off."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from uuid_utils.compat import uuid7

from backend.activities import guards, letters, places
from backend.activities.events import ActivityAnnounced, ActivityChanged
from backend.activities.labels import KINDS, REACH, TAGS
from backend.activities.lifecycle import OPEN, Action, place_target, target_of
from backend.activities.models import Activity, SignUp
from backend.core.actors import Officer
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.wording import ID_NUMBER

MOST_SEATS = 10_000
MOST_EMPLOYERS = 100
LONGEST = timedelta(days=7)
"""What lasts longer is no activity one signs up for."""
TITLE, PLACE, EMPLOYER, DESCRIPTION = 80, 120, 60, 2000


@dataclass(frozen=True)
class NewActivity:
    """An activity as an officer writes it down. ``seats`` 0: nobody counts them."""

    kind: str
    title: str
    area: str
    place: str
    starts_at: datetime
    ends_at: datetime
    seats: int = 0
    employers: tuple[str, ...] = ()
    description: str = ""
    tags: tuple[str, ...] = ()
    reach: tuple[str, ...] = ()


def plan(unit: Unit, new: NewActivity) -> str:
    """Announces an activity; gives its id.

    Raises 403 ``activity_form.not_yours``; 422 ``activity_form.kind_missing``, ``activity_form.title_missing``,
    ``activity_form.area_unknown``, ``activity_form.place_missing``, ``activity_form.ends_before_it_starts``,
    ``activity_form.too_long`` (days), ``activity_form.in_the_past``, ``activity_form.seats_wrong`` (most),
    ``activity_form.text_too_long`` (longest), ``activity_form.id_number_in_text``, ``activity_form.too_many_employers``
    (most).
    """
    officer = guards.planner(unit)
    _check(unit, officer, new)
    row = Activity(
        id=uuid7().hex,
        office_id=officer.office_id,
        officer_id=officer.id,
        created_at=unit.now,
        **_columns(unit, new),
    )
    unit.session.add(row)
    unit.session.flush()
    unit.audit("activity.announced", subject_of(row), title=row.title)
    unit.emit(ActivityAnnounced(row.id, row.area))
    return row.id


def change(unit: Unit, activity_id: str, new: NewActivity) -> None:
    """Writes an activity anew; who has a place is told of another time or place, and new seats go to who waits.

    Raises what :func:`plan` raises; 404 ``activity.not_found``; 409 ``activity.illegal_move``,
    ``activity_form.seats_taken`` (taken) for fewer seats than people who have one.
    """
    row = guards.planned(unit, activity_id)
    row.state = target_of(row.state, "change")
    _check(unit, guards.planner(unit), new)
    taken = places.taken(unit, row)
    if 0 < new.seats < taken:
        raise Problem("activity_form.seats_taken", 422, taken=taken)
    before = (row.starts_at, row.ends_at, row.area, row.place)
    for name, value in _columns(unit, new).items():
        setattr(row, name, value)
    unit.audit("activity.changed", subject_of(row), title=row.title)
    if before != (row.starts_at, row.ends_at, row.area, row.place):
        _tell_of_the_change(unit, row)
    places.fill(unit, row)
    unit.emit(ActivityChanged(row.id))


def move(unit: Unit, activity_id: str, action: Action) -> None:
    """Closes, reopens or calls off. Raises 404, 403, 409 ``activity.illegal_move``, ``activity_form.not_begun``."""
    row = guards.planned(unit, activity_id)
    target = target_of(row.state, action)
    if action == "close" and unit.now < row.starts_at:
        raise Problem("activity_form.not_begun", 409)
    row.state = target
    unit.audit(f"activity.{action}", subject_of(row), title=row.title)
    if action == "call_off":
        people = _with_a_place(unit, row)
        letters.tell_all(unit, row, people, "called_off")
        for place in people:
            letters.withdraw_reminder(unit, place)
            place.state, place.moved_at = place_target(place.state, "call_off", "house"), unit.now
    unit.emit(ActivityChanged(row.id))


def subject_of(row: Activity) -> str:
    return f"activity:{row.id}"


def _tell_of_the_change(unit: Unit, row: Activity) -> None:
    """Who has a place is told; a reminder with the old time or place does not go out."""
    people = _with_a_place(unit, row)
    for place in people:
        letters.withdraw_reminder(unit, place)
    letters.tell_all(unit, row, people, "changed")


def _with_a_place(unit: Unit, row: Activity) -> list[SignUp]:
    wanted = select(SignUp).where(SignUp.activity_id == row.id, SignUp.state.in_(OPEN)).order_by(SignUp.number)
    return list(unit.session.scalars(wanted))


def _check(unit: Unit, officer: Officer, new: NewActivity) -> None:
    if new.kind not in KINDS:
        raise Problem("activity_form.kind_missing", 422)
    _text(new.title, TITLE, "activity_form.title_missing")
    if new.area not in dict(guards.areas(unit, officer)):
        raise Problem("activity_form.area_unknown", 422)
    _text(new.place, PLACE, "activity_form.place_missing")
    _text(new.description, DESCRIPTION)
    _check_times(unit, new)
    if not 0 <= new.seats <= MOST_SEATS:
        raise Problem("activity_form.seats_wrong", 422, most=MOST_SEATS)
    if len(new.employers) > MOST_EMPLOYERS:
        raise Problem("activity_form.too_many_employers", 422, most=MOST_EMPLOYERS)
    for name in new.employers:
        _text(name, EMPLOYER)


def _check_times(unit: Unit, new: NewActivity) -> None:
    if new.ends_at <= new.starts_at:
        raise Problem("activity_form.ends_before_it_starts", 422)
    if new.ends_at - new.starts_at > LONGEST:
        raise Problem("activity_form.too_long", 422, days=LONGEST.days)
    if new.ends_at <= unit.now:
        raise Problem("activity_form.in_the_past", 422)


def _text(text: str, longest: int, missing: str = "") -> None:
    if missing and not text.strip():
        raise Problem(missing, 422)
    if len(text) > longest:
        raise Problem("activity_form.text_too_long", 422, longest=longest)
    if ID_NUMBER.search(text):
        raise Problem("activity_form.id_number_in_text", 422)


def _columns(unit: Unit, new: NewActivity) -> dict[str, object]:
    """The columns an officer writes; an unknown tag is left out."""
    return {
        "kind": new.kind,
        "title": new.title.strip(),
        "area": new.area,
        "city": unit.services.catalogue.divisions.city_of(new.area),
        "place": new.place.strip(),
        "starts_at": new.starts_at,
        "ends_at": new.ends_at,
        "seats": new.seats,
        "employers": [name.strip() for name in new.employers if name.strip()],
        "description": new.description.strip(),
        "tags": [one for one in TAGS if one in new.tags],
        "reach": [one for one in REACH if one in new.reach],
    }
