"""The pages of the room, put together."""

from fastapi import APIRouter

from backend.core.console import PageRoute
from backend.records import care_pages, export_pages, person_pages, trail_pages

router = APIRouter(route_class=PageRoute, include_in_schema=False)
router.include_router(person_pages.router)
router.include_router(care_pages.router)
router.include_router(export_pages.router)
router.include_router(trail_pages.router)
