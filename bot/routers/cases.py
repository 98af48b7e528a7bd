"""After the application was sent: progress, corrections, taking it back, the form as a document."""

from base64 import b64decode
from typing import Final

from bot.callbacks import Case, Remind
from bot.client import Problem
from bot.problems import words
from bot.routers import application, checking, city, thread
from bot.routers.table import on_place, on_tap
from bot.screen import button
from bot.screens import cases as screens
from bot.screens.common import home_row, led_by, note
from bot.screens.screening import document
from bot.storage import Place
from bot.turn import Turn

NOT_ANY_MORE: Final = ("application.illegal_move", "application.too_late_to_take_back")


@on_place("status")
async def status(turn: Turn) -> None:
    cases, reminders = await turn.client.cases(), await turn.client.list_reminders()
    noticed = not cases and await city.recognises_unasked(turn)
    await turn.show(screens.status(turn._, cases, reminders, noticed=noticed))


@on_tap(Remind)
async def cancel_reminder(turn: Turn, data: Remind) -> None:
    await turn.client.cancel_reminder(data.id)
    turn.toast(turn._("提醒已取消。"))
    await status(turn)


@on_tap(Case)
async def act(turn: Turn, data: Case) -> None:
    handler = ACTS.get(data.act)
    await (handler(turn, data.id) if handler else thread.expired(turn))


async def supply(turn: Turn, id: str) -> None:
    """提交补正: everything asked for is mended."""
    stands = await turn.client.supply(id)
    await checking.confirm(turn, stands, screens.supplied(turn._, stands))


async def ask_withdraw(turn: Turn, id: str) -> None:
    turn.leave_step()
    await turn.show(screens.confirm_withdraw(turn._, await turn.client.application(id)))


async def withdraw(turn: Turn, id: str) -> None:
    stands = await turn.client.withdraw(id)
    if turn.memory.application == id:
        turn.memory.application = ""
    await turn.ask_next("", screens.withdrawn(turn._, stands), Place())
    turn.leave_step()


async def take_back(turn: Turn, id: str) -> None:
    """收回来改: what was sent a moment ago is a draft again."""
    try:
        back = await turn.client.take_back(id)
    except Problem as problem:
        if problem.code not in NOT_ANY_MORE:
            raise
        await _too_late(turn, id, problem)
        return
    screen, place = application.step_of(turn, back)
    lead = turn._("已收回，还没有提交。内容都在，原来的编号作废。改好后请再提交。")
    await turn.ask_below(led_by(lead, screen), place)


async def _too_late(turn: Turn, id: str, problem: Problem) -> None:
    """Why it cannot be taken back, and the case below it, with what can be done instead."""
    stands = await turn.client.application(id)
    if stands.state == "in_review":
        lead = turn._(
            "工作人员已经开始看您的申请，不能收回来改了。您可以等一等：有要改的，受理机构会退回来请您补正。"
            "不想办了，可以点下面的“撤回申请”。"
        )
    elif stands.state == "awaiting_correction":
        lead = turn._("工作人员已经看过您的申请，不能收回来改了。要改的列在下面，改好再提交就行。")
    else:
        lead = words(turn._, problem)
    await application.show(turn, stands, lead)


async def form(turn: Turn, id: str) -> None:
    made = await turn.client.form_document(id)
    caption = turn._("这是按您填写的内容生成的申请表。")
    see = button(turn._("返回申请"), Case(act="open", id=id))
    await turn.send(document(caption, made.filename, b64decode(made.content_base64), (see,)))


async def receipt(turn: Turn, id: str) -> None:
    try:
        made = await turn.client.receipt_document(id)
    except Problem as problem:
        if problem.code != "application.receipt_void":
            raise
        on = (button(turn._("继续填写"), Case(act="open", id=id)),)
        await turn.send(note(turn._, words(turn._, problem), on, home_row(turn._)))
        return
    caption = turn._("这是受理回执，请保存好。扫上面的二维码可以核对真伪。")
    see = button(turn._("返回申请"), Case(act="open", id=id))
    await turn.send(document(caption, made.filename, b64decode(made.content_base64), (see,)))


ACTS = {
    **checking.ACTS,
    "supply": supply,
    "ask_withdraw": ask_withdraw,
    "withdraw": withdraw,
    "take_back": take_back,
    "form": form,
    "receipt": receipt,
}
