"""The house dies around a decision, and the officer's browser sends the same form again (F4), on both databases."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from backend.applications.models import Decision
from backend.core.audit import AuditEntry
from backend.core.settings import Settings
from backend.core.work import SYSTEM, Work
from tests.backend.citizen import AtTheWall
from tests.backend.databases import settings as settings
from tests.backend.desk import open_desk
from tests.conftest import BOT_TOKEN, StoppedClock
from tests.console.console import HOUSE, Browser, Form, Page, give_password
from tests.durability import invariants
from tests.durability.product import CRASHED, Nursery, Product
from tests.people import WANG_XIUYING, ZHENG_JIE, ZHOU_MIN

pytestmark = [pytest.mark.xdist_group("durability"), pytest.mark.timeout(180)]
STAGES = {"endorse": ZHOU_MIN, "recognise": ZHENG_JIE}
TOLD = {"endorse": "application.endorsed", "recognise": "application.recognised"}
"""The sentence of the audit."""


class OverTheLine(Browser):
    """The same browser, signed in, on a socket that may break."""

    def __init__(self, url: str, before: Browser) -> None:
        cookies = {one.name: one.value or "" for one in before.http.cookies.jar}
        host = {"Host": HOUSE.removeprefix("http://")}
        self.http = httpx2.AsyncClient(base_url=url, headers=host, cookies=cookies, timeout=60)

    async def tries(self, form: Form) -> Page | None:
        """The page the officer sees after sending, None when the line broke."""
        try:
            return await self.send(form, opinion="情况属实，同意。", checked="yes")
        except httpx2.TransportError:
            return None


@pytest.fixture
async def product(births: Nursery, settings: Settings, work: Work) -> AsyncIterator[Product]:
    env = {"BANGBAN_BOT_TOKEN": BOT_TOKEN, "BANGBAN_SECOND_FACTOR": "none"}
    if settings.database:
        env["BANGBAN_DATABASE"] = settings.database
    async with Product(births, Path(settings.data), env, "backend") as made:
        yield made


@pytest.fixture
async def case(work: Work, http: httpx2.AsyncClient) -> str:
    """王秀英's application, through the front door."""
    return (await AtTheWall(http, WANG_XIUYING).applies()).id


@pytest.mark.parametrize("action", STAGES)
@pytest.mark.parametrize("moment", ["before", "after"])
async def test_f4_who_sends_an_approval_again_after_a_crash_has_approved_once(
    action: str, moment: str, house: FastAPI, work: Work, clock: StoppedClock, case: str, product: Product
) -> None:
    officer, desk = STAGES[action], open_desk(work)
    if action == "recognise":
        desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(officer, case)
    if action == "endorse":
        desk.record_steps(officer, case)
    give_password(desk, officer.login)
    before, letters = made(work, case), len(desk.letters(case))

    clock.moment = datetime.now(UTC)  # The house that dies has a clock of its own, and a session ends by it.
    inside = await Browser(house).sign_in(officer.login)
    form = (await inside.get(f"/staff/cases/{case}/endorse")).form("/endorse")
    browser = OverTheLine(product.url, inside)
    await product.start(f"{action}.{moment}_commit")
    assert await browser.tries(form) is None, "the decision was answered"
    assert await product.ended() == CRASHED
    assert made(work, case) - before == (Counter([action, TOLD[action]]) if moment == "after" else Counter())

    await product.start()
    pages = [await browser.tries(form) for _ in range(2)]
    await product.stop()
    for one in (inside, browser):
        await one.http.aclose()
    assert [page.status if page else None for page in pages] == [200, 200], [page and page.text for page in pages]
    assert len({page.response.url for page in pages if page}) == 1
    assert made(work, case) - before == Counter([action, TOLD[action]])
    assert len(desk.letters(case)) == letters + 1
    invariants.hold(work)


def made(work: Work, case: str) -> Counter[str]:
    """Decisions of a case, and the sentences of the audit about decisions."""

    def count(unit: object) -> Counter[str]:
        session = unit.session  # type: ignore[attr-defined]
        decided = session.scalars(select(Decision.action).where(Decision.application_id == case))
        acts = session.scalars(select(AuditEntry.action).where(AuditEntry.subject == f"application:{case}"))
        return Counter(decided) + Counter(act for act in acts if act in TOLD.values())

    return work.read_now(SYSTEM, count)
