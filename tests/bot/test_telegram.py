"""Telegram's ways in: nothing is confirmed before it is kept; what goes wrong is told apart."""

import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.core import messengers
from backend.core.inbox import InboxRow
from backend.core.work import SYSTEM, Work
from bot.app import CannotStart, create_bot
from bot.channels.telegram import Polling, raw_update, telegram_bot, tell_name, try_to, webhook_app
from bot.client import BackendClient, BackendDown
from bot.settings import BotSettings
from tests.bot.conftest import Visit, bot_settings
from tests.fakes.botapi import FakeBotApi
from tests.people import WANG_XIUYING

CHAT = WANG_XIUYING.chat_id
SECRET = "a-secret-of-the-tests"


def kept(work: Work) -> int:
    with Session(work.engine) as session:
        return session.scalar(select(func.count()).select_from(InboxRow)) or 0


@pytest.fixture
async def polling(telegram: FakeBotApi, client: BackendClient) -> AsyncIterator[Polling]:
    bot = telegram_bot(bot_settings(telegram))
    yield Polling(bot, client, lambda: None)
    await bot.session.close()


async def test_an_update_is_confirmed_only_after_it_is_kept(
    telegram: FakeBotApi, polling: Polling, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    await telegram.control.say(CHAT, "/start")

    async def away(_batch: object) -> None:
        raise BackendDown("away")

    keep = polling._client.store_updates
    monkeypatch.setattr(polling, "_pause", 0.0)
    monkeypatch.setattr(polling._client, "store_updates", away)
    await polling._step()
    assert (kept(work), len(telegram.account.updates.waiting)) == (0, 1)
    monkeypatch.setattr(polling._client, "store_updates", keep)
    await polling._step()
    assert (kept(work), len(telegram.account.updates.waiting)) == (1, 1)


async def test_an_update_fetched_twice_is_kept_once(
    telegram: FakeBotApi, polling: Polling, work: Work
) -> None:
    await telegram.control.say(CHAT, "/start")
    await polling._step()
    polling._offset = 0
    await polling._step()
    assert kept(work) == 1


async def test_polling_stops_at_once_in_the_middle_of_a_long_poll(polling: Polling) -> None:
    running = asyncio.create_task(polling.run())
    await asyncio.sleep(0.1)
    polling.stop()
    await asyncio.wait_for(running, 2)


@pytest.mark.parametrize("fault", ["502html", "500", "429", "drop_before"])
async def test_polling_goes_on_after_a_fault(telegram: FakeBotApi, visit: Visit, fault: str) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("帮助")
    await wang.sees("怎么用帮办")
    await telegram.control.fault(fault, "getupdates", retry_after=1)
    await wang.says("隐私")
    await wang.sees("我们保存什么", within=10)


def test_an_update_is_ordered_by_its_chat() -> None:
    chat = {"chat": {"id": 7}}
    assert raw_update({"update_id": 1, "message": chat}).chat_id == 7
    assert raw_update({"update_id": 1, "callback_query": {"message": chat, "from": {"id": 8}}}).chat_id == 7
    assert raw_update({"update_id": 1, "callback_query": {"from": {"id": 8}}}).chat_id == 8
    assert raw_update({"update_id": 1, "my_chat_member": chat}).chat_id == 7
    assert raw_update({"update_id": 1, "poll": {}}).chat_id == 0
    with pytest.raises(ValueError, match="update_id"):
        raw_update({"message": chat})


# --- the webhook


@pytest.fixture
async def hook(client: BackendClient) -> AsyncIterator[httpx2.AsyncClient]:
    app = webhook_app(client, SECRET, lambda: None)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://bot") as line:
        yield line


async def post(hook: httpx2.AsyncClient, body: object, secret: str = SECRET) -> int:
    return (await hook.post("/", json=body, headers={"X-Telegram-Bot-Api-Secret-Token": secret})).status_code


UPDATE = {"update_id": 5, "message": {"chat": {"id": 7}}}


async def test_the_webhook_keeps_an_update_before_it_says_yes(hook: httpx2.AsyncClient, work: Work) -> None:
    assert await post(hook, UPDATE) == 200
    assert await post(hook, UPDATE) == 200
    assert kept(work) == 1


async def test_the_webhook_refuses_strangers(hook: httpx2.AsyncClient, work: Work) -> None:
    assert await post(hook, UPDATE, secret="wrong") == 401
    assert (await hook.post("/", json=UPDATE)).status_code == 401
    assert (await hook.get("/")).status_code == 405
    assert (await hook.post("/elsewhere", json=UPDATE)).status_code == 404
    assert kept(work) == 0


async def test_the_webhook_drops_what_is_no_update(hook: httpx2.AsyncClient, work: Work) -> None:
    assert await post(hook, ["no", "update"]) == 200
    assert await post(hook, {"no": "id"}) == 200
    assert kept(work) == 0


async def test_the_webhook_says_come_again_when_it_could_not_keep_it(
    hook: httpx2.AsyncClient, client: BackendClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_batch: object) -> None:
        raise BackendDown("away")

    monkeypatch.setattr(client, "store_updates", away)
    assert await post(hook, UPDATE) == 503


# --- starting


def test_a_token_of_another_form_is_refused_in_a_sentence(client: BackendClient) -> None:
    with pytest.raises(CannotStart, match="BotFather"):
        create_bot(BotSettings(telegram_token=SecretStr("nonsense")), client)


def test_a_webhook_without_a_secret_is_refused_in_a_sentence(client: BackendClient) -> None:
    settings = BotSettings(telegram_token=SecretStr("1:x"), telegram_webhook="https://example.org")
    with pytest.raises(CannotStart, match="BANGBAN_TELEGRAM_SECRET"):
        create_bot(settings, client)


async def test_a_token_telegram_does_not_know_is_refused_in_a_sentence(
    telegram: FakeBotApi, client: BackendClient
) -> None:
    settings = BotSettings(telegram_token=SecretStr("999:unknown"), telegram_api=telegram.url)
    bot = create_bot(settings, client)
    with pytest.raises(CannotStart, match="令牌"):
        await bot.check()
    for channel in bot.channels:
        await channel.bot.session.close()


async def test_the_profile_lists_at_most_eight_commands_with_words(
    telegram: FakeBotApi, visit: Visit
) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("/start")
    await wang.sees("帮办")
    commands = telegram.account.settings
    assert "自测" in str(commands)


async def test_at_its_start_the_bot_tells_how_it_is_called(telegram: FakeBotApi, visit: Visit, work: Work) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("/start")
    await wang.sees("帮办")
    assert work.read_now(SYSTEM, messengers.names) == {"telegram": "bangban_bot"}


async def test_a_name_that_cannot_be_told_stops_nothing(
    telegram: FakeBotApi, client: BackendClient, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_bot: object) -> None:
        raise BackendDown("away")

    monkeypatch.setattr(client, "introduce_bot", away)
    bot = telegram_bot(bot_settings(telegram))
    await try_to("name", tell_name(bot, client))
    monkeypatch.undo()
    assert work.read_now(SYSTEM, messengers.names) == {}
    await try_to("name", tell_name(bot, client))
    assert work.read_now(SYSTEM, messengers.names) == {"telegram": "bangban_bot"}
    await bot.session.close()
