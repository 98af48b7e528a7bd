"""Chromium for journeys: the chat page as a door of `tests.chat`, and eyes that look at every screen on the way.

    eyes = await sits_down(chromium, PHONE)
    chat = Chat(WANG_XIUYING, PageDoor(eyes.page))

A screen is looked at by axe (WCAG 2.2 AA); the browser's complaints and every request are kept.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page, expect

from tests import axe
from tests.chat import Button, Message, Sight
from tests.fakes.control import Attachment

CHROMIUM = Path("/usr/bin/chromium")
PHONE = {"width": 390, "height": 844}
SCREEN = {"width": 1280, "height": 800}
PATIENCE_MS = 30_000


def needs_chromium() -> pytest.MarkDecorator:
    """Skips where Chromium is missing; a build server has to have it."""
    missing = not CHROMIUM.exists() and os.environ.get("CI") != "true"
    return pytest.mark.skipif(missing, reason=f"needs {CHROMIUM} (Debian: apt-get install chromium)")


@dataclass
class Eyes:
    """One person's browser page and what was noticed on it.

    `pictures`: a folder in which every screen that is looked at is kept, instead of being measured.
    `measured`: False where the same screens are measured by another journey.
    """

    page: Page
    pictures: Path | None = None
    measured: bool = True
    found: dict[str, list[str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    async def look(self, name: str) -> None:
        """The screen as it stands now: through axe, and kept as a picture when wanted."""
        if self.pictures:
            await self._keep(name, self.pictures)
        elif self.measured and (found := await violations(self.page)):
            self.found[name] = found

    async def _keep(self, name: str, folder: Path) -> None:
        """What is seen without scrolling, and beside it the whole page. The first of a name stays."""
        if (folder / f"{name}.png").exists():
            name += "-again"
        await self.page.mouse.move(0, 0)
        await self.page.wait_for_timeout(300)
        await self.page.screenshot(path=folder / f"{name}.png")
        if await self.page.evaluate("document.documentElement.scrollHeight > innerHeight"):
            await self.page.screenshot(path=folder / f"{name}-whole.png", full_page=True)

    @property
    def complaints(self) -> dict[str, Any]:
        """Everything that should not have been; empty when all is well."""
        strangers = {host for host in self.hosts if host not in ("127.0.0.1", "localhost")}
        noticed = {"axe": self.found, "errors": self.errors, "other hosts": strangers}
        return {what: each for what, each in noticed.items() if each}


async def violations(page: Page) -> list[str]:
    if not await page.evaluate(axe.IS_HERE):
        await page.evaluate(axe.SCRIPT)
    found = await page.evaluate(axe.LOOK, axe.LOOKED_FOR)
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ]


async def sits_down(
    browser: Browser, viewport: dict[str, int], pictures: Path | None = None, scale: float = 1
) -> Eyes:
    """A person with a browser of her own: no cookies of others, every request noticed."""
    context = await browser.new_context(
        viewport=cast("Any", viewport),
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
        device_scale_factor=scale,
    )
    context.set_default_timeout(PATIENCE_MS)
    page = await context.new_page()
    eyes = Eyes(page, pictures)
    page.on("pageerror", lambda error: eyes.errors.append(str(error)))
    page.on("console", lambda line: eyes.errors.append(line.text) if line.type == "error" else None)
    page.on("request", lambda request: _notice(eyes, request.url))
    return eyes


def _notice(eyes: Eyes, url: str) -> None:
    if urlsplit(url).scheme not in ("blob", "data"):
        eyes.hosts.add(urlsplit(url).hostname or url)


# --- the chat page as a door

LOOK = """
async ([before, wait]) => {
  const said = (element) => {
    const copy = element.cloneNode(true);
    for (const extra of copy.querySelectorAll(".unseen, .foot, .turn, .peek, .keys, .card, .below")) extra.remove();
    return copy.textContent.trim();
  };
  const message = (element) => ({
    number: Number(element.dataset.id),
    mine: element.classList.contains("user"),
    text: said(element),
    file: element.querySelector("a.card")?.href ?? "",
    name: element.querySelector(".card .name")?.textContent ?? "",
    keys: [...element.querySelectorAll(".key")].map((key) => [key.textContent, key.dataset.tap ?? ""]),
  });
  const see = () => {
    const toast = document.querySelector("#toast.shown")?.textContent ?? "";
    const alert = document.querySelector("#dialog[open] #dialog-text")?.textContent ?? "";
    return JSON.stringify({ log: [...document.querySelectorAll("#log .message")].map(message), toast, alert });
  };
  if (see() === before && wait > 0) {
    await new Promise((done) => {
      const settled = () => see() !== before && end();
      const watch = new MutationObserver(settled);
      const timer = setTimeout(() => end(), wait);
      const end = () => { watch.disconnect(); clearTimeout(timer); done(); };
      watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    });
  }
  return see();
}
"""
"""What stands on the page, as JSON; waits for it to differ from `before`, up to `wait` milliseconds."""


class PageDoor:
    """The browser chat as a channel of `tests.chat`: real clicks, real typing, what a person sees."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._before = ""
        self._known: dict[int, Message] = {}
        self._told = ""

    async def say(self, text: str) -> None:
        line = self.page.get_by_label("写消息")
        await line.fill(text)
        await line.press("Enter")

    async def tap(self, message: Message, button: Button, times: int) -> None:
        keys = self.page.locator(f'#log [data-id="{message.number}"] .key')
        await keys.get_by_text(button.label, exact=True).click(click_count=times)

    async def share_contact(self, phone: str) -> None:
        await self.say(phone)

    async def send(self, files: Sequence[Attachment], caption: str) -> None:
        chosen = [{"name": file.name, "mimeType": file.mime, "buffer": file.content} for file in files]
        await self.page.locator("#pick").set_input_files(cast("Any", chosen))
        if caption:
            await self.page.get_by_label("写消息").fill(caption)
        await self.page.get_by_role("button", name="发送", exact=True).click()

    async def unfold(self, text: str) -> None:
        """Opens the folded part that holds `text`."""
        part = self.page.locator("#log details", has_text=text).last
        await part.locator("summary").click()
        await expect(part.locator("div").get_by_text(text).first).to_be_visible()

    async def look(self, wait: float) -> list[Sight]:
        seen = await self.page.evaluate(LOOK, [self._before, wait * 1000])
        self._before = seen
        return self._news(_read(seen))

    async def open(self, message: Message) -> bytes:
        answer = await self.page.context.request.get(message.file_id)
        return await answer.body()

    def _news(self, seen: "Seen") -> list[Sight]:
        """What changed since the last look, in the order of the page."""
        sights = []
        for message in seen.log:
            before = self._known.get(message.number)
            if before is None:
                sights.append(Sight("message", message))
            elif before.text != message.text:
                sights.append(Sight("edit", message))
            elif before != message:
                sights.append(Sight("buttons", message))
        self._known = {message.number: message for message in seen.log}
        if seen.told and seen.told != self._told:
            sights.append(Sight("toast", Message(0, seen.told)))
        self._told = seen.told
        return sights


@dataclass(frozen=True)
class Seen:
    """The page at one moment; `told` is a short line or dialog that lies above it."""

    log: tuple[Message, ...]
    told: str


def _read(seen: str) -> Seen:
    page = json.loads(seen)
    return Seen(tuple(_message(each) for each in page["log"]), page["alert"] or page["toast"])


def _message(each: dict[str, Any]) -> Message:
    keys = tuple(Button(label, data or None) for label, data in each["keys"])
    return Message(each["number"], each["text"], keys, each["file"], each["name"], each["mine"])
