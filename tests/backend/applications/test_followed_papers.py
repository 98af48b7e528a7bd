"""A corrected answer that needs another paper: asked for in the same round, so nobody comes twice (一次性告知)."""

import httpx2
import pytest

from backend.applications import review
from backend.applications.models import DefectRow
from backend.applications.views import DefectClaim
from contract.application import ApplicationTurn
from tests import papers
from tests.backend.citizen import AtTheWall, refuses
from tests.backend.desk import Desk
from tests.people import ZHOU_MIN

PROOF, OUGHT = "zero_employment_proof", "零就业家庭认定证明材料"
GROUNDS = DefectClaim("field", "categories", "您家里没有人工作，也可以按零就业家庭申请。")


@pytest.fixture
def wang(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http)


async def tick(wang: AtTheWall, turn: ApplicationTurn) -> ApplicationTurn:
    """Ticks 零就业家庭, or takes the tick away, and confirms."""
    path = f"/applications/{turn.id}/fields/categories"
    if turn.prompt is None:
        await wang.ask(ApplicationTurn, "POST", f"{path}/reopen")
    await wang.ask(ApplicationTurn, "POST", f"{path}/toggle", {"value": "X2"})
    return await wang.puts(turn, "categories")


async def returned(wang: AtTheWall, desk: Desk, *claims: DefectClaim, also: bool = False) -> ApplicationTurn:
    """She applied as 4050 alone, or also for her household, though nobody in it works; the office named the grounds."""
    turn = await wang.fills(await wang.begins(**{"household.others": "都没有工作"}), until="categories")
    turn = await (wang.puts(turn, "categories") if also else tick(wang, turn))
    sent = await wang.sends(await wang.hands_in_all(await wang.fills(turn)))
    desk.take_up(ZHOU_MIN, sent.id)
    desk.do(ZHOU_MIN, review.return_for_correction, sent.id, desk.version(sent.id), (GROUNDS, *claims))
    return await wang.application(sent.id)


async def test_xy_26_another_ground_asks_for_its_proof_in_the_same_round(wang: AtTheWall, desk: Desk) -> None:
    turn = await tick(wang, await returned(wang, desk))
    told = [(one.target, one.mended, one.comment) for one in turn.defects]
    assert told == [
        ("categories", True, GROUNDS.comment),
        (PROOF, False, "您改了申请内容，这份材料也要提供。"),
    ]
    assert not turn.can_submit
    with refuses("application.defects_open", 409, labels=[OUGHT]):
        await wang.does(turn, "supply")
    turn = await wang.hands_in(turn, PROOF, papers.jpeg("零就业家庭"))
    assert (await wang.does(turn, "supply")).state == "in_review"
    case = desk.case(ZHOU_MIN, turn.id)
    assert {one.requirement: one.state for one in case.papers}[PROOF] == "received"
    asked = case.defects[-1]
    assert (asked.label, asked.comment) == (OUGHT, "申请人改了内容，系统请其一并提供")
    assert len(asked.files_after) == 1


async def test_xy_26_a_ground_given_up_again_asks_for_nothing(wang: AtTheWall, desk: Desk) -> None:
    turn = await tick(wang, await returned(wang, desk))
    turn = await tick(wang, turn)
    assert [one.target for one in turn.defects] == ["categories"]
    assert (await wang.does(turn, "supply")).state == "in_review"
    assert desk.row(turn.id).categories == ["X1"]
    assert desk.count(DefectRow) == 1


async def test_xy_26_a_proof_of_a_ground_given_up_is_not_waited_for_and_again_when_it_is_taken_up(
    wang: AtTheWall, desk: Desk
) -> None:
    turn = await returned(wang, desk, DefectClaim("paper", PROOF, "看不清，请重拍。"), also=True)
    turn = await tick(wang, turn)
    assert turn.can_submit
    again = await tick(wang, turn)
    assert [one.mended for one in again.defects if one.target == PROOF] == [False]
    turn = await tick(wang, again)
    assert (await wang.does(turn, "supply")).state == "in_review"
