"""Where somebody looks for work from, told by her browser: only after her tap, and a refusal is one sentence (XY-79)."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.chat import Chat
from tests.journeys.browser import PHONE, PageDoor, needs_chromium, sits_down
from tests.journeys.product import product
from tests.people import WANG_XIUYING

pytestmark = [
    needs_chromium(),
    pytest.mark.xdist_group("chromium"),
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.timeout(300),
]
HOME = {"latitude": 27.82674, "longitude": 114.94511}
WISHES = ("保洁、绿化、物业", "都可以", "没有要求", "10公里内", "保洁", "同意 · 没有限制")


async def test_xy_79_the_browser_tells_her_place_after_her_tap_and_a_refusal_is_one_sentence(
    chromium: Browser, tmp_path: Path
) -> None:
    async with product(tmp_path / "data", command="demo") as house:
        pictures = Path(os.environ["PICTURES"]) if "PICTURES" in os.environ else None
        phone = await sits_down(chromium, PHONE, pictures)
        await phone.page.goto(house.chat)
        wang = Chat(WANG_XIUYING, PageDoor(phone.page), patience=30)
        await wang.sees("帮办")
        await wang.says("找工作")
        await wang.taps("新余市")
        for number, wish in enumerate(WISHES, 1):
            await wang.sees(f"{number}/6")
            await wang.taps(wish)
        await wang.sees("合您意愿的岗位")
        await phone.look("posts")
        await wang.taps("告诉我离多远")
        await wang.sees("误差约100米")
        await phone.look("consent")
        await wang.taps("同意，发我的位置")
        await wang.sees("没有拿到位置")
        await phone.look("refused")
        await phone.page.context.grant_permissions(["geolocation"])
        await phone.page.context.set_geolocation(HOME)  # type: ignore[arg-type]
        await wang.taps("同意，发我的位置")
        await wang.sees("记下了大概位置", "离您2.4公里")
        await phone.look("near")
        await wang.taps("只看家庭服务")
        page = await wang.sees("合您意愿的家庭服务岗位")
        assert "楼道保洁员" not in page.text
        await phone.look("family")
        await wang.taps("删除我的位置")
        page = await wang.sees("您的位置已删除")
        assert "公里" not in page.text
        await phone.look("deleted")
        assert phone.complaints == {}
