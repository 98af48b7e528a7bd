"""One update in, one turn: what it is, who handles it, and what is said when it cannot be."""

import logging
import unicodedata
from collections.abc import Awaitable, Callable
from typing import Final

from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.callbacks import Go
from bot.client import Problem
from bot.markup import safe
from bot.matching import chosen, core_of
from bot.problems import GONE, STALE, words
from bot.routers import (
    asking,
    city,
    complaints,
    despair,
    finding,
    mandates,
    matters,
    policy,
    screening,
    suggesting,
    thread,
    topics,
    where,
)
from bot.routers.files import take_files
from bot.routers.table import PLACES, TAPS, TEXTS
from bot.routers.wording import OPENING, SENTENCES, command_of, is_clear_question, is_question
from bot.screen import Screen, button
from bot.screens import city as city_screens
from bot.screens.common import note
from bot.turn import KEPT, Patience, Turn

log = logging.getLogger(__name__)

PASSING: Final = ("seek", "quiet", "place")
LOCATED: Final = (*PASSING, "", "outcome")
"""Where somebody's place is understood; in the middle of a self-check or a form it is no answer."""

TELLING: Final = ("complaint", "words")
"""Where somebody tells what happened: whatever is written there belongs to it."""

OWN_WORDS: Final = ("object", "reply")
"""Where somebody speaks for herself to an officer: 我不服 and 凭什么 belong to it as well."""

GONE_AWAY: Final = ("kicked", "left")
"""How Telegram calls a bot that was blocked."""

PACK_LINK: Final = "check_"
INVITATION_LINK: Final = "i_"
MANDATE_LINK: Final = "m_"
TRIAL_LINK: Final = "t_"


async def on_callback(tap: CallbackQuery, turn: Turn) -> None:
    """A tap. The second of a double tap gets the first one's answer and nothing else."""
    if not turn.is_double():
        await _guarded(turn, lambda: _tapped(turn, (tap.data or "").removeprefix(KEPT)))
    await turn.close()


async def on_message(message: Message, turn: Turn) -> None:
    if message.chat.type == "private":
        await _guarded(turn, lambda: _written(turn, message))
    await turn.close()


async def on_membership(event: ChatMemberUpdated, turn: Turn) -> None:
    """Blocked and unblocked: nothing to say. What was written meanwhile waits under 进度."""
    turn.left = event.new_chat_member.status in GONE_AWAY
    await turn.close()


async def _guarded(turn: Turn, handle: Callable[[], Awaitable[None]]) -> None:
    """Runs a handler with patience; a refusal of the backend becomes words and a way on."""
    async with Patience(turn):
        try:
            await handle()
        except Problem as problem:
            await _explain(turn, problem)


async def _explain(turn: Turn, problem: Problem) -> None:
    log.info("refused: %s", problem.code)
    if problem.code in STALE:
        await thread.expired(turn)
        return
    if problem.code in GONE:
        turn.leave_step()
        turn.memory.screening = turn.memory.application = ""
        await thread.home(turn, words(turn._, problem))
        return
    await turn.send(note(turn._, words(turn._, problem)))


async def _tapped(turn: Turn, data: str) -> None:
    found = TAPS.get(data.partition(":")[0])
    if found is None:
        await thread.expired(turn)
        return
    kind, handler = found
    try:
        unpacked = kind.unpack(data)
    except (TypeError, ValueError):
        await thread.expired(turn)
        return
    if matter := matters.of_tap(unpacked):
        turn.speaks_of(matter)
    await _in_passing(turn, handler(turn, unpacked))


async def _in_passing(turn: Turn, going: Awaitable[None]) -> None:
    """A small question that was asked in passing is open no more once its person has gone elsewhere."""
    asked = turn.memory.place
    await going
    if asked.kind in PASSING and turn.memory.place is asked:
        turn.leave_step()


async def _written(turn: Turn, message: Message) -> None:
    if message.text is not None:
        await _said(turn, message, message.text)
    elif message.contact is not None:
        await _said(turn, message, message.contact.phone_number)
    elif message.location is not None and turn.memory.place.kind in LOCATED:
        await where.located(turn, message.location.latitude, message.location.longitude)
    elif message.photo or message.document:
        await take_files(turn, message)
    else:
        await thread.here(turn, turn._("这种消息我看不懂。请打字、点按钮，或者发照片和文件。"))


async def _said(turn: Turn, message: Message, text: str) -> None:
    command, payload = command_of(text)
    if despair.heard(text):
        await despair.answer(turn, text)
    elif command == "start":
        await _start(turn, payload)
    elif command and not _is_told(turn, command) and not _answers(turn, text):
        if matter := matters.OF_PLACES.get(command):
            turn.speaks_of(matter)
        await _in_passing(turn, PLACES[command](turn))
    elif _too_early(turn, message):
        await _one_at_a_time(turn)
    else:
        await _answer(turn, text)


