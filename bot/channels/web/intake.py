"""What a page sends becomes a stored update; only then the page is told that we have it.

A page that lost the line sends again under the same ``client_id``: same message, same update, one effect.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bot.channels.web import updates
from bot.channels.web.bell import Bell
from bot.channels.web.log import CHANNEL, Body, ChatLog, Face, face_of, faces, whole_log
from bot.channels.web.markup import utf16
from bot.channels.web.private import masked
from contract.channel import AppendChatEvent, RawUpdate, StoreUpdates

LONGEST_TEXT: Final = 4096
"""UTF-16 units, as on Telegram."""
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

ClientId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,35}$")]


class Said(BaseModel):
    """``POST /updates``: one thing a person did."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["text", "tap", "start", "place"]
    client_id: ClientId
    text: str = ""
    data: str = Field(default="", max_length=64)
    message_id: int = Field(default=0, ge=0)
    latitude: float = Field(default=0, ge=-90, le=90, allow_inf_nan=False)
    longitude: float = Field(default=0, ge=-180, le=180, allow_inf_nan=False)
    """Of a ``place``, which is sent at the tap of a button: ``text`` is what the bubble says, never where it is."""
    language: Language = ""


class FileHead(BaseModel):
    """What comes with a file; ``name`` as the person's device calls it, ``album`` groups files sent at once."""

    client_id: ClientId
    name: str = ""
    media_type: str = Field(default="", max_length=100)
    album: ClientId | Literal[""] = ""
    language: Language = ""


class Refusal(Exception):
    """Not taken; ``code`` is worded by the page."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__(code)
        self.code = code
        self.status = status


@dataclass(frozen=True)
class Intake:
    """Takes what pages send. ``arrived`` wakes whoever works on the inbox."""

    log: ChatLog
    bell: Bell
    arrived: Callable[[], None]

    async def take(self, chat_id: int, said: Said) -> None:
        """Stores one update. Raises :class:`Refusal`."""
        number = updates.update_id(chat_id, said.client_id)
        if said.kind == "start":
            raw = updates.start(chat_id, number, _payload(said.text), said.language, datetime.now(UTC))
        elif said.kind == "tap":
            face = await self._tappable(chat_id, said)
            raw = updates.tapped(chat_id, number, face, said.data, said.language)
        else:
            if said.kind == "place":
                await self._tappable(chat_id, said)
            text = _clean(said.text)
            face = await self._write(chat_id, number, {"text": masked(text), "client_id": said.client_id})
            face = replace(face, body=face.body | {"text": text})  # Who answers reads what was written.
            at = (said.latitude, said.longitude) if said.kind == "place" else None
            raw = updates.said(chat_id, number, face, said.language, at)
        await self._store(raw)

    async def take_file(self, chat_id: int, head: FileHead, content: bytes) -> None:
        """Stores a file and the update that brings it. Raises :class:`Refusal`."""
        if not content:
            raise Refusal("file.empty", 422)
        number = updates.update_id(chat_id, head.client_id)
        face = await self._already(chat_id, head.client_id)
        if face is None:
            face = await self._write(chat_id, number, await self._keep(chat_id, head, content))
        await self._store(updates.said(chat_id, number, face, head.language))

    async def _keep(self, chat_id: int, head: FileHead, content: bytes) -> Body:
        picture = picture_type(content)
        media_type = picture or head.media_type or "application/octet-stream"
        kept = await self.log.put_channel_file(chat_id, _file_name(head.name), media_type, content)
        body: Body = {"client_id": head.client_id, "photo" if picture else "document": kept.model_dump()}
        return body | ({"album": head.album} if head.album else {})

    async def _already(self, chat_id: int, client_id: str) -> Face | None:
        """The message of a file that came before its page heard that it came."""
        log = faces(await whole_log(self.log, chat_id))
        return next((face for face in log.values() if face.body.get("client_id") == client_id), None)

    async def _tappable(self, chat_id: int, said: Said) -> Face:
        face = await face_of(self.log, chat_id, said.message_id)
        keys = [key for row in face.body.get("keyboard", ()) for key in row] if face else []
        if face is None or said.data not in [key.get("data") for key in keys]:
            raise Refusal("tap.expired", 409)
        return face

    async def _write(self, chat_id: int, number: int, body: Body) -> Face:
        event = AppendChatEvent(kind="user", body=body)
        written = await self.log.append_chat_event(chat_id, event, key=f"{CHANNEL}:{number}:said")
        self.bell.ring(chat_id)
        return Face(written.message_id, "user", written.body, written.at)

    async def _store(self, raw: RawUpdate) -> None:
        await self.log.store_updates(StoreUpdates(channel=CHANNEL, updates=(raw,)))
        self.arrived()


def picture_type(content: bytes) -> str:
    """The media type of a picture every browser shows, by its first bytes; empty for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return ""


def _clean(text: str) -> str:
    """What Telegram would let through: composed characters, no control characters, no blank edges."""
    text = _CONTROLS.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n"))).strip()
    if not text:
        raise Refusal("text.empty", 422)
    if utf16(text) > LONGEST_TEXT:
        raise Refusal("text.too_long", 413)
    return text


def _payload(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", text) else ""


def _file_name(name: str) -> str:
    """The last part of a path, without control characters or line breaks; its ending survives a cut."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in last if character.isprintable())[-120:] or "file"
