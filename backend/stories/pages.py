"""Stories as officers of counties and cities work with them."""

from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.core.console import Desk, PageRoute, reviewer
from backend.core.console.errors import FieldError, error_at
from backend.core.problems import Problem
from backend.stories import queries, service
from backend.stories.service import Consent

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reviewer = Annotated[Desk, Depends(reviewer)]
ROOM: Final = "/staff/stories"
FIELDS: Final = {
    "story.person_unknown": "number",
    "story.title_missing": "title",
    "story.text_missing": "text",
    "story.telephone_in_text": "text",
    "story.name_not_agreed": "text",
    "story.day_missing": "on",
    "story.day_in_future": "on",
    "story.day_before_words": "on",
    "story.proof_missing": "proof",
    "story.why_missing": "why",
}
ASIDE: Final = ("story.consent_missing", "story.name_not_agreed", "story.same_person")
"""Refusals of another status that are said on the page of the story."""


@router.get(ROOM)
async def overview(desk: Reviewer, state: str = "") -> HTMLResponse:
    """The stories of the area, and the form for a new one."""
    return await _overview(desk, state)


@router.post(ROOM)
async def start(desk: Reviewer) -> Response:
    """Begins a story."""
    form = desk.form
    told = form.text("number", 40), form.text("title", 200), form.text("text")
    try:
        begun = await desk.once(service.start, *told)
    except Problem as problem:
        if problem.status != 422:
            raise
        return await _overview(desk, "", (error_at(problem, FIELDS, "text", desk.say),), 422)
    return desk.go(f"{ROOM}/{begun}")


@router.get(ROOM + "/{story_id}")
async def one(desk: Reviewer, story_id: int) -> HTMLResponse:
    """One story, and what may be done with it."""
    return await _story(desk, story_id)


@router.post(ROOM + "/{story_id}")
async def act(desk: Reviewer, story_id: int) -> Response:
    """Takes one step with it, the one of the button."""
    try:
        await _step(desk, story_id)
    except Problem as problem:
        if problem.status != 422 and problem.code not in ASIDE:
            raise
        return await _story(desk, story_id, (error_at(problem, FIELDS, "story", desk.say),), problem.status)
    return desk.go(f"{ROOM}/{story_id}")


async def _step(desk: Desk, story_id: int) -> None:
    form = desk.form
    action, revision = form.text("action", 20), form.number("revision")
    if action == "write":
        await desk.once(service.write, story_id, revision, form.text("title", 200), form.text("text"))
    elif action == "agree":
        consent = Consent(_day(form.text("on", 10)), form.text("named", 5) == "yes", form.text("proof", 300))
        await desk.once(service.agree, story_id, revision, consent)
    elif action == "submit":
        await desk.once(service.submit, story_id, revision)
    elif action == "give_back":
        await desk.once(service.give_back, story_id, revision, form.text("why", 400))
    elif action == "publish":
        await desk.once(service.publish, story_id, revision)
    elif action == "withdraw":
        await desk.once(service.withdraw, story_id, revision)
    elif action == "revoke":
        await desk.once(service.revoke, story_id)
    else:
        raise Problem("page.not_found", 404)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


async def _overview(
    desk: Desk, state: str, errors: tuple[FieldError, ...] = (), status: int = 200
) -> HTMLResponse:
    found = await desk.read(queries.stories, state)
    return desk.page("stories/stories.html", status, lines=found, state=state, errors=errors, typed=desk.form)


async def _story(
    desk: Desk, story_id: int, errors: tuple[FieldError, ...] = (), status: int = 200
) -> HTMLResponse:
    view = await desk.read(queries.story, story_id)
    return desk.page("stories/story.html", status, view=view, errors=errors, typed=desk.form)
