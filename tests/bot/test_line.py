"""The way to the backend: HTTP, and nothing lost or added between the two sides."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.client import TIMEOUT, BackendClient, Problem
from bot.embedded import Embedded
from bot.line import Line


async def tell(request: Request) -> Response:
    body = (await request.body()).decode()
    told = {"method": request.method, "url": str(request.url), "headers": dict(request.headers), "body": body}
    return JSONResponse(told, 201)


async def break_down(request: Request) -> Response:
    raise RuntimeError("broken")


async def wait_for_the_end(scope: Any, receive: Any, send: Any) -> None:
    """Answers, and has another ear open for a caller who leaves."""
    await receive()
    leaving = asyncio.create_task(receive())
    await asyncio.sleep(0)
    left_early = leaving.done()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"early" if left_early else b"sta", "more_body": True})
    await send({"type": "http.response.body", "body": b"yed"})
    assert (await leaving)["type"] == "http.disconnect"


def line_to(app: Any, address: str = "http://house") -> Line:
    return Line(Embedded(app), address, {"Authorization": "Bearer t"})


@pytest.fixture
def mirror() -> Starlette:
    """An application that tells what it was asked."""
    return Starlette(
        routes=[
            Route("/broken", break_down),
            Route("/{rest:path}", tell, methods=["GET", "POST", "PUT", "DELETE"]),
        ]
    )


async def test_a_request_arrives_as_it_was_sent(mirror: Starlette) -> None:
    answer = await line_to(mirror).request(
        "POST", "/v1/things", content="余".encode(), headers={"X-Account": "web:1"}, timeout=TIMEOUT
    )
    told = json.loads(answer.content)
    assert (answer.status_code, told["method"], told["body"]) == (201, "POST", "余")
    assert told["url"] == "http://house/v1/things"
    sent = told["headers"]
    assert (sent["authorization"], sent["x-account"], sent["content-length"]) == ("Bearer t", "web:1", "3")


async def test_a_query_in_chinese_and_an_address_with_a_path_arrive_whole(mirror: Starlette) -> None:
    line = line_to(mirror, "http://house:81/behind/")
    answer = await line.request("GET", "/v1/offices", params={"pack": "新余 &=?"}, timeout=TIMEOUT)
    url = httpx2.URL(json.loads(answer.content)["url"])
    assert (url.port, url.path, url.params["pack"]) == (81, "/behind/v1/offices", "新余 &=?")


async def test_requests_at_the_same_time_keep_their_own_answers(mirror: Starlette) -> None:
    line = line_to(mirror)
    answers = await asyncio.gather(
        *(line.request("PUT", "/x", content=str(number).encode(), timeout=TIMEOUT) for number in range(50))
    )
    assert [json.loads(answer.content)["body"] for answer in answers] == [str(n) for n in range(50)]


async def test_an_application_that_breaks_is_an_error_of_the_backend_and_no_crash(mirror: Starlette) -> None:
    answer = await line_to(mirror).request("GET", "/broken", timeout=TIMEOUT)
    assert answer.status_code == 500
    with pytest.raises(Problem) as refused:
        await BackendClient(line_to(_nothing)).home()
    assert refused.value.status == 500


async def _nothing(scope: Any, receive: Any, send: Any) -> None:
    raise RuntimeError("before the first word")


async def test_nobody_has_left_before_the_answer_is_complete() -> None:
    answer = await line_to(wait_for_the_end).request("GET", "/", timeout=TIMEOUT)
    assert answer.content == b"stayed"


class Cut(httpx2.AsyncByteStream):
    """An answer whose end never comes."""

    closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"{"
        raise httpx2.ReadError("cut")

    async def aclose(self) -> None:
        self.closed = True


async def test_an_answer_that_breaks_off_is_told_and_its_connection_given_back() -> None:
    stream = Cut()
    transport = httpx2.MockTransport(lambda _request: httpx2.Response(200, stream=stream))
    with pytest.raises(httpx2.ReadError):
        await Line(transport, "http://house", {}).request("GET", "/v1/home", timeout=TIMEOUT)
    assert stream.closed
