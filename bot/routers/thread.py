"""What to say when a conversation has lost its thread, and how it is found again."""

from collections.abc import Awaitable
from typing import Final

from bot.callbacks import Go
from bot.client import Problem
from bot.markup import blocks, safe
from bot.routers.table import HERE
from bot.screen import Button, Screen, button, in_rows
from bot.screens import home as screens
from bot.screens.common import led_by
from bot.storage import Place
from bot.turn import Turn

MOST_MISSES: Final = 2


async def home(turn: Turn, lead: str = "") -> None:
    """The start page; where the person stood is not forgotten by looking at it."""
    found = await turn.client.home()
    await turn.show(led_by(lead, screens.home(turn._, found, turn.memory.policy)))
    turn.memory.page = []


async def offer(turn: Turn) -> None:
    """Somebody says why she came: the self-check, in two lines instead of the whole welcome."""
    await turn.send(screens.offer(turn._, await turn.client.home(), turn.memory.policy))


async def expired(turn: Turn) -> None:
    """A button from another time: say so, and go on from where the person really is."""
    words = turn._("此按钮已过期，请从这里继续。")
    turn.toast(words)
    await here(turn, words)


async def here(turn: Turn, lead: str) -> None:
    """The present step once more, as a new message under a sentence; or the buttons of the page shown last."""
    show = HERE.get(turn.memory.place.kind)
    if show:
        await show(turn, lead)
        return
    if turn.memory.page:
        buttons = in_rows(Button(label, data) for label, data in turn.memory.page)
        await turn.send(Screen(safe(lead or turn._("请从这里继续。")), buttons))
        return
    found = await turn.client.home()
    await turn.send(led_by(lead, screens.home(turn._, found, turn.memory.policy)))


async def refusal_of(attempt: Awaitable[None]) -> Problem | None:
    """Why what was typed could not be taken, if so. Any other refusal is not about the words, and goes on."""
    try:
        await attempt
    except Problem as problem:
        if problem.status != 422:
            raise
        return problem
    return None


async def ask_again(turn: Turn, why: str, screen: Screen, place: Place) -> None:
    """What was typed could not be taken: what is wrong, how to mend it, and the question again.

    After two misses the way to a person is offered.
    """
    misses = turn.memory.misses + 1
    again = Screen(blocks(safe(why), screen.text), screen.rows)
    if misses >= MOST_MISSES:
        again = again.with_rows((button(turn._("找工作人员帮忙"), Go(to="human")),))
    await turn.retire_buttons()
    await turn.ask_below(again, place)
    turn.memory.misses = misses
