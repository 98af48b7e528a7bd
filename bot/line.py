"""The line to the backend: an HTTP request out, an HTTP response back, and nothing between.

``httpx2.AsyncClient`` does for every request what a browser needs: cookies, redirects, proxies, authentication,
hooks. Between two rooms of one house none of it can happen, and it took a third of a round trip's time. The
transport is the variable, as with ``AsyncClient``: a network, an ASGI application in this process, a test's double.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import TracebackType
from typing import Protocol, Self

import httpx2

Value = str | int


class Http(Protocol):
    """What :class:`bot.client.BackendClient` asks of a line; ``httpx2.AsyncClient`` has it, too."""

    async def request(
        self,
        method: str,
        url: str,
        *,
        content: bytes | None = None,
        params: Mapping[str, Value] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: httpx2.Timeout,
    ) -> httpx2.Response: ...


class Line:
    """Requests to one address, each with ``headers``. Raises ``httpx2.TransportError`` where no answer came."""

    def __init__(
        self, transport: httpx2.AsyncBaseTransport, address: str, headers: Mapping[str, str]
    ) -> None:
        self._transport = transport
        self._address = address.rstrip("/")
        self._headers = dict(headers)

    async def __aenter__(self) -> Self:
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.__aexit__(kind, error, trace)

    async def request(
        self,
        method: str,
        url: str,
        *,
        content: bytes | None = None,
        params: Mapping[str, Value] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: httpx2.Timeout,
    ) -> httpx2.Response:
        """Sends one request and reads its whole answer."""
        query = f"?{httpx2.QueryParams(params)}" if params else ""
        request = httpx2.Request(
            method,
            _parsed(self._address + url + query),
            content=content,
            headers={**self._headers, **(headers or {})},
            extensions={"timeout": timeout.as_dict()},
        )
        response = await self._transport.handle_async_request(request)
        response.request = request
        try:
            await response.aread()
        except BaseException:
            await response.aclose()
            raise
        return response


@lru_cache(maxsize=256)
def _parsed(address: str) -> httpx2.URL:
    """Most requests go to the same few doors; reading an address takes longer than finding it."""
    return httpx2.URL(address)
