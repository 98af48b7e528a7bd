"""The application: consent, form, papers, the page to check, submit."""

from bot.callbacks import (
    Consent,
    Done,
    Edit,
    FieldPage,
    FieldWhy,
    Fill,
    Paper,
    Send,
    Skip,
    Take,
    Tick,
)
from bot.client import Problem
from bot.matching import reading
from bot.problems import words
from bot.routers import asking, screening, thread
from bot.routers.table import on_back, on_here, on_place, on_tap, on_text
from bot.screen import Screen
from bot.screens import application as screens
from bot.screens import cases as case_screens
from bot.screens import papers as paper_screens
from bot.screens.common import led_by
from bot.storage import Place
from bot.turn import Turn
from contract.application import (
    ApplicationTurn,
    ChooseAlternative,
    FieldPrompt,
    PutField,
    StartApplication,
    Submit,
    ToggleChoice,
)
from contract.application import Paper as PaperShape


def step_of(turn: Turn, stands: ApplicationTurn) -> tuple[Screen, Place]:
    """The one thing to do next in an application, whatever its state."""
    turn.memory.application, turn.memory.policy = stands.id, stands.pack
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


async def show(turn: Turn, stands: ApplicationTurn) -> None:
    """Where an application stands, on the message that was tapped or as a new one."""
    await turn.ask(*step_of(turn, stands))


async def go_on(turn: Turn, stands: ApplicationTurn) -> None:
    """After an answer: the question becomes its answer and the next step comes below."""
    await turn.ask_next(screens.echo(turn._, stands), *step_of(turn, stands))


async def open_case(turn: Turn, id: str) -> None:
    await show(turn, await turn.client.application(id))


@on_here("field", "papers", "check")
async def look_again(turn: Turn, lead: str) -> None:
    screen, place = step_of(turn, await turn.client.application(turn.memory.application))
    await turn.retire_buttons()
    await turn.ask_below(led_by(lead, screen), place)


@on_place("continue")
async def resume(turn: Turn) -> None:
    """继续: the draft, else the self-check, else its result, else home."""
    found = await turn.client.home()
    if found.draft:
        await open_case(turn, found.draft.id)
    elif found.screening:
        await screening.resume(turn, found.screening)
    elif not await screening.pointed_at_result(turn, found):
        await thread.home(turn, turn._("现在没有要接着填的内容。您可以从这里开始。"))


@on_tap(Consent)
async def consent(turn: Turn, data: Consent) -> None:
    """Agreed: the answers of the self-check become the draft."""
    wish = StartApplication(screening=data.screening, consent_version=data.version)
    stands = await turn.client.start_application(wish)
    turn.leave_step()
    await turn.ask_next("", *step_of(turn, stands))


# --- the form


@on_tap(Fill)
async def fill(turn: Turn, data: Fill) -> None:
    if await _asked(turn, data.field):
        await _put(turn, data.field, PutField(text=data.value))


@on_tap(Skip)
async def skip(turn: Turn, data: Skip) -> None:
    if await _asked(turn, data.field):
        await _put(turn, data.field, PutField(skip=True))


@on_tap(Tick)
async def tick(turn: Turn, data: Tick) -> None:
    """Ticks are redrawn in place; they are put down with 选好了."""
    if await _asked(turn, data.field):
        stands = await turn.client.toggle_choice(
            turn.memory.application, data.field, ToggleChoice(value=data.value)
        )
        await show(turn, stands)


@on_tap(Done)
async def done(turn: Turn, data: Done) -> None:
    if await _asked(turn, data.field):
        await _put(turn, data.field, PutField())


@on_text("field")
async def typed(turn: Turn, text: str) -> None:
    """The backend normalises what is typed; what it cannot take is asked again with the reason."""
    problem = await _refused(turn, text)
    if problem is None:
        return
    stands = await turn.client.application(turn.memory.application)
    better = reading(text, stands.prompt.choices) if stands.prompt else ""
    if better and not await _refused(turn, better):
        return
    if not await asking.answered(turn, text):
        await thread.ask_again(turn, words(turn._, problem), *step_of(turn, stands))


