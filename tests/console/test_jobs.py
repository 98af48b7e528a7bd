"""Long work on a page: how far it is, the way to end it, and only for those it belongs to."""

import pytest

from backend.core import jobs
from backend.core.console.live import Streams
from backend.core.problems import Problem
from backend.staff.job_pages import own_job
from tests.backend.desk import Desk
from tests.console.conftest import SignIn
from tests.people import HE_WEI, ZHENG_JIE, ZHOU_MIN, Officer


def started(desk: Desk, who: Officer) -> str:
    return desk.do(who, jobs.start, "none", {}, subject="list:1")


async def test_only_the_own_offices_see_and_cancel_it(sign_in: SignIn, desk: Desk) -> None:
    job = started(desk, ZHOU_MIN)
    assert desk.read(ZHENG_JIE, own_job, job).open
    with pytest.raises(Problem, match="not_found"):
        desk.read(HE_WEI, own_job, job)
    assert desk.read(ZHOU_MIN, own_job, job).started_by == ZHOU_MIN.name
    mine, stranger = await sign_in(ZHOU_MIN.login), await sign_in(HE_WEI.login)
    for browser, state in ((stranger, "waiting"), (mine, "cancelled")):
        guards = (await browser.get("/staff/me")).form("/sign-out").fields
        pairs = [*guards, ("next", "/staff/cases")]
        answer = await browser.post(f"/staff/jobs/{job}/cancel", pairs)
        assert answer.status_code == (303 if browser is mine else 404)
        assert desk.read(ZHOU_MIN, own_job, job).state == state


async def test_the_stream_tells_what_changed_and_ends_for_strangers(sign_in: SignIn, desk: Desk) -> None:
    job = started(desk, ZHOU_MIN)

    async def look() -> str | None:
        return desk.read(ZHOU_MIN, own_job, job).mark

    events = Streams().events(look, "seen before")
    assert "retry" in await anext(events)
    assert "data: waiting:0:0" in await anext(events)
    answer = await (await sign_in(HE_WEI.login)).raw(f"/staff/jobs/{job}/live")
    assert "event: over" in answer.text
