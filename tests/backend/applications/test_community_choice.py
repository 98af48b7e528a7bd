"""The applicant says in which community she lives, and the case goes to the right one (XY-12, reading X18)."""

import httpx2
import pytest
from sqlalchemy import select

from backend.applications import queries
from backend.applications.community_names import found, initials
from backend.applications.models import Application
from backend.core.work import SYSTEM, Work
from backend.rules import Option, Text
from backend.staff import branches
from backend.staff.models import OfficeRow
from contract.application import ApplicationTurn
from tests.backend.citizen import AtTheWall, refuses
from tests.backend.desk import Desk
from tests.people import CHENGBEI, CHENGNAN, WANG_XIUYING, YUSHUI, ZHOU_MIN

NAMES = ("城南街道平安社区", "城南街道平安里社区", "城南街道幸福社区", "城南街道沙土村")
PINGAN, XINGFU = CHENGNAN + "001", CHENGNAN + "003"


@pytest.fixture
def communities(desk: Desk) -> None:
    for number, name in enumerate(NAMES, 1):
        desk.do("admin", branches.open_community, CHENGNAN, f"{number:03d}", name)


@pytest.fixture
def wang(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http, WANG_XIUYING)


async def asked(wang: AtTheWall, **other: str) -> ApplicationTurn:
    return await wang.fills(await wang.begins(), until="community", **other)


def labels(turn: ApplicationTurn) -> list[str]:
    assert turn.prompt is not None
    return [choice.label for choice in turn.prompt.choices]


def line(turn: ApplicationTurn) -> str:
    return next(line.shown for line in turn.lines if line.field == "community")


def kept(work: Work) -> Application:
    return work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(Application)).one())


def office(work: Work, id_: int | None) -> str:
    return work.read_now(SYSTEM, lambda unit: unit.session.get_one(OfficeRow, id_).name)


async def sent(wang: AtTheWall, turn: ApplicationTurn, **other: str) -> ApplicationTurn:
    return await wang.sends(await wang.hands_in_all(await wang.fills(turn, **other)))


@pytest.mark.usefixtures("communities")
async def test_xy_12_the_communities_of_the_station_are_offered_and_no_others(wang: AtTheWall, desk: Desk) -> None:
    desk.do("admin", branches.open_community, CHENGBEI, "001", "城北街道新村社区")
    turn = await asked(wang)
    assert labels(turn) == ["平安社区", "平安里社区", "幸福社区", "沙土村", "不知道，或不在名单里"]
    assert turn.prompt is not None
    assert "您的户口在哪个社区" in turn.prompt.text
    assert "第二条第（二）项" in turn.prompt.why
    turn = await wang.puts(turn, "community", XINGFU)
    assert line(turn) == "幸福社区"


async def test_xy_12_where_a_station_has_no_communities_nobody_is_asked(wang: AtTheWall) -> None:
    turn = await wang.fills(await wang.begins())
    assert "community" not in [line.field for line in turn.lines]


@pytest.mark.usefixtures("communities")
@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("幸福", "幸福社区"),
        ("幸福社区居委会", "幸福社区"),
        ("城南街道幸福社区", "幸福社区"),
        ("我住在幸福小区3栋", "幸福社区"),
        ("平安", "平安社区"),
        ("xf", "幸福社区"),
        ("ＸＦＳＱ", "幸福社区"),
        ("沙土", "沙土村"),
    ],
)
async def test_xy_12_a_community_is_found_by_what_is_typed(wang: AtTheWall, typed: str, name: str) -> None:
    assert line(await wang.puts(await asked(wang), "community", typed)) == name


@pytest.mark.usefixtures("communities")
async def test_xy_12_several_that_fit_are_shown_and_one_is_tapped(wang: AtTheWall) -> None:
    turn = await wang.puts(await asked(wang), "community", "pa")
    assert labels(turn) == ["平安社区", "平安里社区", "不在名单里", "看全部名单"]
    assert turn.prompt is not None
    assert "和“pa”相近的有2个" in turn.prompt.text
    turn = await wang.puts(turn, "community", "all")
    assert len(labels(turn)) == 5
    assert line(await wang.puts(turn, "community", "平安里")) == "平安里社区"


