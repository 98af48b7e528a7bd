"""What is asked at an entry: whether two are one household (XY-33), and whether a wish was seen to (XY-62, XY-63)."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from backend.applications.register_pages import recorded
from backend.core.console import Desk, PageRoute, reviewer
from backend.registry import updates

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.post("/staff/register/{number}/todos/{todo_id}")
async def answer(desk: Annotated[Desk, Depends(reviewer)], number: str, todo_id: int) -> Response:
    """Links the two, or never asks again."""
    act = partial(desk.once, updates.answer_household, number, todo_id, together=desk.form.text("do") == "yes")
    return await recorded(desk, number, act, "todos")


@router.post("/staff/register/{number}/tasks/{todo_id}")
async def done(desk: Annotated[Desk, Depends(reviewer)], number: str, todo_id: int) -> Response:
    """A wish was seen to, with its proof where one is wanted."""
    told = desk.form.text("proof", 8), desk.form.text("proof_name", 60)
    return await recorded(desk, number, partial(desk.once, updates.finish_task, number, todo_id, *told), "todos")
