"""What the filters of the queue mean as conditions, and what is read off which index."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, String, cast, exists, or_

from backend.applications.models import Application, Decision
from backend.applications.queue import LAST_MOVED, order_of
from backend.applications.scope import visible
from backend.applications.views import SOON_DAYS, QueueFilters
from backend.core.actors import Officer
from backend.core.unit import Unit
from backend.staff import access
from backend.staff.keyset import MOST_STATIONS, Where

AT_WORK = ("submitted", "in_review")


def offices_within(unit: Unit, officer: Officer, filters: QueueFilters) -> tuple[int, ...]:
    """The offices whose cases are listed: the officer's own and below, or those of them a filter names."""
    if officer.role in access.UNSEEING or by_person(officer):
        return ()
    own = unit.session.scalars(access.offices_under(officer.office_id)).all()
    if not filters.office:
        return tuple(own)
    named = set(unit.session.scalars(access.offices_under(filters.office)))
    return tuple(office for office in own if office in named)


def by_person(officer: Officer) -> bool:
    """Whether it depends on the case, and not on its station, if it is seen: communities and the disability service."""
    return officer.level == "community" or officer.organisation == "disability"


def within(unit: Unit, officer: Officer, offices: tuple[int, ...]) -> ColumnElement[bool]:
    return visible(unit, officer) if by_person(officer) else Application.station_id.in_(offices)


def where_of(unit: Unit, officer: Officer, filters: QueueFilters) -> Where:
    """What the list of these filters holds, so said that it is read off one index: office, officer or stations."""
    offices, conditions = offices_within(unit, officer, filters), conditions_of(unit, officer, filters)
    if filters.turn == "mine" or filters.holder == "me" or not offices:
        return Where([within(unit, officer, offices), *conditions])
    if len(offices) > MOST_STATIONS:
        # Not by the index of the stations: the whole queue in its order, of which most is theirs.
        return Where([(Application.station_id + 0).in_(offices), *conditions])
    return Where(conditions, offices)


def conditions_of(unit: Unit, officer: Officer, filters: QueueFilters) -> list[ColumnElement[bool]]:
    """What the filters say, besides whose cases may be seen at all."""
    conditions = [*_of_state(filters), *_of_hands(officer, filters)]
    if order_of(filters.state) is LAST_MOVED:
        # What is before an office was handed in; a draft can be withdrawn, and is nobody's to see.
        conditions.append(Application.submitted_at.is_not(None))
    if filters.due == "overdue":
        conditions += [Application.due_on < unit.today, Application.state.in_(AT_WORK)]
    elif filters.due == "soon":
        last = unit.today + timedelta(days=SOON_DAYS)
        conditions += [Application.due_on.between(unit.today, last), Application.state.in_(AT_WORK)]
    elif filters.due == "uncorrected":
        conditions += [Application.correct_by < unit.today, Application.state == "awaiting_correction"]
    if filters.category:
        conditions.append(
            cast(Application.categories, String).contains(f'"{filters.category}"', autoescape=True)
        )
    if filters.receipt.strip():
        conditions.append(Application.receipt.startswith(filters.receipt.strip().upper(), autoescape=True))
    if filters.stage:
        conditions.append(_at_stage(unit, filters.stage))
    return conditions


def _of_state(filters: QueueFilters) -> list[ColumnElement[bool]]:
    """Open and ended are what the order says already."""
    return [] if filters.state in ("open", "ended") else [Application.state == filters.state]


def _of_hands(officer: Officer, filters: QueueFilters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.turn == "mine":
        conditions.append(Application.office_id == officer.office_id)
    if filters.holder == "me":
        conditions.append(Application.officer_id == officer.id)
    elif filters.holder == "nobody":
        conditions.append(Application.officer_id.is_(None))
    if filters.corrected:
        returned_here = exists().where(
            Decision.application_id == Application.id,
            Decision.action == "return",
            Decision.stage == Application.stage,
        )
        conditions += [Application.round > 0, returned_here, Application.state.in_(AT_WORK)]
    return conditions


def _at_stage(unit: Unit, stage_id: str) -> ColumnElement[bool]:
    """The place of a stage differs from pack to pack, and from version to version."""
    places = [
        (Application.pack == pack_id) & (Application.stage == place) & of_version
        for pack_id in unit.services.catalogue.packs
        for place, of_version in _places(unit, pack_id, stage_id)
    ]
    return or_(False, *places)


def _places(unit: Unit, pack_id: str, stage_id: str) -> Iterator[tuple[int, ColumnElement[bool]]]:
    """Where a stage stands in each version; a version that is not known any more goes by that of the day."""
    packs = {pack.version: pack for pack in unit.services.catalogue.versions(pack_id)}
    today = unit.services.catalogue.packs[pack_id]
    for pack in packs.values():
        of_version = Application.pack_version == pack.version
        if pack is today:
            of_version |= Application.pack_version.not_in(packs)
        yield from ((place, of_version) for place, one in enumerate(pack.stages) if one.id == stage_id)
