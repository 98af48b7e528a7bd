"""The bot put together: channels, the desk and the postman of each, and the ways in."""

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.utils.token import TokenValidationError
from starlette.types import ASGIApp

from bot.channels import telegram, web
from bot.client import BackendClient
from bot.deliveries import Deliveries
from bot.intake import Intake, forever
from bot.routers import build_router
from bot.settings import BotSettings
from bot.starting import CannotStart
from contract.channel import ReleaseLeases

log = logging.getLogger(__name__)


@dataclass
class Channel:
    """One messenger: its bot, who handles what comes in, who carries out what goes out."""

    name: str
    bot: Bot
    intake: Intake
    deliveries: Deliveries
    polling: telegram.Polling | None = None

    def loops(self) -> list[Coroutine[Any, Any, None]]:
        work = [
            forever(f"{self.name} intake", self.intake.run),
            forever(f"{self.name} deliveries", self.deliveries.run),
        ]
        if self.polling:
            work.append(forever(f"{self.name} polling", self.polling.run))
        return work

    def stop(self) -> None:
        if self.polling:
            self.polling.stop()
        self.intake.stop()
        self.deliveries.stop()


@dataclass
class BotApp:
    """``web_app`` is mounted at ``/chat``, ``webhook_app`` (when there is one) where Telegram was told."""

    settings: BotSettings
    client: BackendClient
    channels: tuple[Channel, ...]
    web_app: ASGIApp
    webhook_app: ASGIApp | None
    bell: web.Bell
    alone: bool
    _loops: list[asyncio.Task[None]] = field(default_factory=list)

    async def check(self) -> None:
        """Asks Telegram once whether the token is good. Raises :class:`CannotStart`."""
        for channel in self.channels:
            if channel.name == telegram.CHANNEL:
                await _check_token(channel.bot)

    async def run(self) -> None:
        """Until :meth:`stop`; then what is being handled is finished and the lines are closed."""
        if self.alone:
            await self._release_dead()
        for channel in self.channels:
            if channel.name == telegram.CHANNEL:
                await telegram.try_to("way in", telegram.set_way_in(channel.bot, self.settings))
                await telegram.try_to("profile", telegram.introduce(channel.bot))
                await telegram.try_to("name", telegram.tell_name(channel.bot, self.client))
        self._loops = [asyncio.create_task(loop) for channel in self.channels for loop in channel.loops()]
        try:
            await asyncio.gather(*self._loops)
        finally:
            for loop in self._loops:
                loop.cancel()
            for channel in self.channels:
                await channel.bot.session.close()

    async def stop(self) -> None:
        """Asks every loop to end and waits for it."""
        self.bell.close()
        for channel in self.channels:
            channel.stop()
        if self._loops:
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait(self._loops, timeout=25)

    async def _release_dead(self) -> None:
        """The only process of its database takes back at once what a dead one held."""
        for channel in self.channels:
            await self.client.release_updates(ReleaseLeases(channel=channel.name))
            await channel.deliveries.release_dead()


def create_bot(settings: BotSettings, client: BackendClient, *, alone: bool = True) -> BotApp:
    """The bot with the browser chat, and Telegram when there is a token.

    ``alone``: no other bot process works on this backend. Raises :class:`CannotStart`.
    """
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.include_router(build_router())
    bell = web.Bell()
    session = web.WebSession(client, bell)
    channels = [
        _channel(
            web.CHANNEL, Bot(web.TOKEN, session, default=telegram.PROPERTIES), dispatcher, settings, client
        )
    ]
    page = web.web_app(
        client,
        bell,
        channels[0].intake.ring,
        telephone=settings.telephone,
        secure=settings.secure_cookies,
    )
    webhook = None
    if settings.telegram_token.get_secret_value():
        channels.append(_telegram(dispatcher, settings, client))
        if settings.telegram_webhook:
            secret = settings.telegram_secret.get_secret_value()
            webhook = telegram.webhook_app(client, secret, channels[1].intake.ring)
    return BotApp(settings, client, tuple(channels), page, webhook, bell, alone)


def _channel(
    name: str, bot: Bot, dispatcher: Dispatcher, settings: BotSettings, client: BackendClient
) -> Channel:
    intake = Intake(name, bot, dispatcher, client, settings.workers)
    return Channel(name, bot, intake, Deliveries(name, bot, client))


def _telegram(dispatcher: Dispatcher, settings: BotSettings, client: BackendClient) -> Channel:
    try:
        bot = telegram.telegram_bot(settings)
    except TokenValidationError:
        raise CannotStart(
            "BANGBAN_TELEGRAM_TOKEN 不是机器人令牌。令牌形如 123456:ABC-DEF，请从 @BotFather 复制。"
        ) from None
    if settings.telegram_webhook and not settings.telegram_secret.get_secret_value():
        raise CannotStart("设置了 BANGBAN_TELEGRAM_WEBHOOK，还要设置 BANGBAN_TELEGRAM_SECRET。")
    channel = _channel(telegram.CHANNEL, bot, dispatcher, settings, client)
    if not settings.telegram_webhook:
        channel.polling = telegram.Polling(bot, client, channel.intake.ring)
    return channel


async def _check_token(bot: Bot) -> None:
    try:
        await bot.get_me()
    except (TelegramUnauthorizedError, TelegramNotFound):
        raise CannotStart("Telegram 不认这个令牌。请检查 BANGBAN_TELEGRAM_TOKEN。") from None
    except (TelegramAPIError, ClientDecodeError) as error:
        log.warning("Telegram is out of reach for now: %s", type(error).__name__)
