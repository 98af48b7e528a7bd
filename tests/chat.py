"""A person at a chat, for tests that read like the service: says, taps, sends, sees.

    chat = Chat(WANG_XIUYING, BotApiDoor(fake.control, WANG_XIUYING))
    await chat.says("/start")
    await chat.sees("帮办")
    await chat.taps("开始自测")

`Chat` knows what stands on the person's screen; a `Door` knows the channel. Everything waits for the bot by
listening, never by polling, and a disappointment shows the whole conversation.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar, cast

from tests.fakes.control import Attachment, Control
from tests.people import Person

Found = TypeVar("Found")

PATIENCE = 20.0
"""Seconds a person waits for something to appear."""


@dataclass(frozen=True)
class Button:
    """`data` is what a tap carries; None for a button of the reply keyboard, whose label is said aloud."""

    label: str
    data: str | None = None
    shares_contact: bool = False
    url: str = ""


@dataclass(frozen=True)
class Message:
    """One bubble as it stands now. `mine` is what the person sent."""

    number: int
    text: str
    buttons: tuple[Button, ...] = ()
    file_id: str = ""
    file_name: str = ""
    mine: bool = False


@dataclass(frozen=True)
class Sight:
    """Something that happened in the chat, in order.

    `kind`: message, edit (both with `message`), buttons (only these changed), delete (`message.number`),
    toast (`message.text`), tap (`message.text` is the label or data), other.
    """

    kind: str
    message: Message


class Door(Protocol):
    """A channel: the ways in, and one way to look at what comes out."""

    async def say(self, text: str) -> None: ...

    async def tap(self, message: Message, button: Button, times: int) -> None: ...

    async def share_contact(self, phone: str) -> None: ...

    async def send(self, files: Sequence[Attachment], caption: str) -> None: ...

    async def look(self, wait: float) -> list[Sight]:
        """Everything since the last look, the person's own acts too; waits up to `wait` seconds for news."""
        ...

    async def open(self, message: Message) -> bytes:
        """The file of a message."""
        ...


class NotSeen(AssertionError):
    """What the person waited for did not come; the text shows the conversation."""


