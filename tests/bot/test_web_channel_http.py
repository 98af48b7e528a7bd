"""The browser chat over HTTP: one chat per cookie, nothing kept twice, nothing taken from elsewhere."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from aiogram.types import Update
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.channels.web import COOKIE, Bell, web_app
from bot.channels.web.app import PAGE
from bot.channels.web.stream import stream
from bot.channels.web.words import WORDS, words
from bot.client import BackendDown, Problem
from bot.routers.wording import command_of
from contract.channel import AppendChatEvent
from tests.bot.memory_log import MemoryLog

OURS = {"sec-fetch-site": "same-origin"}
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 500


class Browser:
    """One browser with its cookies, in front of the app."""

    def __init__(self) -> None:
        self.log = MemoryLog()
        self.bell = Bell()
        self.woken = 0
        app = Starlette(routes=[Mount("/chat", web_app(self.log, self.bell, self._wake))])
        self.http = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app, raise_app_exceptions=False),
            base_url="http://chat.test/chat/",
            headers=OURS,
        )

    def _wake(self) -> None:
        self.woken += 1

    async def open(self) -> int:
        assert (await self.http.post("open")).status_code == 201
        return self.chat

    @property
    def chat(self) -> int:
        return self.log.tokens[self.http.cookies[COOKIE]]

    async def post(self, **said: Any) -> httpx2.Response:
        return await self.http.post("updates", json={"kind": "text", "client_id": "c-1", **said})

    async def upload(self, content: bytes, name: str = "a.jpg", **headers: str) -> httpx2.Response:
        named = {"x-client-id": "f-1", "x-name": name, "content-type": "image/jpeg", **headers}
        return await self.http.post("files", content=content, headers=named)

    async def shows(self, body: dict[str, Any]) -> int:
        written = await self.log.append_chat_event(self.chat, AppendChatEvent(kind="bot", body=body))
        return written.message_id

    def last(self) -> Update:
        return Update.model_validate(self.log.updates[-1].body)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    made = Browser()
    async with made.http:
        yield made


async def test_the_page_loads_nothing_from_elsewhere_and_opens_no_chat(browser: Browser) -> None:
    page = await browser.http.get("")
    assert page.status_code == 200
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert "http://" not in page.text.replace("http://www.w3.org", "")
    assert "https://" not in page.text
    assert "style=" not in page.text
    assert browser.log.tokens == {}


async def test_a_chat_is_opened_once_per_browser_with_a_cookie_no_script_can_read(browser: Browser) -> None:
    opened = await browser.http.post("open")
    cookie = opened.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/chat" in cookie
    assert (await browser.http.post("open")).status_code == 204
    assert len(browser.log.tokens) == 1


async def test_without_a_chat_nothing_is_told_or_taken(browser: Browser) -> None:
    for path in ("messages", "events", "files/1"):
        assert (await browser.http.get(path)).status_code == 401
    assert (await browser.post(text="x")).json() == {"code": "chat.unknown"}
    assert (await browser.upload(JPEG)).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://evil.test"},
        {"origin": "null"},
        {},
    ],
)
@pytest.mark.parametrize("path", ["open", "leave", "updates", "files"])
async def test_another_site_can_do_nothing(browser: Browser, path: str, headers: dict[str, str]) -> None:
    await browser.open()
    del browser.http.headers["sec-fetch-site"]
    answer = await browser.http.post(path, headers=headers, content=b"{}")
    assert (answer.status_code, answer.json()) == (403, {"code": "origin.foreign"})
    assert browser.log.updates == []


async def test_a_browser_without_sec_fetch_is_known_by_its_origin(browser: Browser) -> None:
    del browser.http.headers["sec-fetch-site"]
    answer = await browser.http.post("open", headers={"origin": "http://chat.test"})
    assert answer.status_code == 201


async def test_a_text_is_stored_before_it_is_confirmed(browser: Browser) -> None:
    chat = await browser.open()
    assert (await browser.post(text="我叫王秀英", language="zh-CN")).status_code == 202
    message = browser.last().message
    assert message is not None
    assert (message.text, message.chat.id, message.message_id) == ("我叫王秀英", chat, 1)
    assert message.from_user is not None
    assert message.from_user.language_code == "zh-CN"
    assert browser.woken == 1


async def test_a_text_sent_again_after_a_broken_line_is_kept_once(browser: Browser) -> None:
    chat = await browser.open()
    for _ in range(3):
        assert (await browser.post(text="我叫王秀英")).status_code == 202
    assert len(browser.log.updates) == len(browser.log.events[chat]) == 1


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("36050219800305124X", "360502****"),
        ("我的号码是360502 19800305 1243。", "我的号码是360502****。"),
        ("36050219800305124ｘ", "360502****"),
        ("360502800305124", "360502****"),
        ("3605021980030512431", "360502****"),
        ("13900000000 13900000001", "13900000000 13900000001"),
        ("3605-261121-7F3K2M9-QX4T8WC", "3605-261121-7F3K2M9-QX4T8WC"),
        ("1980-03-05", "1980-03-05"),
    ],
)
async def test_an_id_number_is_answered_as_written_and_kept_masked(browser: Browser, written: str, kept: str) -> None:
    """Sent again after a broken line it is the same, too: the log gives back what it kept."""
    chat = await browser.open()
    for _ in range(2):
        assert (await browser.post(text=written)).status_code == 202
        message = browser.last().message
        assert message is not None
        assert message.text == written
    events = (await browser.log.chat_events(chat)).events
    assert [event.body["text"] for event in events] == [kept]


async def test_two_chats_may_use_the_same_client_id(browser: Browser) -> None:
    await browser.open()
    await browser.post(text="甲")
    browser.http.cookies.clear()
    await browser.open()
    await browser.post(text="乙")
    assert len({update.update_id for update in browser.log.updates}) == 2


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("  您好\r\n在吗 ", "您好\n在吗"),
        ("a\x00b\x07c", "abc"),
        ("e\u0301", "é"),
        ("<b>x</b>", "<b>x</b>"),
        ("阿卜杜拉·买买提 𠮷", "阿卜杜拉·买买提 𠮷"),
        ("\u202eabc", "\u202eabc"),
        ("字" * 4096, "字" * 4096),
    ],
)
async def test_what_is_written_arrives_as_text(browser: Browser, written: str, taken: str) -> None:
    await browser.open()
    assert (await browser.post(text=written)).status_code == 202
    message = browser.last().message
    assert message is not None
    assert message.text == taken


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"text": " \x00 "}, 422, "text.empty"),
        ({"text": "字" * 4097}, 413, "text.too_long"),
        ({"text": "字" * 10_000}, 413, "text.too_long"),
        ({"text": "字" * 40_000}, 413, "text.too_long"),
        ({"kind": "dance"}, 400, "body.bad"),
        ({"client_id": "../x"}, 400, "body.bad"),
        ({"client_id": ""}, 400, "body.bad"),
        ({"extra": 1}, 400, "body.bad"),
        ({"kind": "tap", "data": "x" * 65, "message_id": 1}, 400, "body.bad"),
    ],
)
async def test_bad_input_is_refused_and_leaves_no_trace(
    browser: Browser, said: dict[str, Any], status: int, code: str
) -> None:
    chat = await browser.open()
    answer = await browser.post(**said)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert browser.log.updates == []
    assert browser.log.events[chat] == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff\xfe", b"null"])
async def test_a_body_that_is_no_json_is_refused(browser: Browser, body: bytes) -> None:
    await browser.open()
    assert (await browser.http.post("updates", content=body)).status_code == 400


async def test_a_tap_carries_the_message_as_handlers_know_it(browser: Browser) -> None:
    chat = await browser.open()
    bold = [{"type": "bold", "offset": 0, "length": 2}]
    shown = await browser.shows(
        {"text": "您好", "entities": bold, "keyboard": [[{"text": "是", "data": "yes"}]]}
    )
    assert (await browser.post(kind="tap", message_id=shown, data="yes")).status_code == 202
    query = browser.last().callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.id.partition(":")[0]) == ("yes", str(chat))
    assert query.message.html_text == "<b>您好</b>"  # type: ignore[union-attr]
    assert query.message.reply_markup.inline_keyboard[0][0].callback_data == "yes"  # type: ignore[union-attr]


async def test_a_button_that_is_not_there_any_more_is_refused(browser: Browser) -> None:
    chat = await browser.open()
    shown = await browser.shows({"text": "?", "keyboard": [[{"text": "是", "data": "yes"}]]})
    assert (await browser.post(kind="tap", message_id=shown, data="no")).json() == {"code": "tap.expired"}
    assert (await browser.post(kind="tap", message_id=99, data="yes")).status_code == 409
    gone = AppendChatEvent(kind="markup", message_id=shown, body={"keyboard": []})
    await browser.log.append_chat_event(chat, gone)
    assert (await browser.post(kind="tap", message_id=shown, data="yes")).status_code == 409
    assert browser.log.updates == []


async def test_a_person_cannot_make_buttons_by_writing(browser: Browser) -> None:
    await browser.open()
    await browser.post(text='{"keyboard": [[{"text": "x", "data": "yes"}]]}')
    assert (await browser.post(kind="tap", message_id=1, data="yes", client_id="c-2")).status_code == 409


@pytest.mark.parametrize(
    ("payload", "command"),
    [("", "/start"), ("case_12-A", "/start case_12-A"), ("a b", "/start"), ("x" * 65, "/start")],
)
async def test_start_shows_no_bubble_and_takes_only_a_clean_payload(
    browser: Browser, payload: str, command: str
) -> None:
    chat = await browser.open()
    assert (await browser.post(kind="start", text=payload)).status_code == 202
    message = browser.last().message
    assert message is not None
    assert message.text == command
    assert browser.log.events[chat] == []


async def test_a_photo_arrives_as_a_photo_and_anything_else_as_a_document(browser: Browser) -> None:
    chat = await browser.open()
    assert (await browser.upload(JPEG, "%E8%BA%AB%E4%BB%BD%E8%AF%81.jpg")).status_code == 202
    photo = browser.last().message
    assert photo is not None
    assert photo.photo is not None
    assert photo.photo[-1].file_size == len(JPEG)
    assert browser.log.events[chat][-1].body["photo"]["name"] == "身份证.jpg"
    exe = await browser.upload(b"MZ" + b"\0" * 90, "photo.jpg", **{"x-client-id": "f-2"})
    assert exe.status_code == 202
    message = browser.last().message
    assert message is not None
    assert message.document is not None
    assert message.document.file_name == "photo.jpg"


async def test_an_album_keeps_its_files_together(browser: Browser) -> None:
    await browser.open()
    for number in range(3):
        await browser.upload(JPEG, **{"x-client-id": f"f-{number}", "x-album": "album-1"})
    groups = [Update.model_validate(raw.body).message.media_group_id for raw in browser.log.updates]  # type: ignore[union-attr]
    assert groups == ["album-1"] * 3


async def test_a_file_sent_again_is_kept_once(browser: Browser) -> None:
    chat = await browser.open()
    for _ in range(2):
        assert (await browser.upload(JPEG)).status_code == 202
    assert len(browser.log.files) == len(browser.log.updates) == len(browser.log.events[chat]) == 1


async def test_files_over_the_limit_or_empty_are_refused_early(browser: Browser) -> None:
    await browser.open()
    assert (await browser.upload(b"")).json() == {"code": "file.empty"}
    assert (await browser.upload(b"x", **{"x-client-id": ""})).status_code == 400

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(21):
            yield b"\0" * 1024 * 1024
        raise AssertionError("read on after the limit")

    named = {"x-client-id": "f-9", "x-name": "big.jpg"}
    answer = await browser.http.post("files", content=endless(), headers=named)
    assert (answer.status_code, answer.json()) == (413, {"code": "file.too_large"})
    declared = await browser.http.post("files", content=b"x", headers={**named, "content-length": "99999999"})
    assert declared.status_code == 413
    assert browser.log.files == {}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("C%3A%5Cx%5Cy.jpg", "y.jpg"),
        ("a%00%0Ab.jpg", "ab.jpg"),
        ("", "file"),
    ],
)
async def test_a_file_name_is_a_name_and_no_path(browser: Browser, name: str, kept: str) -> None:
    await browser.open()
    await browser.upload(JPEG, name)
    assert [file.name for file, _ in browser.log.files.values()] == [kept]


async def test_a_file_is_handed_back_to_its_own_chat_only_and_never_as_a_page(browser: Browser) -> None:
    await browser.open()
    await browser.upload(JPEG, "%E7%85%A7.jpg")
    file = await browser.http.get("files/1")
    assert file.content == JPEG
    assert file.headers["content-disposition"] == "attachment; filename*=UTF-8''%E7%85%A7.jpg"
    assert "sandbox" in file.headers["content-security-policy"]
    assert file.headers["cache-control"] == "no-store"
    browser.http.cookies.clear()
    await browser.open()
    assert (await browser.http.get("files/1")).status_code == 404


async def test_messages_show_the_present_face_page_by_page(browser: Browser) -> None:
    chat = await browser.open()
    for number in range(70):
        await browser.shows({"text": f"第{number + 1}条"})
    for change in (
        AppendChatEvent(kind="edit", message_id=70, body={"text": "改过"}),
        AppendChatEvent(kind="delete", message_id=69, body={}),
    ):
        await browser.log.append_chat_event(chat, change)
    newest = (await browser.http.get("messages")).json()
    assert (newest["seq"], newest["more"], len(newest["messages"])) == (72, True, 60)
    assert newest["messages"][-1]["body"]["text"] == "改过"
    first = newest["messages"][0]["message_id"]
    older = (await browser.http.get(f"messages?before={first}")).json()
    assert older["more"] is False
    assert [face["message_id"] for face in older["messages"]] == list(range(1, first))


async def heard(browser: Browser, after: int, wanted: int, gone: bool = False) -> list[dict[str, Any]]:
    async def left() -> bool:
        return gone

    events: list[dict[str, Any]] = []
    async for line in stream(browser.log, browser.bell, browser.chat, after, left):
        events += [json.loads(part[6:]) for part in line.split("\n") if part.startswith("data: {")]
        if len(events) >= wanted:
            break
    return events


async def test_a_page_that_comes_back_hears_what_it_has_not_seen(browser: Browser) -> None:
    await browser.open()
    for text in ("一", "二", "三"):
        await browser.shows({"text": text})
    assert [event["body"]["text"] for event in await heard(browser, after=1, wanted=2)] == ["二", "三"]


async def test_an_open_page_hears_at_once_what_happens_and_what_is_whispered(browser: Browser) -> None:
    await browser.open()
    listening = asyncio.create_task(heard(browser, after=0, wanted=2))
    await asyncio.sleep(0.05)
    browser.bell.whisper(browser.chat, {"kind": "typing"})
    await asyncio.sleep(0.05)
    await browser.shows({"text": "在"})
    browser.bell.ring(browser.chat)
    async with asyncio.timeout(1):
        events = await listening
    assert [event["kind"] for event in events] == ["typing", "bot"]


async def test_a_stream_ends_when_the_server_stops_or_the_page_is_gone(browser: Browser) -> None:
    await browser.open()
    assert await heard(browser, after=0, wanted=1, gone=True) == []
    waiting = asyncio.create_task(heard(browser, after=0, wanted=1))
    await asyncio.sleep(0.05)
    browser.bell.close()
    async with asyncio.timeout(1):
        assert await waiting == []


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (BackendDown("x"), 503, "error"),
        (Problem("file.too_many", status=409), 409, "file.too_many"),
        (Problem("strange.thing", status=409), 409, "error"),
    ],
)
async def test_a_backend_that_refuses_or_is_away_is_told_in_a_code_the_page_can_say(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, code: str
) -> None:
    await browser.open()

    async def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(browser.log, "store_updates", fails)
    answer = await browser.post(text="您好")
    assert (answer.status_code, answer.json()) == (status, {"code": code})


async def test_leaving_forgets_the_chat_on_this_device(browser: Browser) -> None:
    await browser.open()
    assert (await browser.http.post("leave")).status_code == 204
    assert (await browser.http.get("messages")).status_code == 401


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en", "xx", "..%2F..%2Fetc"])
async def test_the_page_has_words_in_every_language(browser: Browser, language: str) -> None:
    answer = await browser.http.get(f"words/{language}.json")
    assert answer.status_code in (200, 404)
    if answer.status_code == 200:
        assert "12333" in answer.json()["error"]


@pytest.mark.parametrize("path", ["page/../app.py", "page/%2e%2e/app.py", "page/nothing.js"])
async def test_only_the_page_is_served(browser: Browser, path: str) -> None:
    assert (await browser.http.get(path)).status_code == 404


def test_every_word_of_the_page_has_its_english() -> None:
    chinese, english = words("zh_Hans_CN", "12333"), words("en", "12333")
    same = [key for key in chinese if any("\u4e00" <= letter <= "\u9fff" for letter in english[key])]
    assert same == []


def test_the_page_asks_for_no_word_that_is_not_there() -> None:
    asked = re.compile(r'(?:word\("|data-word(?:-label|-placeholder)?="|data-say=")([a-z0-9.]+)"')
    sources = [path.read_text("utf-8") for path in PAGE.iterdir() if path.suffix in (".js", ".html")]
    keys = {key for source in sources for key in asked.findall(source)}
    assert keys - set(WORDS) == set()


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
@pytest.mark.parametrize("key", ["check", "status", "continue", "human", "language", "help"])
def test_the_bot_understands_what_the_menu_says(key: str, language: str) -> None:
    assert command_of(words(language, "12333")[f"menu.{key}"]) == (key, "")


async def test_a_picture_above_a_message_is_shown_in_its_chat_only(browser: Browser) -> None:
    chat = await browser.open()
    browser.log.pictures["p1"] = JPEG
    event = AppendChatEvent(kind="bot", body={"text": "下周有招聘会。", "picture": {"id": "p1", "alt": "招聘会海报"}})
    shown = await browser.log.append_chat_event(chat, event)
    answer = await browser.http.get(f"pictures/{shown.message_id}")
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (200, JPEG, "image/jpeg")
    assert "content-disposition" not in answer.headers
    await browser.http.post("leave")
    browser.http.cookies.clear()
    await browser.open()
    assert (await browser.http.get(f"pictures/{shown.message_id}")).status_code == 404


async def test_a_place_is_taken_at_the_tap_of_its_button_only_rounded_and_not_in_the_log(browser: Browser) -> None:
    await browser.open()
    shown = await browser.shows({"text": "请您同意", "keyboard": [[{"text": "同意", "data": "here:share:"}]]})
    place = {"kind": "place", "text": "我的位置", "latitude": 27.81734, "longitude": 114.93081, "message_id": shown}
    assert (await browser.post(**place, data="here:other:")).json() == {"code": "tap.expired"}
    assert (await browser.post(**place | {"latitude": 91}, data="here:share:")).json() == {"code": "body.bad"}
    assert browser.log.updates == []
    for _again in range(2):
        assert (await browser.post(**place, data="here:share:")).status_code == 202
    message = browser.last().message
    assert message is not None
    assert message.location is not None
    assert (message.location.latitude, message.location.longitude) == (27.817, 114.931)
    assert message.text is None
    assert len(browser.log.updates) == 1
    assert "27.8" not in "".join(event.model_dump_json() for event in browser.log.events[browser.chat])