@pytest.mark.usefixtures("communities")
async def test_xy_12_what_is_in_no_list_is_kept_as_typed_and_goes_to_the_station(
    wang: AtTheWall, work: Work, desk: Desk
) -> None:
    turn = await wang.puts(await asked(wang), "community", "月亮湾<b>")
    assert labels(turn) == ["不在名单里", "看全部名单"]
    assert turn.prompt is not None
    assert "名单里没有“月亮湾<b>”" in turn.prompt.text
    turn = await wang.puts(turn, "community", "unlisted")
    assert line(turn) == "月亮湾<b>"
    case = await sent(wang, turn)
    row = kept(work)
    assert (row.community_id, row.office_id == row.station_id) == (None, True)
    desk.take_up(ZHOU_MIN, case.id)
    view = desk.read(ZHOU_MIN, queries.case, case.id)
    assert "月亮湾<b>（本人写的，不在名单里）" in [field.shown for field in view.fields]


@pytest.mark.usefixtures("communities")
async def test_xy_12_who_does_not_know_may_write_or_leave_it(wang: AtTheWall, work: Work) -> None:
    turn = await wang.puts(await asked(wang), "community", "不知道")
    assert turn.prompt is not None
    assert (turn.prompt.field, turn.prompt.optional) == ("community_said", True)
    turn = await wang.puts(turn, "community_said", skip=True)
    assert line(turn) == "不在名单里，由站所来找"
    await sent(wang, turn)
    assert kept(work).community_id is None


@pytest.mark.usefixtures("communities")
async def test_xy_12_a_community_that_prepares_is_named_and_the_station_reviews(wang: AtTheWall, work: Work) -> None:
    await sent(wang, await wang.puts(await asked(wang), "community", "幸福"))
    row = kept(work)
    assert office(work, row.community_id) == "城南街道幸福社区"
    assert row.office_id == row.station_id


@pytest.mark.usefixtures("communities")
async def test_xy_12_a_community_that_reviews_has_the_case_at_once(wang: AtTheWall, work: Work, desk: Desk) -> None:
    desk.do("admin", branches.set_community_reviews, YUSHUI, True)
    desk.employ("lina", "李娜", PINGAN)
    case = await sent(wang, await wang.puts(await asked(wang), "community", "平安社区"))
    assert "平安社区" in case.office
    row = kept(work)
    assert office(work, row.office_id) == "城南街道平安社区"
    assert office(work, row.station_id).startswith("渝水区城南街道")
    desk.take_up("lina", case.id)


@pytest.mark.usefixtures("communities")
async def test_xy_12_a_community_without_anybody_strands_no_case(wang: AtTheWall, work: Work, desk: Desk) -> None:
    desk.do("admin", branches.set_community_reviews, YUSHUI, True)
    await sent(wang, await wang.puts(await asked(wang), "community", "幸福"))
    row = kept(work)
    assert row.office_id == row.station_id
    assert office(work, row.community_id) == "城南街道幸福社区"


@pytest.mark.usefixtures("communities")
async def test_xy_12_who_applies_where_she_lives_chooses_there_and_another_street_asks_anew(
    wang: AtTheWall, desk: Desk
) -> None:
    desk.do("admin", branches.open_community, CHENGBEI, "001", "城北街道新村社区")
    there = {"residence_district": "渝水区", "residence_street": "城北街道", "residence_detail": "站前路2号"}
    turn = await asked(wang, apply_at="常住地", **there)
    assert turn.prompt is not None
    assert "您现在住在哪个社区" in turn.prompt.text
    assert labels(turn)[0] == "新村社区"
    turn = await wang.puts(turn, "community", "新村")
    turn = await wang.does(turn, "fields/apply_at/reopen")
    turn = await wang.puts(turn, "apply_at", "户籍地")
    assert turn.prompt is not None
    assert (turn.prompt.field, labels(turn)[0]) == ("community", "平安社区")


@pytest.mark.usefixtures("communities")
async def test_xy_12_a_submission_taken_back_is_with_no_community(wang: AtTheWall, work: Work) -> None:
    case = await sent(wang, await wang.puts(await asked(wang), "community", "幸福"))
    back = await wang.does(case, "take_back")
    assert kept(work).community_id is None
    assert line(back) == "幸福社区"


@pytest.mark.usefixtures("communities")
@pytest.mark.parametrize(
    ("typed", "code"), [("", "field.empty"), ("平" * 51, "field.too_long"), ("平\x00安", "field.characters")]
)
async def test_xy_12_what_cannot_be_a_name_is_refused_with_words(wang: AtTheWall, typed: str, code: str) -> None:
    with refuses(code, 422):
        await wang.puts(await asked(wang), "community", typed)


def test_initials_are_those_of_the_characters_and_nothing_rare_breaks_them() -> None:
    assert initials("平安社区") == "pasq"
    assert initials("暨阳a1") == "ya1"  # 暨 is too rare for the list by sound
    assert found("𠮷", [Option("1", Text("平安社区"))]) == ()
    assert found("！", [Option("1", Text("平安社区"))]) == ()
