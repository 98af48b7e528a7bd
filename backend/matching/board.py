"""Rows of the database as the scorer wants them: posts on offer, and a person who looks for work."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from functools import reduce
from heapq import heappush, heappushpop
from math import cos, pi, radians
from operator import add
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Text, and_, case, cast, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.applications.whereabouts import home_of, street_of_case
from backend.core.unit import Unit
from backend.matching.scoring import (
    CITY_CODE,
    COUNTY_CODE,
    EARTH,
    HALF_DAY,
    KIND,
    NEAR,
    SKILL,
    Burden,
    Post,
    Seeker,
    fit,
    hours_points,
    monthly,
    pay_points,
    point_of,
)
from backend.people import job_places
from backend.people.job_models import JobWishes
from backend.people.models import Person
from backend.people.service import details_of
from backend.people.topic_models import NewsWish
from backend.registry.lifecycle import STANDING
from backend.registry.models import Entry
from backend.rules import parse_id_number
from backend.staff.models import OfficeRow
from backend.vacancies.lifecycle import REVIEWED
from backend.vacancies.models import Vacancy
from backend.vacancies.occupations import HOME_SERVICES
from backend.vacancies.queries import on_offer

KIND_OF: Final = (
    ("4-10", "care"), ("4-14", "care"), ("4-09", "cleaning"), ("4-06", "cleaning"), ("4-03", "kitchen"),
    ("4-01", "shop"), ("3-02", "guard"), ("4-02", "moving"), ("6-30", "moving"), ("6-29", "building"),
    ("4-12", "building"), ("4-11", "building"), ("5", "farm"), ("6", "factory"),
)  # fmt: skip
"""Which kind of work of the chat an occupation is, by the beginning of its code; everything else is an office's."""
HOME: Final = "care"
"""A post of 家庭服务 is care in a home, whatever its occupation: also one that is known by a skill alone (GZ-38)."""
LOADS: Final[Mapping[str, tuple[Burden, ...]]] = {"medium": ("medium",), "heavy": ("medium", "heavy")}

FEW: Final = 20
"""Of so many posts the way is asked one by one."""
DEGREE: Final = 2 * pi * EARTH / 360
"""Metres of a degree of latitude."""
WIDER: Final = 1.03
"""A degree of longitude is shorter north of a post than at it: within 100 km in China by less than three in a hundred."""
SLACK: Final = 5
"""Metres by which places in whole metres may be off."""
A_BLOCK: Final = 500
"""People read at a time."""
WISHED: Final = tuple(
    getattr(JobWishes, name)
    for name in ("kinds", "hours", "pay", "reach", "skills", "cannot", "needs_acceptance", "latitude", "longitude")
)


def posts_of_city(unit: Unit, city: str, day: date, *, family: bool = False) -> dict[str, Post]:
    """Everything on offer in a city on a day, by id. ``city`` is the beginning of its codes, empty for everywhere.

    With ``family`` only home services.
    """
    wanted = select(Vacancy).where(on_offer(day), Vacancy.area.startswith(city, autoescape=True))
    rows = unit.session.scalars(wanted.where(Vacancy.family == HOME_SERVICES) if family else wanted)
    return {row.id: post_of(row) for row in rows}


def post_of(row: Vacancy) -> Post:
    """A post as the scorer reads it. Only the rule of a reviewed post may speak of sex and age."""
    ruled = row.kind in REVIEWED
    burdens: set[Burden] = {one for one in ("standing", "night", "outdoor") if getattr(row, one)}
    # Who can do light work only is kept from both, who cannot do heavy work from that alone.
    burdens.update(LOADS.get(row.load, ()))
    placed = row.latitude is not None and row.longitude is not None
    return Post(
        id=row.id,
        until=row.expires_on,
        kind=HOME if row.family == HOME_SERVICES else kind_of(row.occupation),
        hours=row.hours_week,
        pay_min=monthly(row.wage_min, row.wage_per, row.hours_week),
        pay_max=monthly(row.wage_max, row.wage_per, row.hours_week),
        area=row.area,
        point=point_of(row.latitude or 0, row.longitude or 0) if placed else None,
        skills=frozenset(row.skills),
        burdens=frozenset(burdens),
        accepts_disability=row.accepts_disability,
        everyone_from=row.everyone_from,
        sex=row.sex if ruled else "",
        age_min=row.age_min if ruled else None,
        age_max=row.age_max if ruled else None,
    )


