"""Long work as officers see it anywhere in the console: the live bar, and the button that ends it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlalchemy import select

from backend.core import jobs
from backend.core.console import Desk, PageRoute, anyone_signed_in
from backend.core.console.cookies import local_path
from backend.core.console.live import Streams
from backend.core.jobs.models import JobRow
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.staff import access

router = APIRouter(route_class=PageRoute, include_in_schema=False)
SignedIn = Annotated[Desk, Depends(anyone_signed_in)]


@router.get("/staff/jobs/{job_id}/live")
async def live(desk: SignedIn, request: Request, job_id: str, seen: str = "") -> Response:
    """News while the page is open: state and numbers, nothing else."""

    async def look() -> str | None:
        try:
            return (await desk.read(own_job, job_id)).mark
        except Problem:
            return None

    streams: Streams = request.app.state.streams
    return streams.open(request, look, seen)


@router.post("/staff/jobs/{job_id}/cancel")
async def cancel(desk: SignedIn, job_id: str) -> Response:
    """Ends it before its next chunk."""
    await desk.once(cancel_own, job_id)
    return desk.go(local_path(desk.form.text("next", 300)))


def own_job(unit: Unit, job_id: str) -> jobs.JobView:
    """A job of the officer's offices and role. Raises 404 ``job.not_found``."""
    officer = access.current(unit)
    mine = access.visible_to(officer, JobRow.office_id)
    row = unit.session.scalar(select(JobRow).where(JobRow.id == job_id, mine))
    if row is None or row.officer is None or row.officer["role"] != officer.role:
        raise not_found("job")
    return jobs.view(unit, job_id)


def cancel_own(unit: Unit, job_id: str) -> None:
    """Cancels a job of the officer's offices and role."""
    found = own_job(unit, job_id)
    if found.open:
        jobs.cancel(unit, job_id)
        unit.audit("job.cancelled", found.subject, name=found.name)
