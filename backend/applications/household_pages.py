"""Whether two entries of the register are one household: asked at the entry, answered with yes or no (XY-33)."""

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
