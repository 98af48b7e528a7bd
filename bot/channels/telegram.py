"""Telegram: its ways in (polling, webhook), and the profile people see."""

import asyncio
import contextlib
import hmac
import json
import logging
from collections.abc import Callable
from typing import Any, Final

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.types import BotCommand
from aiohttp import ClientError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.telegram_session import TelegramSession
from bot.client import BackendClient, BackendDown, Problem
from bot.settings import BotSettings
from contract.channel import IntroduceBot, RawUpdate, StoreUpdates
from contract.jobs import PLACE_DECIMALS
from locales import translator

CHANNEL: Final = "telegram"
ALLOWED: Final = ["message", "callback_query", "my_chat_member"]
LONG_POLL: Final = 30
BATCH: Final = 100
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0
LARGEST_BODY: Final = 1024 * 1024
SECRET: Final = "x-telegram-bot-api-secret-token"
PROPERTIES: Final = DefaultBotProperties(parse_mode="HTML", link_preview_is_disabled=True)

log = logging.getLogger(__name__)


def telegram_bot(settings: BotSettings) -> Bot:
    """The bot of the token; raises ``TokenValidationError`` for one of another form."""
    session = TelegramSession(api=TelegramAPIServer.from_base(settings.telegram_api), timeout=20)
    return Bot(settings.telegram_token.get_secret_value(), session=session, default=PROPERTIES)


async def introduce(bot: Bot) -> None:
    """The profile: commands with their descriptions, and what the empty chat says."""
    for language, code in (("zh_Hans_CN", None), ("en", "en")):
        _ = translator("bot", language)
        commands = [
            BotCommand(command="start", description=_("首页")),
            BotCommand(command="check", description=_("自测：看看是否符合条件")),
            BotCommand(command="continue", description=_("继续上次填的内容")),
            BotCommand(command="status", description=_("查申请进度")),
            BotCommand(command="policy", description=_("查政策：看条文，直接问")),
            BotCommand(command="human", description=_("找工作人员")),
            BotCommand(command="cancel", description=_("先停下来，内容会保留")),
            BotCommand(command="help", description=_("怎么用")),
        ]
        await bot.set_my_commands(commands, language_code=code)
        await bot.set_my_description(
            _("帮办：自测能否认定为就业困难人员，列材料、填表、提交、查进度。全程免费。"), language_code=code
        )


async def tell_name(bot: Bot, client: BackendClient) -> None:
    """Tells the backend how the bot is called, for the links of its pages; one that has no name has none to tell."""
    me = await bot.get_me()
    if me.username:
        await client.introduce_bot(IntroduceBot(channel=CHANNEL, name=me.username))


def raw_update(body: dict[str, Any]) -> RawUpdate:
    """An update with the chat that orders it. Raises ValueError for what is no update."""
    update_id = body.get("update_id")
    if not isinstance(update_id, int):
        raise ValueError("no update_id")
    return RawUpdate(update_id=update_id, chat_id=_chat_of(body), body=_roughly(body))


def _roughly(body: dict[str, Any]) -> dict[str, Any]:
    """A place is rounded before it is written down anywhere; the name and address of a venue are left out."""
    message = body.get("message") or {}
    place = message.get("location")
    if not isinstance(place, dict):
        return body
    rough = {key: round(float(place[key]), PLACE_DECIMALS) for key in ("latitude", "longitude")}
    kept = {key: value for key, value in message.items() if key != "venue"}
    return body | {"message": kept | {"location": rough}}


def _chat_of(body: dict[str, Any]) -> int:
    tap = body.get("callback_query") or {}
    holder = body.get("message") or tap.get("message") or body.get("my_chat_member") or {}
    chat = (holder.get("chat") or tap.get("from") or {}).get("id", 0)
    return chat if isinstance(chat, int) else 0


