"""The annex of 余人社字[2023]82号 as PDF (XY-13, XY-78), read back as an officer reads it."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from backend.applications.official_form import Box, OfficialForm, Opinion, render_form
from tests import papers
from tests.people import WANG_XIUYING

ROOT = Path(__file__).parents[3]
TEMPLATE = ROOT / "policies/xinyu-2023-82/form.typ"

CATEGORIES = ("城镇“4050”人员", "零就业家庭成员", "残疾失业人员", "城乡脱贫劳动力", "失地人员")
PAPERS = (
    "本人身份证和户口本",
    "“零就业家庭”证明",
    "《残疾人证》",
    "城乡脱贫劳动力（原城乡贫困劳动力）证明材料",
    "承包土地被征用证明材料",
)
WISHES = (
    "就业推荐",
    "就业（创业）培训",
    "创业服务",
    "公益性岗位安置",
    "灵活就业（社会保险补贴）",
    "其他",
)
ANNEX = (
    *("新余市就业困难人员认定申请表", "填表时间", "姓名", "性别", "民族", "政治面貌", "文化程度", "婚否"),
    *("身份证号码", "就业创业证号", "失业时间", "户籍地址", "联系电话"),
    *("申报困难人员类别", *CATEGORIES, "所提供资料", *PAPERS, "就业创业意愿", *WISHES),
    *("街道（乡镇）人力资源社会保障事务站所或社区初审意见", "（盖章）", "年月日"),
    *("县（区）公共就业服务机构认定意见", "（盖章）", "年月日"),
)
STATION = Opinion("经信息比对和入户核实，情况属实，同意上报。", "城南街道人社所", date(2026, 11, 25))
COUNTY = Opinion("核实无误，同意认定。", "渝水区公共就业服务机构", date(2026, 12, 3))


def boxes(labels: tuple[str, ...], *ticked: str) -> tuple[Box, ...]:
    return tuple(Box(label, label in ticked) for label in labels)


FILLED = OfficialForm(
    filled_on=date(2026, 11, 21),
    name=WANG_XIUYING.name,
    sex="女",
    ethnicity=WANG_XIUYING.ethnicity,
    political_status="群众",
    education="中专（技校）",
    marital_status="已婚",
    photo=papers.jpeg("照片"),
    id_number=WANG_XIUYING.id_number,
    certificate_no=WANG_XIUYING.certificate_no,
    unemployed_since=date(2026, 9, 1),
    hukou_address=WANG_XIUYING.address,
    phone=WANG_XIUYING.phone,
    categories=boxes(CATEGORIES, "城镇“4050”人员"),
    papers=boxes(PAPERS, "本人身份证和户口本"),
    wishes=boxes(WISHES, "就业推荐", "公益性岗位安置"),
)
EMPTY = OfficialForm(
    filled_on=None,
    name="",
    sex="",
    ethnicity="",
    political_status="",
    education="",
    marital_status="",
    photo=None,
    id_number="",
    certificate_no="",
    unemployed_since=None,
    hukou_address="",
    phone="",
    categories=boxes(CATEGORIES),
    papers=boxes(PAPERS),
    wishes=boxes(WISHES),
)


def printed(form: OfficialForm) -> PdfReader:
    return PdfReader(BytesIO(render_form(form, TEMPLATE)))


def words(form: OfficialForm, page: int = 0) -> str:
    """The text of a page without its white space: where lines break is the layout's affair."""
    return re.sub(r"[\s\u200b]", "", printed(form).pages[page].extract_text())


def test_the_blank_form_holds_every_label_and_box_of_the_annex_in_its_order() -> None:
    text, place = words(EMPTY), 0
    for label in ANNEX:
        assert label in text[place:], f"{label} is missing or stands in another place"
        place = text.index(label, place) + len(label)
    assert text.count("□") == 5 + 5 + 6
    assert "■" not in text
    assert "照" in text
    assert "片" in text


def test_every_answer_stands_beside_its_label() -> None:
    text = words(FILLED)
    for label, value in {
        "填表时间：": "2026年11月21日",
        "姓名": "王秀英",
        "性别": "女",
        "民族": "汉族",
        "政治面貌": "群众",
        "文化程度": "中专（技校）",
        "婚否": "已婚",
        "身份证号码": WANG_XIUYING.id_number,
        "就业创业证号": WANG_XIUYING.certificate_no,
        "失业时间": "2026年9月1日",
        "户籍地址": WANG_XIUYING.address,
        "联系电话": WANG_XIUYING.phone,
    }.items():
        assert label + value in text


def test_ticked_boxes_are_filled_and_the_others_empty() -> None:
    text = words(FILLED)
    for label in ("城镇“4050”人员", "本人身份证和户口本", "就业推荐", "公益性岗位安置"):
        assert f"■{label}" in text
    assert text.count("■") == 4
    assert text.count("□") == 12


def test_what_a_person_wrote_beside_another_wish_is_printed() -> None:
    wishes = (*FILLED.wishes[:-1], Box("其他", True, "想找离家近的半天工作"))
    assert "■其他：想找离家近的半天工作" in words(replace(FILLED, wishes=wishes))


