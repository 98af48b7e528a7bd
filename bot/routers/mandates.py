"""代办: beginning to act for somebody, the principal's word, and the end."""

import re
from typing import Final

from bot.callbacks import Acting, Related
from bot.routers import screening, thread
from bot.routers.table import on_here, on_place, on_tap, on_text
from bot.screens import mandates as screens
from bot.screens.common import led_by
from bot.storage import Place
from bot.turn import Turn
from contract.mandate import AnswerMandate, AskMandate

BETWEEN: Final = re.compile(r"[\s,，、;；。]+")
TELEPHONE: Final = re.compile(r"[+＋]?\d[\d\s()（）-]*")
"""A number as people write it: 139 0000 0000, 0790-6441234."""
LABELS: Final = re.compile("(?:本人|您的|我的)?(?:姓名|名字|电话|手机号?)(?:号码)?[是：: ]*")
"""Who copies the words of the question into her answer."""


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
        await _begin(turn)
    elif data.act == "city":
        await turn.ask(screens.relations(turn._, data.id), Place(kind="principal", name=data.id))
    elif data.act == "check":
        await screening.show(turn, await turn.client.begin_for(data.id))
    elif data.act == "ask_end":
        await _ask_end(turn, data.id)
    elif data.act == "agree":
        found = await turn.client.answer_mandate(AnswerMandate(code=data.id, answer="agree"))
        await turn.show(screens.agreed(turn._, found))
    elif data.act == "refuse":
        await turn.client.answer_mandate(AnswerMandate(code=data.id, answer="refuse"))
        await turn.show(screens.over(turn._))
    elif data.act == "end":
        await turn.client.end_mandate(data.id)
        await turn.show(screens.over(turn._))
    else:
        await thread.expired(turn)


async def _ask_end(turn: Turn, id: str) -> None:
    """What she filled in for the person is out of her reach with one tap, so it is asked first."""
    one = next((one for one in await turn.client.mandates() if one.id == id and one.active), None)
    await (turn.show(screens.confirm_end(turn._, one)) if one else thread.expired(turn))


@on_tap(Related)
async def related(turn: Turn, data: Related) -> None:
    await turn.ask_next("", screens.names(turn._), Place(kind="mandate", name=f"{data.to} {data.policy}"))


async def _begin(turn: Turn) -> None:
    """The person's city first, where there are several: a helper lives elsewhere, or helps people of two cities."""
    policies = (await turn.client.home()).policies
    if len(policies) == 1:
        screen, place = screens.relations(turn._, policies[0].id), Place(kind="principal", name=policies[0].id)
    else:
        screen, place = screens.cities(turn._, policies), Place(kind="principal")
    await turn.ask(screen, place)


@on_here("principal")
async def whose(turn: Turn, lead: str) -> None:
    """The city or the relation once more."""
    pack = turn.memory.place.name
    screen = screens.relations(turn._, pack) if pack else screens.cities(turn._, (await turn.client.home()).policies)
    await turn.retire_buttons()
    await turn.ask_below(led_by(lead, screen), turn.memory.place)


@on_text("mandate")
async def named(turn: Turn, text: str) -> None:
    """王秀英 王小燕 13900000000; what is missing is asked for once more, with the example."""
    parts = three_things(text)
    if parts is None:
        await again(turn, turn._("请写三样：本人姓名、您的姓名、您的电话，中间空一格。"))
        return
    relation, _blank, pack = turn.memory.place.name.partition(" ")
    principal, helper, phone = parts
    wish = AskMandate(pack=pack, relation=relation, principal=principal, helper=helper, helper_phone=phone)
    begun = await turn.client.ask_mandate(wish)
    turn.leave_step()
    await turn.ask_next("", screens.begun(turn._, begun), Place())


def three_things(text: str) -> tuple[str, str, str] | None:
    """Two names and a telephone, in whatever dress; None where it is not just these."""
    told = LABELS.sub(" ", text)
    phones = [found for found in TELEPHONE.finditer(told) if len(found[0].strip()) > 1]
    if len(phones) != 1:
        return None
    phone = phones[0]
    names = [part for part in BETWEEN.split(f"{told[: phone.start()]} {told[phone.end() :]}") if part]
    return (names[0], names[1], phone[0].strip()) if len(names) == len(("principal", "helper")) else None


@on_here("mandate")
async def again(turn: Turn, lead: str) -> None:
    await turn.ask_below(led_by(lead, screens.names(turn._)), turn.memory.place)
