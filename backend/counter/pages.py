"""代办 at the console: the list of residents, and one page for each, from the self-check to the receipt."""

from collections.abc import Mapping
from typing import Annotated, Any

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.applications import form as forms
from backend.applications import paper_files
from backend.applications.desk_files import opened
from backend.applications.intake_files import CleanFile
from backend.applications.official_form import render_form
from backend.applications.official_form_data import own_form
from backend.applications.service import supply as give_corrections
from backend.core.console import Desk, PageRoute, reviewer, reviewer_with_file
from backend.core.console.doors import doors
from backend.core.console.errors import FieldError, error_at
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.counter import service
from backend.counter.two_versions import Differs, Kept, put_over
from backend.policies import service as checks
from contract.application import ChooseAlternative
from contract.screening import GiveAnswer, ReopenAnswer

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Counter = Annotated[Desk, Depends(reviewer)]
WithFile = Annotated[Desk, Depends(reviewer_with_file)]
ROOM = "/staff/helping"
ONE = ROOM + "/{mandate_id}"
FIELDS = {
    "helping.begun_already": "id_number",
    "policy.not_found": "pack",
    "mandate.place_unknown": "place",
}
BAD = (409, 413, 422)


@router.get(ROOM)
async def overview(desk: Counter) -> HTMLResponse:
    """The residents of this officer, and the form for another one."""
    return await _overview(desk)


@router.post(ROOM)
async def take_in(desk: Counter) -> Response:
    """Takes a resident in and goes on to the self-check; whatever cannot be read is told at once."""
    typed = {name: desk.form.text(name, 100) for name in ("principal", "id_number", "phone")}
    if wrong := await desk.do(service.wrong_with, typed):
        errors = tuple(error_at(problem, {}, name, desk.say) for name, problem in wrong.items())
        return await _overview(desk, errors, 422)
    try:
        made = await desk.once(service.take_in, desk.form.text("pack", 60), desk.form.text("place", 10), typed)
    except Problem as problem:
        if problem.status not in (*BAD, 404):
            raise
        return await _overview(desk, (error_at(problem, FIELDS, "principal", desk.say),), 422)
    return desk.go(f"{ROOM}/{made}")


@router.get(ONE)
async def one(desk: Counter, mandate_id: str) -> HTMLResponse:
    """One resident: whatever comes next."""
    return await _one(desk, mandate_id)


@router.get(ONE + "/letter")
async def letter(desk: Counter, mandate_id: str) -> HTMLResponse:
    """The 委托书 to print and have signed."""
    return desk.page("counter/letter.html", letter=await desk.read(service.letter, mandate_id), doors=await doors(desk))


@router.get(ONE + "/form.pdf")
async def printed(desk: Counter, mandate_id: str) -> Response:
    """The official form as far as it is, for the resident to read and sign."""
    official, template, _name = await desk.read(_form_of, mandate_id)
    content = await run_sync(render_form, official, template)
    return Response(content, media_type="application/pdf")


@router.get(ONE + "/{step}")
async def asked_again(desk: Counter, mandate_id: str) -> Response:
    """An address a form was sent to leads back to its page."""
    await desk.read(service.own, mandate_id)
    return desk.go(f"{ROOM}/{mandate_id}")


@router.post(ONE + "/answer")
async def answer(desk: Counter, mandate_id: str) -> Response:
    """One answer of the self-check."""
    given = GiveAnswer(
        fact=desk.form.text("fact", 60), text=desk.form.text("answer", 200), unsure=bool(desk.form.text("unsure", 5))
    )
    return await _done(desk, mandate_id, "answer", _answer, given)


@router.post(ONE + "/again")
async def again(desk: Counter, mandate_id: str) -> Response:
    """Asks an answered question again."""
    return await _done(desk, mandate_id, "answer", _again, desk.form.text("fact", 60))


@router.post(ONE + "/begin")
async def begin(desk: Counter, mandate_id: str) -> Response:
    """The consent was read out and agreed to."""
    if not desk.form.text("agreed", 5):
        return await _one(desk, mandate_id, (_said(desk, "agreed", "helping.not_agreed"),), 422)
    return await _done(desk, mandate_id, "agreed", service.begin_form, desk.form.text("version", 40))


@router.post(ONE + "/form")
async def fill_in(desk: Counter, mandate_id: str) -> Response:
    """Everything that was typed; what cannot be read is told beside its line and kept as typed.

    A line the person has changed meanwhile keeps her words, and both versions are shown.
    """
    typed: dict[str, list[str]] = {}
    for name, value in desk.form.content():
        if name.startswith("f."):
            typed.setdefault(name.removeprefix("f."), []).append(value)
    stood = {name.removeprefix("w."): value for name, value in desk.form.content() if name.startswith("w.")}
    kept = await desk.do(_fill_in, mandate_id, typed, stood)
    if not kept.wrong and not kept.differs:
        return desk.go(f"{ROOM}/{mandate_id}#next")
    errors = tuple(_at(desk, f"f.{field}", problem) for field, problem in kept.wrong.items())
    errors += tuple(_newer(desk, field, differs) for field, differs in kept.differs.items())
    status = 422 if kept.wrong else 409
    return await _one(desk, mandate_id, errors, status, typed={field: typed[field] for field in kept.wrong})


@router.post(ONE + "/read")
async def read_on(desk: Counter, mandate_id: str) -> Response:
    """What has changed was read."""
    return await _done(desk, mandate_id, "next", _read_on)


@router.post(ONE + "/paper")
async def add_paper(desk: WithFile, mandate_id: str) -> Response:
    """A photo or scan of one paper."""
    paper = desk.form.text("requirement", 60)
    try:
        await _keep(desk, mandate_id, paper)
    except Problem as problem:
        if problem.status not in BAD:
            raise
        return await _one(desk, mandate_id, (_at(desk, f"p.{paper}", problem),), 422)
    return desk.go(f"{ROOM}/{mandate_id}#papers")


