"""After recognition: 我的认定, and asking to leave."""

import re
import unicodedata
from typing import Final

from bot.callbacks import Register
from bot.client import Problem
from bot.problems import words
from bot.routers import city, thread
from bot.routers.table import on_here, on_place, on_tap, on_text
from bot.screens import register as screens
from bot.screens.common import led_by
from bot.storage import Place
from bot.turn import Turn
from contract.register import AskToLeave, NoticeHeld, Object, Reply, Standing

ID_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z-])\d{17}[\dXx](?![0-9A-Za-z])")
LABELS: Final = re.compile("(?:我的)?(?:核验码|身份证号码?|身份证)(?:是|为)?|[：:,，;；、。]")
"""Who copies the words of the question into her answer."""
LONGEST: Final = 40
REFUSED: Final = ("notice.not_found", "notice.of_another_chat", "notice.too_many_tries")


@on_place("register")
async def mine(turn: Turn) -> None:
    """Each standing as a message; who has none may hold a notice, or begin."""
    found = await turn.client.standings()
    if not found:
        await turn.show(screens.none(turn._, noticed=await city.recognises_unasked(turn)))
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
    elif data.act == "reply":
        await turn.ask_below(screens.reply_to(turn._, one), Place(kind="reply", name=data.policy))
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
    return {"open": True, "object": one.may_object, "reply": one.may_reply}.get(act, bool(one.leave))


@on_text("object")
async def objected(turn: Turn, text: str) -> None:
    """What is wrong, in the person's own words; an officer answers it."""
    after = await turn.client.object_to(turn.memory.place.name, Object(words=text))
    await turn.ask_next("", screens.objected(turn._, after), Place())
    turn.leave_step()


@on_text("reply")
async def replied(turn: Turn, text: str) -> None:
    """What she says to a proposed exit; whoever decides reads it."""
    try:
        after = await turn.client.reply(turn.memory.place.name, Reply(words=text))
    except Problem as problem:
        if problem.code != "exit.not_open":
            raise
        turn.leave_step()
        await thread.home(turn, words(turn._, problem))
        return
    await turn.ask_next("", screens.replied(turn._, after), Place())
    turn.leave_step()


@on_here("reply")
async def reply_again(turn: Turn, lead: str) -> None:
    one = await _own(turn, turn.memory.place.name)
    if one is None or not one.may_reply:
        turn.leave_step()
        await thread.home(turn, lead)
        return
    await turn.retire_buttons()
    await turn.ask_below(led_by(lead, screens.reply_to(turn._, one)), turn.memory.place)


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


@on_place("notice")
async def ask_notice(turn: Turn) -> None:
    """A recognition without an application, told of on paper (GZ-04)."""
    await turn.ask_below(screens.notice(turn._), Place(kind="notice"))


@on_text("notice")
async def noticed(turn: Turn, text: str) -> None:
    """Code and number in one line, in whatever order. Neither is kept here."""
    code, number = in_one_line(text)
    if not code or not number:
        lack = turn._("还差身份证号码。") if code else turn._("还差核验码。")
        await notice_again(turn, turn._("请把两样写在同一行。") + lack)
        return
    try:
        found = await turn.client.bring_notice(NoticeHeld(code=code, id_number=number))
    except Problem as problem:
        if problem.code not in REFUSED:
            raise
        await notice_again(turn, words(turn._, problem))
        return
    await turn.ask_next("", screens.standing(turn._, found), Place())
    turn.leave_step()


def in_one_line(text: str) -> tuple[str, str]:
    """The check code and the ID number of a line; empty what is not there."""
    told = LABELS.sub(" ", unicodedata.normalize("NFKC", text))
    number = ID_NUMBER.search(told)
    rest = ID_NUMBER.sub(" ", told, count=1).strip()
    return rest[:LONGEST], number[0] if number else ""


@on_here("notice")
async def notice_again(turn: Turn, lead: str) -> None:
    await turn.retire_buttons()
    await turn.ask_below(led_by(lead, screens.notice(turn._)), turn.memory.place)


async def _own(turn: Turn, policy: str) -> Standing | None:
    return next((one for one in await turn.client.standings() if one.pack == policy), None)
