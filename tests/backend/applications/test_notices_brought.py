"""GZ-04: a recognition nobody applied for, told of on paper, is found in a chat that was opened later."""

from datetime import date

import httpx2
import pytest
from pydantic import SecretStr

from backend.applications.models import CheckCode
from backend.automatic import queries
from backend.core.unit import Unit
from backend.core.work import Work
from contract.register import Standing
from tests.backend.automatic.registering import GP01, KEY, Registrar, entries
from tests.backend.automatic.test_registrations import CODE
from tests.backend.citizen import AtTheWall, refuses
from tests.backend.desk import Desk
from tests.backend.registry.leaving import GUANGZHOU, officers_of_guangzhou
from tests.conftest import StoppedClock
from tests.people import LI_JIANGUO, ZHAO_MIN, id_number

WRONG_CODE = "7F3K-2M9Q-X4T8-WC00"


@pytest.fixture
async def code(http: httpx2.AsyncClient, work: Work, desk: Desk) -> str:
    """陈小红 is recognised, has no chat, and holds her sheet: its check code."""
    work.services.settings.registrations_key = SecretStr(KEY)
    officers_of_guangzhou(desk)
    await Registrar(http).tells(GP01)
    (sheet,) = desk.do("huangjing", queries.sheets, "打印告知单").sheets
    assert any("发“认定通知”" in line for line in sheet.lines)
    return CODE.findall("\n".join(sheet.lines))[0]


@pytest.fixture
def chen(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http, ZHAO_MIN)


async def brings(who: AtTheWall, code: str, number: str = GP01) -> Standing:
    return await who.ask(Standing, "POST", "/register/notices", {"code": code, "id_number": number})


async def test_gz_04_the_notice_brings_the_recognition_into_a_chat_opened_later(
    code: str, chen: AtTheWall, desk: Desk
) -> None:
    assert await chen.ask(tuple[Standing, ...], "GET", "/register") == ()
    found = await brings(chen, code.lower().replace("-", " "))
    (entry,) = entries(desk)
    assert (found.number, found.state, found.may_object) == (entry.number, "active", True)
    assert await brings(chen, code) == found, "twice is once"
    assert await chen.ask(tuple[Standing, ...], "GET", "/register") == (found,)
    after = await chen.ask(Standing, "POST", f"/register/{GUANGZHOU}/object", {"words": "我已经上班了。"})
    assert after.objection


async def test_gz_04_a_wrong_code_a_wrong_number_and_a_strange_pair_are_refused_alike(
    code: str, chen: AtTheWall, desk: Desk
) -> None:
    other = id_number("440104", date(1980, 1, 1), "F")
    for pair in ((WRONG_CODE, GP01), (code, other), (code, "123")):
        with refuses("notice.not_found", 404):
            await brings(chen, *pair)
    assert [entry.account_id for entry in entries(desk)] == [None]


async def test_gz_04_what_stands_in_one_chat_is_not_taken_into_another(
    code: str, chen: AtTheWall, http: httpx2.AsyncClient
) -> None:
    await brings(chen, code)
    with refuses("notice.of_another_chat", 409):
        await brings(AtTheWall(http, LI_JIANGUO), code)


async def test_gz_04_tries_of_a_chat_are_counted_and_limited(
    code: str, chen: AtTheWall, http: httpx2.AsyncClient, clock: StoppedClock
) -> None:
    for _ in range(5):
        with refuses("notice.not_found", 404):
            await brings(chen, WRONG_CODE)
    with refuses("notice.too_many_tries", 409, minutes=12):
        await brings(chen, code)
    clock.advance(minutes=12)
    assert (await brings(chen, code)).state == "active"


async def test_gz_04_a_sheet_that_was_found_is_not_tried_from_many_chats(code: str, http: httpx2.AsyncClient) -> None:
    """Its number is printed without the birth date, which must not be found by trying."""
    others = [AtTheWall(http, ZHAO_MIN, account=f"web:{chat}") for chat in range(9001, 9007)]
    for other, year in zip(others, range(1980, 1985), strict=False):
        with refuses("notice.not_found", 404):
            await brings(other, code, id_number("440104", date(year, 1, 1), "F"))
    with refuses("notice.too_many_tries", 409):
        await brings(others[-1], code.lower(), id_number("440104", date(1990, 1, 1), "F"))


async def test_gz_04_codes_of_other_papers_bring_nothing(code: str, chen: AtTheWall, desk: Desk) -> None:
    def no_notice(unit: Unit) -> None:
        unit.session.get_one(CheckCode, code).kind = "decision"

    desk.system(no_notice)
    with refuses("notice.not_found", 404):
        await brings(chen, code)