def test_opinions_office_and_date_stand_where_the_office_signs() -> None:
    text = words(replace(FILLED, preliminary=STATION, final=COUNTY))
    first, second = text.index("或社区初审意见"), text.index("认定意见")
    assert STATION.text + "城南街道人社所（盖章）2026年11月25日" in text[first:second]
    assert COUNTY.text + "渝水区公共就业服务机构（盖章）2026年12月3日" in text[second:]


def test_an_opinion_that_does_not_exist_leaves_room_for_the_pen() -> None:
    text = words(replace(FILLED, preliminary=STATION))
    assert text.endswith("认定意见（盖章）年月日")
    assert words(FILLED).count("（盖章）年月日") == 2


def test_the_photo_is_on_the_form_no_larger_than_print_needs() -> None:
    (photo,) = printed(FILLED).pages[0].images
    assert photo.image is not None
    assert photo.image.height <= 496
    assert photo.image.width <= 354
    assert "照片" not in words(FILLED)


def test_a_spoilt_photo_leaves_a_remark_and_the_form_is_printed_all_the_same() -> None:
    form = replace(FILLED, photo=papers.jpeg("照片")[:200])
    assert "照片无法显示" in words(form)
    assert not printed(form).pages[0].images


@pytest.mark.parametrize(
    "text",
    [
        "#panic()",
        "*x*",
        "$x$ @y",
        '#read("/etc/passwd")',
        "<b>&amp;",
        "\\u{41}//",
        '"}',
        "𠮷永强",
        "阿卜杜拉·买买提",
    ],
)
def test_words_of_people_are_shown_and_never_evaluated(text: str) -> None:
    shown = words(replace(FILLED, name=text, hukou_address=text, preliminary=replace(STATION, text=text)))
    assert shown.count(text.replace(" ", "")) == 3


def test_a_character_without_a_glyph_is_printed_as_its_code() -> None:
    assert "王〔U+2A6A5〕" in words(replace(FILLED, name="王\U0002a6a5"))


def test_control_and_direction_marks_do_not_reach_the_paper() -> None:
    assert "姓名王秀英性别" in words(replace(FILLED, name="王\x00秀\u202e英\ud800"))


def test_a_long_address_wraps_and_the_form_stays_one_page() -> None:
    address = "江西省新余市渝水区城南街道劳动北路一百二十八号建设小区六栋二单元五百零一室（原市机械厂家属院）"
    form = replace(FILLED, hukou_address=address, preliminary=STATION, final=COUNTY)
    assert len(printed(form).pages) == 1
    assert address in words(form)


def test_an_opinion_of_a_full_paragraph_stays_on_the_page() -> None:
    long = replace(STATION, text="经核实，情况属实。" * 50)
    form = replace(FILLED, preliminary=long, final=replace(COUNTY, text=long.text))
    assert len(printed(form).pages) == 1
    assert words(form).count("经核实，情况属实。") == 100


def test_four_thousand_characters_go_on_after_the_form_and_none_is_lost() -> None:
    opinion = "".join(f"第{number}户核实。" for number in range(1000, 1500))
    form = replace(FILLED, preliminary=replace(STATION, text=opinion), final=COUNTY)
    reader = printed(form)
    first = words(form)
    begun = first.split("或社区初审意见")[1].split("……（转续页）")[0]
    rest = "".join(words(form, page) for page in range(1, len(reader.pages)))
    assert COUNTY.text in first
    assert "初审意见（接上页）" in rest
    assert f"姓名：王秀英身份证号码：{WANG_XIUYING.id_number}第2页，共{len(reader.pages)}页" in rest
    rest = re.sub(r"姓名：王秀英身份证号码：\w+?第\d页，共\d页", "", rest)
    assert begun + rest.split("初审意见（接上页）")[1] == opinion


def test_a_word_without_a_place_to_break_stays_inside_its_cell() -> None:
    form = replace(FILLED, name="x" * 400, hukou_address="y" * 400)
    reader = printed(form)
    assert reader.pages[0].extract_text().count("转续页") == 2
    whole = "".join(words(form, page) for page in range(len(reader.pages)))
    assert whole.count("y") == 400


def test_the_form_is_one_page_of_a4_with_its_own_fonts_and_no_date_of_its_own() -> None:
    reader = printed(FILLED)
    (page,) = reader.pages
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox.upper_right] == [210, 297]
    assert reader.metadata is not None
    assert reader.metadata.title == "新余市就业困难人员认定申请表"
    assert render_form(FILLED, TEMPLATE) == render_form(FILLED, TEMPLATE)


def test_the_form_does_not_slip_into_a_log() -> None:
    assert WANG_XIUYING.id_number not in repr(FILLED)


def test_no_template_asks_the_internet_for_a_package() -> None:
    templates = [*ROOT.glob("policies/*/*.typ"), *ROOT.glob("backend/core/typst/**/*.typ")]
    imports = [line for path in templates for line in path.read_text("utf-8").splitlines() if "@" in line]
    assert TEMPLATE in templates
    assert all('"@local/' in line for line in imports)
