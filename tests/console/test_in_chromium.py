"""The console in a real browser: nobody is shut out, nothing foreign is loaded, nothing hostile runs."""

import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    sync_playwright,
)
from sqlalchemy import select

from backend.applications import review
from backend.applications.lateness import find_overdue
from backend.applications.models import Application, PaperFileRow, PaperRow
from backend.applications.receipts import new_receipt
from backend.applications.views import DefectClaim, HomeVisit
from backend.core.unit import Unit
from backend.core.work import Work
from backend.staff import service as staff
from tests import axe, papers
from tests.backend.desk import TODAY, Desk, hand_in, matched, visited
from tests.console.console import PASSWORD, give_password
from tests.console.test_case import add_file
from tests.people import (
    ABDULLA,
    CHEN_ZHIQIANG,
    CHENGNAN,
    LI_JIANGUO,
    LIU_XIAOFANG,
    WANG_XIUYING,
    WU_GANG,
    ZHENG_JIE,
    ZHOU_MIN,
)

pytestmark = pytest.mark.xdist_group("chromium")
LOOKS = ((1280, "normal"), (320, "normal"), (1280, "largest"), (320, "largest"))
"""Every page is seen like this; axe looks at the first and the last."""
HOSTILE = "\"><img src=x onerror=alert(1)><svg onload=alert(2)><script>alert(3)</script>'${7*7}{{7*7}}"


@dataclass
class Town:
    """A house that listens, with a case in every state."""

    address: str
    desk: Desk
    cases: dict[str, str]


@pytest.fixture
def town(house: FastAPI, work: Work, desk: Desk) -> Iterator[Town]:
    people = (WANG_XIUYING, LI_JIANGUO, CHEN_ZHIQIANG, ABDULLA, LIU_XIAOFANG)
    cases = {one.name: hand_in(work, one, station=CHENGNAN) for one in people}
    wang, li, abdulla, liu = (cases[one.name] for one in (WANG_XIUYING, LI_JIANGUO, ABDULLA, LIU_XIAOFANG))
    desk.system(_papers, wang)
    for case in (wang, abdulla, liu):
        desk.take_up(ZHOU_MIN, case)
    desk.do(ZHOU_MIN, review.record_step, wang, matched())
    desk.do(ZHOU_MIN, review.record_step, wang, visited())
    desk.do(
        ZHOU_MIN,
        review.return_for_correction,
        liu,
        desk.version(liu),
        (DefectClaim("field", "hukou_address", "请写到门牌号。"),),
    )
    desk.pass_preliminary(WU_GANG, li)
    desk.take_up(ZHENG_JIE, li)
    desk.endorse(ZHENG_JIE, li)
    for login in ("zhoumin", "zhengjie", "admin", "inspector"):
        give_password(desk, login)
    desk.system(_late, cases[CHEN_ZHIQIANG.name])
    with _listening(house) as address:
        yield Town(address, desk, cases)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


class Watched:
    """A person at a browser. Whatever the browser complains of, and every foreign request, is kept."""

    def __init__(self, chromium: Browser, town: Town, login: str = "", scripts: bool = True) -> None:
        self.town = town
        self.complaints: list[str] = []
        self.context: BrowserContext = chromium.new_context(locale="zh-CN", java_script_enabled=scripts)
        self.context.on("request", self._only_here)
        self.page = self.context.new_page()
        self.page.on("console", self._said)
        self.page.on("dialog", self.answer)
        if login:
            self._sign_in(login)

    def open(self, path: str, width: int = 1280) -> Page:
        self.page.set_viewport_size({"width": width, "height": 844})
        self.page.goto(self.town.address + path)
        return self.page

    def _sign_in(self, login: str) -> None:
        """Sends the form as the page does, without drawing it: it is seen and used where nobody is signed in yet."""
        door, origin = f"{self.town.address}/staff/sign-in", {"Origin": self.town.address}
        guard = re.search(r'name="csrf" value="([^"]+)"', self.context.request.get(door).text())
        assert guard, "the door has no guard"
        form = {"csrf": guard[1], "login": login, "password": PASSWORD}
        done = self.context.request.post(door, form=form, headers=origin, max_redirects=0)
        assert done.status == 303, done.text()

    def answer(self, dialog: Dialog) -> None:
        self._complain(dialog.message or dialog.type)
        dialog.dismiss()

    def _only_here(self, request: Request) -> None:
        if not request.url.startswith((self.town.address, "data:", "blob:")):
            self._complain(f"foreign request: {request.url}")

    def _said(self, message: ConsoleMessage) -> None:
        # A page that is refused is reported as a failed resource; it is not the page's fault.
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            self._complain(message.text)

    def _complain(self, text: str) -> None:
        self.complaints.append(text)


