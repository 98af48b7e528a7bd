"""广州 at the wall: a document of 2014 whose term has ended, and what its article 5 asks for."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO

import httpx2
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from backend.applications.models import Application
from backend.applications.official_form import Box, Line, OfficialForm, Opinion, Review, Value, render_form
from backend.applications.rule_panel import rule_panel
from backend.applications.views import RulePanel
from backend.core.documents import render_checklist
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.policies.catalogue import load_catalogue
from backend.rules import Field
from backend.staff.models import OfficeRow
from bot.screens.screening import outcome as show_outcome
from contract.application import ApplicationTurn
from contract.policy import Checklist
from contract.screening import ScreeningTurn
from locales import translator
from tests import papers
from tests.backend.citizen import AtTheWall, refuses
from tests.people import PLACES, Person
from tests.policies.golden import POLICIES

PACK = "guangzhou-2014-4"
YUEXIU, BEIJING_STREET = "440104", "440104003"
PLACES |= {YUEXIU: "越秀区", BEIJING_STREET: "北京街道"}
HE_LIHUA = Person("何丽华", "F", date(1993, 3, 5), "19900000071", BEIJING_STREET, 7071)
"""33 years old, brings up her child alone."""
LIANG_SHUZHEN = Person("梁淑珍", "F", date(1980, 3, 5), "19900000072", BEIJING_STREET, 7072)
"""46 years old, registered since March."""

ENDED = "按2014年文件，该文件有效期已于2019年1月届满。"
ANSWERS: Mapping[str, str] = {
    "person.hukou_code": "越秀区",
    "work.status": "没有工作",
    "unemp.registered": "已登记",
    "person.sex": "女",
    "pension.receiving": "没有领",
    "work.willing": "想",
    "work.accepts_assistance": "愿意",
    "work.capacity": "能正常工作",
    "unemp.registered_on": "3月1日",
    "person.situation": "单亲带孩子",
    "family.custody": "由我抚养",
    "family.youngest_child": "未满18岁",
    "welfare.kind": "低收入",
    "welfare.status": "有效",
    "grad.is_graduate": "不是",
    "household.others": "有人在工作",
}


@pytest.fixture
def packs() -> tuple[str, ...]:
    return (PACK,)


@pytest.fixture
def he(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http, HE_LIHUA)


async def checks(citizen: AtTheWall, **other: str) -> ScreeningTurn:
    answers = {**ANSWERS, "person.birth_date": f"{citizen.person.birth_date:%Y.%m.%d}"}
    answers |= {name.replace("__", "."): text for name, text in other.items()}
    turn = await citizen.starts(PACK)
    while turn.question is not None:
        turn = await citizen.says(turn, answers[turn.question.fact])
    return turn


async def test_gz_43_the_result_says_first_that_the_term_has_ended_and_works_on(he: AtTheWall) -> None:
    outcome = (await checks(he)).outcome
    assert outcome is not None
    assert outcome.validity_note.startswith(ENDED)
    assert [one.id for one in outcome.categories if one.verdict == "yes"] == ["G3.4"]
    assert not any(ENDED in step for step in outcome.next_steps)
    assert any("粤人社规〔2023〕11号" in step for step in outcome.next_steps)
    assert outcome.next_steps[-1] == "市就业中心：020-83826770（2014年资料，请以12333核实）。"


async def test_what_to_bring_for_the_automatic_kind_is_not_taken_for_the_list_of_what_is_applied_for(
    http: httpx2.AsyncClient, he: AtTheWall
) -> None:
    both = (await checks(AtTheWall(http, LIANG_SHUZHEN), person__situation="都没有")).outcome
    alone = (await checks(he, person__situation="有残疾人证", disab__status="有效")).outcome
    bring = "文件没有列出要带的材料；请带身份证、户口本，有残疾人证或父母的困难证件的一并带上。"
    assert both is not None
    assert alone is not None
    assert f"自动认定的这一类，{bring}" in both.next_steps
    assert bring in alone.next_steps


async def test_the_list_says_it_too_and_what_is_optional(he: AtTheWall) -> None:
    listed = await he.checklist((await checks(he)).id)
    assert listed.validity_note.startswith(ENDED)
    assert [(item.title, item.optional) for item in listed.items][-1] == ("抚养子女的证明（可选）", True)
    assert listed.where_to_apply == "请向户籍所在街（镇）公共就业服务机构申办。"


async def test_original_and_copy_are_both_asked_for_in_words(he: AtTheWall) -> None:
    listed = await he.checklist((await checks(he, person__situation="低保")).id)
    assert listed.items[-1].note == "原件和复印件都要带。由民政部门核发，须在有效期内。"
    english = await he.in_english().checklist((await checks(he, person__situation="低保")).id)
    assert english.items[-1].note.startswith("Bring both the original and a copy. Issued by")
    assert english.validity_note.startswith("According to the document of 2014")


async def test_gz_43_the_printed_list_says_it_too(he: AtTheWall) -> None:
    text = printed(await he.checklist((await checks(he)).id))
    assert ENDED in text
    assert "抚养子女的证明（可选）" in text


def printed(listed: Checklist) -> str:
    pages = PdfReader(BytesIO(render_checklist(listed, "zh_Hans_CN"))).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


async def test_gz_43_the_start_page_says_it(he: AtTheWall) -> None:
    (brief,) = (await he.home()).policies
    assert brief.validity_note.startswith(ENDED)


async def filled(citizen: AtTheWall) -> ApplicationTurn:
    turn = await citizen.consents((await checks(citizen)).id, PACK)
    more = {"residence_address": "天河区石牌街道石牌西路1号", "wishes": "职业介绍"}
    return await citizen.fills(turn, **more)


async def test_gz_14_who_lives_elsewhere_applies_at_the_street_of_the_hukou(he: AtTheWall, work: Work) -> None:
    """She lives in 天河区石牌街道; nobody asks her where she would like to apply (art. 5)."""
    sent = await he.sends(await he.hands_in_all(await filled(he)))
    assert sent.state == "submitted"
    assert work.read_now(SYSTEM, area_of_the_station) == BEIJING_STREET


def area_of_the_station(unit: Unit) -> str:
    case = unit.session.scalars(select(Application)).one()
    return unit.session.get_one(OfficeRow, case.station_id).area


@pytest.mark.parametrize("said", ["同上", "和户口一样", "跟户籍地址相同", "与户口本上的地址一致。", "Same"])
async def test_who_lives_where_the_hukou_is_need_not_write_it_twice(he: AtTheWall, said: str) -> None:
    turn = await he.fills(await he.consents((await checks(he)).id, PACK), until="residence_address")
    assert turn.prompt is not None
    assert turn.prompt.example.endswith("号")
    turn = await he.puts(turn, "residence_address", said)
    at_home = next(line.shown for line in turn.lines if line.field == "hukou_address")
    assert turn.just_saved is not None
    assert at_home.startswith("广州市越秀区北京街道")
    assert (turn.just_saved.shown, turn.just_saved.problem) == (at_home, "已按户籍地址填写。")


async def test_an_address_that_only_begins_like_it_is_kept_as_written(he: AtTheWall) -> None:
    turn = await he.fills(await he.consents((await checks(he)).id, PACK), until="residence_address")
    turn = await he.puts(turn, "residence_address", "同上路7号")
    assert turn.just_saved is not None
    assert turn.just_saved.shown == "同上路7号"


async def test_a_certificate_number_left_for_later_is_of_no_other_city(he: AtTheWall) -> None:
    turn = await he.consents((await checks(he)).id, PACK)
    turn = await he.fills(turn, until="certificate_no", residence_address="同上")
    turn = await he.puts(turn, "certificate_no", skip=True)
    assert turn.just_saved is not None
    assert turn.just_saved.problem == "这一项提交前要填。现在可以先往下做。"
    assert next(line for line in turn.lines if line.field == "certificate_no").missing


async def test_nobody_waits_for_an_optional_paper(he: AtTheWall) -> None:
    turn = await filled(he)
    turn = await he.hands_in(turn, "employment_certificate", papers.jpeg("就业创业证"))
    turn = await he.does(turn, "papers/done")
    assert turn.can_submit
    assert (await he.sends(turn)).receipt


async def test_a_paper_of_article_5_is_waited_for(he: AtTheWall) -> None:
    turn = await he.does(await filled(he), "papers/done")
    assert not turn.can_submit
    with refuses("application.papers_missing", papers=["本人《就业失业登记证》"]):
        await he.sends(turn)


async def test_the_day_of_registration_is_not_asked_twice_and_stands_on_the_check_page(
    http: httpx2.AsyncClient,
) -> None:
    turn = await filled(AtTheWall(http, LIANG_SHUZHEN))
    shown = {line.field: line.shown for line in turn.lines}
    assert shown["residence_address"] == "天河区石牌街道石牌西路1号"
    assert shown["unemployed_since"] == "2026年3月1日"


async def test_the_panel_of_the_officer_says_it_and_names_the_readings(he: AtTheWall, work: Work) -> None:
    turn = await he.hands_in(await filled(he), "employment_certificate", papers.jpeg("就业创业证"))
    await he.sends(await he.does(turn, "papers/done"))
    panel = work.read_now(SYSTEM, panel_of_the_only_case)
    assert panel.validity_note.startswith(ENDED)
    (custody,) = (row for row in panel.rows if row.condition == "抚养子女")
    assert [(reading.id, reading.about) for reading in custody.readings] == [("G6", "单亲家庭")]


def panel_of_the_only_case(unit: Unit) -> RulePanel:
    return rule_panel(unit, unit.session.scalars(select(Application)).one())


# --- the form

FORM = load_catalogue(POLICIES).packs[PACK].form
TEMPLATE = POLICIES / PACK / "form.typ"
SIGNED = Opinion("经核对，材料齐全，同意认定。", "越秀区北京街道公共就业服务机构", date(2026, 11, 25))


def value(field: Field, **values: Value) -> Value:
    if field.kind == "choices":
        return tuple(Box(str(option.label), option.value == values.get(field.id)) for option in field.options)
    return values.get(field.id, None if field.kind in ("date", "image") else "")


def form_of(**values: Value) -> OfficialForm:
    own = (field for field in FORM.fields if field.filled_by in ("citizen", "derived"))
    lines = tuple(Line(field.id, str(field.label), field.kind, value(field, **values)) for field in own)
    return OfficialForm(str(FORM.title), lines, (Review("recognition", "认定意见"),), FORM.copies, FORM.example)


def pages(form: OfficialForm) -> list[str]:
    read = PdfReader(BytesIO(render_form(form, TEMPLATE))).pages
    return [re.sub(r"\s", "", page.extract_text()) for page in read]


def test_the_form_is_one_page_three_times_and_says_that_it_is_an_example() -> None:
    given = form_of(
        name=HE_LIHUA.name,
        residence_address="广州市天河区石牌街道石牌西路1号",
        categories="G3.4",
        unemployed_since=date(2026, 3, 1),
    )
    printed_pages = pages(replace(given, reviews=(Review("recognition", "认定意见", SIGNED),)))
    assert len(printed_pages) == 3
    for copy, page in enumerate(printed_pages, 1):
        assert f"（{copy}/3）" in page
        assert page.count("示例格式") == 2
        assert "■属单亲家庭需抚养子女一方" in page
        assert page.count("■") == 1
        assert "2026年3月1日" in page
        assert "同意认定" in page


def test_the_empty_form_has_every_label_and_every_box() -> None:
    page = pages(form_of())[0]
    boxes = [option.label for field in FORM.fields if field.kind == "choices" for option in field.options]
    assert [label for label in boxes if f"□{label}" not in page] == []
    labels = [re.sub(r"\s", "", field.label) for field in FORM.fields if field.kind not in ("image", "seal")]
    assert [label for label in labels if label not in page] == []


def test_a_long_address_stays_on_the_page() -> None:
    long = "广州市天河区石牌街道" + "石牌西路大院" * 15
    assert len(pages(form_of(residence_address=long, hukou_address=long))) == 3


async def test_what_fits_at_once_is_not_hidden_behind_a_later_day(http: httpx2.AsyncClient) -> None:
    """梁淑珍 fits as 大龄 on the day she registers; half a year of it is asked for one other category alone."""
    liang = AtTheWall(http, LIANG_SHUZHEN)
    turn = await checks(liang, unemp__registered="没有登记", person__situation="都没有")
    assert turn.outcome is not None
    found = {one.id: one for one in turn.outcome.categories}
    assert (found["G1"].once_mended, found["G1"].first_day) == ("yes", "")
    assert found["G3.1"].first_day == "按今天办好计算，满足条件的日期是2027年5月21日。"
    screen = show_outcome(translator("bot", "zh_Hans_CN"), turn, turn.outcome)
    headline, rest = screen.text.split("\n\n", 1)
    assert "2027" not in headline
    assert "按今天办好计算，满足条件的日期是2027年5月21日。" in rest
