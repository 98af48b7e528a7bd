"""Who comes first for a public-welfare post: the order of the policy, the same every time, with its reason."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from backend.assistance import entries
from backend.core.masking import mask_name
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.registry.models import BasisLapse, Entry
from backend.rules import Pack, parse_id_number
from backend.staff import access, service
from backend.staff.models import OfficeRow
from backend.vacancies import fallback
from backend.vacancies.guards import seen
from backend.vacancies.lifecycle import REVIEWED
from backend.vacancies.models import Placement, Vacancy
from backend.vacancies.post_rules import PostRules, rules_of, rules_of_city


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


def candidates(unit: Unit, vacancy_id: str) -> tuple[Candidate, ...]:
    """Recognised people of the post's county who are not placed, in the order of the policy (XY-48).

    Within a rank by the day of recognition and the number, so that the order is the same every time.
    Raises 404 ``vacancy.not_found``; 409 ``vacancy.not_reviewed_kind``.
    """
    row = reviewed_kind(seen(unit, vacancy_id))
    found = []
    for entry in unit.session.scalars(_unplaced(unit, row)):
        pack = entries.policy_of(unit, entry)
        rank, reason, name = _ranked(unit, pack, entry)
        found.append((rank, entry.recognised_on, entry.number, reason, name, fallback.is_marked(unit, entry)))
    return tuple(
        Candidate(place, number, mask_name(name), rank, reason, on, marked)
        for place, (rank, on, number, reason, name, marked) in enumerate(sorted(found), 1)
    )


def rules_for(unit: Unit, row: Vacancy) -> PostRules:
    """What the policy of the post's city says."""
    return rules_of_city(unit, unit.services.catalogue.divisions.city_of(row.area), unit.today)


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


def _ranked(unit: Unit, pack: Pack, entry: Entry) -> tuple[int, str, str]:
    details = details_of(unit, unit.session.get_one(Person, entry.person_id))
    known = parse_id_number(details["id_number"], unit.today)
    lapsed = set(unit.session.scalars(select(BasisLapse.category).where(BasisLapse.entry_id == entry.id)))
    bases = tuple(one for one in entry.bases if one not in lapsed)
    rank, reason = rules_of(unit, pack).rank(bases, known.sex, _age(known.birth_date, unit.today))
    return rank, reason, details["name"]


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
