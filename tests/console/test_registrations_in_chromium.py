"""Automatic recognition in a real browser: nobody is shut out, at any width."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from backend.registry import objections
from tests.backend.automatic.registering import GP01, GP02, entries, row, taken_in
from tests.backend.registry.leaving import officers_of_guangzhou
from tests.console.console import give_password
from tests.console.test_in_chromium import Town, Watched, _violations, chromium, town  # noqa: F401 - fixtures

pytestmark = pytest.mark.xdist_group("chromium")
WIDTHS = (1280, 390, 320)
ROOM = "/staff/registrations"


@pytest.mark.timeout(400)
def test_no_page_of_automatic_recognition_shuts_anybody_out(
    chromium: Browser, town: Town, tmp_path: Path  # noqa: F811
) -> None:
    desk = town.desk
    officers_of_guangzhou(desk)
    view = taken_in(desk, "huangjing", [row(GP01), row(GP02), row("44010419911121001X")], tmp_path)
    entry = next(one for one in entries(desk) if one.mode == "auto")
    at = f"/staff/register/{entry.number}"
    give_password(desk, "huangjing")
    person = Watched(chromium, town, "huangjing")
    for path, objected in ((ROOM, False), (f"{ROOM}/lists/{view.id}", False), (at, False), (at, True)):
        if objected:
            desk.do("linfang", objections.take_down, entry.number, "我已经上班了。")
        page = person.open(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            assert _violations(page) == [], (path, width)
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, (path, width)
    page = person.open(ROOM)
    page.fill("#reason", "本周上门通知")
    page.click("text=打开告知单")
    assert "您已被自动认定为就业困难人员" in page.inner_text("main")
    assert _violations(page) == []
    assert person.complaints == []
