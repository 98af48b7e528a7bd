"""The desk: one request of a signed-in officer, with everything a page needs to read, act and answer."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, Literal, ParamSpec, Protocol, TypeVar
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend.core.actors import Officer, Role
from backend.core.console import cookies
from backend.core.console.form import Form, check_origin, check_token, new_once, read_form
from backend.core.console.listing import Listing, listing_of
from backend.core.console.problems import words_for
from backend.core.console.uploads import read_fields, read_upload
from backend.core.console.words import environment, speaker
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.web import work_of
from backend.core.work import SYSTEM, Caller, Work
from locales import Translate

P = ParamSpec("P")
R = TypeVar("R")


class Session(Protocol):
    """A session that stands, as the room of the staff knows it."""

    @property
    def officer(self) -> Officer: ...
    @property
    def language(self) -> str: ...
    @property
    def csrf(self) -> str: ...
    @property
    def idle_until(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


FindSession = Callable[[Unit, str], Session | None]


class SignInNeeded(Exception):
    """Nobody is signed in. ``form`` is what was being sent, so that nothing typed is lost."""

    def __init__(self, form: Form | None = None) -> None:
        super().__init__()
        self.form = form


class AskFirst(Exception):
    """Something has to be answered before the act; ``page`` asks for it and holds the form."""

    def __init__(self, page: Response) -> None:
        super().__init__()
        self.page = page


@dataclass(frozen=True)
class Visitor:
    """Someone before the door: knows the language and the guard of the form, no more."""

    request: Request
    work: Work
    language: str
    csrf: str
    form: Form = field(default_factory=lambda: Form(()))

    @property
    def say(self) -> Translate:
        return speaker(self.language)

    def page(self, template: str, /, status: int = 200, **context: Any) -> HTMLResponse:
        """A page of any room: ``console/problem.html``, ``applications/queue.html`` …"""
        text = environment(self.language).get_template(template).render(self._common() | context)
        return HTMLResponse(text, status_code=status)

    def go(self, path: str) -> Response:
        """On to a page after something was done, so that reloading does nothing twice."""
        return RedirectResponse(path, status_code=303)

    def _common(self) -> dict[str, Any]:
        return {
            "desk": self,
            "language": self.language,
            "text_size": cookies.text_size(self.request),
            "keys": cookies.keys(self.request),
            "path": self.request.url.path,
            "here": cookies.here(self.request),
            "csrf": self.csrf,
            "once": new_once,
            "now": self.work.clock(),
            "settings": self.work.services.settings,
            "officer": None,
            "session": None,
            "draft_key": "",
            "errors": (),
            "job_words": lambda job: words_for(Problem(job.problem, **job.problem_params), self.say),
        }


@dataclass(frozen=True)
class Desk(Visitor):
    """A signed-in officer's request."""

    session: Session = field(kw_only=True)

    @property
    def officer(self) -> Officer:
        return self.session.officer

    async def read(
        self, service: Callable[Concatenate[Unit, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        return await self.work.read(Caller(self.officer, self.language), service, *args, **kwargs)

    def listing(
        self, home: str, columns: tuple[str, ...] = (), usual: tuple[str, bool] = ("", False), **kept: str
    ) -> Listing:
        """The list this request's address asks for. ``kept`` are the filters of the page."""
        return listing_of(self.request.query_params, home, columns, kept, usual)

    async def do(
        self, service: Callable[Concatenate[Unit, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        return await self.work.do(Caller(self.officer, self.language), service, *args, **kwargs)

    async def once(
        self, service: Callable[Concatenate[Unit, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Runs a command once, however often its form is sent. Its answer is kept: no secrets."""
        caller = Caller(self.officer, self.language, self.form.key, self.form.fingerprint)
        return await self.work.do(caller, service, *args, **kwargs)

    def _common(self) -> dict[str, Any]:
        own = {"officer": self.officer, "session": self.session, "draft_key": self._draft_key()}
        return super()._common() | own

    def _draft_key(self) -> str:
        """Seals what this officer has half written in the browser; always the same, and on no page of anybody else."""
        key = self.work.services.vault.index(str(self.officer.id), "console.drafts")
        return base64.b64encode(bytes.fromhex(key)).decode()


@dataclass(frozen=True)
class Gate:
    """Who may enter a route. Every console route stands behind one, or is named public in the tests."""

    roles: tuple[Role, ...]
    takes_file: bool = False
    """Whether a form may bring a file with it."""
    most: Literal["register_limit", "file_limit"] = "register_limit"
    """The setting that says how large the file may be."""

    async def __call__(self, request: Request) -> Desk:
        work = work_of(request)
        if self.takes_file and request.method == "POST":
            check_origin(request)
            if await find_session(request, work) is None:
                raise SignInNeeded(await read_fields(request))
            self._let_in(await find_session(request, work), Form(()))  # Nobody else's file is even read.
        form = await _checked(request, getattr(work.services.settings, self.most) if self.takes_file else 0)
        session = await find_session(request, work)
        if session is not None and request.method == "POST":
            check_token(form, session.csrf)
        session = self._let_in(session, form if request.method == "POST" else None)
        return Desk(request, work, _language(request, session), session.csrf, form, session=session)

    def _let_in(self, session: Session | None, form: Form | None) -> Session:
        if session is None:
            raise SignInNeeded(form)
        if session.officer.role not in self.roles:
            raise Problem("access.not_your_role", 403)
        return session


async def visitor(request: Request) -> Visitor:
    """Anyone. Forms of people who are not signed in are guarded by a cookie of their own."""
    work = work_of(request)
    form = await _checked(request)
    token = cookies.guard(request)
    if request.method == "POST":
        session = await find_session(request, work)
        check_token(form, token, session.csrf if session else "")
    return Visitor(request, work, _language(request, None), token or new_once(), form)


async def find_session(request: Request, work: Work) -> Session | None:
    """The session of the request's cookie, None when nobody is signed in."""
    token = cookies.session_token(request, work.services.settings.secure_cookies)
    if not token:
        return None
    find: FindSession = request.app.state.find_session
    return await work.do(SYSTEM, find, token)


def sign_in_path(request: Request) -> str:
    """Where to sign in, and where to go on afterwards."""
    return f"/staff/sign-in?next={quote(cookies.here(request), safe='')}"


async def _checked(request: Request, largest_file: int = 0) -> Form:
    if request.method != "POST":
        return Form(())
    check_origin(request)
    if largest_file:
        return await read_upload(request, largest_file)
    return await read_form(request)


def _language(request: Request, session: Session | None) -> str:
    return cookies.language(request) or (session.language if session else cookies.asked_language(request))


READERS: tuple[Role, ...] = ("reviewer", "inspector")
reviewer = Gate(("reviewer",))
reviewer_with_file = Gate(("reviewer",), takes_file=True, most="file_limit")
reader = Gate(READERS)
policy_staff = Gate(("policy",))
admin = Gate(("admin",))
provider = Gate(("provider",))
inspector = Gate(("inspector",))
serving = Gate(("reviewer", "provider"))
client_reader = Gate(("reviewer", "inspector", "provider"))
anyone_signed_in = Gate(("reviewer", "inspector", "provider", "policy", "admin"))
