"""One call of a Bot API method: its parameters, however they were encoded, read with Telegram's refusals."""

import json
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.faults import ApiError
from tests.fakes.markup import MarkupError, clean, parse_html, utf16_length

Json = dict[str, Any]

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LARGEST_CALLBACK_DATA = 64


@dataclass
class Upload:
    """A file that came with the call."""

    name: str
    content: bytes


@dataclass
class Call:
    """`method` is in lower case: method names are case-insensitive."""

    method: str
    params: Json
    uploads: dict[str, Upload] = field(default_factory=dict)

    @property
    def chat_id(self) -> int | None:
        """The chat this call names, if any; used by faults and the request log."""
        try:
            return int(self.params["chat_id"])
        except (KeyError, ValueError, TypeError):
            return None

    def chat(self) -> int:
        if self.params.get("chat_id") in (None, ""):
            raise ApiError(400, "Bad Request: chat_id is empty")
        chat_id = self.chat_id
        if chat_id is None:
            raise ApiError(400, "Bad Request: chat not found")
        return chat_id

    def text(self, name: str) -> str:
        value = str(self.params.get(name, ""))
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ApiError(400, "Bad Request: strings must be encoded in UTF-8") from None
        return clean(value)

    def integer(self, name: str, default: int = 0) -> int:
        try:
            return int(self.params.get(name) or default)
        except (ValueError, TypeError):
            raise ApiError(400, f'Bad Request: invalid parameter "{name}"') from None

    def flag(self, name: str) -> bool:
        return str(self.params.get(name, "")).lower() in ("true", "1", "yes")

    def value(self, name: str) -> Any:
        """A JSON parameter, or None when absent."""
        raw = self.params.get(name)
        if raw is None or raw == "":
            return None
        if not isinstance(raw, str):
            return raw
        try:
            return json.loads(raw)
        except ValueError:
            raise ApiError(400, f"Bad Request: can't parse {name} JSON object") from None

    def formatted(self, name: str, longest: int, too_long: str) -> tuple[str, list[Json]]:
        """Text and entities after parsing, trimmed as Telegram trims. Raises ApiError 400."""
        text, entities = self._parsed(name)
        text = text.rstrip()
        lead = utf16_length(text) - utf16_length(text.lstrip())
        text = text.lstrip()
        length = utf16_length(text)
        if length > longest:
            raise ApiError(400, f"Bad Request: {too_long}")
        return text, [kept for entity in entities if (kept := _shifted(entity, lead, length))]

    def _parsed(self, name: str) -> tuple[str, list[Json]]:
        source, mode = self.text(name), str(self.params.get("parse_mode", "")).lower()
        if not mode:
            entities: list[Json] = self.value("entities") or self.value("caption_entities") or []
            return source, entities
        if mode != "html":
            raise ApiError(400, "Bad Request: unsupported parse_mode")
        try:
            return parse_html(source)
        except MarkupError as error:
            raise ApiError(400, f"Bad Request: can't parse entities: {error}") from None

    def keyboard(self) -> Json | None:
        """The reply markup, checked. Raises ApiError 400."""
        markup: Json | None = self.value("reply_markup")
        for row in (markup or {}).get("inline_keyboard", ()):
            for button in row:
                _check_button(button)
        return markup


def _check_button(button: Json) -> None:
    if not button.get("text"):
        raise ApiError(400, "Bad Request: inline keyboard button text must be non-empty")
    data = button.get("callback_data")
    if data is None and not any(key in button for key in ("url", "web_app", "copy_text", "login_url")):
        raise ApiError(400, "Bad Request: text buttons are unallowed in the inline keyboard")
    if data is not None and not 1 <= len(str(data).encode()) <= LARGEST_CALLBACK_DATA:
        raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")


def _shifted(entity: Json, lead: int, length: int) -> Json | None:
    """The entity inside the trimmed text, or None if nothing of it is left."""
    start = max(entity["offset"] - lead, 0)
    end = min(entity["offset"] + entity["length"] - lead, length)
    return {**entity, "offset": start, "length": end - start} if end > start else None
