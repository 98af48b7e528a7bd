"""A file of any size that comes with a form: it goes to disk while it arrives, and never whole into memory."""

import shutil
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile

import anyio.to_thread
from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from backend.core.console.form import CSRF, FIELDS, LARGEST, Form, clean, marked, read_form
from backend.core.problems import Problem


@dataclass(frozen=True)
class Upload:
    """The file of a form. ``name`` is what the sender calls it, cut to a name: never a path of ours."""

    name: str
    size: int
    file: SpooledTemporaryFile[bytes]

    async def save(self, path: Path) -> None:
        """Copies it, in a thread."""
        await anyio.to_thread.run_sync(self._copy, path)

    def _copy(self, path: Path) -> None:
        self.file.seek(0)
        with path.open("wb") as target:
            shutil.copyfileobj(self.file, target, 1024 * 1024)


async def read_upload(request: Request, limit: int) -> Form:
    """A form with one file. Raises ``form.too_large`` (limit in MB) and ``form.unreadable``."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await read_form(request)
    parser = MultiPartParser(
        request.headers, _bounded(request, limit), max_files=1, max_fields=FIELDS, max_part_size=LARGEST
    )
    try:
        parts = await parser.parse()
    except MultiPartException:
        raise Problem("form.unreadable", 400) from None
    request.state.parts = parts  # Closed when the page is answered.
    files = [part for _, part in parts.multi_items() if isinstance(part, UploadFile) and part.size]
    pairs = tuple((name, clean(part)) for name, part in parts.multi_items() if isinstance(part, str))
    upload = _upload(files[0]) if files else None
    told = (upload.name, str(upload.size)) if upload else ()
    return Form(pairs, marked(request.url.path, [*(p for p in pairs if p[0] != CSRF), *told]), upload)


async def read_fields(request: Request) -> Form:
    """What was typed into a form with a file, from somebody who is not signed in: nothing of the file is kept.

    No more is read than a form without a file may have, so only fields before the file are found.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await read_form(request)
    parser = MultiPartParser(
        request.headers, _beginning(request), max_files=1, max_fields=FIELDS, max_part_size=LARGEST
    )
    with suppress(MultiPartException, KeyError):  # Broken off, it closes the file itself.
        await (await parser.parse()).close()
    return Form(tuple((name, clean(part)) for name, part in parser.items if isinstance(part, str)))


async def close_upload(request: Request) -> None:
    """Forgets the file of this request, if there was one."""
    parts = getattr(request.state, "parts", None)
    if isinstance(parts, FormData):
        await parts.close()


def _upload(part: UploadFile) -> Upload:
    name = clean(part.filename or "").replace("\\", "/").rpartition("/")[2].strip()[-100:]
    assert isinstance(part.file, SpooledTemporaryFile)
    return Upload(name, part.size or 0, part.file)


async def _beginning(request: Request) -> AsyncGenerator[bytes, None]:
    arrived = 0
    async for chunk in request.stream():
        arrived += len(chunk)
        if arrived > LARGEST:
            raise MultiPartException("enough")
        yield chunk


async def _bounded(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    arrived = 0
    async for chunk in request.stream():
        arrived += len(chunk)
        if arrived > limit:
            raise Problem("upload.too_large", 413, limit=limit // (1024 * 1024))
        yield chunk
