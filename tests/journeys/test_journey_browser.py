"""From the first message to the decision letter: chat and console in Chromium, the product in its own process."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.chat import Chat
from tests.journeys.browser import PHONE, PageDoor, needs_chromium, sits_down
from tests.journeys.citizen import Citizen
from tests.journeys.desk import desk_of
from tests.journeys.product import product
from tests.journeys.story import Story
from tests.people import WANG_XIUYING, ZHENG_JIE, ZHOU_MIN

pytestmark = [
    needs_chromium(),
    pytest.mark.xdist_group("chromium"),
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.timeout(300),
]


async def test_from_the_first_message_to_the_decision_letter(chromium: Browser, tmp_path: Path) -> None:
    async with product(tmp_path / "data") as house:
        phone = await sits_down(chromium, PHONE)
        await phone.page.goto(house.chat)
        chat = Chat(WANG_XIUYING, PageDoor(phone.page), patience=30)
        street = await desk_of(chromium, house, ZHOU_MIN)
        county = await desk_of(chromium, house, ZHENG_JIE)
        story = Story(Citizen(chat, lambda name: phone.look(f"chat-{name}")), street, county)
        await story.is_told()
        assert [phone.complaints, street.eyes.complaints, county.eyes.complaints] == [{}, {}, {}]
