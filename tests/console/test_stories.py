"""典型案例 at the desk: written, agreed to, read by another, published, and gone with the consent (XY-76)."""

import pytest

from backend.core.console.problems import WORDS
from tests.backend.desk import Desk
from tests.backend.registry.leaving import on_the_register
from tests.backend.stories.told import QIN, TEXT, TITLE, row, submitted
from tests.console.conftest import SignIn
from tests.people import WANG_XIUYING, ZHENG_JIE, ZHOU_MIN

ROOM = "/staff/stories"


@pytest.fixture
def number(desk: Desk) -> str:
    desk.employ(QIN, "秦芳", "360500")
    return on_the_register(desk, WANG_XIUYING)


async def test_xy_76_a_story_goes_from_the_desk_to_the_chat_by_two_people(
    sign_in: SignIn, desk: Desk, number: str
) -> None:
    county, city = await sign_in(ZHENG_JIE.login), await sign_in(QIN)
    page = await county.send((await county.get(ROOM)).form(ROOM), number=number, title=TITLE, text=TEXT)
    assert "没有本人的书面同意，不能发布。" in page.text
    at = page.form("/1").action
    refused = await county.send(page.form("/1"), action="submit")
    assert (refused.status, "还没有本人同意" in refused.text) == (409, True)
    early = await county.send(page.form("/1"), action="agree", on="2026-11-20", named="no", proof="柜1")
    assert (early.status, "这份同意书比文字早" in early.text) == (422, True)
    page = await county.send(page.form("/1"), action="agree", on="2026-11-21", named="no", proof="渝水区局档案柜1")
    assert "渝水区局档案柜1" in page.text
    page = await county.send(page.form("/1"), action="submit")
    assert "执笔人和登记同意的人不能发布" in page.text
    assert "典型案例" not in (await county.get("/staff/")).text
    home = await city.get("/staff/")
    assert "典型案例 1 件" in home.text
    waiting = await city.get(next(link for link in home.links if link.startswith(ROOM)))
    assert TITLE in waiting.text
    page = await city.send((await city.get(at)).form("/1"), action="publish")
    assert "已发布" in page.text
    page = await county.get(at)
    page = await county.send(page.form("/1"), action="revoke")
    assert (TEXT in page.text, "文字已经删除" in page.text) == (False, True)
    assert row(desk, 1).state == "withdrawn"


async def test_streets_are_told_whom_to_tell_of_a_good_example(sign_in: SignIn, desk: Desk, number: str) -> None:
    submitted(desk, number)
    street = await sign_in(ZHOU_MIN.login)
    for path in (ROOM, f"{ROOM}/1"):
        page = await street.get(path)
        assert (page.status, WORDS["story.not_here"][0] in page.text) == (403, True)
    assert ROOM not in (await street.get("/staff/care")).links


async def test_what_was_typed_stays_where_a_story_cannot_be_kept(sign_in: SignIn, desk: Desk, number: str) -> None:
    county = await sign_in(ZHENG_JIE.login)
    page = await county.get(ROOM)
    for told, words in (
        ({"number": "RD000000-2026-NOBODY"}, "请填写登记编号"),
        ({"title": ""}, "请写标题"),
        ({"text": f"电话{WANG_XIUYING.phone}"}, "请去掉电话号码"),
    ):
        again = await county.send(page.form(ROOM), **({"number": number, "title": TITLE, "text": TEXT} | told))
        assert (again.status, words in again.text) == (422, True), told
    assert TITLE in again.text
    unknown = await county.send(page.form(ROOM), number=number, title=TITLE, text=TEXT)
    assert (await county.send(unknown.form("/1"), action="burn")).status == 404
