"""The checks before a publication: people tried, differences in sentences, whom it touches."""

from collections.abc import Callable
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.columns.register import RegisterProblem
from backend.core.clock import day_in_china
from backend.core.console import Desk, PageRoute, policy_staff
from backend.core.console.errors import FieldError
from backend.core.problems import Problem
from backend.rules import Verdict
from backend.workbench import checks, queries, service
from backend.workbench.checks import Tried, try_out, verdict_words
from backend.workbench.desk import PolicyDesk, around, opened, policies_of
from backend.workbench.effects import TURNS, Effects, effects
from backend.workbench.evidence import Check, mark_of
from backend.workbench.file_impact import impact_on_list

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PolicyStaff = Annotated[Desk, Depends(policy_staff)]
VERSION = "/staff/policies/versions/{version_id}"
LINES = 200
"""Changes shown on the page; the list has all of them."""


@router.get(VERSION + "/tests")
async def tests(desk: PolicyStaff, version_id: str) -> HTMLResponse:
    """Every example person and everybody on an edge, asked just now."""
    found = await opened(desk, version_id)
    tried = await _tried(desk, found)
    return desk.page(
        "workbench/tests.html", **around(found, "tests"), tried=tried, lines=LINES, words=_words(desk)
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
    return desk.page("workbench/differences.html", **around(found, "differences"), older=older, changes=changes)


@router.get(VERSION + "/impact")
async def impact(desk: PolicyStaff, version_id: str) -> HTMLResponse:
    """Who gains, who loses, of whom it cannot be said, by category and area."""
    return await _impact_page(desk, await opened(desk, version_id))


@router.post(VERSION + "/impact/file")
async def impact_of_file(desk: PolicyStaff, version_id: str) -> HTMLResponse:
    """The same for a list of one's own. It is counted and forgotten."""
    found = await opened(desk, version_id)
    new, day = found.read.pack, found.view.line.effective_from
    if new is None or day is None:
        return await _impact_page(desk, found)
    old = await desk.read(queries.older_of, version_id)
    text = next((one for one in desk.form.many("register") if one.strip()), "")
    try:
        figures = await run_sync(impact_on_list, old, new, policies_of(desk).catalogue.divisions, day, text)
    except RegisterProblem as problem:
        error = FieldError("register", desk.say("这份名单没有读懂"), str(problem))
        return await _impact_page(desk, found, error)
    return desk.page("workbench/impact_file.html", **around(found, "impact"), found=figures, turns=TURNS)


async def _impact_page(desk: Desk, found: PolicyDesk, error: FieldError | None = None) -> HTMLResponse:
    return desk.page(
        "workbench/impact.html",
        422 if error else 200,
        **around(found, "impact"),
        effects=await _effects(desk, found),
        turns=TURNS,
        lines=LINES,
        words=verdict_words,
        say=desk.say,
        errors=(error,) if error else (),
    )


@router.post(VERSION + "/impact")
async def keep_impact(desk: PolicyStaff, version_id: str) -> Response:
    """The officer has seen whom it touches."""
    found = await opened(desk, version_id)
    seen = await _effects(desk, found)
    if seen is None:
        raise Problem("policy.day_missing" if found.read.pack else "policy.lint_missing", 409)
    told: dict[str, object] = {"people": seen.people, **{turn: seen.total(turn) for turn in TURNS}}
    await _keep(desk, found, "impact", True, told)
    return desk.go(f"/staff/policies/versions/{version_id}/impact")


@router.get(VERSION + "/impact.csv")
async def impact_list(desk: PolicyStaff, version_id: str) -> Response:
    """The changes as a list to keep: numbers of the register and receipts, no names."""
    found = await opened(desk, version_id)
    seen = await _effects(desk, found)
    if seen is None:
        raise Problem("policy.not_found", 404)
    await desk.do(service.note_list, version_id, len(seen.changes))
    headers = {"Content-Disposition": f'attachment; filename="impact-{found.view.pack}.csv"'}
    return Response(checks.list_of(seen, desk.say), media_type="text/csv; charset=utf-8", headers=headers)


async def _effects(desk: Desk, found: PolicyDesk) -> Effects | None:
    """None as long as the text cannot be read or no day is set."""
    new, day = found.read.pack, found.view.line.effective_from
    if new is None or day is None:
        return None
    version_id = found.view.line.id
    old = await desk.read(queries.older_of, version_id)
    people = await desk.read(queries.listed, version_id)
    return await run_sync(effects, old, new, day, people)


async def _keep(desk: Desk, found: PolicyDesk, check: Check, passed: bool, told: dict[str, object]) -> None:
    """On record with the mark of the text that was looked at: one written meanwhile is not meant."""
    view = found.view
    mark = mark_of(view.content, view.cases, view.line.effective_from, check)
    await desk.once(service.keep_check, view.line.id, mark, check, passed, told)
