"""The application: consent, form, papers, the page to check, submit."""

from bot.callbacks import Consent
from bot.routers import screening, thread
from bot.routers.table import on_here, on_place, on_tap
from bot.screen import Screen
from bot.screens import application as screens
from bot.screens import cases as case_screens
from bot.screens import papers as paper_screens
from bot.screens.common import led_by
from bot.screens.mandates import for_whom
from bot.storage import Place
from bot.turn import Turn
from contract.application import ApplicationTurn, StartApplication


def step_of(turn: Turn, stands: ApplicationTurn) -> tuple[Screen, Place]:
    """The one thing to do next in an application, whatever its state."""
    turn.memory.application, turn.memory.policy = stands.id, stands.pack
    screen, place = _step(turn, stands)
    return for_whom(turn._, stands.for_whom, screen), place


def _step(turn: Turn, stands: ApplicationTurn) -> tuple[Screen, Place]:
    if stands.stop:
        return screens.stop(turn._, stands, stands.stop), Place(kind="stop")
    if stands.prompt:
        place = Place(kind="field", name=stands.prompt.field, input=stands.prompt.input)
        return screens.field(turn._, stands, stands.prompt), place
    if stands.state == "awaiting_correction":
        return case_screens.corrections(turn._, stands), Place(kind="check")
    if stands.state != "draft":
        return case_screens.case(turn._, stands), Place()
    if stands.phase == "papers":
        return paper_screens.papers(turn._, stands), Place(kind="papers")
    return screens.check(turn._, stands), Place(kind="check")


async def show(turn: Turn, stands: ApplicationTurn, lead: str = "") -> None:
    """Where an application stands, on the message that was tapped or as a new one."""
    screen, place = step_of(turn, stands)
    await turn.ask(led_by(lead, screen), place)


async def go_on(turn: Turn, stands: ApplicationTurn) -> None:
    """After an answer: the question becomes its answer and the next step comes below."""
    await turn.ask_next(screens.echo(turn._, stands), *step_of(turn, stands))


async def read_on(turn: Turn, id: str) -> None:
    """What has changed was read: the form goes on."""
    await go_on(turn, await turn.client.go_on(id))


async def open_case(turn: Turn, id: str) -> None:
    await show(turn, await turn.client.application(id))


@on_here("field", "stop", "papers", "check")
async def look_again(turn: Turn, lead: str) -> None:
    screen, place = step_of(turn, await turn.client.application(turn.memory.application))
    await turn.retire_buttons()
    await turn.ask_below(led_by(lead, screen), place)


@on_place("continue")
async def resume(turn: Turn) -> None:
    """继续: the form she was at, her own draft before one of somebody else; else the self-check, its result, home."""
    found = await turn.client.home()
    drafts = [case for case in (found.draft, *found.cases) if case and case.state == "draft"]
    if drafts:
        await open_case(turn, next((case for case in drafts if case.id == turn.memory.application), drafts[0]).id)
    elif found.screening:
        await screening.resume(turn, found.screening)
    elif not await screening.pointed_at_result(turn, found):
        await thread.home(turn, turn._("现在没有要接着填的内容。您可以从这里开始。"))


@on_place("mend")
async def mend(turn: Turn) -> None:
    """补正, typed: the list of what the office sent back; her papers where nothing was."""
    returned = [case for case in (await turn.client.home()).cases if case.state == "awaiting_correction"]
    if returned:
        at = (case for case in returned if case.id == turn.memory.application)
        await open_case(turn, next(at, returned[0]).id)
    else:
        await thread.here(turn, turn._("现在没有要补正的申请。发“进度”可以看办到哪一步，发“材料”看要交什么。"))


@on_tap(Consent)
async def consent(turn: Turn, data: Consent) -> None:
    """Agreed: the answers of the self-check become the draft."""
    wish = StartApplication(screening=data.screening, consent_version=data.version)
    stands = await turn.client.start_application(wish)
    turn.leave_step()
    await turn.ask_next("", *step_of(turn, stands))
