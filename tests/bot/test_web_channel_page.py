"""The page in a real browser: looked at by axe, worked by mouse, keyboard and a broken line."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Locator, Page, Route, async_playwright, expect

from contract.channel import AppendChatEvent
from tests.bot.web_demo import Demo, demo
from tests.journeys.browser import violations
from tests.legible import SMALL_TEXT, SMALLEST

CHROMIUM = "/usr/bin/chromium"
PHONE = {"width": 390, "height": 844}
JPEG = {"name": "身份证.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0" + b"0" * 60_000}

KEPT_FILES = """() => new Promise((done) => {
  const open = indexedDB.open("bangban", 1);
  open.onsuccess = () => {
    const count = open.result.transaction("files").objectStore("files").count();
    count.onsuccess = () => { open.result.close(); done(count.result > 0); };
  };
})"""
"""Whether photos that were not sent are kept on the device."""

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium"),
    pytest.mark.xdist_group("chromium"),
]


@dataclass
class Person:
    """Someone with the page open. ``errors`` is what the browser complained about."""

    demo: Demo
    url: str
    page: Page
    context: BrowserContext
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    async def arrive(self) -> None:
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)
        self.page.on("request", lambda request: self.requests.append(request.url))
        await self.page.goto(self.url)
        await expect(self.key("开始自测")).to_be_visible()

    def key(self, label: str) -> Locator:
        return self.page.locator("#log").get_by_role("button", name=label, exact=True).last

    @property
    def field(self) -> Locator:
        return self.page.get_by_label("写消息")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    async def taps(self, *labels: str) -> None:
        for label in labels:
            await self.key(label).click()

    async def says(self, text: str) -> None:
        await self.field.fill(text)
        await self.field.press("Enter")

    async def sees(self, text: str) -> None:
        await expect(self.page.locator("#log .message", has_text=text).last).to_be_visible()

    async def checks_herself(self) -> None:
        await self.taps("开始自测", "女")
        await self.sees("1980-03-05")
        await self.says("1980年3月5日")
        await self.taps("渝水区", "办了")
        await self.sees("您可能符合")

    def texts(self) -> list[str]:
        """What the bot's inbox has as texts, in order."""
        bodies = (raw.body.get("message", {}) for raw in self.demo.log.updates)  # type: ignore[attr-defined]
        return [body["text"] for body in bodies if not body.get("text", "/").startswith("/")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def person(chromium: Browser) -> AsyncIterator[Person]:
    async with demo() as (running, server):
        context = await chromium.new_context(viewport=PHONE, locale="zh-CN")
        context.set_default_timeout(10_000)
        someone = Person(running, f"http://127.0.0.1:{server.port}/chat/", await context.new_page(), context)
        await someone.arrive()
        yield someone
        await context.close()


async def test_a_whole_conversation_without_a_foreign_request_or_an_error(person: Person) -> None:
    await person.checks_herself()
    await person.taps("看材料清单")
    card = person.page.get_by_role("link", name="材料清单-4050人员.pdf")
    await expect(card).to_be_visible()
    async with person.page.expect_download() as download:
        await card.click()
    assert (await download.value).suggested_filename == "材料清单-4050人员.pdf"
    assert person.errors == []
    assert {url for url in person.requests if not url.startswith(("http://127.0.0.1:", "blob:"))} == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["1", "3"])
