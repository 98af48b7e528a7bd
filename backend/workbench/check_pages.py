"""The checks before a publication: people tried, differences in sentences, whom it touches."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from backend.core.clock import day_in_china
from backend.core.console import Desk, PageRoute, policy_staff
from backend.core.console.desk import Gate
from backend.core.console.errors import FieldError, error_at
from backend.core.problems import Problem
from backend.rules import Pack, Verdict
from backend.rules.catalogue import Divisions
from backend.workbench import checks, list_impact, own_figures, own_impact, queries, service
from backend.workbench.checks import Tried, try_out, verdict_words
from backend.workbench.desk import PolicyDesk, around, opened, policies_of
from backend.workbench.effects import TURNS
from backend.workbench.evidence import Check, mark_of
from backend.workbench.impact import readable

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PolicyStaff = Annotated[Desk, Depends(policy_staff)]
Uploader = Annotated[Desk, Depends(Gate(("policy",), takes_file=True))]
VERSION = "/staff/policies/versions/{version_id}"
LINES = 200
"""Changes shown on the page; the list has all of them."""


@router.get(VERSION + "/tests")
async def tests(desk: PolicyStaff, version_id: str) -> HTMLResponse:
    """Every example person and everybody on an edge, asked just now."""
    found = await opened(desk, version_id)
    tried = await _tried(desk, found)
    return desk.page(
        "workbench/tests.html", **around(desk, found, "tests"), tried=tried, lines=LINES, words=_words(desk)
    )


@router.post(VERSION + "/tests")
async def keep_tests(desk: PolicyStaff, version_id: str) -> Response:
    """Runs them and puts the outcome on record."""
    found = await opened(desk, version_id)
    tried = await _tried(desk, found)
    count = len(tried.trials.trials) if tried.trials else 0
    await _keep(desk, found, "trials", tried.green, {"cases": count})
    return desk.go(f"/staff/policies/versions/{version_id}/tests")


async def _tried(desk: Desk, found: PolicyDesk) -> Tried:
    older = await desk.read(queries.older_of, found.view.line.id)
    today = day_in_china(desk.work.clock())
    return await run_sync(try_out, policies_of(desk), found.read, found.view.cases, today, older)


def _words(desk: Desk) -> Callable[[Verdict | None], str]:
    """A verdict in the officer's language; two dashes where a version has no such category."""
    return lambda verdict: verdict_words(verdict.word, desk.say) if verdict is not None else "--"


@router.get(VERSION + "/differences")
async def differences(desk: PolicyStaff, version_id: str) -> HTMLResponse:
    """What this version says otherwise than the one it follows."""
    found = await opened(desk, version_id)
    older = await desk.read(queries.older_of, version_id)
    changes = await run_sync(checks.changes, older, found.read)
    return desk.page("workbench/differences.html", **around(desk, found, "differences"), older=older, changes=changes)


@router.get(VERSION + "/impact")
async def impact(desk: PolicyStaff, version_id: str) -> HTMLResponse:
    """Who gains, who loses, of whom it cannot be said, by category and area."""
    return await _impact_page(desk, await opened(desk, version_id))


@router.post(VERSION + "/impact/file")
async def send_list(desk: Uploader, version_id: str) -> Response:
    """The same for a list of one's own: kept sealed, reckoned in the background, and gone when that has ended."""
    found = await opened(desk, version_id)
    try:
        await _start(desk, found)
    except Problem as problem:
        if problem.status not in (409, 413, 422):
            raise
        return await _impact_page(desk, found, error_at(problem, {}, "register", desk.say))
    return desk.go(f"/staff/policies/versions/{version_id}/impact/file")


@router.get(VERSION + "/impact/file")
async def impact_of_list(desk: PolicyStaff, version_id: str) -> HTMLResponse:
    """How far the reckoning of the last list is, and its figures."""
    found = await opened(desk, version_id)
    job, figures = await desk.read(list_impact.latest, version_id)
    return desk.page(
        "workbench/impact_file.html", **around(desk, found, "impact"), job=job, found=figures, turns=TURNS
    )


