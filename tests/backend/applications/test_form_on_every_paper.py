"""The official form as PDF, DOCX and page: the same cells everywhere, and what people write is only ever text."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from backend.applications.check_codes import Proof
from backend.applications.form_docx import render_docx
from backend.applications.form_layout import laid_out
from backend.applications.official_form import PLAIN_TEMPLATE, OfficialForm
from tests import papers
from tests.backend.applications.test_official_form import (
    COUNTY,
    EMPTY,
    FILLED,
    KINDS,
    STATION,
    TEMPLATE,
    WANG_XIUYING,
    signed,
    words,
)

LABELS = {
    "filled_on": "填表时间", "name": "姓名", "sex": "性别", "ethnicity": "民族", "photo": "照片",
    "political": "政治面貌", "education": "文化程度", "marital": "婚否", "id_number": "身份证号码",
    "certificate_no": "就业创业证号", "unemployed_since": "失业时间", "hukou_address": "户籍地址",
    "phone": "联系电话", "categories": "申报困难人员类别", "materials": "所提供资料", "wishes": "就业创业意愿",
}  # fmt: skip
ODD = {
    "rare": "𠮷㛃𪚥𫝀𰻝𮯠",
    "dotted": "阿卜杜拉·买买提",
    "forty": "欧" * 40,
    "formula": '=HYPERLINK("http://evil","x")',
    "plus": "+1",
    "at": "@SUM(A1)",
    "full_width": "＝1+1",
    "template": "{{7*7}} {0.__class__} %(x)s %n ${jndi:ldap://x}",
    "markup": "<b>x</b></w:t><script>alert(1)</script>&amp;",
    "typst": '#panic("x") $x$ *bold* @ref',
}
"""What may stand in a name or an address, and must come out as it went in."""


def labelled(form: OfficialForm) -> OfficialForm:
    return replace(form, lines=tuple(replace(line, label=LABELS[line.id]) for line in form.lines))


def in_word(form: OfficialForm, template: Path = TEMPLATE) -> str:
    """All text of the DOCX in reading order, each merged cell once."""
    document = Document(io.BytesIO(render_docx(form, template)))
    parts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        seen = set()
        for row in table.rows:
            for cell in row.cells:
                if cell._tc not in seen:
                    seen.add(cell._tc)
                    parts.append(cell.text)
    return re.sub(r"\s", "", "".join(parts))


def test_xy_78_the_annex_in_word_has_every_cell_in_its_order_and_all_sixteen_boxes() -> None:
    text, place = in_word(labelled(EMPTY)), 0
    for label in list(LABELS.values())[1:]:
        assert label in text[place:], label
        place = text.index(label, place)
    assert text.count("□") == 5 + 5 + 6
    assert "■" not in text
    assert text.count("（盖章）") == 2
    assert text.count("年月日") == 3


def test_xy_13_what_was_filled_in_and_both_opinions_stand_in_word() -> None:
    text = in_word(signed(labelled(FILLED), STATION, COUNTY))
    for value in (WANG_XIUYING.name, WANG_XIUYING.id_number, WANG_XIUYING.address, "2026年11月21日", "■就业推荐"):
        assert value in text
    for opinion in (STATION, COUNTY):
        assert opinion.text in text
        assert f"{opinion.office}（盖章）" in text
        assert f"{opinion.signed_on.year}年{opinion.signed_on.month}月{opinion.signed_on.day}日" in text


def test_the_cells_are_merged_as_in_the_annex() -> None:
    layout = laid_out(labelled(EMPTY), TEMPLATE)
    assert len(layout.widths) == 7
    for number, row in enumerate(layout.rows):
        reaching = 1 if 0 < number < 4 else 0  # The photo reaches down from the first row.
        assert sum(cell.across for cell in row) + reaching == 7


def test_gz_15_three_numbered_copies_are_marked_as_an_example() -> None:
    form = replace(labelled(EMPTY), copies=3, example=True)
    text = in_word(form)
    assert re.findall(r"第\d份，共3份（\d/3）", text) == [f"第{n}份，共3份（{n}/3）" for n in (1, 2, 3)]
    assert text.count("示例格式") == 3
    assert text.count("□") == 3 * 16


def test_a_policy_without_a_layout_has_every_field_in_its_order() -> None:
    text = in_word(labelled(FILLED), PLAIN_TEMPLATE)
    assert re.search(r"姓名王秀英.*性别女.*民族汉族", text)


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_f55_f57_f58_f59_a_strange_name_is_text_on_every_paper(odd: str) -> None:
    form = labelled(FILLED).but(name=odd, hukou_address=odd)
    content = render_docx(form, TEMPLATE)
    assert in_word(form).count(re.sub(r"\s", "", odd)) == 2
    inside = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert "<script" not in inside
    assert "w:instrText" not in inside
    assert "w:fldSimple" not in inside
    on_paper = words(form)
    for sign in re.sub(r"\s", "", odd):
        assert sign in on_paper or f"〔U+{ord(sign):04X}〕" in on_paper, f"{sign} vanished"


@pytest.mark.parametrize("hidden", ["王\x00秀英", "王\u202e秀英", "王\ud800秀英", "王\u200b秀英"])
def test_f55_invisible_signs_do_not_reach_a_paper(hidden: str) -> None:
    assert "王秀英" in in_word(labelled(FILLED).but(name=hidden))


def test_a_photo_and_a_code_are_pictures_in_word() -> None:
    form = replace(labelled(FILLED).but(photo=papers.portrait()), proof=Proof("AAAA-BBBB-CCCC-DDDD", "", "x"))
    names = zipfile.ZipFile(io.BytesIO(render_docx(form, TEMPLATE))).namelist()
    assert len([name for name in names if name.startswith("word/media/")]) == 2
    spoilt = labelled(FILLED).but(photo=b"no picture")
    assert "照片" in in_word(spoilt)


def test_the_day_of_the_form_stands_above_the_table() -> None:
    layout = laid_out(labelled(FILLED), TEMPLATE)
    assert layout.above is not None
    assert layout.above.value == date(2026, 11, 21)
    assert KINDS["filled_on"] == "date"
