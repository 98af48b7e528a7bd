"""代办: beginning to act for somebody, the principal's word, and the end."""

import re
from typing import Final

from bot.callbacks import Acting, Related
from bot.routers import screening
from bot.routers.table import on_here, on_place, on_tap, on_text
from bot.screens import mandates as screens
from bot.screens.common import led_by
from bot.storage import Place
from bot.turn import Turn
from contract.mandate import AnswerMandate, AskMandate

BETWEEN: Final = re.compile(r"[\s,，、;；]+")


@on_place("mandates")
async def overview(turn: Turn) -> None:
    await turn.show(screens.overview(turn._, await turn.client.mandates()))


async def opened(turn: Turn, code: str) -> None:
    """The principal names the code in her own chat: what it says, and nothing is decided yet."""
    found = await turn.client.answer_mandate(AnswerMandate(code=code[:30], answer="look"))
    await turn.show(screens.asked(turn._, found, code[:30]))


@on_tap(Acting)
async def act(turn: Turn, data: Acting) -> None:
    if data.act == "new":
        await turn.ask(screens.relations(turn._), Place())
    elif data.act == "check":
        await screening.show(turn, await turn.client.begin_for(data.id))
    elif data.act == "agree":
        found = await turn.client.answer_mandate(AnswerMandate(code=data.id, answer="agree"))
        await turn.show(screens.agreed(turn._, found))
    elif data.act == "refuse":
        await turn.client.answer_mandate(AnswerMandate(code=data.id, answer="refuse"))
        await turn.show(screens.over(turn._))
    else:
        await turn.client.end_mandate(data.id)
        await turn.show(screens.over(turn._))


@on_tap(Related)
async def related(turn: Turn, data: Related) -> None:
    await turn.ask_next("", screens.names(turn._), Place(kind="mandate", name=data.to))


@on_text("mandate")
async def named(turn: Turn, text: str) -> None:
    """王秀英 王小燕 13900000000; what is missing is asked for once more, with the example."""
    parts = BETWEEN.split(text.strip())
    if len(parts) != len(("principal", "helper", "phone")):
        await again(turn, turn._("请写三样：本人姓名、您的姓名、您的电话，中间空一格。"))
        return
    pack = turn.memory.policy or (await turn.client.home()).policies[0].id
    wish = AskMandate(
        pack=pack, relation=turn.memory.place.name, principal=parts[0], helper=parts[1], helper_phone=parts[2]
    )
    begun = await turn.client.ask_mandate(wish)
    turn.leave_step()
    await turn.ask_next("", screens.begun(turn._, begun), Place())


@on_here("mandate")
async def again(turn: Turn, lead: str) -> None:
    await turn.ask_below(led_by(lead, screens.names(turn._)), turn.memory.place)
