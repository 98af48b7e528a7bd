"""Offices that are in no list of divisions: communities under a station, and offices of the disability service."""

import re

from sqlalchemy import select

from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.staff.models import OfficeRow
from backend.staff.service import managed_offices_where

PLACE = re.compile(r"\d{3}")
NAME_LONGEST = 60


def open_community(unit: Unit, station_area: str, place: str, name: str) -> None:
    """A community under a station; ``place`` are the last three digits of its code.

    Raises 403 ``staff.admins_only``; 404 ``office.not_found``; 422 ``office.name_missing``, ``office.place_wrong``;
    409 ``office.taken``.
    """
    station = _managed(unit, station_area, "station")
    name = _named(name)
    if not PLACE.fullmatch(place.strip()):
        raise Problem("office.place_wrong", 422)
    _open(
        unit,
        OfficeRow(
            name=name,
            level="community",
            area=station.area + place.strip(),
            parent_id=station.id,
            telephone=station.telephone,
        ),
    )


def open_disability_service(unit: Unit, area: str, name: str) -> None:
    """残疾人就业服务机构 beside the employment agency of a county or city (广州第二条); it reads, and decides nothing.

    Raises what :func:`open_community` raises.
    """
    beside = _managed(unit, area, "county", "city")
    _open(
        unit,
        OfficeRow(
            name=_named(name),
            level=beside.level,
            area=f"{beside.area}CL",
            parent_id=beside.id,
            telephone=beside.telephone,
            organisation="disability",
        ),
    )


def set_community_reviews(unit: Unit, area: str, reviews: bool) -> None:
    """Of a county: its communities do the first review, or only prepare it (X18). Raises as above."""
    county = _managed(unit, area, "county")
    county.community_reviews = reviews
    unit.audit(
        "office.communities_review" if reviews else "office.communities_prepare",
        f"office:{county.id}",
        office=county.name,
    )


def _managed(unit: Unit, area: str, *levels: str) -> OfficeRow:
    wanted = select(OfficeRow).where(
        OfficeRow.area == area,
        OfficeRow.level.in_(levels),
        OfficeRow.organisation == "employment",
        managed_offices_where(unit),
    )
    office = unit.session.scalar(wanted)
    if office is None:
        raise not_found("office")
    return office


def _named(name: str) -> str:
    name = name.strip()
    if not name or len(name) > NAME_LONGEST:
        raise Problem("office.name_missing", 422, longest=NAME_LONGEST)
    return name


def _open(unit: Unit, office: OfficeRow) -> None:
    if unit.session.scalar(select(OfficeRow.id).where(OfficeRow.area == office.area)) is not None:
        raise Problem("office.taken", 409)
    unit.session.add(office)
    unit.session.flush()
    unit.audit("office.opened", f"office:{office.id}", office=office.name)
