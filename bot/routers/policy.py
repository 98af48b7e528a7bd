"""The policy itself: browsing the articles, asking in one's own words, and on what a step rests."""

from bot.callbacks import Browse, Read
from bot.routers import asking, city
from bot.routers.table import on_here, on_place, on_tap, on_text
from bot.screens import city as city_screens
from bot.screens import policy as screens
from bot.screens.common import led_by
from bot.storage import Place
from bot.turn import Turn
from contract.policy import Grounds


@on_place("policy")
async def policy(turn: Turn) -> None:
    documents = await turn.client.documents()
    found = sorted(documents, key=lambda each: each.id != turn.memory.policy)  # Her own city's first.
    await turn.show(screens.policy(turn._, found, waits=turn.at_a_step))


@on_tap(Browse)
async def browse(turn: Turn, data: Browse) -> None:
    found = await turn.client.contents(data.policy)
    await turn.show(screens.contents(turn._, found, data.page, waits=turn.at_a_step))


@on_tap(Read)
async def read(turn: Turn, data: Read) -> None:
    found = await turn.client.article(data.policy, data.article)
    await turn.show(screens.article(turn._, found, data.page, waits=turn.at_a_step))


# --- asking


@on_place("ask")
async def ask(turn: Turn) -> None:
    """直接问: whatever is typed next is a question. A step that waits goes on waiting; questions are answered there."""
    screen = screens.invitation(turn._, waits=turn.at_a_step)
    if turn.at_a_step:
        await turn.show(screen)
    else:
        await turn.ask(screen, Place(kind="ask"))


@on_text("ask")
async def asked(turn: Turn, text: str) -> None:
    """The bare name of a city changes the city; while none is chosen, one that a question names is the one."""
    policy = await city.noticed(turn, text, bare=bool(turn.memory.policy))
    if policy and city.is_bare(policy, text):
        await ask_again(turn, city_screens.changed(turn._, policy))
    else:
        await asking.answer(turn, text)


@on_here("ask")
async def ask_again(turn: Turn, lead: str) -> None:
    await turn.ask_below(led_by(lead, screens.invitation(turn._)), Place(kind="ask"))


@on_place("startup")
async def startup(turn: Turn) -> None:
    """创业, said alone: what the documents say, and whom one can turn to."""
    await asking.answer(turn, "创业")


# --- 依据是什么


@on_place("grounds")
async def grounds(turn: Turn) -> None:
    found = await _grounds(turn)
    if found:
        await asking.show(turn, screens.grounds(turn._, found, waits=turn.at_a_step))
    else:
        documents = await turn.client.documents()
        await asking.show(turn, screens.all_grounds(turn._, documents, waits=turn.at_a_step))


async def _grounds(turn: Turn) -> Grounds | None:
    """On what the present step rests: of the self-check, of the application, else of the newest case."""
    place, memory = turn.memory.place, turn.memory
    if place.kind in ("question", "outcome") and memory.screening:
        return await turn.client.screening_grounds(memory.screening)
    if place.kind in asking.IN_AN_APPLICATION and memory.application:
        paper = place.name if place.kind == "upload" else ""
        return await turn.client.application_grounds(memory.application, paper)
    cases = await turn.client.cases()
    return await turn.client.application_grounds(cases[0].id) if cases else None
