"""The same story in a messenger: the product in its own process, the fake Bot API in another."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.chat import BotApiDoor, Chat
from tests.fakes.control import own_process
from tests.journeys.browser import needs_chromium
from tests.journeys.citizen import Citizen
from tests.journeys.desk import desk_of
from tests.journeys.product import product
from tests.journeys.story import Story
from tests.people import CHEN_ZHIQIANG, WANG_XIUYING, ZHENG_JIE, ZHOU_MIN

pytestmark = [
    pytest.mark.xdist_group("messenger"),
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.timeout(300),
]


@needs_chromium()
async def test_by_polling_from_the_first_message_to_the_decision_letter(
    chromium: Browser, tmp_path: Path
) -> None:
    async with own_process() as fake, product(tmp_path / "data", fake) as house:
        chat = Chat(WANG_XIUYING, BotApiDoor(fake, WANG_XIUYING), patience=30)
        street = await desk_of(chromium, house, ZHOU_MIN, measured=False)
        county = await desk_of(chromium, house, ZHENG_JIE, measured=False)
        story = Story(Citizen(chat), street, county)
        await story.is_told()
        await story.applies_again_in_vain()
        assert [street.eyes.complaints, county.eyes.complaints] == [{}, {}]


async def test_by_webhook_from_the_first_message_to_the_consent(tmp_path: Path) -> None:
    async with own_process() as fake, product(tmp_path / "data", fake, webhook=True):
        chat = Chat(CHEN_ZHIQIANG, BotApiDoor(fake, CHEN_ZHIQIANG), patience=30)
        citizen = Citizen(chat)
        await citizen.checks_herself()
        await chat.sees("残疾失业人员：可能符合")
        await citizen.agrees()
        await chat.is_asked("您的姓名")
        calls = {request.method for request in await fake.requests()}
        assert "setwebhook" in calls
        assert "getupdates" not in calls
