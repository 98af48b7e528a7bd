"""The closed dialect: the ten Bot API methods every channel of ours speaks.

Bot API has some 180 methods; a channel that is not Telegram cannot promise them all. Handlers show a screen
with these ten, a session carries them out, and anything else is refused aloud instead of half done.

What aiogram asks of a session that is not HTTP:

- the digits before the colon of the token are ``Bot.id``, and conversation keys start with it, so every channel
  has a reserved id (``900:web``);
- methods arrive with unresolved ``Default(...)`` values: they are resolved here, from ``bot.default``;
- an object that is given back must be mounted (``.as_(bot)``), or ``message.edit_text`` has no bot to ask;
- downloads come through ``stream_content``, with the URL the session's own ``api`` builds from a file path.
"""

from abc import abstractmethod
from functools import singledispatchmethod
from typing import Any, Final, cast

from aiogram import Bot
from aiogram.client.default import Default
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageReplyMarkup,
    EditMessageText,
    GetFile,
    GetMe,
    SendChatAction,
    SendDocument,
    SendMessage,
    SendPhoto,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import File, Message, User


class DialectSession(BaseSession):
    """A channel: ten methods to carry out, and no others. Files come through ``stream_content``."""

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        """Carries out one method. Raises :class:`TelegramBadRequest` for one outside the dialect."""
        return cast(TelegramType, await self.perform(resolved(method, bot), bot))

    @singledispatchmethod
    async def perform(self, method: Any, bot: Bot) -> Any:
        raise refused(method, f"{type(method).__name__} is outside the chat dialect")

    @perform.register
    async def _(self, method: SendMessage, bot: Bot) -> Message:
        return await self.send_message(method, bot)

    @perform.register
    async def _(self, method: EditMessageText, bot: Bot) -> Message:
        return await self.edit_text(method, bot)

    @perform.register
    async def _(self, method: EditMessageReplyMarkup, bot: Bot) -> Message:
        return await self.edit_markup(method, bot)

    @perform.register
    async def _(self, method: DeleteMessage, bot: Bot) -> bool:
        return await self.delete_message(method, bot)

    @perform.register
    async def _(self, method: AnswerCallbackQuery, bot: Bot) -> bool:
        return await self.answer_tap(method, bot)

    @perform.register
    async def _(self, method: SendDocument, bot: Bot) -> Message:
        return await self.send_document(method, bot)

    @perform.register
    async def _(self, method: SendPhoto, bot: Bot) -> Message:
        return await self.send_photo(method, bot)

    @perform.register
    async def _(self, method: SendChatAction, bot: Bot) -> bool:
        return await self.send_action(method, bot)

    @perform.register
    async def _(self, method: GetFile, bot: Bot) -> File:
        return await self.get_file(method, bot)

    @perform.register
    async def _(self, method: GetMe, bot: Bot) -> User:
        return await self.get_me(method, bot)

    @abstractmethod
    async def send_message(self, method: SendMessage, bot: Bot) -> Message: ...

    @abstractmethod
    async def edit_text(self, method: EditMessageText, bot: Bot) -> Message: ...

    @abstractmethod
    async def edit_markup(self, method: EditMessageReplyMarkup, bot: Bot) -> Message: ...

    @abstractmethod
    async def delete_message(self, method: DeleteMessage, bot: Bot) -> bool: ...

    @abstractmethod
    async def answer_tap(self, method: AnswerCallbackQuery, bot: Bot) -> bool: ...

    @abstractmethod
    async def send_document(self, method: SendDocument, bot: Bot) -> Message: ...

    @abstractmethod
    async def send_photo(self, method: SendPhoto, bot: Bot) -> Message: ...

    @abstractmethod
    async def send_action(self, method: SendChatAction, bot: Bot) -> bool: ...

    @abstractmethod
    async def get_file(self, method: GetFile, bot: Bot) -> File: ...

    @abstractmethod
    async def get_me(self, method: GetMe, bot: Bot) -> User: ...


DIALECT: Final = frozenset(DialectSession.__dict__["perform"].dispatcher.registry) - {object}
"""The method classes of the dialect; every session carries out exactly these."""


def resolved(method: TelegramMethod[TelegramType], bot: Bot) -> TelegramMethod[TelegramType]:
    """The method with every ``Default(...)`` replaced by what the bot was made with."""
    defaults = {name: bot.default[value.name] for name, value in method if isinstance(value, Default)}
    return method.model_copy(update=defaults) if defaults else method


def refused(method: TelegramMethod[Any], why: str) -> TelegramBadRequest:
    """The refusal Telegram would answer with, in its own form of words."""
    return TelegramBadRequest(method=method, message=f"Bad Request: {why}")
