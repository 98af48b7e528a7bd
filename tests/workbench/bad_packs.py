"""Mistakes a policy officer may make: small edits of the real packs, and how lint must name each one."""

from __future__ import annotations

from dataclasses import dataclass

from backend.workbench.lint import ERROR, WARNING

XINYU, GUANGZHOU = "xinyu-2023-82/pack.yaml", "guangzhou-2014-4/pack.yaml"
CASES = "xinyu-2023-82/cases.yaml"
BOMB = "[a, a]\nbomb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nbombs: [*b, *b, *b, *b, *b, *b, *b, *b, *b]\n"
LAND_RULE = "          fact: land.lost\n          is: all\n"
LAND_LEAF = "            - {fact: land.lost, is: all, confirm: part, confirm_note: 请核实。}\n"
LAND_CONFIRM = "          confirm: part\n          confirm_note: 承包土地只被征用一部分的，由工作人员核实。\n"
POOR = "rule: {fact: poverty.alleviated, is: true}"


@dataclass(frozen=True)
class Bad:
    """Replace `old` once by `new` in `file`; `name` finds it on the line that has `marker` (default: `new`)."""

    about: str
    name: str
    old: str
    new: str
    says: str
    advice: str
    marker: str = ""
    article: str = ""
    file: str = XINYU
    severity: str = ERROR


def poor_and(*more: str) -> str:
    return "rule: {all: [{fact: poverty.alleviated, is: true}, " + ", ".join(more) + "]}"