async def test_axe_finds_nothing_on_any_state_of_the_page(person: Person, scheme: Any, size: str) -> None:
    page = person.page
    await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    await page.locator(f"#size input[value='{size}']").check(force=True)
    found = {"welcome": await violations(page)}
    await person.checks_herself()
    await page.locator("summary").click()
    await person.taps("看材料清单")
    await expect(page.locator(".toast.shown")).to_be_visible()
    found["result, quote unfolded, file, toast"] = await violations(page)
    await page.get_by_role("button", name="菜单").click()
    found["menu"] = await violations(page)
    await page.locator("#pick").set_input_files([JPEG])  # type: ignore[list-item]
    found["tray"] = await violations(page)
    await page.get_by_role("button", name="菜单").click()
    await page.get_by_role("button", name="退出对话").click()
    found["question"] = await violations(page)
    await page.get_by_role("button", name="留下").click()
    await page.route("**/files", lambda route: route.fulfill(status=413, json={"code": "file.too_large"}))
    await page.get_by_role("button", name="发送", exact=True).click()
    await expect(page.get_by_text("文件超过20MB")).to_be_visible()
    found["failed upload"] = await violations(page)
    await page.route("**/updates", lambda route: route.abort())
    await person.context.set_offline(True)
    await person.says("没有网络的时候写的")
    await expect(page.locator("#banner")).to_be_visible()
    found["offline"] = await violations(page)
    assert {state: problems for state, problems in found.items() if problems} == {}


async def test_everything_works_by_keyboard_and_focus_follows_the_conversation(person: Person) -> None:
    page = person.page
    await person.key("开始自测").focus()
    await page.keyboard.press("Enter")
    await person.sees("您的性别")
    await expect(page.locator("#log .message.bot").last).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(person.key("女")).to_be_focused()
    await page.keyboard.press("Space")
    await person.sees("1980-03-05")
    await page.get_by_role("button", name="菜单").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="自测", exact=True)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="菜单")).to_be_focused()


async def test_a_tap_does_not_take_the_cursor_out_of_the_text_field(person: Person) -> None:
    await person.field.focus()
    await person.page.evaluate("document.querySelector('#log .key').click()")
    await person.sees("您的性别")
    await expect(person.field).to_be_focused()


async def test_two_quick_taps_are_one(person: Person) -> None:
    await person.key("开始自测").dblclick()
    await person.sees("您的性别")
    taps = [raw for raw in person.demo.log.updates if "callback_query" in raw.body]  # type: ignore[attr-defined]
    assert len(taps) == 1


async def test_enter_sends_shift_enter_breaks_the_line_and_composing_does_neither(person: Person) -> None:
    await person.field.focus()
    await person.page.keyboard.type("第一行")
    await person.page.keyboard.press("Shift+Enter")
    await person.page.keyboard.type("第二行")
    composing = (
        "new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })"
    )
    await person.page.evaluate(f"document.getElementById('write').dispatchEvent({composing})")
    assert person.texts() == []
    await person.page.keyboard.press("Enter")
    await person.sees("您写的是：第一行")
    assert person.texts() == ["第一行\n第二行"]


async def test_what_is_written_without_network_is_sent_once_when_it_is_back(person: Person) -> None:
    await person.context.set_offline(True)
    await person.says("第一句")
    await person.says("第二句")
    await expect(person.page.locator("#banner")).to_contain_text("连上后会自动发送")
    await expect(person.page.get_by_text("等网络恢复后发送").first).to_be_visible()
    await person.context.set_offline(False)
    await person.sees("您写的是：第二句")
    assert person.texts() == ["第一句", "第二句"]
    await expect(person.page.locator("#banner")).to_be_hidden()
    await expect(person.page.locator("#pending .message")).to_have_count(0)


async def test_a_text_whose_answer_was_lost_is_kept_over_a_reload_and_stored_once(person: Person) -> None:
    async def arrives_but_answer_is_lost(route: Route) -> None:
        with suppress(Exception):
            await route.fetch()
        await route.abort()

    await person.page.route("**/updates", arrives_but_answer_is_lost)
    await person.page.route("**/events*", lambda route: route.abort())
    await person.page.reload()
    await person.says("我叫王秀英")
    await expect(person.page.locator("#pending .message")).to_have_count(1)
    await asyncio.sleep(0.2)
    await person.page.unroute_all(behavior="ignoreErrors")
    await person.page.reload()
    await person.sees("我叫王秀英")
    # The log may show the text before the page took back what it kept: only an empty store says that this is over.
    await person.page.wait_for_function("sessionStorage.length === 0")
    await expect(person.page.locator("#pending .message")).to_have_count(0)
    await expect(person.page.locator("#log .user")).to_have_count(1)
    assert person.texts() == ["我叫王秀英"]


