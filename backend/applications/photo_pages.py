"""Photos of a home visit: one at a time, so that a telephone in a stairwell can send them."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from backend.applications import visit_photos
from backend.applications.case_pages import case_address, case_page
from backend.applications.desk_files import opened
from backend.core.console import Desk, PageRoute, reviewer, reviewer_with_file
from backend.core.console.errors import error_at
from backend.core.problems import Problem

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reviewer = Annotated[Desk, Depends(reviewer)]
WithFile = Annotated[Desk, Depends(reviewer_with_file)]


@router.post("/staff/cases/{case_id}/photos")
async def add_photo(desk: WithFile, case_id: str) -> Response:
    """Cleans and keeps one photo."""
    try:
        await _keep(desk, case_id)
    except Problem as problem:
        if problem.status == 404:
            raise
        error = error_at(problem, {}, "photo", desk.say)
        return await case_page(desk, case_id, problem=problem, errors=(error,), open_form="photo")
    return desk.go(case_address(desk, case_id, "step-home_visit"))


@router.post("/staff/cases/{case_id}/photos/{file_id}/remove")
async def remove_photo(desk: Reviewer, case_id: str, file_id: str) -> Response:
    """Takes a photo away."""
    await desk.once(visit_photos.remove_photo, case_id, file_id)
    return desk.go(case_address(desk, case_id, "step-home_visit"))


async def _keep(desk: Desk, case_id: str) -> None:
    upload = desk.form.upload
    if upload is None:
        await desk.read(visit_photos.may_add, case_id)
        raise Problem("review.photo_missing", 422)
    await desk.read(visit_photos.may_add, case_id)
    file = await opened(desk, upload, picture_only=True)
    await desk.once(visit_photos.add_photo, case_id, upload.name, file)
