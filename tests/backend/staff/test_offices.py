"""Offices follow the divisions of the policies; officers see their own branch of the tree."""

import pytest
from sqlalchemy import select

from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.staff import duty
from backend.staff import service as staff
from backend.staff.models import OfficeRow, OfficerRow
from backend.staff.tree import offices_under
from tests.backend.desk import Desk, hand_in, refused
from tests.people import CHENGNAN, FENYI, HE_WEI, QIANDONG, SUN_LI, YUSHUI, ZHANG_GUIHUA, ZHENG_JIE, ZHOU_MIN


def test_every_division_has_its_office_once(desk: Desk) -> None:
    lines = desk.work.read_now(SYSTEM, staff.offices)
    by_area = {line.area: line for line in lines}
    assert len(by_area) == len(lines)
    assert (by_area["360500"].level, by_area[YUSHUI].level, by_area[CHENGNAN].level) == (
        "city",
        "county",
        "station",
    )
    assert by_area[CHENGNAN].name == "渝水区城南街道人力资源社会保障事务站所"
    assert by_area[CHENGNAN].parent == by_area[YUSHUI].name
    desk.system(staff.ensure_offices)
    assert desk.count(OfficeRow) == len(lines)


def test_a_zone_has_an_office_of_the_counties_level_over_towns_with_other_codes(desk: Desk) -> None:
    def under(unit: Unit) -> set[str]:
        zone = staff.office_of_area(unit, "3605A1")
        assert zone.level == "county"
        rows = select(OfficeRow.area).where(OfficeRow.id.in_(offices_under(zone.id)))
        return set(unit.session.scalars(rows))

    assert desk.work.read_now(SYSTEM, under) == {"3605A1", "360502190"}


def test_the_trees_of_the_cities_hold_everything_and_nothing_twice(desk: Desk) -> None:
    def trees(unit: Unit) -> list[set[int]]:
        cities = unit.session.scalars(select(OfficeRow).where(OfficeRow.level == "city"))
        return [set(unit.session.scalars(offices_under(city.id))) for city in cities]

    xinyu, guangzhou = desk.work.read_now(SYSTEM, trees)
    everything = desk.work.read_now(SYSTEM, lambda unit: set(unit.session.scalars(select(OfficeRow.id))))
    assert xinyu.isdisjoint(guangzhou)
    assert xinyu | guangzhou == everything


def test_xy_01_a_station_under_yushui_cannot_see_files_of_fenyi(desk: Desk) -> None:
    case = hand_in(desk.work, ZHANG_GUIHUA, station=QIANDONG)
    for there in (SUN_LI, HE_WEI, "inspector"):
        assert desk.case(there, case).receipt == desk.row(case).receipt
    for stranger in (ZHOU_MIN, ZHENG_JIE):
        for wanted in (case, "f" * 32):
            with refused("application.not_found", 404):
                desk.case(stranger, wanted)


def test_the_county_of_a_station_is_found_and_an_absent_level_refused(desk: Desk) -> None:
    def county(unit: Unit) -> str:
        station = staff.office_of_area(unit, CHENGNAN)
        assert staff.parent_at(unit, station, "station") is station
        return staff.parent_at(unit, station, "county").area

    assert desk.work.read_now(SYSTEM, county) == YUSHUI
    with refused("office.not_found", 404):
        desk.work.read_now(SYSTEM, lambda unit: staff.parent_at(unit, staff.office_of_area(unit, FENYI), "x"))
    with refused("office.not_found", 404):
        desk.work.read_now(SYSTEM, staff.office_of_area, "999999")


@pytest.mark.parametrize(
    ("login", "name", "area", "code", "status"),
    [
        ("zhoumin", "周敏", CHENGNAN, "staff.login_taken", 409),
        ("ZhouMin ", "周敏", CHENGNAN, "staff.login_taken", 409),
        ("周敏", "周敏", CHENGNAN, "staff.login_invalid", 422),
        ("ab", "周敏", CHENGNAN, "staff.login_invalid", 422),
        ("newcomer", " ", CHENGNAN, "staff.name_missing", 422),
        ("newcomer", "新人", "000", "office.not_found", 404),
    ],
)
def test_a_new_officer_needs_login_name_and_office(
    desk: Desk, login: str, name: str, area: str, code: str, status: int
) -> None:
    with refused(code, status):
        desk.do("admin", staff.add_officer, login, name, "reviewer", area)


def test_only_administrators_set_up_staff(desk: Desk) -> None:
    officer = desk.officers["wugang"].id
    for service, args in (
        (staff.add_officer, ("newcomer", "新人", "admin", CHENGNAN)),
        (staff.invite, (officer,)),
        (duty.leave, (officer,)),
        (duty.set_on_duty, (officer, True)),
        (duty.successors, (officer,)),
        (duty.let_in, (officer,)),
        (staff.officers, ()),
    ):
        for who in ("zhoumin", "inspector"):
            with refused("staff.admins_only", 403):
                desk.do(who, service, *args)


def test_nobody_shuts_the_door_behind_themselves(desk: Desk) -> None:
    with refused("staff.not_yourself", 409):
        desk.do("admin", duty.leave, desk.officers["admin"].id)


def test_the_list_of_officers_shows_who_has_no_password_yet(desk: Desk) -> None:
    lines = {line.login: line for line in desk.do("admin", staff.officers)}
    assert (lines["zhoumin"].name, lines["zhoumin"].invited, lines["zhoumin"].active) == ("周敏", True, True)


def test_an_administrator_manages_the_own_city_and_no_other(desk: Desk) -> None:
    desk.system(staff.add_officer, "guangzhou", "黎明", "admin", "440100")
    desk.system(staff.add_officer, "tianhe", "黎若舟", "reviewer", "440106")
    known = {row.login: row.id for row in desk.system(lambda unit: list(unit.session.scalars(select(OfficerRow))))}
    foreign = known["tianhe"]
    for service, args in ((staff.invite, (foreign,)), (duty.leave, (foreign,)), (duty.set_on_duty, (foreign, True))):
        with refused("officer.not_found", 404):
            desk.do("admin", service, *args)
    with refused("office.not_found", 404):
        desk.do("admin", staff.add_officer, "newcomer", "新人", "reviewer", "440106")
    assert {"guangzhou", "tianhe"}.isdisjoint(line.login for line in desk.do("admin", staff.officers))
    assert {line.area[:4] for line in desk.do("admin", staff.managed_offices)} == {"3605"}
    there = Desk(desk.work, {"guangzhou": desk.system(staff.as_actor, known["guangzhou"])})
    assert {line.login for line in there.do("guangzhou", staff.officers)} == {"guangzhou", "tianhe"}
    assert there.do("guangzhou", staff.invite, foreign)
