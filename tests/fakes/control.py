"""The test's hand on a fake Bot API, in this process or another: the same calls over HTTP."""

import base64
import contextlib
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, cast

import aiohttp

TOKEN = "42:bangban-test"
Json = dict[str, Any]


@dataclass(frozen=True)
class Attachment:
    """A file a person sends. `size` is what Telegram claims, when it should differ from the content's."""

    name: str
    content: bytes
    kind: str = "document"
    mime: str = ""
    size: int | None = None

    def to_json(self) -> Json:
        return {**vars(self), "content": base64.b64encode(self.content).decode()}


class Request(NamedTuple):
    """One call the bot made: when (seconds since 1970), what, for whom, and `ok`, a fault or the refusal."""

    at: float
    method: str
    chat_id: int | None
    outcome: str


class Control:
    """One method a deed; what each does stands in `deeds.py`."""

    def __init__(self, url: str, token: str = TOKEN) -> None:
        self.url = url
        self.token = token
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    async def do(self, deed: str, **fields: Any) -> Any:
        """Any deed by name. Raises ValueError with the fake's words."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=120))
        body = {"token": self.token, **fields}
        async with self._session.post(f"{self.url}/control/{deed}", json=body) as response:
            answer = await response.json()
        if "error" in answer:
            raise ValueError(answer["error"])
        return answer["answer"]

    async def say(self, chat_id: int, text: str, name: str = "") -> int | None:
        return cast("int | None", await self.do("say", chat_id=chat_id, text=text, name=name))

    async def send(
        self, chat_id: int, files: Sequence[Attachment], caption: str = "", name: str = ""
    ) -> list[int | None]:
        described = [file.to_json() for file in files]
        sent = await self.do("send", chat_id=chat_id, files=described, caption=caption, name=name)
        return cast("list[int | None]", sent)

    async def share_contact(self, chat_id: int, phone: str, name: str = "") -> None:
        await self.do("share_contact", chat_id=chat_id, phone=phone, name=name)

    async def share_place(self, chat_id: int, latitude: float, longitude: float, name: str = "") -> None:
        await self.do("share_place", chat_id=chat_id, latitude=latitude, longitude=longitude, name=name)

    async def tap(self, chat_id: int, message_id: int, data: str, times: int = 1) -> list[str]:
        taps = await self.do("tap", chat_id=chat_id, message_id=message_id, data=data, times=times)
        return cast("list[str]", taps)

    async def push(self, *updates: Json) -> list[int | None]:
        return cast("list[int | None]", await self.do("push", updates=updates))

    async def fault(self, kind: str, method: str = "*", **fields: Any) -> None:
        await self.do("fault", kind=kind, method=method.lower(), **fields)

    async def journal(self, after: int = 0, chat_id: int | None = None, wait: float = 0) -> list[Json]:
        """What was seen and done since entry `after`; waits up to `wait` seconds for news."""
        entries = await self.do("journal", seq=after, chat_id=chat_id, seconds=wait)
        return cast("list[Json]", entries)

    async def state(self) -> Json:
        return cast("Json", await self.do("state"))

    async def requests(self, after: int = 0) -> list[Request]:
        return [Request(*row) for row in await self.do("requests", after=after)]

    async def content(self, file_id: str) -> bytes:
        return base64.b64decode(await self.do("content", file_id=file_id))


@contextlib.asynccontextmanager
async def own_process(port: int = 0, ladder_unit: float = 1.0, token: str = TOKEN) -> AsyncIterator[Control]:
    """The fake as a process of its own; it ends with this block, or with this process."""
    command = [sys.executable, "-m", "tests.fakes.botapi", "--until-eof"]
    options = ["--port", str(port), "--ladder-unit", str(ladder_unit), "--token", token]
    root = Path(__file__).parents[2]
    pipe = subprocess.PIPE
    process = subprocess.Popen([*command, *options], cwd=root, stdin=pipe, stdout=pipe, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    control = Control(process.stdout.readline().strip(), token)
    try:
        yield control
    finally:
        await control.close()
        process.stdin.close()
        process.wait(10)
        process.stdout.close()
