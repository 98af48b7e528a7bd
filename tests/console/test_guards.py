"""Nobody gets in by a side door: every route stands behind a gate, every form is guarded, foreign is like absent."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from backend.core.console.desk import Gate
from tests.backend.desk import Desk, hand_in
from tests.console.conftest import SignIn
from tests.console.console import HOUSE, Browser, state_of
from tests.people import ZHANG_GUIHUA

PUBLIC = {
    "/staff",
    "/staff/{path:path}",
    "/staff/sign-in",
    "/staff/sign-in/code",
    "/staff/invitations/{secret}",
    "/staff/display",
}
"""Routes for people who are not signed in. Anything new here must be meant."""
FORMS = "application/x-www-form-urlencoded"


def console_routes(app: FastAPI) -> Iterator[APIRoute]:
    return (one for one in walked(app.routes) if one.path.startswith("/staff"))


def walked(routes: Iterable[Any]) -> Iterator[APIRoute]:
    """All routes, through routers within routers."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from walked(inner.routes)
        elif isinstance(route, APIRoute):
            yield route


def gates(dependant: Dependant) -> list[Gate]:
    own = [dependant.call] if isinstance(dependant.call, Gate) else []
    return own + [gate for one in dependant.dependencies for gate in gates(one)]


def address(route: APIRoute, case: str) -> str:
    return (
        route.path.replace("{case_id}", case)
        .replace("{file_id}", "0" * 32)
        .replace("{requirement}", "identity")
        .replace("{number}", "1")
        .replace("{officer_id}", "1")
        .replace("{session_id}", "x")
    )


def guarded(app: FastAPI, method: str) -> list[APIRoute]:
    return [one for one in console_routes(app) if one.path not in PUBLIC and method in one.methods]


def test_every_route_declares_who_may_enter(house: FastAPI) -> None:
    routes = list(console_routes(house))
    assert len(routes) > 30
    assert {route.path for route in routes if not gates(route.dependant)} == PUBLIC


async def test_strangers_are_led_to_the_door(
    house: FastAPI, case: str, browsers: Callable[[], Browser]
) -> None:
    for route in guarded(house, "GET"):
        page = await browsers().get(address(route, case), follow=False)
        assert page.response.headers["location"].startswith("/staff/sign-in"), route.path
    for route in guarded(house, "POST"):
        refused = await browsers().post(address(route, case), [("version", "1")])
        assert refused.status_code == 401, route.path
        assert "/staff/sign-in" in refused.text, route.path


@pytest.mark.parametrize(
    "sent",
    [
        {"pairs": "version=1", "headers": {"Content-Type": FORMS, "Origin": HOUSE}},
        {"pairs": "version=1&csrf=made-up", "headers": {"Content-Type": FORMS, "Origin": HOUSE}},
        {
            "pairs": "version=1&csrf={csrf}",
            "headers": {"Content-Type": FORMS, "Origin": "https://evil.example"},
        },
        {"pairs": "version=1&csrf={csrf}", "headers": {"Content-Type": FORMS, "Origin": "null"}},
        {
            "pairs": "version=1&csrf={csrf}",
            "headers": {"Content-Type": FORMS, "Sec-Fetch-Site": "cross-site"},
        },
        {"pairs": '{{"csrf": "{csrf}"}}', "headers": {"Content-Type": "text/plain", "Origin": HOUSE}},
    ],
    ids=["no token", "wrong token", "other origin", "null origin", "cross-site fetch", "plain text"],
)
async def test_forged_forms_change_nothing(
    house: FastAPI, sign_in: SignIn, desk: Desk, case: str, sent: dict[str, Any]
) -> None:
    browser = await sign_in("zhoumin")
    page = await browser.get(f"/staff/cases/{case}")
    csrf = dict(page.form("/take-up").fields)["csrf"]
    for route in guarded(house, "POST"):
        answer = await browser.http.post(
            address(route, case), content=sent["pairs"].format(csrf=csrf), headers=sent["headers"]
        )
        assert answer.status_code in (403, 415), route.path
    assert state_of(desk, "zhoumin", case) == "submitted"


