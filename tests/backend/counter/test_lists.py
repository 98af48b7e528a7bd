"""A list of residents: tried out first, entered row by row, each as far as its columns reach."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from backend.app import JOBS
from backend.applications.models import Application
from backend.core import audit
from backend.core.jobs import run_waiting
from backend.core.telling import said_to
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.counter import columns, lists, service
from backend.counter.columns import Row
from backend.counter.lists import ListView
from backend.people.mandate_models import Mandate
from backend.policies import service as checks
from contract.screening import GiveAnswer
from tests.backend.counter.entering import seen, taken_in
from tests.backend.desk import PACK, Desk, hand_in, refused
from tests.backend.registry.leaving import officers_of_guangzhou
from tests.people import (
    LI_JIANGUO,
    LIU_XIAOFANG,
    WANG_XIUYING,
    WU_GANG,
    ZHANG_GUIHUA,
    ZHOU_MIN,
    Person,
    id_number,
)  # fmt: skip

PACKS = ("xinyu-2023-82", "guangzhou-2014-4")
HEADERS = {
    "fact:person.hukou_code": "district",
    "fact:work.status": "没有工作",
    "fact:unemp.registered": "已登记",
    "fact:pension.receiving": "没有领",
    "fact:retire.base": "工人",
    "fact:work.willing": "想",
    "fact:work.capacity": "能正常工作",
    "fact:person.situation": "都没有",
    "fact:household.others": "有人在工作",
    "fact:household.urban": "是",
    "form:hukou_address_detail": "平安路1号",
    "form:apply_at": "户籍地",
    "form:political": "群众",
    "form:education": "初中",
    "form:marital": "已婚",
    "form:unemployed_since": "2026.8.1",
    "form:wishes": "就业推荐",
}


def texts(person: Person = WANG_XIUYING, **other: str) -> dict[str, str]:
    """A row with everything but a signature and photos; ``other`` cells differ, an empty one is left out."""
    row = {
        **HEADERS,
        "principal": person.name,
        "id_number": person.id_number,
        "phone": person.phone,
        "consent": "是",
        "fact:person.hukou_code": person.hukou_district,
        "form:hukou_address_street": person.street,
        "form:ethnicity": person.ethnicity,
        "form:certificate_no": person.certificate_no,
    }
    row |= {name.replace("__", ":").replace("_DOT_", "."): text for name, text in other.items()}
    return {key: text for key, text in row.items() if text}


def uploads(desk: Desk, *rows: Mapping[str, str]) -> str:
    told = [Row(line, row) for line, row in enumerate(rows, 2)]
    kept: str = desk.do(ZHOU_MIN, lists.keep, PACK, "visit", "平安社区.xlsx", told, ["备注"])
    run_waiting(desk.work, JOBS)
    return kept


def view(desk: Desk, list_id: str) -> ListView:
    found: ListView = desk.read(ZHOU_MIN, lists.view, list_id)
    return found


def enters(desk: Desk, list_id: str) -> ListView:
    desk.do(ZHOU_MIN, lists.apply, list_id)
    run_waiting(desk.work, JOBS)
    return view(desk, list_id)


def problem_of(found: ListView) -> list[tuple[int, str, str]]:
    return [(line, column, code) for line, column, code, _params in found.problems]


def mandates(desk: Desk) -> list[Mandate]:
    return desk.work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(Mandate))))


def test_a_full_row_comes_as_far_as_the_signature_and_the_papers(desk: Desk) -> None:
    tried = view(desk, kept := uploads(desk, texts()))
    assert (dict(tried.counts), tried.problems, tried.entered_at) == ({"form": 1}, (), None)
    assert (mandates(desk), desk.count(Application)) == ([], 0)  # Looking enters nobody.
    done = enters(desk, kept)
    assert (dict(done.counts), done.problems) == ({"form": 1}, ())
    (mandate,) = mandates(desk)
    resident = seen(desk, ZHOU_MIN, mandate.id)
    assert resident.application is not None
    assert resident.application.prompt is None or resident.application.prompt.input == "photo"
    assert [paper.item.id for paper in resident.application.papers if paper.item.needed and not paper.files] != []
    held = {field.id: field.values for field in resident.fields}
    assert held["certificate_no"] == (WANG_XIUYING.certificate_no,)
    assert held["wishes"] != ()


@pytest.mark.parametrize(
    ("cells", "step", "lacks"),
    [
        ({"consent": ""}, "check", "已读同意书"),
        ({"consent": "否"}, "check", "已读同意书"),
        ({"form__certificate_no": ""}, "open", "就业创业证号"),
        ({"form__education": "", "form__hukou_address_street": ""}, "open", "户籍街道（乡镇）、文化程度"),
        ({"fact__household_DOT_urban": "", "fact__person_DOT_situation": ""}, "taken", "特殊情形"),
        ({"fact__work_DOT_status": "在单位上班"}, "no", ""),
    ],
)
def test_a_row_goes_as_far_as_its_cells_and_says_what_it_lacks(
    desk: Desk, cells: dict[str, str], step: str, lacks: str
) -> None:
    done = enters(desk, uploads(desk, texts(**cells)))
    assert (dict(done.counts), problem_of(done)) == ({step: 1}, [])
    assert done.outcome == ((2, step, lacks),)
    assert done.lacks[step] == list(filter(None, lacks.split("、")))


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"principal": ""}, "姓名", "helping.empty"),
        ({"principal": "123"}, "姓名", "field.name_only"),
        ({"id_number": "360502197611219919"}, "身份证号码", "id_number.check_digit"),
        ({"id_number": id_number("360502", date(2099, 1, 1), "F")}, "身份证号码", "id_number.future"),
        ({"id_number": "36050219761121"}, "身份证号码", "id_number.length"),
        ({"phone": "12"}, "电话", "phone.length"),
        ({"fact__work_DOT_status": "打麻将"}, "工作情况", "helping.choice_unknown"),
        ({"fact__person_DOT_hukou_code": "北京市"}, "", ""),
        ({"form__certificate_no": "12"}, "", "field.digits_exactly"),
        ({"form__unemployed_since": "明年"}, "", "field.date_unclear"),
        ({"form__hukou_address_street": "月球街道"}, "户籍街道（乡镇）", "helping.choice_unknown"),
        ({"consent": "可能"}, "已读同意书", "helping.consent_unclear"),
        ({"categories": "富人"}, "申请类别", "helping.category_unknown"),
        ({"categories": "残疾失业人员"}, "申请类别", "helping.category_not_met"),
    ],
)
def test_what_is_wrong_is_told_by_line_and_column_and_nothing_of_the_row_is_kept(
    desk: Desk, cells: dict[str, str], column: str, code: str
) -> None:
    kept = uploads(desk, texts(**cells), texts(LI_JIANGUO, fact__work_DOT_status="没有工作"))
    done = enters(desk, kept)
    ((line, said, found),) = problem_of(done)
    assert line == 2
    assert done.names == {2: cells.get("principal", WANG_XIUYING.name)}  # Who it was is still told.
    assert said == column or not column
    assert said
    assert found == code or not code
    assert [mandate.number for mandate in mandates(desk)] == [3]  # What was right is kept.
    assert desk.work.read_now(SYSTEM, lambda unit: audit.verify(unit.session, unit.vault)) is None


def test_the_same_person_twice_is_entered_once(desk: Desk) -> None:
    done = enters(desk, uploads(desk, texts(), texts(LI_JIANGUO), texts()))
    assert problem_of(done) == [(4, "身份证号码", "helping.twice_in_list")]
    assert done.problems[0][3]["line"] == "2"
    assert len(mandates(desk)) == 2


def test_somebody_known_already_is_entered_by_nobody(desk: Desk) -> None:
    hand_in(desk.work, WANG_XIUYING)
    taken_in(desk, ZHOU_MIN, LI_JIANGUO)
    done = enters(desk, uploads(desk, texts(), texts(LI_JIANGUO), texts(LIU_XIAOFANG)))
    assert problem_of(done) == [
        (2, "身份证号码", "id_number.not_here"),
        (3, "身份证号码", "helping.begun_already"),
    ]
    assert len(done.outcome) == 1


def test_somebody_of_another_street_goes_to_that_streets_station(desk: Desk) -> None:
    land = {"fact__person_DOT_situation": "承包地被征用", "fact__land_DOT_lost": "全部"}
    done = enters(desk, uploads(desk, texts(ZHANG_GUIHUA, **land)))
    assert (dict(done.counts), problem_of(done)) == ({"form": 1}, [])


def test_several_categories_may_be_named_by_id_or_by_name(desk: Desk) -> None:
    person = WANG_XIUYING
    more = {"fact__person_DOT_situation": "承包地被征用", "fact__land_DOT_lost": "全部"}
    known = service_categories(desk)
    land = next(id for id, name in known.items() if name == "失地人员")
    done = enters(desk, uploads(desk, texts(person, categories=f"“4050”人员，{land}", **more)))
    assert (dict(done.counts), problem_of(done)) == ({"form": 1}, [])
    (mandate,) = mandates(desk)
    ticked = next(field for field in seen(desk, ZHOU_MIN, mandate.id).fields if field.id == "categories")
    assert set(ticked.values) == {land, next(id for id, name in known.items() if name == "“4050”人员")}


def service_categories(desk: Desk) -> dict[str, str]:
    return desk.read(ZHOU_MIN, lambda unit: columns.categories(unit.services.catalogue.packs[PACK]))


def test_a_corrected_list_enters_only_what_was_missing(desk: Desk) -> None:
    enters(desk, uploads(desk, texts(), texts(LI_JIANGUO, phone="12")))
    again = enters(desk, uploads(desk, texts(), texts(LI_JIANGUO)))
    assert problem_of(again) == [(2, "身份证号码", "helping.begun_already")]
    assert len(mandates(desk)) == 2


def village(count: int) -> list[dict[str, str]]:
    """So many residents, all born on different days."""
    people = [
        Person(f"王秀{'英兰芳丽梅'[at % 5]}", "F", date(1970 + at // 300, 1 + at // 28 % 12, 1 + at % 28),
               f"199{at:08d}", WANG_XIUYING.street_code, 8000 + at)
        for at in range(count)
    ]  # fmt: skip
    return [texts(person) for person in people]


def test_a_long_list_is_entered_in_the_background_with_progress(desk: Desk) -> None:
    rows = [Row(line, row) for line, row in enumerate(village(23), 2)]
    kept = desk.do(ZHOU_MIN, lists.keep, PACK, "visit", "村.xlsx", rows, [])
    waiting = view(desk, kept)
    assert waiting.job is not None
    assert (waiting.job.state, waiting.tried) == ("waiting", False)
    run_waiting(desk.work, JOBS)
    tried = view(desk, kept)
    assert tried.job is not None
    assert (tried.job.done, tried.job.of, tried.right, mandates(desk)) == (23, 23, 23, [])
    desk.do(ZHOU_MIN, lists.apply, kept)
    desk.do(ZHOU_MIN, lists.apply, kept)  # Twice is once.
    run_waiting(desk.work, JOBS)
    assert view(desk, kept).entered_at is not None
    assert len(mandates(desk)) == 23
    assert desk.work.read_now(SYSTEM, lambda unit: audit.verify(unit.session, unit.vault)) is None


def test_a_list_torn_down_half_way_goes_on_without_entering_anybody_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = uploads(desk, *village(12))
    desk.do(ZHOU_MIN, lists.apply, kept)
    whole, calls = lists._some, []

    def torn(unit: Unit, list_id: str, first: int, last: int) -> None:
        calls.append(first)
        if calls == [0, 2]:
            raise RuntimeError("the process dies")
        whole(unit, list_id, first, last)

    monkeypatch.setattr(lists, "_some", torn)
    run_waiting(desk.work, JOBS)
    assert calls == [0, 2, 2, 4, 6, 8, 10]
    assert len(mandates(desk)) == len(view(desk, kept).outcome) == 12


def test_the_page_shows_a_list_in_its_order_a_page_at_a_time(desk: Desk) -> None:
    rows = village(53)
    enters(desk, uploads(desk, *[{key: row[key] for key in ("principal", "id_number", "phone")} for row in rows]))
    first = desk.read(ZHOU_MIN, service.lines)
    assert [line.number for line in first.lines] == list(range(2, 52))
    assert first.previous_before == ""
    second = desk.read(ZHOU_MIN, service.lines, after=first.next_after)
    assert [line.number for line in second.lines] == [52, 53, 54]
    assert second.next_after == ""
    back = desk.read(ZHOU_MIN, service.lines, before=second.previous_before)
    assert back.lines == first.lines


def test_a_list_is_its_officers_own_and_goes_after_a_month(desk: Desk, clock: Any) -> None:
    kept = uploads(desk, texts())
    with pytest.raises(Exception, match=r"list\.not_found"):
        desk.read(WU_GANG, lists.view, kept)
    assert desk.system(lists.forget_lists) == 0
    clock.advance(days=31)
    assert desk.system(lists.forget_lists) == 1


def test_the_template_reads_back_and_its_example_is_nobody(desk: Desk, tmp_path: Path) -> None:
    known = desk.read(ZHOU_MIN, lists.columns, PACK, examples=True)
    pack = desk.read(ZHOU_MIN, lambda unit: unit.services.catalogue.packs[PACK])
    path = tmp_path / "模板.xlsx"
    columns.write_template(path, pack, known)
    with pytest.raises(Exception, match=r"helping\.list_empty"):
        columns.read(path, known)
    assert len({column.header for column in known}) == len(known)
    assert all(column.about for column in known)


def test_the_template_is_explained_in_the_officers_language_and_still_reads_back(desk: Desk, tmp_path: Path) -> None:
    """The heads and the words to write stay those a list is read by; all that explains them is English."""
    known = desk.read(ZHOU_MIN, lists.columns, PACK, examples=True)
    pack = desk.read(ZHOU_MIN, lambda unit: unit.services.catalogue.packs[PACK])
    path = tmp_path / "template.xlsx"
    columns.write_template(path, pack, known, said_to("en"))
    with pytest.raises(Exception, match=r"helping\.list_empty"):
        columns.read(path, known)
    with ZipFile(path) as book:
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    told = ["".join(item.itertext()) for item in strings]
    assert "身份证号码\nID number" in told
    assert "Needed. 18 characters, as text; sex and birth date are read from it." in told
    assert [one for one in told if re.search("必填|选填|可以填|怎么填", one)] == []


@pytest.mark.parametrize("pack", PACKS)
def test_the_example_of_the_template_is_itself_right(desk: Desk, pack: str) -> None:
    officers_of_guangzhou(desk)
    officer = "zhoumin" if pack == PACK else "linfang"
    known = desk.read(officer, lists.columns, pack, examples=True)
    example = {column.key: column.example for column in known if column.example}
    own = {key: f"{text[:-1]}7" for key, text in example.items() if text.isdigit() and key.startswith("form:")}
    row = Row(2, example | own | {"principal": WANG_XIUYING.name, "id_number": WANG_XIUYING.id_number})
    kept = desk.do(officer, lists.keep, pack, "visit", "模板.xlsx", [row], [])
    tried = desk.read(officer, lists.view, kept)
    assert problem_of(tried) == []
    assert example["categories"]
    assert dict(tried.counts) == {"form": 1}


@pytest.mark.parametrize(("officer", "own"), [("zhoumin", "xinyu-2023-82"), ("linfang", "guangzhou-2014-4")])
def test_an_officer_is_offered_the_policies_of_her_own_city_and_no_other_is_taken(
    desk: Desk, officer: str, own: str
) -> None:
    officers_of_guangzhou(desk)
    assert [pack.id for pack in desk.read(officer, service.offered)] == [own]
    typed = {"principal": WANG_XIUYING.name, "id_number": WANG_XIUYING.id_number, "phone": WANG_XIUYING.phone}
    for pack in {*PACKS, "nowhere-1"} - {own}:
        with refused("policy.not_found", 404):
            desk.do(officer, service.take_in, pack, "counter", typed)
        with refused("policy.not_found", 404):
            desk.read(officer, lists.columns, pack)


BAD = {
    "categories": "没有这一类",
    "consent": "也许",
    "fact__person_DOT_hukou_code": "上海",
    "form__ethnicity": "火星族",
    "form__unemployed_since": "2026年13月1日",
    "fact__land_DOT_lost": "半个月亮",
    "form__hukou_address_street": "月球街道",
    "phone": "12",
}


@pytest.mark.parametrize("gap", [{}, {"fact__work_DOT_status": ""}, {"id_number": ""}])
def test_every_bad_cell_of_wang_xiuyings_row_is_named_at_once_whatever_else_is_empty(
    desk: Desk, gap: dict[str, str]
) -> None:
    tried = view(desk, uploads(desk, texts(**(BAD | gap))))
    named = {column: code for _line, column, code in problem_of(tried)}
    expected = {
        "电话": "phone.length",
        "申请类别": "helping.category_unknown",
        "已读同意书": "helping.consent_unclear",
        "户籍所在地": "helping.choice_unknown",
        "民族": "helping.choice_unknown",
        "失业时间": "field.date_impossible",
        "承包土地": "helping.choice_unknown",
        "户籍街道（乡镇）": "helping.choice_unknown",
    }
    assert named == expected | ({"身份证号码": "helping.empty"} if "id_number" in gap else {})
    words = {column: params.get("known", "") for _line, column, _code, params in tried.problems}
    assert {"渝水区", "分宜县"} <= set(words["户籍所在地"].split("、"))
    assert {"汉族", "满族"} <= set(words["民族"].split("、"))
    assert "失地人员" in words["申请类别"]
    assert tried.outcome == ()


def test_a_row_without_one_answer_keeps_every_other_cell_until_the_form_opens(desk: Desk) -> None:
    done = enters(desk, uploads(desk, texts(fact__work_DOT_status="")))
    assert done.outcome == ((2, "taken", "工作情况"),)
    assert done.unkept == {2: "退休类别、城镇居民家庭"}  # Whatever her work is, nobody asks 王秀英 for these.
    (mandate,) = mandates(desk)
    check = seen(desk, ZHOU_MIN, mandate.id).screening
    assert check is not None
    assert check.question is not None
    assert check.question.fact == "work.status"
    assert {"户籍所在地", "失业登记", "养老金", "劳动能力", "特殊情形"} <= {one.label for one in check.answered}

    def answer(unit: Unit) -> None:
        checks.answer(unit, service.screening_id(unit, mandate.id), GiveAnswer(fact="work.status", text="没有工作"))

    desk.do(ZHOU_MIN, answer)
    finished = seen(desk, ZHOU_MIN, mandate.id)
    assert finished.screening is not None
    assert finished.screening.question is None  # The gap was the only question.
    assert finished.consent is not None
    desk.do(ZHOU_MIN, service.begin_form, mandate.id, finished.consent.version)
    held = {field.id: field.values for field in seen(desk, ZHOU_MIN, mandate.id).fields}
    assert held["certificate_no"] == (WANG_XIUYING.certificate_no,)
    assert held["unemployed_since"] == ("2026-08-01",)
    assert [id for id in ("ethnicity", "hukou_address_street", "hukou_address_detail", "wishes") if not any(held[id])] == []


def test_a_cell_nobody_asks_for_is_named_before_anything_is_entered(desk: Desk) -> None:
    tried = view(desk, uploads(desk, texts(fact__land_DOT_lost="全部", form__residence_detail="示例路1号")))
    assert (dict(tried.counts), problem_of(tried)) == ({"form": 1}, [])
    assert tried.unkept == {2: "退休类别、城镇居民家庭、承包土地、常住详细地址"}
