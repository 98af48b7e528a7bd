"""Which city a chat is about: the only one there is, or the one somebody chose; changeable at any time."""

from typing import Final

from bot.callbacks import City
from bot.markup import safe
from bot.matching import KINDS_OF_PLACE
from bot.routers import suggesting, thread
from bot.routers.table import PLACES, on_here, on_place, on_tap, on_text
from bot.routers.wording import asks_how_long, is_question
from bot.screen import Screen
from bot.screens import city as screens
from bot.screens.common import led_by
from bot.storage import Place
from bot.turn import Turn
from contract.application import Home
from contract.policy import PolicyBrief

SHORTEST_NAME: Final = 2


def policy_of(turn: Turn, found: Home) -> PolicyBrief | None:
    """The policy this chat is about; None where the city has to be asked first."""
    if len(found.policies) == 1:
        return found.policies[0]
    return next((policy for policy in found.policies if policy.id == turn.memory.policy), None)


async def recognises_unasked(turn: Turn) -> bool:
    """Whether somebody may have been recognised without applying: in the city of this chat, in any while it is open."""
    found = await turn.client.home()
    policy = policy_of(turn, found)
    return policy.automatic if policy else any(each.automatic for each in found.policies)


async def ask(turn: Turn, found: Home, to: str) -> None:
    """Asks for the city, and goes on to a place of the tables once it is told."""
    await turn.ask(screens.which(turn._, found.policies, to), Place(kind="city", name=to))


@on_place("city")
async def change(turn: Turn) -> None:
    """换城市, at any time; with one city there is nothing to choose."""
    found = await turn.client.home()
    if len(found.policies) == 1:
        await thread.home(turn)
        return
    if turn.at_a_step and turn.tapped != turn.memory.live:
        await turn.retire_buttons()  # What waits there is kept, and offered again on the page that follows.
    await ask(turn, found, "home")


@on_tap(City)
async def choose(turn: Turn, data: City) -> None:
    found = await turn.client.home()
    policy = next((each for each in found.policies if each.id == data.policy), None)
    if policy is None:
        await thread.expired(turn)
        return
    turn.memory.policy = policy.id
    await _settle(turn, policy, data.to)
    await PLACES.get(data.to, thread.home)(turn)


async def _settle(turn: Turn, policy: PolicyBrief, to: str) -> None:
    """The question becomes its answer where the next one comes below it; a page is painted over it."""
    if turn.memory.place.kind != "city":
        return
    if not turn.tapped:
        await turn.retire_buttons()
        if policy.expired and to == "check":
            await turn.send(Screen(safe(screens.echo(turn._, policy))))
    elif to == "check":
        await turn.settle(turn.tapped, screens.echo(turn._, policy))
    turn.leave_step()


async def tell_ended(turn: Turn, pack: str) -> None:
    """Who comes straight to a policy whose document has ended is told so before the first question."""
    found = await turn.client.home()
    ended = next((each for each in found.policies if each.id == pack and each.expired), None)
    if ended:
        await turn.send(Screen(safe(ended.validity_note)))


@on_text("city")
async def typed(turn: Turn, text: str) -> None:
    """A sentence that names one of the cities; anything else is asked again."""
    found, to = await turn.client.home(), turn.memory.place.name
    policy = _named(found, text)
    if policy is not None:
        await choose(turn, City(policy=policy.id, to=to))
        return
    why = (
        turn._("每个城市不一样。请先选城市，再问一次。")
        if is_question(text) or asks_how_long(text)
        else turn._("没有看懂是哪个城市。请点下面的按钮，或打城市的名字。")
    )
    screen = await suggesting.below(turn, text, screens.which(turn._, found.policies, to), found.policies)
    await thread.ask_again(turn, why, screen, turn.memory.place)


@on_here("city")
async def look_again(turn: Turn, lead: str) -> None:
    found = await turn.client.home()
    await turn.retire_buttons()
    screen = screens.which(turn._, found.policies, turn.memory.place.name)
    await turn.ask_below(led_by(lead, screen), turn.memory.place)


async def noticed(turn: Turn, text: str, *, bare: bool = False) -> PolicyBrief | None:
    """Somebody says 广州 without being asked: that is where she is from now on. `bare`: only if she says no more."""
    found = await turn.client.home()
    policy = _named(found, text) if len(found.policies) > 1 else None
    if policy is None or (bare and not is_bare(policy, text)):
        return None
    turn.memory.policy = policy.id
    return policy


def is_bare(policy: PolicyBrief, text: str) -> bool:
    """Whether a text is the name of the city and nothing else."""
    return text.strip(" 。.！!？?").casefold() in (_core(policy), policy.city.casefold())


def _named(found: Home, text: str) -> PolicyBrief | None:
    """The one city a text names, with or without its 市."""
    said = text.casefold()
    named = [policy for policy in found.policies if _core(policy) in said]
    return named[0] if len(named) == 1 else None


def _core(policy: PolicyBrief) -> str:
    core = KINDS_OF_PLACE.sub("", policy.city)
    return (core if len(core) >= SHORTEST_NAME else policy.city).casefold()
