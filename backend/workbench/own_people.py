"""Our own people, portion by portion: everybody on the register of a policy, then everybody before an office for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from backend.applications.lifecycle import WITH_AN_OFFICE
from backend.applications.models import Application
from backend.applications.sealed import read_answers
from backend.core.unit import Unit
from backend.registry.facts import facts_of
from backend.registry.lifecycle import STANDING
from backend.registry.models import Entry
from backend.registry.standing import standing_bases
from backend.rules import Answers
from backend.staff.models import OfficeRow
from backend.workbench.effects import Listed

ENTRY: Final = "entry"
CASE: Final = "application"
FOLLOWED_BY: Final = {ENTRY: CASE, CASE: ""}
A_PORTION: Final = 500
COUNTY_CODE: Final = 6
HUKOU: Final = "person.hukou_code"
REGISTERED: Final = "unemp.registered"

KeptAnswers = Callable[[Unit, Sequence[int]], Mapping[int, Answers]]
"""What is still kept of the answers behind entries nobody applied for, by their ids."""
Id = TypeVar("Id", int, str)
Row = TypeVar("Row", Entry, Application)


@dataclass(frozen=True)
class Portion:
    """Some people, where they begin, and where the next portion does; ``place`` is empty when there is none."""

    people: tuple[Listed, ...]
    place: str
    after: str
    next_place: str
    next_after: str


def portion(unit: Unit, pack_id: str, place: str, after: str, kept: KeptAnswers) -> Portion:
    """The next people behind ``after`` in ``place``."""
    found = _registered(unit, pack_id, after, kept) if place == ENTRY else _under_way(unit, pack_id, after)
    if len(found) < A_PORTION:
        return Portion(tuple(found), place, after, FOLLOWED_BY[place], "")
    return Portion(tuple(found), place, after, place, found[-1].subject.partition(":")[2])


def count(unit: Unit, pack_id: str) -> int:
    """How many there are."""
    counted = (select(func.count()).select_from(found.subquery()) for found in (_entries(pack_id), _cases(pack_id)))
    return sum(unit.session.scalar(one) or 0 for one in counted)


def _entries(pack_id: str) -> Select[Entry, str]:
    joined = select(Entry, OfficeRow.area).join(OfficeRow, OfficeRow.id == Entry.office_id)
    return joined.where(Entry.pack == pack_id, Entry.state.in_(STANDING))


def _cases(pack_id: str) -> Select[Application, str]:
    joined = select(Application, OfficeRow.area).join(OfficeRow, OfficeRow.id == Application.station_id)
    return joined.where(Application.pack == pack_id, Application.state.in_(WITH_AN_OFFICE))


def _registered(unit: Unit, pack_id: str, after: str, kept: KeptAnswers) -> list[Listed]:
    rows = _behind(unit, _entries(pack_id), Entry.id, int(after or 0))
    automatic = kept(unit, [entry.id for entry, _ in rows if entry.application_id is None])
    asked = {entry.application_id for entry, _ in rows if entry.application_id is not None}
    cases = {row.id: row for row in unit.session.scalars(select(Application).where(Application.id.in_(asked)))}
    return [
        Listed(
            f"{ENTRY}:{entry.id}",
            entry.number,
            _county(unit, area),
            _answers(unit, entry, area, cases, automatic),
            frozenset(standing_bases(unit, entry)),
        )
        for entry, area in rows
    ]


def _answers(
    unit: Unit, entry: Entry, area: str, cases: Mapping[str, Application], automatic: Mapping[int, Answers]
) -> Answers:
    """What was decided on; of a registration that is forgotten by now, what the register itself keeps of it."""
    if entry.application_id is not None:
        return read_answers(unit, cases[entry.application_id])
    by_itself: Answers = {REGISTERED: True}
    if len(area) >= COUNTY_CODE:
        by_itself = {**by_itself, HUKOU: area[:COUNTY_CODE]}  # The office of an automatic entry is that of the hukou.
    return automatic.get(entry.id) or {**by_itself, **facts_of(unit, entry)}


def _under_way(unit: Unit, pack_id: str, after: str) -> list[Listed]:
    return [
        Listed(
            f"{CASE}:{row.id}",
            row.receipt or "",
            _county(unit, area),
            read_answers(unit, row),
            frozenset(row.categories),
        )
        for row, area in _behind(unit, _cases(pack_id), Application.id, after)
    ]


def _behind(
    unit: Unit, found: Select[Row, str], by: InstrumentedAttribute[Id], after: Id
) -> list[tuple[Row, str]]:
    return [(row, area) for row, area in unit.session.execute(found.where(by > after).order_by(by).limit(A_PORTION))]


def _county(unit: Unit, area: str) -> str:
    by_code = unit.services.catalogue.divisions.by_code
    county = by_code.get(area[:COUNTY_CODE])
    return str(county.name) if county else area