@router.get(VERSION + "/impact/file.csv")
async def affected_of_list(desk: PolicyStaff, version_id: str) -> Response:
    """Those of the list whom the version touches, ID numbers masked."""
    pieces = await desk.do(list_impact.take_list, version_id)
    headers = {"Content-Disposition": 'attachment; filename="impact.csv"'}
    return StreamingResponse(pieces, media_type="text/csv; charset=utf-8", headers=headers)


async def _start(desk: Desk, found: PolicyDesk) -> None:
    """Looks whether the list can be read at all, keeps it and starts."""
    new, day, version_id = found.read.pack, found.view.line.effective_from, found.view.line.id
    if new is None or day is None:
        raise Problem("policy.day_missing" if new else "policy.lint_missing", 409)
    upload, files = desk.form.upload, desk.work.services.files
    if upload is None:
        raise Problem("upload.missing", 422)
    old = await desk.read(queries.older_of, version_id)
    divisions = policies_of(desk).catalogue.divisions
    suffix = Path(upload.name).suffix.lower()
    with TemporaryDirectory(dir=desk.work.services.settings.data) as folder:
        path = Path(folder) / f"list{suffix}"
        await upload.save(path)
        rows = await run_sync(_readable, old, new, divisions, day, path)
        file_id = await run_sync(files.put_from, path)
    await desk.once(list_impact.start, version_id, file_id, suffix, rows)


def _readable(old: Pack, new: Pack, divisions: Divisions, day: date, path: Path) -> int:
    with list_impact.in_words():
        return readable(old, new, divisions, day, path)


async def _impact_page(desk: Desk, found: PolicyDesk, error: FieldError | None = None) -> HTMLResponse:
    version_id = found.view.line.id
    reckoning, figures = await desk.read(own_figures.figures, version_id)
    return desk.page(
        "workbench/impact.html",
        422 if error else 200,
        **around(desk, found, "impact"),
        reckoning=reckoning,
        found=figures,
        turns=TURNS,
        errors=(error,) if error else (),
        limit=desk.work.services.settings.register_limit // (1024 * 1024),
        job=(await desk.read(list_impact.latest, version_id))[0],
    )


@router.post(VERSION + "/impact/reckon")
async def reckon_impact(desk: PolicyStaff, version_id: str) -> Response:
    """Reckons whom it touches, in the background, for everybody who looks afterwards."""
    return await _impact_act(desk, version_id, own_impact.start)


@router.post(VERSION + "/impact")
async def keep_impact(desk: PolicyStaff, version_id: str) -> Response:
    """The officer has seen whom it touches."""
    return await _impact_act(desk, version_id, own_figures.keep_seen)


async def _impact_act(desk: Desk, version_id: str, act: Callable[..., object]) -> Response:
    """The page after an act, or with what stands against it."""
    try:
        await desk.once(act, version_id)
    except Problem as problem:
        if problem.status != 409:
            raise
        return await _impact_page(desk, await opened(desk, version_id), error_at(problem, {}, "summary", desk.say))
    return desk.go(f"/staff/policies/versions/{version_id}/impact")


@router.get(VERSION + "/impact.csv")
async def impact_list(desk: PolicyStaff, version_id: str) -> Response:
    """The changes as a list to keep: numbers of the register and receipts, no names."""
    content = await desk.do(own_figures.take_list, version_id)
    headers = {"Content-Disposition": 'attachment; filename="impact.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


async def _keep(desk: Desk, found: PolicyDesk, check: Check, passed: bool, told: dict[str, object]) -> None:
    """On record with the mark of the text that was looked at: one written meanwhile is not meant."""
    view = found.view
    mark = mark_of(view.line.version, view.content, view.cases, view.line.effective_from, check)
    await desk.once(service.keep_check, view.line.id, mark, check, passed, told)
