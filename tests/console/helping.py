"""Steps of 代办 at the console: 邓华 of 平安社区 takes a resident in, checks, fills in, hands in."""

import re
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select

from backend.applications.models import Application
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.people.mandate_models import Mandate
from backend.staff import branches
from tests import papers
from tests.backend.citizen import PACK
from tests.backend.counter.entering import ANSWERS as TOLD
from tests.backend.desk import Desk
from tests.console.console import HOUSE, Browser, Page
from tests.people import (
    CHENGNAN,
    DENG_HUA,
    WANG_XIUYING,
    YUSHUI,
    Person,
)  # fmt: skip

SignIn = Callable[[str], Awaitable[Browser]]
ROOM = "/staff/helping"
ANSWERS = {"person.hukou_code": YUSHUI, **TOLD}


@pytest.fixture
def village(desk: Desk) -> Desk:
    """城南街道 with a community in which 邓华 sits."""
    desk.do("admin", branches.open_community, CHENGNAN, "001", "城南街道平安社区")
    desk.employ(DENG_HUA.login, DENG_HUA.name, CHENGNAN + "001")
    return desk


@pytest.fixture
async def deng(village: Desk, sign_in: SignIn) -> Browser:
    return await sign_in(DENG_HUA.login)


async def takes_in(browser: Browser, person: Person = WANG_XIUYING, **other: str) -> Page:
    form = (await browser.get(ROOM)).form(ROOM)
    typed = {"principal": person.name, "id_number": person.id_number, "phone": person.phone, "pack": PACK}
    return await browser.send(form, True, **(typed | other))


def at(page: Page) -> str:
    return page.response.url.path


async def checks(browser: Browser, page: Page) -> Page:
    """Answers what is asked, as the resident tells it."""
    for _ in range(20):
        found = [form for form in page.forms if form.action.endswith("/answer")]
        if not found:
            return page
        fact = dict(found[0].fields)["fact"]
        page = await browser.send(found[0], answer=ANSWERS[fact])
    raise AssertionError("the self-check does not end")


FORM = {
    "f.hukou_address_street": CHENGNAN,
    "f.hukou_address_detail": "平安路1号",
    "f.apply_at": "hukou",
    "f.community": CHENGNAN + "001",
    "f.ethnicity": "汉族",
    "f.political": "群众",
    "f.education": "初中",
    "f.marital": "已婚",
    "f.certificate_no": WANG_XIUYING.certificate_no,
    "f.unemployed_since": "2026.8.1",
    "f.wishes": "就业推荐",
}


async def fills(browser: Browser, page: Page, **other: str) -> Page:
    return await browser.send(page.form("/form"), True, **(FORM | other))


async def hands_in(browser: Browser, address: str, paper: str, name: str = "照片.jpg") -> Page:
    page = await browser.get(address)
    form = next(one for one in page.forms if ("requirement", paper) in one.fields)
    file = {"file": (name, papers.jpeg(paper), "image/jpeg")}
    data = dict(form.fields)
    return Page(
        await browser.http.post(form.action, data=data, files=file, headers={"Origin": HOUSE}, follow_redirects=True)
    )


async def ready(browser: Browser, person: Person = WANG_XIUYING) -> Page:
    """Taken in, checked, read out, filled in, with every paper; only the signature is missing."""
    page = await checks(browser, await takes_in(browser, person))
    page = await browser.send(page.form("/begin"), agreed="yes")
    page = await fills(browser, page)
    for paper in re.findall(r'id="p\.([a-z_0-9.]+)"', page.response.text):
        if paper != "photo":
            page = await hands_in(browser, at(page), paper)
    return page


async def submitted(browser: Browser) -> Page:
    return await browser.send((await ready(browser)).form("/submit"), signed="yes")


def the_case(desk: Desk) -> Application:
    def only(unit: Unit) -> Application:
        return unit.session.scalars(select(Application)).one()

    return desk.work.read_now(SYSTEM, only)


def the_mandate(desk: Desk) -> Mandate:
    return desk.work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(Mandate)).one())


async def imports(browser: Browser, content: str | bytes, name: str = "名单.csv", pack: str = PACK) -> Page:
    """Uploads a list; the page that comes is its preview."""
    form = (await browser.get(f"{ROOM}/lists")).form("/lists")
    file = {"file": (name, content if isinstance(content, bytes) else content.encode(), "text/csv")}
    data = dict(form.fields) | {"pack": pack, "place": "visit"}
    return Page(
        await browser.http.post(form.action, data=data, files=file, headers={"Origin": HOUSE}, follow_redirects=True)
    )
