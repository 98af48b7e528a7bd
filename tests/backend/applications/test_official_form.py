"""The annex of 余人社字[2023]82号 as PDF (XY-13, XY-78), read back as an officer reads it."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from backend.applications.official_form import (
    PLAIN_TEMPLATE,
    Box,
    Line,
    OfficialForm,
    Opinion,
    Review,
    Value,
    render_form,
)
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


KINDS = {"filled_on": "date", "unemployed_since": "date", "photo": "image", "id_number": "id_number"} | dict.fromkeys(
    ("categories", "materials", "wishes"), "choices"
)


def form_of(**values: Value) -> OfficialForm:
    """The annex with these values by field; the two reviews have not been."""
    lines = tuple(Line(name, name, KINDS.get(name, "text"), value) for name, value in values.items())
    reviews = (Review("preliminary", "初审意见"), Review("final", "认定意见"))
    return OfficialForm("新余市就业困难人员认定申请表", lines, reviews)


def signed(form: OfficialForm, preliminary: Opinion, final: Opinion | None = None) -> OfficialForm:
    """The same form with what the offices wrote."""
    first, last = form.reviews
    return replace(form, reviews=(replace(first, opinion=preliminary), replace(last, opinion=final)))


FILLED = form_of(
    filled_on=date(2026, 11, 21),
    name=WANG_XIUYING.name,
    sex="女",
    ethnicity=WANG_XIUYING.ethnicity,
    political="群众",
    education="中专（技校）",
    marital="已婚",
    photo=papers.jpeg("照片"),
    id_number=WANG_XIUYING.id_number,
    certificate_no=WANG_XIUYING.certificate_no,
    unemployed_since=date(2026, 9, 1),
    hukou_address=WANG_XIUYING.address,
    phone=WANG_XIUYING.phone,
    categories=boxes(CATEGORIES, "城镇“4050”人员"),
    materials=boxes(PAPERS, "本人身份证和户口本"),
    wishes=boxes(WISHES, "就业推荐", "公益性岗位安置"),
)
EMPTY = form_of(
    **dict.fromkeys(("filled_on", "unemployed_since", "photo")),
    **dict.fromkeys(("name", "sex", "ethnicity", "political", "education", "marital", "id_number"), ""),
    **dict.fromkeys(("certificate_no", "hukou_address", "phone"), ""),
    categories=boxes(CATEGORIES),
    materials=boxes(PAPERS),
    wishes=boxes(WISHES),
)


def printed(form: OfficialForm, template: Path = TEMPLATE) -> PdfReader:
    return PdfReader(BytesIO(render_form(form, template)))


def words(form: OfficialForm, page: int = 0, template: Path = TEMPLATE) -> str:
    """The text of a page without its white space: where lines break is the layout's affair."""
    return re.sub(r"[\s\u200b]", "", printed(form, template).pages[page].extract_text())


def test_xy_13_xy_78_the_blank_form_holds_every_label_and_box_of_the_annex_in_its_order() -> None:
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
    wishes = (*boxes(WISHES[:-1], "就业推荐"), Box("其他", True, "想找离家近的半天工作"))
    assert "■其他：想找离家近的半天工作" in words(FILLED.but(wishes=wishes))


def test_xy_23_opinions_office_and_date_stand_where_the_office_signs() -> None:
    text = words(signed(FILLED, STATION, COUNTY))
    first, second = text.index("或社区初审意见"), text.index("认定意见")
    assert STATION.text + "城南街道人社所（盖章）2026年11月25日" in text[first:second]
    assert COUNTY.text + "渝水区公共就业服务机构（盖章）2026年12月3日" in text[second:]


def test_an_opinion_that_does_not_exist_leaves_room_for_the_pen() -> None:
    text = words(signed(FILLED, STATION))
    assert text.endswith("认定意见（盖章）年月日")
    assert words(FILLED).count("（盖章）年月日") == 2


def test_the_photo_is_on_the_form_no_larger_than_print_needs() -> None:
    (photo,) = printed(FILLED).pages[0].images
    assert photo.image is not None
    assert photo.image.height <= 496
    assert photo.image.width <= 354
    assert "照片" not in words(FILLED)


