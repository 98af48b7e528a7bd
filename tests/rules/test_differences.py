"""Two versions of a policy side by side: every change is told, in the words of an officer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings

from backend.policies.catalogue import Policies, load_policies
from backend.policies.documents import parse_document
from backend.rules import Pack
from backend.rules.differences import Difference, differences
from backend.rules.expression import Rule
from backend.rules.operators import OPERATORS
from backend.rules.pack_parts import PARTS
from backend.rules.reader import PackMistakes, read_pack
from backend.rules.rule_differences import rule_differences, same
from backend.rules.rule_words import ASSERTIONS, Speech
from tests.policies.golden import POLICIES
from tests.rules.packs import LAW, RULES, VOCABULARY

XINYU = "xinyu-2023-82"
TEXT = (POLICIES / XINYU / "pack.yaml").read_text(encoding="utf-8")
LAND = "  - {fact: land.lost, why: 因征地失去土地的人员可以申请（第一条第（五）项）。}\n"
SPEECH = Speech(VOCABULARY, LAW)


@pytest.fixture(scope="module")
def policies() -> Policies:
    return load_policies(POLICIES)


GUANGZHOU = "guangzhou-2014-4"


def _with_checks_changed(pack: Pack) -> Pack:
    """Every number and day of what is looked at each night another one."""

    def other(one: Any) -> Any:
        if one.check is None:
            return one
        names = (name for name in ("count", "months", "channels") if getattr(one.check, name))
        numbers = {name: getattr(one.check, name) + 1 for name in names}
        warn = tuple(days + 1 for days in one.check.warn)
        return replace(one, check=replace(one.check, warn=warn, **numbers))

    exits = (
        replace(other(ground), reasons=tuple(map(other, ground.reasons)), bases=tuple(map(other, ground.bases)))
        for ground in pack.exits
    )
    return replace(pack, exits=tuple(exits))


@pytest.mark.parametrize("name", [XINYU, GUANGZHOU])
def test_what_is_looked_at_each_night_is_told_number_by_number_and_without_ids(policies: Policies, name: str) -> None:
    pack = policies.catalogue.packs[name]
    procedure = pack.exit_procedure
    assert procedure is not None
    changed = replace(_with_checks_changed(pack), exit_procedure=replace(procedure, reply_days=9, readings=()))
    if pack.automatic is not None:
        changed = replace(changed, automatic=replace(pack.automatic, objection_days=99, citation_id="art-2"))
    for old, new in ((pack, changed), (changed, pack), (pack, replace(pack, exits=()))):
        told = [one.sentence for one in differences(old, new)]
        assert told
        ids = [*pack.citations, *pack.readings]
        assert [one for one in told if re.search(rf"\b({'|'.join(map(re.escape, ids))})\b|art-", one, re.ASCII)] == []
    forth = " ".join(one.sentence for one in differences(pack, changed))
    assert f"退出程序：本人说明的期限由{procedure.reply_days}天改为9天" in forth
    assert "每日检查：次数由" in forth


@pytest.mark.parametrize(
    ("old", "new", "kind", "change", "path", "sentence"),
    [
        pytest.param(
            "age_at_least: 40",
            "age_at_least: 45",
            "rule",
            "changed",
            "categories.X1.conditions.age_4050.rule",
            "“4050”人员：女性年龄由满40周岁改为满45周岁（第一条第（一）项）",
            id="the age of women",
        ),
        pytest.param(
            "before_retirement: man}",
            "before_retirement: woman_55}",
            "rule",
            "changed",
            "preconditions.labour_age.rule",
            "条件“法定劳动年龄”：男性本人由未到法定退休日（原定60周岁退休的一类）"
            "改为未到法定退休日（原定55周岁退休的一类）（第一条）",
            id="a retirement track",
        ),
        pytest.param(
            "        - {fact: person.birth_date, age_at_least: 16}\n",
            "        - {fact: person.birth_date, age_at_least: 16}\n"
            "        - {fact: disab.valid_until, in_force: true}\n",
            "rule",
            "changed",
            "preconditions.labour_age.rule",
            "条件“法定劳动年龄”：增加要求：残疾人证有效期至没有过期（第一条）",
            id="one more demand",
        ),
        pytest.param(
            '          confirm: ["1", "2"]\n          confirm_note: 一级、二级残疾，由工作人员核实适合做的工作。\n',
            "",
            "rule",
            "changed",
            "categories.X3.conditions.disability_grade.rule",
            "残疾失业人员：残疾等级不再有由工作人员核实的情形（原为“一级”或“二级”）（第一条第（三）项）",
            id="nothing more to confirm",
        ),
        pytest.param(
            'within: "3605"',
            'within: "360502"',
            "rule",
            "changed",
            "preconditions.hukou.rule",
            "条件“本市户籍”：户籍所在地由在新余市改为在渝水区（第一条）",
            id="a place",
        ),
        pytest.param(
            "waiting: {months: 3",
            "waiting: {months: 6",
            "policy",
            "changed",
            "waiting_months",
            "退出后再次申请的等待期由3个月改为6个月",
            id="the waiting period",
        ),
        pytest.param(
            "verified_on: 2026-11-21",
            "verified_on: 2026-12-01",
            "policy",
            "changed",
            "verified_on",
            "核对日期由2026年11月21日改为2026年12月1日",
            id="when it was last verified",
        ),
        pytest.param(
            "      - {id: hukou_book, title: 户口本, issuer: 公安机关, remind: 还差本人页吗？首页和本人页都要拍。,"
            " drawing: hukou_book}\n",
            "",
            "paper",
            "removed",
            "requirements.identity.alternatives.hukou_book",
            "材料“身份证或户口本”：删去可用的证件“户口本”（第二条第（一）项）",
            id="a paper that does no more",
        ),
        pytest.param(
            "for: [X5]",
            "for: [X4, X5]",
            "paper",
            "changed",
            "requirements.land_proof.category_ids",
            "材料“承包土地被征用证明材料”：增加适用类别：城乡脱贫劳动力（第二条第（一）项第5目）",
            id="who needs a paper",
        ),
        pytest.param(
            "places: [hukou, residence]",
            "places: [hukou]",
            "route",
            "changed",
            "route.places",
            "申请地点：删去可选的地点：常住地（第二条第（一）项）",
            id="where to apply",
        ),
        pytest.param(
            "working_days: 10",
            "working_days: 5",
            "stage",
            "changed",
            "stages.preliminary.working_days",
            "环节“初审”：办理期限由10个工作日改为5个工作日（第二条第（二）项）",
            id="a time limit",
        ),
        pytest.param(
            "label: 线下入户核实, required: true",
            "label: 线下入户核实, required: false",
            "stage",
            "changed",
            "stages.preliminary.steps.home_visit.required",
            "环节“初审”，步骤“线下入户核实”：是否必做由是改为否（第二条第（二）项）",
            id="a step of the review",
        ),
        pytest.param(
            "          - {id: business, label: 市场主体登记, tells: [work.status]}\n",
            "",
            "stage",
            "removed",
            "stages.preliminary.steps.record_match.sources.business",
            "环节“初审”，步骤“线上信息比对”：删去比对的记录“市场主体登记”（第二条第（二）项）",
            id="a record no more looked up",
        ),
        pytest.param(
            "label: 市场主体登记, tells: [work.status]",
            "label: 市场主体登记, tells: [work.status, pension.receiving]",
            "stage",
            "changed",
            "stages.preliminary.steps.record_match.sources.business.tells",
            "环节“初审”，步骤“线上信息比对”，比对的记录“市场主体登记”：增加核对的事实：“养老金”（第二条第（二）项）",
            id="what a record tells",
        ),
        pytest.param(
            "warn: [10, 3]",
            "warn: [10, 7]",
            "service",
            "changed",
            "reliefs.zero_employment.warn",
            "预案“零就业家庭就业援助预案”：增加提前几天提醒：7天；删去提前几天提醒：3天（第四条第（五）项）",
            id="when an office is warned",
        ),
        pytest.param(
            "excludes: [SI-EMP, POST]",
            "excludes: [POST]",
            "subsidy",
            "changed",
            "subsidies.SI-FLEX.excludes",
            "补贴“灵活就业社会保险补贴”：删去同一个月不能同时享受的补贴：“社会保险补贴（单位）”（第三条第（二）项）",
            id="subsidies by name",
        ),
        pytest.param(
            "recommendation: 3, training: 1}",
            "recommendation: 5, training: 1}",
            "service",
            "changed",
            "packages.131.wanted",
            "服务包““131”服务”：各种服务的次数由“岗位推荐”3次改为“岗位推荐”5次（第四条第（三）项）",
            id="how many of a service",
        ),
        pytest.param(
            "text: 您还没有失业登记，请先免费办理，登记后会写进证件。",
            "text: 请先办理失业登记。",
            "paper",
            "changed",
            "requirements.employment_certificate.hints",
            "材料“《就业创业证》”：增加按答案给出的提示：“失业登记”答“没有登记”的，“请先办理失业登记。”；删去",
            id="a hint beside a paper",
        ),
        pytest.param(
            "for: [X2]}",
            "for: [X2, X4]}",
            "exit",
            "changed",
            "exits.left_zero_employment.bases.zero_employment.category_ids",
            "退出情形“退出零就业家庭”，所针对的依据“零就业家庭成员”：增加对应类别：城乡脱贫劳动力（第三条第（一）项第2目）",
            id="whom an exit ground meets",
        ),
        pytest.param(
            "months_below: 6}",
            "months_below: 3}",
            "notice",
            "changed",
            "notices.jiangxi_2024.when",
            "提示“江西省2024年的办法另要求“4050”人员连续失业6个月以上”：失业登记日期至今由不满6个月改为不满3个月",
            id="when a notice is shown",
        ),
        pytest.param(
            "  - disab.status\n  - disab.grade\n",
            "  - disab.grade\n  - disab.status\n",
            "policy",
            "changed",
            "questions",
            "问题的顺序改为：",
            id="the order of questions",
        ),
        pytest.param(
            "question: 您的户口在新余市哪里？",
            "question: 您的户口在哪里？",
            "question",
            "changed",
            "facts.person.hukou_code.question",
            "事实“户籍所在地”：问法由“您的户口在新余市哪里？”改为“您的户口在哪里？”",
            id="the words of a question",
        ),
        pytest.param(
            "longest: 50",
            "longest: 60",
            "form",
            "changed",
            "form.fields.name.longest",
            "表格《新余市就业困难人员认定申请表》，第2栏“姓名”：最长字数由50个字改为60个字",
            id="a field of the form",
        ),
        pytest.param(
            "text: 符合相关条件的残疾人员",
            "text: 符合相关条件的残疾失业人员",
            "citation",
            "changed",
            "citations.art-1-3.text",
            "引文“第一条第（三）项”：原文由“符合相关条件的残疾人员”改为“符合相关条件的残疾失业人员”（第一条第（三）项）",
            id="the words of the document",
        ),
    ],
)
def test_a_change_is_told_in_one_sentence(
    policies: Policies, old: str, new: str, kind: str, change: str, path: str, sentence: str
) -> None:
    assert old in TEXT
    found = compared(policies, TEXT.replace(old, new, 1))
    assert len(found) == 1
    assert (found[0].kind, found[0].change, found[0].path) == (kind, change, path)
    assert found[0].sentence.startswith(sentence)


def test_a_category_that_goes_and_its_paper_are_both_told(policies: Policies) -> None:
    start, end = TEXT.index("  - id: X5\n"), TEXT.index("\nrequirements:")
    text = TEXT[:start] + TEXT[end:]
    paper, route = text.index("  - id: land_proof\n"), text.index("\nroute:")
    text = text[:paper] + text[route:]
    text = text.replace("        - {value: X5, label: 失地人员}\n", "").replace(LAND, "")
    sentences = [difference.sentence for difference in compared(policies, text)]
    assert "删去失地人员（第一条第（五）项）" in sentences
    assert "删去材料“承包土地被征用证明材料”（第二条第（一）项第5目）" in sentences
    assert "删去问题：“承包土地”" in sentences


def test_a_pack_does_not_differ_from_itself(policies: Policies) -> None:
    assert compared(policies, TEXT) == ()


UNTOLD = ("id", "version", "priors", "together")
"""The last two only move the order of the questions."""


def test_no_word_of_a_pack_changes_unseen(policies: Policies) -> None:
    """One value of eleven of the file is changed; what is still a pack differs, and says where."""
    pack = policies.catalogue.packs[XINYU]
    data = parse_document(TEXT, POLICIES / XINYU).data
    read = 0
    for path in list(values_in(data))[::11]:
        if path[0] in UNTOLD or path[-1] == "of":  # "of" only says how the boxes are checked
            continue
        changed = deepcopy(data)
        put(changed, path)
        try:
            other = read_pack(changed, policies.around)
        except PackMistakes:
            continue
        read += 1
        assert differences(pack, other), path
    assert read > 25


@pytest.mark.parametrize("sort", PARTS, ids=lambda sort: sort.__name__)
def test_no_field_of_a_part_is_forgotten(sort: type) -> None:
    part = PARTS[sort]
    assert {*part.words, *part.inner, *part.rules, *part.silent} == {field.name for field in fields(sort)}


def test_every_operator_has_its_words() -> None:
    assert ASSERTIONS.keys() == OPERATORS.keys()


@given(old=RULES, new=RULES)
@settings(max_examples=200, deadline=None)
def test_rules_differ_exactly_when_they_are_not_the_same_parts(old: Rule, new: Rule) -> None:
    assert list(rule_differences(old, old, SPEECH, SPEECH)) == []
    told = list(rule_differences(old, new, SPEECH, SPEECH))
    if not told:
        assert shape(old) == shape(new)
    if same(old, new):
        assert told == []


def shape(rule: Any) -> Any:
    """A rule without order, doubled parts and compounds of one part: what nobody could tell apart in words."""
    parts = getattr(rule, "parts", None)
    if parts is None:
        return ("leaf", rule.fact, rule.operator, rule.operand, rule.confirm)
    inner = [shape(part) for part in parts]
    return inner[0] if len(inner) == 1 else (type(rule).__name__, sorted(map(repr, inner)))


def compared(policies: Policies, text: str) -> tuple[Difference, ...]:
    old: Pack = policies.catalogue.packs[XINYU]
    return differences(old, policies.read(XINYU, text))


def values_in(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(data, dict | list):
        for key in data if isinstance(data, dict) else range(len(data)):
            yield from values_in(data[key], (*path, key))
    else:
        yield path


def put(data: Any, path: tuple[Any, ...]) -> None:
    """Change one value into another of its kind."""
    for key in path[:-1]:
        data = data[key]
    value = data[path[-1]]
    data[path[-1]] = (
        not value if isinstance(value, bool) else value + 1 if isinstance(value, int) else f"{value}改"
    )
