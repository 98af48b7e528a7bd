"""Objections to an automatic recognition at the desk: taken down, and answered by an officer."""

from collections.abc import Mapping
from functools import partial

from fastapi import APIRouter
from fastapi.responses import Response

from backend.applications.register_pages import Reviewer, recorded
from backend.core.console import PageRoute
from backend.registry import objections

router = APIRouter(route_class=PageRoute, include_in_schema=False)
FIELDS: Mapping[str, str] = {
    "objection.words_missing": "objection-words",
    "objection.answer_missing": "answer",
    "objection.nothing_changed": "objection-basis",
    "objection.basis_unknown": "objection-basis",
}


@router.post("/staff/register/{number}/objections")
async def take_down(desk: Reviewer, number: str) -> Response:
    """What the person says at the desk."""
    act = partial(desk.once, objections.take_down, number, desk.form.text("objection-words", 500))
    return await recorded(desk, number, act, "objection", "objection-words", FIELDS)


@router.post("/staff/register/{number}/objection")
async def answer(desk: Reviewer, number: str) -> Response:
    """The recognition stays, or rests on what was found to be right; on nothing only when two say so."""
    form = desk.form
    told = number, form.number("version")
    words = form.text("answer", 500)
    if form.text("do") == "annul":
        return await recorded(desk, number, partial(desk.once, objections.annul, *told), "objection", "answer", FIELDS)
    if form.text("do") == "keep":
        act = partial(desk.once, objections.keep, *told, words)
        return await recorded(desk, number, act, "objection", "answer", FIELDS)
    change = partial(desk.once, objections.correct, *told, form.many("basis"), words)
    return await recorded(desk, number, change, "objection", "answer", FIELDS)
