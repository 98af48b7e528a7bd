"""The page to check, sending, and one step back."""

from bot.callbacks import Send
from bot.routers import thread
from bot.routers.application import open_case, read_on, step_of
from bot.routers.table import on_back, on_tap
from bot.routers.uploading import papers, papers_done
from bot.screen import Screen
from bot.screens import application as screens
from bot.screens.mandates import for_whom
from bot.storage import Place
from bot.turn import Turn
from contract.application import ApplicationTurn, LetterShown, Submit


async def check_lines(turn: Turn, id: str) -> None:
    stands = await turn.client.application(id)
    await turn.ask(for_whom(turn._, stands.for_whom, screens.check(turn._, stands)), Place(kind="check"))


async def edit_lines(turn: Turn, id: str) -> None:
    """The same page, its buttons now one for each line."""
    stands = await turn.client.application(id)
    turn.memory.application = id
    page = screens.check(turn._, stands, editing=True)
    await turn.ask(for_whom(turn._, stands.for_whom, page), Place(kind="check"))


@on_tap(Send)
async def send(turn: Turn, data: Send) -> None:
    """确认并提交. A second tap finds it sent and shows the same number."""
    stands = await turn.client.submit(data.id, Submit(declaration_version=data.version))
    turn.memory.application = stands.id
    await confirm(turn, stands, screens.receipt(turn._, stands))


async def confirm(turn: Turn, stands: ApplicationTurn, screen: Screen) -> None:
    """What was sent is confirmed here, once: the letter that is shown now does not come a second time."""
    named = "" if stands.letter else stands.for_whom  # A letter to a helper names the principal itself.
    await turn.ask_next("", for_whom(turn._, named, screen), Place())
    if stands.letter:
        await turn.client.letter_shown(stands.id, LetterShown(message_id=turn.memory.live))
    turn.leave_step()


async def back(turn: Turn, id: str) -> None:
    """One step back; a person looking at one paper goes back to the list, from the first field home."""
    if turn.memory.place.kind == "upload":
        await papers(turn, id)
        return
    before = turn.memory.place
    screen, place = step_of(turn, await turn.client.application_back(id))
    if place == before:
        turn.leave_step()
        await thread.home(turn)
    else:
        await turn.ask(screen, place)


@on_back("field", "papers", "upload", "check")
async def back_typed(turn: Turn) -> None:
    await back(turn, turn.memory.application)


ACTS = {
    "open": open_case,
    "back": back,
    "go_on": read_on,
    "papers": papers,
    "papers_done": papers_done,
    "lines": check_lines,
    "edit": edit_lines,
}
