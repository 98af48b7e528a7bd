"""The page of the promises: read by everybody, set by an administrator, nothing typed is lost."""

import re

from tests.console.conftest import SignIn


async def test_an_administrator_sets_a_promise_and_sees_it_on_record(sign_in: SignIn) -> None:
    browser = await sign_in("admin")
    page = await browser.get("/staff/limits")
    form = page.form("/limits")
    office = re.search(r'<option value="(\d+)"[^>]*>渝水区公共', page.response.text)
    told = {"step": "xinyu-2023-82|preliminary", "days": "0", "day": "2026-12-01", "reason": "人手已增加，缩短时间。"}
    told["office"] = office[1] if office else ""
    wrong = await browser.send(form, **told)
    assert (wrong.status, "请填1到60之间的整数" in wrong.text) == (422, True)
    assert "人手已增加，缩短时间。" in wrong.text
    saved = await browser.send(wrong.form("/limits"), **(told | {"days": "6"}))
    assert "新的时限已保存" in saved.text
    assert "渝水区公共就业服务机构 初审 6个工作日 2026-12-01 人手已增加，缩短时间。 马超" in saved.text


async def test_everybody_reads_the_promise_and_nobody_else_may_set_it(sign_in: SignIn) -> None:
    browser = await sign_in("zhoumin")
    page = await browser.get("/staff/limits")
    assert "办理承诺：初审10个工作日，审核10个工作日。" in page.text
    assert not [form for form in page.forms if form.action.endswith("/limits")]


async def test_the_calendar_shows_days_off_and_warns_of_a_year_that_is_missing(sign_in: SignIn) -> None:
    page = await (await sign_in("zhoumin")).get("/staff/calendar")
    assert "共248个工作日" in page.text
    assert "2027年的放假安排还没有录入" in page.text
    assert (await (await sign_in("zhoumin")).get("/staff/calendar?year=99999")).status == 200
