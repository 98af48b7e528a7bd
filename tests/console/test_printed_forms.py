"""The official form at the desk: a page to print and a DOCX, covered until there is a reason for whole values."""

import io
import re

from docx import Document

from tests.backend.desk import Desk
from tests.console.conftest import SignIn
from tests.people import WANG_XIUYING, ZHOU_MIN


async def test_c42_the_print_view_has_the_annex_covered_and_whole_for_a_reason(
    desk: Desk, case: str, sign_in: SignIn
) -> None:
    browser = await sign_in(ZHOU_MIN.login)
    page = await browser.get(f"/staff/cases/{case}/print")
    assert page.status == 200
    for words in ("新余市就业困难人员认定申请表", "填表时间：", "■城镇", "4050", "（盖章）", "个人信息已隐藏"):
        assert words in page.text
    assert page.text.count("□") + page.text.count("■") == 16
    assert WANG_XIUYING.id_number not in page.text
    assert WANG_XIUYING.name not in page.text
    assert (await browser.get(f"/staff/cases/{case}/print?full=yes")).status == 403
    file = await browser.get(f"/staff/cases/{case}")
    await browser.send(file.form("/reveal"), reason="打印申请表")
    whole = await browser.get(f"/staff/cases/{case}/print?full=yes")
    assert WANG_XIUYING.id_number in whole.text


async def test_the_form_in_word_is_handed_out_and_covered(desk: Desk, case: str, sign_in: SignIn) -> None:
    browser = await sign_in(ZHOU_MIN.login)
    answer = await browser.raw(f"/staff/cases/{case}/form.docx")
    assert answer.headers["content-disposition"].startswith("attachment")
    cells = [cell.text for row in Document(io.BytesIO(answer.content)).tables[0].rows for cell in row.cells]
    assert "身份证号码" in cells
    assert WANG_XIUYING.id_number not in "".join(cells)


async def test_the_tick_for_an_original_keeps_name_and_day(desk: Desk, case: str, sign_in: SignIn) -> None:
    browser = await sign_in(ZHOU_MIN.login)
    page = await browser.get(f"/staff/cases/{case}")
    page = await browser.send(page.form("/take-up"))
    page = await browser.send(page.form("/papers/identity"), mark="verified", original="yes")
    assert re.search(r"原件已核验：周敏 2026-11-21", page.text)
