"""The browser chat as an aiogram session: what the bot does becomes events in the chat's log."""

from collections.abc import AsyncGenerator
from typing import Any, Literal

from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError
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
from aiogram.types import File, InlineKeyboardMarkup, InputFile, Message, User

from bot.callbacks import SHARE
from bot.channels.dialect import DialectSession, refused
from bot.channels.web import markup
from bot.channels.web.bell import Bell
from bot.channels.web.log import Body, ChatLog, Face, face_of
from bot.channels.web.telegram_shapes import BOT, message, split_file_id
from bot.client import BackendDown, Problem
from bot.picture import BackendPicture, Drawing
from bot.turn import KEPT
from contract.channel import AppendChatEvent
from contract.splitting import LONGEST_CAPTION, LONGEST_TEXT

LONGEST_DATA = 64
"""Bytes of a button's callback data."""
MEDIA_TYPES = {"pdf": "application/pdf", "txt": "text/plain; charset=utf-8"}

Kind = Literal["bot", "edit", "markup", "delete"]


class WebSession(DialectSession):
    """Writes to ``log`` and rings ``bell``. A file path is the file's id; nothing is fetched from a network."""

    def __init__(self, log: ChatLog, bell: Bell) -> None:
        super().__init__(api=TelegramAPIServer(base="web:{method}", file="{path}"))
        self._log = log
        self._bell = bell

    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        """As on Telegram: a refusal is a bad request, an answer that did not come is a broken line."""
        try:
            return await super().make_request(bot, method, timeout)
        except Problem as problem:
            raise refused(method, "chat not found" if problem.status == 404 else problem.code) from problem
        except BackendDown as down:
            raise TelegramNetworkError(method=method, message=f"Request timeout error: {down}") from down

    async def send_message(self, method: SendMessage, bot: Bot) -> Message:
        body = _words(method, method.text, LONGEST_TEXT) | _keyboard(method, method.reply_markup)
        if not body["text"].strip():
            raise refused(method, "message text is empty")
        return await self._send(_chat(method), body, bot)

    async def send_document(self, method: SendDocument, bot: Bot) -> Message:
        if not isinstance(method.document, InputFile):
            raise refused(method, "a document is sent as a file, never by its id")
        chat_id = _chat(method)
        body = _words(method, method.caption or "", LONGEST_CAPTION) | _keyboard(method, method.reply_markup)
        content = b"".join([chunk async for chunk in method.document.read(bot)])
        name = method.document.filename or "file"
        media_type = MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
        kept = await self._log.put_channel_file(chat_id, name, media_type, content)
        return await self._send(chat_id, body | {"document": kept.model_dump()}, bot)

    async def send_photo(self, method: SendPhoto, bot: Bot) -> Message:
        """The page gets the picture from the backend, and a drawing from here: a million chats need no copy of it."""
        body = _words(method, method.caption or "", LONGEST_CAPTION) | _keyboard(method, method.reply_markup)
        if isinstance(method.photo, BackendPicture):
            shown = {"id": method.photo.picture.id, "alt": method.photo.picture.alt}
        elif isinstance(method.photo, Drawing):
            shown = {"drawing": method.photo.name, "alt": method.photo.alt}
        else:
            raise refused(method, "a photo that is no picture of ours is outside the chat dialect")
        return await self._send(_chat(method), body | {"picture": shown}, bot)

    async def edit_text(self, method: EditMessageText, bot: Bot) -> Message:
        body = _words(method, method.text or "", LONGEST_TEXT) | _keyboard(method, method.reply_markup)
        if not body["text"].strip():
            raise refused(method, "message text is empty")
        return await self._edit(method, "edit", body, bot)

    async def edit_markup(self, method: EditMessageReplyMarkup, bot: Bot) -> Message:
        return await self._edit(method, "markup", _keyboard(method, method.reply_markup), bot)

    async def delete_message(self, method: DeleteMessage, bot: Bot) -> bool:
        if await face_of(self._log, _chat(method), method.message_id) is None:
            raise refused(method, "message to delete not found")
        await self._append(_chat(method), "delete", method.message_id, {})
        return True

    async def answer_tap(self, method: AnswerCallbackQuery, bot: Bot) -> bool:
        chat, _, update = method.callback_query_id.partition(":")
        if not (chat.isdecimal() and update):
            raise refused(method, "query is too old and response timeout expired or query ID is invalid")
        self._bell.whisper(
            int(chat), {"kind": "answer", "text": method.text or "", "alert": bool(method.show_alert)}
        )
        return True

    async def send_action(self, method: SendChatAction, bot: Bot) -> bool:
        self._bell.whisper(_chat(method), {"kind": "typing"})
        return True

    async def get_file(self, method: GetFile, bot: Bot) -> File:
        try:
            _, stored = split_file_id(method.file_id)
        except ValueError:
            raise refused(method, "wrong file_id or the file is temporarily unavailable") from None
        return File(file_id=method.file_id, file_unique_id=stored, file_path=method.file_id).as_(bot)

    async def get_me(self, method: GetMe, bot: Bot) -> User:
        return BOT

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        chat_id, stored = split_file_id(url)
        content = await self._log.channel_file(chat_id, stored)
        if content is None:
            raise TelegramBadRequest(GetFile(file_id=url), "Bad Request: the file is not kept any more")
        for start in range(0, len(content), chunk_size):
            yield content[start : start + chunk_size]

    async def close(self) -> None:
        """Lets the open streams end; the log belongs to whoever made it."""
        self._bell.close()

    async def _send(self, chat_id: int, body: Body, bot: Bot) -> Message:
        event = await self._append(chat_id, "bot", 0, body)
        return message(chat_id, Face(event.message_id, "bot", body, event.at), bot)

    async def _edit(
        self, method: EditMessageText | EditMessageReplyMarkup, kind: Kind, change: Body, bot: Bot
    ) -> Message:
        chat_id, message_id = _chat(method), method.message_id or 0
        face = await face_of(self._log, chat_id, message_id)
        if face is None or face.author != "bot":
            raise refused(method, "message to edit not found")
        before = dict(face.body)
        face.body.update(change)
        if face.body == before:
            raise refused(method, "message is not modified")
        face.edited_at = (await self._append(chat_id, kind, message_id, change)).at
        return message(chat_id, face, bot)

    async def _append(self, chat_id: int, kind: Kind, message_id: int, body: Body) -> Any:
        event = AppendChatEvent(kind=kind, message_id=message_id, body=body)
        stored = await self._log.append_chat_event(chat_id, event)
        self._bell.ring(chat_id)
        return stored


