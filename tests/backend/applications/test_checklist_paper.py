"""The personal list of papers as a page to keep."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from backend.core.documents import render_checklist
from contract.policy import Alternative, Checklist, ChecklistItem, Citation

CITATION = Citation(
    id="art-2-1", where="第二条第（一）项", text="（一）申请。", document="余人社字[2023]82号"
)


def item(title: str, *alternatives: Alternative, needed: bool = True, note: str = "") -> ChecklistItem:
    return ChecklistItem(
        id=title, title=title, needed=needed, alternatives=alternatives, note=note, citation=CITATION
    )


CHECKLIST = Checklist(
    title="您的材料清单",
    categories=("城镇“4050”人员", "失地人员"),
    items=(
        item("身份证或户口本", Alternative(id="id", title="身份证"), Alternative(id="book", title="户口本")),
        item("《就业创业证》", Alternative(id="card", title="《就业创业证》", issuer="公共就业服务机构")),
        item(
            "失地证明",
            Alternative(id="land", title="自然资源部门的证明", issuer="自然资源部门"),
            Alternative(id="town", title="乡镇的证明", issuer="乡镇（街道）"),
        ),
        item("年龄证明", needed=False, note="以登记年龄计算，无需提供。"),
    ),
    where_to_apply="户籍地或常住地的街道（乡镇）人社站所",
    telephone="12333",
)


def lines(checklist: Checklist, language: str = "zh_Hans_CN") -> list[str]:
    (page,) = PdfReader(BytesIO(render_checklist(checklist, language))).pages
    return [re.sub(r"\s+", " ", line).strip() for line in page.extract_text().splitlines()]


def test_each_needed_paper_has_a_box_and_each_choice_its_or() -> None:
    text = lines(CHECKLIST)
    assert [line for line in text if "□" in line] == ["□ 身份证或户口本", "□ 《就业创业证》", "□ 失地证明"]
    assert "身份证 或 户口本" in text
    town = text.index("乡镇的证明")
    assert text[town - 3 : town] == ["自然资源部门的证明", "出具单位：自然资源部门", "或"]


def test_what_is_not_needed_stands_apart_with_its_reason_and_article() -> None:
    text = lines(CHECKLIST)
    start = text.index("这些不用准备")
    assert text[start + 1 : start + 4] == [
        "— 年龄证明", "以登记年龄计算，无需提供。", "依据：第二条第（一）项",
    ]  # fmt: skip


def test_it_says_for_whom_where_to_go_whom_to_call_and_promises_nothing() -> None:
    text = lines(CHECKLIST)
    assert "您申报的类别：城镇“4050”人员、失地人员" in text
    assert text[-4:] == [
        "到哪里申请",
        "户籍地或常住地的街道（乡镇）人社站所",
        "咨询电话：12333",
        "本清单供您准备材料。是否符合条件，以经办机构审核为准。",
    ]


def test_the_list_speaks_english_too() -> None:
    text = lines(CHECKLIST, "en")
    for line in ("Please bring these papers", "身份证 or 户口本", "No need to bring", "Telephone: 12333"):
        assert line in text


def test_a_heading_without_lines_is_not_printed() -> None:
    text = lines(CHECKLIST.model_copy(update={"items": CHECKLIST.items[:1], "categories": ()}))
    assert "这些不用准备" not in text
    assert not any("您申报的类别" in line for line in text)


def longer_by(number: int) -> Checklist:
    more = tuple(item(f"第{place}样材料", note="请带原件。") for place in range(number))
    return CHECKLIST.model_copy(update={"items": (*CHECKLIST.items, *more)})


def test_the_union_of_all_five_categories_fits_one_page() -> None:
    assert len([line for line in lines(longer_by(5)) if "□" in line]) == 8


def test_a_longer_list_takes_a_second_page_and_loses_nothing() -> None:
    pages = PdfReader(BytesIO(render_checklist(longer_by(20), "zh_Hans_CN"))).pages
    assert len(pages) == 2
    assert sum(page.extract_text().count("□") for page in pages) == 23


@pytest.mark.parametrize("text", ["#panic()", "*x*", "阿卜杜拉·买买提的清单"])
def test_titles_are_shown_literally(text: str) -> None:
    assert lines(CHECKLIST.model_copy(update={"title": text}))[0] == text
