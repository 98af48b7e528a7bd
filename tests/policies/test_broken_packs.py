"""A policy with a mistake is refused with file, line, place, article and what to do."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from backend.policies.catalogue import PackError, PackProblem, load_catalogue
from tests.policies.golden import POLICIES


@dataclass(frozen=True)
class Break:
    """Replace `old` once in `file`; the complaint names `says`, on the line that has `marker` (default: `new`)."""

    name: str
    old: str
    new: str
    says: str
    advice: str = ""
    article: str = ""
    file: str = "xinyu-2023-82/pack.yaml"
    marker: str = ""


BREAKS = [
    Break(
        "a weight for no answer",
        "work.willing: {true: 88, false: 12}",
        "work.willing: {true: 88, false: 12, perhaps: 3}",
        "没有答案 perhaps",
    ),
    Break(
        "an answer without a weight",
        "work.willing: {true: 88, false: 12}",
        "work.willing: {true: 88}",
        "没有写 false 的权重",
        "请补上 false: 0",
    ),
    Break(
        "a weight below nothing",
        "work.willing: {true: 88, false: 12}",
        "work.willing: {true: 88, false: -12}",
        "权重不能小于 0",
    ),
    Break("ages that are none", "16-25: 8", "young: 8", "young 不是年龄段", "请写成 40-50: 3", marker="young: 8"),
    Break(
        "a question in no subject",
        "  - [household.others, household.urban]",
        "  - [household.others, household.suburban]",
        "没有事实 household.suburban",
        "household.urban",
    ),
    Break(
        "a change to no answer",
        "{from: [false], to: true, done: 办好失业登记}",
        "{from: [false], to: maybe, done: 办好失业登记}",
        "没有 maybe 这个答案",
        file="facts.yaml",
    ),
    Break(
        "unknown fact",
        "{fact: work.willing, is: true}",
        "{fact: work.wiling, is: true}",
        "没有事实 work.wiling",
        "是不是 work.willing？",
        "第一条",
    ),
    Break(
        "unknown operator",
        "{fact: work.willing, is: true}",
        "{fact: work.willing, equals: true}",
        "没有 equals 这一项",
        article="第一条",
    ),
    Break(
        "operator of another kind",
        "{fact: work.willing, is: true}",
        "{fact: work.willing, age_at_least: 40}",
        "不能用 age_at_least",
        "可以用：is",
        "第一条",
    ),
    Break(
        "two operators",
        "{fact: person.birth_date, age_at_least: 50}",
        "{fact: person.birth_date, age_at_least: 50, age_below: 60}",
        "写了 2 个",
        article="第一条第（一）项",
    ),
    Break(
        "an answer that does not exist",
        "{fact: work.status, is: unemployed}",
        "{fact: work.status, is: unemploied}",
        "没有 unemploied 这个答案",
        "unemployed",
        "第一条",
    ),
    Break(
        "an age in quotes",
        "{fact: person.birth_date, age_at_least: 50}",
        '{fact: person.birth_date, age_at_least: "50"}',
        "整数",
        "不加引号",
        "第一条第（一）项",
    ),
    Break(
        "unknown retirement track",
        "before_retirement: man}",
        "before_retirement: men}",
        "没有退休类别 men",
        "是不是 man？",
        "第一条",
    ),
    Break(
        "unknown place",
        'within: "3605"',
        'within: "3699"',
        "没有以 3699 开头的地区",
        "divisions.yaml",
        "第一条",
    ),
    Break(
        "unknown citation",
        "    cite: art-1-5\n    conditions",
        "    cite: art-1-9\n    conditions",
        "没有引文 art-1-9",
        marker="cite: art-1-9",
    ),
    Break(
        "missing label",
        "    label: 就业愿望\n",
        "",
        "缺少 label",
        "请补上 label",
        "第一条",
        marker="- id: willing",
    ),
    Break(
        "unknown key",
        "    required: 想找工作\n",
        "    requird: 想找工作\n",
        "没有 requird 这一项",
        "是不是 required？",
        "第一条",
    ),
    Break("doubled category", "- id: X5\n", "- id: X4\n", "编号 X4 用了两次"),
    Break(
        "paper for an unknown category",
        "for: [X3]",
        "for: [X7]",
        "没有类别 X7",
        article="第二条第（一）项第3目",
    ),
    Break(
        "paper without a way to meet it",
        "    one_of:\n      - {id: disability_certificate",
        "    two_of:\n      - {id: disability_certificate",
        "没有写明哪些材料可以",
        article="第二条第（一）项第3目",
    ),
    Break(
        "a fact nobody asks",
        "  - land.lost\n",
        "",
        "条件用到 land.lost，但没有人会问它",
        "questions",
        marker="questions:",
    ),
    Break(
        "a useless question",
        "          fact: household.urban\n          is: urban\n          confirm: unclear\n"
        "          confirm_note: 是否属于城镇居民家庭，由工作人员核实。\n",
        "          {fact: work.willing, is: true}\n",
        "没有条件用到 household.urban",
        marker="- household.urban",
    ),
    Break(
        "a record as a question",
        "  - land.lost\n",
        "  - land.lost\n  - disab.no\n",
        "disab.no 不能拿来问人",
        "source: citizen",
        marker="- disab.no",
    ),
    Break(
        "confirm without a reason",
        "          confirm_note: 承包土地只被征用一部分的，由工作人员核实。\n",
        "",
        "为什么要人工核实",
        "confirm_note",
        "第一条第（五）项",
        marker="rule:",
    ),
    Break(
        "empty any",
        "          any:\n            - {fact: person.birth_date, age_at_least: 50}",
        "          any: []\n          none:\n            - {fact: person.birth_date, age_at_least: 50}",
        "没有条件",
        article="第一条第（一）项",
    ),
    Break("form fields out of order", "{id: name, number: 2,", "{id: name, number: 3,", "顺序号应当是 2"),
    Break(
        "form boxes that are not the categories",
        '{value: X1, label: 城镇"4050"人员}',
        '{value: X6, label: 城镇"4050"人员}',
        "选项应当与类别一一对应",
        "X1、X2",
        marker="options:",
    ),
    Break("syntax", "valid_from: 2023年", "valid_from: [2023年", "YAML 写法有误", "缩进"),
    Break("doubled key", 'region: "360500"\n', 'region: "360500"\nregion: "360500"\n', "region 写了两次"),
    Break("impossible date", "verified_on: 2026-11-21", "verified_on: 2026-11-31", "看不懂这个值"),
    Break(
        "folder of another name",
        "id: xinyu-2023-82\n",
        "id: xinyu-2023-83\n",
        "编号与文件夹名不同",
        "id: xinyu-2023-82",
    ),
    Break(
        "fact without options",
        "    kind: choice\n    label: 性别\n",
        "    kind: choise\n    label: 性别\n",
        "不能是 choise",
        "choice",
        file="facts.yaml",
        marker="kind: choise",
    ),
    Break(
        "unknown derivation",
        "{by: lapsed,",
        "{by: laps,",
        "没有推算 laps",
        "是不是 lapsed？",
        file="facts.yaml",
    ),
    Break(
        "unknown track of a base",
        '"55": woman_55',
        '"55": woman_56',
        "没有退休类别 woman_56",
        file="retirement.yaml",
    ),
    Break(
        "doubled place",
        '"360521001", name: 钤东街道',
        '"360502001", name: 钤东街道',
        "代码 360502001 用了两次",
        file="divisions.yaml",
    ),
    Break(
        "a cure that does not cure",
        "cure: {fact: unemp.registered, value: true, done",
        "cure: {fact: unemp.registered, value: false, done",
        "这个条件仍不成立",
        "请写使条件成立的答案",
        "第一条",
    ),
    Break(
        "a cure nobody is told how to get",
        "no: 先办失业登记，不收费。",
        "yes: 先办失业登记，不收费。",
        "没有写明怎样办理",
        article="第一条",
        marker="cure: {fact: unemp.registered",
    ),
]
LINELESS = {"syntax", "empty any", "doubled category", "doubled key", "paper without a way to meet it"}


@pytest.mark.parametrize("mistake", BREAKS, ids=lambda b: b.name)
def test_the_mistake_is_named_with_its_line(mistake: Break, tmp_path: Path) -> None:
    problems = refused(mistake, tmp_path)
    found = next((p for p in problems if mistake.says in p.message), None)
    assert found, [str(p) for p in problems]
    assert mistake.advice in found.advice
    assert found.file == mistake.file
    if mistake.article:
        assert found.article == mistake.article
    if mistake.name not in LINELESS:
        assert (mistake.marker or mistake.new.strip()) in line_of(found, tmp_path)


def refused(mistake: Break, folder: Path) -> tuple[PackProblem, ...]:
    shutil.copytree(POLICIES, folder, dirs_exist_ok=True)
    path = folder / mistake.file
    text = path.read_text(encoding="utf-8")
    assert mistake.old in text
    path.write_text(text.replace(mistake.old, mistake.new, 1), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_catalogue(folder)
    return caught.value.problems


def line_of(problem: PackProblem, folder: Path) -> str:
    return (folder / problem.file).read_text(encoding="utf-8").splitlines()[problem.line - 1]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    shutil.copytree(POLICIES, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "xinyu-2023-82" / "pack.yaml"
    text = path.read_text(encoding="utf-8")
    for mistake in (BREAKS[0], BREAKS[3], BREAKS[12]):
        text = text.replace(mistake.old, mistake.new, 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_catalogue(tmp_path)
    assert len(caught.value.problems) == 3
    assert str(caught.value).count("\n") == 2


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    shutil.copytree(POLICIES, tmp_path, dirs_exist_ok=True)
    (tmp_path / "facts.yaml").unlink()
    with pytest.raises(PackError, match=r"facts\.yaml:1 ：没有这个文件|facts\.yaml:1：没有这个文件"):
        load_catalogue(tmp_path)


def test_the_version_changes_with_every_word(tmp_path: Path) -> None:
    shutil.copytree(POLICIES, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "xinyu-2023-82" / "pack.yaml"
    before = load_catalogue(tmp_path).packs["xinyu-2023-82"].version
    path.write_text(
        path.read_text(encoding="utf-8").replace("age_at_least: 50", "age_at_least: 51"), encoding="utf-8"
    )
    assert load_catalogue(tmp_path).packs["xinyu-2023-82"].version != before


def test_another_city_needs_no_code(tmp_path: Path) -> None:
    shutil.copytree(POLICIES, tmp_path, dirs_exist_ok=True)
    other = tmp_path / "guangzhou-test"
    other.mkdir()
    text = (tmp_path / "xinyu-2023-82" / "pack.yaml").read_text(encoding="utf-8")
    text = text.replace("id: xinyu-2023-82", "id: guangzhou-test").replace('"360500"', '"440100"')
    text = text.replace('within: "3605"', 'within: "4401"').replace("age_at_least: 40", "age_at_least: 35")
    (other / "pack.yaml").write_text(text, encoding="utf-8")
    assert set(load_catalogue(tmp_path).packs) == {"xinyu-2023-82", "guangzhou-test"}