BAD = [
    # How it is written.
    Bad(
        "a reference",
        "unusable",
        'telephone: "12333"',
        'telephone: &t "12333"\nissuer_phone: *t',
        "引用（& 和 *）",
        "直接写",
        "*t",
    ),
    Bad(
        "a bomb",
        "unusable",
        "progress: [已提交",
        f"a: &a {BOMB}progress: [已提交",
        "引用（& 和 *）",
        "直接写",
        "bomb: &b",
    ),
    Bad(
        "a tab",
        "unusable",
        "    label: 就业愿望\n",
        "\tlabel: 就业愿望\n",
        "制表符（Tab）",
        "空格",
        "label: 就业愿望",
    ),
    Bad(
        "a control character",
        "unusable",
        "label: 就业愿望",
        "label: 就业\x07愿望",
        "控制字符",
        "重新输入",
        "label: 就业",
    ),
    Bad("a merge key", "unusable", "waiting: {months: 3,", "waiting: {<<: {months: 3},", "名称看不懂", "<<"),
    Bad(
        "a bottomless list",
        "unusable",
        "legal_basis:\n  - ",
        "legal_basis:\n  - " + "[" * 60 + "]" * 60 + "\n  - ",
        "层次太深",
        "40 层",
        "legal_basis:",
    ),
    Bad(
        "a doubled section",
        "unusable",
        "progress: [",
        "progress: [已提交]\nprogress: [",
        "progress 写了两次",
        "删去",
        "progress: [",
    ),
    Bad(
        "an unknown section",
        "unusable",
        "progress: [",
        "leaving_grounds: []\nprogress: [",
        "没有 leaving_grounds 这一项",
        "可以是",
        "leaving_grounds",
    ),
    Bad(
        "no citation",
        "unusable",
        "    cite: art-1-4\n    conditions",
        '    cite: ""\n    conditions',
        "这里是空的",
        "引文",
        'cite: ""',
    ),
    Bad(
        "a category that quotes nothing",
        "unusable",
        "    cite: art-1-4\n    conditions",
        "    conditions",
        "缺少 cite",
        "请补上",
        "- id: X4",
    ),
    Bad(
        "a fact nobody knows",
        "unusable",
        "rule: {fact: work.willing, is: true}",
        "rule: {fact: work.wiling, is: true}",
        "没有事实 work.wiling",
        "work.willing",
        article="第一条",
    ),
    Bad(
        "an age of what is no date",
        "unusable",
        "rule: {fact: work.willing, is: true}",
        "rule: {fact: work.willing, age_at_least: 40}",
        "work.willing 是 bool，不能用 age_at_least",
        "可以用：is",
        article="第一条",
    ),
    Bad(
        "an age in words",
        "unusable",
        "age_at_least: 50}",
        'age_at_least: "五十"}',
        "这里应当是不小于 0 的整数",
        "请写数字",
        article="第一条第（一）项",
    ),
    Bad(
        "a question that stands twice",
        "unusable",
        "  - {fact: poverty.alleviated, why",
        "  - {fact: work.willing, why: 再问一次。}\n  - {fact: poverty.alleviated, why",
        "work.willing 问了两次",
        "删去",
        "{fact: work.willing, why",
    ),
    Bad(
        "a fact of a rule that is not asked",
        "unusable",
        "  - {fact: poverty.alleviated, why: 城乡脱贫劳动力可以申请（第一条第（四）项）。}\n",
        "",
        "条件用到 poverty.alleviated，但没有人会问它",
        "请在 questions 中加上",
        "questions:",
    ),
    # Nobody, or everybody.
    Bad(
        "two ages that exclude each other",
        "contradiction",
        POOR,
        poor_and("{fact: person.birth_date, age_at_least: 50}", "{fact: person.birth_date, age_below: 45}"),
        "没有人能满足：",
        "并且、或者",
        article="第一条第（四）项",
    ),
    Bad(
        "an age nobody reaches",
        "contradiction",
        "age_at_least: 16}",
        "age_at_least: 160}",
        "年龄满160周岁",
        "数字",
        article="第一条",
    ),
    Bad(
        "two states of work at once",
        "contradiction",
        "rule: {fact: work.status, is: unemployed}",
        "rule: {all: [{fact: work.status, is: unemployed}, {fact: work.status, is: flexible}]}",
        "没有人能满足：工作情况为“没有工作”，并且工作情况为“灵活就业”",
        "并且、或者",
        article="第一条",
    ),
    Bad(
        "two states of work behind brackets",
        "contradiction",
        POOR,
        poor_and(
            "{any: [{fact: work.status, is: student}, {fact: work.status, is: flexible}]}",
            "{fact: work.status, is: unemployed}",
        ),
        "没有人能满足：脱贫劳动力为",
        "并且、或者",
        article="第一条第（四）项",
    ),
    Bad(
        "no answer fits",
        "contradiction",
        "in: [full, partial]",
        "in: []",
        "没有人能满足",
        "数字",
        article="第一条",
    ),
    Bad(
        "every answer fits",
        "always_true",
        "in: [full, partial]",
        "in: [full, partial, none]",
        "人人都满足：劳动能力为",
        "改正或删去",
        article="第一条",
    ),
    Bad(
        "yes or no",
        "always_true",
        "rule: {fact: work.willing, is: true}",
        "rule: {any: [{fact: work.willing, is: true}, {fact: work.willing, is: false}]}",
        "人人都满足",
        "不起作用",
    ),
    Bad(
        "an age everybody has",
        "always_true",
        "age_at_least: 16}",
        "age_at_least: 0}",
        "年龄满0周岁",
        "不起作用",
    ),
    Bad(
        "ages that leave no gap",
        "always_true",
        POOR,
        poor_and(
            "{any: [{fact: person.birth_date, age_at_least: 30}, {fact: person.birth_date, age_below: 40}]}"
        ),
        "人人都满足",
        "不起作用",
    ),
    Bad(
        "a window of no months",
        "always_true",
        "months_at_least: 6}",
        "months_at_least: 0}",
        "满0个月",
        "不起作用",
        file=GUANGZHOU,
        article="第三条第（三）项第1目",
    ),
    Bad(
        "older than retirement",
        "unreachable_category",
        LAND_RULE + LAND_CONFIRM,
        "          all:\n" + LAND_LEAF + "            - {fact: person.birth_date, age_at_least: 66}\n",
        "没有人能同时满足“失地人员”的条件和基本条件（出生日期",
        "检查这几项",
        "- id: X5",
        "第一条第（五）项",
    ),
    Bad(
        "a student who is unemployed",
        "unreachable_category",
        POOR,
        poor_and("{fact: work.status, is: student}"),
        "工作情况",
        "检查这几项",
        "- id: X4",
        "第一条第（四）项",
    ),
    Bad(
        "a hukou in two cities",
        "contradiction",
        POOR,
        poor_and('{fact: person.hukou_code, within: "4401"}'),
        "没有人能满足：户籍所在地在广州市",
        "请检查数字",
    ),
    # What is asked.
    Bad(
        "a question without effect",
        "question_never_asked",
        "age_below: 45}",
        "age_below: 90}",
        "“养老金”怎样回答都不影响结论",
        "删去这个问题",
        "- pension.receiving",
    ),
    Bad(
        "a question another answer settles",
        "question_never_asked",
        "          fact: household.urban\n          is: urban\n          confirm: unclear\n"
        "          confirm_note: 是否属于城镇居民家庭，由工作人员核实。\n",
        "          any:\n            - {fact: household.urban, is: urban}\n"
        "            - {fact: work.status, is: unemployed}\n",
        "“城镇居民家庭”怎样回答都不影响结论",
        "删去这个问题",
        "household.urban",
    ),
    # Women and men.
    Bad(
        "an age gap nobody wrote",
        "sexes_differ_unsaid",
        LAND_RULE + LAND_CONFIRM,
        "          all:\n"
        + LAND_LEAF
        + "            - any:\n                - {fact: person.birth_date, age_at_least: 30}\n"
        + "                - {all: [{fact: person.sex, is: F}, {fact: person.birth_date, age_at_least: 20}]}\n",
        "女20周岁起，男30周岁起",
        "sexes_differ: true",
        "rule:",
        "第一条第（五）项",
        severity=WARNING,
    ),
    Bad(
        "an upper age for women alone",
        "sexes_differ_unsaid",
        LAND_RULE + LAND_CONFIRM,
        "          all:\n"
        + LAND_LEAF
        + "            - any:\n                - {fact: person.sex, is: M}\n"
        + "                - {fact: person.birth_date, age_below: 45}\n",
        "女0至44周岁，男0周岁起",
        "改成一致",
        "rule:",
        severity=WARNING,
    ),
    # Against the document.
    Bad(
        "an age the article does not name",
        "age_not_in_article",
        "age_at_least: 50}",
        "age_at_least: 52}",
        "规则写52周岁",
        "对照条文",
        article="第一条第（一）项",
    ),
    Bad(
        "an age of another city",
        "age_not_in_article",
        "age_at_least: 35}",
        "age_at_least: 36}",
        "规则写36周岁",
        "对照条文",
        article="第三条第（一）项",
        file=GUANGZHOU,
    ),
    Bad(
        "a waiting period the article does not name",
        "figure_not_in_article",
        "waiting: {months: 3,",
        "waiting: {months: 6,",
        "规则写6个月",
        "对照条文",
        article="第三条第（二）项",
    ),
    Bad(
        "refusals the article does not name",
        "figure_not_in_article",
        "check: {kind: refusals, count: 3, months: 6}",
        "check: {kind: refusals, count: 2, months: 6}",
        "规则写2次",
        "对照条文",
        article="第三条第（一）项第3目",
    ),
    Bad(
        "a window of refusals the article does not name",
        "figure_not_in_article",
        "check: {kind: refusals, count: 3, months: 6}",
        "check: {kind: refusals, count: 3, months: 12}",
        "规则写12个月",
        "对照条文",
        article="第三条第（一）项第3目",
    ),
    Bad(
        "a silence the article does not name",
        "figure_not_in_article",
        "check: {kind: silence, months: 1,",
        "check: {kind: silence, months: 2,",
        "规则写2个月",
        "对照条文",
        article="第六条第（五）项",
        file=GUANGZHOU,
    ),
    Bad(
        "a quotation with a wrong word",
        "citation_not_in_source",
        "text: 城乡脱贫劳动力（原城乡贫困劳动力）",
        "text: 城乡脱贫劳动者（原城乡贫困劳动力）",
        "与文件原文不一致",
        "从“城乡脱贫劳动者原城乡”处起不同",
        article="第一条第（四）项",
    ),
    Bad(
        "an empty quotation",
        "empty_citation",
        "text: 因承包土地被征用而失去土地的人员",
        'text: ""',
        "引文是空的",
        "照抄",
        "art-1-5:",
        "第一条第（五）项",
    ),
    Bad(
        "no document to check against",
        "unusable",
        "## 全文",
        "## 原文",
        "没有“## 全文”这一节",
        "附上文件全文",
        "# 来源与读法",
        file="xinyu-2023-82/source.md",
    ),
    Bad(
        "a day of verification to come",
        "verified_in_future",
        "verified_on: 2026-11-21",
        "verified_on: 2027-11-21",
        "2027年11月21日还没有到",
        "实际核对",
    ),
    Bad(
        "a term that ends before it begins",
        "ends_before_it_begins",
        "valid_until: 2019-01-20",
        "valid_until: 2013-01-20",
        "早于施行日期2014年1月20日",
        "改正",
        file=GUANGZHOU,
    ),
    # Around the rules.
    Bad(
        "a category without papers",
        "no_documents_rule",
        "    for: [X4]\n",
        "",
        "没有写明“城乡脱贫劳动力”要什么材料",
        "for: [X4]",
        "- id: X4",
        "第一条第（四）项",
    ),
    Bad(
        "an exit ground for nobody",
        "exit_names_no_category",
        "label: 零就业家庭成员, for: [X2]}",
        "label: 零就业家庭成员}",
        "“以零就业家庭成员认定为就业困难人员，后退出零就业家庭的”",
        "核对文件",
        "label: 零就业家庭成员}",
        "第三条第（一）项第2目",
        severity=WARNING,
    ),
    Bad(
        "a sentence without English",
        "untranslated",
        "required: 想找工作\n",
        "required: 很想找工作\n",
        "“很想找工作”没有英文",
        "policies.po",
        severity=WARNING,
    ),
    # The golden cases.
    Bad(
        "a person with an unknown fact",
        "cases_unusable",
        "      person.sex: F\n",
        "      person.sexe: F\n",
        "没有事实 person.sexe",
        "person.sex？",
        "person.sexe",
        file=CASES,
    ),
    Bad(
        "a person with an answer that does not exist",
        "cases_unusable",
        "      person.sex: F\n",
        "      person.sex: W\n",
        "person.sex 没有 W 这个答案",
        "F、M",
        file=CASES,
    ),
    Bad(
        "a birthday in quotes",
        "cases_unusable",
        "person.birth_date: 1986-11-21\n",
        'person.birth_date: "1986-11-21"\n',
        "出生日期应当是日期",
        "改正",
        file=CASES,
    ),
    Bad(
        "a verdict too few",
        "cases_unusable",
        "expect: [yes, no, no, no, no]",
        "expect: [yes, no, no, no]",
        "应当有 5 个结论，写了 4 个",
        "X1、X2",
        "expect: [yes, no, no, no]",
        file=CASES,
    ),
    Bad(
        "a failing condition that does not exist",
        "cases_unusable",
        "fails: {labour_age: no}",
        "fails: {age: no}",
        "没有基本条件 age",
        "labour_age",
        file=CASES,
    ),
]
