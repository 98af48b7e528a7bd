"""The page of one person: read the file, record services, checks, plans and months, see whole values."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.assistance import acts, care, checks, clients, grants, plans
from backend.core.console import Desk, Form, PageRoute, reviewer
from backend.core.console.desk import client_reader, serving
from backend.core.console.errors import FieldError, error_at
from backend.core.console.headers import FILE_POLICY
from backend.core.problems import Problem
from backend.records import person, person_forms
from backend.records.paper import render_person
from backend.vacancies import fallback
from locales import translator

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reader = Annotated[Desk, Depends(client_reader)]
Serving = Annotated[Desk, Depends(serving)]
Reviewer = Annotated[Desk, Depends(reviewer)]
AT = "/staff/people/{person_id}"
Act = Callable[[], Awaitable[Any]]


@router.get(AT)
async def file(desk: Reader, person_id: str, full: str = "") -> HTMLResponse:
    """The file; whole values as long as a reason given for them counts."""
    return await _page(desk, person_id, unmasked=full == "yes")


@router.get(AT + "/file.pdf")
async def paper(desk: Reader, person_id: str, full: str = "") -> Response:
    """The file to print; covered, or whole while a reason counts."""
    found = await desk.read(person.person_file, person_id, unmasked=full == "yes")
    content = await run_sync(render_person, found, desk.language, desk.officer.name, desk.work.clock())
    headers = {"Content-Disposition": 'attachment; filename="file.pdf"', "Content-Security-Policy": FILE_POLICY}
    return Response(content, media_type="application/pdf", headers=headers)


@router.get("/staff/register/{number}/person")
async def by_number(desk: Reader, number: str) -> Response:
    """From a register number to the file."""
    return desk.go(f"/staff/people/{await desk.read(person.person_of, number)}")


@router.post(AT + "/reveal")
async def reveal(desk: Reader, person_id: str) -> Response:
    """Shows whole values once, after a reason that stays on record."""

    async def act() -> None:
        await desk.once(person.reveal_person, person_id, desk.form.text("reason", 200))

    return await _acted(desk, person_id, act, {}, "reason", "reveal", "?full=yes")


@router.post(AT + "/cover")
async def cover(desk: Reader, person_id: str) -> Response:
    """Hides whole values now."""
    await desk.once(person.cover_person, person_id)
    return desk.go(f"/staff/people/{person_id}")


@router.post(AT + "/acts")
async def record_act(desk: Serving, person_id: str) -> Response:
    """Keeps a service, or a correction of one."""

    async def act() -> None:
        form, corrects = desk.form, desk.form.number("corrects")
        if corrects:
            new = None if form.text("void", 3) == "yes" else person_forms.act_of(form)
            await desk.once(acts.correct, corrects, form.text("act_reason"), new)
        else:
            await desk.once(acts.record, form.text("number", 30), person_forms.act_of(form))

    return await _acted(desk, person_id, act, person_forms.ACT_FIELDS, "kind", "act", "#acts")


@router.post(AT + "/checks")
async def record_check(desk: Reviewer, person_id: str) -> Response:
    """Keeps what was learnt about the person's work."""

    async def act() -> None:
        await desk.once(checks.record, desk.form.text("number", 30), person_forms.check_of(desk.form))

    return await _acted(desk, person_id, act, person_forms.CHECK_FIELDS, "channel", "check", "#checks")


@router.post(AT + "/plans")
async def make_plan(desk: Reviewer, person_id: str) -> Response:
    """Keeps a plan."""

    async def act() -> None:
        steps = person_forms.steps_of(desk.form)
        await desk.once(plans.make, desk.form.text("number", 30), desk.form.text("goal"), steps)

    return await _acted(desk, person_id, act, person_forms.PLAN_FIELDS, "step-1", "plan", "#plan")


@router.post(AT + "/steps/{step_id}")
async def finish_step(desk: Reviewer, person_id: str, step_id: int) -> Response:
    """A step of the plan is done."""
    await desk.once(plans.finish_step, step_id)
    return desk.go(f"/staff/people/{person_id}#plan")


@router.post(AT + "/plans/{plan_id}/close")
async def close_plan(desk: Reviewer, person_id: str, plan_id: int) -> Response:
    """Ends the plan."""

    async def act() -> None:
        form = desk.form
        await desk.once(plans.close, plan_id, form.text("result", 12), form.text("route", 20))

    return await _acted(desk, person_id, act, {"plan.route_missing": "route"}, "result", "close", "#plan")


@router.post(AT + "/plans/{plan_id}/steps")
async def add_step(desk: Reviewer, person_id: str, plan_id: int) -> Response:
    """One more step of a plan."""

    async def act() -> None:
        await desk.once(plans.add_step, plan_id, person_forms.step_of(desk.form))

    fields = {"plan.day_past": "more_day", "plan.day_missing": "more_day"}
    return await _acted(desk, person_id, act, fields, "more", "more", "#plan")


