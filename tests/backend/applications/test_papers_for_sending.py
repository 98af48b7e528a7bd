"""Which papers an application needs before it can be sent (第二条第（一）项), the first time and the second."""

from datetime import date

import httpx2
import pytest

from contract.application import ApplicationTurn
from contract.policy import ChecklistItem
from tests import papers
from tests.backend.citizen import AtTheWall, refuses
from tests.backend.desk import Desk
from tests.backend.registry.conftest import register as register
from tests.backend.registry.leaving import Register
from tests.backend.registry.test_own_register import left, to_the_number
from tests.people import LIU_XIAOFANG, WANG_XIUYING

PROOF = "zero_employment_proof"


@pytest.fixture
def wang(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http)


def listed(turn: ApplicationTurn) -> list[ChecklistItem]:
    return [paper.item for paper in turn.papers]


async def test_xy_14_an_id_card_without_hukou_book_passes(wang: AtTheWall) -> None:
    turn = await wang.fills(await wang.begins())
    turn = await wang.hands_in(turn, "identity", papers.jpeg("身份证"))
    path = f"/applications/{turn.id}/papers/identity/choice"
    turn = await wang.ask(ApplicationTurn, "PUT", path, {"alternative": "id_card"})
    waiting = await wang.does(turn, "papers/done")
    with refuses("application.papers_missing", 409, papers=["《就业创业证》"]):
        await wang.sends(waiting)
    turn = await wang.does(waiting, "papers/reopen")
    turn = await wang.hands_in(turn, "employment_certificate", papers.jpeg("就业创业证"))
    sent = await wang.sends(await wang.does(turn, "papers/done"))
    assert sent.receipt
    identity = next(paper for paper in sent.papers if paper.item.id == "identity")
    assert (identity.chosen, len(identity.files)) == ("id_card", 1)


async def test_xy_16_a_household_without_work_cannot_be_sent_without_its_proof(http: httpx2.AsyncClient) -> None:
    liu = AtTheWall(http, LIU_XIAOFANG)
    turn = await liu.fills(await liu.begins(household__others="没有人工作"))
    proof = next(paper.item for paper in turn.papers if paper.item.id == PROOF)
    assert proof.needed
    for requirement in ("identity", "employment_certificate"):
        turn = await liu.hands_in(turn, requirement, papers.jpeg(requirement))
    turn = await liu.does(turn, "papers/done")
    assert not turn.can_submit
    with refuses("application.papers_missing", 409, papers=[proof.title]):
        await liu.sends(turn)
    turn = await liu.does(turn, "papers/reopen")
    turn = await liu.hands_in(turn, PROOF, papers.jpeg("零就业家庭认定证明"))
    assert (await liu.sends(await liu.does(turn, "papers/done"))).receipt


async def test_xy_42_the_second_time_the_list_of_papers_is_the_same(
    wang: AtTheWall, desk: Desk, register: Register
) -> None:
    await left(wang, desk, register, date(2026, 11, 21))
    (case,) = await wang.cases()
    first = listed(await wang.application(case.id))
    register.on(date(2027, 2, 21))
    turn = await wang.puts(await to_the_number(wang), "id_number", WANG_XIUYING.id_number)
    second = listed(await wang.application(turn.id))
    assert [item.id for item in first] == ["identity", "employment_certificate", "age_proof"]
    assert first == second
