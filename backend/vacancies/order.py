"""Who comes first for a public-welfare post: the order of the policy, the same every time, with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from backend.applications.models import Application
from backend.applications.sealed import read_answers
from backend.assistance import entries
from backend.core.masking import mask_name
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.registry.models import BasisLapse, Entry
from backend.rules import FactValue, parse_id_number
from backend.staff import access, service
from backend.staff.models import OfficeRow
from backend.vacancies import fallback
from backend.vacancies.guards import seen
from backend.vacancies.lifecycle import REVIEWED
from backend.vacancies.models import Placement, Vacancy
from backend.vacancies.post_rules import Ground, Known, Place, PostRules, rules_at, rules_of


@dataclass(frozen=True)
class Candidate:
    """A recognised person without a post, as the order puts them. ``rank`` 1 comes first."""

    place: int
    number: str
    name: str
    rank: int
    reason: str
    recognised_on: date
    fallback: bool
    """Marked for 托底安置 (XY-56); it moves nobody, the order is the policy's."""
    looks: tuple[str, ...] = ()
    """What would put them further forward and only papers can say, each with the papers to look at."""


def candidates(unit: Unit, vacancy_id: str) -> tuple[Candidate, ...]:
    """Recognised people of the post's county who are not placed, in the order of the policy (XY-48).

    Within a rank by the day of recognition and the number, so that the order is the same every time.
    Raises 404 ``vacancy.not_found``; 409 ``vacancy.not_reviewed_kind``.
    """
    row = reviewed_kind(seen(unit, vacancy_id))
    found = []
    for entry in unit.session.scalars(_unplaced(unit, row)):
        person = details_of(unit, unit.session.get_one(Person, entry.person_id))
        place = _placed(unit, entry, person["id_number"])
        found.append((place.rank, entry.recognised_on, entry.number, place, person["name"], fallback.is_marked(unit, entry)))
    found.sort(key=lambda one: one[:3])
    return tuple(
        Candidate(at, number, mask_name(name), rank, place.reason, on, marked, tuple(map(_look, place.looks)))
        for at, (rank, on, number, place, name, marked) in enumerate(found, 1)
    )


def rules_for(unit: Unit, row: Vacancy) -> PostRules:
    """What the policy of the post's city says."""
    return rules_at(unit, row.area)


def reviewed_kind(row: Vacancy) -> Vacancy:
    """The post, if its kind is one the policy orders. Raises 409 ``vacancy.not_reviewed_kind``."""
    if row.kind not in REVIEWED:
        raise Problem("vacancy.not_reviewed_kind", 409)
    return row


def _unplaced(unit: Unit, row: Vacancy) -> Select[Entry]:
    county = service.parent_at(unit, unit.session.get_one(OfficeRow, row.office_id), "county")
    placed = select(Placement.person_id).where(Placement.ended_on.is_(None))
    return select(Entry).where(
        entries.visible(access.current(unit)),
        Entry.office_id.in_(access.offices_under(county.id)),
        Entry.state != "exited",
        Entry.person_id.not_in(placed),
    )


def _placed(unit: Unit, entry: Entry, id_number: str) -> Place:
    known = parse_id_number(id_number, unit.today)
    lapsed = set(unit.session.scalars(select(BasisLapse.category).where(BasisLapse.entry_id == entry.id)))
    bases = tuple(one for one in entry.bases if one not in lapsed)
    age = _age(known.birth_date, unit.today)
    rules = rules_of(unit, entries.policy_of(unit, entry))
    facts = _facts(unit, entry) if rules.asks_facts else {}
    return rules.place(Known(bases, known.sex, age, facts, unit.today))


def _facts(unit: Unit, entry: Entry) -> Mapping[str, FactValue | None]:
    """What the case holds that was reviewed and recognised; nothing where nobody had to apply."""
    case = unit.session.get(Application, entry.application_id) if entry.application_id else None
    return read_answers(unit, case) if case else {}


def _look(ground: Ground) -> str:
    """低保家庭成员（低保证或民政部门的证明）: in the words of the document, as reasons are."""
    return f"{ground.label}（{ground.look}）"


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