@pytest.mark.timeout(400)
def test_no_page_shuts_anybody_out(chromium: Browser, town: Town) -> None:
    wang, li, liu = (town.cases[one.name] for one in (WANG_XIUYING, LI_JIANGUO, LIU_XIAOFANG))
    invitation = town.desk.do("admin", staff.invite, town.desk.officers["wugang"].id)
    paper = town.desk.system(add_file, wang, "证明.pdf", "application/pdf", papers.pdf("证明", pages=2))
    pages = {
        "": ("/staff/sign-in", f"/staff/invitations/{invitation}"),
        "zhoumin": (
            "/staff/",
            "/staff/cases",
            "/staff/cases?due=overdue&holder=nobody",
            f"/staff/cases/{wang}",
            f"/staff/cases/{town.cases[ABDULLA.name]}",
            f"/staff/cases/{town.cases[CHEN_ZHIQIANG.name]}",
            f"/staff/cases/{liu}",
            f"/staff/cases/{wang}/files/{paper}/read",
            f"/staff/cases/{wang}/endorse",
            f"/staff/cases/{wang}/return",
            f"/staff/cases/{wang}/decline",
            f"/staff/cases/{wang}/hand-over",
            f"/staff/cases/{wang}/done?act=return&next={liu}",
            f"/staff/cases/{li}/endorse",
            f"/staff/cases/{liu}/waiting",
            "/staff/me",
            "/staff/keys",
            "/staff/limits",
            "/staff/calendar",
            "/staff/lapses",
            "/staff/nowhere",
        ),
        "zhengjie": (
            "/staff/",
            "/staff/lapses?open=yes",
            f"/staff/cases/{li}",
            f"/staff/cases/{li}/send-back",
            "/staff/register",
            "/staff/register?number=RD0",
        ),
        "inspector": ("/staff/", f"/staff/cases/{wang}"),
        "admin": (
            "/staff/officers",
            f"/staff/officers/{town.desk.officers['zhoumin'].id}/leave",
            "/staff/offices",
            "/staff/limits",
            "/staff/cases",
        ),
    }
    for login, paths in pages.items():
        person = Watched(chromium, town, login)
        for path in paths:
            page = person.open(path)
            for look in LOOKS:
                width, size = look
                page.set_viewport_size({"width": width, "height": 844})
                page.evaluate("size => { document.documentElement.dataset.text = size }", size)
                wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                assert wide <= 0, (login, path, look)
                if look in (LOOKS[0], LOOKS[-1]):
                    assert _violations(page) == [], (login, path, look)
        assert person.complaints == [], login


def test_previews_conflicts_and_mistakes_shut_nobody_out(chromium: Browser, town: Town) -> None:
    wang = town.cases[WANG_XIUYING.name]
    person = Watched(chromium, town, "zhoumin")
    page = person.open(f"/staff/cases/{wang}/return")
    page.click("text=预览通知")
    page.wait_for_selector(".error-summary:focus")
    assert _violations(page) == []
    page.check("text=身份证或户口本")
    page.fill("#comment-paper-identity", "照片模糊，请重拍。")
    page.click("text=预览通知")
    page.wait_for_selector("main >> text=申请人将收到这条消息")
    assert _violations(page) == []
    town.desk.hand_over(ZHOU_MIN, WU_GANG, wang)
    page.click("text=确认退回并通知申请人")
    assert "照片模糊，请重拍。" in page.input_value("#kept-1")
    assert _violations(page) == []
    person.open("/staff/cases")
    page.fill("#text", "没有这个编号")
    page.click("main form[action$='/find'] button")
    page.wait_for_selector("main >> text=没有找到")
    assert _violations(page) == []
    assert person.complaints == []


def test_large_text_and_english_fit_a_telephone(chromium: Browser, town: Town) -> None:
    person = Watched(chromium, town, "zhoumin")
    page = person.open("/staff/", 390)
    page.click("text=English")
    page.click("[value=largest]")
    for path in ("/staff/", "/staff/cases", f"/staff/cases/{town.cases[WANG_XIUYING.name]}"):
        person.open(path, 390)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path
        assert _violations(page) == [], path
        assert page.get_attribute("html", "lang") == "en"


