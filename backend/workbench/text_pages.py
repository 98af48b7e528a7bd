"""Writing a version: the two texts, kept however broken, with what is wrong beside them."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.core.console import Desk, PageRoute, policy_staff
from backend.core.console.errors import error_at
from backend.core.problems import Problem
from backend.workbench import queries, service
from backend.workbench.desk import PolicyDesk, around, linted, opened, reading
from backend.workbench.evidence import mark_of
from backend.workbench.findings import ERROR

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PolicyStaff = Annotated[Desk, Depends(policy_staff)]
@dataclass(frozen=True)
class _Typed:
    """The two texts as they stand in the fields."""

    content: str
    cases: str


TEXT = "/staff/policies/versions/{version_id}/text"


@router.get(TEXT)
async def text(desk: PolicyStaff, version_id: str, saved: str = "") -> HTMLResponse:
    """The two texts with the findings."""
    found = await opened(desk, version_id)
    typed = _Typed(found.view.content, found.view.cases)
    return await _text_page(desk, found, typed, saved == "yes")


@router.post(TEXT)
async def write(desk: PolicyStaff, version_id: str) -> Response:
    """Keeps what was typed or uploaded. What cannot be kept stays in the fields, to be sent again."""
    typed = _Typed(_sent(desk, "content"), _sent(desk, "cases"))
    try:
        await desk.once(service.write, version_id, desk.form.number("revision"), typed.content, typed.cases)
    except Problem as problem:
        if problem.status == 404:
            raise
        found = await opened(desk, version_id)
        kept = PolicyDesk(found.view, await reading(desk, found.view.pack, typed.content))
        return await _text_page(desk, kept, typed, problem=problem)
    await _keep_lint(desk, version_id)
    return desk.go(f"/staff/policies/versions/{version_id}/text?saved=yes")


async def _keep_lint(desk: Desk, version_id: str) -> None:
    """Every writing is looked through at once."""
    view = await desk.read(queries.version, version_id)
    if view.line.state != "draft":
        return
    findings = await linted(desk, view, view.content, view.cases)
    errors = sum(one.severity == ERROR for one in findings)
    told: dict[str, object] = {"errors": errors, "warnings": len(findings) - errors}
    mark = mark_of(view.line.version, view.content, view.cases, None, "lint")
    await desk.do(service.keep_check, version_id, mark, "lint", errors == 0, told)


def _sent(desk: Desk, field: str) -> str:
    """An uploaded file goes before what stands in the field."""
    uploaded = next((one for one in desk.form.many(f"{field}_file") if one.strip()), "")
    return (uploaded or "".join(desk.form.many(field)[-1:])).strip("\n") + "\n"


async def _text_page(
    desk: Desk, found: PolicyDesk, typed: _Typed, saved: bool = False, problem: Problem | None = None
) -> HTMLResponse:
    return desk.page(
        "workbench/text.html",
        problem.status if problem else 200,
        **around(desk, found, "text"),
        typed=typed,
        findings=await linted(desk, found.view, typed.content, typed.cases),
        saved=saved,
        writable="write" in found.view.acts,
        errors=(error_at(problem, {}, "content", desk.say),) if problem else (),
    )
