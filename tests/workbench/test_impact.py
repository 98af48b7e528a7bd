"""Who gains, loses or becomes uncertain: the figures of a register, as the engine sees each of its people."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from backend.policies.catalogue import Policies, load_policies
from backend.rules import Pack, Verdict
from backend.rules.said import of_kept
from backend.workbench.impact import Impact, Tally, impact
from backend.workbench.list_impact import summary_of
from backend.workbench.trials import verdicts_on
from tests.people import WANG_XIUYING
from tests.policies.english import in_english
from tests.policies.golden import POLICIES
from tests.workbench.test_trials import cases_of, changed

TODAY = date(2026, 11, 21)
XINYU = "xinyu-2023-82"
SURE: dict[str, Any] = {
    "work.capacity": "full",
    "work.willing": True,
    "work.status": "unemployed",
    "unemp.registered": True,
    "pension.receiving": False,
    "retire.base": "55",
    "disab.status": "none",
    "poverty.alleviated": False,
    "land.lost": "none",
    "household.others": "some_working",
}


def person(sex: str, born: str, hukou: str, **others: Any) -> dict[str, Any]:
    own = {"person.sex": sex, "person.birth_date": date.fromisoformat(born), "person.hukou_code": hukou}
    return {**SURE, **own, **{name.replace("__", "."): value for name, value in others.items()}}


PEOPLE = [
    person("F", "1984-03-05", "360502001"),  # 42: loses X1
    person("F", "1984-03-05", "360521"),  # 42: loses X1, elsewhere
    person("F", "1980-03-05", "360502"),  # 46: stays
    person("M", "1977-11-21", "360502"),  # 49: gains X1
    person("M", "1977-11-21", "3605A1", work__willing=None),  # 49, not asked: becomes uncertain
    person("M", "1990-03-05", "360502", poverty__alleviated=True),  # fits by another ground
    person("F", "1984-03-05", "440106"),  # another city: never
]


@pytest.fixture(scope="module")
def policies() -> Policies:
    return load_policies(POLICIES)


@pytest.fixture(scope="module")
def old(policies: Policies) -> Pack:
    return policies.catalogue.packs[XINYU]


@pytest.fixture(scope="module")
def new(policies: Policies) -> Pack:
    """Women from 45, men from 48."""
    text = (POLICIES / XINYU / "pack.yaml").read_text(encoding="utf-8")
    return policies.read(
        XINYU,
        text.replace("age_at_least: 40", "age_at_least: 45").replace("age_at_least: 50", "age_at_least: 48"),
    )


def test_each_category_and_area_has_its_figures(policies: Policies, old: Pack, new: Pack) -> None:
    found = impact(old, new, policies.catalogue.divisions, TODAY, pl.DataFrame(PEOPLE))
    assert (found.rows, found.invalid) == (7, 0)
    assert found.of("X1") == found.of() == Tally(gain=1, lose=2, uncertain=1, same=3)
    assert found.of("X4") == Tally(same=7)
    areas = found.tallies["X1"]
    assert areas["360502"] == Tally(gain=1, lose=1, same=2)
    assert areas["360521"] == Tally(lose=1)
    assert areas["3605A1"] == Tally(uncertain=1)
    assert found.to_json()["categories"]["X1"]["360521"] == {"gain": 0, "lose": 1, "uncertain": 0, "same": 0}


def test_the_list_names_those_who_change_and_no_whole_id_number(
    policies: Policies, old: Pack, new: Pack
) -> None:
    frames: list[pl.DataFrame] = []
    people = [
        {"姓名": f"人{at}", "person.id_number": "360502198403050028", **one} for at, one in enumerate(PEOPLE)
    ]
    frame = pl.DataFrame(people).drop("person.sex", "person.birth_date")
    impact(old, new, policies.catalogue.divisions, TODAY, frame, affected=frames.append)
    (told,) = frames
    assert told["姓名"].to_list() == ["人0", "人1", "人2", "人3", "人4", "人5"]
    assert set(told["person.id_number"]) == {"360502********0028"}
    first = told.row(0, named=True)
    assert (first["地区"], first["变化"], first["X1 原来"], first["X1 现在"]) == (
        "新余市渝水区",
        "变为不符合",
        "符合",
        "不符合",
    )


def test_the_figures_are_those_of_the_engine_row_by_row(policies: Policies, old: Pack) -> None:
    """Every golden person of Xinyu at every version tried here."""
    people = [case.answers for case in cases_of(old)]
    names = {name for one in people for name in one if name != "household.members"}
    rows = [{name: one.get(name) for name in sorted(names)} for one in people]
    for edit in (("age_at_least: 40", "age_at_least: 45"), ("in: [full, partial]", "in: [full]")):
        other = changed(policies, *edit)
        found = impact(
            old, other, policies.catalogue.divisions, TODAY, pl.DataFrame(rows, infer_schema_length=None)
        )
        for category in old.rules:
            counted = Counter(
                moved(*(verdicts_on(pack, told(row), TODAY)[category] for pack in (old, other)))
                for row in rows
            )
            tally = found.of(category)
            assert counted == Counter({move: getattr(tally, move) for move in counted}), (edit, category)


def told(row: dict[str, Any]) -> dict[str, Any]:
    """What is known of a row: an empty cell is a question nobody asked."""
    return {name: value for name, value in row.items() if value is not None}


def moved(before: Verdict, after: Verdict) -> str:
    if before == after:
        return "same"
    if after > before and after >= Verdict.CONFIRM:
        return "gain"
    return "lose" if after < before and after is Verdict.NO else "uncertain"


def test_a_category_that_is_gone_is_lost(policies: Policies, old: Pack) -> None:
    text = (POLICIES / XINYU / "pack.yaml").read_text(encoding="utf-8")
    for old_id in ("- id: X4", "for: [X4]", "value: X4"):
        text = text.replace(old_id, old_id.replace("X4", "X9"))
    found = impact(old, policies.read(XINYU, text), policies.catalogue.divisions, TODAY, pl.DataFrame(PEOPLE))
    assert found.of("X4") == Tally(lose=1, same=6)
    assert found.of("X9") == Tally(gain=1, same=6)
    assert found.of() == Tally(same=7)


def test_a_file_is_read_as_people_write_it_and_bad_rows_are_counted_apart(
    policies: Policies, old: Pack, new: Pack, tmp_path: Path
) -> None:
    path = tmp_path / "register.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["姓名", "地区", "性别", "出生日期", "户籍所在地", *SURE])
        sure = [str(value).lower() if isinstance(value, bool) else value for value in SURE.values()]
        writer.writerow(["王秀英", "甲", "女", "1984年3月5日", "渝水区", *sure])
        writer.writerow(["李建国", "乙", "1", "1977-11-21", "分宜县", *sure])
        writer.writerow(["张三", "丙", "男", "2023-02-29", "渝水区", *sure])
    steps: list[int] = []
    frames: list[pl.DataFrame] = []
    found = impact(
        old, new, policies.catalogue.divisions, TODAY, path, affected=frames.append, advance=steps.append
    )
    assert (found.rows, found.invalid, sum(steps)) == (3, 1, 3)
    assert found.of() == Tally(gain=1, lose=1)
    assert "没有2023年2月29日这一天" in str(found.problems[0])
    assert frames[0].select("姓名", "地区", "地区（核对）").rows() == [
        ("王秀英", "甲", "新余市渝水区"),
        ("李建国", "乙", "新余市分宜县"),
    ]


def test_bad_rows_are_told_in_the_language_of_who_reads_them_long_after(
    policies: Policies, old: Pack, new: Pack
) -> None:
    """What is kept of 王秀英's row can still be said in English, and holds neither her number nor her birthday."""
    number = WANG_XIUYING.id_number[:-1] + ("1" if WANG_XIUYING.id_number[-1] != "1" else "2")
    sure = [str(value).lower() if isinstance(value, bool) else value for value in SURE.values()]
    header = ["身份证号码", "性别", "出生日期", "户籍所在地", *SURE]
    rows = [(number, "女", "1984-03-05", "渝水区", *sure), ("", "大概", "2023-02-29", "渝水区", *sure)]
    found = impact(old, new, policies.catalogue.divisions, TODAY, pl.DataFrame(rows, header, orient="row"))
    stored = json.dumps(summary_of(old, new, policies.catalogue.divisions, found, 0)["problems"])
    said = [of_kept(one) for one in json.loads(stored)]
    assert number not in stored
    assert [in_english(one) for one in said] == [
        "Line 2, 身份证号码: The last character does not fit the others; please check each one",
        "Line 3, 性别: There is no answer “大概”; possible are: Female, Male",
        "Line 3, 出生日期: There is no such day as 2023-2-29",
    ]
    assert said[2] == "第3行，出生日期：没有2023年2月29日这一天"
    again = Impact.from_kept(TODAY, json.loads(json.dumps(found.to_kept())))
    assert [in_english(one.reason) for one in again.problems] == [in_english(one.reason) for one in found.problems]


def test_what_was_kept_before_sentences_could_be_said_again_is_still_told() -> None:
    assert in_english(of_kept("第3行，性别：没有“大概”这个选项")) == "第3行，性别：没有“大概”这个选项"


def test_an_empty_tally_is_nothing() -> None:
    assert Impact(TODAY).of().changed == 0
