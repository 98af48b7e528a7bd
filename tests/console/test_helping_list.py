"""代办 at the console: a list of residents comes in at once, and what is wrong with it is told by line."""

import io
import re
from pathlib import Path

import pytest
import python_calamine as calamine
import xlsxwriter
from sqlalchemy import select

from backend.core.work import SYSTEM
from backend.people.mandate_models import Mandate
from tests.backend.citizen import PACK
from tests.backend.desk import Desk
from tests.console.console import HOUSE, Browser
from tests.console.helping import ROOM, SignIn, imports, the_case
from tests.console.helping import deng as deng
from tests.console.helping import village as village
from tests.people import LI_JIANGUO, WANG_XIUYING, ZHANG_GUIHUA, ZHOU_MIN


async def test_a_list_is_looked_at_first_then_entered_and_its_mistakes_are_told_by_line(
    deng: Browser, village: Desk
) -> None:
    rows = [
        "姓名,身份证号,手机,备注",
        f"{WANG_XIUYING.name},{WANG_XIUYING.id_number},{WANG_XIUYING.phone},",
        f"{LI_JIANGUO.name},360502197611219919,{LI_JIANGUO.phone},末位不对",
        f"{ZHANG_GUIHUA.name},{ZHANG_GUIHUA.id_number},{ZHANG_GUIHUA.phone},",
        f"{WANG_XIUYING.name},{WANG_XIUYING.id_number},{WANG_XIUYING.phone},又来一次",
    ]
    page = await imports(deng, "\n".join(rows))
    assert "2人：只登记，自测还要答" in page.text
    assert "第3行 李建国 身份证号码 身份证号码的最后一位对不上" in page.text
    assert "第5行 王秀英 身份证号码 和第2行是同一个人" in page.text
    assert "没有用到的列：备注" in page.text
    assert places(village) == []
    page = await deng.send(page.form("/apply"))
    assert "录入了2人" in page.text
    assert places(village) == ["visit", "visit"]
    text = (await deng.get(ROOM)).response.text
    assert "张桂花" in text
    assert ZHANG_GUIHUA.id_number not in text  # covered on the list


async def test_the_template_is_filled_in_and_comes_back_ready_for_the_signature(
    deng: Browser, village: Desk, tmp_path: Path
) -> None:
    """The XLSX as it is downloaded, its example row written over with 王秀英."""
    answer = await deng.http.get(f"{ROOM}/lists/template?pack={PACK}")
    (tmp_path / "模板.xlsx").write_bytes(answer.content)
    book = calamine.load_workbook(str(tmp_path / "模板.xlsx"))
    assert book.sheet_names == ["名单", "说明"]
    headers, example = book.get_sheet_by_name("名单").to_python()
    explained = {line[0]: line[2] for line in book.get_sheet_by_name("说明").to_python()[1:] if line[0]}
    assert set(headers) <= set(explained)
    own = {
        "姓名": WANG_XIUYING.name,
        "身份证号码": WANG_XIUYING.id_number,
        "电话": WANG_XIUYING.phone,
        "就业创业证号": WANG_XIUYING.certificate_no,
    }
    sheet = io.BytesIO()
    with xlsxwriter.Workbook(sheet) as written:
        table = written.add_worksheet("名单")
        table.write_row(0, 0, headers)
        table.write_row(1, 0, example)
        table.write_row(2, 0, [own.get(str(name), cell) for name, cell in zip(headers, example, strict=True)])
    page = await imports(deng, sheet.getvalue(), "名单.xlsx")
    assert "1人：申请表会填好，只差签名和材料" in page.text
    await deng.send(page.form("/apply"))
    link = re.search(r'href="(/staff/helping/\w+)">王秀英', (await deng.get(ROOM)).response.text)
    assert link is not None
    page = await deng.get(link[1])
    assert WANG_XIUYING.certificate_no in page.response.text
    assert the_case(village).state == "draft"
    page = await deng.send(page.form("/submit"), signed="yes")
    assert "材料还不齐" in page.text


async def test_the_preview_names_bad_cells_with_the_words_allowed(deng: Browser) -> None:
    rows = [
        "姓名,身份证号码,电话,户籍所在地,民族",
        f"{WANG_XIUYING.name},{WANG_XIUYING.id_number},{WANG_XIUYING.phone},上海,火星族",
        f"{ZHANG_GUIHUA.name},{ZHANG_GUIHUA.id_number},{ZHANG_GUIHUA.phone},渝水区,汉族",
    ]
    text = (await imports(deng, "\n".join(rows))).text
    assert "第2行 王秀英 户籍所在地 “户籍所在地”没有“上海”这个选项 可以写：渝水区、" in text
    assert "第2行 王秀英 民族 “民族”没有“火星族”这个选项 可以写：汉族、" in text
    assert "1人：只登记，自测还要答" in text


async def test_the_preview_names_a_filled_cell_nobody_asks_for(deng: Browser) -> None:
    rows = [
        "姓名,身份证号码,电话,申请地点,常住详细地址",
        f"{WANG_XIUYING.name},{WANG_XIUYING.id_number},{WANG_XIUYING.phone},户籍地,平安路1号",
    ]
    text = (await imports(deng, "\n".join(rows))).text
    assert "没有留下的格：第2行 常住详细地址" in text, text[:600]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("姓名,电话\n王秀英,1\n", "名单里没有“身份证号码”一列"),
        ("姓名,身份证号码,电话\n", "这份名单没有读懂"),
        ("姓名,身份证号码,电话\n" + "王,1,2\n" * 501, "名单太长"),
        ("姓名,名字,身份证号码,电话\n王,王,1,2\n", "“姓名”有两列"),
        ("姓名,身份证号码,电话\n示例（请删去）,1,2\n", "名单里没有人"),
    ],
)
async def test_a_list_that_is_none_is_refused_with_words(deng: Browser, content: str, said: str) -> None:
    page = await imports(deng, content)
    assert page.status == 422
    assert said in page.text, page.text[:900]


async def test_a_list_is_named_as_the_officer_named_it(deng: Browser) -> None:
    text = (await imports(deng, "姓名,身份证号码,电话\n", "平安社区.csv")).text
    assert "“平安社区.csv”只有表头" in text


async def test_without_a_file_it_is_asked_for(deng: Browser) -> None:
    form = (await deng.get(f"{ROOM}/lists")).form("/lists")
    data = dict(form.fields) | {"pack": PACK, "place": "visit"}
    answer = await deng.http.post(form.action, data=data, files={"nothing": b""}, headers={"Origin": HOUSE})
    assert "请选择文件" in answer.text


async def test_empty_lines_of_a_list_are_nobody(deng: Browser) -> None:
    line = f"{WANG_XIUYING.name},{WANG_XIUYING.id_number},{WANG_XIUYING.phone}"
    text = (await imports(deng, "\n".join(["姓名,身份证号码,电话", line, ",,", " , ,", ",,"]))).text
    assert "共1人" in text
    assert "有错，不会录入" not in text


async def test_a_list_of_a_colleague_is_absent(deng: Browser, village: Desk, sign_in: SignIn) -> None:
    line = f"{WANG_XIUYING.name},{WANG_XIUYING.id_number},{WANG_XIUYING.phone}"
    page = await imports(deng, f"姓名,身份证号码,电话\n{line}")
    zhou = await sign_in(ZHOU_MIN.login)
    assert (await zhou.get(page.response.url.path)).status == 404
    assert (await zhou.get(f"{page.response.url.path}/apply")).status == 404


def places(village: Desk) -> list[str]:
    return village.work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(Mandate.relation))))