def test_a_spoilt_photo_leaves_a_remark_and_the_form_is_printed_all_the_same() -> None:
    form = FILLED.but(photo=papers.jpeg("照片")[:200])
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
    shown = words(signed(FILLED.but(name=text, hukou_address=text), replace(STATION, text=text)))
    assert shown.count(text.replace(" ", "")) == 3


def test_a_character_without_a_glyph_is_printed_as_its_code() -> None:
    assert "王〔U+2A6A5〕" in words(FILLED.but(name="王\U0002a6a5"))


def test_control_and_direction_marks_do_not_reach_the_paper() -> None:
    assert "姓名王秀英性别" in words(FILLED.but(name="王\x00秀\u202e英\ud800"))


def test_a_long_address_wraps_and_the_form_stays_one_page() -> None:
    address = "江西省新余市渝水区城南街道劳动北路一百二十八号建设小区六栋二单元五百零一室（原市机械厂家属院）"
    form = signed(FILLED.but(hukou_address=address), STATION, COUNTY)
    assert len(printed(form).pages) == 1
    assert address in words(form)


def test_an_opinion_of_a_full_paragraph_stays_on_the_page() -> None:
    long = replace(STATION, text="经核实，情况属实。" * 50)
    form = signed(FILLED, long, replace(COUNTY, text=long.text))
    assert len(printed(form).pages) == 1
    assert words(form).count("经核实，情况属实。") == 100


def test_four_thousand_characters_go_on_after_the_form_and_none_is_lost() -> None:
    opinion = "".join(f"第{number}户核实。" for number in range(1000, 1500))
    form = signed(FILLED, replace(STATION, text=opinion), COUNTY)
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
    form = FILLED.but(name="x" * 400, hukou_address="y" * 400)
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


def test_a_form_in_triplicate_is_printed_three_times_alike_and_numbered() -> None:
    form = replace(signed(FILLED, STATION, COUNTY), copies=3)
    texts = [words(form, page) for page in range(len(printed(form).pages))]
    heads = [f"第{copy}份，共3份（{copy}/3）" for copy in (1, 2, 3)]
    assert [text[: len(head)] for text, head in zip(texts, heads, strict=True)] == heads
    assert {text[len(head) :] for text, head in zip(texts, heads, strict=True)} == {words(signed(FILLED, STATION, COUNTY))}


def test_each_copy_goes_on_after_itself_when_a_text_is_too_long() -> None:
    opinion = "".join(f"第{number}户核实。" for number in range(1000, 1500))
    once = signed(FILLED, replace(STATION, text=opinion), COUNTY)
    pages = len(printed(once).pages)
    thrice = replace(once, copies=3)
    assert len(printed(thrice).pages) == 3 * pages
    assert words(thrice, 3 * pages - 1).count(f"第{pages}页，共{pages}页") == 1
    assert words(thrice, 2 * pages)[len("第3份，共3份（3/3）") :] == words(once)


@pytest.mark.parametrize("template", [TEMPLATE, PLAIN_TEMPLATE], ids=["annex", "plain"])
def test_a_form_the_document_does_not_show_is_marked_as_an_example(template: Path) -> None:
    assert words(replace(FILLED, example=True), template=template).startswith("示例格式，以经办机构发放的表格为准")
    assert "示例格式" not in words(FILLED, template=template)


def test_the_plain_form_prints_every_line_and_every_review() -> None:
    reader = printed(signed(FILLED, STATION), PLAIN_TEMPLATE)
    text = "".join(words(signed(FILLED, STATION), page, PLAIN_TEMPLATE) for page in range(len(reader.pages)))
    for shown in (
        WANG_XIUYING.id_number,
        WANG_XIUYING.address,
        "2026年9月1日",
        "■城镇“4050”人员□零就业家庭成员",
        f"初审意见{STATION.text}城南街道人社所（盖章）2026年11月25日",
        "认定意见（盖章）年月日",
    ):
        assert shown in text
    assert len(reader.pages[0].images) == 1


def test_the_form_does_not_slip_into_a_log() -> None:
    assert WANG_XIUYING.id_number not in repr(FILLED)


def test_no_template_asks_the_internet_for_a_package() -> None:
    templates = [*ROOT.glob("policies/*/*.typ"), *ROOT.glob("backend/core/typst/**/*.typ")]
    imports = [line for path in templates for line in path.read_text("utf-8").splitlines() if "@" in line]
    assert TEMPLATE in templates
    assert all('"@local/' in line for line in imports)
