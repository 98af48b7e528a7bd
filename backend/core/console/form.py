"""Forms as they arrive: bounded, clean text, guarded against forgery and double clicks."""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from fastapi import Request
from starlette.formparsers import MultiPartException, MultiPartParser

from backend.core.problems import Problem

if TYPE_CHECKING:
    from backend.core.console.uploads import Upload

LARGEST = 1024 * 1024
"""Bytes of one form with its text files; papers are not sent here."""
FIELDS = 300
FILES = 2
CSRF, ONCE, BY = "csrf", "once", "by"
"""The guards every form carries: whose session, which sending, which officer."""
LONG_TEXT = 4000


@dataclass(frozen=True)
class Form:
    """The fields of one form in the order they came. Text is NFC and free of control characters."""

    pairs: tuple[tuple[str, str], ...]
    fingerprint: str = ""
    upload: "Upload | None" = None
    """The file that came with it, where a page takes one."""

    def text(self, name: str, limit: int = LONG_TEXT) -> str:
        """The last value of a field, trimmed; empty when absent. Raises ``form.too_long``."""
        value = self.many(name)[-1].strip() if self.many(name) else ""
        if len(value) > limit:
            raise Problem("form.too_long", 422, field=name, limit=limit, length=len(value))
        return value

    def secret(self, name: str) -> str:
        """A password as it was typed, with its blanks."""
        return self.many(name)[-1] if self.many(name) else ""

    def many(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.pairs if key == name)

    def number(self, name: str) -> int:
        """A whole number; 0 when the field holds none."""
        value = self.text(name, 20)
        return int(value) if value.isascii() and value.isdigit() else 0

    @property
    def key(self) -> str:
        """Names this one sending of this one form: a second click brings the first answer."""
        once = self.text(ONCE, 64)
        return f"console:{once}" if once else ""

    def content(self) -> tuple[tuple[str, str], ...]:
        """What a person wrote, without the guards."""
        return tuple(pair for pair in self.pairs if pair[0] not in (CSRF, ONCE, BY))


async def read_form(request: Request) -> Form:
    """The form of a POST; a text file in it is a field with its text.

    Raises ``form.too_large`` and ``form.unreadable``.
    """
    kind = request.headers.get("content-type", "").split(";")[0]
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise Problem("form.unreadable", 415)
    body = await _bounded(request)
    try:
        pairs = await _parts(request, body) if kind == "multipart/form-data" else _fields(body)
    except (ValueError, MultiPartException):
        raise Problem("form.unreadable", 400) from None
    return Form(tuple((name, clean(value)) for name, value in pairs), marked(request.url.path, pairs))


def marked(path: str, parts: Iterable[object]) -> str:
    """What makes two sendings the same."""
    return hashlib.sha256("\n".join((path, *map(repr, parts))).encode()).hexdigest()


def _fields(body: bytes) -> list[tuple[str, str]]:
    return parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=FIELDS)


async def _parts(request: Request, body: bytes) -> list[tuple[str, str]]:
    async def once() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(
        request.headers, once(), max_files=FILES, max_fields=FIELDS, max_part_size=LARGEST
    )
    form = await parser.parse()
    try:
        parts = form.multi_items()
        return [
            (name, part if isinstance(part, str) else _text_of(await part.read())) for name, part in parts
        ]
    finally:
        await form.close()


def _text_of(content: bytes) -> str:
    """A text file as Windows and others write it. Raises ValueError when it is none."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def clean(text: str) -> str:
    """NFC, one kind of line end, no control or direction-changing characters, no lone surrogates."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or not _hidden(sign))


def check_origin(request: Request) -> None:
    """Refuses a form that another site sends. Raises ``access.other_site``."""
    origin, host = request.headers.get("origin"), request.headers.get("host", "")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in ("same-origin", "none") or (origin is not None and urlsplit(origin).netloc != host):
        raise Problem("access.other_site", 403)


def check_token(form: Form, *expected: str) -> None:
    """Refuses a form that was not handed out to this browser. Raises ``access.stale_form``."""
    given = form.text(CSRF, 200).encode()
    if not any(token and hmac.compare_digest(given, token.encode()) for token in expected):
        raise Problem("access.stale_form", 403)


def new_once() -> str:
    return secrets.token_urlsafe(18)


async def _bounded(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise Problem("form.too_large", 413)
    return body


def _hidden(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs") or sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
