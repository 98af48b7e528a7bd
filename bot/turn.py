"""One update of one person: who speaks, what is remembered, and how an answer is shown.

Navigation changes the message it was tapped on; facts worth keeping come as messages of their own. Every tap is
answered within a second, and whatever takes longer says so.
"""

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Final, NamedTuple

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, Message
from aiogram.types.input_file import BufferedInputFile

from bot.cited import MOST_CITED, places_in
from bot.client import BackendClient
from bot.markup import Html, blocks, safe, split
from bot.screen import Row, Screen
from bot.sending import patiently
from bot.storage import Answered, Memory, Place
from locales import Translate, translator

TAP_SECONDS: Final = 0.7
"""A tap spins until it is answered; Telegram's people expect a second at most."""
TYPING_AFTER: Final = 1.0
TYPING_EVERY: Final = 4.0
HONEST_AFTER: Final = 10.0
DOUBLE_TAP: Final = 2.0
"""Seconds in which the same button of the same screen is one tap."""
REFLEX: Final = 0.4
"""Nobody has read a new screen sooner: the second half of a double tap may hit it all the same."""
KEPT: Final = "!"
"""Before the data of a button: it hangs on a fact worth keeping, so what it opens comes below."""
STEPS: Final = ("question", "field", "stop", "papers", "upload", "check", "leave", "complaint")

log = logging.getLogger(__name__)


