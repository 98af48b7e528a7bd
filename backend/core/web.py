"""The edge of the API: who speaks, for whom, in which language, under which key."""

import hmac
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar

from fastapi import Depends, Header, Request, Response
from fastapi.routing import APIRoute
from starlette.types import Message, Receive

from backend.core.actors import System, parse_account
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.work import Caller, Work, fingerprint
from contract.base import DEFAULT_LANGUAGE, HEADER_ACCOUNT, HEADER_IDEMPOTENCY, HEADER_LANGUAGE, LANGUAGES

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Turn:
    """One request of the bot: runs services for its caller."""

    work: Work
    caller: Caller

    async def do(
        self, service: Callable[Concatenate[Unit, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        return await self.work.do(self.caller, service, *args, **kwargs)

    async def do_apart(
        self, service: Callable[Concatenate[Unit, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """A transaction of its own beside the command: what it keeps outlives a refusal of the command."""
        return await self.work.do(replace(self.caller, key=""), service, *args, **kwargs)

    async def read(
        self, service: Callable[Concatenate[Unit, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        return await self.work.read(self.caller, service, *args, **kwargs)


def work_of(request: Request) -> Work:
    """The one :class:`Work` of the application, put there by ``backend.app``."""
    work: Work = request.app.state.work
    return work


def bot_only(request: Request, authorization: str) -> None:
    """Lets in the bot's service token and nothing else. A plain call: FastAPI solves few dependencies faster."""
    expected = work_of(request).services.settings.bot_token.get_secret_value()
    if not expected or not hmac.compare_digest(authorization, f"Bearer {expected}"):
        raise Problem("access.bot_only", 401)


async def citizen_turn(
    request: Request,
    authorization: Annotated[str, Header()] = "",
    account: Annotated[str, Header(alias=HEADER_ACCOUNT)] = "",
    key: Annotated[str, Header(alias=HEADER_IDEMPOTENCY, max_length=200)] = "",
    language: Annotated[str, Header(alias=HEADER_LANGUAGE)] = DEFAULT_LANGUAGE,
) -> Turn:
    """A turn of the citizen whose account the bot names. Commands (all but GET) must carry a key."""
    bot_only(request, authorization)
    citizen = parse_account(account)
    if citizen is None:
        raise Problem("access.account_missing", 400)
    if request.method != "GET" and not key:
        raise Problem("idempotency.key_missing", 400)
    spoken = language if language in LANGUAGES else DEFAULT_LANGUAGE
    mark = await _fingerprint(request) if key else ""
    return Turn(work_of(request), Caller(citizen, spoken, key, mark))


async def channel_turn(
    request: Request,
    authorization: Annotated[str, Header()] = "",
    key: Annotated[str, Header(alias=HEADER_IDEMPOTENCY, max_length=200)] = "",
) -> Turn:
    """A turn of the bot's own machinery: inbox, deliveries, the log of the browser chat. A key is optional."""
    bot_only(request, authorization)
    mark = await _fingerprint(request) if key else ""
    return Turn(work_of(request), Caller(System("bot"), key=key, fingerprint=mark))


async def _fingerprint(request: Request) -> str:
    return fingerprint(request.method.encode(), request.url.path.encode(), await request.body())


class FileRoute(APIRoute):
    """A route whose body is a file: no more of it is read than a file may have, whatever its sender declares."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def bounded(request: Request) -> Response:
            limit = work_of(request).services.settings.file_limit
            return await answer(Request(request.scope, _counted(request.receive, limit)))

        return bounded


def bounded_route(most: int) -> type[APIRoute]:
    """Routes whose bodies are broken off after ``most`` bytes."""

    class Bounded(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            answer = super().get_route_handler()

            async def bounded(request: Request) -> Response:
                whole = Request(request.scope, _counted(request.receive, most, "form.too_large"))
                await whole.body()  # Read here: within FastAPI the refusal would become one without words.
                return await answer(whole)

            return bounded

    return Bounded


def _counted(receive: Receive, limit: int, code: str = "file.too_large") -> Receive:
    """The same body, broken off with 413 and ``code`` once it is over the limit."""
    read = 0

    async def counted() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > limit:
            raise Problem(code, 413, limit=limit, size=read)
        return message

    return counted


CitizenTurn = Annotated[Turn, Depends(citizen_turn)]
ChannelTurn = Annotated[Turn, Depends(channel_turn)]