def kind_of(occupation: str) -> str:
    return next((kind for begin, kind in KIND_OF if occupation.startswith(begin)), "office")


def entry_of_account(unit: Unit, account_id: int) -> Entry | None:
    """The standing recognition of whoever speaks through an account."""
    wanted = select(Entry).where(Entry.account_id == account_id, Entry.state.in_(STANDING))
    return unit.session.scalar(wanted.order_by(Entry.id.desc()).limit(1))


def seeker(unit: Unit, wishes: JobWishes | None, entry: Entry | None, id: str = "") -> Seeker:
    """A person as the scorer reads her: wishes where she told some, the street, sex and age of her recognition."""
    known = _known(unit, unit.session.get_one(Person, entry.person_id)) if entry else ("", None)
    told = wishes or JobWishes(
        hours="any", pay=0, reach=None, kinds=[], skills=[], cannot=[], needs_acceptance=False, area=""
    )
    number = entry.number if entry else ""
    return _seeker(told, id or number, _area(unit, entry, told), known, recognised=entry is not None)


def wished(wishes: JobWishes) -> Seeker:
    """A person as far as her wishes alone tell: what does not fit her now fits her no more when all of her is known."""
    return _seeker(wishes, "", "", ("", None), recognised=True)


def wishes_leave(rows: Sequence[Vacancy]) -> ColumnElement[bool]:
    """Whose wishes leave at least one of these posts, or may: whoever it does not name fits none of them.

    Posts that ask the same are one condition with their best pay, so that it stays short however many they are. The
    way is asked only of a few posts, by a square around each that is a little too large.
    """
    asked: dict[tuple[bool, bool, frozenset[Burden]], list[tuple[Vacancy, Post]]] = {}
    for row in rows:
        post = post_of(row)
        key = post.hours <= HALF_DAY, post.accepts_disability, post.burdens
        asked.setdefault(key, []).append((row, post))
    near = len(rows) <= FEW
    return or_(false(), *(_leaves(*key, posts, near=near) for key, posts in asked.items()))


def _leaves(
    half: bool, accepts: bool, burdens: frozenset[Burden], posts: list[tuple[Vacancy, Post]], *, near: bool
) -> ColumnElement[bool]:
    asks: list[ColumnElement[bool]] = [JobWishes.hours.in_(("any", "half" if half else "full"))]
    asks.append(JobWishes.pay <= max(post.pay_max for _, post in posts))
    if not accepts:
        asks.append(~JobWishes.needs_acceptance)
    asks.extend(~_listed(JobWishes.cannot, burden) for burden in sorted(burdens))
    if near and all(post.point for _, post in posts):
        asks.append(or_(JobWishes.reach.is_(None), JobWishes.latitude.is_(None), *(_around(row) for row, _ in posts)))
    return and_(*asks)


def _around(row: Vacancy) -> ColumnElement[bool]:
    """Whether a post lies in the square of the way somebody goes."""
    latitude, longitude = row.latitude or 0, row.longitude or 0
    north = func.abs(JobWishes.latitude - latitude) * DEGREE
    east = func.abs(JobWishes.longitude - longitude) * DEGREE * cos(radians(latitude))
    return and_(north <= JobWishes.reach + SLACK, east <= JobWishes.reach * WIDER + SLACK)


