"""An officer's browser without the browser: cookies, pages, and forms sent the way a page would send them."""

import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import Any

import httpx2
from fastapi import FastAPI

from backend.applications import queries
from backend.staff import service as staff
from backend.staff.passwords import hash_password
from tests import papers
from tests.backend.desk import Desk

HOUSE = "http://house"
PASSWORD = "lantern-bridge-42-river"


@dataclass
class Form:
    """A form of a page: where it goes and what it sends when nobody touches it."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """What a person can do on a page, and what it says."""

    def __init__(self, response: httpx2.Response) -> None:
        super().__init__()
        self.response = response
        self.status = response.status_code
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self._words: list[str] = []
        self._area: str | None = None
        self.feed(response.text)
        self.text = re.sub(r"\s+", " ", " ".join(self._words))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        elif tag == "a":
            self.links.append(given.get("href", ""))
        elif tag == "input" and self.forms:
            ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
            if ticked and "name" in given:
                self.forms[-1].fields.append((given["name"], given.get("value", "")))
                self._words.append(given.get("value", "") if given.get("type") != "hidden" else "")
        elif tag == "textarea" and self.forms:
            self._area = given.get("name")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        if self._area is not None:
            self.forms[-1].fields.append((self._area, data))

    def form(self, ending: str) -> Form:
        """The form that goes to an address with this ending; one that changes something before one that only lists."""
        found = [form for form in self.forms if form.action.split("?")[0].endswith(ending)]
        return min(found, key=lambda form: form.method != "post")


class Browser:
    """One browser of one person."""

    def __init__(self, house: FastAPI) -> None:
        transport = httpx2.ASGITransport(app=house, raise_app_exceptions=False)
        self.http = httpx2.AsyncClient(transport=transport, base_url=HOUSE)

    async def get(self, path: str, follow: bool = True) -> Page:
        return Page(await self.http.get(path, follow_redirects=follow))

    async def raw(self, path: str) -> httpx2.Response:
        return await self.http.get(path)

    async def send(self, form: Form, follow: bool = True, **typed: Any) -> Page:
        """Sends a form as the page holds it, with what was typed or ticked (a list for several)."""
        return Page(await self.post(form.action, filled(form, **typed), follow))

    async def post(self, path: str, pairs: list[tuple[str, str]], follow: bool = False) -> httpx2.Response:
        body = str(httpx2.QueryParams(pairs))
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": HOUSE}
        return await self.http.post(path, content=body, headers=headers, follow_redirects=follow)

    async def send_file(self, form: Form, field: str, name: str, content: bytes, **typed: Any) -> Page:
        """A form with a file, as the page holds it."""
        files = {field: (name, content, "application/octet-stream")} if content else {field: ("", b"")}
        sent = dict(filled(form, **typed))
        answer = await self.http.post(form.action, data=sent, files=files, headers={"Origin": HOUSE}, follow_redirects=True)
        return Page(answer)

    async def post_file(self, path: str, pairs: list[tuple[str, str]]) -> httpx2.Response:
        """The same with a picture, as a form with a file is sent."""
        file = {"photo": ("door.jpg", papers.jpeg("door"), "image/jpeg")}
        return await self.http.post(path, data=dict(pairs), files=file, headers={"Origin": HOUSE})

    async def sign_in(self, login: str, password: str = PASSWORD) -> "Browser":
        page = await self.get("/staff/sign-in")
        done = await self.send(page.form("/sign-in"), follow=False, login=login, password=password)
        assert done.status == 303, done.text
        return self


def filled(form: Form, **typed: Any) -> list[tuple[str, str]]:
    """The fields of a form after somebody typed; ``__`` in a name stands for ``-``."""
    typed = {name.replace("__", "-"): value for name, value in typed.items()}
    kept = [(name, value) for name, value in form.fields if name not in typed]
    for name, value in typed.items():
        kept += [(name, one) for one in (value if isinstance(value, list) else [value])]
    return kept


def give_password(desk: Desk, login: str) -> None:
    """Chooses the first password by invitation, as every officer does."""
    secret = desk.system(staff.invite, desk.officers[login].id)
    desk.system(staff.accept_invitation, secret, _hashed())


@cache
def _hashed() -> str:
    """Everybody here has the same password, and to hash it is meant to take long."""
    return hash_password(PASSWORD)


def state_of(desk: Desk, who: str, case_id: str) -> str:
    return str(desk.read(who, queries.case, case_id).state)
