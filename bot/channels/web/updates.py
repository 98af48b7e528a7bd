"""What a person does in the browser, as the Telegram updates handlers know."""

import hashlib
from datetime import datetime
from typing import Final

from aiogram.types import CallbackQuery, Chat, Location, Message, Update

from bot.channels.web.log import Face
from bot.channels.web.telegram_shapes import message, person
from contract.channel import RawUpdate
from contract.jobs import PLACE_DECIMALS

ID_BITS: Final = 52
"""Telegram's ids fit 52 bits, so everything behind this channel has room for these."""


def update_id(chat_id: int, client_id: str) -> int:
    """The one id of what a page sends under ``client_id``: sent again after a broken line, it is the same update."""
    digest = hashlib.sha256(f"{chat_id}\n{client_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - ID_BITS)


def start(chat_id: int, number: int, payload: str, language: str, at: datetime) -> RawUpdate:
    """``/start``, with the payload of a deep link. The page shows no bubble for it."""
    command = Message(
        message_id=0,
        date=at,
        chat=Chat(id=chat_id, type="private"),
        from_user=person(chat_id, language),
        text=f"/start {payload}".rstrip(),
    )
    return _raw(chat_id, Update(update_id=number, message=command))


def said(
    chat_id: int, number: int, face: Face, language: str, at: tuple[float, float] | None = None
) -> RawUpdate:
    """A text, a photo or a document that stands in the log; or a place, rounded, of which the log says only that it came."""
    made = message(chat_id, face, language=language)
    if at is not None:
        latitude, longitude = (round(one, PLACE_DECIMALS) for one in at)
        place = Location(latitude=latitude, longitude=longitude)
        made = made.model_copy(update={"text": None, "entities": None, "location": place})
    return _raw(chat_id, Update(update_id=number, message=made))


def tapped(chat_id: int, number: int, face: Face, data: str, language: str) -> RawUpdate:
    """A tap on a button of a message of the bot."""
    query = CallbackQuery(
        id=f"{chat_id}:{number}",
        from_user=person(chat_id, language),
        chat_instance=str(chat_id),
        message=message(chat_id, face),
        data=data,
    )
    return _raw(chat_id, Update(update_id=number, callback_query=query))


def _raw(chat_id: int, update: Update) -> RawUpdate:
    body = update.model_dump(mode="json", by_alias=True, exclude_none=True)
    return RawUpdate(update_id=update.update_id, chat_id=chat_id, body=body)
