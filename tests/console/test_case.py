"""One case: masked until a reason is given, papers handled as dangerous, steps that keep what was typed."""

from io import BytesIO
from urllib.parse import unquote

from pypdf import PdfReader
from sqlalchemy import select

from backend.applications import province
from backend.applications.models import Application, PaperFileRow
from backend.core import audit
from backend.core.unit import Unit
from backend.core.work import Work
from backend.registry.provincial import SimulatedSystem, send_due
from tests import papers
from tests.backend.desk import Desk, hand_in
from tests.conftest import StoppedClock
from tests.console.conftest import SignIn
from tests.console.console import state_of
from tests.people import CHENGNAN, WANG_XIUYING, ZHANG_GUIHUA, ZHOU_MIN


def add_file(unit: Unit, case: str, name: str, media_type: str, content: bytes) -> str:
    row = PaperFileRow(
        id=unit.services.files.put(content),
        application_id=case,
        requirement="identity",
        name=name,
        media_type=media_type,
        size=len(content),
        sha256="1" * 64,
        created_at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    return row.id


async def test_a_condition_tells_by_which_reading_it_was_judged(sign_in: SignIn, case: str) -> None:
    page = await (await sign_in("zhoumin")).get(f"/staff/cases/{case}")
    assert "读法X4 “4050”的年龄上限：到法定退休日为止，不写死60周岁。" in page.text
    assert "有效期已于" not in page.text
    assert "材料和记录 按申请人回答 依据" in page.text


async def test_whole_values_need_a_reason_that_is_recorded(sign_in: SignIn, desk: Desk, case: str) -> None:
    browser = await sign_in("zhoumin")
    page = await browser.get(f"/staff/cases/{case}")
    assert WANG_XIUYING.id_number not in page.response.text
    assert WANG_XIUYING.name not in page.response.text
    without = await browser.send(page.form("/reveal"), reason=" ")
    assert (without.status, "请写明理由" in without.text) == (422, True)
    whole = await browser.send(page.form("/reveal"), reason="录入省系统")
    assert WANG_XIUYING.id_number in whole.text
    assert "录入省系统" in whole.text

    def recorded(unit: Unit) -> list[str]:
        return [one.action for one in audit.history(unit.session, f"application:{case}")]

    assert desk.system(recorded).count("application.revealed") == 1
    # A colleague's reason is not mine: the same address shows nothing more to others.
    wu = await sign_in("wugang")
    other = await wu.get(f"/staff/cases/{case}?full=yes")
    assert WANG_XIUYING.id_number not in other.text


async def test_the_permission_to_see_whole_values_ends_on_the_server(
    sign_in: SignIn, case: str, clock: StoppedClock
) -> None:
    browser = await sign_in("zhoumin")
    whole = await browser.send((await browser.get(f"/staff/cases/{case}")).form("/reveal"), reason="录入省系统")
    clock.advance(seconds=59)
    assert WANG_XIUYING.id_number in (await browser.get(f"/staff/cases/{case}?full=yes")).response.text
    hidden = await browser.send(whole.form("/cover"))
    assert "隐藏了完整信息" in hidden.text
    assert WANG_XIUYING.id_number not in (await browser.get(f"/staff/cases/{case}?full=yes")).response.text
    await browser.send(hidden.form("/reveal"), reason="再核对一次")
    clock.advance(seconds=60)
    assert WANG_XIUYING.id_number not in (await browser.get(f"/staff/cases/{case}?full=yes")).response.text


async def test_a_whole_form_is_printed_only_within_the_permission_and_every_one_is_on_record(
    sign_in: SignIn, case: str, clock: StoppedClock
) -> None:
    browser = await sign_in("zhoumin")
    address = f"/staff/cases/{case}/form.pdf"

    async def printed(path: str) -> str:
        answer = await browser.raw(path)
        assert answer.headers["content-disposition"].startswith("attachment")
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
        return text.replace("\n", "")

    refused = await browser.get(f"{address}?full=yes")
    assert (refused.status, "完整信息已隐藏" in refused.text) == (403, True)
    page = await browser.get(f"/staff/cases/{case}")
    assert address in page.links
    whole = await browser.send(page.form("/reveal"), reason="打印存档")
    assert f"{address}?full=yes" in whole.links
    assert WANG_XIUYING.id_number in await printed(f"{address}?full=yes")
    assert WANG_XIUYING.id_number not in await printed(address)
    clock.advance(seconds=60)
    assert (await browser.get(f"{address}?full=yes")).status == 403
    page = await browser.get(f"/staff/cases/{case}")
    assert page.text.count("下载了含完整信息的申请表PDF") == 1


async def test_files_are_served_as_if_they_were_dangerous(sign_in: SignIn, desk: Desk, case: str) -> None:
    browser = await sign_in("zhoumin")
    page = '说明<script>alert(1)</script>"\r\nX-Evil: 1'
    odd = desk.system(add_file, case, page, "text/html", b"<script>alert(1)</script>")
    answer = await browser.raw(f"/staff/cases/{case}/files/{odd}")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%E8%AF%B4%E6%98%8E%3Cscript%3E")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "x-evil" not in answer.headers
    picture = desk.system(lambda unit: unit.session.scalars(select(PaperFileRow.id)).first())
    shown = (await browser.raw(f"/staff/cases/{case}/files/{picture}")).headers["content-disposition"]
    assert shown.startswith("inline; filename*=UTF-8''")
    assert unquote(shown).endswith("身份证或户口本-1.jpg"), "a download says which paper it is (RFC 6266)"


async def test_a_file_of_another_case_is_not_found_under_this_one(
    sign_in: SignIn, desk: Desk, work: Work, case: str
) -> None:
    foreign = hand_in(work, ZHANG_GUIHUA, "X5")
    file = desk.system(add_file, foreign, "x.jpg", "image/jpeg", papers.jpeg())
    browser = await sign_in("zhoumin")
    assert (await browser.get(f"/staff/cases/{case}/files/{file}")).status == 404
    assert (await browser.get(f"/staff/cases/{foreign}/files/{file}")).status == 404


async def test_a_pdf_is_read_page_by_page_without_a_download(sign_in: SignIn, desk: Desk, case: str) -> None:
    file = desk.system(add_file, case, "证明.pdf", "application/pdf", papers.pdf("证明", pages=2))
    browser = await sign_in("zhoumin")
    reading = await browser.get(f"/staff/cases/{case}/files/{file}/read")
    assert "共2页" in reading.text
    picture = await browser.raw(f"/staff/cases/{case}/files/{file}/pages/2")
    assert picture.content.startswith(b"\x89PNG")
    assert (await browser.get(f"/staff/cases/{case}/files/{file}/pages/3")).status == 404


async def test_a_file_that_only_says_it_is_a_pdf_breaks_nothing(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    file = desk.system(add_file, case, "假.pdf", "application/pdf", b"%PDF-1.7 no more than this")
    browser = await sign_in("zhoumin")
    assert (await browser.get(f"/staff/cases/{case}/files/{file}/pages/1")).status == 404
    assert (await browser.get(f"/staff/cases/{case}")).status == 200


async def test_taking_up_twice_is_one_taking_up(sign_in: SignIn, desk: Desk, case: str) -> None:
    browser = await sign_in("zhoumin")
    form = (await browser.get(f"/staff/cases/{case}")).form("/take-up")
    for _ in range(2):
        assert (await browser.send(form, follow=False)).status == 303
    assert state_of(desk, "zhoumin", case) == "in_review"


async def test_who_comes_second_to_a_case_reads_who_has_it_and_goes_on_to_it(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    browser = await sign_in("zhoumin")
    form = (await browser.get(f"/staff/cases/{case}")).form("/take-up")
    colleague = desk.employ("wanghong", "王红", CHENGNAN)
    desk.take_up(colleague, case)
    late = await browser.send(form)
    assert (late.status, "这件刚刚有变化" in late.text) == (409, True)
    assert "王红" in late.text
    assert f"/staff/cases/{case}" in late.links
    assert "您填写的内容" not in late.text, "nothing was typed"


async def test_what_makes_a_photo_hard_to_read_is_said_in_words(sign_in: SignIn, desk: Desk, case: str) -> None:
    file = desk.system(add_file, case, "身份证.jpg", "image/jpeg", papers.jpeg())
    browser = await sign_in("zhoumin")
    for code, words in (
        ("blurred", "照片有点模糊"),
        ("dark", "照片偏暗"),
        ("cut", "可能没有拍全"),
        ("far", "拍得有点远"),
        ("small", "图片偏小"),
    ):

        def look(unit: Unit, code: str = code) -> None:
            unit.session.get_one(PaperFileRow, file).advice = code

        desk.system(look)
        shown = await browser.get(f"/staff/cases/{case}")
        assert words in shown.text
        assert code not in shown.text


async def test_a_record_match_keeps_what_was_typed_when_something_is_missing(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    desk.take_up(ZHOU_MIN, case)
    browser = await sign_in("zhoumin")
    form = (await browser.get(f"/staff/cases/{case}")).form("/record-match")
    typed = {"result__identity": "mismatch", "note__identity": "", "result__registration": "match"}
    gaps = await browser.send(form, **typed)
    assert "每个来源都要选择结果：社会保险和养老待遇、市场主体登记。" in gaps.text
    assert "#result-insurance" in gaps.links
    rest = {"result__insurance": "not_available", "result__business": "match"}
    wrong = await browser.send(gaps.form("/record-match"), **rest)
    assert wrong.status == 422
    assert "请写明比对的情况" in wrong.text
    assert "“身份和户籍、社会保险和养老待遇”不一致或无法比对" in wrong.text
    assert wrong.response.text.count("<title>错误：") == 1
    assert "#note-identity" in wrong.links
    assert ("result-registration", "match") in wrong.form("/record-match").fields
    rest = {f"result__{one}": "match" for one in ("identity", "registration", "insurance", "business")}
    done = await browser.send(wrong.form("/record-match"), **rest)
    assert (done.status, "线上信息比对 一致" in done.text) == (200, True)


async def test_a_home_visit_in_the_future_is_refused_beside_its_day(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    desk.take_up(ZHOU_MIN, case)
    browser = await sign_in("zhoumin")
    form = (await browser.get(f"/staff/cases/{case}")).form("/home-visit")
    told = {"visitor__2": "吴刚", "place": "平安路1号", "visit_result": "confirmed", "findings": "本人在家。"}
    wrong = await browser.send(form, visit_on="2026-11-22", **told)
    assert "日期还没到" in wrong.text
    assert ("place", "平安路1号") in wrong.form("/home-visit").fields
    assert ("findings", "本人在家。") in wrong.form("/home-visit").fields
    for day in ("", "昨天", "2026-13-45"):
        assert "请填写日期" in (await browser.send(form, visit_on=day, **told)).text
    done = await browser.send(wrong.form("/home-visit"), visit_on="2026-11-21")
    assert "情况属实" in done.text


async def test_a_paper_is_marked_with_words_for_the_citizen(sign_in: SignIn, desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    browser = await sign_in("zhoumin")
    form = (await browser.get(f"/staff/cases/{case}")).form("/papers/identity")
    silent = await browser.send(form, mark="rejected", comment="")
    assert (silent.status, "请写明问题" in silent.text) == (422, True)
    marked = await browser.send(form, mark="rejected", comment="照片模糊，请重拍。")
    assert "不符合要求" in marked.text
    assert "合格0，不合格1，待核对1" in marked.text
    refusing = await browser.get(f"/staff/cases/{case}/return")
    assert ("defect", "paper:identity") in refusing.form("/return").fields
    assert ("comment-paper-identity", "照片模糊，请重拍。") in refusing.form("/return").fields


async def test_hostile_words_are_shown_as_words(sign_in: SignIn, desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    browser = await sign_in("zhoumin")
    form = (await browser.get(f"/staff/cases/{case}")).form("/home-visit")
    hostile = "<img src=x onerror=alert(1)> {{7*7}} %(x)s"
    done = await browser.send(
        form, visitor__2="吴刚", place=hostile, findings=hostile, visit_result="confirmed", visit_on="2026-11-21"
    )
    assert hostile in done.text
    assert "<img src=x" not in done.response.text


async def test_a_case_whose_state_nobody_expects_is_still_readable(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    browser = await sign_in("zhoumin")
    for state in ("withdrawn", "awaiting_correction", "declined"):
        desk.system(lambda unit, state=state: setattr(unit.session.get(Application, case), "state", state))
        assert (await browser.get(f"/staff/cases/{case}")).status == 200


async def test_xy_20_a_simulated_number_of_the_province_says_what_it_is(sign_in: SignIn, desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    desk.do(ZHOU_MIN, province.enter, case)
    browser = await sign_in(ZHOU_MIN.login)
    assert "演示编号" not in (await browser.get(f"/staff/cases/{case}")).text
    send_due(desk.work, SimulatedSystem())
    page = await browser.get(f"/staff/cases/{case}")
    assert "SIM-LOOKUP-" in page.text
    assert page.text.count("SIM开头的是演示编号") == 1


async def test_c17_the_second_reviewer_reads_the_first_opinion_beside_the_records(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    desk.take_up(ZHOU_MIN, case)
    desk.record_steps(ZHOU_MIN, case)
    desk.endorse(ZHOU_MIN, case, "入户时本人在家，邻居也证实失业半年。")
    page = await (await sign_in("zhengjie")).get(f"/staff/cases/{case}")
    assert "初审意见 初审通过并上报 入户时本人在家，邻居也证实失业半年。 周敏" in page.text