async def _refused(turn: Turn, text: str) -> Problem | None:
    """Puts down what was typed; the reason why it could not be taken, if so."""
    return await thread.refusal_of(_put(turn, turn.memory.place.name, PutField(text=text)))


async def _put(turn: Turn, field: str, value: PutField) -> None:
    await go_on(turn, await turn.client.put_field(turn.memory.application, field, value))


async def _asked(turn: Turn, field: str) -> bool:
    """Whether this field is the one being asked; if not, says so and shows the one that is."""
    place = turn.memory.place
    if place.kind == "field" and place.name == field:
        return True
    if await _asking(turn, field):
        return True
    await thread.expired(turn)
    return False


async def _asking(turn: Turn, field: str) -> tuple[ApplicationTurn, FieldPrompt] | None:
    """The application and its prompt, if this field is the one being asked."""
    if not turn.memory.application:
        return None
    stands = await turn.client.application(turn.memory.application)
    asked = stands.prompt
    return (stands, asked) if asked and asked.field == field else None


@on_tap(FieldWhy)
async def why(turn: Turn, data: FieldWhy) -> None:
    await _redraw(turn, data.name, why=data.open)


@on_tap(FieldPage)
async def page(turn: Turn, data: FieldPage) -> None:
    await _redraw(turn, data.name, page=data.page)


async def _redraw(turn: Turn, field: str, *, why: bool = False, page: int = 0) -> None:
    found = await _asking(turn, field)
    if found is None:
        await thread.expired(turn)
        return
    stands, asked = found
    screen = screens.field(turn._, stands, asked, why=why, page=page)
    await turn.ask(screen, Place(kind="field", name=field, input=asked.input))


@on_tap(Edit)
async def edit(turn: Turn, data: Edit) -> None:
    """修改 on one line: the field is asked again below, and then the page to check comes back."""
    if not turn.memory.application:
        await thread.expired(turn)
        return
    await show(turn, await turn.client.reopen_field(turn.memory.application, data.field))


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


# --- papers


async def papers(turn: Turn, id: str) -> None:
    """The list of papers; from the page to check it leads back here."""
    stands = await turn.client.application(id)
    if stands.phase == "check" and stands.state == "draft":
        stands = await turn.client.papers_reopen(id)
    turn.memory.application = id
    if stands.state == "awaiting_correction":
        await show(turn, stands)
    else:
        await turn.ask(paper_screens.papers(turn._, stands), Place(kind="papers"))


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
    screen = led_by(lead, paper_screens.upload(turn._, stands, wanted))
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
    await turn.ask_below(led_by(lead, paper_screens.upload(turn._, stands, wanted)), turn.memory.place)


@on_tap(Take)
async def take(turn: Turn, data: Take) -> None:
    """Which of the alternatives the person has."""
    alternative = "" if data.alternative == "-" else data.alternative
    stands = await turn.client.choose_alternative(
        turn.memory.application, data.requirement, ChooseAlternative(alternative=alternative)
    )
    await show_paper(turn, stands, data.requirement)


# --- check and submit


async def check_lines(turn: Turn, id: str) -> None:
    stands = await turn.client.application(id)
    await turn.ask(screens.check(turn._, stands), Place(kind="check"))


async def edit_lines(turn: Turn, id: str) -> None:
    """The same page, its buttons now one for each line."""
    stands = await turn.client.application(id)
    turn.memory.application = id
    await turn.ask(screens.check(turn._, stands, editing=True), Place(kind="check"))


@on_tap(Send)
async def send(turn: Turn, data: Send) -> None:
    """确认并提交. A second tap finds it sent and shows the same number."""
    stands = await turn.client.submit(data.id, Submit(declaration_version=data.version))
    turn.memory.application = stands.id
    await turn.ask_next("", screens.receipt(turn._, stands), Place())
    turn.leave_step()


ACTS = {
    "open": open_case,
    "back": back,
    "papers": papers,
    "papers_done": papers_done,
    "lines": check_lines,
    "edit": edit_lines,
}