@dataclass
class Turn:
    """What a handler works with. ``client`` speaks for this person; ``memory`` is saved when the turn is done."""

    bot: Bot
    chat_id: int
    client: BackendClient
    memory: Memory
    tap: CallbackQuery | None = None
    message: Message | None = None
    shown_before: bool = False
    """Whether what is shown in this turn may stand above already: a process died over it, or a line broke."""
    number: int = 0
    """Of the update, in the order in which all came in."""
    left: bool = False
    """Whether the person has blocked the bot: that is no word of hers."""
    _toast: str = ""
    _cited: list[str] = field(default_factory=list, repr=False)
    _answering: asyncio.Task[None] | None = field(default=None, repr=False)

    @property
    def _(self) -> Translate:
        return translator("bot", self.memory.language)

    @property
    def tapped(self) -> int:
        """The message a tap came from; 0 when there was no tap or the message is out of reach."""
        return self.tap.message.message_id if self.tap and isinstance(self.tap.message, Message) else 0

    @property
    def canvas(self) -> int:
        """The tapped message if another screen can be painted on it; a letter, a receipt, a document cannot."""
        message = self.tap.message if self.tap else None
        paintable = isinstance(message, Message) and message.text and not self.on_a_keepsake
        return self.tapped if paintable else 0

    @property
    def on_a_keepsake(self) -> bool:
        """Whether the tap came from a message that must stay as it is."""
        return self.tap is not None and (self.tap.data or "").startswith(KEPT)

    @property
    def at_a_step(self) -> bool:
        """Whether something was asked and waits for its answer."""
        return self.memory.place.kind in STEPS

    def speak(self, language: str) -> None:
        """From now on in this language, the backend's words too."""
        self.memory.language = language
        self.client = self.client.in_language(language)

    # --- what is spoken of

    def speaks_of(self, matter: str) -> None:
        """What this turn is about, for who asks on what it rests."""
        self.memory.about, self.memory.about_turn, self.memory.cited = matter, self.number, []

    def _heard(self, words: Html) -> None:
        """Keeps the articles a page names: never what else it says."""
        named = places_in(words)
        if not named:
            return
        if self.memory.about_turn != self.number:
            self.speaks_of("")
        self._cited = list(dict.fromkeys([*self._cited, *named]))[:MOST_CITED]
        self.memory.cited = self._cited

    # --- showing

    async def show(self, screen: Screen) -> int:
        """Shows a page where the person looks: on the tapped message, or as a new one. Gives its message id.

        A question that still waits is never painted over: the page comes below it.
        """
        if not self.memory.place.kind:
            self.memory.page = [(each.label, each.data) for row in screen.rows for each in row]
        waiting = self.at_a_step and self.tapped == self.memory.live
        edits = self.canvas and not waiting and not screen.keep and not screen.attachment
        return await (self.edit(self.canvas, screen) if edits else self.send(screen))

    async def ask(self, screen: Screen, place: Place) -> None:
        """Asks on the message that was tapped, or below; remembers what may be answered."""
        shown = await (self.edit(self.canvas, screen) if self.canvas else self.send(screen))
        self.stand(place, shown, screen)

    async def ask_below(self, screen: Screen, place: Place) -> None:
        """Asks in a new message; what stands above stays readable."""
        self.stand(place, await self.send(screen), screen)

    async def ask_next(self, echo: str, screen: Screen, place: Place) -> None:
        """Asks the next question below; a tapped one becomes ``echo``, else ``echo`` stands before the next.

        Above what a person has typed the question stays: its answer comes after it, not before.
        """
        answered = (0 if self.on_a_keepsake else self.tapped) or self.memory.live
        done = self.settle(answered, echo) if echo and self.tap else self._unbutton(answered)
        if echo and not self.tap:
            screen = replace(screen, text=blocks(echo, screen.text))
        _, shown = await asyncio.gather(done, self.send(screen))
        self.memory.misses = 0
        self.stand(place, shown, screen)

    def stand(self, place: Place, shown: int, screen: Screen) -> None:
        """Remembers what is asked now, on which message, and what may be typed for its buttons."""
        self.memory.place, self.memory.live, self.memory.hurried = place, shown, False
        self.memory.shown_twice = self.shown_before
        self.memory.choices = [(each.label, each.data) for each in screen.answers]
        self.memory.ways = [(each.label, each.data) for each in screen.ways]
        self.memory.page = []

    def leave_step(self) -> None:
        """Nothing is asked any more."""
        self.memory.place, self.memory.live, self.memory.misses = Place(), 0, 0
        self.memory.choices, self.memory.ways = [], []

    async def retire_buttons(self) -> None:
        """The buttons of the live question go, because it is asked again below."""
        await self._unbutton(self.memory.live)

    async def _unbutton(self, message: int) -> None:
        if message:
            with suppress(TelegramBadRequest):
                await patiently(
                    lambda: self.bot.edit_message_reply_markup(chat_id=self.chat_id, message_id=message)
                )

    async def settle(self, message: int, echo: str) -> None:
        """The question becomes its answer; its buttons go."""
        if message and echo:
            with suppress(TelegramBadRequest):
                await self._change(message, Screen(safe(echo)))

    async def send(self, screen: Screen) -> int:
        """A new message (or several, when the text is long). Gives the id of the one with the buttons."""
        self.answer_tap()
        self._heard(screen.text)
        parts = split(screen.text)
        for part in parts[:-1]:
            await patiently(lambda part=part: self.bot.send_message(self.chat_id, part))  # type: ignore[misc]
        markup = keyboard(screen.rows, kept=screen.keep)
        if screen.attachment:
            file = BufferedInputFile(screen.attachment.content, screen.attachment.filename)
            return await self._send_document(file, parts[-1], markup)
        sent = await patiently(
            lambda: self.bot.send_message(self.chat_id, parts[-1], reply_markup=markup), self._perhaps_shown
        )
        return sent.message_id if sent else 0

    def _perhaps_shown(self) -> None:
        self.shown_before = True

    async def _send_document(
        self, file: InputFile, caption: Html, markup: InlineKeyboardMarkup | None
    ) -> int:
        sent = await patiently(
            lambda: self.bot.send_document(self.chat_id, file, caption=caption, reply_markup=markup)
        )
        return sent.message_id if sent else 0

    async def edit(self, message: int, screen: Screen) -> int:
        """Changes a message; one that cannot be changed any more is followed by a new one."""
        try:
            return await self._change(message, screen)
        except TelegramBadRequest:
            return await self.send(screen)

    async def _change(self, message: int, screen: Screen) -> int:
        self.answer_tap()
        self._heard(screen.text)
        parts = split(screen.text)
        first = keyboard(screen.rows) if len(parts) == 1 else None
        try:
            await patiently(
                lambda: self.bot.edit_message_text(
                    parts[0], chat_id=self.chat_id, message_id=message, reply_markup=first
                )
            )
        except TelegramBadRequest as refusal:
            if "not modified" not in refusal.message:
                raise
        if len(parts) == 1:
            return message
        for part in parts[1:-1]:
            await patiently(lambda part=part: self.bot.send_message(self.chat_id, part))  # type: ignore[misc]
        last = await patiently(
            lambda: self.bot.send_message(self.chat_id, parts[-1], reply_markup=keyboard(screen.rows))
        )
        return last.message_id if last else message

    # --- taps

    def toast(self, words: str) -> None:
        """A short word at the tap itself; say it before anything is shown."""
        self._toast = words

    def answer_tap(self) -> None:
        """Lets the button stop spinning, once, without waiting for it."""
        if self.tap and not self._answering:
            self._answering = asyncio.create_task(self._answer(self.tap))

    async def _answer(self, tap: CallbackQuery) -> None:
        try:
            await self.bot.answer_callback_query(tap.id, text=self._toast or None)
        except Exception as error:
            # Too old, or the messenger is away: the screen that follows says the same.
            log.debug("tap not answered: %s", type(error).__name__)

    def is_double(self) -> bool:
        """Whether this tap repeats the one just handled; if so its toast is repeated too.

        Two steps back are two taps on the same button of the same message: what stood there meanwhile tells them
        apart. A screen on which the button hangs no more is the old one, seen a moment too long.
        """
        last = self.memory.answered
        if self.tap is None or last is None or (last.message, last.data) != (self.tapped, self.tap.data):
            return False
        seen, since = self._screen, time.time() - last.at
        fresh = seen.digest != last.screen and self.tap.data in seen.buttons
        same = since < (REFLEX if fresh else DOUBLE_TAP)
        if same:
            self._toast = last.toast
        return same

    @property
    def _screen(self) -> "Seen":
        """What the tapped message showed when it was tapped."""
        message = self.tap.message if self.tap else None
        return seen_on(message) if isinstance(message, Message) else Seen("", ())

    async def close(self) -> None:
        """Ends the turn: the tap is answered and remembered."""
        if self.tap:
            self.answer_tap()
            self.memory.answered = Answered(
                message=self.tapped,
                data=self.tap.data or "",
                toast=self._toast,
                screen=self._screen.digest,
                at=time.time(),
            )
        if self._answering:
            await self._answering


