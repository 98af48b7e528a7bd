"""Every page of the console, found by its links in the filled demonstration, shuts nobody out at either width or any text.

The list comes from the routes: a page that is new is looked at because something links to it, and a page that nothing
of the demonstration links to has to say here which test looks at it.
"""

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import get_type_hints
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from playwright.sync_api import Browser
from pydantic import SecretStr

from backend import demo
from backend.app import create_backend, open_work
from backend.core.settings import Settings
from tests.conftest import NOON, StoppedClock
from tests.console.test_guards import PUBLIC, console_routes
from tests.console.test_in_chromium import _listening, _violations
from tests.console.test_in_chromium import chromium as chromium
from tests.legible import illegible, tight, untidy

pytestmark = [pytest.mark.xdist_group("chromium"), pytest.mark.timeout(900)]
WIDTHS = (1280, 320)
SETTINGS = ("normal", "large", "largest")
"""Of the text: A, A+, A++."""
LOGINS = ("chengnan", "yushui", "shipai", "tianhe", "inspector", "policy", "policy2", "admin")
FETCH = """async path => {
  const answer = await fetch(path);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const links = page.querySelectorAll("a[href^='/staff'], form[method=get]");
  return [answer.status, [...links].map(one => one.getAttribute("href") || one.getAttribute("action"))];
}"""
"""A page as it is sent: its status, and where it leads. Drawn is only what nobody has seen yet."""
ELSEWHERE = {
    "/staff/broadcasts/{broadcast_id}": "test_outreach_in_chromium",
    "/staff/broadcasts/{broadcast_id}/edit": "test_outreach_in_chromium",
    "/staff/broadcasts/{broadcast_id}/cancel": "test_outreach_in_chromium",
    "/staff/cases/{case_id}/files/{file_id}/read": "test_in_chromium",
    "/staff/emergencies/{emergency_id}": "test_outreach_in_chromium",
    "/staff/finding/lists/{list_id}": "test_finding_in_chromium",
    "/staff/finding/lists/{list_id}/people": "test_finding_in_chromium",
    "/staff/helping/lists/{list_id}": "test_helping_in_chromium",
    "/staff/helping/{mandate_id}": "test_helping_in_chromium",
    "/staff/helping/{mandate_id}/letter": "test_helping_in_chromium",
    "/staff/policies/versions/{version_id}/impact/file": "test_policies_in_chromium",
    "/staff/registrations/lists/{list_id}": "test_registrations_in_chromium",
    "/staff/spot-checks/{sample_id}": "test_assistance_in_chromium",
    "/staff/tickets/{number}": "test_assistance_in_chromium",
    "/staff/vacancies/import/{file_id}": "test_vacancies_in_chromium",
    "/staff/vacancies/{vacancy_id}/edit": "test_vacancies_in_chromium",
}
"""What comes of an act of somebody first, and by which test it is looked at."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    settings = Settings(data=tmp_path_factory.mktemp("demo"), demo=True, bot_token=SecretStr("bot"))
    work = open_work(settings, StoppedClock(NOON))
    demo.fill(work)
    yield create_backend(work)
    work.engine.dispose()


def is_page(route: APIRoute) -> bool:
    """Whether it answers who is signed in with a page, and only with one."""
    shown = get_type_hints(route.endpoint).get("return") is HTMLResponse or route.path == "/staff/"
    return shown and route.path not in PUBLIC


def test_every_page_of_the_console_shuts_nobody_out(chromium: Browser, house: FastAPI) -> None:
    routes = [one for one in console_routes(house) if "GET" in (one.methods or ())]
    seen = set[str]()
    wrong: list[tuple[str, str, str]] = []
    with _listening(house) as address:
        for login in LOGINS:
            for path, complaint in _walk(chromium, address, login, routes, seen):
                wrong.append((login, path, complaint))
    assert wrong == []
    assert {one.path for one in routes if is_page(one)} - seen == set(ELSEWHERE)
    assert [one for one, test in ELSEWHERE.items() if not _looked_at(one, test)] == []


def _walk(
    chromium: Browser, address: str, login: str, routes: list[APIRoute], seen: set[str]
) -> Iterator[tuple[str, str]]:
    """Follows links from home, to one page of each route, and tells what is wrong with those not ``seen`` yet."""
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{address}/staff/sign-in")
    page.fill("#login", login)
    page.fill("#password", f"{login}-yulan-2026")
    page.click("main button")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    waiting, mine = deque(["/staff/"]), set[str]()
    while waiting:
        path = waiting.popleft()
        found = next((one for one in routes if one.path_regex.match(urlsplit(path).path)), None)
        if found is None or found.path in mine or not is_page(found):
            continue
        route = found.path
        mine.add(route)
        status, links = page.evaluate(FETCH, path)
        if status != 200:
            yield path, f"status {status}"
            continue
        waiting.extend(links)
        if route in seen:
            continue
        seen.add(route)
        page.goto(address + path)
        page.set_viewport_size({"width": WIDTHS[0], "height": 844})
        for complaint in untidy(page):
            yield path, complaint
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            for setting in SETTINGS:
                page.evaluate("setting => { document.documentElement.dataset.text = setting }", setting)
                if page.evaluate("document.documentElement.scrollWidth - window.innerWidth") > 0:
                    yield path, f"wider than {width} in {setting} text"
                for complaint in (*illegible(page, setting), *tight(page)):
                    yield path, f"{width} {setting}: {complaint}"
            page.evaluate("document.documentElement.dataset.text = 'normal'")
            for violation in _violations(page):
                yield path, f"{width}: {violation}"
    context.close()


def _looked_at(route: str, test: str) -> bool:
    """Whether a test of this name opens pages of the room and looks at what shuts people out."""
    text = (Path(__file__).parent / f"{test}.py").read_text(encoding="utf-8")
    room = "/".join(route.split("/")[:3])
    return ("_violations" in text or "shuts_nobody_out" in text) and room in text
