"""At the desk: the number on a certificate, the last day that is missing at an entry, two entries at one address."""

from datetime import date

from tests.backend.desk import Desk, hand_in
from tests.backend.registry.leaving import Register, on_the_register
from tests.backend.registry.test_households import recognised
from tests.backend.registry.test_wishes import SKILL, wishing
from tests.conftest import StoppedClock
from tests.console.conftest import SignIn
from tests.people import CHEN_ZHIQIANG, CHENGNAN, LI_JIANGUO, WANG_XIUYING

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


async def test_xy_17_the_number_is_typed_at_the_paper_and_stays_typed_when_it_is_wrong(
    sign_in: SignIn, desk: Desk
) -> None:
    case = hand_in(desk.work, CHEN_ZHIQIANG, "X3", station=CHENGNAN)
    browser = await sign_in("zhoumin")
    page = await browser.get(f"/staff/cases/{case}")
    page = await browser.send(page.form("/take-up"))
    assert [one for one in page.forms if "number" in dict(one.fields)] == [page.form("/papers/disability_certificate")]
    wrong = CHEN_ZHIQIANG.disability_no[:-1]
    page = await browser.send(page.form("/papers/disability_certificate"), mark="verified", number=wrong)
    assert (page.status, "现在是19位，请对照证件再看一遍。" in page.text) == (422, True)
    form = page.form("/papers/disability_certificate")
    assert dict(form.fields)["number"] == wrong
    page = await browser.send(form, mark="verified", number=CHEN_ZHIQIANG.disability_no)
    assert (page.status, "证件显示肢体、三级" in page.text) == (200, True)
    assert CHEN_ZHIQIANG.disability_no not in page.text


async def test_xy_33_one_address_is_asked_about_at_the_entry_and_answered_with_one_button(
    sign_in: SignIn, desk: Desk, clock: StoppedClock
) -> None:
    register = Register(desk, clock)
    first, second = recognised(register, WANG_XIUYING), recognised(register, LI_JIANGUO)
    browser = await sign_in("zhoumin")
    page = await browser.get(f"/staff/register/{second}")
    assert f"户籍地址与王*（{first}）相同，可能是同一家庭" in page.text
    assert f"/staff/register/{first}" in page.links
    (form,) = [form for form in page.forms if "/todos/" in form.action]
    done = await browser.send(form, do="yes")
    assert (done.status, "可能是同一家庭" in done.text, "关联了同一家庭" in done.text) == (200, False, True)
    assert register.entry(first).household == register.entry(second).household


async def test_xy_63_a_skill_wished_for_is_closed_at_the_entry_with_its_proof(
    sign_in: SignIn, desk: Desk, clock: StoppedClock
) -> None:
    number = wishing(Register(desk, clock), "training")
    browser = await sign_in("zhoumin")
    assert SKILL in (await browser.get("/staff/register-todos")).text
    entry = await browser.get(f"/staff/register/{number}")
    bare = await browser.send(entry.form("/tasks/1"))
    assert (bare.status, "请选择证书或测评" in bare.text) == (422, True)
    unnamed = await browser.send(bare.form("/tasks/1"), proof="cert")
    assert "请写证书或测评的名称" in unnamed.text
    done = await browser.send(unnamed.form("/tasks/1"), proof="cert", proof_name="保育员五级")
    assert "办好了“至少掌握一项职业技能”，凭证书：保育员五级" in done.text
    assert "没有要补登的" in (await browser.get("/staff/register-todos")).text