async def test_what_happened_while_the_line_was_down_appears_when_it_is_back(person: Person) -> None:
    await person.context.set_offline(True)
    await person.page.evaluate("dispatchEvent(new Event('offline'))")
    notice = AppendChatEvent(kind="bot", body={"text": "您的申请已通过初审。"})
    await person.demo.log.append_chat_event(1, notice)
    await person.context.set_offline(False)
    await person.sees("您的申请已通过初审。")


async def test_photos_are_looked_at_before_they_go_and_show_their_progress(person: Person) -> None:
    page = person.page
    await page.locator("#pick").set_input_files([JPEG, {**JPEG, "name": "户口本.jpg"}])  # type: ignore[list-item]
    await page.get_by_role("button", name="不发这个：户口本.jpg").click()
    line = await person.context.new_cdp_session(page)
    await line.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 40_000}
    await line.send("Network.emulateNetworkConditions", slow)
    await page.get_by_role("button", name="发送", exact=True).click()
    await expect(page.get_by_role("progressbar", name="正在上传身份证.jpg")).to_be_visible()
    await person.sees("收到了")
    await expect(page.locator("#log .user")).to_have_count(1)
    await expect(page.locator("#pending .message")).to_have_count(0)


async def test_what_was_begun_and_not_sent_is_there_after_a_reload_and_in_no_other_tab(person: Person) -> None:
    await person.says("你好")
    await person.sees("您写的是：你好")
    await person.page.locator("#pick").set_input_files([JPEG])
    await person.field.fill("我的就业创业证在")
    tray = person.page.get_by_role("list", name="准备发送的文件")
    await person.page.wait_for_function("sessionStorage.getItem('bangban.draft.key')")
    await person.page.wait_for_function(KEPT_FILES)
    other = await person.context.new_page()
    await other.goto(person.url)
    await expect(other.locator("#log .message", has_text="您写的是：你好")).to_be_visible()
    await expect(other.get_by_label("写消息")).to_have_value("")
    await expect(other.get_by_role("list", name="准备发送的文件")).to_be_hidden()
    await person.page.reload()
    await expect(person.field).to_have_value("我的就业创业证在")
    await expect(tray.get_by_text("身份证.jpg")).to_be_visible()
    await person.page.get_by_role("button", name="发送", exact=True).click()
    await person.sees("收到了，放在居民身份证里。")
    await person.sees("您写的是：我的就业创业证在")
    await person.page.reload()
    await expect(person.field).to_have_value("")
    await expect(tray).to_be_hidden()
    assert person.errors == []


async def test_an_upload_can_be_cancelled_and_tried_again(person: Person) -> None:
    page = person.page
    await page.route("**/files", lambda route: route.abort())
    await page.locator("#pick").set_input_files([JPEG])  # type: ignore[list-item]
    await page.get_by_role("button", name="发送", exact=True).click()
    await expect(page.get_by_text("没有发出去")).to_be_visible()
    await page.unroute_all()
    await page.get_by_role("button", name="重新发送").click()
    await person.sees("收到了")
    assert len(person.demo.log.files) == 1  # type: ignore[attr-defined]
    held = asyncio.Event()

    async def hold(route: Route) -> None:
        await held.wait()
        with suppress(Exception):
            await route.abort()

    await page.route("**/files", hold)
    await page.locator("#pick").set_input_files([JPEG])  # type: ignore[list-item]
    await page.get_by_role("button", name="发送", exact=True).click()
    await page.get_by_role("button", name="取消：身份证.jpg").click()
    await expect(page.locator("#pending .message")).to_have_count(0)
    held.set()
    await page.unroute_all()


