"""How the bot speaks to the backend: over HTTP, with named commands and refusals that can be told.

The transport is the variable: a network, an ASGI application in the same process, or a test's double.
Refusals are raised as :class:`Problem`; a backend that does not answer is :class:`BackendDown`.
"""

import asyncio
import itertools
from collections.abc import Hashable, Mapping
from functools import cache
from typing import Any, Final, Self, TypeVar, cast
from urllib.parse import quote

import httpx2
from pydantic import TypeAdapter, ValidationError

from bot.line import Http
from contract.application import ApplicationTurn
from contract.base import HEADER_ACCOUNT, HEADER_IDEMPOTENCY, HEADER_LANGUAGE, Shape
from contract.problem import ProblemBody

A = TypeVar("A")

TIMEOUT: Final = httpx2.Timeout(10.0, connect=3.0, read=30.0)
"""Seconds. Reading a paper takes the backend longest; the citizen sees «typing» meanwhile."""
PAUSE_BEFORE_RETRY: Final = 0.2
FAILED_GATEWAY: Final = (502, 503, 504)


class Problem(Exception):
    """The backend refused, and says why: ``code`` is stable, ``params`` fill the bot's words."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None, status: int = 409) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})
        self.status = status


class BackendDown(Exception):
    """No answer, or none that can be read. Whether the command had its effect is unknown: ask again, same key."""


class Wire:
    """One line to the backend; what it is asked stands in the modules beside this one."""

    def __init__(self, http: Http, headers: Mapping[str, str] | None = None) -> None:
        self._http = http
        self._headers = dict(headers or {})
        self._key = ""
        self._numbers = itertools.count()

    def for_account(self, account: str, key: str, language: str) -> Self:
        """The same line, speaking for ``<channel>:<chat id>``; its commands are named ``<key>:<n>``, in order."""
        view = type(self)(self._http, {**self._headers, HEADER_ACCOUNT: account, HEADER_LANGUAGE: language})
        view._key = key
        return view

    def in_language(self, language: str) -> Self:
        """The same turn, from now on in another language."""
        view = type(self)(self._http, {**self._headers, HEADER_LANGUAGE: language})
        view._key, view._numbers = self._key, self._numbers
        return view

    async def _get(self, path: str, kind: type[A], **query: str | int) -> A:
        return read(await self._send("GET", path, params=query), kind)

    async def _command(
        self,
        method: str,
        path: str,
        kind: type[A] | None,
        body: Shape | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> A:
        sent = {**(headers or {}), **self._next_key()}
        content = body.model_dump_json().encode() if body is not None else None
        if content is not None:
            sent["Content-Type"] = "application/json"
        answer = await self._send(method, path, content=content, headers=sent)
        return read(answer, kind)

    async def _upload(
        self, method: str, path: str, name: str, media_type: str, content: bytes
    ) -> ApplicationTurn:
        return read(await self._put_file(method, path, name, media_type, content), ApplicationTurn)

    async def _put_file(
        self, method: str, path: str, name: str, media_type: str, content: bytes
    ) -> httpx2.Response:
        named = {"X-File-Name": quote(name, safe=""), "Content-Type": media_type, **self._next_key()}
        return await self._send(method, path, content=content, headers=named)

    def _next_key(self) -> dict[str, str]:
        return {HEADER_IDEMPOTENCY: f"{self._key}:{next(self._numbers)}"} if self._key else {}

    async def _send(self, method: str, path: str, **request: Any) -> httpx2.Response:
        """Sends once, and once more where no answer came: reads and keyed commands may be repeated safely."""
        try:
            return await self._send_once(method, path, **request)
        except BackendDown:
            if not _repeatable(method, path, request):
                raise
        await asyncio.sleep(PAUSE_BEFORE_RETRY)
        return await self._send_once(method, path, **request)

    async def _send_once(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, **request: Any
    ) -> httpx2.Response:
        try:
            answer = await self._http.request(
                method, path, headers={**self._headers, **(headers or {})}, timeout=TIMEOUT, **request
            )
        except httpx2.TransportError as error:
            raise BackendDown(f"{method} {path}: {type(error).__name__}") from error
        if answer.is_success:
            return answer
        raise _refusal(answer)


def _repeatable(method: str, path: str, request: Mapping[str, Any]) -> bool:
    """Storing updates twice keeps them once; claims and closings are guarded by their leases."""
    keyed = HEADER_IDEMPOTENCY in (request.get("headers") or {})
    return method == "GET" or keyed or path in ("/v1/inbox", "/v1/inbox/finish", "/v1/chats/find")


def _refusal(answer: httpx2.Response) -> Exception:
    if answer.headers.get("content-type", "").startswith("application/problem+json"):
        body = ProblemBody.model_validate_json(answer.content)
        return Problem(body.code, body.params, body.status)
    if answer.status_code in FAILED_GATEWAY:
        return BackendDown(f"{answer.request.url.path}: {answer.status_code}")
    return Problem("backend.error", {"status": answer.status_code}, answer.status_code)


def read(answer: httpx2.Response, kind: type[A] | None) -> A:
    if kind is None:
        return None  # type: ignore[return-value]  # 204
    try:
        read: A = _adapter(cast(Hashable, kind)).validate_json(answer.content)
    except ValidationError as error:
        raise BackendDown(f"{answer.request.url.path}: an answer of another shape") from error
    return read


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
