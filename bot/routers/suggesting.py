"""您是不是要……: the nearest known word below a text that was not understood, as a button; never taken for said."""

from asyncio import to_thread
from collections.abc import Sequence
from typing import Final

from bot.callbacks import City, Go
from bot.matching import core_of
from bot.nearest import nearest
from bot.routers.wording import WORDS
from bot.screen import Button, Screen
from bot.turn import Turn
from contract.policy import PolicyBrief

BEGINNINGS: Final = ("失业", "申请", "下岗", "待业", "辞退", "裁员", "就业困难", "残疾", "征地", "补贴")
"""Why people come: each leads to the self-check."""
PLACES_BY_WORD: Final = dict.fromkeys(BEGINNINGS, "check") | WORDS


async def below(turn: Turn, text: str, screen: Screen, policies: Sequence[PolicyBrief] = ()) -> Screen:
    """The screen with one button more where a slip is likely: of the present choices, a city, or a place."""
    meant = await _meant(turn, text, policies)
    return Screen(screen.text, ((meant,), *screen.rows), screen.attachment, screen.keep) if meant else screen


async def _meant(turn: Turn, text: str, policies: Sequence[PolicyBrief]) -> Button | None:
    if turn.memory.place.input == "consent":
        return None  # Nobody agrees to anything by a word that was meant.
    known = {core_of(label): data for label, data in turn.memory.choices}
    if not turn.at_a_step:
        known = {word: Go(to=to).pack() for word, to in PLACES_BY_WORD.items()} | known
    to = turn.memory.place.name if turn.memory.place.kind == "city" else "home"
    known = {**known, **{core_of(one.city): City(policy=one.id, to=to).pack() for one in policies}}
    word = await to_thread(nearest, text, tuple(known))
    return Button(turn._("您是不是要“{word}”？").format(word=word), known[word]) if word else None