async def test_an_empty_or_too_large_file_is_refused_before_it_goes(person: Person) -> None:
    await person.page.locator("#pick").set_input_files([{**JPEG, "buffer": b""}])  # type: ignore[list-item]
    await expect(person.page.locator("#toast")).to_have_text("这个文件是空的，请重新选择。")
    await expect(person.page.locator("#tray li")).to_have_count(0)


async def test_an_old_button_explains_itself(person: Person) -> None:
    gone = AppendChatEvent(kind="markup", message_id=1, body={"keyboard": []})
    await person.demo.log.append_chat_event(1, gone)
    await person.taps("开始自测")
    await expect(person.page.locator("#toast")).to_contain_text("此按钮已过期")


async def test_an_alert_waits_until_it_is_read(person: Person) -> None:
    await person.taps("人工")
    dialog = person.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("电话：12333")
    await dialog.get_by_role("button", name="知道了").click()
    await expect(dialog).to_be_hidden()


async def test_markup_that_people_write_stays_text(person: Person) -> None:
    nasty = "<img src=x onerror=alert(1)><b>阿卜杜拉·买买提</b> 𠮷 \u202eabc"
    await person.says(nasty)
    await person.sees("阿卜杜拉·买买提")
    assert await person.page.locator("#log img").count() == 0
    assert await person.page.locator("#log .user .bubble").inner_text() != ""
    assert nasty in (await person.page.locator("#log .user .bubble").text_content() or "")
    assert person.errors == []


async def test_a_receipt_number_is_copied_by_a_tap(person: Person) -> None:
    await person.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await person.checks_herself()
    await person.page.get_by_role("button", name="点一下复制：XY-2026-000123").click()
    await expect(person.page.locator("#toast")).to_have_text("已复制")
    assert await person.page.evaluate("navigator.clipboard.readText()") == "XY-2026-000123"


async def test_the_page_follows_the_language_of_the_conversation(person: Person) -> None:
    await person.taps("English")
    await expect(person.page.get_by_label("Write a message")).to_be_visible()
    assert await person.page.evaluate("document.documentElement.lang") == "en"
    assert await person.page.locator("#log .message").first.get_attribute("lang") == "en"


async def test_large_text_is_remembered_and_nothing_is_cut_off_at_320_pixels(person: Person) -> None:
    page = person.page
    await page.locator("#size input[value='3']").check(force=True)
    await page.reload()
    await expect(page.locator("#size input[value='3']")).to_be_checked()
    await page.set_viewport_size({"width": 320, "height": 640})
    await person.checks_herself()
    for selector in ("html", "#scroller"):
        wide, seen = await page.evaluate(
            "s => { const e = document.querySelector(s); return [e.scrollWidth, e.clientWidth] }", selector
        )
        assert wide <= seen, selector


@pytest.mark.parametrize(("size", "setting", "body"), [("1", "normal", 17), ("2", "large", 20), ("3", "largest", 24)])
async def test_no_text_is_too_small_to_read_in_any_state(person: Person, size: str, setting: str, body: int) -> None:
    page = person.page
    await page.locator(f"#size input[value='{size}']").check(force=True)
    assert await page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == body
    asked = [SMALLEST[setting], 1.5]
    found = {"welcome": await page.evaluate(SMALL_TEXT, asked)}
    await person.checks_herself()
    await page.locator("summary").click()
    await person.taps("看材料清单")
    found["result, quote unfolded, file"] = await page.evaluate(SMALL_TEXT, asked)
    await page.get_by_role("button", name="菜单").click()
    await page.locator("#pick").set_input_files([JPEG])  # type: ignore[list-item]
    found["menu, tray"] = await page.evaluate(SMALL_TEXT, asked)
    assert {state: small for state, small in found.items() if small} == {}


async def test_the_line_to_write_in_grows_with_the_size_of_the_text(person: Person) -> None:
    await person.page.locator("#size input[value='3']").check(force=True)
    cut = await person.page.evaluate("(() => { const e = document.querySelector('.field textarea');"
                                     " return e.scrollHeight - e.clientHeight })()")  # fmt: skip
    assert cut <= 0