def test_whole_numbers_in_the_largest_text_fit_a_telephone(chromium: Browser, town: Town) -> None:
    town.desk.system(_long_receipts)
    for login, paths in {"zhoumin": ("/staff/", "/staff/cases"), "zhengjie": ("/staff/register",)}.items():
        person = Watched(chromium, town, login)
        page = person.open("/staff/", 390)
        page.click("[value=largest]")
        for path in paths:
            person.open(path, 390)
            assert page.get_attribute("html", "data-text") == "largest"
            assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path
            assert page.locator("tbody th").count() > 0, path
    assert page.locator("tbody th a[href^='/staff/register/']").count() > 0


def test_hostile_words_never_run(chromium: Browser, town: Town) -> None:
    wang, desk = town.cases[WANG_XIUYING.name], town.desk
    desk.do(
        ZHOU_MIN,
        review.record_step,
        wang,
        HomeVisit(TODAY, (HOSTILE[:40],), HOSTILE[:100], "doubtful", HOSTILE, HOSTILE[:100]),
    )
    desk.do(ZHOU_MIN, review.mark_paper, wang, "identity", "rejected", HOSTILE)
    desk.system(_hostile_file, wang)
    person = Watched(chromium, town, "zhoumin")
    for path in ("", "/return", "/decline"):
        page = person.open(f"/staff/cases/{wang}{path}")
        page.wait_for_load_state("networkidle")
    assert person.complaints == []


def test_everything_can_be_done_without_javascript(chromium: Browser, town: Town) -> None:
    person = Watched(chromium, town, "zhoumin", scripts=False)
    chen = town.cases[CHEN_ZHIQIANG.name]
    page = person.open(f"/staff/cases/{chen}")
    page.click("text=接办这一件")
    for source in ("identity", "registration", "insurance", "business"):
        page.check(f"[name=result-{source}][value=match]")
    page.click("text=保存信息比对")
    page.fill("#visitor-2", "吴刚")
    page.fill("#place", "城南街道平安路1号")
    page.check("[name=visit_result][value=confirmed]")
    page.fill("#findings", "本人在家，情况属实。")
    page.click("text=保存入户核实")
    page.click("text=初审通过并上报")
    page.fill("[name=opinion]", "材料原件已当面看过，与照片一致，同意上报。")
    page.check("[name=checked]")
    page.click("main button.btn-primary")
    assert "已通过，已上报" in page.inner_text("main")
    assert town.desk.row(chen).stage == 1


def test_a_case_goes_from_claim_to_decision_by_keys_alone(chromium: Browser, town: Town) -> None:
    person = Watched(chromium, town, "zhoumin")
    page, chen = person.open("/staff/"), town.cases[CHEN_ZHIQIANG.name]
    page.keyboard.press("n")
    page.wait_for_url(f"**/staff/cases/{chen}")
    assert town.desk.row(chen).officer_id == town.desk.officers["zhoumin"].id
    page.keyboard.press("p")
    assert "还不能通过：" in page.inner_text("[data-live]"), "a key that can do nothing yet says why"
    assert page.url.endswith(chen)
    town.desk.record_steps(ZHOU_MIN, chen)
    page.reload()
    page.keyboard.press("p")
    page.wait_for_url("**/endorse")
    page.locator("[name=opinion]").focus()
    page.keyboard.type("pnx 情况属实，材料原件已当面看过，同意上报。")
    page.locator("[name=checked]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/done*")
    assert town.desk.row(chen).stage == 1
    page.keyboard.press("n")
    page.wait_for_url(lambda url: "/done" not in url)
    person.open("/staff/keys")
    page.click("text=关闭快捷键")
    page.keyboard.press("h")
    page.wait_for_timeout(300)
    assert page.url.endswith("/staff/keys")
    assert person.complaints == []


@pytest.mark.parametrize("room", ["/staff/", "/staff/cases", "/staff/register"])
def test_the_stroke_leads_to_the_finder(chromium: Browser, town: Town, room: str) -> None:
    person = Watched(chromium, town, "zhoumin")
    page = person.open(room)
    page.keyboard.press("/")
    page.keyboard.type("XY")
    assert page.input_value(".finder input:not([type=hidden])") == "XY"
    assert person.complaints == []