@router.post(AT + "/grants")
async def enter_grant(desk: Reviewer, person_id: str) -> Response:
    """Keeps months of subsidy."""

    async def act() -> None:
        await desk.once(grants.grant, desk.form.text("number", 30), person_forms.grant_of(desk.form))

    return await _acted(desk, person_id, act, person_forms.GRANT_FIELDS, "first_month", "grant", "#months")


@router.post(AT + "/second-post")
async def open_second_post(desk: Reviewer, person_id: str) -> Response:
    """A county opens the months of a public post once more, with a reason."""

    async def act() -> None:
        told = desk.form.text("number", 30), desk.form.text("subsidy", 20), desk.form.text("second_reason")
        await desk.once(grants.open_second, *told)

    return await _acted(desk, person_id, act, {}, "second_reason", "second", "#months")


@router.post(AT + "/fallback")
async def mark_fallback(desk: Reviewer, person_id: str) -> Response:
    """A county marks the person for a public post after efforts on record."""

    async def act() -> None:
        await desk.once(fallback.mark, desk.form.text("number", 30), desk.form.text("fallback_reason"))

    return await _acted(desk, person_id, act, {}, "fallback_reason", "fallback", "#fallback")


@router.post(AT + "/grants/{grant_id}/annul")
async def annul_grant(desk: Reviewer, person_id: str, grant_id: int) -> Response:
    """Takes back months entered by mistake."""

    async def act() -> None:
        await desk.once(grants.annul, grant_id, desk.form.text("annul_reason"))

    return await _acted(desk, person_id, act, {}, f"annul-{grant_id}", f"annul-{grant_id}", "#months")


@router.post(AT + "/interval")
async def set_interval(desk: Reviewer, person_id: str) -> Response:
    """How often the person is visited."""

    async def act() -> None:
        await desk.once(care.set_interval, desk.form.text("number", 30), desk.form.number("days"))

    return await _acted(desk, person_id, act, {}, "days", "interval", "#checks")


@router.post(AT + "/take-over")
async def take_over(desk: Reviewer, person_id: str) -> Response:
    """The officer looks after the person from now on."""
    await desk.once(care.take_over, desk.form.text("number", 30))
    return desk.go(f"/staff/people/{person_id}")


@router.post(AT + "/helpers")
async def assign(desk: Reviewer, person_id: str) -> Response:
    """A social worker looks after the person, or does so no more."""

    async def act() -> None:
        service = clients.end if desk.form.text("end", 3) == "yes" else clients.assign
        await desk.once(service, desk.form.text("number", 30), desk.form.number("provider"))

    return await _acted(desk, person_id, act, {}, "provider", "helper", "#helpers")


@router.get(AT + "/{what:path}")
async def posted(desk: Reader, person_id: str) -> Response:
    """Addresses a form was sent to lead back to the file."""
    return desk.go(f"/staff/people/{person_id}")


async def _acted(
    desk: Desk, person_id: str, act: Act, fields: Mapping[str, str], default: str, open_form: str, after: str
) -> Response:
    """Does it and goes back to the page, or shows the page with what was typed and what is wrong."""
    try:
        await act()
    except Problem as problem:
        if problem.status == 404:
            raise
        error = error_at(problem, fields, default, desk.say)
        return await _page(desk, person_id, status=problem.status, errors=(error,), open_form=open_form)
    return desk.go(f"/staff/people/{person_id}{after}")


async def _page(
    desk: Desk,
    person_id: str,
    *,
    unmasked: bool = False,
    status: int = 200,
    errors: tuple[FieldError, ...] = (),
    open_form: str = "",
) -> HTMLResponse:
    told = translator("notices", desk.language)
    correcting: acts.NewAct | None = None
    wanted = desk.form.number("corrects") or _number(desk.request.query_params.get("correct", ""))
    if wanted:
        with suppress(Problem):
            correcting = await desk.read(lambda unit: acts.told_of(unit, acts.seen(unit, wanted)))
    return desk.page(
        "records/person.html",
        status,
        file=await desk.read(person.person_file, person_id, unmasked=unmasked),
        providers=await desk.read(person.providers_for),
        typed=desk.form if errors else Form(()),
        errors=errors,
        open_form=open_form,
        today=desk.work.clock(),
        correcting=correcting,
        corrects=wanted if correcting else 0,
        sample=desk.form.number("sample") or _number(desk.request.query_params.get("sample", "")),
        outcomes=[(key, told(text)) for key, text in acts.OUTCOMES.items()],
        channels=[(key, told(text)) for key, text in checks.CHANNELS.items()],
        work=[(key, told(text)) for key, text in checks.WORK.items()],
        training=[(key, told(text)) for key, text in checks.TRAINING.items()],
        results=[(key, told(text)) for key, text in plans.RESULTS.items()],
        step_lines=range(1, person_forms.STEP_LINES + 1),
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
