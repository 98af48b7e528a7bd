"""Exports, audit and indicators on their pages."""

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser

from backend.app import JOBS
from backend.assistance import acts
from backend.assistance.acts import NewAct
from backend.core import jobs
from backend.core.work import Work
from tests.backend.assistance.recognised import number as number
from tests.backend.assistance.recognised import recognise as recognise
from tests.backend.desk import TODAY, Desk
from tests.conftest import StoppedClock
from tests.console.conftest import SignIn
from tests.console.console import give_password
from tests.console.test_in_chromium import Town, Watched, _listening, _violations
from tests.console.test_in_chromium import chromium as chromium
from tests.people import WANG_XIUYING, ZHOU_MIN

WIDTHS = (1280, 390)


async def test_a_list_is_asked_for_made_and_fetched(
    sign_in: SignIn, work: Work, number: str, clock: StoppedClock
) -> None:
    browser = await sign_in("zhoumin")
    page = await browser.get("/staff/exports")
    none = await browser.send(page.form("/exports"), column=[], format="csv")
    assert (none.status, "请至少选一列" in none.text) == (422, True)
    told = {"column": ["number", "name"], "format": "csv", "whole": "yes"}
    silent = await browser.send(page.form("/exports"), **told, reason="")
    assert "请写明理由" in silent.text
    asked = await browser.send(silent.form("/exports"), **told, reason="报送县区")
    assert "等待开始" in asked.text
    jobs.run_waiting(work, JOBS)
    done = await browser.get("/staff/exports")
    link = next(link for link in done.links if link.endswith("/file"))
    answer = await browser.raw(link)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''register-")
    assert answer.headers["cache-control"] == "no-store"
    assert f"{number},{WANG_XIUYING.name}" in answer.text
    assert (await (await sign_in("wugang")).get(link)).status == 404
    clock.advance(hours=24)
    late = await (await sign_in("zhoumin")).get(link)
    assert (late.status, "只保留24小时" in late.text) == (410, True)


async def test_an_inspector_searches_the_audit_and_others_do_not(
    sign_in: SignIn, desk: Desk, number: str
) -> None:
    desk.do(ZHOU_MIN, acts.record, number, NewAct("guidance", TODAY, "done"))
    inspector = await sign_in("inspector")
    page = await inspector.get("/staff/audit")
    assert "记录了服务“职业指导”" in page.text
    found = await inspector.send(page.form("/search"), number=number, officer="周敏")
    assert number in found.text
    nothing = await inspector.send(page.form("/search"), number="RD360502-2026-ZZZZZZZZ")
    assert "没有找到" in nothing.text
    assert (await (await sign_in("zhoumin")).get("/staff/audit")).status == 403


@pytest.mark.xdist_group("chromium")
@pytest.mark.parametrize("login", ["zhoumin", "inspector"])
def test_exports_audit_and_indicators_shut_nobody_out(
    chromium: Browser, house: FastAPI, desk: Desk, work: Work, number: str, login: str
) -> None:
    desk.do(ZHOU_MIN, acts.record, number, NewAct("guidance", TODAY, "done"))
    give_password(desk, login)
    with _listening(house) as address:
        watched = Watched(chromium, Town(address, desk, {}), login)
        page = watched.open("/staff/exports?what=ledger")
        page.click("text=开始导出")
        page.wait_for_selector("text=等待开始")
        watched.open("/staff/me")  # A page that watches the work would load itself again in the middle.
        jobs.run_waiting(work, JOBS)
        paths = ["/staff/exports", "/staff/exports?what=ledger", "/staff/indicators"]
        for path in [*paths, *(["/staff/audit"] if login == "inspector" else [])]:
            page = watched.open(path)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 844})
                assert _violations(page) == [], (path, width)
                wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                assert wide <= 0, (path, width)
        with page.expect_download() as download:
            watched.open("/staff/exports").click("text=下载文件")
        assert download.value.suggested_filename.endswith(".xlsx")
    assert watched.complaints == []