def _chat(method: Any) -> int:
    if not isinstance(method.chat_id, int):
        raise refused(method, "chat not found")
    return method.chat_id


def _words(method: Any, source: str, longest: int) -> Body:
    if method.parse_mode not in (None, "HTML"):
        raise refused(method, f"parse mode {method.parse_mode} is outside the chat dialect")
    try:
        text, entities = markup.parse(source) if method.parse_mode else (source, [])
    except markup.MarkupError as problem:
        raise refused(method, str(problem)) from None
    if markup.utf16(text) > longest:
        raise refused(method, "message is too long")
    return {"text": text, "entities": entities}


def _keyboard(method: TelegramMethod[Any], shown: Any) -> Body:
    """The inline keyboard. A reply keyboard has no meaning here: the text field is always open."""
    if not isinstance(shown, InlineKeyboardMarkup):
        return {"keyboard": []}
    return {"keyboard": [[_key(method, button) for button in row] for row in shown.inline_keyboard]}


def _key(method: TelegramMethod[Any], button: Any) -> Body:
    if button.callback_data is not None:
        if not 0 < len(button.callback_data.encode()) <= LONGEST_DATA:
            raise refused(method, "BUTTON_DATA_INVALID")
        # The page asks the device where it is only at the tap of this one button.
        locate = {"locate": True} if button.callback_data.removeprefix(KEPT) == SHARE else {}
        return {"text": button.text, "data": button.callback_data, **locate}
    if button.url and markup.SAFE_LINK.match(button.url):
        return {"text": button.text, "url": button.url}
    raise refused(method, "a button carries callback data or an http address")