class Seen(NamedTuple):
    """A screen as a tap brings it along: a mark that tells it from another, and the data of its buttons."""

    digest: str
    buttons: tuple[str, ...]


def seen_on(message: Message) -> Seen:
    """Of the words only the mark is kept: what a person told us stays out of the chat's memory."""
    markup = message.reply_markup
    keys = [key for row in markup.inline_keyboard for key in row] if markup else []
    data = tuple(key.callback_data or "" for key in keys)
    shown = "\n".join((message.text or message.caption or "", *(key.text for key in keys), *data))
    return Seen(blake2b(shown.encode(), digest_size=4).hexdigest(), data)


def keyboard(rows: tuple[Row, ...], *, kept: bool = False) -> InlineKeyboardMarkup | None:
    """The buttons below a message; ``kept`` says that no tap on them may paint over it."""
    if not rows:
        return None
    mark = KEPT if kept else ""
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=each.label, callback_data=mark + each.data) for each in row]
            for row in rows
        ]
    )


class Patience:
    """While a turn works: the tap is answered in time, «typing» is shown, and a long wait is explained."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._watch: asyncio.Task[None] | None = None

    async def __aenter__(self) -> None:
        loop = asyncio.get_running_loop()
        self._tap_timer = loop.call_later(TAP_SECONDS, self._turn.answer_tap)
        self._typing_timer = loop.call_later(TYPING_AFTER, self._start_watch)

    async def __aexit__(self, *_error: object) -> None:
        self._tap_timer.cancel()
        self._typing_timer.cancel()
        if self._watch:
            self._watch.cancel()

    def _start_watch(self) -> None:
        self._watch = asyncio.create_task(self._typing())

    async def _typing(self) -> None:
        turn, since = self._turn, time.monotonic() - TYPING_AFTER
        honest = False
        while True:
            with suppress(Exception):
                await turn.bot.send_chat_action(turn.chat_id, "typing")
                if not honest and time.monotonic() - since > HONEST_AFTER:
                    honest = True
                    await turn.bot.send_message(turn.chat_id, turn._("还在处理，请稍等。您不用重发。"))
            await asyncio.sleep(TYPING_EVERY)
