"""没有送到，请打电话 at the desk: a to-do on the first page, a list, and two buttons."""

from sqlalchemy import update

from backend.core.outbox import OutboxRow
from backend.registry.models import Entry
from tests.backend.desk import Desk
from tests.backend.registry.leaving import Register, on_the_register, pension
from tests.conftest import StoppedClock
from tests.console.conftest import SignIn
from tests.people import WANG_XIUYING, WU_GANG, ZHENG_JIE, ZHOU_MIN

CALLS = "/staff/calls"


async def test_f32_the_first_page_leads_to_the_call_and_two_buttons_end_it(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    zhou, wu = await sign_in(ZHOU_MIN.login), await sign_in(WU_GANG.login)
    assert CALLS not in (await zhou.get("/staff/")).links
    desk.system(lambda unit: unit.session.execute(update(OutboxRow).values(state="blocked", closed_at=unit.now)))
    home = await zhou.get("/staff/")
    assert CALLS in home.links
    assert "没有送到，请打电话" in home.text
    page = await zhou.get(CALLS)
    number = desk.letters(case)[0].number
    assert WANG_XIUYING.phone not in page.text
    assert f"/staff/cases/{case}#reveal" in page.links
    form = page.form(f"{CALLS}/{number}")
    undecided = await zhou.send(form)
    assert (undecided.status, "请选择电话的结果" in undecided.text) == (422, True)
    assert "没有要打的电话" in (await wu.send((await wu.get(CALLS)).form(f"{CALLS}/{number}"), result="told")).text
    late = await zhou.send(undecided.form(f"{CALLS}/{number}"), result="not_answered")
    assert (late.status, "已经有人打过电话" in late.text) == (409, True)
    assert "打了电话：已告诉本人" in (await zhou.get(f"/staff/cases/{case}")).text
    assert CALLS not in (await zhou.get("/staff/")).links


async def test_f32_an_inspector_sees_the_calls_and_makes_none(sign_in: SignIn, desk: Desk, case: str) -> None:
    desk.system(lambda unit: unit.session.execute(update(OutboxRow).values(state="failed", closed_at=unit.now)))
    page = await (await sign_in("inspector")).get(CALLS)
    assert "等经办机构打电话" in page.text
    assert not [form for form in page.forms if form.action.startswith(CALLS)]


async def test_xy_30_an_exit_of_somebody_without_a_chat_is_printed_told_and_only_then_decided(
    sign_in: SignIn, desk: Desk, clock: StoppedClock
) -> None:
    number = on_the_register(desk, WANG_XIUYING)
    desk.system(lambda unit: unit.session.execute(update(Entry).values(account_id=None)))
    letter = Register(desk, clock).propose(number, pension()).letter
    zhou, zheng = await sign_in(ZHOU_MIN.login), await sign_in(ZHENG_JIE.login)
    at = f"/staff/calls/{letter}"
    assert f"{at}/tell" in (await zhou.get(f"/staff/register/{number}")).links
    assert "通知可能没有送到" in (await zhou.get(f"/staff/register/{number}")).text
    seen = await zheng.get(f"/staff/register/{number}")
    assert ("还没有告知本人" in seen.text, f"{at}/tell" in seen.links) == (True, False)
    listed = await zhou.get(CALLS)
    assert "没有聊天账号" in listed.text
    assert not [form for form in listed.forms if form.action.startswith(CALLS)]
    page = await zhou.get(f"{at}/tell")
    assert WANG_XIUYING.phone not in page.text
    unsaid = await zhou.send(page.form(f"{at}/sheet"), reason="")
    assert (unsaid.status, "请写明理由" in unsaid.text) == (422, True)
    sheet = await zhou.send(unsaid.form(f"{at}/sheet"), reason="本周上门送达")
    for words in (WANG_XIUYING.name, WANG_XIUYING.phone, "拟退出告知", "签收人：", letter):
        assert words in sheet.text
    assert WANG_XIUYING.id_number not in sheet.text
    undecided = await zhou.send(unsaid.form(f"{at}/tell"), whom="本人")
    assert (undecided.status, "请选择怎样告知的" in undecided.text) == (422, True)
    strange = await zhou.send(undecided.form(f"{at}/tell"), way="phone", whom="本人", told_on="昨天")
    assert (strange.status, "看不懂这个日期" in strange.text) == (422, True)
    done = await zhou.send(strange.form(f"{at}/tell"), way="desk", whom="本人", told_on="2026-11-21")
    assert "没有要打的电话" in done.text
    late = await zhou.send(page.form(f"{at}/tell"), way="phone", whom="本人", told_on="2026-11-21")
    assert (late.status, "已经有人打过电话" in late.text) == (409, True)
    assert "没有要打的电话" in (await zhou.get(f"{at}/tell")).text
    entry = await zheng.get(f"/staff/register/{number}")
    assert "2026-11-21 · 当面 · 本人 · 周敏" in entry.text
    assert "还在听取本人说明" in entry.text
    assert "已打电话或另行告知" in entry.text
