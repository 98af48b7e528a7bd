"""社区 and the levels (第二条第（二）项；广州第二条、第十二条、第十八条): who prepares, reviews, decides, inspects."""

import pytest
from sqlalchemy import select

from backend.applications import communities, ownership, queries, review
from backend.applications.sending_back import send_back
from backend.applications.views import QueueFilters
from backend.core import actors
from backend.core.unit import Unit
from backend.records import exports
from backend.registry import service as registry
from backend.staff import branches
from backend.staff import service as staff
from backend.staff.models import OfficerRow
from tests.backend.desk import Desk, hand_in, matched, refused, visited
from tests.backend.registry.leaving import DISTRICT, STREET
from tests.people import (
    CHEN_ZHIQIANG,
    CHENGBEI,
    CHENGNAN,
    FENYI,
    HE_WEI,
    WANG_XIUYING,
    YUSHUI,
    ZHANG_GUIHUA,
    ZHENG_JIE,
    ZHOU_MIN,
    Officer,
)

PINGAN = CHENGNAN + "001"


@pytest.fixture
def lina(desk: Desk) -> str:
    """李娜 of 平安社区 under 城南街道."""
    desk.do("admin", branches.open_community, CHENGNAN, "001", "城南街道平安社区")
    return desk.employ("lina", "李娜", PINGAN)


def entrust(desk: Desk, case: str, note: str = "请入户看看") -> None:
    desk.do(
        ZHOU_MIN, communities.entrust, case, desk.version(case), desk.officers["lina"].office_id, note
    )


def test_gz_32_a_community_logs_visits_and_papers_and_decides_nothing(
    desk: Desk, case: str, lina: str
) -> None:
    with refused("application.not_found", 404):
        desk.do(lina, review.record_step, case, visited())
    desk.take_up(ZHOU_MIN, case)
    entrust(desk, case)
    desk.do(lina, review.record_step, case, visited())
    desk.do(lina, review.mark_paper, case, "identity", "verified", "", original_seen=True)
    version = desk.version(case)
    for service, args in (
        (review.record_step, (case, matched())),
        (review.endorse, (case, version, "同意上报。")),
        (review.decline, (case, version, "art-1", "户籍不在本市。")),
        (review.return_for_correction, (case, version, ())),
        (review.release, (case, version, "休假")),
        (ownership.hand_over, (case, version, 1, "请接办")),
    ):
        with refused("review.community_prepares", 403):
            desk.do(lina, service, *args)
    step = next(one for one in desk.case(ZHOU_MIN, case).steps if one.step == "home_visit")
    assert step.officer == "李娜"
    assert desk.case(ZHOU_MIN, case).holder == "周敏"
    assert desk.read(lina, queries.todo).stages == ()


def test_gz_32_a_community_sees_what_was_entrusted_to_it_and_no_more(
    desk: Desk, case: str, lina: str
) -> None:
    other = hand_in(desk.work, CHEN_ZHIQIANG, "X3", station=CHENGNAN)
    desk.take_up(ZHOU_MIN, case)
    entrust(desk, case)
    assert [line.id for line in desk.read(lina, queries.queue, QueueFilters()).lines] == [case]
    assert desk.read(lina, queries.find, CHEN_ZHIQIANG.id_number) == ()
    with refused("application.not_found", 404):
        desk.case(lina, other)