async def test_the_largest_text_grows_to_30_pixels_where_there_is_room(person: Person) -> None:
    await person.page.locator("#size input[value='3']").check(force=True)
    await person.page.set_viewport_size({"width": 1280, "height": 844})
    assert await person.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 30


@pytest.mark.parametrize(("size", "least"), [("1", 48), ("2", 60), ("3", 60)])
async def test_buttons_are_large_enough_for_a_thumb(person: Person, size: str, least: int) -> None:
    await person.page.locator(f"#size input[value='{size}']").check(force=True)
    await person.taps("开始自测")
    await expect(person.key("开始自测")).to_have_count(0)
    await expect(person.key("男")).to_be_visible()
    boxes = await person.page.evaluate(
        "[...document.querySelectorAll('#log .key, .tool, .send')].map(e => e.getBoundingClientRect().toJSON())"
    )
    assert len(boxes) == 5
    assert min(box["height"] for box in boxes) >= least
    assert min(box["width"] for box in boxes) >= 48


async def test_a_long_conversation_opens_at_its_end_and_shows_earlier_messages_on_demand(
    person: Person,
) -> None:
    for number in range(150):
        body = {"text": f"第{number}条消息，说明材料怎么准备。"}
        await person.demo.log.append_chat_event(1, AppendChatEvent(kind="bot", body=body))
    await person.page.reload()
    await expect(person.page.get_by_text("第149条")).to_be_in_viewport()
    await person.page.get_by_role("button", name="看更早的消息").click()
    await expect(person.page.get_by_text("第60条")).to_be_attached()
    await person.page.locator("#scroller").evaluate("e => e.scrollTo(0, 0)")
    await person.demo.log.append_chat_event(1, AppendChatEvent(kind="bot", body={"text": "新消息"}))
    person.demo.bell.ring(1)
    await expect(person.page.locator("#unread")).to_have_text("1")
    await person.page.get_by_role("button", name="回到最新消息").click()
    await expect(person.page.locator(".bubble", has_text="新消息")).to_be_in_viewport()


async def test_leaving_asks_first_and_starts_afresh(person: Person) -> None:
    await person.checks_herself()
    await person.page.locator("#pick").set_input_files([JPEG])
    await person.page.wait_for_function(KEPT_FILES)
    await person.field.fill("还没写完的话")
    await person.page.get_by_role("button", name="菜单").click()
    await person.page.get_by_role("button", name="退出对话").click()
    await person.page.get_by_role("button", name="退出", exact=True).click()
    await expect(person.page.get_by_text("您可能符合")).to_have_count(0)
    await person.sees("我是帮办")
    await expect(person.field).to_have_value("")
    await expect(person.page.get_by_role("list", name="准备发送的文件")).to_be_hidden()
    assert not await person.page.evaluate(KEPT_FILES)


async def test_a_deep_link_says_where_to_go_and_is_followed_once(person: Person) -> None:
    await person.page.goto(f"{person.url}?start=case_7")
    await expect(person.page.locator("#log .message")).to_have_count(2)
    assert person.page.url == person.url
    starts = [raw.body["message"]["text"] for raw in person.demo.log.updates]  # type: ignore[attr-defined]
    assert starts == ["/start", "/start case_7"]


async def test_ctrl_c_stops_the_server_although_a_page_is_open(chromium: Browser) -> None:
    command = (sys.executable, "-m", "tests.bot.web_demo", "0")
    server = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert server.stdout is not None
    url = (await server.stdout.readline()).decode().strip()
    page = await chromium.new_page()
    await page.goto(url)
    await expect(page.get_by_role("button", name="开始自测")).to_be_visible()
    server.send_signal(signal.SIGINT)
    async with asyncio.timeout(5):
        await server.wait()
    await page.close()