@router.post(ONE + "/remove")
async def remove_paper(desk: Counter, mandate_id: str) -> Response:
    """Takes a photo away."""
    return await _done(desk, mandate_id, "papers", _remove, desk.form.text("file", 40))


@router.post(ONE + "/submit")
async def hand_in(desk: Counter, mandate_id: str) -> Response:
    """Hands it in."""
    signed = bool(desk.form.text("signed", 5))
    return await _done(desk, mandate_id, "next", _hand_in, desk.form.text("version", 80), signed)


@router.post(ONE + "/supply")
async def supply(desk: Counter, mandate_id: str) -> Response:
    """Gives the corrections to the office."""
    return await _done(desk, mandate_id, "next", _supply)


@router.post(ONE + "/end")
async def end(desk: Counter, mandate_id: str) -> Response:
    """The resident wants no more help, or it is done."""
    await desk.once(service.end, mandate_id)
    return desk.go(ROOM)


# --- what runs in the unit


def _answer(unit: Unit, mandate_id: str, given: GiveAnswer) -> None:
    checks.answer(unit, service.screening_id(unit, mandate_id), given)


def _again(unit: Unit, mandate_id: str, fact: str) -> None:
    checks.reopen(unit, service.screening_id(unit, mandate_id), ReopenAnswer(fact=fact))


def _fill_in(unit: Unit, mandate_id: str, typed: Mapping[str, list[str]], stood: Mapping[str, str]) -> Kept:
    return put_over(unit, service.application_id(unit, mandate_id), typed, stood)


def _read_on(unit: Unit, mandate_id: str) -> None:
    forms.go_on(unit, service.application_id(unit, mandate_id))


def _remove(unit: Unit, mandate_id: str, file: str) -> None:
    paper_files.remove_paper_file(unit, service.application_id(unit, mandate_id), file)


def _hand_in(unit: Unit, mandate_id: str, version: str, signed: bool) -> None:
    service.hand_in(unit, mandate_id, version, signed=signed)


def _supply(unit: Unit, mandate_id: str) -> None:
    give_corrections(unit, service.application_id(unit, mandate_id))


def _form_of(unit: Unit, mandate_id: str) -> Any:
    return own_form(unit, service.application_id(unit, mandate_id))


def _add(unit: Unit, mandate_id: str, paper: str, chosen: str, name: str, file: CleanFile) -> None:
    case = service.application_id(unit, mandate_id)
    if chosen:
        paper_files.choose_alternative(unit, case, paper, ChooseAlternative(alternative=chosen))
    if paper == service.photo_of(unit, mandate_id):
        forms.put_photo(unit, case, name, file)
    else:
        paper_files.add_paper_file(unit, case, paper, name, file)


# --- around it


async def _done(desk: Desk, mandate_id: str, place: str, act: Any, *told: Any) -> Response:
    """Does it once and shows the page again; what is refused is told there, and nothing typed is lost."""
    try:
        await desk.once(act, mandate_id, *told)
    except Problem as problem:
        if problem.status not in BAD:
            raise
        return await _one(desk, mandate_id, (_at(desk, place, problem),), problem.status)
    return desk.go(f"{ROOM}/{mandate_id}#{place}")


async def _one(
    desk: Desk, mandate_id: str, errors: tuple[FieldError, ...] = (), status: int = 200, typed: Any = None
) -> HTMLResponse:
    found = await desk.read(service.resident, mandate_id)
    return desk.page(
        "counter/resident.html", status, one=found, errors=errors, typed=typed or {}, at=f"{ROOM}/{mandate_id}",
        photo=await desk.read(service.photo_of, mandate_id) if found.application else "",
        doors=await doors(desk),
    )  # fmt: skip


async def _overview(
    desk: Desk, errors: tuple[FieldError, ...] = (), status: int = 200
) -> HTMLResponse:
    listing = desk.listing(ROOM, ("created_at",), ("created_at", True))
    return desk.page(
        "counter/overview.html",
        status,
        found=await desk.read(service.lines, **listing.place),
        listing=listing,
        packs=await desk.read(service.offered),
        errors=errors,
        form=desk.form,
    )


async def _keep(desk: Desk, mandate_id: str, paper: str) -> None:
    upload = desk.form.upload
    await desk.read(service.application_id, mandate_id)
    if upload is None:
        raise Problem("helping.file_missing", 422)
    file = await opened(desk, upload)
    await desk.once(_add, mandate_id, paper, desk.form.text("chosen", 40), upload.name, file)


def _at(desk: Desk, field: str, problem: Problem) -> FieldError:
    """A refusal beside its line. What is missing is named; a choice has no example."""
    if problem.code == "field.empty" and not problem.params.get("example"):
        problem = Problem("field.nothing_chosen", problem.status, **problem.params)
    named = {name: "、".join(value) for name, value in problem.params.items() if isinstance(value, list)}
    return error_at(Problem(problem.code, problem.status, **(problem.params | named)), {}, field, desk.say)


def _newer(desk: Desk, field: str, differs: Differs) -> FieldError:
    now = differs.now or desk.say("（空）")
    title = desk.say("这一行在您填写期间改过")
    text = desk.say("现在是“%(now)s”，以它为准。您写的是“%(typed)s”，没有保存。请问清本人，要改再填一次。")
    return FieldError(f"f.{field}", title, text % {"now": now, "typed": differs.typed})


def _said(desk: Desk, field: str, code: str) -> FieldError:
    return error_at(Problem(code, 422), {}, field, desk.say)
