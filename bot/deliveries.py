"""Carries out the letters that the backend has written: claimed under a lease, sent, closed with how it ended."""

import asyncio
import contextlib
import logging
import time
from functools import lru_cache
from typing import Final
from uuid import uuid4

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineKeyboardMarkup, Message

from bot.callbacks import Case, Course, Event, Go, Invited, Post, Read, Register, Rests, Story, Topic
from bot.client import BackendClient, BackendDown, Problem
from bot.markup import safe, split, utf16, with_numbers
from bot.picture import BackendPicture
from bot.screen import Row, button
from bot.sending import ending_of, pause_of
from bot.turn import keyboard
from contract.channel import (
    ArrivedNews,
    ClaimDeliveries,
    CloseArrived,
    CloseDelivery,
    Delivery,
    DeliveryOutcome,
    NoticeButton,
    Picture,
    ReleaseLeases,
)
from contract.splitting import LONGEST_CAPTION

IDLE: Final = 1.0
REFUSED_PAUSE: Final = 60.0
"""Seconds to rest when the messenger refuses the token itself: nothing is marked failed for that."""
BATCH: Final = 32
"""Letters a claim. Where a pace is set it gives fewer, what may go in 0.4 s; else a letter of a case waits for these, and a
process that dies leaves at most these unknown."""
LEASE: Final = 60
GIVE_UP_BEFORE_LEASE_ENDS: Final = 20
"""Nothing is begun to be sent that late: who has stood still so long may have been replaced already."""
TO_MANY: Final = ("urgent", "news")
"""Kinds that are closed together, and never repeated."""
FORGOTTEN: Final = "wrong file identifier"
PLACES: Final = ("check", "register", "courses", "vouchers", "jobs", "survey", "again", "complain")
"""Places of the bot a letter may lead to, besides the start."""

log = logging.getLogger(__name__)


class Deliveries:
    """The postman of one channel. The backend gives each letter its slot, shared with all other postmen."""

    def __init__(self, channel: str, bot: Bot, client: BackendClient) -> None:
        self.channel = channel
        self._bot = bot
        self._client = client
        self._name = f"{channel}-{uuid4().hex[:12]}"
        self._stopping = asyncio.Event()
        self._arrived: list[ArrivedNews] = []

    async def run(self) -> None:
        """Until :meth:`stop`."""
        while not self._stopping.is_set():
            if not await self._round():
                await self._rest(IDLE)
        await self._close_arrived()

    def stop(self) -> None:
        self._stopping.set()

    async def release_dead(self) -> None:
        """At the start of the only process: what a dead one was sending may have arrived or not."""
        await self._client.release_deliveries(ReleaseLeases(channel=self.channel))

    async def _round(self) -> int:
        begun = time.monotonic()
        try:
            claimed = await self._client.claim_deliveries(
                ClaimDeliveries(
                    channel=self.channel,
                    worker=self._name,
                    limit=BATCH,
                    lease_seconds=LEASE,
                    arrived=tuple(self._arrived),
                )
            )
        except BackendDown as error:
            log.warning("outbox out of reach: %s", error)
            return 0
        self._arrived.clear()
        pause = await self._carry(claimed, begun)
        if pause:
            await self._close_arrived()
            await self._rest(pause)
        return len(claimed)

    async def _carry(self, claimed: tuple[Delivery, ...], begun: float) -> float:
        """Sends what was claimed, each in its slot; gives the seconds to rest afterwards."""
        last_begin = begun + LEASE - GIVE_UP_BEFORE_LEASE_ENDS
        for number, delivery in enumerate(claimed):
            if self._stopping.is_set():
                await self._hand_back(claimed[number:])
                break
            await self._rest(begun + delivery.wait - time.monotonic())
            if time.monotonic() > last_begin:
                log.warning("%s letters are left to their lease: this process has stood still", len(claimed) - number)
                break
            # Whoever is late stays late: what was missed is not made up for in a gust.
            begun = max(begun, time.monotonic() - delivery.wait)
            pause = await self._deliver(delivery)
            if pause is not None:
                await self._hand_back(claimed[number + 1 :])
                return pause
        return 0.0

    async def _hand_back(self, untouched: tuple[Delivery, ...]) -> None:
        for delivery in untouched:
            await self._close(delivery, "untried")

    async def _deliver(self, delivery: Delivery) -> float | None:
        """Sends one letter. Seconds to rest when the messenger wants no more for now; else None."""
        try:
            message = await self._send(delivery)
        except Exception as error:
            ending = ending_of(error)
            log.warning("letter %s: %s (%s)", delivery.number, ending, type(error).__name__)
            outcome: DeliveryOutcome = "retry" if ending == "refused" else ending
            asked = pause_of(error)
            wait = REFUSED_PAUSE if ending == "refused" else asked
            why, refused = f"{type(error).__name__}: {error}", ending == "refused"
            await self._close(delivery, outcome, why, wait, flood=asked > 0, refused=refused)
            # Whether the pause is for one chat or for all of them, the backend knows at the next claim.
            return REFUSED_PAUSE if refused else 0.0 if asked else None
        file_id = _new_file(delivery, message)
        if delivery.kind in TO_MANY and not file_id:
            # Closed by the next claim: a crash before leaves one round unknown, and news is never repeated.
            self._arrived.append(ArrivedNews(delivery=delivery.id, message_id=message.message_id))
        else:
            await self._close(delivery, "sent", message_id=message.message_id, file_id=file_id)
        return None

    async def _send(self, delivery: Delivery) -> Message:
        rows = _keyboard(delivery.buttons)
        words = with_numbers(safe(delivery.text))
        above: Message | None = None
        if delivery.picture is not None:
            if utf16(delivery.text) <= LONGEST_CAPTION:
                return await self._show(delivery.chat_id, delivery.picture, words, rows)
            above = await self._show(delivery.chat_id, delivery.picture, None, None)
        parts = split(words)
        for part in parts[:-1]:
            await self._bot.send_message(delivery.chat_id, part)
        last = await self._bot.send_message(delivery.chat_id, parts[-1], reply_markup=rows)
        return last.model_copy(update={"photo": above.photo}) if above else last

    async def _show(
        self, chat_id: int, picture: Picture, words: str | None, rows: InlineKeyboardMarkup | None
    ) -> Message:
        """By the id the messenger knows it under; uploaded where it has none, or has forgotten it."""
        if picture.file_id:
            try:
                return await self._bot.send_photo(chat_id, picture.file_id, caption=words, reply_markup=rows)
            except TelegramBadRequest as refusal:
                if FORGOTTEN not in refusal.message:
                    raise
        fresh = BackendPicture(self._client, picture)
        return await self._bot.send_photo(chat_id, fresh, caption=words, reply_markup=rows)

    async def _close_arrived(self) -> None:
        arrived, self._arrived = tuple(self._arrived), []
        if not arrived:
            return
        try:
            await self._client.close_arrived(CloseArrived(worker=self._name, arrived=arrived))
        except (BackendDown, Problem) as error:
            log.warning("%s letters could not be closed: %s", len(arrived), error)

    async def _close(
        self,
        delivery: Delivery,
        outcome: DeliveryOutcome,
        detail: str = "",
        retry_after: float = 0,
        message_id: int = 0,
        flood: bool = False,
        refused: bool = False,
        file_id: str = "",
    ) -> None:
        end = CloseDelivery(
            worker=self._name,
            outcome=outcome,
            detail=detail[:400],
            retry_after=retry_after,
            flood=flood,
            refused=refused,
            message_id=message_id,
            file_id=file_id,
        )
        try:
            await self._client.close_delivery(delivery.id, end)
        except (BackendDown, Problem) as error:
            # The lease runs out and the backend counts the letter as unknown: resent once at most.
            log.warning("letter %s could not be closed: %s", delivery.number, error)

    async def _rest(self, seconds: float) -> None:
        if seconds <= 0:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stopping.wait()


