"""What a citizen is shown: activities near home, street before county before city, and the own places."""

from typing import Literal

from sqlalchemy import select

from backend.activities import fair_posts, places, quiz
from backend.activities.labels import KINDS, NEAR, TAGS
from backend.activities.letters import when_words, where_words
from backend.activities.models import Activity, SignUp
from backend.applications.whereabouts import home_of
from backend.core.problems import not_found
from backend.core.unit import Unit
from backend.people.service import account_of
from backend.staff.models import OfficeRow
from contract import activities as shape
from locales import translator

SHOWN = 6
"""So many activities in one message."""
AHEAD = 200
FAR = 9
"""Farther than anything of the own city."""


def activities(unit: Unit, pack: str = "") -> shape.ActivityList:
    """What is coming in the home's city, else in the city of a policy (``pack``), else anywhere."""
    home, account = _home(unit), account_of(unit)
    coming = select(Activity).where(Activity.state == "announced", Activity.ends_at > unit.now)
    city = _city(unit, home, pack)
    if city:
        coming = coming.where(Activity.city == city)
    rows = unit.session.scalars(coming.order_by(Activity.starts_at, Activity.id).limit(AHEAD)).all()
    nearest = sorted(rows, key=lambda row: (distance(unit, home, row.area), row.starts_at, row.id))
    shown = tuple(_shape(unit, row, home, _place(unit, row, account.id if account else 0)) for row in nearest[:SHOWN])
    return shape.ActivityList(activities=shown, own=_own(unit, home))


def activity(unit: Unit, activity_id: str) -> shape.Activity:
    """One activity, also one that is over. Raises 404 ``activity.not_found``."""
    row = unit.session.get(Activity, activity_id)
    if row is None:
        raise not_found("activity")
    account = account_of(unit)
    return _shape(unit, row, _home(unit), _place(unit, row, account.id if account else 0))


def sign_up(unit: Unit, activity_id: str) -> shape.Activity:
    """Takes a place. Raises what :func:`places.take` raises."""
    places.take(unit, activity_id)
    return activity(unit, activity_id)


def cancel(unit: Unit, activity_id: str) -> shape.Activity:
    """Gives it back. Raises what :func:`places.give_back` raises."""
    places.give_back(unit, activity_id)
    return activity(unit, activity_id)


def distance(unit: Unit, home: str, area: str) -> int:
    """0 in the own street, 1 in the own county, 2 in the own city; ``FAR`` elsewhere or where the home is unknown."""
    levels = {"street": 0, "county": 1, "zone": 1, "city": 2}
    divisions, chain, code = unit.services.catalogue.divisions, set(_chain(unit, area)), home
    while code:
        if code in chain:
            return levels.get(divisions.by_code[code].level, FAR)
        code = divisions.by_code[code].parent
    return FAR


def _chain(unit: Unit, code: str) -> list[str]:
    """A place and those it lies in."""
    found, divisions = [], unit.services.catalogue.divisions
    while code in divisions:
        found.append(code)
        code = divisions.by_code[code].parent
    return found


def _home(unit: Unit) -> str:
    account = account_of(unit)
    return home_of(unit, account.id) if account else ""


def _city(unit: Unit, home: str, pack: str) -> str:
    if home:
        return unit.services.catalogue.divisions.city_of(home)
    found = unit.services.catalogue.packs.get(pack)
    return found.region if found else ""


def _own(unit: Unit, home: str) -> tuple[shape.Activity, ...]:
    account = account_of(unit)
    if account is None:
        return ()
    mine = (
        select(Activity, SignUp)
        .join(SignUp, SignUp.activity_id == Activity.id)
        .where(SignUp.account_id == account.id, SignUp.state.in_(("signed", "waiting")), Activity.ends_at > unit.now)
        .order_by(Activity.starts_at, Activity.id)
    )
    return tuple(_shape(unit, row, home, place) for row, place in unit.session.execute(mine))


def _place(unit: Unit, row: Activity, account_id: int) -> SignUp | None:
    return unit.session.scalar(select(SignUp).where(SignUp.activity_id == row.id, SignUp.account_id == account_id))


def _shape(unit: Unit, row: Activity, home: str, place: SignUp | None) -> shape.Activity:
    label = translator("notices", unit.language)
    taken = places.taken(unit, row)
    near = ["street", "county", "city"][how] if (how := distance(unit, home, row.area)) != FAR else ""
    office = unit.session.get_one(OfficeRow, row.office_id)
    stands = place.state if place and place.state not in ("cancelled", "called_off") else ""
    return shape.Activity(
        id=row.id,
        kind=label(KINDS[row.kind]),
        title=row.title,
        when=when_words(unit.language, row),
        place=where_words(unit, row),
        near=label(NEAR[near]) if near else "",
        state=_state(unit, row, taken),
        seats_left=max(row.seats - taken, 0) if row.seats else None,
        employers=tuple(fair_posts.employers(unit, row)),
        posts=fair_posts.count(unit, row),
        description=row.description,
        tags=tuple(label(TAGS[one]) for one in row.tags),
        office=office.name,
        telephone=office.telephone or unit.services.settings.telephone,
        mine=stands,
        number=place.number if place else 0,
        quiz=quiz.playable(unit, row),
    )


def _state(unit: Unit, row: Activity, taken: int) -> Literal["open", "full", "over", "called_off"]:
    if row.state == "called_off":
        return "called_off"
    if row.state == "closed" or row.ends_at <= unit.now:
        return "over"
    return "full" if 0 < row.seats <= taken else "open"
