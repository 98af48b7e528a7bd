"""The server in front of the house: whose word counts on where a request comes from, and who may keep it waiting."""

import asyncio
import socket
from collections.abc import AsyncIterator

import httpx2
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from backend.core.patience import PatientProtocol
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


async def length(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture
async def port(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    """A real server on a real socket, less patient than the product's."""
    monkeypatch.setattr(PatientProtocol, "head_seconds", 0.3)
    monkeypatch.setattr(PatientProtocol, "body_seconds", 0.3)
    app = Starlette(routes=[Route("/", address), Route("/length", length, methods=["POST"])])
    server = uvicorn.Server(server_config(app, ""))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        running = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:
            await asyncio.sleep(0.01)
        yield listener.getsockname()[1]
        server.should_exit = True
        await running


BEGINNINGS = {
    "nothing": b"",
    "half a head": b"GET / HTTP/1.1\r\nHost: house\r\nX-Slow:",
    "half a body": b"POST /length HTTP/1.1\r\nHost: house\r\nContent-Length: 100\r\n\r\nabc",
    "half a chunk": b"POST /length HTTP/1.1\r\nHost: house\r\nTransfer-Encoding: chunked\r\n\r\n40\r\nabc",
    "an answered request and half a head": b"GET / HTTP/1.1\r\nHost: house\r\n\r\nGET / HTTP/1.1\r\nHo",
}


@pytest.mark.parametrize("beginning", BEGINNINGS.values(), ids=BEGINNINGS)
async def test_f45_a_line_that_never_finishes_its_request_is_shut(port: int, beginning: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(beginning)
    await reader.read()  # To the end of the line: without an end this test would never be over.
    writer.close()


async def test_f45_drops_do_not_lengthen_the_wait_and_others_are_served_meanwhile(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nHost: house\r\n")
    ended = asyncio.create_task(reader.read())
    while not ended.done():
        writer.write(b"X-Drop: 1\r\n")
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as other:
            assert (await other.get("/")).status_code == 200
        await asyncio.sleep(0.02)
    writer.close()


async def test_a_request_that_comes_whole_is_answered_whatever_came_before(port: int) -> None:
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as browser:
        for _ in range(3):
            assert (await browser.post("/length", content=b"x" * 100_000)).text == "100000"
            await asyncio.sleep(0.4)
