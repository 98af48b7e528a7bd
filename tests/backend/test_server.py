"""The server in front of the house: whose word counts on where a request comes from."""

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from launch import server_config

PROXY, STRANGER, CLAIMED = "127.0.0.1", "203.0.113.7", "198.51.100.1"


async def address(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.client.host if request.client else "")


@pytest.mark.parametrize(
    ("proxies", "peer", "seen"),
    [
        ("", STRANGER, STRANGER),
        ("", PROXY, PROXY),
        (PROXY, STRANGER, STRANGER),
        (PROXY, PROXY, CLAIMED),
        (f"192.0.2.1, {PROXY}", PROXY, CLAIMED),
    ],
)
async def test_only_a_proxy_that_was_named_may_say_where_a_request_comes_from(
    proxies: str, peer: str, seen: str
) -> None:
    config = server_config(Starlette(routes=[Route("/", address)]), proxies)
    config.load()
    transport = httpx2.ASGITransport(app=config.loaded_app, client=(peer, 4711))
    async with httpx2.AsyncClient(transport=transport, base_url="http://house") as browser:
        answer = await browser.get("/", headers={"X-Forwarded-For": CLAIMED})
    assert answer.text == seen
