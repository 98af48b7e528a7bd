"""The wall has the same doors on both sides: same methods, paths, request and answer shapes."""

import asyncio
import inspect
import re
from collections.abc import Callable
from contextlib import suppress
from types import NoneType
from typing import Any, NamedTuple, get_args, get_type_hints

import httpx2
from fastapi import FastAPI, Response
from fastapi.routing import APIRoute

from bot.client import BackendClient, Problem
from contract.base import Shape

DOUBLES: dict[type, Any] = {str: "7", int: 7, bytes: b"x"}
ANSWERED_INSTEAD_OF_BODY = {"chat_of": "ChatToken"}
"""Methods whose arguments are put into a shape by the client."""


class Door(NamedTuple):
    method: str
    path: str
    request: str
    answer: str


def name_of(kind: Any) -> str:
    """A shape by name; bytes and nothing by what they are on the wire."""
    arms = [arm for arm in get_args(kind) if arm is not NoneType] if type(None) in get_args(kind) else [kind]
    plain = {NoneType: "nothing", None: "nothing", bytes: "bytes", Response: "bytes"}
    return plain.get(arms[0]) or re.sub(r"<class '|'>|\b\w+\.(?=\w)", "", str(arms[0]))


def backend_door(route: APIRoute) -> Door:
    hints = get_type_hints(route.endpoint)
    body = route.body_field.field_info.annotation if route.body_field else None
    answer = hints.get("return")
    path = "/".join("7" if part.startswith("{") else part for part in route.path.split("/"))
    return Door(next(iter(route.methods)), path, name_of(body), name_of(answer))


def backend_doors(house: FastAPI) -> list[Door]:
    routes: list[APIRoute] = []

    def walk(found: Any) -> None:
        for route in found:
            if isinstance(route, APIRoute) and route.path.startswith("/v1/"):
                routes.append(route)
            elif inner := getattr(getattr(route, "original_router", None), "routes", None):
                walk(inner)

    walk(house.routes)
    return sorted(backend_door(route) for route in routes)


def client_door(name: str, method: Callable[..., Any]) -> Door:
    """Calls one method with doubles and looks at what it would have sent."""
    sent: list[httpx2.Request] = []

    def refuse(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        body = {"code": "test.refused", "status": 418, "detail": "", "params": {}}
        return httpx2.Response(418, json=body, headers={"content-type": "application/problem+json"})

    hints = get_type_hints(method)
    arguments = {
        parameter: _double(hints[parameter])
        for parameter, kind in inspect.signature(method).parameters.items()
        if parameter != "self" and kind.default is inspect.Parameter.empty
    }

    async def call() -> None:
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(refuse), base_url="http://house")
        client = BackendClient(http).for_account("telegram:7", "telegram:1", "en")
        with suppress(Problem):
            await getattr(client, name)(**arguments)
        await http.aclose()

    asyncio.run(call())
    shapes = [kind for kind in hints.values() if isinstance(kind, type) and issubclass(kind, Shape)]
    shapes = [kind for key, kind in hints.items() if key != "return" and kind in shapes]
    body = shapes[0] if shapes else None
    request = ANSWERED_INSTEAD_OF_BODY.get(name) or name_of(body)
    return Door(sent[0].method, sent[0].url.path, request, name_of(hints["return"]))


def _double(kind: Any) -> Any:
    if isinstance(kind, type) and issubclass(kind, Shape):
        return kind.model_construct()
    return DOUBLES[kind]


def client_doors() -> list[Door]:
    methods = {
        name: method
        for name, method in inspect.getmembers(BackendClient, inspect.iscoroutinefunction)
        if not name.startswith("_")
    }
    return sorted(client_door(name, method) for name, method in methods.items())


def test_every_door_of_the_backend_has_a_handle_in_the_bot_and_no_other(house: FastAPI) -> None:
    assert client_doors() == backend_doors(house)


def test_every_door_is_described_for_those_who_read_the_openapi(house: FastAPI) -> None:
    undescribed = [
        f"{method.upper()} {path}"
        for path, operations in house.openapi()["paths"].items()
        for method, operation in operations.items()
        if not operation.get("description")
    ]
    assert undescribed == []
