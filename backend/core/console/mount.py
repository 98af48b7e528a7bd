"""The console put into the application: assets, the pages of the rooms, and an answer for every other address."""

from collections.abc import Sequence

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from backend.core.console.assets import FOLDERS, Assets
from backend.core.console.desk import FindSession
from backend.core.console.live import Streams
from backend.core.console.route import PageRoute, problem_page
from backend.core.problems import Problem
from backend.core.todos import FindTodo

shell = APIRouter(route_class=PageRoute, include_in_schema=False)


@shell.get("/staff")
async def door() -> Response:
    """The address people remember."""
    return RedirectResponse("/staff/", status_code=303)


elsewhere = APIRouter(route_class=PageRoute, include_in_schema=False)


@elsewhere.api_route("/staff/{path:path}", methods=["GET", "POST"])
async def nowhere(request: Request) -> Response:
    """Any other address under the console's door."""
    return await problem_page(request, Problem("page.not_found", 404))


def mount_console(
    app: FastAPI, find_session: FindSession, rooms: Sequence[APIRouter], todos: Sequence[FindTodo] = ()
) -> None:
    """Adds the console. ``find_session`` opens its doors; ``rooms`` are the routers of the pages; ``todos`` look for
    what the rooms want to have on an officer's first page."""
    app.state.find_session = find_session
    app.state.todos = tuple(todos)
    app.state.streams = Streams()
    for name, folder in FOLDERS.items():
        app.mount(f"/staff/{name}", Assets(directory=folder), name=f"console-{name}")
    for router in (shell, *rooms, elsewhere):
        app.include_router(router, include_in_schema=False)
