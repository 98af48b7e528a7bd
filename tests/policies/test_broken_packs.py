"""A policy with a mistake is refused with file, line, place, article and what to do."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from backend.policies.catalogue import PackError, PackProblem, load_catalogue
from tests.policies.english import only_quotes_are_chinese
from tests.policies.folders import WUYOU, XINYU, policies_of
from tests.policies.golden import POLICIES, cases


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


_LAND = "  - {fact: land.lost, why: 因征地失去土地的人员可以申请（第一条第（五）项）。}\n"
_GUANGZHOU = "guangzhou-2014-4/pack.yaml"

BREAKS = [
    Break(
        "a task for a wish the form does not have",
        "{id: startup, wish: startup,",
        "{id: startup, wish: fortune,",
        "没有意愿 fortune",
    ),
    Break(
        "a plan for households without a time",
        "    for: [X2]\n    months: 1\n",
        "    for: [X2]\n    months: 0\n",
        "没有写明几个月",
        "请写 months: 1 这样的整数",
        marker="    months: 0",
    ),
    Break(
        "a plan for households of a category nobody knows",
        "    for: [X2]\n    months: 1\n",
        "    for: [X9]\n    months: 1\n",
        "没有类别 X9",
        marker="    for: [X9]",
    ),
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
        "no refusals at all",
        "kind: refusals, count: 3, months: 6",
        "kind: refusals, count: 0, months: 6",
        "不小于 1 的整数",
        article="第三条第（一）项第3目",
    ),
    Break(
        "a warning after the last day",
        "warn: [60, 30, 7]",
        "warn: [60, -30, 7]",
        "不小于 1 的整数",
        article="第三条第（一）项第4目",
    ),
    Break(
        "a review of no days",
        "working_days: 10",
        "working_days: 0",
        "不小于 1 的整数",
        article="第二条第（二）项",
    ),
    Break(
        "a record without a name",
        "label: 市场主体登记",
        'label: ""',
        "这里是空的",
        "请写内容，或删去这一项",
        "第二条第（二）项",
    ),
    Break(
        "an unknown matter of the chat",
        "chat:\n  jobs:",
        "chat:\n  job:",
        "没有聊天里的事 job",
        "jobs",
        marker="  job: [",
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
        _LAND,
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
        marker="{fact: household.urban",
    ),
    Break(
        "a record as a question",
        _LAND,
        f"{_LAND}  - disab.no\n",
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
        "选项应当是本文件的类别",
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
        "a recent thing that is no day",
        "    label: 就业创业证号\n",
        "    label: 就业创业证号\n    recent: true\n",
        "只有日期可以是最近的一天",
        file="facts.yaml",
        marker="recent: true",
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
    Break(
        "a reading nobody wrote down, at a condition",
        "reading: [G3]",
        "reading: [G33]",
        "没有读法 G33",
        "是不是 G3？",
        "第三条第（三）项第1目",
        _GUANGZHOU,
    ),
    Break(
        "a reading nobody wrote down, at a precondition",
        "reading: [G14]",
        "reading: [G144]",
        "没有读法 G144",
        "是不是 G14？",
        "第三条",
        _GUANGZHOU,
    ),
    Break(
        "a reading nobody wrote down, at a paper",
        "reading: [X20]",
        "reading: [X99]",
        "没有读法 X99",
        article="第二条第（一）项第2目",
    ),
    Break(
        "a paper whose last day is told as something else",
        "valid_fact: disab.valid_until",
        "valid_fact: disab.grade",
        "disab.grade 不是日期",
        article="第二条第（一）项第3目",
    ),
    Break(
        "a reading nobody wrote down, at the route",
        "选户籍地。\n  cite: art-2-1\n  reading: [X1]",
        "选户籍地。\n  cite: art-2-1\n  reading: [Z1]",
        "没有读法 Z1",
        article="第二条第（一）项",
        marker="reading: [Z1]",
    ),
    Break(
        "a reading nobody wrote down, at a stage",
        "reading: [G17]",
        "reading: [G71]",
        "没有读法 G71",
        article="第五条",
        file=_GUANGZHOU,
    ),
    Break(
        "doubled reading",
        "{id: G2, about",
        "{id: G1, about",
        "编号 G1 用了两次",
        file=_GUANGZHOU,
        marker="{id: G1, about: 年龄与省里不同",
    ),
    Break(
        "a reading of an article nobody quotes",
        "cite: art-14}",
        "cite: art-16}",
        "没有引文 art-16",
        file=_GUANGZHOU,
    ),
    Break(
        "a term without the words for its end",
        "expired_notice: 按2014年文件，该文件有效期已于2019年1月届满。现行规定请拨打12333核实。\n",
        "",
        "没有写明届满以后怎样提示",
        "expired_notice",
        file=_GUANGZHOU,
        marker="valid_until: 2019-01-20",
    ),
    Break(
        "words for the end of no term",
        "valid_until: 2019-01-20\n",
        "",
        "文件没有有效期",
        "valid_until",
        file=_GUANGZHOU,
        marker="expired_notice:",
    ),
    Break(
        "a paper both optional and not needed",
        "    optional: true\n",
        "    optional: true\n    needed: false\n",
        "不能又是可选的",
        "请删去",
        "第三条第（三）项第4目",
        _GUANGZHOU,
        marker="optional: true",
    ),
    Break(
        "a cure that begins at no date",
        "since: unemp.registered_on}",
        "since: unemp.registered}",
        "unemp.registered 不是日期",
        "kind: date",
        "第三条",
        _GUANGZHOU,
    ),
    Break(
        "a notice from no day",
        "    since: 2024-05-31\n",
        "    since: 2024年5月\n",
        "应当是日期",
        "不加引号",
    ),
    Break(
        "boxes out of the order of the document",
        "{value: G3.1, label: 女满40周岁",
        "{value: G3.4, label: 女满40周岁",
        "按文件的顺序",
        file=_GUANGZHOU,
        marker="options:",
    ),
    Break(
        "a contact without its note",
        "    note: 2014年资料，请以12333核实\n",
        "",
        "缺少 note",
        file=_GUANGZHOU,
        article="印发通知",
        marker="- name: 市就业中心",
    ),
    Break(
        "a source of the record match twice",
        "{id: business, label: 市场主体登记, tells: [work.status]}",
        "{id: insurance, label: 市场主体登记}",
        "编号 insurance 用了两次",
        article="第二条第（二）项",
    ),
    Break(
        "a source without a name",
        "{id: business, label: 市场主体登记, tells: [work.status]}",
        "{id: business}",
        "缺少 label",
        article="第二条第（二）项",
    ),
    Break(
        "a source that tells of a fact nobody declared",
        "{id: business, label: 市场主体登记, tells: [work.status]}",
        "{id: business, label: 市场主体登记, tells: [work.state]}",
        "没有事实 work.state",
        article="第二条第（二）项",
    ),
    Break(
        "a record match that looks nothing up",
        "        sources:        # 材料上看不出来的，向这些记录查\n"
        "          # tells: 记录与回答不符时，在条件核对里标在这些事实所在的行\n"
        "          - {id: identity, label: 身份和户籍, tells: [person.hukou_code, person.sex, person.birth_date]}\n"
        "          - {id: registration, label: 失业登记, tells: [unemp.registered]}\n"
        "          - {id: insurance, label: 社会保险和养老待遇, tells: [work.status, pension.receiving, retire.base]}\n"
        "          - {id: business, label: 市场主体登记, tells: [work.status]}\n",
        "",
        "比对来源与这一步不符",
        "请写 sources",
        "第二条第（二）项",
        marker="- id: record_match",
    ),
    Break(
        "a step nobody can record",
        "{id: home_visit, label: 线下入户核实",
        "{id: home_call, label: 线下入户核实",
        "不能是 home_call",
        "home_visit",
        "第二条第（二）项",
    ),
    Break(
        "a field filled by a stage that does not exist",
        "kind: opinion, filled_by: final}",
        "kind: opinion, filled_by: second}",
        "不能是 second",
        "preliminary、final",
    ),
    Break(
        "steps shown that are not the stages",
        "progress: [已提交, 街道（乡镇）初审, 县（区）审核, 结果]",
        "progress: [已提交, 街道（乡镇）初审, 结果]",
        "进度写了 3 个，与阶段对不上",
        "请写 4 个",
    ),
    Break(
        "a second review by an office of the same level",
        "    level: county\n",
        "    level: station\n",
        "后一阶段应当由上一级机构办理",
        article="第二条第（三）项",
        marker="level: station",
    ),
    Break(
        "recognition that comes by itself, but nobody is told how",
        "    short: 失地\n",
        "    short: 失地\n    mode: auto\n",
        "有自动认定的类别，但没有写 automatic",
        "automatic: {note",
        marker="categories:",
    ),
    Break(
        "a mode that does not exist",
        "    short: 失地\n",
        "    short: 失地\n    mode: maybe\n",
        "不能是 maybe",
        "auto",
    ),
    Break(
        "no copy at all",
        "  title: 新余市就业困难人员认定申请表\n  fields:",
        "  title: 新余市就业困难人员认定申请表\n  copies: 0\n  fields:",
        "不能是 0 份",
        marker="copies: 0",
    ),
    Break(
        "an office of an unknown level",
        "  county: 公共就业服务机构\n",
        "  village: 公共就业服务机构\n",
        "没有 village 这一项",
    ),
]
LINELESS = {
    "syntax",
    "empty any",
    "doubled category",
    "doubled key",
    "paper without a way to meet it",
    "a mode that does not exist",
}


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
    for problem in problems:
        only_quotes_are_chinese(problem.sentence, *texts_of(tmp_path))


def texts_of(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.rglob("*.*")) if path.is_file()]


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
    assert set(load_catalogue(tmp_path).packs) == {"guangzhou-2014-4", "xinyu-2023-82", "guangzhou-test"}


def test_a_policy_may_bring_its_own_places_but_none_that_are_known(tmp_path: Path) -> None:
    folder = policies_of(tmp_path / "policies", XINYU, WUYOU)
    assert load_catalogue(folder).divisions.full_name("990102001") == "乌有市云中区望月街道"
    own = folder / WUYOU / "divisions.yaml"
    own.write_text(own.read_text(encoding="utf-8").replace('"990102002"', '"360502001"'), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_catalogue(folder)
    (problem,) = caught.value.problems
    assert (problem.file, problem.message) == (f"{WUYOU}/divisions.yaml", "代码 360502001 用了两次")


def test_a_made_up_city_comes_out_as_its_own_cases_say(tmp_path: Path) -> None:
    folder = policies_of(tmp_path / "policies", WUYOU)
    found = list(cases(load_catalogue(folder), folder))
    assert len(found) == 5
    assert [f"{case.id}: {complaint}" for case in found for complaint in case.complaints()] == []
