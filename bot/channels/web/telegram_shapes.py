"""From the log to aiogram's objects: a message of the browser chat as handlers know it from Telegram."""

from typing import Any, Final

from aiogram import Bot
from aiogram.types import (
    Chat,
    Document,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageEntity,
    PhotoSize,
    User,
)

from bot.channels.web.log import Body, Face

TOKEN: Final = "900:web"
BOT: Final = User(id=900, is_bot=True, first_name="帮办", username="bangban_web")


def person(chat_id: int, language: str = "") -> User:
    """The citizen behind a browser: nothing is known but the chat and the page's language."""
    return User(id=chat_id, is_bot=False, first_name="访客", language_code=language or None)


def message(chat_id: int, face: Face, bot: Bot | None = None, language: str = "") -> Message:
    """The message as aiogram's object, mounted on ``bot`` when there is one."""
    by_bot = face.author == "bot"
    made = Message(
        message_id=face.message_id,
        date=face.at,
        edit_date=int(face.edited_at.timestamp()) if face.edited_at else None,
        chat=Chat(id=chat_id, type="private"),
        from_user=BOT if by_bot else person(chat_id, language),
        media_group_id=face.body.get("album"),
        reply_markup=_markup(face.body.get("keyboard", [])),
        **_content(chat_id, face.body),
    )
    return made.as_(bot) if bot is not None else made


def channel_file_id(chat_id: int, file_id: str) -> str:
    """A file id that says whose it is: the store hands a file to its own chat only."""
    return f"{chat_id}.{file_id}"


def split_file_id(file_id: str) -> tuple[int, str]:
    """The chat and the store's id. Raises ValueError for an id of another channel."""
    chat, _, stored = file_id.partition(".")
    if not stored:
        raise ValueError(file_id)
    return int(chat), stored


def _content(chat_id: int, body: Body) -> dict[str, Any]:
    words, marks = body.get("text", ""), _entities(body)
    if "photo" in body:
        return {"photo": [_photo(chat_id, body["photo"])], "caption": words or None}
    if "picture" in body:
        return {"caption": words or None, "caption_entities": marks}
    if "document" in body:
        document = _document(chat_id, body["document"])
        return {"document": document, "caption": words or None, "caption_entities": marks}
    return {"text": words, "entities": marks}


def _entities(body: Body) -> list[MessageEntity] | None:
    return [MessageEntity(**entity) for entity in body.get("entities", ())] or None


def _document(chat_id: int, kept: Body) -> Document:
    return Document(
        file_id=channel_file_id(chat_id, kept["file_id"]),
        file_unique_id=kept["file_id"],
        file_name=kept["name"],
        mime_type=kept["media_type"],
        file_size=kept["size"],
    )


def _photo(chat_id: int, kept: Body) -> PhotoSize:
    # A browser does not tell the size in pixels, and nobody needs it before the picture is opened.
    return PhotoSize(
        file_id=channel_file_id(chat_id, kept["file_id"]),
        file_unique_id=kept["file_id"],
        width=0,
        height=0,
        file_size=kept["size"],
    )


def _markup(keyboard: list[list[Body]]) -> InlineKeyboardMarkup | None:
    if not keyboard:
        return None
    rows = [
        [
            InlineKeyboardButton(text=key["text"], callback_data=key.get("data"), url=key.get("url"))
            for key in row
        ]
        for row in keyboard
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows)
