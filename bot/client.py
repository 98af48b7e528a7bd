"""The bot's only way to the backend: one method per endpoint, over HTTP.

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
from contract.application import (
    ApplicationTurn,
    CaseBrief,
    ChooseAlternative,
    ConsentText,
    Home,
    PutField,
    SetLanguage,
    StartApplication,
    Submit,
    ToggleChoice,
)
from contract.base import HEADER_ACCOUNT, HEADER_IDEMPOTENCY, HEADER_LANGUAGE, Shape
from contract.channel import (
    AppendChatEvent,
    ChannelFile,
    ChatEvent,
    ChatEvents,
    ChatToken,
    ClaimDeliveries,
    ClaimedUpdate,
    ClaimUpdates,
    CloseDelivery,
    Delivery,
    Finished,
    FinishUpdates,
    OpenedChat,
    ReleaseLeases,
    Stored,
    StoreUpdates,
)
from contract.policy import (
    Article,
    AskPolicy,
    Checklist,
    Citation,
    Contents,
    Document,
    Grounds,
    Office,
    PolicyAnswers,
    PolicyDocument,
)
from contract.problem import ProblemBody
from contract.screening import GiveAnswer, Reminder, ReopenAnswer, ScreeningTurn, StartScreening

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


class BackendClient:
    """One line to the backend. ``for_account`` gives the view of one turn of one citizen."""

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

    # --- the citizen's home

    async def home(self) -> Home:
        return await self._get("/v1/home", Home)

    async def set_language(self, body: SetLanguage) -> Home:
        return await self._command("PUT", "/v1/language", Home, body)

    async def offices(self, pack: str = "") -> tuple[Office, ...]:
        return await self._get("/v1/offices", tuple[Office, ...], pack=pack)

    async def articles(self, pack: str) -> tuple[Citation, ...]:
        return await self._get(f"/v1/policies/{pack}/articles", tuple[Citation, ...])

    async def documents(self) -> tuple[PolicyDocument, ...]:
        return await self._get("/v1/policies", tuple[PolicyDocument, ...])

    async def contents(self, pack: str) -> Contents:
        return await self._get(f"/v1/policies/{pack}/contents", Contents)

    async def article(self, pack: str, number: int) -> Article:
        return await self._get(f"/v1/policies/{pack}/contents/{number}", Article)

    async def ask(self, body: AskPolicy) -> PolicyAnswers:
        return await self._command("POST", "/v1/questions", PolicyAnswers, body)

    async def cases(self) -> tuple[CaseBrief, ...]:
        return await self._get("/v1/cases", tuple[CaseBrief, ...])

    # --- the self-check

    async def start_screening(self, body: StartScreening) -> ScreeningTurn:
        return await self._command("POST", "/v1/screenings", ScreeningTurn, body)

    async def screening(self, id: str) -> ScreeningTurn:
        return await self._get(f"/v1/screenings/{id}", ScreeningTurn)

    async def answer(self, id: str, body: GiveAnswer) -> ScreeningTurn:
        return await self._command("POST", f"/v1/screenings/{id}/answers", ScreeningTurn, body)

    async def screening_back(self, id: str) -> ScreeningTurn:
        return await self._command("POST", f"/v1/screenings/{id}/back", ScreeningTurn)

    async def reopen_answer(self, id: str, body: ReopenAnswer) -> ScreeningTurn:
        return await self._command("POST", f"/v1/screenings/{id}/reopen", ScreeningTurn, body)

    async def drop_screening(self, id: str) -> None:
        await self._command("DELETE", f"/v1/screenings/{id}", None)

    async def screening_grounds(self, id: str) -> Grounds:
        return await self._get(f"/v1/screenings/{id}/grounds", Grounds)

    async def checklist(self, id: str) -> Checklist:
        return await self._get(f"/v1/screenings/{id}/checklist", Checklist)

    async def checklist_document(self, id: str) -> Document:
        return await self._get(f"/v1/screenings/{id}/checklist.pdf", Document)

    # --- reminders

    async def keep_reminders(self, screening: str) -> tuple[Reminder, ...]:
        return await self._command("POST", f"/v1/screenings/{screening}/reminders", tuple[Reminder, ...])

    async def list_reminders(self) -> tuple[Reminder, ...]:
        return await self._get("/v1/reminders", tuple[Reminder, ...])

    async def cancel_reminder(self, id: str) -> None:
        await self._command("DELETE", f"/v1/reminders/{id}", None)

    # --- the application

    async def application_consent(self, pack: str) -> ConsentText:
        return await self._get("/v1/consents/application", ConsentText, pack=pack)

    async def start_application(self, body: StartApplication) -> ApplicationTurn:
        return await self._command("POST", "/v1/applications", ApplicationTurn, body)

    async def application(self, id: str) -> ApplicationTurn:
        return await self._get(f"/v1/applications/{id}", ApplicationTurn)

    async def put_field(self, id: str, field: str, body: PutField) -> ApplicationTurn:
        return await self._command("PUT", f"/v1/applications/{id}/fields/{field}", ApplicationTurn, body)

    async def toggle_choice(self, id: str, field: str, body: ToggleChoice) -> ApplicationTurn:
        path = f"/v1/applications/{id}/fields/{field}/toggle"
        return await self._command("POST", path, ApplicationTurn, body)

    async def reopen_field(self, id: str, field: str) -> ApplicationTurn:
        return await self._command("POST", f"/v1/applications/{id}/fields/{field}/reopen", ApplicationTurn)

    async def application_back(self, id: str) -> ApplicationTurn:
        return await self._command("POST", f"/v1/applications/{id}/back", ApplicationTurn)

    async def put_photo(self, id: str, name: str, media_type: str, content: bytes) -> ApplicationTurn:
        return await self._upload("PUT", f"/v1/applications/{id}/photo", name, media_type, content)

    async def choose_alternative(self, id: str, requirement: str, body: ChooseAlternative) -> ApplicationTurn:
        path = f"/v1/applications/{id}/papers/{requirement}/choice"
        return await self._command("PUT", path, ApplicationTurn, body)

    async def add_paper_file(
        self, id: str, requirement: str, name: str, media_type: str, content: bytes
    ) -> ApplicationTurn:
        path = f"/v1/applications/{id}/papers/{requirement}/files"
        return await self._upload("POST", path, name, media_type, content)

    async def remove_paper_file(self, id: str, file: str) -> ApplicationTurn:
        return await self._command("DELETE", f"/v1/applications/{id}/papers/files/{file}", ApplicationTurn)

    async def papers_done(self, id: str) -> ApplicationTurn:
        return await self._command("POST", f"/v1/applications/{id}/papers/done", ApplicationTurn)

    async def papers_reopen(self, id: str) -> ApplicationTurn:
        return await self._command("POST", f"/v1/applications/{id}/papers/reopen", ApplicationTurn)

    async def submit(self, id: str, body: Submit) -> ApplicationTurn:
        return await self._command("POST", f"/v1/applications/{id}/submit", ApplicationTurn, body)

    async def supply(self, id: str) -> ApplicationTurn:
        return await self._command("POST", f"/v1/applications/{id}/supply", ApplicationTurn)

    async def withdraw(self, id: str) -> ApplicationTurn:
        return await self._command("POST", f"/v1/applications/{id}/withdraw", ApplicationTurn)

    async def application_grounds(self, id: str, requirement: str = "") -> Grounds:
        return await self._get(f"/v1/applications/{id}/grounds", Grounds, requirement=requirement)

    async def form_document(self, id: str) -> Document:
        return await self._get(f"/v1/applications/{id}/form.pdf", Document)

    # --- messages in and out

    async def store_updates(self, body: StoreUpdates) -> Stored:
        return await self._command("POST", "/v1/inbox", Stored, body)

    async def claim_updates(self, body: ClaimUpdates) -> tuple[ClaimedUpdate, ...]:
        return await self._command("POST", "/v1/inbox/claim", tuple[ClaimedUpdate, ...], body)

    async def finish_updates(self, body: FinishUpdates) -> Finished:
        return await self._command("POST", "/v1/inbox/finish", Finished, body)

    async def release_updates(self, body: ReleaseLeases) -> None:
        await self._command("POST", "/v1/inbox/release", None, body)

    async def claim_deliveries(self, body: ClaimDeliveries) -> tuple[Delivery, ...]:
        return await self._command("POST", "/v1/deliveries/claim", tuple[Delivery, ...], body)

    async def release_deliveries(self, body: ReleaseLeases) -> None:
        await self._command("POST", "/v1/deliveries/release", None, body)

    async def close_delivery(self, delivery: int, body: CloseDelivery) -> None:
        await self._command("POST", f"/v1/deliveries/{delivery}/close", None, body)

    # --- the log of the browser chat

    async def open_chat(self) -> OpenedChat:
        return await self._command("POST", "/v1/chats", OpenedChat)

    async def chat_of(self, token: str) -> OpenedChat | None:
        """The browser chat of a secret, or None when nobody has it."""
        try:
            return await self._command("POST", "/v1/chats/find", OpenedChat, ChatToken(token=token))
        except Problem as problem:
            if problem.status != 404:
                raise
            return None

    async def append_chat_event(self, chat_id: int, event: AppendChatEvent, key: str = "") -> ChatEvent:
        headers = {HEADER_IDEMPOTENCY: key} if key else {}
        return await self._command("POST", f"/v1/chats/{chat_id}/events", ChatEvent, event, headers)

    async def chat_events(self, chat_id: int, after: int = 0, message_id: int = 0) -> ChatEvents:
        path = f"/v1/chats/{chat_id}/events"
        return await self._get(path, ChatEvents, after=after, message_id=message_id)

    async def put_channel_file(self, chat_id: int, name: str, media_type: str, content: bytes) -> ChannelFile:
        headers = {"X-File-Name": quote(name, safe=""), "Content-Type": media_type}
        answer = await self._send("POST", f"/v1/chats/{chat_id}/files", content=content, headers=headers)
        return _read(answer, ChannelFile)

    async def channel_file(self, chat_id: int, file_id: str) -> bytes | None:
        """The content of a file of this chat, or None when it is not there any more."""
        try:
            return (await self._send("GET", f"/v1/chats/{chat_id}/files/{file_id}")).content
        except Problem as problem:
            if problem.status != 404:
                raise
            return None

    # --- the wire

    async def _get(self, path: str, kind: type[A], **query: str | int) -> A:
        return _read(await self._send("GET", path, params=query), kind)

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
        return _read(answer, kind)

    async def _upload(
        self, method: str, path: str, name: str, media_type: str, content: bytes
    ) -> ApplicationTurn:
        named = {"X-File-Name": quote(name, safe=""), "Content-Type": media_type, **self._next_key()}
        return _read(await self._send(method, path, content=content, headers=named), ApplicationTurn)

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


def _read(answer: httpx2.Response, kind: type[A] | None) -> A:
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