def recognised_for(unit: Unit, post: Post, within: ColumnElement[bool], top: int) -> Iterator[Seeker]:
    """The recognised people of an area whom a post fits, among them surely the best ``top``.

    They come by what their wishes promise: where not even the shortest way could lift the next one among the best, reading
    ends. One statement, whoever they are; the sealed details are opened only where the rule of the post asks sex or age.
    """
    wanted = (
        select(Entry.number, Entry.person_id, OfficeRow.area.label("office_area"), *WISHED)
        .join(JobWishes, JobWishes.account_id == Entry.account_id)
        .join(OfficeRow, OfficeRow.id == Entry.office_id)
        .where(within, Entry.state.in_(STANDING), JobWishes.pay <= post.pay_max)
        .where(JobWishes.hours.in_(("any", "half" if post.hours <= HALF_DAY else "full")))
    )
    if not post.accepts_disability:
        wanted = wanted.where(~JobWishes.needs_acceptance)
    ruled = bool(post.sex or post.age_min or post.age_max)
    people = _people(unit, wanted) if ruled else {}
    promise = _promise(post)
    ordered = wanted.add_columns(promise.label("promise")).order_by(promise.desc())
    most, best = pay_points(post) + hours_points(post) + NEAR, list[int]()
    with closing(unit.session.execute(ordered.execution_options(yield_per=A_BLOCK))) as rows:
        for row in rows:
            if len(best) == top and row.promise + most < best[0]:
                return
            known = _known(unit, people[row.person_id]) if ruled else ("", None)
            person = _seeker(row, row.number, row.office_area, known, recognised=True)
            if found := fit(person, post, unit.today):
                heappush(best, found.score) if len(best) < top else heappushpop(best, found.score)
                yield person


def _promise(post: Post) -> ColumnElement[int]:
    """The points wishes earn by kind and skills, or more: what is listed stands in quotation marks."""
    listed = [(JobWishes.kinds, post.kind, KIND), *((JobWishes.skills, skill, SKILL) for skill in sorted(post.skills))]
    holds = ((_listed(column, word), earned) for column, word, earned in listed)
    return reduce(add, (case((held, earned), else_=0) for held, earned in holds))


def _listed(column: InstrumentedAttribute[list[str]], word: str) -> ColumnElement[bool]:
    return cast(column, Text).contains(f'"{word}"', autoescape=True)


def _people(unit: Unit, wanted: Select[Any]) -> dict[str, Person]:
    ids = wanted.with_only_columns(Entry.person_id)
    return {person.id: person for person in unit.session.scalars(select(Person).where(Person.id.in_(ids)))}


def _seeker(told: Any, id: str, area: str, known: tuple[str, int | None], *, recognised: bool) -> Seeker:
    """``told`` has what ``JobWishes`` has; ``known`` are sex and age, empty where they matter to nothing."""
    sex, age = known
    return Seeker(
        id=id,
        recognised=recognised,
        area=area,
        point=point_of(told.latitude, told.longitude) if job_places.known(told) else None,
        reach=told.reach,
        hours=told.hours,
        pay=told.pay,
        kinds=frozenset(told.kinds),
        skills=frozenset(told.skills),
        cannot=frozenset(told.cannot),
        needs_acceptance=told.needs_acceptance,
        sex=sex,
        age=age,
    )


def city_of_area(unit: Unit, area: str) -> str:
    """The code of the city a place lies in; empty where none is known."""
    divisions = unit.services.catalogue.divisions
    known = next((code for code in (area, area[:COUNTY_CODE], f"{area[:CITY_CODE]}00") if code in divisions), "")
    return divisions.city_of(known) if known else ""


def _area(unit: Unit, entry: Entry | None, wishes: JobWishes) -> str:
    """Where she is: the office that looks after her, her case, the place she wants news of, her self-check, her chat."""
    if entry is not None:
        return unit.session.get_one(OfficeRow, entry.office_id).area
    if not wishes.account_id:
        return ""
    news = unit.session.get(NewsWish, wishes.account_id)
    return (
        street_of_case(unit, wishes.account_id)
        or (news.area if news else "")
        or home_of(unit, wishes.account_id)
        or wishes.area
    )


def _known(unit: Unit, person: Person) -> tuple[str, int | None]:
    number = details_of(unit, person)["id_number"]
    known = parse_id_number(number, unit.today)
    born, today = known.birth_date, unit.today
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return {"female": "F", "male": "M"}.get(known.sex, known.sex), age