def test_xy_22_where_the_county_says_so_the_community_does_the_first_review(
    desk: Desk, case: str, lina: str
) -> None:
    """X18: configuration per county, the station is the default."""
    desk.do("admin", branches.set_community_reviews, YUSHUI, True)
    desk.take_up(ZHOU_MIN, case)
    entrust(desk, case)
    view = desk.case(lina, case)
    assert (view.state, view.office, view.holder) == ("submitted", "城南街道平安社区", "")
    assert desk.read(lina, queries.todo).stages == ("初审",)
    with refused("review.not_your_stage", 403):
        desk.take_up(ZHOU_MIN, case)
    desk.do(lina, review.take_up, case, desk.version(case))
    desk.do(lina, review.record_step, case, matched())
    desk.do(lina, review.record_step, case, visited())
    for paper in desk.case(lina, case).papers:
        desk.do(lina, review.mark_paper, case, paper.requirement, "verified")
    desk.do(lina, review.endorse, case, desk.version(case), "情况属实，同意上报。")
    desk.take_up(ZHENG_JIE, case)
    desk.do(ZHENG_JIE, send_back, case, desk.version(case), "请补充入户记录。")
    assert desk.case(lina, case).office == "城南街道平安社区"


def test_xy_22_a_case_is_entrusted_to_a_community_of_the_own_station_in_the_first_review(
    desk: Desk, case: str, lina: str
) -> None:
    desk.do("admin", branches.open_community, CHENGBEI, "001", "城北街道新村社区")
    foreign = desk.employ("fanghua", "方华", CHENGBEI + "001")
    desk.take_up(ZHOU_MIN, case)
    for office in (desk.officers[foreign].office_id, desk.officers["zhengjie"].office_id, 0):
        with refused("review.no_community", 422):
            desk.do(ZHOU_MIN, communities.entrust, case, desk.version(case), office, "请入户看看")
    with refused("hand_over.note_missing", 422):
        entrust(desk, case, " ")
    desk.record_steps(ZHOU_MIN, case)
    desk.endorse(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    with refused("application.illegal_move", 409):
        desk.do(
            ZHENG_JIE, communities.entrust, case, desk.version(case), desk.officers[lina].office_id, "请看看"
        )


@pytest.fixture
def dpf(desk: Desk) -> str:
    """蔡明 of the disability service beside 渝水区."""
    desk.do("admin", branches.open_disability_service, YUSHUI, "渝水区残疾人就业服务中心")
    return desk.employ("caiming", "蔡明", YUSHUI + "CL")


def test_gz_03_the_disability_service_sees_disabled_persons_of_its_area_only(desk: Desk, dpf: str) -> None:
    hers = hand_in(desk.work, CHEN_ZHIQIANG, "X3")
    others = [hand_in(desk.work, WANG_XIUYING), hand_in(desk.work, ZHANG_GUIHUA, "X3")]
    assert [line.id for line in desk.read(dpf, queries.queue, QueueFilters()).lines] == [hers]
    assert [line.id for line in desk.read(dpf, queries.find, CHEN_ZHIQIANG.id_number)] == [hers]
    assert desk.case(dpf, hers).name == "陈*"
    for other in others:
        with refused("application.not_found", 404):
            desk.case(dpf, other)
    with refused("review.disability_inspects", 403):
        desk.do(dpf, review.take_up, hers, desk.version(hers))
    assert desk.read(dpf, queries.todo).stages == ()


def test_gz_03_the_register_shows_the_disability_service_disabled_persons_only(
    desk: Desk, case: str, dpf: str
) -> None:
    sunshine = hand_in(desk.work, CHEN_ZHIQIANG, "X3", station=CHENGNAN)
    for one in (case, sunshine):
        desk.pass_preliminary(ZHOU_MIN, one)
        desk.take_up(ZHENG_JIE, one)
        desk.endorse(ZHENG_JIE, one, "审核确认，情况属实。")
    assert [line.application_id for line in desk.read(dpf, registry.register).lines] == [sunshine]
    assert desk.read(ZHENG_JIE, registry.register).total == 2


def test_gz_02_county_and_city_open_and_check_and_do_not_edit_a_streets_file(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    city = desk.employ("chengxin", "程欣", "360500")
    for who, code in ((ZHENG_JIE, "review.not_your_stage"), (city, "review.level_inspects")):
        assert desk.case(who, case).name == "王*"
        for service, args in (
            (review.mark_paper, (case, "identity", "verified")),
            (review.record_step, (case, visited())),
            (review.endorse, (case, desk.version(case), "同意上报。")),
        ):
            with refused(code, 403):
                desk.do(who, service, *args)
    with refused("application.not_found", 404):
        desk.case(HE_WEI, case)


def test_gz_40_the_tree_of_offices_has_four_levels(desk: Desk, lina: str) -> None:
    lines = {line.area: line for line in desk.do("admin", staff.managed_offices)}
    levels = [lines[area].level for area in ("360500", YUSHUI, CHENGNAN, PINGAN)]
    assert levels == ["city", "county", "station", "community"]
    assert lines[PINGAN].parent == lines[CHENGNAN].name


def test_gz_40_guangzhous_tree_has_four_levels_and_ends_with_the_village(desk: Desk) -> None:
    """市、区、街（镇）、居（村）: the fourth is opened by the city's own administrator and gives service at once."""
    desk.system(staff.add_officer, "gzadmin", "广州管理员", "admin", "440100")
    desk.officers["gzadmin"] = desk.system(_actor, "gzadmin")
    desk.do("gzadmin", branches.open_community, STREET, "001", "北京街道都府社区")
    lines = {line.area: line for line in desk.do("gzadmin", staff.managed_offices)}
    chain = ("440100", DISTRICT, STREET, STREET + "001")
    assert [lines[area].level for area in chain] == ["city", "county", "station", "community"]
    assert [lines[area].parent for area in chain[1:]] == [lines[area].name for area in chain[:-1]]
    assert not any(area.startswith("3605") for area in lines), "another city is nobody's to manage here"


def _actor(unit: Unit, login: str) -> actors.Officer:
    row = unit.session.scalars(select(OfficerRow).where(OfficerRow.login == login)).one()
    found = staff.as_actor(unit, row.id)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("area", "place", "name", "code", "status"),
    [
        (YUSHUI, "001", "平安社区", "office.not_found", 404),
        ("440106001", "001", "平安社区", "office.not_found", 404),
        (CHENGNAN, "1", "平安社区", "office.place_wrong", 422),
        (CHENGNAN, "001", " ", "office.name_missing", 422),
    ],
)
def test_a_community_stands_under_a_station_of_the_own_city(
    desk: Desk, area: str, place: str, name: str, code: str, status: int
) -> None:
    with refused(code, status):
        desk.do("admin", branches.open_community, area, place, name)


def test_an_office_is_opened_once_and_by_administrators(desk: Desk, lina: str, dpf: str) -> None:
    for service, args in (
        (branches.open_community, (CHENGNAN, "001", "平安社区")),
        (branches.open_disability_service, (YUSHUI, "残疾人就业服务中心")),
    ):
        with refused("office.taken", 409):
            desk.do("admin", service, *args)
        for who in ("zhoumin", "inspector", lina, dpf):
            with refused("staff.admins_only", 403):
                desk.do(who, service, *args)
    with refused("office.not_found", 404):
        desk.do("admin", branches.set_community_reviews, CHENGNAN, True)
    desk.do("admin", branches.set_community_reviews, FENYI, True)


@pytest.mark.parametrize("who", [ZHOU_MIN, ZHENG_JIE])
def test_a_case_entrusted_to_a_community_stays_visible_above(
    desk: Desk, case: str, lina: str, who: Officer
) -> None:
    desk.take_up(ZHOU_MIN, case)
    entrust(desk, case)
    assert desk.case(who, case).community == "城南街道平安社区"


def test_a_community_is_listed_with_its_street_and_never_twice(desk: Desk) -> None:
    desk.do("admin", branches.open_community, CHENGBEI, "001", "新村社区")
    desk.do("admin", branches.open_community, CHENGBEI, "002", "城北街道站北社区")
    names = [name for _, name in desk.read(ZHENG_JIE, exports.areas)]
    assert {"城北街道新村社区", "城北街道站北社区"} <= set(names)
    assert "新村社区" not in names
