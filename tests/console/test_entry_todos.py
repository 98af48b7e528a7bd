"""What is missing at entries of the register, as officers meet it."""

from datetime import date

from tests.backend.desk import Desk
from tests.backend.registry.leaving import Register, on_the_register
from tests.conftest import StoppedClock
from tests.console.conftest import SignIn
from tests.people import CHEN_ZHIQIANG

MISSING = "缺“残疾人证有效期至”：请补登，到期前才能提醒。"


async def test_xy_36_a_missing_last_day_is_listed_until_it_is_entered(
    sign_in: SignIn, desk: Desk, clock: StoppedClock
) -> None:
    number = on_the_register(desk, CHEN_ZHIQIANG, "X3")
    browser = await sign_in("zhoumin")
    home = await browser.get("/staff/")
    assert ("名册待办" in home.text, "/staff/register-todos" in home.links) == (True, True)
    listed = await browser.get("/staff/register-todos")
    assert (MISSING in listed.text, "陈*" in listed.text, CHEN_ZHIQIANG.name in listed.text) == (True, True, False)
    elsewhere = await (await sign_in("sunli")).get("/staff/register-todos")
    assert "没有要补登的" in elsewhere.text
    entry = await browser.get(f"/staff/register/{number}")
    assert MISSING in entry.text
    far = await browser.send(entry.form("/certificate"), valid_until="9999-12-31")
    assert (far.status, "有效期太远，请核对年份" in far.text, "2056-11-21" in far.text) == (422, True, True)
    assert dict(far.form("/certificate").fields)["valid_until"] == "9999-12-31"
    done = await browser.send(far.form("/certificate"), valid_until="2028-06-30")
    assert (done.status, MISSING in done.text) == (200, False)
    assert Register(desk, clock).entry(number).warn_from == date(2028, 5, 1)
    assert "没有要补登的" in (await browser.get("/staff/register-todos")).text
