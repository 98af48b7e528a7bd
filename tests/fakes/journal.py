"""What citizens saw and did, in order: the truth every durability proof is held against."""

import asyncio
from typing import Any

Entry = dict[str, Any]
"""`seq`, `chat_id`, `kind` and what belongs to the kind:

the bot's: message, edit, markup (text, entities, keyboard, message_id, file) · delete (message_id) ·
toast (callback_id, text, alert) · action (action);
the people's: said, sent (text, message_id, file) · tapped (message_id, data, callback_id).
"""


class Journal:
    """An append-only list that readers can wait on."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._by_chat: dict[int, list[Entry]] = {}
        self._waiters: set[asyncio.Future[None]] = set()

    def add(self, kind: str, chat_id: int, **seen: Any) -> None:
        entry = {"seq": len(self.entries) + 1, "kind": kind, "chat_id": chat_id, **seen}
        self.entries.append(entry)
        self._by_chat.setdefault(chat_id, []).append(entry)
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)

    def after(self, seq: int, chat_id: int | None = None) -> list[Entry]:
        """Entries with a higher `seq`; of one chat, or of all."""
        if chat_id is None:
            return self.entries[seq:]
        return [entry for entry in self._by_chat.get(chat_id, ()) if entry["seq"] > seq]

    async def wait_after(self, seq: int, chat_id: int | None, seconds: float) -> list[Entry]:
        """As `after`, but waits up to `seconds` for the first entry."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not (news := self.after(seq, chat_id)) and loop.time() < deadline:
            waiter: asyncio.Future[None] = loop.create_future()
            self._waiters.add(waiter)
            await asyncio.wait([waiter], timeout=deadline - loop.time())
            self._waiters.discard(waiter)
        return news