def test_a_status_word_tells_what_it_means_on_hover_and_on_focus(chromium: Browser, town: Town) -> None:
    page = Watched(chromium, town, "zhoumin").open("/staff/cases")
    word, tip = page.locator(".explained .mark").first, page.locator(".explained .tip").first
    assert not tip.is_visible()
    word.focus()
    assert tip.is_visible()
    page.keyboard.press("Escape")
    assert not tip.is_visible()
    word.blur()
    word.hover()
    assert tip.is_visible()
    assert word.get_attribute("aria-describedby") == tip.get_attribute("id")


def test_papers_are_looked_at_by_keyboard(chromium: Browser, town: Town) -> None:
    person = Watched(chromium, town, "zhoumin")
    page = person.open(f"/staff/cases/{town.cases[WANG_XIUYING.name]}")
    stage, picture = page.locator("[data-stage]"), page.locator("[data-picture]")
    picture.evaluate("picture => picture.decode()")
    stage.focus()
    before = picture.bounding_box()
    page.keyboard.press("+")
    after = picture.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > before["width"]
    page.keyboard.press("r")
    assert "rotate(90deg)" in (picture.get_attribute("style") or "")
    page.keyboard.press("n")
    assert page.locator("[data-name]").inner_text().startswith("2 /")
    assert person.complaints == []


def test_a_new_case_is_announced_on_an_open_page(chromium: Browser, town: Town, work: Work) -> None:
    person = Watched(chromium, town, "zhoumin")
    page = person.open("/staff/")
    page.wait_for_timeout(300)
    assert page.locator("[data-live] a").count() == 0
    hand_in(
        work,
        WANG_XIUYING.__class__(**{**WANG_XIUYING.__dict__, "name": "新来的人", "chat_id": 7999, "sex": "M"}),
    )
    page.wait_for_selector("[data-live] a", timeout=8000)
    assert page.locator("[data-live]").get_attribute("aria-live") == "polite"
    assert _violations(page) == []
    assert person.complaints == []


def shuts_nobody_out(watched: Watched, path: str) -> None:
    """A page with everything unfolded: at a desk, on a telephone and on the narrowest one, which looks like the other."""
    page = watched.open(path)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert width == 390 or _violations(page) == [], (path, width)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, (path, width)
    assert watched.complaints == [], path


def _violations(page: Page) -> list[tuple[str, str]]:
    """What axe finds."""
    if not page.evaluate(axe.IS_HERE):
        page.evaluate(axe.SCRIPT)
    found = page.evaluate(axe.LOOK, axe.LOOKED_FOR)
    return [(one["id"], str([node["target"] for node in one["nodes"]])) for one in found]


def _papers(unit: Unit, case: str) -> None:
    files = (("身份证.png", "image/png", papers.png()), ("证明.pdf", "application/pdf", papers.pdf(pages=2)))
    for name, media_type, content in files:
        unit.session.add(_row(unit, case, name, media_type, content))
    unit.session.get_one(PaperRow, (case, "identity")).state = "verified"


def _late(unit: Unit, case: str) -> None:
    """Its day has passed, and the county has been told."""
    unit.session.get_one(Application, case).due_on = TODAY - timedelta(days=5)
    unit.session.flush()
    find_overdue(unit)


def _long_receipts(unit: Unit) -> None:
    for row in unit.session.scalars(select(Application)):
        row.receipt = new_receipt("360502", TODAY)


def _hostile_file(unit: Unit, case: str) -> None:
    unit.session.add(_row(unit, case, HOSTILE, "image/svg+xml", b"<svg onload='alert(9)'/>"))


def _row(unit: Unit, case: str, name: str, media_type: str, content: bytes) -> PaperFileRow:
    return PaperFileRow(
        id=unit.services.files.put(content),
        application_id=case,
        requirement="identity",
        name=name,
        media_type=media_type,
        size=len(content),
        sha256="2" * 64,
        created_at=unit.now,
    )


class _Server(uvicorn.Server):
    """Ends the open streams first, as the product's own server does."""

    def __init__(self, config: uvicorn.Config, house: FastAPI) -> None:
        super().__init__(config)
        self.house = house

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.house.state.streams.close()
        await super().shutdown(sockets)


class _listening:
    """The house on a free port of this machine."""

    def __init__(self, house: FastAPI) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(house, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
        self.server = _Server(config, house)
        self.thread = threading.Thread(target=self.server.run, args=([self.socket],))

    def __enter__(self) -> str:
        self.thread.start()
        return f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=10)
        self.socket.close()
