"""The papers of an application: the list, and one at a time to hand in."""

from base64 import b64decode

from bot.callbacks import Go, Paper, Print, Take
from bot.routers import thread
from bot.routers.application import look_again, show, step_of
from bot.routers.table import on_here, on_tap
from bot.screen import button
from bot.screens import papers as paper_screens
from bot.screens.common import home_row, led_by
from bot.screens.mandates import for_whom
from bot.screens.screening import document
from bot.storage import Place
from bot.turn import Turn
from contract.application import ApplicationTurn, ChooseAlternative
from contract.application import Paper as PaperShape


async def papers(turn: Turn, id: str) -> None:
    """The list of papers; from the page to check it leads back here."""
    stands = await turn.client.application(id)
    if stands.phase == "check" and stands.state == "draft":
        stands = await turn.client.papers_reopen(id)
    turn.memory.application = id
    if stands.state == "awaiting_correction":
        await show(turn, stands)
    else:
        await turn.ask(for_whom(turn._, stands.for_whom, paper_screens.papers(turn._, stands)), Place(kind="papers"))


async def papers_done(turn: Turn, id: str) -> None:
    """On to the page to check; what was left for later is asked first, and it is said why."""
    stands = await turn.client.papers_done(id)
    screen, place = step_of(turn, stands)
    why = turn._("提交前还要填这一项。") if stands.prompt else ""
    await turn.ask(led_by(why, screen), place)


@on_tap(Paper)
async def paper(turn: Turn, data: Paper) -> None:
    if not turn.memory.application:
        await thread.expired(turn)
        return
    stands = await turn.client.application(turn.memory.application)
    await show_paper(turn, stands, data.requirement)


async def show_paper(turn: Turn, stands: ApplicationTurn, requirement: str, lead: str = "") -> None:
    wanted = paper_of(stands, requirement)
    if wanted is None:
        await thread.expired(turn)
        return
    screen = led_by(lead, for_whom(turn._, stands.for_whom, paper_screens.upload(turn._, stands, wanted)))
    await turn.ask(screen, Place(kind="upload", name=requirement))


def paper_of(stands: ApplicationTurn, requirement: str) -> PaperShape | None:
    return next((each for each in stands.papers if each.item.id == requirement), None)


@on_here("upload")
async def look_at_paper_again(turn: Turn, lead: str) -> None:
    stands = await turn.client.application(turn.memory.application)
    wanted = paper_of(stands, turn.memory.place.name)
    if wanted is None:
        await look_again(turn, lead)
        return
    await turn.retire_buttons()
    screen = for_whom(turn._, stands.for_whom, paper_screens.upload(turn._, stands, wanted))
    await turn.ask_below(led_by(lead, screen), turn.memory.place)


@on_tap(Print)
async def print_sample(turn: Turn, data: Print) -> None:
    """The statement as a sheet to print; what is asked for stays as it is."""
    made = await turn.client.sample_document(data.policy, data.sample)
    caption = turn._("打印后用笔填写、签名，再拍照发来。也可以照着手写一份。")
    on = (button(turn._("继续填写"), Go(to="here")),) if turn.at_a_step else home_row(turn._)
    await turn.send(document(caption, made.filename, b64decode(made.content_base64), on))


@on_tap(Take)
async def take(turn: Turn, data: Take) -> None:
    """Which of the alternatives the person has."""
    alternative = "" if data.alternative == "-" else data.alternative
    stands = await turn.client.choose_alternative(
        turn.memory.application, data.requirement, ChooseAlternative(alternative=alternative)
    )
    await show_paper(turn, stands, data.requirement)
