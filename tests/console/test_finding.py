"""An officer of the county finds people: upload, look, screen in the background, invite, follow up, print."""

import re
from pathlib import Path

import httpx2

from backend.app import JOBS
from backend.core import messengers
from backend.core.console.qr import qr
from backend.core.jobs import run_waiting
from backend.core.work import SYSTEM
from backend.finding.models import Candidate
from contract.channel import IntroduceBot
from tests.backend.desk import Desk
from tests.backend.finding.listing import candidates, csv_of, invited, row, screened
from tests.console.conftest import SignIn
from tests.console.console import HOUSE, Browser, Page
from tests.people import ABDULLA, HE_WEI, WANG_XIUYING, ZHENG_JIE, ZHOU_MIN

ROOM = "/staff/finding"


async def sends_file(browser: Browser, content: bytes, name: str = "低保名单.csv") -> httpx2.Response:
    form = (await browser.get(ROOM)).form(ROOM)
    return await browser.http.post(
        form.action,
        data=dict(form.fields),
        files={"file": (name or "nothing.csv", content, "text/csv")},
        headers={"Origin": HOUSE},
    )


async def test_xy_70_from_the_file_to_the_printed_sheet(sign_in: SignIn, desk: Desk) -> None:
    officer = await sign_in(ZHENG_JIE.login)
    content = csv_of([row(WANG_XIUYING), row(ABDULLA, **{"户籍所在地": "渝水区"})]).decode().encode("gb18030")
    sent = await sends_file(officer, content)
    assert sent.status_code == 303
    at = sent.headers["location"]
    preview = await officer.get(at)
    assert "前2行都读得懂" in preview.text
    assert WANG_XIUYING.id_number not in preview.text
    assert WANG_XIUYING.phone not in preview.text
    waiting = await officer.send(preview.form("/screen"))
    assert "等待开始" in waiting.text
    run_waiting(desk.work, JOBS)
    found = await officer.get(at)
    assert "“4050”人员 2 0" in found.text
    assert "渝水区 2" in found.text
    none = await officer.send(found.form("/invite"), category=[], verdict=[])
    assert (none.status, "至少选一个类别和一种结论" in none.text) == (422, True)
    await officer.send(found.form("/invite"))
    desk.work.do_now(SYSTEM, messengers.introduce, IntroduceBot(channel="telegram", name="bangban_bot"))
    run_waiting(desk.work, JOBS)
    done = await officer.get(at)
    assert "已邀请 2人" in done.text
    refused = await officer.send(done.form("/sheets"), reason="")
    assert (refused.status, "请写明理由" in refused.text) == (422, True)
    sheet = await officer.send(refused.form("/sheets"), reason="本周上门通知")
    assert WANG_XIUYING.name in sheet.text
    assert "/start i_" in sheet.text
    word = re.search(r"/chat/\?start=(i_\w{12})", sheet.text)
    assert word, "typed by hand or scanned, it is the same way in"
    assert {qr(f"{HOUSE}/chat/?start={word[1]}"), qr(f"https://t.me/bangban_bot?start={word[1]}")} < set(
        re.findall(r'src="([^"]+)"', sheet.response.text)
    )
    assert sheet.response.headers["cache-control"] == "no-store"
    people = await officer.get(at + "/people")
    assert WANG_XIUYING.name not in people.text
    noted = await officer.send(people.form("/not_reached"))
    assert "没有联系上" in noted.text


async def test_what_cannot_be_taken_is_refused_on_the_page(sign_in: SignIn, desk: Desk) -> None:
    officer = await sign_in(ZHENG_JIE.login)
    for content, name, words in (
        (b"", "", "请选择文件"),
        ("姓名,身份证号码\n王,1\n".encode(), "名单.csv", "没有户籍所在地"),
        (b"%PDF-1.4 something", "名单.pdf", "名册应当是 .csv、.parquet 或 .xlsx 文件"),
        (b"not a workbook", "名单.xlsx", "不是完整的表格文件"),
        (b"PAR1 broken", "名单.parquet", "不是完整的 Parquet 文件"),
    ):
        page = Page(await sends_file(officer, content, name))
        assert (page.status, words in page.text) == (422, True), (name, page.text)
    files = desk.work.services.settings.data / "files"
    assert [path for path in files.rglob("*") if path.is_file()] == []