def _is_told(turn: Turn, command: str) -> bool:
    """Whether a sentence is part of what somebody tells, not a wish to go elsewhere: 我不服, in an objection."""
    place = turn.memory.place
    if (place.kind, place.name) == TELLING:
        return command in dict(SENTENCES)
    return place.kind in OWN_WORDS and command == "disagree"


def _answers(turn: Turn, text: str) -> bool:
    """Whether a word that also leads elsewhere names one of the present choices: 找工作, where her wish is asked."""
    return turn.memory.place.kind in ("question", "field") and bool(_choice(turn, text))


async def _start(turn: Turn, payload: str) -> None:
    """``/start``, perhaps through a link that names an invitation, a policy or a place; an unknown one leads home."""
    if payload.startswith(INVITATION_LINK):
        await finding.opened(turn, payload.removeprefix(INVITATION_LINK))
    elif payload.startswith(MANDATE_LINK):
        await mandates.opened(turn, payload.removeprefix(MANDATE_LINK))
    elif payload.startswith(TRIAL_LINK):
        await topics.tried(turn, payload.removeprefix(TRIAL_LINK))
    elif payload.startswith(PACK_LINK):
        pack = payload.removeprefix(PACK_LINK)
        await city.tell_ended(turn, pack)
        await screening.begin(turn, pack)
    else:
        await PLACES.get(payload, thread.home)(turn)


async def _answer(turn: Turn, text: str) -> None:
    """A label or number of the present choices is a tap; anything else goes to whoever asked.

    What is plainly a question about the policy is answered, and the step that waits is asked again.
    """
    if (turn.memory.place.kind, turn.memory.place.name) == TELLING:
        await TEXTS["complaint"](turn, text)  # 凭什么不给我办？ is what happened, no question to the document.
        return
    if turn.memory.place.kind in OWN_WORDS:
        data = _choice(turn, text)
        await (_tapped(turn, data) if data else TEXTS[turn.memory.place.kind](turn, text))
        return
    if await policy.told_how_long(turn, text) or await policy.told_if_valid(turn, text):
        return
    if is_clear_question(text) and await _asked_back(turn, text):
        return
    data = _choice(turn, text)
    if data:
        await _tapped(turn, data)
        return
    if await policy.shown_by_number(turn, text):
        return
    reader = TEXTS.get(turn.memory.place.kind)
    if reader:
        await reader(turn, text)
        return
    if await mandates.begun_by_word(turn, text) or await complaints.begun_by_word(turn, text):
        return
    named = await city.noticed(turn, text) if not turn.memory.place.kind else None
    if is_question(text):
        await asking.answer(turn, text)
    elif OPENING.search(text.casefold()) and turn.memory.place.kind in ("", "outcome"):
        await screening.offer(turn)
    elif named:
        await thread.home(turn, city_screens.changed(turn._, named))
    else:
        await _not_understood(turn, text)


async def _not_understood(turn: Turn, text: str) -> None:
    """The buttons that stand open, and the word that may have been meant."""
    lead = turn._("我没有看懂。您可以点下面的按钮，或打“人工”找工作人员。")
    found = await turn.client.home()
    meant = await suggesting.below(turn, text, Screen(safe(lead)), found.policies if len(found.policies) > 1 else ())
    if meant.rows:
        await turn.send(meant.with_rows((button(turn._("首页"), Go(to="home")),)))
    else:
        await thread.here(turn, lead)


async def _asked_back(turn: Turn, text: str) -> bool:
    """Answers a question put instead of an answer. Where anything may be written, it is never taken for one."""
    if turn.memory.place.input == "text":
        await asking.answer(turn, text)
        return True
    return bool(turn.memory.place.kind) and await asking.answered(turn, text)


def _choice(turn: Turn, text: str) -> str:
    """The data of the button a text names; the other buttons by their label only."""
    said = text.strip().strip("。.、").casefold()
    ways = [data for label, data in turn.memory.ways if said == label.casefold()]
    lettered = f"{unicodedata.normalize('NFKC', said)}. "  # B, of a quiz
    ways += [
        data
        for label, data in turn.memory.page
        if core_of(said) == core_of(label.casefold()) or label.casefold().startswith(lettered)
    ]
    labels = [label for label, _data in turn.memory.choices]
    if turn.memory.place.input in ("search", "consent"):
        # Part of a name may mean one on another page: the backend looks among all of them. And nobody agrees
        # to anything with part of a label, or with its number.
        place = labels.index(text.strip()) if text.strip() in labels else None
    else:
        place = chosen(text, labels)
    if place is not None and not ways:
        return turn.memory.choices[place][1]
    return ways[0] if ways else ""


def _too_early(turn: Turn, message: Message) -> bool:
    """A text that was sent before the present question stood there cannot be its answer."""
    memory = turn.memory
    before = 0 < message.message_id < memory.live and not memory.shown_twice
    return before and memory.place.kind in ("question", "field")


async def _one_at_a_time(turn: Turn) -> None:
    if not turn.memory.hurried:
        turn.memory.hurried = True
        # Without buttons: the last ones on the screen stay those of the question that waits.
        await turn.send(Screen(safe(turn._("请逐条发送：看到新问题后，再回答这一题。"))))
