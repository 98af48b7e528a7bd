"""An example register: every column the policies can use, two made-up people, and what each column means."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from backend.columns.outputs import written_file
from backend.columns.register import Policies, RegisterProblem
from backend.rules import Fact
from backend.rules.said import N_, listed

_EXPLAINED = (N_("列名"), N_("含义"), N_("填什么"), N_("用于"), N_("说明"))
_WRITTEN = {
    "date": N_("日期，如 2026-11-21、2026.11.21 或 2026年11月21日"),
    "division": N_("6位的地区代码或地名，如 360502、渝水区"),
    "id_number": N_("18位身份证号码，最后一位可以是X；有它就不必填性别和出生日期"),
    "number": N_("整数"),
    "text": N_("文字"),
}
_MEMBERS = '[{"sex": "M", "birth": "1979-05-01", "base": "60", "status": "unemployed"}]'
_LISTED = N_("除本人外的人员名单（JSON），如 {example}；也可以用 --members 另附一张表，一人一行", example=_MEMBERS)
_EITHER = N_("是、否（true、false）")
_NOTES = (
    N_("空格表示不知道，不表示“否”。"),
    N_("不在下面的列（如姓名、户号）会原样出现在结果里。"),
    N_("列名可以写编号，也可以写中文含义。"),
)


def write_template(path: Path, policies: Policies, said: Callable[[Any], str] = str) -> list[Path]:
    """Write it as XLSX (two sheets) or CSV (two files). Returns the files written. `said` tells it in the reader's
    language; the answers of the example are then values, which every language reads."""
    table = [[said(N_("姓名")), *(fact.id for fact in policies.facts)], *_people(policies, said)]
    about = [_EXPLAINED, *_explanations(policies), *([note] for note in _NOTES)]
    explained = [[said(cell) for cell in row] for row in about]
    match path.suffix.lower():
        case ".xlsx":
            with written_file(path) as beside:
                _write_sheets(beside, {said(N_("名册")): table, said(N_("说明")): explained})
            return [path]
        case ".csv":
            meaning = path.with_name(f"{path.stem}-{said(N_('说明'))}.csv")
            for where, rows in ((path, table), (meaning, explained)):
                with (
                    written_file(where) as beside,
                    beside.open("w", encoding="utf-8-sig", newline="") as file,
                ):
                    csv.writer(file).writerows(rows)
            return [path, meaning]
        case _:
            raise RegisterProblem(N_("模板应当是 .xlsx 或 .csv 文件"))


def _people(policies: Policies, said: Callable[[Any], str]) -> Iterator[list[str]]:
    for at, name in enumerate((N_("示例一"), N_("示例二"))):
        own = said(name) == name  # the reader's language is that of the answers in words
        yield [said(name), *(_example(fact, policies, at, in_words=own) for fact in policies.facts)]


def _example(fact: Fact, policies: Policies, at: int, *, in_words: bool) -> str:
    """The first person has the first answer everywhere; the second leaves open what may be unknown."""
    if at and fact.unsure:
        return ""
    match fact.kind:
        case "choice" | "bool" if fact.options:
            option = fact.options[min(at, len(fact.options) - 1)]
            return str(option.label) if in_words else _plain(option.value)
        case "bool":
            return N_("是") if in_words else "true"
        case "choice":
            return ""
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


def _explanations(policies: Policies) -> Iterator[list[Any]]:
    for fact in policies.facts:
        used = listed(
            pack.number
            for pack in policies.packs
            if fact in Policies((pack,), policies.divisions, policies.today).facts
        )
        yield [fact.id, fact.label, _what(fact), used, fact.question or ""]


def _what(fact: Fact) -> Any:
    if fact.options and fact.kind in ("choice", "bool"):
        return listed(N_("{answer}（{value}）", answer=one.label, value=_plain(one.value)) for one in fact.options)
    if fact.kind == "bool":
        return _EITHER
    return _LISTED if fact.kind == "members" else _WRITTEN[fact.kind]


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
