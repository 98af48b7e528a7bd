"""Recognised persons of 新余 and 广州, and who serves them."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from sqlalchemy import select

from backend.applications.models import Application
from backend.core.actors import Officer
from backend.core.clock import CHINA
from backend.core.unit import Unit
from backend.registry import service as registry
from backend.registry.models import Entry
from backend.staff import service as staff
from backend.staff.models import OfficerRow
from tests.backend.desk import PACK, Desk, hand_in
from tests.people import PLACES, WANG_XIUYING, ZHOU_MIN, Person

GUANGZHOU = "guangzhou-2014-4"
BEIJING_STREET, YUEXIU = "440104003", "440104"
PLACES |= {YUEXIU: "越秀区", BEIJING_STREET: "北京街道"}
LIANG_SHUZHEN = Person("梁淑珍", "F", date(1980, 3, 5), "19900000072", BEIJING_STREET, 7072)
"""A 特困 person of 广州."""
RECOGNISED = date(2026, 11, 2)
"""A Monday; the tests' day is Saturday, 2026-11-21."""

Recognise = Callable[..., str]


@pytest.fixture
def recognise(desk: Desk) -> Recognise:
    """Enters a person into the register on a day, looked after by an officer; gives the number."""

    def enter(
        person: Person = WANG_XIUYING,
        on: date = RECOGNISED,
        pack: str = PACK,
        owner: str = ZHOU_MIN.login,
        categories: tuple[str, ...] = ("X1",),
    ) -> str:
        case = hand_in(desk.work, person)
        return str(desk.system(_enter, case, on, pack, desk.officers[owner].id, categories))

    return enter


@pytest.fixture
def number(recognise: Recognise) -> str:
    """王秀英, recognised on 2 November, 周敏 looks after her."""
    return recognise()


@pytest.fixture
def guangzhou(desk: Desk) -> Desk:
    """The desk with officers of a street and a district of 广州."""
    desk.officers |= desk.system(_employ)
    return desk


def _enter(unit: Unit, case: str, on: date, pack: str, owner: int, categories: tuple[str, ...]) -> str:
    row = unit.session.get_one(Application, case)
    assert row.person_id is not None
    assert row.station_id is not None
    row.state = "recognised"
    version = unit.services.catalogue.packs[pack].version
    number = registry.enrol(
        unit, registry.Enrolment(row.person_id, case, pack, version, categories, row.station_id, owner)
    )
    entry = unit.session.scalars(select(Entry).where(Entry.number == number)).one()
    entry.recognised_on, entry.created_at = on, datetime.combine(on, time(10), CHINA)
    return number


def _employ(unit: Unit) -> dict[str, Officer]:
    staff.add_officer(unit, "liangjing", "梁静", "reviewer", BEIJING_STREET)
    staff.add_officer(unit, "huangke", "黄科", "reviewer", YUEXIU)
    staff.add_officer(unit, "shegong", "佘工", "provider", YUEXIU)
    staff.add_officer(unit, "shegong2", "余工", "provider", YUEXIU)
    unit.session.flush()
    rows = unit.session.scalars(
        select(OfficerRow).where(OfficerRow.login.in_(("liangjing", "huangke", "shegong", "shegong2")))
    )
    return {row.login: actor for row in rows if (actor := staff.as_actor(unit, row.id)) is not None}
