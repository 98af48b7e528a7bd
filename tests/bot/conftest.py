"""The bot as people meet it: the real house behind it, a fake Telegram before it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from backend.core.settings import Settings
from bot.app import BotApp, create_bot
from bot.client import BackendClient
from bot.embedded import Embedded
from bot.line import Line
from bot.settings import BotSettings
from tests.chat import BotApiDoor, Chat
from tests.conftest import BOT_TOKEN
from tests.fakes.botapi import FakeBotApi
from tests.people import Person
from tests.policies.folders import XINYU, policies_of

Visit = Callable[[Person], Chat]


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """One city: nobody is asked which. Several are the matter of tests/cities."""
    return settings.model_copy(update={"policies": policies_of(tmp_path / "policies", XINYU)})


@pytest.fixture
async def line(house: FastAPI) -> AsyncIterator[Line]:
    """The bot's line to the house, in process, as the product has it."""
    async with Line(Embedded(house), "http://house", {"Authorization": f"Bearer {BOT_TOKEN}"}) as line:
        yield line


@pytest.fixture
def client(line: Line) -> BackendClient:
    return BackendClient(line)


@pytest.fixture
async def telegram() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as fake:
        yield fake


def bot_settings(telegram: FakeBotApi, **more: object) -> BotSettings:
    return BotSettings(telegram_token=SecretStr(telegram.token), telegram_api=telegram.url, **more)


@pytest.fixture
async def bot(telegram: FakeBotApi, client: BackendClient) -> AsyncIterator[BotApp]:
    """The bot, polling."""
    app = create_bot(bot_settings(telegram), client)
    running = asyncio.create_task(app.run())
    yield app
    await app.stop()
    await running


@pytest.fixture
def visit(bot: BotApp, telegram: FakeBotApi) -> Visit:
    """Gives a person a chat with the bot."""
    return lambda person: Chat(person, BotApiDoor(telegram.control, person))
