"""An example register: every column the policies can use, two made-up people, and what each column means."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from backend.columns.outputs import written_file
from backend.columns.register import Policies, RegisterProblem
from backend.rules import Fact

_NAME = "姓名"
_EXPLAINED = ("列名", "含义", "填什么", "用于", "说明")
_WRITTEN = {
    "date": "日期，如 2026-11-21、2026.11.21 或 2026年11月21日",
    "division": "6位的地区代码或地名，如 360502、渝水区",
    "id_number": "18位身份证号码，最后一位可以是X；有它就不必填性别和出生日期",
    "number": "整数",
    "members": "除本人外的人员名单（JSON），如 {example}；也可以用 --members 另附一张表，一人一行",
    "text": "文字",
}
_MEMBERS = '[{"sex": "M", "birth": "1979-05-01", "base": "60", "status": "unemployed"}]'
_NOTES = (
    "空格表示不知道，不表示“否”。",
    "不在下面的列（如姓名、户号）会原样出现在结果里。",
    "列名可以写编号，也可以写中文含义。",
)


def write_template(path: Path, policies: Policies) -> list[Path]:
    """Write it as XLSX (two sheets) or CSV (two files). Returns the files written."""
    table = [[_NAME, *(fact.id for fact in policies.facts)], *_people(policies)]
    explained = [list(_EXPLAINED), *_explanations(policies), *([note] for note in _NOTES)]
    match path.suffix.lower():
        case ".xlsx":
            with written_file(path) as beside:
                _write_sheets(beside, {"名册": table, "说明": explained})
            return [path]
        case ".csv":
            meaning = path.with_name(f"{path.stem}-说明.csv")
            for where, rows in ((path, table), (meaning, explained)):
                with (
                    written_file(where) as beside,
                    beside.open("w", encoding="utf-8-sig", newline="") as file,
                ):
                    csv.writer(file).writerows(rows)
            return [path, meaning]
        case _:
            raise RegisterProblem("模板应当是 .xlsx 或 .csv 文件")


def _people(policies: Policies) -> Iterator[list[str]]:
    for at, name in enumerate(("示例一", "示例二")):
        yield [name, *(_example(fact, policies, at) for fact in policies.facts)]


def _example(fact: Fact, policies: Policies, at: int) -> str:
    """The first person has the first answer everywhere; the second leaves open what may be unknown."""
    if at and fact.unsure:
        return ""
    match fact.kind:
        case "choice" | "bool":
            return str(fact.options[min(at, len(fact.options) - 1)].label) if fact.options else "是"
        case "date" if fact.id in policies.days_ahead:
            return (policies.today + timedelta(days=365)).isoformat()
        case "date":
            return date(1980 + at, 3, 5).isoformat()
        case "division":
            return policies.packs[0].region
        case "number":
            return "1"
        case _:
            return ""


def _explanations(policies: Policies) -> Iterator[list[str]]:
    for fact in policies.facts:
        used = "、".join(
            pack.number
            for pack in policies.packs
            if fact in Policies((pack,), policies.divisions, policies.today).facts
        )
        yield [fact.id, str(fact.label), _what(fact), used, str(fact.question or "")]


def _what(fact: Fact) -> str:
    if fact.options and fact.kind in ("choice", "bool"):
        return "、".join(f"{option.label}（{_plain(option.value)}）" for option in fact.options)
    if fact.kind == "bool":
        return "是、否"
    return _WRITTEN[fact.kind].replace("{example}", _MEMBERS)


def _plain(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else value


def _write_sheets(path: Path, sheets: dict[str, Sequence[Sequence[str]]]) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, len(rows[0]) - 1, 22, wrapped)
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    sheet.write_string(at, place, cell, wrapped if at else bold)
