"""The second step at the door, as an officer meets it on the pages (S3, C37)."""

import re
from collections.abc import Callable

import pyotp
import pytest

from backend.core.work import Work
from backend.outreach import broadcasts
from backend.staff import service as staff
from tests.backend.desk import Desk
from tests.backend.outreach.readers import subscribes
from tests.conftest import StoppedClock
from tests.console.console import PASSWORD, Browser, Page, filled, give_password
from tests.console.test_broadcasts import composed
from tests.people import WANG_XIUYING, YUSHUI, ZHENG_JIE

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
    assert all(words in door.text for words in ("自动设置日期和时间", "15分钟内没有绑定完", "管理员"))
    assert "/staff/sign-in" in door.links
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
    assert ("请输入动态验证码" in second.text, "绑定您的手机" in second.text) == (True, False)
    for way_out in ("输入一个恢复码", "重置", "bangban staff reset-factor", "自动设置日期和时间"):
        assert way_out in second.text
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
    secret, _ = await bind(admin, asked, "admin")
    people = await admin.get("/staff/officers")
    clock.advance(minutes=1)
    asking = await admin.send(people.form("/factor/reset"))
    done = await admin.send(asking.form("/factor/reset"), code=pyotp.TOTP(secret).at(clock()))
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
    page = await browser.send(form, **whole)
    for code in ("", "000000"):
        page = await browser.send(page.form("/exports"), code=code)
        assert ("请再输入动态验证码" in page.text, "验证码不对" in page.text) == (True, bool(code))
    assert set(filled(form, **whole)) - set(page.form("/exports").fields) <= {one for one in form.fields if one[0] == "once"}
    done = await browser.send(page.form("/exports"), follow=False, code=pyotp.TOTP(secret).at(clock()))
    assert done.response.headers["location"] == "/staff/exports#mine"
    covered = (await browser.get("/staff/exports")).form("/exports")
    assert (await browser.send(covered, follow=False)).status == 303


NEW = {"name": "宋平", "login": "songping", "role": "reviewer", "office": YUSHUI}


async def test_s10_who_gives_rights_shows_a_fresh_code_and_nothing_typed_is_lost(
    asked: Work, desk: Desk, browsers: Browsers, clock: StoppedClock
) -> None:
    browser = browsers()
    secret, _ = await bind(browser, asked, "admin")
    clock.advance(minutes=1)
    form = (await browser.get("/staff/officers")).form("/officers")
    page = await browser.send(form, **NEW)
    assert (page.status, "请再输入动态验证码" in page.text, "宋平" in names(desk)) == (200, True, False)
    for code in ("", "000000"):
        page = await browser.send(page.form("/officers"), code=code)
        assert dict(page.form("/officers").fields) | NEW == dict(page.form("/officers").fields)
        assert ("验证码不对" in page.text, "宋平" in names(desk)) == (bool(code), False)
    done = await browser.send(page.form("/officers"), code=pyotp.TOTP(secret).at(clock()))
    assert ("/staff/invitations/" in done.response.text, "宋平" in names(desk)) == (True, True)


@pytest.mark.parametrize("act", ["invite", "leave", "let-in", "factor/reset"])
async def test_s10_every_change_of_somebodys_rights_asks(
    asked: Work, desk: Desk, browsers: Browsers, clock: StoppedClock, act: str
) -> None:
    await bind(browsers(), asked, "zhoumin")
    admin = browsers()
    secret, _ = await bind(admin, asked, "admin")
    clock.advance(minutes=1)
    at = f"/staff/officers/{desk.officers['zhoumin'].id}/{act}"
    pairs = filled((await admin.get("/staff/officers")).form("/officers"))
    before = standing_of(desk, "zhoumin")
    page = Page(await admin.post(at, pairs))
    assert ("请再输入动态验证码" in page.text, standing_of(desk, "zhoumin")) == (True, before)
    done = await admin.send(page.form(act), code=pyotp.TOTP(secret).at(clock()))
    assert (done.status, "请再输入动态验证码" in done.text) == (200, False)
    assert (standing_of(desk, "zhoumin") != before) == (act in ("leave", "factor/reset"))
    assert (await admin.get(at)).status == 200


async def test_s10_what_goes_to_more_than_a_thousand_is_approved_with_a_fresh_code(
    asked: Work, desk: Desk, browsers: Browsers, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasts, "ALONE", 0)
    subscribes(desk.work, WANG_XIUYING, "events")
    desk.employ("songping", "宋平", YUSHUI)
    for login in (ZHENG_JIE.login, "songping"):
        give_password(desk, login)
    author, second = browsers(), browsers()
    hers, (secret, _) = (await bind(author, asked, ZHENG_JIE.login))[0], await bind(second, asked, "songping")
    clock.advance(minutes=1)
    handed = await author.send((await composed(author)).form("/submit"))
    path = handed.response.url.path
    page = await second.send((await second.get(path)).form("/approve"))
    assert ("请再输入动态验证码" in page.text, "待批准" in (await author.get(path)).text) == (True, True)
    approving = page.form("/approve")
    code = pyotp.TOTP(secret).at(clock())
    for _click in range(2):
        assert "宋平批准" in (await second.send(approving, code=code)).text
    sending = await author.send((await author.get(path)).form("/send"), at="2026-11-25T09:00")
    assert dict(sending.form("/send").fields)["at"] == "2026-11-25T09:00"
    assert "定时待发" in (await author.send(sending.form("/send"), code=pyotp.TOTP(hers).at(clock()))).text


async def test_s10_an_act_that_is_refused_uses_no_code_up(
    asked: Work, desk: Desk, browsers: Browsers, clock: StoppedClock
) -> None:
    admin = browsers()
    secret, _ = await bind(admin, asked, "admin")
    clock.advance(minutes=1)
    code = pyotp.TOTP(secret).at(clock())
    form = (await admin.get("/staff/officers")).form("/officers")
    taken = await admin.send(form, **(NEW | {"login": "zhoumin"}), code=code)
    assert (taken.status, "宋平" in names(desk)) == (409, False)
    assert "/staff/invitations/" in (await admin.send(form, **NEW, code=code)).response.text


async def test_s10_sheets_with_whole_names_take_a_fresh_code(
    asked: Work, desk: Desk, browsers: Browsers, clock: StoppedClock
) -> None:
    give_password(desk, ZHENG_JIE.login)
    browser = browsers()
    secret, _ = await bind(browser, asked, ZHENG_JIE.login)
    clock.advance(minutes=1)
    at = "/staff/registrations/sheets"
    guards = (await browser.get("/staff/exports")).form("/exports").fields[:1]
    page = Page(await browser.post(at, [*guards, ("reason", "本周上门告知")]))
    assert dict(page.form("/sheets").fields)["reason"] == "本周上门告知"
    assert "请再输入动态验证码" in page.text
    done = await browser.send(page.form("/sheets"), code=pyotp.TOTP(secret).at(clock()))
    assert (done.status, "请再输入动态验证码" in done.text) == (200, False)


def names(desk: Desk) -> list[str]:
    return [one.name for one in desk.read("admin", staff.officers)]


def standing_of(desk: Desk, login: str) -> tuple[bool, bool, bool]:
    (line,) = (one for one in desk.read("admin", staff.officers) if one.login == login)
    return line.active, line.invited, line.phone


async def test_the_demonstration_says_what_it_does_without(work: Work, browsers: Browsers) -> None:
    work.services.settings.second_factor = ""
    work.services.settings.demo = True
    assert "演示登录只要密码" in (await browsers().get("/staff/sign-in")).text
