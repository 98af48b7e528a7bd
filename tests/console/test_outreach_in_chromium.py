"""Broadcasts and emergencies in a real browser: nobody is shut out, and the bar moves by itself."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from backend.core import dispatch, endings, messengers
from backend.core.work import SYSTEM, Work
from backend.outreach import broadcast_feed, broadcasts, emergencies, sketches
from backend.practice import service as practice
from contract.channel import ClaimDeliveries, CloseDelivery, IntroduceBot
from tests import papers
from tests.backend.activities.planned import plan
from tests.backend.outreach.readers import blocks, subscribes
from tests.backend.outreach.test_broadcasts import NEWS
from tests.backend.registry.leaving import on_the_register
from tests.backend.stories.told import QIN, drafted, published, submitted
from tests.console.test_emergencies import MILL
from tests.console.test_in_chromium import Town, Watched, _violations, chromium, town  # noqa: F401 - fixtures
from tests.console.test_practice import ANSWER, QUESTION
from tests.people import CHEN_ZHIQIANG, LI_JIANGUO, PEOPLE, WANG_XIUYING, ZHAO_MIN, ZHENG_JIE

pytestmark = pytest.mark.xdist_group("chromium")
WIDTHS = (1280, 390, 320)
PICTURES = os.environ.get("BANGBAN_TEST_PICTURES", "")
"""A folder for looking at the pages with one's own eyes; empty for none."""


@pytest.fixture
def pages(town: Town) -> list[str]:  # noqa: F811
    """A draft, one under way, and an event with its people."""
    desk = town.desk
    for person in (WANG_XIUYING, LI_JIANGUO, CHEN_ZHIQIANG):
        subscribes(desk.work, person, "events")
    blocks(desk.work, subscribes(desk.work, PEOPLE[5], "events"))
    subscribes(desk.work, PEOPLE[6], "jobs")
    under_way = desk.do(ZHENG_JIE, broadcasts.start, NEWS)
    desk.do(ZHENG_JIE, broadcasts.send, under_way, 1)
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    draft = desk.do(ZHENG_JIE, broadcasts.start, replace(NEWS, abouts=(f"activity:{plan(desk)}",)))
    desk.do(ZHENG_JIE, broadcasts.show, draft, 1, "招聘会海报：11月28日9点，平安广场", papers.jpeg("招聘会"))
    asks = desk.do(ZHENG_JIE, broadcasts.start, replace(NEWS, title="元旦招聘会"))
    tomorrow = desk.work.clock() + timedelta(days=1)
    desk.do(ZHENG_JIE, broadcasts.submit, asks, 1, tomorrow)
    over = desk.do(ZHENG_JIE, broadcasts.start, replace(NEWS, title="临时取消的招聘会"))
    desk.do(ZHENG_JIE, broadcasts.send, over, 1, tomorrow)
    desk.do(ZHENG_JIE, broadcasts.cancel, over, 2)
    for title in ("元旦招聘会", ""):
        half = replace(NEWS, title=title, texts={"zh_Hans_CN": "{称呼}，您好。元旦那天"})
        desk.do(ZHENG_JIE, sketches.keep, sketches.blank(), half)
    desk.work.do_now(SYSTEM, messengers.introduce, IntroduceBot(channel="telegram", name="bangban_bot"))
    register = on_the_register(desk, ZHAO_MIN)
    event = desk.do(ZHENG_JIE, emergencies.open_emergency, MILL)
    desk.employ(QIN, "秦芳", "360500")
    stories = [make(desk, register) for make in (drafted, submitted, published)]
    rooms = ["/staff/stories", "/staff/broadcasts", "/staff/broadcasts/new", "/staff/emergencies"]
    ones = [f"/staff/broadcasts/{draft}", f"/staff/broadcasts/{draft}/edit"]
    ones += [f"/staff/broadcasts/{one}" for one in (under_way, asks, over)]
    questions = [desk.do(ZHENG_JIE, practice.ask, "第一条", QUESTION) for _each in range(2)]
    desk.do(QIN, practice.answer, questions[0], ANSWER)
    rooms.append("/staff/practice")
    ones += [f"/staff/stories/{one}" for one in stories] + [f"/staff/practice/{one}" for one in questions]
    asked = [f"/staff/broadcasts/{one}/cancel" for one in (draft, under_way)]
    return [*rooms, *ones, f"/staff/emergencies/{event.id}", *asked]


def under_way_of(pages: list[str]) -> str:
    """The page of the broadcast under way: the last that asks before it cancels."""
    return pages[-1].removesuffix("/cancel")


