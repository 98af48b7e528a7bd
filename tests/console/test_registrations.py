"""Automatic recognition at the desk: upload, look, take in, hand over a sheet, answer an objection."""

from pathlib import Path

import httpx2

from backend.app import JOBS
from backend.core.jobs import run_waiting
from tests.backend.automatic.registering import GP01, GP02, entries, row
from tests.backend.desk import Desk
from tests.backend.finding.listing import csv_of
from tests.backend.registry.leaving import officers_of_guangzhou
from tests.console.conftest import SignIn
from tests.console.console import HOUSE, Browser, Page
from tests.people import ZHENG_JIE

ROOM = "/staff/registrations"


async def sends_file(browser: Browser, content: bytes) -> httpx2.Response:
    form = (await browser.get(ROOM)).form(ROOM)
    files = {"file": ("失业登记.csv", content, "text/csv")}
    return await browser.http.post(form.action, data=dict(form.fields), files=files, headers={"Origin": HOUSE})


async def test_gz_13_from_the_list_to_the_register_the_sheet_and_the_objection(sign_in: SignIn, desk: Desk) -> None:
    officers_of_guangzhou(desk)
    officer = await sign_in("huangjing")
    assert ROOM in (await officer.get("/staff/finding")).response.text
    rows = [row(GP01), row(GP02), row("44010419911121001X")]
    sent = await sends_file(officer, csv_of(rows, rows[0]))
    assert sent.status_code == 303
    at = sent.headers["location"]
    preview = await officer.get(at)
    assert GP01 not in preview.text
    assert entries(desk) == []
    await officer.send(preview.form("/take"))
    run_waiting(desk.work, JOBS)
    done = await officer.get(at)
    assert "已自动认定 1人" in done.text
    overview = await officer.get(ROOM)
    (entry,) = entries(desk)
    assert entry.number in overview.text
    none = await officer.send(overview.form("/sheets"), reason="")
    assert (none.status, "请写明理由" in none.text) == (422, True)
    sheet = await officer.send(none.form("/sheets"), reason="本周上门通知")
    assert "您已被自动认定为就业困难人员" in sheet.text
    at = f"/staff/register/{entry.number}"
    page = await officer.get(at)
    assert "自动认定" in page.text
    assert "看认定案件" not in page.text
    assert not [form for form in page.forms if form.action.endswith("/objections")], "the district inspects (GZ-02)"
    street = await sign_in("linfang")
    empty = await street.send((await street.get(at)).form("/objections"))
    assert (empty.status, "请写明哪里不对" in empty.text) == (422, True)
    page = await street.send(empty.form("/objections"), **{"objection-words": "我已经上班了。"})
    assert "2026-12-04前答复" in page.text
    wordless = await street.send(page.form("/objection"), basis=[], do="correct")
    assert (wordless.status, "请写明答复" in wordless.text) == (422, True)
    proposed = await street.send(wordless.form("/objection"), basis=[], answer="经核实已就业。", do="correct")
    assert "林芳提出撤销这项自动认定" in proposed.text
    assert "确认撤销" not in proposed.text
    seen = await officer.get(at)
    assert ("确认撤销" in seen.text, "经核实已就业。" in seen.text) == (True, True)
    after = await officer.send(seen.form("/objection"), do="annul")
    assert "撤销了自动认定" in after.text


async def test_the_room_is_for_counties_and_what_cannot_be_read_is_refused(sign_in: SignIn, desk: Desk) -> None:
    officers_of_guangzhou(desk)
    assert (await (await sign_in("linfang")).get(ROOM)).status == 403
    officer = await sign_in("huangjing")
    page = Page(await sends_file(officer, "姓名,身份证号码\n王,1\n".encode()))
    assert (page.status, "没有户籍所在地" in page.text) == (422, True)
    files = desk.work.services.settings.data / "files"
    assert [path for path in Path(files).rglob("*") if path.is_file()] == []
    none = await (await sign_in(ZHENG_JIE.login)).get(ROOM)
    assert "本市的政策没有自动认定的类别" in none.text