class Chat:
    """The person's side of one conversation."""

    def __init__(self, person: Person, door: Door, patience: float = PATIENCE) -> None:
        self.person = person
        self.door = door
        self.patience = patience
        self.messages: dict[int, Message] = {}
        self.toasts: list[str] = []
        self._lines: list[str] = []
        self._since_act: list[Sight] = []
        self.messages_sent = 0
        self.taps_made = 0

    # --- what a person does

    async def says(self, text: str) -> None:
        await self._before_act()
        self.messages_sent += 1
        await self.door.say(text)

    async def taps(self, label: str, times: int = 1) -> None:
        """Tap the newest button with this label: the exact one, or the only one that contains it."""
        message, button = await self._button(label)
        await self._before_act()
        self.taps_made += times
        if button.shares_contact:
            await self.door.share_contact(self.person.phone)
        elif button.data is None:
            await self.door.say(button.label)
        else:
            await self.door.tap(message, button, times)

    async def taps_old(self, message: Message, label: str) -> None:
        """Tap a button of a message kept from earlier, whether or not it still hangs there."""
        button = next(button for button in message.buttons if button.label == label)
        await self._before_act()
        self.taps_made += 1
        await self.door.tap(message, button, 1)

    async def sends_photo(self, content: bytes, caption: str = "") -> None:
        await self._send([Attachment("photo.jpg", content, "photo", "image/jpeg")], caption)

    async def sends_document(
        self, content: bytes, name: str, mime: str = "", size: int | None = None, caption: str = ""
    ) -> None:
        """Send a file as it is. `size` is claimed for one that is too big to be built."""
        await self._send([Attachment(name, content, "document", mime, size)], caption)

    async def sends_album(self, photos: Iterable[bytes], caption: str = "") -> None:
        album = [
            Attachment(f"photo{n}.jpg", photo, "photo", "image/jpeg") for n, photo in enumerate(photos, 1)
        ]
        await self._send(album, caption)

    async def _send(self, files: Sequence[Attachment], caption: str) -> None:
        await self._before_act()
        self.messages_sent += 1
        await self.door.send(files, caption)

    # --- what a person sees

    async def sees(self, *texts: str, within: float | None = None) -> Message:
        """Wait until each of `texts` was shown since the last act; the message with the last one."""
        found = Message(0, "")
        for text in texts:
            found = await self._wait_for(text, within)
        return found

    async def is_asked(self, *texts: str, within: float | None = None) -> tuple[str, Message]:
        """Wait until a screen with buttons showed any of `texts` since the last act; which one, and where."""

        def newest() -> tuple[str, Message] | None:
            for sight in reversed(self._since_act):
                buttons = sight.message.buttons
                found = next((text for text in texts if buttons and _shows(sight, text)), None)
                if found is not None:
                    return found, sight.message
            return None

        seen = await self._until(newest, within)
        if seen is None:
            raise NotSeen(f"{self.person.name} 没有等到其中一句：{'、'.join(texts)}。\n{self.transcript}")
        return seen

    async def sees_nothing_of(self, text: str) -> None:
        """`text` does not stand in anything seen since the last act, as far as has arrived."""
        await self._look(0)
        if self._seen(text):
            raise NotSeen(f"{self.person.name} 不应看到「{text}」。\n{self.transcript}")

    async def sees_button(self, label: str) -> Button:
        """Wait until a button with this label can be tapped."""
        return (await self._button(label))[1]

    async def opens(self, message: Message) -> bytes:
        """The file that came with a message."""
        return await self.door.open(message)

    @property
    def screen(self) -> Message:
        """The bot's newest message as it stands now."""
        mine = [message for message in self.messages.values() if not message.mine]
        if not mine:
            raise NotSeen(f"{self.person.name} 的屏幕上什么也没有。\n{self.transcript}")
        return max(mine, key=lambda message: message.number)

    @property
    def transcript(self) -> str:
        """The conversation so far, as one reads it."""
        return "\n".join(["—— 对话 ——", *self._lines, "—— 到此为止 ——"])

    async def _wait_for(self, text: str, within: float | None) -> Message:
        found = await self._until(lambda: self._seen(text), within)
        if found is None:
            raise NotSeen(f"{self.person.name} 没有等到「{text}」。\n{self.transcript}")
        return found

    async def _until(self, find: Callable[[], Found | None], within: float | None = None) -> Found | None:
        """What `find` finds as the conversation goes on, or None when patience ends."""
        clock = asyncio.get_running_loop().time
        deadline = clock() + (self.patience if within is None else within)
        await self._look(0)
        while (found := find()) is None and (left := deadline - clock()) > 0:
            await self._look(left)
        return found

    def _seen(self, text: str) -> Message | None:
        """The newest sight since the last act that holds `text`."""
        return next((sight.message for sight in reversed(self._since_act) if _shows(sight, text)), None)

    async def _button(self, label: str) -> tuple[Message, Button]:
        found = await self._until(lambda: self._find_button(label))
        if found is None:
            raise NotSeen(f"{self.person.name} 找不到按钮「{label}」。\n{self.transcript}")
        return found

    def _find_button(self, label: str) -> tuple[Message, Button] | None:
        newest_first = sorted(self.messages.values(), key=lambda message: -message.number)
        hanging = [(message, button) for message in newest_first for button in message.buttons]
        for pair in hanging:
            if pair[1].label == label:
                return pair
        alike = [pair for pair in hanging if label in pair[1].label and pair[0] is hanging[0][0]]
        return alike[0] if len(alike) == 1 else None

    async def _before_act(self) -> None:
        """What came before an act is no answer to it."""
        await self._look(0)
        self._since_act.clear()

    async def _look(self, wait: float) -> None:
        for sight in await self.door.look(wait):
            self._take_in(sight)

    def _take_in(self, sight: Sight) -> None:
        self._since_act.append(sight)
        message = sight.message
        if sight.kind in ("message", "edit"):
            self.messages[message.number] = message
        elif sight.kind == "buttons" and message.number in self.messages:
            self.messages[message.number] = replace(self.messages[message.number], buttons=message.buttons)
        elif sight.kind == "delete":
            self.messages.pop(message.number, None)
        elif sight.kind == "toast" and message.text:
            self.toasts.append(message.text)
        self._lines += _lines(self.person.name, sight)


