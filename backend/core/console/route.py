"""Routes that answer with pages: refusals in words, a way on, and the protecting headers on everything."""

import secrets
import traceback
from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute

from backend.core.console import cookies, resume
from backend.core.console.desk import AskFirst, Desk, SignInNeeded, Visitor, find_session, sign_in_path
from backend.core.console.form import new_once
from backend.core.console.headers import protect
from backend.core.console.problems import words_for
from backend.core.console.uploads import close_upload
from backend.core.problems import Problem
from backend.core.web import work_of

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
log = structlog.get_logger(__name__)


class PageRoute(APIRoute):
    """Every console route is one of these."""

    def get_route_handler(self) -> Handler:
        answer = super().get_route_handler()

        async def page(request: Request) -> Response:
            try:
                response = await _answered(answer, request)
            finally:
                await close_upload(request)
            return protect(response, work_of(request).services.settings.secure_cookies)

        return page


async def problem_page(request: Request, problem: Problem) -> Response:
    """The refusal in words. What does not exist and what is not yours look alike."""
    desk = await who(request)
    words = words_for(problem, desk.say)
    return desk.page("console/problem.html", problem.status, words=words, reference="")


async def who(request: Request) -> Visitor:
    """Whoever asks, without any demand: for pages that must be shown in any case."""
    work = work_of(request)
    session = await find_session(request, work)
    chosen = cookies.language(request)
    if session is None:
        guard = cookies.guard(request) or new_once()
        return Visitor(request, work, chosen or cookies.asked_language(request), guard)
    return Desk(request, work, chosen or session.language, session.csrf, session=session)


async def _answered(answer: Handler, request: Request) -> Response:
    try:
        return await answer(request)
    except SignInNeeded as needed:
        return await _sign_in(request, needed)
    except AskFirst as first:
        return first.page
    except Problem as problem:
        return await problem_page(request, problem)
    except RequestValidationError:
        # An address with a page number such as "abc" names nothing that exists.
        return await problem_page(request, Problem("page.not_found", 404))
    except Exception as error:
        return await _mistake_of_ours(request, error)


async def _sign_in(request: Request, needed: SignInNeeded) -> Response:
    if needed.form is None:
        return RedirectResponse(sign_in_path(request), status_code=303)
    return resume.ask_to_sign_in(await who(request), needed.form)


async def _mistake_of_ours(request: Request, error: Exception) -> Response:
    reference = secrets.token_hex(4)
    # Only where and what kind: a message or a local variable may hold a citizen's data.
    place = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-5:]]
    route = request.scope["route"].path
    log.error("console.failed", reference=reference, route=route, kind=type(error).__name__, place=place)
    desk = await who(request)
    words = words_for(Problem("console.failed", 500), desk.say)
    return desk.page("console/problem.html", 500, words=words, reference=reference)