async def test_another_sessions_token_does_not_count(sign_in: SignIn, desk: Desk, case: str) -> None:
    zhou, wu = await sign_in("zhoumin"), await sign_in("wugang")
    foreign = (await wu.get(f"/staff/cases/{case}")).form("/take-up")
    assert (await zhou.send(foreign)).status == 403
    assert state_of(desk, "zhoumin", case) == "submitted"


@pytest.mark.parametrize("login", ["sunli", "hewei"])
async def test_a_foreign_case_is_answered_like_an_absent_one(
    house: FastAPI, sign_in: SignIn, case: str, login: str
) -> None:
    browser = await sign_in(login)
    for route in guarded(house, "GET"):
        if "{case_id}" not in route.path:
            continue
        foreign = await browser.get(address(route, case))
        absent = await browser.get(address(route, "f" * 32))
        assert (foreign.status, foreign.text) == (404, absent.text), route.path
    csrf = dict((await browser.get("/staff/")).form("/sign-out").fields)["csrf"]
    for route in guarded(house, "POST"):
        if "{case_id}" not in route.path:
            continue
        typed = [("csrf", csrf), ("version", "1"), ("checked", "yes"), ("mark", "verified"), ("reason", "x")]
        typed += [("visit_result", "confirmed"), ("visit_on", "2026-11-21"), ("match_on", "2026-11-21")]
        send = browser.post_file if gates(route.dependant)[0].takes_file else browser.post
        assert (await send(address(route, case), typed)).status_code == 404, route.path


async def test_lists_and_searches_stay_in_the_area(sign_in: SignIn, desk: Desk, case: str) -> None:
    hand_in(desk.work, ZHANG_GUIHUA, "X5")
    sun = await sign_in("sunli")
    page = await sun.get("/staff/cases")
    assert "张*" in page.text
    assert case not in page.response.text
    found = await sun.send(page.form("/find"), text=desk.row(case).receipt)
    assert "没有找到" in found.text


async def test_administrators_and_inspectors_keep_to_their_work(
    house: FastAPI, sign_in: SignIn, case: str
) -> None:
    admin, inspector = await sign_in("admin"), await sign_in("inspector")
    assert (await admin.get(f"/staff/cases/{case}")).status == 403
    assert (await inspector.get(f"/staff/cases/{case}")).status == 200
    assert (await inspector.get("/staff/officers")).status == 403
    csrf = dict((await inspector.get("/staff/")).form("/sign-out").fields)["csrf"]
    for ending in (
        "take-up",
        "release",
        "endorse",
        "return",
        "decline",
        "papers/identity",
        "steps/home-visit",
    ):
        answer = await inspector.post(f"/staff/cases/{case}/{ending}", [("csrf", csrf), ("version", "1")])
        assert answer.status_code == 403, ending


async def test_every_answer_carries_the_protecting_headers(sign_in: SignIn, case: str) -> None:
    browser = await sign_in("zhoumin")
    for path in ("/staff/", "/staff/cases", f"/staff/cases/{case}", "/staff/nowhere", "/staff/sign-in"):
        headers = (await browser.raw(path)).headers
        assert headers["cache-control"] == "no-store", path
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'"), path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["x-frame-options"] == "DENY", path


async def test_unreadable_and_enormous_forms_are_refused(sign_in: SignIn, case: str) -> None:
    browser = await sign_in("zhoumin")
    form = (await browser.get(f"/staff/cases/{case}")).form("/reveal")
    assert (await browser.send(form, reason="长" * 200_000)).status == 413
    too_long = await browser.send(form, reason="长" * 300)
    assert (too_long.status, "文字太长" in too_long.text) == (422, True)
    junk = await browser.http.post(
        form.action, content=b"csrf=%ff%fe&\xff", headers={"Content-Type": FORMS, "Origin": HOUSE}
    )
    assert junk.status_code == 400
