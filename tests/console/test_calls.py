"""没有送到，请打电话 at the desk: a to-do on the first page, a list, and two buttons."""

from sqlalchemy import update

from backend.core.outbox import OutboxRow
from tests.backend.desk import Desk
from tests.console.conftest import SignIn
from tests.people import WANG_XIUYING, WU_GANG, ZHOU_MIN

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
