"""One entry of the register, and what officers do with it: propose, decide or refuse an exit, record what happened."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.applications.desk_files import opened
from backend.applications.scanning import must_be_clean
from backend.core.console import Desk, PageRoute, reader, reviewer
from backend.core.console.desk import Gate
from backend.core.console.errors import FieldError, error_at
from backend.core.console.headers import FILE_POLICY
from backend.core.console.problems import words_for
from backend.core.problems import Problem
from backend.registry import contacts, exits, provincial, queries, refusals, updates
from backend.registry.contacts import CHANNELS, Contact
from backend.registry.exit_guards import EvidenceFile, Wish
from backend.registry.list_urls import back_address
from backend.registry.refusals import OFFERS, Refused
from locales import translator

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reader = Annotated[Desk, Depends(reader)]
Reviewer = Annotated[Desk, Depends(reviewer)]
WithFile = Annotated[Desk, Depends(Gate(("reviewer",), takes_file=True))]
FIELDS: Mapping[str, str] = {
    "exit.ground_missing": "ground",
    "exit.reason_missing": "ground",
    "exit.basis_not_held": "ground",
    "exit.too_few_refusals": "ground",
    "exit.not_silent": "ground",
    "exit.not_retired": "ground",
    "exit.evidence_missing": "evidence",
    "exit.signed_missing": "file",
    "exit.told_missing": "told",
    "exit.day_in_future": "effective_on",
    "exit.day_before_recognition": "effective_on",
    "exit.day_unclear": "effective_on",
    "exit.affirm_missing": "affirmed",
    "exit.refusal_missing": "reason",
    "exit.reply_missing": "reply",
    "refusal.offer_missing": "offer",
    "refusal.what_missing": "what",
    "refusal.reason_missing": "reason",
    "refusal.day_in_future": "refused_on",
    "contact.channel_missing": "channel",
    "contact.note_missing": "note",
    "contact.day_in_future": "contact_on",
    "task.proof_missing": "proof",
    "task.name_missing": "proof_name",
    "certificate.too_early": "valid_until",
    "certificate.too_far": "valid_until",
    "certificate.unknown": "valid_until",
}


@router.get("/staff/register/{number}")
async def entry_page(desk: Reader, number: str) -> Response:
    """The life of one entry."""
    return await _entry(desk, number)


@router.get("/staff/register/{number}/evidence/{file_id}")
async def evidence(desk: Reader, number: str, file_id: str) -> Response:
    """A file of evidence, handed out and never run."""
    content, media_type = await desk.read(queries.evidence_file, number, file_id)
    headers = {"Content-Security-Policy": FILE_POLICY, "Content-Disposition": "attachment"}
    return Response(content, media_type=media_type, headers=headers)


@router.get("/staff/register/{number}/exit")
async def propose_page(desk: Reviewer, number: str) -> Response:
    """Which ground, since when, what proves it, what the person is told."""
    return await _form(desk, number, "propose")


@router.post("/staff/register/{number}/exit")
async def propose(desk: WithFile, number: str) -> Response:
    """Shows the letter word for word, then proposes; a file comes with the sending."""
    form = desk.form
    try:
        wish = _wish(desk)
        if form.text("do") == "send":
            wish = await _with_file(desk, wish)
            return _result(desk, await desk.once(exits.propose, number, form.number("version"), wish))
        if form.text("do") == "edit":
            return await _form(desk, number, "propose")
        letter = await desk.read(exits.preview_proposal, number, form.number("version"), wish)
    except Problem as problem:
        return await _refused(desk, number, "propose", problem)
    return await _form(desk, number, "propose", letter=letter, previewed=True)


@router.get("/staff/register/{number}/decide")
async def decide_page(desk: Reviewer, number: str) -> Response:
    """The proposal with its evidence, and the decision on it."""
    return await _form(desk, number, "decide")


@router.post("/staff/register/{number}/decide")
async def decide(desk: Reviewer, number: str) -> Response:
    """Shows the letter word for word, then decides."""
    form = desk.form
    affirmed = form.text("affirmed") == "yes"
    try:
        told = (number, form.number("version"), _day(form.text("effective_on", 20)))
        if form.text("do") == "send":
            return _result(desk, await desk.once(exits.confirm, *told, affirmed=affirmed, note=form.text("note", 500)))
        if form.text("do") == "edit":
            return await _form(desk, number, "decide")
        letter = await desk.read(exits.preview_decision, *told, affirmed=affirmed)
    except Problem as problem:
        return await _refused(desk, number, "decide", problem)
    return await _form(desk, number, "decide", letter=letter, previewed=True)


@router.get("/staff/register/{number}/keep")
async def keep_page(desk: Reviewer, number: str) -> Response:
    """Against the exit: the reason for the file."""
    return await _form(desk, number, "keep")


@router.post("/staff/register/{number}/keep")
async def keep(desk: Reviewer, number: str) -> Response:
    """Shows the letter word for word, then refuses the exit."""
    form = desk.form
    told = (number, form.number("version"), form.text("reason", 500))
    try:
        if form.text("do") == "send":
            return _result(desk, await desk.once(exits.refuse, *told))
        letter = "" if form.text("do") == "edit" else await desk.read(exits.preview_refusal, *told)
    except Problem as problem:
        return await _refused(desk, number, "keep", problem)
    return await _form(desk, number, "keep", letter=letter, previewed=form.text("do") != "edit")


@router.post("/staff/register/{number}/reply")
async def reply(desk: Reviewer, number: str) -> Response:
    """What the person said to a proposed exit."""
    act = partial(desk.once, exits.reply, number, desk.form.number("version"), desk.form.text("reply", 500))
    return await recorded(desk, number, act, "open")


@router.post("/staff/register/{number}/refusals")
async def refusal(desk: Reviewer, number: str) -> Response:
    """A service that was turned down."""
    form = desk.form

    async def act() -> None:
        day = _day(form.text("refused_on", 20))
        told = Refused(form.text("offer", 20), form.text("what", 300), day, form.text("reason", 300))
        await desk.once(refusals.record, number, told)

    return await recorded(desk, number, act, "refusals")


@router.post("/staff/register/{number}/refusals/{refusal_id}")
async def judge(desk: Reviewer, number: str, refusal_id: int) -> Response:
    """Whether a refusal counts."""
    form = desk.form
    justified = form.text("do") == "justified"
    act = partial(desk.once, refusals.judge, number, refusal_id, justified=justified, why=form.text("why", 300))
    return await recorded(desk, number, act, "refusals", f"why-{refusal_id}")


@router.post("/staff/register/{number}/contacts")
async def contact(desk: Reviewer, number: str) -> Response:
    """One attempt to get in touch."""
    form = desk.form

    async def act() -> None:
        day = _day(form.text("contact_on", 20))
        told = Contact(form.text("channel", 20), day, form.text("reached") == "yes", form.text("note", 300))
        await desk.once(contacts.record, number, told)

    return await recorded(desk, number, act, "contacts")


@router.post("/staff/register/{number}/employed")
async def employed(desk: Reviewer, number: str) -> Response:
    """Work was put on record; the policy says what follows."""

    async def act() -> None:
        await desk.once(updates.employed, number, _day(desk.form.text("employed_on", 20)))

    return await recorded(desk, number, act, "updates", "employed_on")


@router.post("/staff/register/{number}/certificate")
async def certificate(desk: Reviewer, number: str) -> Response:
    """Until when a certificate is valid."""

    async def act() -> None:
        day = _day(desk.form.text("valid_until", 20))
        await desk.once(updates.certificate, number, desk.form.text("fact", 60), day)

    return await recorded(desk, number, act, "updates", "valid_until")


@router.post("/staff/register/{number}/household")
async def household(desk: Reviewer, number: str) -> Response:
    """Another entry of the same household."""
    act = partial(desk.once, updates.link_household, number, desk.form.text("other", 40))
    return await recorded(desk, number, act, "updates", "other")


@router.post("/staff/register/{number}/province/{message_id}")
async def retry(desk: Reviewer, number: str, message_id: int) -> Response:
    """A message to the provincial system once more."""
    return await recorded(desk, number, partial(desk.once, provincial.retry, message_id), "province")


async def recorded(
    desk: Desk,
    number: str,
    act: Callable[[], Awaitable[Any]],
    place: str,
    field: str = "",
    fields: Mapping[str, str] = FIELDS,
) -> Response:
    """Back to the entry after something was recorded; beside the form when something is wrong with it."""
    try:
        await act()
    except Problem as problem:
        if problem.status == 404:
            raise
        default = field or place
        at = default if field and problem.code.startswith(("exit.day", "refusal.why", "register.not")) else None
        error = error_at(problem, {**fields, **({problem.code: at} if at else {})}, default, desk.say)
        return await _entry(desk, number, status=problem.status, errors=(error,))
    return desk.go(f"/staff/register/{number}#{place}")


async def _entry(desk: Desk, number: str, *, status: int = 200, errors: tuple[FieldError, ...] = ()) -> HTMLResponse:
    entry = await desk.read(queries.entry, number)
    _ = translator("notices", desk.language)
    return desk.page(
        "applications/register_entry.html",
        status,
        entry=entry,
        back_address=back_address(desk.request.query_params.get("back", "")),
        errors=errors,
        typed=desk.form,
        today=desk.work.clock(),
        words=partial(words_for, say=desk.say),
        offers=[(code, _(label)) for code, label in OFFERS.items()],
        channels=[(code, _(label)) for code, label in CHANNELS.items()],
        proofs=[(code, _(label)) for code, label in updates.PROOFS.items()],
    )


async def _form(
    desk: Desk,
    number: str,
    what: str,
    *,
    status: int = 200,
    letter: str = "",
    previewed: bool = False,
    errors: tuple[FieldError, ...] = (),
) -> HTMLResponse:
    """The page of an act. An officer who may not do it is told why instead."""
    entry = await desk.read(queries.entry, number)
    why_not = {
        "propose": entry.why_not_propose,
        "decide": entry.why_not_decide if entry.open else Problem("register.illegal_move", 409),
        "keep": entry.why_not_keep if entry.open else Problem("register.illegal_move", 409),
    }[what]
    if why_not is not None:
        return _not_now(desk, entry, why_not)
    return desk.page(
        f"applications/register_{what}.html",
        status,
        entry=entry,
        typed=desk.form,
        letter=letter,
        previewed=previewed,
        errors=errors,
        today=desk.work.clock(),
    )


def _not_now(desk: Desk, entry: queries.EntryView, problem: Problem) -> HTMLResponse:
    written = tuple(text for name, text in desk.form.pairs if name in ("told", "evidence", "note", "reason") and text)
    words = words_for(problem, desk.say)
    return desk.page("applications/register_not_now.html", problem.status, entry=entry, words=words, written=written)


async def _refused(desk: Desk, number: str, what: str, problem: Problem) -> Response:
    """Beside its field when the officer can mend it; else what happened meanwhile, with the typed text kept."""
    if problem.status == 404:
        raise problem
    if problem.code in FIELDS or (problem.code.startswith(("review.", "file.")) and problem.status != 403):
        error = error_at(problem, FIELDS, {"propose": "told", "keep": "reason"}.get(what, "note"), desk.say)
        at_file = error.field == "file" or problem.code.startswith("file.")
        return await _form(desk, number, what, status=422, errors=(error,), previewed=at_file)
    return _not_now(desk, await desk.read(queries.entry, number), problem)


def _wish(desk: Desk) -> Wish:
    form = desk.form
    ground, _, reason = form.text("ground", 90).partition("/")
    return Wish(ground, reason, _day(form.text("effective_on", 20)), form.text("evidence", 600), form.text("told", 600))


async def _with_file(desk: Desk, wish: Wish) -> Wish:
    """The wish with its file, opened, written anew and looked at by the scanner like every paper."""
    upload = desk.form.upload
    if upload is None:
        return wish
    done = must_be_clean(await opened(desk, upload))
    file = EvidenceFile(upload.name, done.media_type, done.content)
    return Wish(wish.ground, wish.reason, wish.effective_on, wish.evidence, wish.told, (file,))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Problem("exit.day_unclear", 422) from None


def _result(desk: Desk, done: exits.Done) -> Response:
    return desk.go(f"/staff/register/{done.number}?done={done.outcome}")
