"""Writing a version: the two texts, kept however broken, with what is wrong beside them."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.core.console import Desk, PageRoute, policy_staff
from backend.core.console.errors import error_at
from backend.core.problems import Problem
from backend.workbench import queries, service
from backend.workbench.desk import PolicyDesk, around, opened, reading
from backend.workbench.evidence import mark_of

router = APIRouter(route_class=PageRoute, include_in_schema=False)
PolicyStaff = Annotated[Desk, Depends(policy_staff)]
TEXT = "/staff/policies/versions/{version_id}/text"


@router.get(TEXT)
async def text(desk: PolicyStaff, version_id: str, saved: str = "") -> HTMLResponse:
    """The two texts with the findings."""
    found = await opened(desk, version_id)
    return _text_page(desk, found, found.view.content, found.view.cases, saved == "yes")


@router.post(TEXT)
async def write(desk: PolicyStaff, version_id: str) -> Response:
    """Keeps what was typed or uploaded. What cannot be kept stays in the fields, to be sent again."""
    content, cases = _typed(desk, "content"), _typed(desk, "cases")
    try:
        await desk.once(service.write, version_id, desk.form.number("revision"), content, cases)
    except Problem as problem:
        if problem.status == 404:
            raise
        found = await opened(desk, version_id)
        kept = PolicyDesk(found.view, await reading(desk, found.view.pack, content))
        return _text_page(desk, kept, content, cases, problem=problem)
    await _lint(desk, version_id, content, cases)
    return desk.go(f"/staff/policies/versions/{version_id}/text?saved=yes")


async def _lint(desk: Desk, version_id: str, content: str, cases: str) -> None:
    """Every writing is looked through at once."""
    view = await desk.read(queries.version, version_id)
    if view.line.state != "draft" or (view.content, view.cases) != (content, cases):
        return
    found = await reading(desk, view.pack, content)
    mark = mark_of(content, cases, None, "lint")
    told: dict[str, object] = {"findings": len(found.findings)}
    await desk.do(service.keep_check, version_id, mark, "lint", found.clean, told)


def _typed(desk: Desk, field: str) -> str:
    """An uploaded file goes before what stands in the field."""
    longest = service.LONGEST + 1
    form = desk.form
    uploaded = form.many(f"{field}_file")[-1:] if form.many(f"{field}_file") else ()
    text = next((one for one in uploaded if one.strip()), "") or "".join(form.many(field)[-1:])
    return text.strip("\n")[:longest] + "\n"


def _text_page(
    desk: Desk,
    found: PolicyDesk,
    content: str,
    cases: str,
    saved: bool = False,
    problem: Problem | None = None,
) -> HTMLResponse:
    return desk.page(
        "workbench/text.html",
        problem.status if problem else 200,
        **around(found, "text"),
        content=content,
        cases=cases,
        saved=saved,
        writable="write" in found.view.acts,
        errors=(error_at(problem, {}, "content", desk.say),) if problem else (),
    )
