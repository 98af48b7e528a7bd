"""Activities as officers read them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Function, case, func, select

from backend.activities import consulting, fair_posts, guards, quiz
from backend.activities.fair_posts import Choice, FairLine
from backend.activities.labels import KINDS, PLACES, STATES
from backend.activities.lifecycle import HELD, PlaceAction, place_actions
from backend.activities.models import Activity, SignUp
from backend.core.masking import mask_name
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.staff import access
from backend.staff.models import OfficeRow
from locales import translator

MOST = 200


@dataclass(frozen=True)
class ActivityLine:
    """One activity of the list. ``taken`` of ``seats`` (0: not counted), ``waiting`` and ``came``."""

    id: str
    kind: str
    title: str
    where: str
    starts_at: datetime
    ends_at: datetime
    state: str
    state_label: str
    over: bool
    seats: int
    taken: int
    waiting: int
    came: int
    office: str


@dataclass(frozen=True)
class PlaceLine:
    """One place: the number that is said at the entrance, and the masked name of a recognised person."""

    id: str
    number: int
    name: str
    state: str
    state_label: str
    acts: tuple[PlaceAction, ...]
    in_ledger: bool


@dataclass(frozen=True)
class ActivityView:
    """One activity with everything its page shows."""

    line: ActivityLine
    row: Activity
    places: tuple[PlaceLine, ...]
    may_plan: bool
    at_entrance: bool
    has_posts: bool
    quiz: quiz.QuizView | None
    """The questions of a quiz; None where the activity is none."""
    questions: int
    """Taken down at the desk of the fair."""
    posts: tuple[FairLine, ...]
    choices: tuple[Choice, ...]
    """What may be added; empty for who may not."""


@dataclass(frozen=True)
class Overview:
    """The list, and whether and where this officer may plan one."""

    lines: tuple[ActivityLine, ...]
    may_plan: bool
    areas: tuple[tuple[str, str], ...]


def overview(unit: Unit, past: bool = False) -> Overview:
    """What is coming, the next first; or what is over, the last first."""
    officer = access.current(unit)
    ahead = Activity.ends_at > unit.now
    wanted = select(Activity).where(guards.visible(unit, officer), ~ahead if past else ahead)
    order = Activity.starts_at.desc() if past else Activity.starts_at
    rows = unit.session.scalars(wanted.order_by(order, Activity.id).limit(MOST)).all()
    counts = _counts(unit, [row.id for row in rows])
    may = officer.role == "reviewer" and officer.level != "community" and officer.organisation == "employment"
    lines = tuple(_line(unit, row, counts) for row in rows)
    return Overview(lines, may, guards.areas(unit, officer) if may else ())


def activity(unit: Unit, activity_id: str) -> ActivityView:
    """One activity. Raises 404 ``activity.not_found``."""
    officer, row = access.current(unit), guards.seen(unit, activity_id)
    wanted = select(SignUp).where(SignUp.activity_id == row.id).order_by(SignUp.state == "cancelled", SignUp.number)
    may_plan = guards.plans(unit, officer, row)
    has_posts = row.kind in fair_posts.KINDS
    return ActivityView(
        line=_line(unit, row, _counts(unit, [row.id])),
        row=row,
        places=tuple(_place(unit, place) for place in unit.session.scalars(wanted)),
        may_plan=may_plan,
        has_posts=has_posts,
        quiz=quiz.view(unit, row) if row.kind == quiz.KIND else None,
        questions=consulting.count(unit, row),
        posts=fair_posts.lines(unit, row),
        choices=fair_posts.choices(unit, row) if may_plan and has_posts else (),
        at_entrance=guards.keeps_entrance(unit, officer, row) and row.state == "announced",
    )


def areas(unit: Unit) -> tuple[tuple[str, str], ...]:
    """Where the officer may hold something."""
    return guards.areas(unit, access.current(unit))


def _counts(unit: Unit, ids: list[str]) -> dict[str, tuple[int, int, int]]:
    """{activity: (taken, waiting, came)}."""

    def number(*states: str) -> Function[int]:
        return func.sum(case((SignUp.state.in_(states), 1), else_=0))

    found = unit.session.execute(
        select(SignUp.activity_id, number(*HELD), number("waiting"), number("attended"))
        .where(SignUp.activity_id.in_(ids))
        .group_by(SignUp.activity_id)
    )
    return {one: (int(taken), int(waiting), int(came)) for one, taken, waiting, came in found}


def _line(unit: Unit, row: Activity, counts: dict[str, tuple[int, int, int]]) -> ActivityLine:
    _ = translator("notices", unit.language)
    taken, waiting, came = counts.get(row.id, (0, 0, 0))
    return ActivityLine(
        id=row.id,
        kind=_(KINDS[row.kind]),
        title=row.title,
        where=f"{unit.services.catalogue.divisions.full_name(row.area)} {row.place}",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        state=row.state,
        state_label=_(STATES[row.state]),
        over=row.ends_at <= unit.now,
        seats=row.seats,
        taken=taken,
        waiting=waiting,
        came=came + row.walk_ins,
        office=unit.session.get_one(OfficeRow, row.office_id).name,
    )


def _place(unit: Unit, place: SignUp) -> PlaceLine:
    _ = translator("notices", unit.language)
    person = unit.session.get(Person, place.person_id) if place.person_id else None
    return PlaceLine(
        id=place.id,
        number=place.number,
        name=mask_name(details_of(unit, person)["name"]) if person else "",
        state=place.state,
        state_label=_(PLACES[place.state]),
        acts=place_actions(place.state),
        in_ledger=place.act_id is not None,
    )
