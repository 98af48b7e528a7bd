"""The browser chat over HTTP: the page, its events, and what a person sends.

``web_app`` is mounted at ``/chat``. A chat is known by the secret in its cookie, and by nothing else.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any, Final
from urllib.parse import quote, unquote

from anyio.to_thread import run_sync
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot import drawings
from bot.channels.web.bell import Bell
from bot.channels.web.guard import GuardHeaders, from_our_page
from bot.channels.web.intake import FileHead, Intake, Refusal, Said
from bot.channels.web.log import ChatLog, Face, face_of, faces, whole_log
from bot.channels.web.stream import stream
from bot.channels.web.words import WORDS, words
from bot.client import BackendDown, Problem

PAGE: Final = Path(__file__).parent / "page"
COOKIE: Final = "bangban_chat"
COOKIE_SECONDS: Final = 60 * 24 * 3600
LARGEST_FILE: Final = 20 * 1024 * 1024
LARGEST_BODY: Final = 64 * 1024
UPLOAD_SECONDS: Final = 600
"""A slow line gets ten minutes for one file; a line that only pretends gets no more."""
FACES_A_PAGE: Final = 60


def web_app(
    log: ChatLog, bell: Bell, arrived: Callable[[], None], *, telephone: str = "12333", secure: bool = False
) -> Starlette:
    """The ASGI app. ``arrived`` is called when an update was stored; ``secure`` marks the cookie for TLS only.

    Before a server stops it must call ``bell.close()``: open pages hold a stream each.
    """
    chat = _Chat(log, bell, Intake(log, bell, arrived), telephone, secure)
    routes = [
        Route("/", chat.page),
        Route("/words/{language}.json", chat.words),
        Route("/open", chat.open, methods=["POST"]),
        Route("/leave", chat.leave, methods=["POST"]),
        Route("/messages", chat.messages),
        Route("/events", chat.events),
        Route("/updates", chat.updates, methods=["POST"]),
        Route("/files", chat.files, methods=["POST"]),
        Route("/files/{message_id:int}", chat.file),
        Route("/pictures/{message_id:int}", chat.picture),
        Mount("/page", StaticFiles(directory=PAGE)),
    ]
    handlers: Any = {Refusal: _refused, Problem: _backend_refused, BackendDown: _backend_down}
    return Starlette(routes=routes, middleware=[Middleware(GuardHeaders)], exception_handlers=handlers)


class _Chat:
    def __init__(self, log: ChatLog, bell: Bell, intake: Intake, telephone: str, secure: bool) -> None:
        self._log = log
        self._bell = bell
        self._intake = intake
        self._telephone = telephone
        self._secure = secure

    async def page(self, request: Request) -> Response:
        return FileResponse(PAGE / "index.html", headers={"cache-control": "no-cache"})

    async def words(self, request: Request) -> Response:
        return JSONResponse(words(request.path_params["language"], self._telephone))

    async def open(self, request: Request) -> Response:
        """A new chat, unless this browser has one."""
        _ours(request)
        if await self._known(request) is not None:
            return Response(status_code=204)
        opened = await self._log.open_chat()
        response = Response(status_code=201)
        response.set_cookie(
            COOKIE,
            opened.token,
            max_age=COOKIE_SECONDS,
            path=_root(request),
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )
        return response

    async def leave(self, request: Request) -> Response:
        """Forgets the chat on this device; its messages stay with whoever keeps the cookie elsewhere."""
        _ours(request)
        response = Response(status_code=204)
        response.delete_cookie(COOKIE, path=_root(request), secure=self._secure, httponly=True)
        return response

    async def messages(self, request: Request) -> Response:
        """The newest messages as they look now; older ones before ``?before=<message id>``."""
        chat_id = await self._chat_id(request)
        events = await whole_log(self._log, chat_id)
        before = _number(request, "before")
        shown = [face for face in faces(events).values() if not before or face.message_id < before]
        return JSONResponse(
            {
                "seq": events[-1].seq if events else 0,
                "more": len(shown) > FACES_A_PAGE,
                "messages": [_drawn(face) for face in shown[-FACES_A_PAGE:]],
            }
        )

    async def events(self, request: Request) -> Response:
        chat_id = await self._chat_id(request)
        seen = request.headers.get("last-event-id", "")
        after = int(seen) if seen.isdecimal() else _number(request, "after")
        lines = stream(self._log, self._bell, chat_id, after, request.is_disconnected)
        headers = {"x-accel-buffering": "no"}
        return StreamingResponse(lines, media_type="text/event-stream", headers=headers)

    async def updates(self, request: Request) -> Response:
        _ours(request)
        chat_id = await self._chat_id(request)
        try:
            said = Said.model_validate_json(await _body(request, LARGEST_BODY, "text.too_long"))
        except ValidationError:
            raise Refusal("body.bad", 400) from None
        await self._intake.take(chat_id, said)
        return Response(status_code=202)

    async def files(self, request: Request) -> Response:
        """One file as the raw body; its name and ids come as headers, the name percent-encoded."""
        _ours(request)
        chat_id = await self._chat_id(request)
        await self._intake.take_file(
            chat_id, _file_head(request), await _body(request, LARGEST_FILE, "file.too_large")
        )
        return Response(status_code=202)

    async def file(self, request: Request) -> Response:
        """The document or photo of one message of this chat, to keep; never to be shown as a page of ours."""
        chat_id = await self._chat_id(request)
        face = await face_of(self._log, chat_id, request.path_params["message_id"])
        kept = face.file if face else None
        content = await self._log.channel_file(chat_id, kept["file_id"]) if kept else None
        if kept is None or content is None:
            raise Refusal("file.gone", 404)
        headers = {
            "content-disposition": f"attachment; filename*=UTF-8''{quote(kept['name'], safe='')}",
            "content-security-policy": "default-src 'none'; sandbox",
        }
        return Response(content, media_type=kept["media_type"], headers=headers)

    async def picture(self, request: Request) -> Response:
        """The picture above one message of this chat."""
        chat_id = await self._chat_id(request)
        face = await face_of(self._log, chat_id, request.path_params["message_id"])
        shown = face.body.get("picture") if face else None
        drawn = shown.get("drawing", "") if shown else ""
        if drawn:
            content = await run_sync(drawings.png, drawn) if drawn in drawings.names() else None
        else:
            content = await self._log.picture(shown["id"]) if shown else None
        if content is None:
            raise Refusal("file.gone", 404)
        headers = {"content-security-policy": "default-src 'none'; sandbox"}
        return Response(content, media_type="image/png" if drawn else "image/jpeg", headers=headers)

    async def _known(self, request: Request) -> int | None:
        token = request.cookies.get(COOKIE)
        opened = await self._log.chat_of(token) if token else None
        return opened.chat_id if opened else None

    async def _chat_id(self, request: Request) -> int:
        chat_id = await self._known(request)
        if chat_id is None:
            raise Refusal("chat.unknown", 401)
        return chat_id


async def _refused(_: Request, refusal: Refusal) -> Response:
    return JSONResponse({"code": refusal.code}, refusal.status)


async def _backend_refused(_: Request, problem: Problem) -> Response:
    return JSONResponse({"code": problem.code if problem.code in WORDS else "error"}, problem.status)


async def _backend_down(_request: Request, _down: BackendDown) -> Response:
    return JSONResponse({"code": "error"}, 503, {"retry-after": "3"})


def _ours(request: Request) -> None:
    if not from_our_page(request):
        raise Refusal("origin.foreign", 403)


def _root(request: Request) -> str:
    return str(request.scope.get("root_path") or "/")


def _number(request: Request, name: str) -> int:
    value = request.query_params.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 16 else 0


def _file_head(request: Request) -> FileHead:
    head = request.headers
    try:
        return FileHead(
            client_id=head.get("x-client-id", ""),
            name=unquote(head.get("x-name", "")),
            media_type=head.get("content-type", "").partition(";")[0],
            album=head.get("x-album", ""),
            language=head.get("x-language", ""),
        )
    except ValidationError:
        raise Refusal("body.bad", 400) from None


async def _body(request: Request, limit: int, too_large: str) -> bytes:
    """The body, refused as soon as it is known to be too large; until it is whole it stays out of memory."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise Refusal(too_large, 413)
    with SpooledTemporaryFile(max_size=1024 * 1024) as spool:
        try:
            async with asyncio.timeout(UPLOAD_SECONDS):
                async for chunk in request.stream():
                    spool.write(chunk)
                    if spool.tell() > limit:
                        raise Refusal(too_large, 413)
        except (TimeoutError, ClientDisconnect):
            raise Refusal("body.broken", 408) from None
        spool.seek(0)
        return spool.read()


def _drawn(face: Face) -> dict[str, Any]:
    return {
        "message_id": face.message_id,
        "author": face.author,
        "body": face.body,
        "at": face.at.isoformat(),
    }