def _new_file(delivery: Delivery, message: Message) -> str:
    """The messenger's id of a picture it did not know by it; our own channel gives none."""
    found = message.photo[-1].file_id if message.photo else ""
    return found if delivery.picture and found != delivery.picture.file_id else ""


@lru_cache
def _keyboard(wished: tuple[NoticeButton, ...]) -> InlineKeyboardMarkup | None:
    """Drawn once for all who get the same buttons; nobody paints over it, and nobody may change it."""
    return keyboard(buttons(wished), kept=True)


def buttons(wished: tuple[NoticeButton, ...]) -> tuple[Row, ...]:
    """A letter's buttons, each to one of the bot's places."""
    return tuple((button(each.label, _data(each)),) for each in wished)


def _data(wished: NoticeButton) -> Case | Course | Event | Invited | Topic | Post | Read | Register | Rests | Story | Go:
    if wished.action == "invitation" and wished.argument:
        return Invited(act="open", code=wished.argument)
    if wished.action in ("case", "correct") and wished.argument:
        return Case(act="open", id=wished.argument)
    if wished.action == "activity" and wished.argument:
        return Event(act="open", id=wished.argument)
    if wished.action == "story" and wished.argument.isdecimal():
        return Story(act="open", id=int(wished.argument))
    if wished.action == "job" and wished.argument:
        return Post(act="open", id=wished.argument)
    if wished.action == "course" and wished.argument:
        return Course(act="open", id=wished.argument)
    if wished.action == "leave" and wished.argument:
        return Topic(act="leave", name=wished.argument)
    if wished.action == "reply" and wished.argument:
        return Register(act="reply", policy=wished.argument)
    if wished.action == "grounds" and wished.argument:
        return Rests(letter=wished.argument)
    policy, _, number = wished.argument.partition(":")
    if wished.action == "article" and number.isdecimal():
        return Read(policy=policy, article=int(number), page=0)
    return Go(to=wished.action if wished.action in PLACES else "home")