def _shows(sight: Sight, text: str) -> bool:
    """Whether the bot showed `text` here."""
    said = sight.kind in ("message", "edit", "toast") and not sight.message.mine
    return said and text in sight.message.text


def _lines(name: str, sight: Sight) -> list[str]:
    """The sight as lines of a transcript."""
    message = sight.message
    speaker = name if message.mine else "帮办"
    how = {"message": "", "edit": "（改）", "toast": "（提示）", "tap": "（点按）", "delete": "（删除）"}
    if sight.kind == "buttons" or (sight.kind == "toast" and not message.text):
        return []
    text = message.text + (f" 〔{message.file_name}〕" if message.file_name else "")
    lines = [f"{speaker}{how.get(sight.kind, '')}：{text}"]
    if message.buttons:
        lines.append("    " + " ".join(f"[{button.label}]" for button in message.buttons))
    return lines


class BotApiDoor:
    """The fake Bot API as a channel."""

    def __init__(self, control: Control, person: Person) -> None:
        self.control = control
        self.person = person
        self._after = 0

    async def say(self, text: str) -> None:
        await self.control.say(self.person.chat_id, text, self.person.name)

    async def tap(self, message: Message, button: Button, times: int) -> None:
        await self.control.tap(self.person.chat_id, message.number, button.data or "", times)

    async def share_contact(self, phone: str) -> None:
        await self.control.share_contact(self.person.chat_id, phone, self.person.name)

    async def send(self, files: Sequence[Attachment], caption: str) -> None:
        await self.control.send(self.person.chat_id, files, caption, self.person.name)

    async def look(self, wait: float) -> list[Sight]:
        entries = await self.control.journal(self._after, self.person.chat_id, wait)
        if entries:
            self._after = entries[-1]["seq"]
        return [sight for entry in entries if (sight := _sight(entry))]

    async def open(self, message: Message) -> bytes:
        return await self.control.content(message.file_id)


KIND_OF_ENTRY = {
    "message": "message",
    "said": "message",
    "sent": "message",
    "edit": "edit",
    "markup": "buttons",
    "delete": "delete",
    "toast": "toast",
    "tapped": "tap",
}


def _sight(entry: dict[str, Any]) -> Sight | None:
    kind = KIND_OF_ENTRY.get(entry["kind"])
    if kind is None:
        return None
    file = entry.get("file") or {}
    message = Message(
        number=entry.get("message_id", 0),
        text=entry.get("text", entry.get("data", "")),
        buttons=_buttons(entry.get("keyboard")),
        file_id=file.get("file_id", ""),
        file_name=file.get("file_name", ""),
        mine=entry["kind"] in ("said", "sent", "tapped"),
    )
    return Sight(kind, message)


def _buttons(keyboard: dict[str, Any] | None) -> tuple[Button, ...]:
    """Inline and reply buttons, row after row."""
    keyboard = keyboard or {}
    rows = cast("list[list[Any]]", keyboard.get("inline_keyboard") or keyboard.get("keyboard") or [])
    return tuple(_button(button) for row in rows for button in row)


def _button(button: dict[str, Any] | str) -> Button:
    if isinstance(button, str):
        return Button(button)
    return Button(
        button["text"],
        button.get("callback_data"),
        bool(button.get("request_contact")),
        button.get("url", ""),
    )
