"""Steps of 代办 in the chat: 王小燕 asks, checks, fills in and makes ready for her mother 王秀英."""

import httpx2
import pytest

from backend.core.work import SYSTEM, Work
from backend.people import mandates as rooms
from backend.people.mandate_models import Mandate as Row
from contract.application import ApplicationTurn
from contract.mandate import Begun, Mandate
from contract.screening import ScreeningTurn
from tests.backend.citizen import PACK, AtTheWall
from tests.people import WANG_XIAOYAN, WANG_XIUYING, Person

DAUGHTER = f"web:{WANG_XIAOYAN.chat_id}"
LETTER = rooms.MANDATE_PAPER


@pytest.fixture
def daughter(http: httpx2.AsyncClient) -> AtTheWall:
    """王小燕's chat, where she fills in for her mother 王秀英."""
    return AtTheWall(http, WANG_XIUYING, account=DAUGHTER)


@pytest.fixture
def mother(http: httpx2.AsyncClient) -> AtTheWall:
    """王秀英 in her own chat."""
    return AtTheWall(http, WANG_XIUYING)


async def asks(one: AtTheWall, person: Person = WANG_XIUYING, relation: str = "child", **more: str) -> Mandate:
    body = {"pack": PACK, "relation": relation, "principal": person.name, "helper": WANG_XIAOYAN.name}
    body |= {"helper_phone": WANG_XIAOYAN.phone} | more
    return await one.ask(Mandate, "POST", "/mandates", body)


async def begins(helper: AtTheWall, mandate: Mandate) -> Begun:
    return await helper.ask(Begun, "POST", f"/mandates/{mandate.id}/screening")


async def checks(helper: AtTheWall, mandate: Mandate) -> ScreeningTurn:
    turn = (await begins(helper, mandate)).screening
    assert turn is not None
    while turn.question is not None:
        turn = await helper.says(turn, helper.answers()[turn.question.fact])
    return turn


async def fills(helper: AtTheWall, mandate: Mandate) -> ApplicationTurn:
    return await helper.fills(await helper.consents((await checks(helper, mandate)).id))


async def ready(helper: AtTheWall, mandate: Mandate) -> ApplicationTurn:
    return await helper.hands_in_all(await fills(helper, mandate))


async def says(principal: AtTheWall, mandate: Mandate, answer: str) -> Mandate:
    return await principal.ask(Mandate, "POST", "/mandates/answers", {"code": mandate.code, "answer": answer})


def row_of(work: Work, mandate: Mandate) -> Row:
    return work.read_now(SYSTEM, lambda unit: unit.session.get_one(Row, mandate.id))
