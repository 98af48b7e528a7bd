"""The second step at the door, as an officer meets it on the pages (S3, C37)."""

import re
from collections.abc import Callable

import pyotp
import pytest

from backend.core.work import Work
from tests.backend.desk import Desk
from tests.conftest import StoppedClock
from tests.console.console import PASSWORD, Browser, Page, give_password

Browsers = Callable[[], Browser]


@pytest.fixture
def asked(desk: Desk, work: Work) -> Work:
    """A house that asks everybody, as `bangban serve` does."""
    work.services.settings.second_factor = ""
    give_password(desk, "zhoumin")
    give_password(desk, "admin")
    return work


async def at_the_door(browser: Browser, login: str, **more: str) -> Page:
    return await browser.send((await browser.get("/staff/sign-in")).form("/sign-in"), login=login, password=PASSWORD, **more)


def secret_of(page: Page) -> str:
    found = re.search(r'spoken">([A-Z2-7 ]+)<', page.response.text)
    assert found, page.text
    return found[1].replace(" ", "")


async def bind(browser: Browser, work: Work, login: str) -> tuple[str, Page]:
    page = await at_the_door(browser, login)
    secret = secret_of(page)
    return secret, await browser.send(page.form("/code"), code=pyotp.TOTP(secret).at(work.clock()))


async def test_the_first_sign_in_binds_a_phone_and_the_next_asks_for_its_code(
    asked: Work, browsers: Browsers, clock: StoppedClock
) -> None:
    browser = browsers()
    door = await at_the_door(browser, "zhoumin")
    assert "绑定您的手机" in door.text
    assert 'autocomplete="one-time-code"' in door.response.text
    assert (await browser.get("/staff/", follow=False)).status == 303
    slip = await browser.send(door.form("/code"), code="12")
    assert (slip.status, "验证码不对" in slip.text, "恢复码" in slip.text) == (401, True, False)
    assert secret_of(slip) == secret_of(door)
    secret = secret_of(slip)
    codes = await browser.send(slip.form("/code"), code=pyotp.TOTP(secret).at(clock()))
    assert "请保存恢复码" in codes.text
    assert (await browser.get("/staff/", follow=False)).status == 200
    clock.advance(minutes=1)
    there = browsers()
    second = await at_the_door(there, "zhoumin")
    assert ("请输入动态验证码" in second.text, "绑定" in second.text) == (True, False)
    done = await there.send(second.form("/code"), follow=False, code=pyotp.TOTP(secret).at(clock()))
    assert done.response.headers["location"] == "/staff/"


async def test_what_was_typed_when_the_session_ended_survives_the_second_step(
    asked: Work, browsers: Browsers, case: str, clock: StoppedClock
) -> None:
    browser = browsers()
    secret, _ = await bind(browser, asked, "zhoumin")
    form = (await browser.get(f"/staff/cases/{case}")).form("/reveal")
    clock.advance(minutes=20)
    door = await browser.send(form, reason="要做信息比对")
    second = await browser.send(door.form("/sign-in"), login="zhoumin", password=PASSWORD)
    kept = await browser.send(second.form("/code"), code=pyotp.TOTP(secret).at(clock()))
    assert "要做信息比对" in kept.text
    assert "正在显示完整信息" in (await browser.send(kept.form("/reveal"))).text


async def test_an_administrator_sees_whose_phone_is_bound_and_resets_it(
    asked: Work, browsers: Browsers, clock: StoppedClock
) -> None:
    zhou, admin = browsers(), browsers()
    await bind(zhou, asked, "zhoumin")
    await bind(admin, asked, "admin")
    people = await admin.get("/staff/officers")
    done = await admin.send(people.form("/factor/reset"))
    assert done.text.count("已绑手机") == people.text.count("已绑手机") - 1
    assert (await zhou.get("/staff/", follow=False)).status == 303
    assert "绑定您的手机" in (await at_the_door(zhou, "zhoumin")).text


async def test_the_own_page_renews_codes_and_takes_the_phone_off(
    asked: Work, browsers: Browsers, clock: StoppedClock
) -> None:
    browser = browsers()
    secret, first = await bind(browser, asked, "zhoumin")
    clock.advance(minutes=1)
    mine = await browser.get("/staff/me/factor")
    wrong = await browser.send(mine.form("/codes"), code="1")
    assert (wrong.status, "验证码不对" in wrong.text) == (401, True)
    new = await browser.send(wrong.form("/codes"), code=pyotp.TOTP(secret).at(clock()))
    one = re.search(r"[a-z2-9]{5}-[a-z2-9]{5}", new.text)
    assert one
    assert one[0] not in first.text
    form = mine.form("/codes")
    form.action = "/staff/me/factor/remove"
    gone = await browser.send(form, follow=False, code=one[0])
    assert gone.response.headers["location"] == "/staff/sign-in"
    assert (await browser.get("/staff/", follow=False)).status == 303


async def test_c39_a_list_taken_out_whole_asks_for_a_fresh_code(
    asked: Work, browsers: Browsers, clock: StoppedClock
) -> None:
    browser = browsers()
    secret, _ = await bind(browser, asked, "zhoumin")
    clock.advance(minutes=1)
    form = (await browser.get("/staff/exports")).form("/exports")
    whole = {"whole": "yes", "reason": "报送县区核对补贴"}
    for code in ("", "000000"):
        refused = await browser.send(form, **whole, code=code)
        assert (refused.status, "验证码不对" in refused.text) == (401, True)
    done = await browser.send(form, follow=False, **whole, code=pyotp.TOTP(secret).at(clock()))
    assert done.response.headers["location"] == "/staff/exports#mine"
    covered = (await browser.get("/staff/exports")).form("/exports")
    assert (await browser.send(covered, follow=False)).status == 303


async def test_the_demonstration_says_what_it_does_without(work: Work, browsers: Browsers) -> None:
    work.services.settings.second_factor = ""
    work.services.settings.demo = True
    assert "演示登录只要密码" in (await browsers().get("/staff/sign-in")).text
