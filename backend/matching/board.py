"""Rows of the database as the scorer wants them: posts on offer, and a person who looks for work."""

from datetime import date
from typing import Final

from sqlalchemy import select

from backend.applications.models import Application
from backend.core.unit import Unit
from backend.matching.scoring import Burden, Post, Seeker, monthly, point_of
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
from backend.vacancies.queries import on_offer

KIND_OF: Final = (
    ("4-10", "care"), ("4-14", "care"), ("4-09", "cleaning"), ("4-06", "cleaning"), ("4-03", "kitchen"),
    ("4-01", "shop"), ("3-02", "guard"), ("4-02", "moving"), ("6-30", "moving"), ("6-29", "building"),
    ("4-12", "building"), ("4-11", "building"), ("5", "farm"), ("6", "factory"),
)  # fmt: skip
"""Which kind of work of the chat an occupation is, by the beginning of its code; everything else is an office's."""
HOURS_OF_A_FLEXIBLE_DAY: Final = 24


def posts_of_city(unit: Unit, city: str, day: date) -> dict[str, Post]:
    """Everything on offer in a city on a day, by id. ``city`` is the beginning of its codes, empty for everywhere."""
    rows = unit.session.scalars(select(Vacancy).where(on_offer(day), Vacancy.area.startswith(city, autoescape=True)))
    return {row.id: post_of(row) for row in rows}


def post_of(row: Vacancy) -> Post:
    """A post as the scorer reads it. Only the rule of a reviewed post may speak of sex and age."""
    ruled = row.kind in REVIEWED
    burdens: set[Burden] = {one for one in ("standing", "night", "outdoor") if getattr(row, one)}
    if row.load == "heavy":
        burdens.add("heavy")
    placed = row.latitude is not None and row.longitude is not None
    return Post(
        id=row.id,
        until=row.expires_on,
        kind=kind_of(row.occupation),
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
    sex, age = _known(unit, entry)
    told = wishes or JobWishes(hours="any", pay=0, reach=None, kinds=[], skills=[], cannot=[], needs_acceptance=False)
    return Seeker(
        id=id or (entry.number if entry else ""),
        recognised=entry is not None,
        area=_area(unit, entry, told.account_id),
        reach=told.reach,
        hours=told.hours,  # type: ignore[arg-type]
        pay=told.pay,
        kinds=frozenset(told.kinds),
        skills=frozenset(told.skills),
        cannot=frozenset(told.cannot),  # type: ignore[arg-type]
        needs_acceptance=told.needs_acceptance,
        sex=sex,
        age=age,
    )


def _area(unit: Unit, entry: Entry | None, account_id: int | None) -> str:
    """The street of the office that looks after her, or of the newest application; else the place she wants news of."""
    office = entry.office_id if entry else None
    if office is None and account_id:
        wanted = select(Application.office_id).where(Application.account_id == account_id, Application.office_id > 0)
        office = unit.session.scalar(wanted.order_by(Application.created_at.desc()).limit(1))
    if office:
        return unit.session.get_one(OfficeRow, office).area
    wish = unit.session.get(NewsWish, account_id) if account_id else None
    return wish.area if wish else ""


def _known(unit: Unit, entry: Entry | None) -> tuple[str, int | None]:
    if entry is None:
        return "", None
    number = details_of(unit, unit.session.get_one(Person, entry.person_id))["id_number"]
    known = parse_id_number(number, unit.today)
    born, today = known.birth_date, unit.today
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return {"female": "F", "male": "M"}.get(known.sex, known.sex), age
