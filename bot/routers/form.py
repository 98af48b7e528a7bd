"""The form: one field at a time, tapped or typed."""

from bot.callbacks import Done, Edit, FieldPage, FieldWhy, Fill, Skip, Tick
from bot.client import Problem
from bot.matching import reading
from bot.problems import words
from bot.routers import asking, thread
from bot.routers.application import go_on, show, step_of
from bot.routers.table import on_tap, on_text
from bot.screens import application as screens
from bot.screens.mandates import for_whom
from bot.storage import Place
from bot.turn import Turn
from contract.application import ApplicationTurn, FieldPrompt, PutField, ToggleChoice


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
    screen = for_whom(turn._, stands.for_whom, screens.field(turn._, stands, asked, why=why, page=page))
    await turn.ask(screen, Place(kind="field", name=field, input=asked.input))


@on_tap(Edit)
async def edit(turn: Turn, data: Edit) -> None:
    """修改 on one line: the field is asked again below, and then the page to check comes back."""
    if not turn.memory.application:
        await thread.expired(turn)
        return
    await show(turn, await turn.client.reopen_field(turn.memory.application, data.field))
