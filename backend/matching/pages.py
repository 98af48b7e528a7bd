"""People and posts brought together, as an officer does it: at the desk, or on the spot at a fair."""

from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.core.console import Desk, PageRoute, reviewer
from backend.core.console.errors import FieldError, error_at
from backend.core.problems import Problem
from backend.matching import desk as view
from backend.matching import referrals
from backend.people import job_wishes
from backend.vacancies.occupations import classification
from locales import translator

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reviewer = Annotated[Desk, Depends(reviewer)]
ROOM: Final = "/staff/matching"
FIELDS: Final = {"referral.outcome_missing": "outcome", "refusal.reason_missing": "why"}


@router.get(ROOM)
async def room(
    desk: Reviewer,
    number: str = "",
    kinds: str = "",
    hours: str = "",
    pay: str = "",
    reach: str = "",
    skills: str = "",
    cannot: str = "",
    fair: str = "",
    asked: str = "",
    after: str = "",
    untold: str = "",
) -> HTMLResponse:
    """Who or which wishes; the best posts with why; and the referrals that wait."""
    told = {"kinds": kinds, "hours": hours, "pay": pay, "reach": reach, "skills": skills, "cannot": cannot}
    listed = await desk.read(view.referral_list, after, untold=bool(untold))
    return await _room(desk, number.strip(), told, asked=bool(asked), fair=fair, listed=listed, untold=bool(untold))


@router.get(ROOM + "/posts/{vacancy_id}")
async def people(desk: Reviewer, vacancy_id: str) -> HTMLResponse:
    """The best recognised people for a post."""
    found = await desk.read(view.people_for, vacancy_id)
    return desk.page("matching/people.html", found=found, vacancy_id=vacancy_id)


@router.post(ROOM + "/offer")
async def offer(desk: Reviewer) -> Response:
    """Offers a post to a recognised person."""
    number, vacancy_id, fair = desk.form.text("number", 30), desk.form.text("vacancy", 32), desk.form.text("fair", 32)
    try:
        await desk.once(referrals.offer, number, vacancy_id)
    except Problem as problem:
        if problem.status not in (409, 422):
            raise
        error = error_at(problem, FIELDS, "number", desk.say)
        return await _room(desk, number, {}, (error,), problem.status, asked=True, fair=fair)
    return desk.go(f"{ROOM}?fair={quote(fair, safe='')}" if fair else ROOM)


@router.post(ROOM + "/referrals/{referral_id}")
async def settle(desk: Reviewer, referral_id: int) -> Response:
    """Records what came of a referral."""
    form = desk.form
    try:
        await desk.once(
            referrals.settle,
            referral_id,
            form.text("outcome", 12),
            turned_down=bool(form.text("turned_down", 3)),
            why=form.text("why", 200),
        )
    except Problem as problem:
        if problem.status not in (409, 422):
            raise
        error = error_at(problem, FIELDS, "outcome", desk.say)
        return await _room(desk, "", {}, (error,), problem.status, of=referral_id)
    return desk.go(ROOM)


@router.post(ROOM + "/referrals/{referral_id}/spoken")
async def spoken(desk: Reviewer, referral_id: int) -> Response:
    """Records that the person was told of an offer."""
    try:
        await desk.once(referrals.speak, referral_id)
    except Problem as problem:
        if problem.status != 409:
            raise
        return await _room(desk, "", {}, (error_at(problem, {}, "referrals", desk.say),), problem.status)
    return desk.go(ROOM + "#referrals")


async def _room(
    desk: Desk,
    number: str,
    told: dict[str, str],
    errors: tuple[FieldError, ...] = (),
    status: int = 200,
    *,
    asked: bool = False,
    of: int = 0,
    fair: str = "",
    listed: view.ReferralPage | None = None,
    untold: bool = False,
) -> HTMLResponse:
    _ = translator("notices", desk.language)
    found = await desk.read(view.posts_for, number, told, fair) if asked else ()
    return desk.page(
        "matching/room.html",
        status,
        number=number,
        told=told,
        asked=asked,
        fair=fair,
        fair_title=await desk.read(view.fair_title, fair),
        found=found,
        listed=listed or await desk.read(view.referral_list, f"open-{of - 1}" if of else ""),
        untold=untold,
        outcomes=[(key, _(word)) for key, word in referrals.OUTCOMES.items()],
        choices={
            "kinds": [(key, _(word)) for key, word in job_wishes.KINDS.items()],
            "hours": [(key, _(word)) for key, word in job_wishes.HOURS.items()],
            "reach": [(key, _(word)) for key, word in job_wishes.REACHES.items()],
            "skills": [(one, classification().skills[one].label(desk.language)) for one in job_wishes.SKILLS],
            "cannot": [(key, _(word)) for key, word in job_wishes.CANNOT.items()],
            "pay": [(key, key) for key in job_wishes.PAY if key != "0"],
        },
        errors=errors,
        of=of,
        typed=desk.form,
    )
