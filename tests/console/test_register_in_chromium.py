"""The pages of the register in a real browser: nobody is shut out, on a telephone and on a desk."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from backend.registry import contacts, refusals
from backend.registry.contacts import Contact
from backend.registry.refusals import Refused
from tests.backend.desk import Desk
from tests.backend.registry.leaving import TODAY, Register, on_the_register, pension
from tests.conftest import StoppedClock
from tests.console.console import give_password
from tests.console.test_in_chromium import Town, Watched, _listening, _violations
from tests.console.test_in_chromium import chromium as chromium
from tests.people import CHEN_ZHIQIANG, LI_JIANGUO, WANG_XIUYING, WU_GANG, ZHOU_MIN

pytestmark = pytest.mark.xdist_group("chromium")
WIDTHS = (1280, 390)


@pytest.fixture
def town(house: FastAPI, desk: Desk, clock: StoppedClock) -> Iterator[Town]:
    register = Register(desk, clock)
    leaving = on_the_register(desk, LI_JIANGUO, "X1", "X2")
    near = on_the_register(desk, CHEN_ZHIQIANG, "X3", disab__valid_until=TODAY.replace(month=12))
    active = on_the_register(desk, WANG_XIUYING)
    register.propose(leaving, pension())
    for what in ("城南超市理货员", "家政培训班"):
        told = Refused("post", what, TODAY, "离家太远。")
        desk.do(ZHOU_MIN, refusals.record, active, told)
    desk.do(WU_GANG, refusals.judge, active, 1, justified=True, why="单程要两小时。")
    desk.do(ZHOU_MIN, contacts.record, active, Contact("phone", TODAY, False))
    desk.do(ZHOU_MIN, contacts.record, active, Contact("visit", TODAY, True, "本人在家，在找工作。"))
    for login in ("zhoumin", "zhengjie", "wugang"):
        give_password(desk, login)
    with _listening(house) as address:
        yield Town(address, desk, {"leaving": leaving, "near": near, "active": active})


@pytest.mark.parametrize("login", ["zhoumin", "wugang", "zhengjie"])
def test_no_page_of_the_register_shuts_anybody_out(chromium: Browser, town: Town, login: str) -> None:
    at = {name: f"/staff/register/{number}" for name, number in town.cases.items()}
    pages = {
        "zhoumin": ("/staff/register?view=near", f"{at['active']}/exit"),
        "wugang": (at["active"], f"{at['leaving']}/decide"),
        "zhengjie": (at["leaving"], f"{at['leaving']}/keep"),
    }
    person = Watched(chromium, town, login)
    for path in pages[login]:
        page = person.open(path)
        for width in (*WIDTHS, 320):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, (path, width)
            if width in WIDTHS:
                assert _violations(page) == [], (path, width)
    assert person.complaints == []


def test_an_exit_is_proposed_without_scripts(chromium: Browser, town: Town) -> None:
    person = Watched(chromium, town, "zhoumin", scripts=False)
    page = person.open(f"/staff/register/{town.cases['active']}/exit", 390)
    page.click("text=预览通知")
    assert "请选择退出情形" in page.inner_text("main")
    page.check("input[value='left_labour_market/pension']")
    page.fill("#evidence", "养老待遇发放记录，2026年11月")
    page.fill("#told", "社保记录显示您从2026年11月起领取养老金。")
    page.click("text=预览通知")
    assert "拟退出告知" in page.inner_text("main")
    page.click("text=提出退出并告知本人")
    assert "已提出退出。" in page.inner_text("main")
    assert person.complaints == []
