"""Courses and training vouchers: looking, enrolling, showing the code."""

from base64 import b64decode
from typing import Final

from bot.callbacks import Course, Voucher
from bot.client import Problem
from bot.routers.table import on_place, on_tap
from bot.screens import training as screens
from bot.screens.common import home_row
from bot.screens.screening import document
from bot.turn import Turn

ENDED: Final = ("course.full", "course.begun", "course.called_off")


@on_place("courses")
async def courses(turn: Turn) -> None:
    await turn.show(screens.courses(turn._, await turn.client.courses(turn.memory.policy)))


@on_tap(Course)
async def act(turn: Turn, data: Course) -> None:
    """One that is full or has begun says so by itself, with the way to others."""
    try:
        if data.act == "enrol":
            await turn.show(screens.enrolled(turn._, await turn.client.enrol(data.id)))
            return
        if data.act == "cancel":
            await turn.show(screens.withdrawn(turn._, await turn.client.withdraw_from_course(data.id)))
            return
    except Problem as problem:
        if problem.code not in ENDED:
            raise
    await turn.show(screens.course(turn._, await turn.client.course(data.id)))


@on_place("vouchers")
async def vouchers(turn: Turn) -> None:
    await turn.show(screens.vouchers(turn._, await turn.client.vouchers()))


@on_tap(Voucher)
async def voucher(turn: Turn, data: Voucher) -> None:
    """The code as a picture; the list beside it has the code as text."""
    if data.act != "picture":
        await vouchers(turn)
        return
    made = await turn.client.voucher_picture(data.id)
    picture = document(screens.caption(turn._), made.filename, b64decode(made.content_base64), home_row(turn._))
    await turn.send(picture)
