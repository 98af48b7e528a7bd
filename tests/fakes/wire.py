"""HTTP as the Bot API uses it: calls read from any encoding, answers and refusals written."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from aiohttp.http import RawRequestMessage

from tests.fakes.account import Json
from tests.fakes.call import Call, Upload
from tests.fakes.faults import ApiError

LARGEST_REQUEST = 64 * 1024 * 1024
GATEWAY_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>"


def new_request(
    message: RawRequestMessage, payload: Any, protocol: Any, writer: Any, task: "asyncio.Task[None]"
) -> web.BaseRequest:
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=LARGEST_REQUEST)


async def read_call(request: web.BaseRequest, method: str) -> Call:
    """Parameters from the query, a form, a multipart form or JSON, as the real server takes them."""
    params: Json = dict(request.query) if request.query_string else {}
    kind = request.content_type
    if kind == "multipart/form-data":
        return await _read_multipart(request, method, params)
    body = await request.read()
    if kind == "application/json" and body:
        params.update(_read_json(body))
    elif body:
        # What is no UTF-8 must stay recognisable, so that it can be refused.
        params.update(parse_qsl(body.decode(), keep_blank_values=True, errors="surrogateescape"))
    return Call(method, params)


def _read_json(body: bytes) -> Json:
    try:
        params = json.loads(body)
    except ValueError:
        params = None
    if not isinstance(params, dict):
        raise ApiError(400, "Bad Request: can't parse request JSON object")
    return params


async def _read_multipart(request: web.BaseRequest, method: str, params: Json) -> Call:
    uploads: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            uploads[name] = Upload(value.filename, value.file.read())
            value.file.close()
        else:
            params[name] = value
    return Call(method, params, uploads)


def json_answer(body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(status=status, body=body, headers=headers, content_type="application/json")


def refusal(error: ApiError) -> web.Response:
    body: Json = {"ok": False, "error_code": error.status, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    wait = error.parameters.get("retry_after")
    return json_answer(json.dumps(body).encode(), error.status, {"Retry-After": str(wait)} if wait else None)


def hang_up(request: web.BaseRequest) -> web.Response:
    """Close the line without a word."""
    if request.transport:
        request.transport.abort()
    return web.Response()


def gateway_page() -> web.Response:
    """What a proxy says when the server behind it is away: no JSON."""
    return web.Response(status=502, body=GATEWAY_PAGE, content_type="text/html")