async def test_what_is_wrong_with_a_list_is_told_in_the_officers_language(sign_in: SignIn, desk: Desk) -> None:
    """A whole file that cannot be read, and the rows of one that can: before the screening and after it."""
    officer = await sign_in(ZHENG_JIE.login)
    await officer.send((await officer.get(ROOM)).form("/display"), language="en")
    for content, name, words in (
        ("姓名\n王\n".encode("utf-16"), "list.csv", "is not a table of plain text;"),
        (b"a,b\n1,2\n", "list.csv", "No column of the header is a fact the policies need."),
        (b"not a workbook", "list.xlsx", "it is not a whole workbook, or it has a password."),
    ):
        page = Page(await sends_file(officer, content, name))
        assert (page.status, words in page.text) == (422, True), (name, page.text)
    sent = await sends_file(officer, csv_of([row(WANG_XIUYING), row(ABDULLA, **{"户籍所在地": "火星"})]))
    at, words = sent.headers["location"], "This is no 6-digit area code, and no place known here"
    preview = await officer.get(at)
    assert words in preview.text
    await officer.send(preview.form("/screen"))
    run_waiting(desk.work, JOBS)
    screened_list = await officer.get(at)
    assert words in screened_list.text
    await officer.send(screened_list.form("/display"), language="zh_Hans_CN")
    assert "不是6位的地区代码" in (await officer.get(at)).text


async def test_a_file_that_is_too_large_is_stopped_while_it_arrives(sign_in: SignIn, desk: Desk) -> None:
    desk.work.services.settings.register_limit = 100_000
    page = Page(await sends_file(await sign_in(ZHENG_JIE.login), b"a,b\n" * 50_000))
    assert (page.status, "文件太大" in page.text) == (413, True)


async def test_a_form_of_another_site_or_session_brings_no_file(sign_in: SignIn, desk: Desk) -> None:
    officer = await sign_in(ZHENG_JIE.login)
    form = (await officer.get(ROOM)).form(ROOM)
    files = {"file": ("名单.csv", csv_of([row(WANG_XIUYING)]), "text/csv")}
    for fields, origin in ((dict(form.fields), "https://elsewhere.example"), ({"csrf": "other"}, HOUSE)):
        sent = await officer.http.post(ROOM, data=fields, files=files, headers={"Origin": origin})
        assert sent.status_code == 403


async def test_the_room_is_for_counties_and_cities_and_each_sees_its_own(
    sign_in: SignIn, desk: Desk, tmp_path: Path
) -> None:
    list_id = screened(desk, ZHENG_JIE, csv_of([row(WANG_XIUYING)]), tmp_path)
    invited(desk, ZHENG_JIE, list_id)
    station = await sign_in(ZHOU_MIN.login)
    assert "主动发现" not in (await station.get("/staff/")).text
    assert (await station.get(ROOM)).status == 403
    other = await sign_in(HE_WEI.login)
    assert "低保名单.csv" not in (await other.get(ROOM)).text
    for path in ("", "/people"):
        assert (await other.get(f"{ROOM}/lists/{list_id}{path}")).status == 404


async def test_a_template_can_be_taken_filled_in_and_sent(sign_in: SignIn, desk: Desk) -> None:
    officer = await sign_in(ZHENG_JIE.login)
    template = await officer.raw(f"{ROOM}/template?pack=xinyu-2023-82")
    assert template.headers["content-disposition"].startswith("attachment")
    sent = await sends_file(officer, template.content, "模板.xlsx")
    page = await officer.get(sent.headers["location"])
    assert "开始核对" in page.text


def test_candidates_are_no_part_of_a_decision() -> None:
    """Nothing that reviews, decides or registers may look at who was found."""
    rooms = ("applications", "registry", "policies", "people")
    root = Path(__file__).parents[2] / "backend"
    named = [path for room in rooms for path in (root / room).rglob("*.py") if Candidate.__tablename__ in path.read_text()]
    assert named == []


async def test_double_clicks_invite_once(sign_in: SignIn, desk: Desk, tmp_path: Path) -> None:
    list_id = screened(desk, ZHENG_JIE, csv_of([row(WANG_XIUYING)]), tmp_path)
    officer = await sign_in(ZHENG_JIE.login)
    form = (await officer.get(f"{ROOM}/lists/{list_id}")).form("/invite")
    for _ in range(2):
        await officer.send(form)
    run_waiting(desk.work, JOBS)
    assert [one.state for one in candidates(desk)] == ["invited"]


async def test_xy_70_who_has_no_list_yet_is_told_what_it_is_and_how_to_begin(sign_in: SignIn) -> None:
    page = await (await sign_in(ZHENG_JIE.login)).get("/staff/finding")
    for words in ("还没有名单", "可能符合、却还没有申请的人", "下载模板", "再开始核对", "选择邀请谁"):
        assert words in page.text
