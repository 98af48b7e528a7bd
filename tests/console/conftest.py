"""Officers with passwords at their browsers, and one case before them."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from fastapi import FastAPI, Request

from backend.core import console
from backend.core.work import Work
from tests.backend.desk import Desk, hand_in, open_desk
from tests.console.console import Browser, give_password
from tests.people import WANG_XIUYING

SignIn = Callable[[str], Awaitable[Browser]]


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


@pytest.fixture
def case(desk: Desk) -> str:
    """王秀英's application, just handed in at 城南街道."""
    return hand_in(desk.work, WANG_XIUYING)


@pytest.fixture
async def browsers(house: FastAPI) -> AsyncIterator[Callable[[], Browser]]:
    """Makes browsers nobody is signed in with."""
    opened: list[Browser] = []

    def open_one() -> Browser:
        opened.append(Browser(house))
        return opened[-1]

    yield open_one
    for browser in opened:
        await browser.http.aclose()


@pytest.fixture
def sign_in(desk: Desk, work: Work, browsers: Callable[[], Browser]) -> SignIn:
    """Signs an officer in with a browser of their own."""

    async def signed_in(login: str) -> Browser:
        give_password(desk, login)
        return await browsers().sign_in(login)

    return signed_in


@pytest.fixture
async def open_request(sign_in: SignIn, house: FastAPI) -> console.desk.Desk:
    """周敏's request of a page that stays open."""
    browser = await sign_in("zhoumin")
    cookies = "; ".join(f"{one.name}={one.value}" for one in browser.http.cookies.jar)
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/staff/cases",
        "query_string": b"",
        "headers": [(b"cookie", cookies.encode()), (b"host", b"house")],
        "app": house,
    }
    return await console.reader(Request(scope))
