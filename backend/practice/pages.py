"""业务问答 at the desk: asking the city, its answers, and finding them again."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.core.console import Desk, PageRoute, reader, reviewer
from backend.core.console.errors import FieldError, error_at
from backend.core.problems import Problem
from backend.practice import queries, service

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reader = Annotated[Desk, Depends(reader)]
Reviewer = Annotated[Desk, Depends(reviewer)]
ROOM: Final = "/staff/practice"
FIELDS: Final = {"practice.article_long": "article", "practice.answer_missing": "answer"}


@router.get(ROOM)
async def overview(
    desk: Reader, text: str = "", view: str = "", after: str = "", before: str = ""
) -> HTMLResponse:
    """What was asked and answered in the city, and the form for a question."""
    return await _overview(desk, text[:60], view, after, before)


@router.post(ROOM)
async def ask(desk: Reviewer) -> Response:
    """Puts a question to the city."""
    form = desk.form
    try:
        asked = await desk.once(service.ask, form.text("article", 100), form.text("question"))
    except Problem as problem:
        if problem.status != 422:
            raise
        return await _overview(desk, errors=(error_at(problem, FIELDS, "question", desk.say),), status=422)
    return desk.go(f"{ROOM}/{asked}")


@router.get(ROOM + "/{question_id}")
async def one(desk: Reader, question_id: int) -> HTMLResponse:
    """One question with its answer."""
    return await _question(desk, question_id)


@router.post(ROOM + "/{question_id}/answer")
async def answer(desk: Reviewer, question_id: int) -> Response:
    """The city answers, or amends its answer."""
    try:
        await desk.once(service.answer, question_id, desk.form.text("answer"))
    except Problem as problem:
        if problem.status != 422:
            raise
        return await _question(desk, question_id, (error_at(problem, FIELDS, "answer", desk.say),), 422)
    return desk.go(f"{ROOM}/{question_id}")


@router.post(ROOM + "/{question_id}/read")
async def read(desk: Reviewer, question_id: int) -> Response:
    """Whoever asked has read the answer."""
    await desk.once(service.read, question_id)
    return desk.go(f"{ROOM}/{question_id}")


@router.post(ROOM + "/{question_id}/withdraw")
async def withdraw(desk: Reviewer, question_id: int) -> Response:
    """Whoever asked needs no answer any more."""
    await desk.once(service.withdraw, question_id)
    return desk.go(ROOM)


async def _overview(
    desk: Desk,
    text: str = "",
    view: str = "",
    after: str = "",
    before: str = "",
    errors: tuple[FieldError, ...] = (),
    status: int = 200,
) -> HTMLResponse:
    found = await desk.read(queries.questions, text, view, after=after, before=before)
    return desk.page(
        "practice/questions.html", status, found=found, text=text, view=view, errors=errors, typed=desk.form
    )


async def _question(
    desk: Desk, question_id: int, errors: tuple[FieldError, ...] = (), status: int = 200
) -> HTMLResponse:
    one = await desk.read(queries.question, question_id)
    return desk.page("practice/question.html", status, one=one, errors=errors, typed=desk.form)
