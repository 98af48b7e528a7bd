"""A case that waits for corrections: more time with a reason, and what may not be is told."""

from datetime import timedelta

from backend.applications import review
from backend.applications.views import DefectClaim
from tests.backend.desk import TODAY, Desk
from tests.conftest import StoppedClock
from tests.console.conftest import SignIn
from tests.people import ZHOU_MIN


async def test_more_time_needs_a_reason_and_shows_on_the_case(
    sign_in: SignIn, desk: Desk, case: str, clock: StoppedClock
) -> None:
    desk.take_up(ZHOU_MIN, case)
    claims = (DefectClaim("field", "phone", "号码打不通"),)
    desk.do(ZHOU_MIN, review.return_for_correction, case, desk.version(case), claims)
    clock.advance(days=31)
    browser = await sign_in("zhoumin")
    page = await browser.get(f"/staff/cases/{case}")
    assert "申请没有关闭" in page.text
    waiting = await browser.get(f"/staff/cases/{case}/waiting")
    wrong = await browser.send(waiting.form("/waiting"), do="extend")
    assert (wrong.status, "错误" in wrong.text) == (422, True)
    done = await browser.send(waiting.form("/waiting"), do="extend", reason="本人住院，月底补交。")
    assert "补正时间延长到2027-01-21" in done.text
    assert desk.row(case).correct_by == TODAY + timedelta(days=61)
