"""Carries out the letters that the backend has written: claimed under a lease, sent, closed with how it ended."""

import asyncio
import contextlib
import logging
import time
from typing import Final
from uuid import uuid4

from aiogram import Bot

from bot.callbacks import Case, Event, Go, Invited, Read, Topic
from bot.client import BackendClient, BackendDown, Problem
from bot.markup import safe, split, with_numbers
from bot.screen import Row, button
from bot.sending import ending_of, pause_of
from bot.turn import keyboard
from contract.channel import (
    ClaimDeliveries,
    CloseDelivery,
    Delivery,
    DeliveryOutcome,
    NoticeButton,
    ReleaseLeases,
)

IDLE: Final = 1.0
REFUSED_PAUSE: Final = 60.0
"""Seconds to rest when the messenger refuses the token itself: nothing is marked failed for that."""
BATCH: Final = 10

log = logging.getLogger(__name__)


class Deliveries:
    """The postman of one channel. The backend gives each letter its slot, shared with all other postmen."""

    def __init__(self, channel: str, bot: Bot, client: BackendClient) -> None:
        self.channel = channel
        self._bot = bot
        self._client = client
        self._name = f"{channel}-{uuid4().hex[:12]}"
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Until :meth:`stop`."""
        while not self._stopping.is_set():
            if not await self._round():
                await self._rest(IDLE)

    def stop(self) -> None:
        self._stopping.set()

    async def release_dead(self) -> None:
        """At the start of the only process: what a dead one was sending may have arrived or not."""
        await self._client.release_deliveries(ReleaseLeases(channel=self.channel))

    async def _round(self) -> int:
        begun = time.monotonic()
        try:
            claimed = await self._client.claim_deliveries(
                ClaimDeliveries(channel=self.channel, worker=self._name, limit=BATCH)
            )
        except BackendDown as error:
            log.warning("outbox out of reach: %s", error)
            return 0
        for number, delivery in enumerate(claimed):
            if self._stopping.is_set():
                await self._hand_back(claimed[number:])
                break
            await self._rest(begun + delivery.wait - time.monotonic())
            # Whoever is late stays late: what was missed is not made up for in a gust.
            begun = max(begun, time.monotonic() - delivery.wait)
            pause = await self._deliver(delivery)
            if pause is not None:
                await self._hand_back(claimed[number + 1 :])
                await self._rest(pause)
                break
        return len(claimed)

    async def _hand_back(self, untouched: tuple[Delivery, ...]) -> None:
        for delivery in untouched:
            await self._close(delivery, "untried")

    async def _deliver(self, delivery: Delivery) -> float | None:
        """Sends one letter. Seconds to rest when the messenger wants no more for now; else None."""
        try:
            message_id = await self._send(delivery)
        except Exception as error:
            ending = ending_of(error)
            log.warning("letter %s: %s (%s)", delivery.number, ending, type(error).__name__)
            outcome: DeliveryOutcome = "retry" if ending == "refused" else ending
            asked = pause_of(error)
            wait = REFUSED_PAUSE if ending == "refused" else asked
            await self._close(delivery, outcome, f"{type(error).__name__}: {error}", wait, flood=asked > 0)
            # Whether the pause is for one chat or for all of them, the backend knows at the next claim.
            return REFUSED_PAUSE if ending == "refused" else 0.0 if asked else None
        await self._close(delivery, "sent", message_id=message_id)
        return None

    async def _send(self, delivery: Delivery) -> int:
        parts = split(with_numbers(safe(delivery.text)))
        for part in parts[:-1]:
            await self._bot.send_message(delivery.chat_id, part)
        rows = keyboard(buttons(delivery.buttons), kept=True)
        return (await self._bot.send_message(delivery.chat_id, parts[-1], reply_markup=rows)).message_id

    async def _close(
        self,
        delivery: Delivery,
        outcome: DeliveryOutcome,
        detail: str = "",
        retry_after: float = 0,
        message_id: int = 0,
        flood: bool = False,
    ) -> None:
        end = CloseDelivery(
            worker=self._name,
            outcome=outcome,
            detail=detail[:400],
            retry_after=retry_after,
            flood=flood,
            message_id=message_id,
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


def buttons(wished: tuple[NoticeButton, ...]) -> tuple[Row, ...]:
    """A letter's buttons, each to one of the bot's places."""
    return tuple((button(each.label, _data(each)),) for each in wished)


def _data(wished: NoticeButton) -> Case | Event | Invited | Topic | Read | Go:
    if wished.action == "invitation" and wished.argument:
        return Invited(act="open", code=wished.argument)
    if wished.action in ("case", "correct") and wished.argument:
        return Case(act="open", id=wished.argument)
    if wished.action == "activity" and wished.argument:
        return Event(act="open", id=wished.argument)
    if wished.action == "leave" and wished.argument:
        return Topic(act="leave", name=wished.argument)
    policy, _, number = wished.argument.partition(":")
    if wished.action == "article" and number.isdecimal():
        return Read(policy=policy, article=int(number), page=0)
    return Go(to=wished.action if wished.action in ("check", "register", "vouchers", "jobs", "survey") else "home")
