"""我要投诉: a complaint, a report or an opinion, one step at a time; what was said waits in the backend, never here."""

import re
from typing import Final

from bot.callbacks import Complain, ComplaintPage
from bot.problems import words
from bot.routers import city, thread
from bot.routers.table import on_here, on_place, on_tap, on_text
from bot.routers.wording import is_question
from bot.screens import complaints as screens
from bot.screens.common import led_by
from bot.storage import Place
from bot.turn import Turn
from contract.complaint import AnswerComplaint, Complaint

BEGINS: Final = re.compile("投诉|举报|告状|[Cc]omplain")


@on_place("complain")
async def begin(turn: Turn) -> None:
    """The step that is next; the city first where it is not known."""
    found = await turn.client.home()
    policy = city.policy_of(turn, found)
    if policy is None:
        await city.ask(turn, found, "complain")
        return
    turn.memory.policy = policy.id
    if turn.at_a_step and turn.tapped != turn.memory.live:
        await turn.retire_buttons()  # What waits there is kept, and offered again on the first page.
    await _ask(turn, await turn.client.complaint(policy.id))


async def begun_by_word(turn: Turn, text: str) -> bool:
    """我要投诉窗口态度不好, in one go: it begins, and what was told is kept."""
    if not BEGINS.search(text) or is_question(text):
        return False
    await begin(turn)
    if turn.memory.place.kind == "complaint" and turn.memory.place.name == "kind":
        await told(turn, text)
    return True


@on_tap(Complain)
async def tapped(turn: Turn, data: Complain) -> None:
    pack = turn.memory.policy
    if not pack:
        await thread.expired(turn)
    elif data.step == "check":
        await (_send(turn, pack) if data.value == "send" else _drop(turn))
    elif not data.value:
        await _ask(turn, await turn.client.complaint(pack, data.step))
    else:
        after = await turn.client.answer_complaint(_answer(pack, data.step, data.value))
        await _ask(turn, after)


@on_tap(ComplaintPage)
async def turn_page(turn: Turn, data: ComplaintPage) -> None:
    await _ask(turn, await turn.client.complaint(turn.memory.policy, data.name), data.page)


@on_text("complaint")
async def told(turn: Turn, text: str) -> None:
    """The words of a complaint, a telephone, or what happened told before it was asked for."""
    pack, step = turn.memory.policy, turn.memory.place.name
    if step != "words" and is_question(text):
        await thread.here(turn, _how_to_go_on(turn, step))
        return
    got: list[Complaint] = []

    async def attempt() -> None:
        got.append(await turn.client.answer_complaint(_answer(pack, step, text)))

    refusal = await thread.refusal_of(attempt())
    if refusal is not None:
        asked = await turn.client.complaint(pack, step)
        await thread.ask_again(turn, words(turn._, refusal), screens.step(turn._, asked), turn.memory.place)
        return
    lead = turn._("您写的已加进内容里。") if step == "check" else ""
    await turn.ask_next("", led_by(lead, screens.step(turn._, got[0])), _place(got[0]))


def _how_to_go_on(turn: Turn, step: str) -> str:
    """What to do where somebody asks something instead of choosing: a question is no part of what happened."""
    if step == "check":
        return turn._("点“提交”就发出去；要改，点下面的按钮。")
    return turn._("请先点下面的一项。有疑问可以打“人工”。")


@on_here("complaint")
async def look_again(turn: Turn, lead: str) -> None:
    asked = await turn.client.complaint(turn.memory.policy, turn.memory.place.name)
    await turn.retire_buttons()
    await turn.ask_below(led_by(lead, screens.step(turn._, asked)), _place(asked))


async def _send(turn: Turn, pack: str) -> None:
    got = await turn.client.send_complaint(pack)
    await turn.ask_next("", screens.taken(turn._, got), Place())
    turn.leave_step()


async def _drop(turn: Turn) -> None:
    await turn.client.drop_complaint()
    turn.leave_step()
    await turn.show(screens.dropped(turn._))


async def _ask(turn: Turn, asked: Complaint, page: int = 0) -> None:
    await turn.ask(screens.step(turn._, asked, page), _place(asked))


def _place(asked: Complaint) -> Place:
    return Place(kind="complaint", name=asked.step)


def _answer(pack: str, step: str, value: str) -> AnswerComplaint:
    return AnswerComplaint.model_validate({"pack": pack, "step": step, "value": value})
