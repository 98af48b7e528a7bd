"""Questions about the policy, asked in one's own words: answered with articles, wherever the person stands."""

from bot.routers import thread
from bot.routers.wording import is_question
from bot.screen import Screen
from bot.screens import policy as screens
from bot.turn import Turn
from contract.policy import AskPolicy, PolicyAnswers

IN_AN_APPLICATION = ("field", "papers", "upload", "check")


async def answer(turn: Turn, text: str) -> None:
    """The articles that fit best; where none does, says so and shows other ways."""
    found = await _found(turn, text)
    screen = screens.answers(turn._, found, waits=turn.at_a_step) if found.answers else screens.nothing(turn._)
    await show(turn, screen)


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
    if not (turn.at_a_step or turn.memory.place.kind == "city"):
        await turn.send(screen)
        return
    await turn.retire_buttons()
    await turn.send(screen)
    await thread.here(turn, "")


async def _found(turn: Turn, text: str) -> PolicyAnswers:
    """In the document of the city this chat is about; in all of them while that is open."""
    return await turn.client.ask(AskPolicy(text=text, pack=turn.memory.policy))