@pytest.mark.timeout(400)
def test_no_page_of_outreach_shuts_anybody_out(
    chromium: Browser, town: Town, pages: list[str]  # noqa: F811
) -> None:
    person = Watched(chromium, town, ZHENG_JIE.login)
    for path in pages:
        page = person.open(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            if PICTURES:
                page.screenshot(path=Path(PICTURES) / f"{path.replace('/', '_')}-{width}.png", full_page=True)
            assert _violations(page) == [], (path, width)
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, (path, width)
    assert person.complaints == []


def test_what_is_written_of_a_broadcast_is_kept_on_the_way_until_it_was_saved(
    chromium: Browser, town: Town, pages: list[str]  # noqa: F811
) -> None:
    """A tab that is closed, or another device: what was written lies on the server, and is gone once it is a message."""
    person = Watched(chromium, town, ZHENG_JIE.login)
    page = person.open("/staff/broadcasts/new")
    page.fill("#title", "12月招聘会")
    page.fill("#text_zh_Hans_CN", "{称呼}，您好。")
    page.check("[name=topic][value=events]")
    page.wait_for_selector("#kept >> text=草稿已保存", timeout=15_000)
    assert "?draft=" in page.url
    assert "您好" not in page.evaluate("JSON.stringify(sessionStorage)"), "nothing of it rests in the tab"
    way = page.url
    page.reload()
    assert page.input_value("#text_zh_Hans_CN") == "{称呼}，您好。"
    page.goto(page.url.split("/new")[0])
    page.click("#mine ~ table >> text=12月招聘会")
    assert page.is_checked("[name=topic][value=events]")
    other = page.context.new_page()
    other.goto(way)
    with other.expect_response("**/drafts", timeout=15_000):
        other.fill("#title", "那一页写的")
    page.fill("#title", "这一页写的")
    page.wait_for_selector("#beside >> text=两份都留着", timeout=15_000)
    other.goto(page.evaluate("document.querySelector('#beside a').href"))
    assert other.input_value("#title") == "那一页写的"
    other.close()
    page.click("button[value=keep]")
    page.wait_for_selector("#preview")
    page.goto(page.url.rsplit("/", 1)[0])
    assert page.locator("#mine ~ table").inner_text().count("这一页写的") == 0
    assert "那一页写的" in page.locator("#mine ~ table").inner_text()
    assert person.complaints == []


def test_cancelling_asks_first_and_says_what_will_happen(
    chromium: Browser, town: Town, pages: list[str]  # noqa: F811
) -> None:
    person = Watched(chromium, town, ZHENG_JIE.login)
    page = person.open(under_way_of(pages))
    page.click("text=取消这条消息")
    page.wait_for_selector("text=还没收到的3人不会再收到")
    page.click("text=不取消，回去")
    page.wait_for_selector("#progress >> visible=true")
    assert "正在发送" in page.inner_text("main")
    page.click("text=取消这条消息")
    page.click("main button:has-text('取消这条消息')")
    page.wait_for_selector("text=已取消")
    assert person.complaints == []


def test_the_bar_of_a_broadcast_moves_and_the_page_comes_again_at_its_end(
    chromium: Browser, town: Town, pages: list[str]  # noqa: F811
) -> None:
    work = town.desk.work
    person = Watched(chromium, town, ZHENG_JIE.login)
    page = person.open(under_way_of(pages))
    assert "已完成 0，共 3" in page.inner_text("main")
    waiting = claimed(work)
    for delivery in waiting[:2]:
        arrives(work, delivery)
    page.wait_for_selector("text=已完成 2，共 3", timeout=15_000)
    arrives(work, waiting[2])
    work.do_now(SYSTEM, broadcast_feed.feed)
    page.wait_for_selector("text=已发完", timeout=15_000)
    assert person.complaints == []


def claimed(work: Work) -> list[int]:
    """The postman takes whatever is due, letters of the town's cases first; the rows of the broadcast."""
    found: list[int] = []
    while some := work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="web", worker="w", limit=50)):
        for delivery in some:
            if delivery.number.startswith("GB"):
                found.append(delivery.id)
            else:
                arrives(work, delivery.id)
    return found


def arrives(work: Work, delivery: int) -> None:
    work.do_now(SYSTEM, endings.close, delivery, CloseDelivery(worker="w", outcome="sent"))


def test_c24_the_count_follows_the_rules_while_they_are_chosen(
    chromium: Browser, town: Town, pages: list[str]  # noqa: F811
) -> None:
    person = Watched(chromium, town, ZHENG_JIE.login)
    page = person.open("/staff/broadcasts/new")
    page.fill("#title", "12月招聘会")
    page.check("[name=topic][value=events]")
    page.wait_for_selector("#count >> text=会发给3人", timeout=15_000)
    assert "没有选这个主题" in page.inner_text("#count")
    assert "已屏蔽我们" in page.inner_text("#count")
    page.select_option("#area", WANG_XIUYING.street_code)
    page.wait_for_selector("#count >> text=会发给2人", timeout=15_000)
    page.fill("#exclude", "RD1 " * 501)
    page.wait_for_selector("#count:empty", state="attached", timeout=15_000)
    assert page.input_value("#title") == "12月招聘会"
    assert page.is_visible("button[value=count]")
    # A list that is too long is answered with a refusal, which the browser writes down by itself.
    assert [one for one in person.complaints if "422" not in one] == []
