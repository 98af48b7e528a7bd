"""How long a connection may take to say what it wants: one that only drips (slow loris) is shut and holds no place."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol


class PatientProtocol(H11Protocol):
    """HTTP with an end to waiting: for the head of a request and for its whole body. Answers may take their time."""

    head_seconds = 30.0
    body_seconds = 900.0
    """A quarter of an hour brings the longest list over a slow line; the chat's own files have less."""

    _awaited = ""
    _end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await("head")

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._await(self._missing())

    def connection_lost(self, exc: Exception | None) -> None:
        self._await("")
        super().connection_lost(exc)

    def _missing(self) -> str:
        """What has begun and not come whole: the head of the next request, the body of this one, or nothing."""
        if self.cycle is None or self.cycle.response_complete:
            return "head"
        return "body" if self.cycle.more_body else ""

    def _await(self, part: str) -> None:
        """The time runs from the first byte of a part, however many follow."""
        if part == self._awaited:
            return
        if self._end is not None:
            self._end.cancel()
        self._awaited, self._end = part, None
        if part:
            seconds = self.head_seconds if part == "head" else self.body_seconds
            self._end = self.loop.call_later(seconds, self._give_up)

    def _give_up(self) -> None:
        if self._missing() == self._awaited:
            self.transport.close()