class Polling:
    """Fetches, stores, and only then confirms by the next offset."""

    def __init__(self, bot: Bot, client: BackendClient, arrived: Callable[[], None]) -> None:
        self._bot = bot
        self._client = client
        self._arrived = arrived
        self._offset = 0
        self._pause = FIRST_PAUSE
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Until :meth:`stop`."""
        stop = asyncio.create_task(self._stopping.wait())
        while not self._stopping.is_set():
            step = asyncio.create_task(self._step())
            await asyncio.wait({step, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not step.done():
                step.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await step
        stop.cancel()

    def stop(self) -> None:
        self._stopping.set()

    async def _step(self) -> None:
        try:
            updates = await self._fetch()
            if updates:
                await self._store(updates)
            # Confirmed once an answer to the offset came back empty: then it is forgotten, because after a
            # quiet week Telegram may go on with smaller numbers.
            self._offset = updates[-1]["update_id"] + 1 if updates else 0
            self._pause = FIRST_PAUSE
        except _Refused as refusal:
            await self._rest_after(refusal)
        except (ClientError, TimeoutError, ValueError, BackendDown) as error:
            log.warning("polling rests: %s", type(error).__name__)
            await self._rest(self._pause)

    async def _fetch(self) -> list[dict[str, Any]]:
        session = await _session(self._bot)
        url = self._bot.session.api.api_url(self._bot.token, "getUpdates")
        wish: dict[str, Any] = {"timeout": LONG_POLL, "limit": BATCH, "allowed_updates": ALLOWED}
        if self._offset:
            wish["offset"] = self._offset
        async with session.post(url, json=wish, timeout=LONG_POLL + 15) as answer:
            body = json.loads(await answer.read())
        if not body.get("ok"):
            raise _Refused(int(body.get("error_code", 500)), str(body.get("description", "")), body)
        updates: list[dict[str, Any]] = body["result"]
        return updates

    async def _store(self, updates: list[dict[str, Any]]) -> None:
        raw = tuple(raw_update(body) for body in updates)
        await self._client.store_updates(StoreUpdates(channel=CHANNEL, updates=raw))
        self._arrived()

    async def _rest_after(self, refusal: "_Refused") -> None:
        if refusal.status == 401:
            log.error("Telegram refuses the token; polling tries again in %s s", LONGEST_PAUSE)
            await self._rest(LONGEST_PAUSE)
        elif refusal.status == 409:
            log.error("another process polls for this bot, or a webhook is set: %s", refusal)
            await self._rest(max(self._pause, 5.0))
        else:
            log.warning("polling rests: %s", refusal)
            await self._rest(max(self._pause, refusal.retry_after))

    async def _rest(self, seconds: float) -> None:
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        await asyncio.sleep(seconds)


class _Refused(Exception):
    def __init__(self, status: int, description: str, body: dict[str, Any]) -> None:
        super().__init__(description)
        self.status = status
        self.retry_after = float((body.get("parameters") or {}).get("retry_after", 0))


async def _session(bot: Bot) -> Any:
    assert isinstance(bot.session, AiohttpSession)
    return await bot.session.create_session()


def webhook_app(client: BackendClient, secret: str, arrived: Callable[[], None]) -> Starlette:
    """The webhook: stored first, then 200; anything that could not be stored is 503 and comes again."""

    async def take(request: Request) -> Response:
        shown = request.headers.get(SECRET, "")
        if not secret or not hmac.compare_digest(shown.encode(), secret.encode()):
            return Response(status_code=401)
        body = await request.body()
        if len(body) > LARGEST_BODY:
            return Response(status_code=200)  # No update we serve is that large; asking again would not help.
        try:
            raw = raw_update(json.loads(body))
        except (ValueError, AttributeError):
            return Response(status_code=200)
        try:
            await client.store_updates(StoreUpdates(channel=CHANNEL, updates=(raw,)))
        except (BackendDown, Problem) as error:
            log.error("webhook could not store: %s", error)
            return Response(status_code=503, headers={"retry-after": "5"})
        arrived()
        return Response(status_code=200)

    return Starlette(routes=[Route("/", take, methods=["POST"])])


async def set_way_in(bot: Bot, settings: BotSettings) -> None:
    """Tells Telegram to push to the webhook, or not to push when we poll."""
    if settings.telegram_webhook:
        await bot.set_webhook(
            settings.telegram_webhook,
            secret_token=settings.telegram_secret.get_secret_value(),
            allowed_updates=ALLOWED,
        )
    else:
        await bot.delete_webhook(drop_pending_updates=False)


async def try_to(what: str, job: Any) -> None:
    """Something nice to have at a start: the profile. Its failing is logged, not fatal."""
    try:
        await job
    except (TelegramAPIError, ClientDecodeError, BackendDown, Problem) as error:
        log.warning("%s: %s", what, type(error).__name__)
