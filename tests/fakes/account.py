"""One bot as Telegram holds it: its people, messages, updates, files and settings."""

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.faults import ApiError, FaultPlan
from tests.fakes.journal import Journal
from tests.fakes.shelf import Shelf
from tests.fakes.updates import CALLBACK_LIFE, UpdateQueue

Json = dict[str, Any]

REFUSAL_OF_STATE = {
    "blocked": "Forbidden: bot was blocked by the user",
    "deactivated": "Forbidden: user is deactivated",
}


@dataclass
class Resident:
    """A person with a private chat; `state` is present, blocked or deactivated."""

    chat_id: int
    name: str
    language: str = "zh-hans"
    state: str = "present"

    def user(self) -> Json:
        return {
            "id": self.chat_id,
            "is_bot": False,
            "first_name": self.name,
            "language_code": self.language,
        }

    def chat(self) -> Json:
        return {"id": self.chat_id, "type": "private", "first_name": self.name}


@dataclass
class Webhook:
    """Where updates are pushed; an empty `url` means polling."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error_date: int = 0
    last_error: str = ""


@dataclass
class Limits:
    """Messages allowed in any one second; 0 means no limit."""

    overall: int = 0
    chat: int = 0


@dataclass
class Account:
    """Everything Telegram knows of one bot."""

    token: str
    clock_shift: float = 0.0
    revoked: bool = False
    webhook: Webhook = field(default_factory=Webhook)
    limits: Limits = field(default_factory=Limits)
    residents: dict[int, Resident] = field(default_factory=dict)
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    callbacks: dict[str, tuple[int, float]] = field(default_factory=dict)
    settings: Json = field(default_factory=dict)
    requests: list[list[Any]] = field(default_factory=list)
    journal: Journal = field(default_factory=Journal)
    shelf: Shelf = field(default_factory=Shelf)
    faults: FaultPlan = field(default_factory=FaultPlan)

    def __post_init__(self) -> None:
        self.user: Json = {
            "id": int(self.token.partition(":")[0]),
            "is_bot": True,
            "first_name": "帮办",
            "username": "bangban_bot",
            "can_join_groups": False,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        self.updates = UpdateQueue(self.now)
        self._message_ids = itertools.count(1)
        self._callback_ids = itertools.count(4_000_000_000_000_000_001)
        self._sent: dict[int | None, list[float]] = {}

    def now(self) -> float:
        """Seconds since 1970; tests move it with `clock_shift`."""
        return time.time() + self.clock_shift

    def resident(self, chat_id: int, name: str = "") -> Resident:
        """The person of this chat, moving in if new."""
        if chat_id not in self.residents:
            self.residents[chat_id] = Resident(chat_id, name or f"居民{chat_id}")
        return self.residents[chat_id]

    def reachable(self, chat_id: int) -> Resident:
        """The person the bot may write to. Raises ApiError 400 or 403."""
        resident = self.residents.get(chat_id)
        if resident is None:
            raise ApiError(400, "Bad Request: chat not found")
        if refusal := REFUSAL_OF_STATE.get(resident.state):
            raise ApiError(403, refusal)
        return resident

    def new_message(self, resident: Resident, sender: Json, **content: Any) -> Json:
        """A message in the chat, kept so that it can be edited or answered."""
        message = {
            "message_id": next(self._message_ids),
            "date": int(self.now()),
            "chat": resident.chat(),
            "from": sender,
            **content,
        }
        self.messages[resident.chat_id, message["message_id"]] = message
        return message

    def new_callback(self, chat_id: int) -> str:
        """The id of a fresh tap, valid for 150 seconds."""
        callback_id = str(next(self._callback_ids))
        self.callbacks[callback_id] = (chat_id, self.now() + CALLBACK_LIFE)
        return callback_id

    def spend(self, chat_id: int) -> None:
        """Count a message against the limits of the last second. Raises ApiError 429."""
        for key, limit in ((None, self.limits.overall), (chat_id, self.limits.chat)):
            if limit:
                self._spend(key, limit)

    def _spend(self, key: int | None, limit: int) -> None:
        now = time.monotonic()
        recent = [moment for moment in self._sent.get(key, ()) if moment > now - 1]
        if len(recent) >= limit:
            raise ApiError(429, "Too Many Requests: retry after 1", retry_after=1)
        self._sent[key] = [*recent, now]
