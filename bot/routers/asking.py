"""Questions about the policy, asked in one's own words: answered with articles, wherever the person stands."""

from bot.routers import suggesting, thread
from bot.routers.wording import is_question
from bot.screen import Screen
from bot.screens import policy as screens
from bot.turn import Turn
from contract.policy import AskPolicy, PolicyAnswers

FOR_SOMEBODY = ("principal", "mandate")
"""The questions at the beginning of 代办."""
IN_AN_APPLICATION = ("field", "papers", "upload", "check")


async def answer(turn: Turn, text: str) -> None:
    """The articles that fit best; where none does, says so and shows other ways."""
    found = await _found(turn, text)
    if found.answers:
        await show(turn, screens.answers(turn._, found, waits=turn.at_a_step))
    else:
        await show(turn, await suggesting.below(turn, text, screens.nothing(turn._)))


async def answered(turn: Turn, text: str) -> bool:
    """Answers a question if it is one and the documents say something to it."""
    if not is_question(text):
        return False
    found = await _found(turn, text)
    if found.answers:
        await show(turn, screens.answers(turn._, found, waits=turn.at_a_step))
    return bool(found.answers)


async def show(turn: Turn, screen: Screen) -> None:
    """As a message of its own; the step that waits, or the question which city, is asked again below it."""
    if not (turn.at_a_step or turn.memory.place.kind in ("city", *FOR_SOMEBODY)):
        await turn.send(screen)
        return
    await turn.retire_buttons()
    await turn.send(screen)
    await thread.here(turn, "")


async def _found(turn: Turn, text: str) -> PolicyAnswers:
    """In the document of the city this chat is about; in all of them while that is open."""
    return await turn.client.ask(AskPolicy(text=text, pack=helped_in(turn) or turn.memory.policy))


def helped_in(turn: Turn) -> str:
    """The policy of the person somebody is about to act for (代办), once her city is told."""
    place = turn.memory.place
    return {"principal": place.name, "mandate": place.name.partition(" ")[2]}.get(place.kind, "")
