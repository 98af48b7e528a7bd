"""After recognition: 我的认定, and asking to leave."""

from bot.callbacks import Register
from bot.routers import thread
from bot.routers.table import on_here, on_place, on_tap, on_text
from bot.screens import register as screens
from bot.screens.common import led_by
from bot.storage import Place
from bot.turn import Turn
from contract.register import AskToLeave, Object, Standing


@on_place("register")
async def mine(turn: Turn) -> None:
    """Each standing as a message; who has none is led to the progress of the applications."""
    found = await turn.client.standings()
    if not found:
        await thread.home(turn, turn._("您还没有认定记录。"))
        return
    for one in found[:-1]:
        await turn.send(screens.standing(turn._, one))
    await turn.show(screens.standing(turn._, found[-1]))


@on_tap(Register)
async def act(turn: Turn, data: Register) -> None:
    one = await _own(turn, data.policy)
    if one is None or not _may(one, data.act):
        await thread.expired(turn)
    elif data.act == "object":
        await turn.ask_below(screens.object_to(turn._, one), Place(kind="object", name=data.policy))
    elif data.act == "leave" and one.leave == "ask":
        after = await turn.client.leave(data.policy, AskToLeave())
        await turn.ask_next("", screens.asked(turn._, after), Place())
        turn.leave_step()
    elif data.act == "open":
        await turn.show(screens.standing(turn._, one))
    elif one.leave == "form":
        await turn.ask_below(screens.to_sign(turn._, one), Place(kind="leave", name=data.policy))
    else:
        await turn.show(screens.confirm(turn._, one))


def _may(one: Standing, act: str) -> bool:
    return act == "open" or (one.may_object if act == "object" else bool(one.leave))


@on_text("object")
async def objected(turn: Turn, text: str) -> None:
    """What is wrong, in the person's own words; an officer answers it."""
    after = await turn.client.object_to(turn.memory.place.name, Object(words=text))
    await turn.ask_next("", screens.objected(turn._, after), Place())
    turn.leave_step()


@on_here("object")
async def object_again(turn: Turn, lead: str) -> None:
    one = await _own(turn, turn.memory.place.name)
    if one is None or not one.may_object:
        turn.leave_step()
        await thread.home(turn, lead)
        return
    await turn.retire_buttons()
    await turn.ask_below(led_by(lead, screens.object_to(turn._, one)), turn.memory.place)


@on_here("leave")
async def look_again(turn: Turn, lead: str) -> None:
    one = await _own(turn, turn.memory.place.name)
    if one is None or one.leave != "form":
        turn.leave_step()
        await thread.home(turn, lead)
        return
    await turn.retire_buttons()
    await turn.ask_below(led_by(lead, screens.to_sign(turn._, one)), turn.memory.place)


async def _own(turn: Turn, policy: str) -> Standing | None:
    return next((one for one in await turn.client.standings() if one.pack == policy), None)
