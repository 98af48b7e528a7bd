"""The columns of a list of residents: who it is, what the self-check asks, what the form asks; read, and as a template."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import xlsxwriter

from backend.applications.asks import (
    APPLY_AT,
    COMMUNITY,
    DETAIL,
    RESIDENCE_DETAIL,
    RESIDENCE_DISTRICT,
    RESIDENCE_STREET,
    STREET,
    address_field,
    category_field,
    name_field,
)
from backend.applications.identity import told_by
from backend.columns.register import Policies
from backend.columns.sources import opened
from backend.core.problems import Problem
from backend.finding.preview import NAMED, file_in_words
from backend.policies.answers import Given
from backend.policies.outcome import eligible
from backend.rules import Fact, FactValue, Field, Pack, Verdict, assess, next_question
from backend.rules.catalogue import Divisions
from backend.rules.parsing import plain

MOST_ROWS: Final = 500
SHOWN: Final = 20
"""Of a long choice the explanation names so many."""
CELL_LONGEST: Final = 300
EXAMPLE: Final = "示例"
"""A row whose name begins so is the one of the template: nobody is entered by it."""
EXAMPLE_NUMBER: Final = "360502198003059920"
"""Synthetic: a woman born on 5 March 1980."""
TOLD: Final = ("person.sex", "person.birth_date")
"""Facts an ID number tells."""
NUMBERS: Final = ("身份证号", "公民身份号码", "身份证")
CONSENT_SAID: Final = ("是", "已读", "同意", "yes")

_WHO: Final = "本人"
_CHECK: Final = "自测"
_FORM: Final = "申请表"


@dataclass(frozen=True)
class Column:
    """One column. ``fact`` is answered by it, ``ask`` of the form is; a column may do both, or name the person."""

    key: str
    header: str
    part: str
    about: str
    example: str = ""
    also: tuple[str, ...] = ()
    fact: str = ""
    ask: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.header, *self.also, self.fact, self.ask, self.key)))


@dataclass(frozen=True)
class Row:
    """One line of the file: the texts of its filled cells, by column."""

    line: int
    texts: Mapping[str, str]


def columns_of(pack: Pack, divisions: Divisions, today: date, *, examples: bool = False) -> tuple[Column, ...]:
    """Every column a list under this policy may have, in the order of the template."""
    answers, fitting = _example_answers(pack, divisions, today) if examples else ({}, "")
    found = [*_people(pack, fitting), *_facts(pack, divisions, today, answers)]
    headers = {plain(one.header): at for at, one in enumerate(found)}
    for column in _fields(pack, divisions):
        at = headers.get(plain(column.header))
        if at is None:
            found.append(column)
        else:  # What both ask is written once.
            found[at] = Column(**(vars(found[at]) | {"ask": column.ask, "part": f"{found[at].part}、{column.part}"}))
    return tuple(found)


def _people(pack: Pack, fitting: str) -> Iterator[Column]:
    yield Column("principal", "姓名", _WHO, "必填。和身份证一致。", f"{EXAMPLE}（请删去这一行）", NAMED["name"])
    yield Column(
        "id_number", "身份证号码", _WHO, "必填。18位，按文本填；性别和出生日期从号码里来。", EXAMPLE_NUMBER, NUMBERS
    )
    yield Column("phone", "电话", _WHO, "必填。本人的手机，或区号加座机。", "13900000000", NAMED["phone"])
    names = "、".join(f"{name}（{id}）" for id, name in categories(pack).items())
    yield Column(
        "categories",
        "申请类别",
        _FORM,
        f"选填。可以写几类，用“、”隔开；不写的，按符合的类别申请。可以写：{names}。",
        fitting,
        ("类别", "申请的类别"),
    )
    yield Column(
        "consent",
        "已读同意书",
        _FORM,
        "把同意书读给本人听、本人同意了，填“是”，申请表才会填好。不填的，只登记和自测。",
        "是",
        ("同意",),
    )


def _facts(pack: Pack, divisions: Divisions, today: date, answers: Mapping[str, str]) -> Iterator[Column]:
    for fact in Policies((pack,), divisions, today).facts:
        if fact.asked and fact.id not in TOLD and fact.kind not in ("id_number", "members"):
            example = answers.get(fact.id, "")
            yield Column(f"fact:{fact.id}", str(fact.label), _CHECK, _about_fact(fact), example, fact=fact.id)


def _fields(pack: Pack, divisions: Divisions) -> Iterator[Column]:
    address = address_field(pack)
    skipped = {name_field(pack).id, category_field(pack).id}
    for item in pack.form.fields:
        if item.filled_by != "citizen" or item.id in skipped or item.kind in ("id_number", "phone", "image"):
            continue
        if item.id == address.id:
            yield from _places(item, divisions, pack)
        else:
            yield _form(item.id, str(item.label), _about_field(item), item.example or _first(item))


def _places(item: Field, divisions: Divisions, pack: Pack) -> Iterator[Column]:
    district = divisions.children(pack.region)[0]
    street = divisions.name(next(iter(divisions.children(district)), district))
    yield _form(item.id + STREET, "户籍街道（乡镇）", "户口所在的街道或乡镇的名称。", street)
    yield _form(item.id + DETAIL, "户籍详细地址", "街道后面的地址，写到门牌号。", "示例路1号")
    yield _form(APPLY_AT, "申请地点", "户籍地、常住地。", "户籍地")
    yield _form(RESIDENCE_DISTRICT, "常住县（区）", "只在申请地点是常住地时填。")
    yield _form(RESIDENCE_STREET, "常住街道（乡镇）", "只在申请地点是常住地时填。")
    yield _form(RESIDENCE_DETAIL, "常住详细地址", "只在申请地点是常住地时填，写到门牌号。")
    yield _form(COMMUNITY, "社区（村）", "申请地点的社区或村。不在名单里的，录入后再选。", "平安社区")


def _form(ask: str, header: str, about: str, example: str = "") -> Column:
    return Column(f"form:{ask}", header, _FORM, about, example, ask=ask)


def _about_fact(fact: Fact) -> str:
    said = str(fact.question)
    if fact.options:
        said += "可以填：" + "、".join(str(option.label) for option in fact.options)
        said += "、不清楚。" if fact.unsure else "。"
    elif fact.kind == "date":
        said += "写年月日，如 2026.8.1。"
    return said


def _about_field(item: Field) -> str:
    said = [] if item.required else ["选填。"]
    said += [str(item.hint)] if item.hint else []
    if item.options:
        joint = "用“、”隔开：" if item.kind == "choices" else "可以填："
        more = "等" if len(item.options) > SHOWN else ""
        said.append(joint + "、".join(str(option.label) for option in item.options[:SHOWN]) + more + "。")
    elif item.kind == "date":
        said.append("写年月日，如 2026.8.1。")
    return "".join(said) or "照实填写。"


def _example_answers(pack: Pack, divisions: Divisions, today: date) -> tuple[dict[str, str], str]:
    """What the made-up person of the template answers, and the category she fits: the first answers that shut nothing."""
    facts: Given = dict(told_by(EXAMPLE_NUMBER, today))
    said: dict[str, str] = {}
    while asked := next_question(pack, facts, today):
        tried = [(text, facts | {asked: value}) for text, value in _may_say(pack.vocabulary[asked], divisions, pack, today)]
        text, facts = next(
            ((text, then) for text, then in tried if assess(pack, then, today).verdict != Verdict.NO), tried[0]
        )
        said[asked] = text
    return said, next((categories(pack)[id] for id in eligible(pack, assess(pack, facts, today))), "")


def _may_say(fact: Fact, divisions: Divisions, pack: Pack, today: date) -> list[tuple[str, FactValue | None]]:
    if fact.kind == "division":
        district = divisions.children(pack.region)[0]
        return [(divisions.name(district), district)]
    texts = [str(option.label) for option in fact.options] or [str(fact.example)]
    return [(text, fact.parse(text, today)) for text in texts]


def _first(item: Field) -> str:
    return str(item.options[0].label) if item.options else ("2026.8.1" if item.kind == "date" else "")


def categories(pack: Pack) -> dict[str, str]:
    """The categories one can apply for: id to name."""
    return {id: str(pack.category(id).name) for id in pack.applicable}


# --- reading


def read(path: Path, columns: Sequence[Column]) -> tuple[list[Row], list[str]]:
    """The filled lines of a file, and the headers that mean nothing here.

    Raises 422 ``finding.unreadable`` (why), ``helping.column_missing`` (column), ``helping.column_twice`` (column),
    ``helping.too_many_rows`` (most), ``helping.list_empty``.
    """
    with file_in_words():
        headers = list(opened(path).schema)
        where, unused = _places_of(headers, columns)
        rows = list(_rows(path, where))
    if not rows:
        raise Problem("helping.list_empty", 422)
    return rows, unused


def _places_of(headers: Sequence[str], columns: Sequence[Column]) -> tuple[dict[str, str], list[str]]:
    by_spelling = {plain(spelling): column for column in reversed(columns) for spelling in column.spellings}
    where: dict[str, str] = {}
    unused: list[str] = []
    for header in headers:
        column = by_spelling.get(plain(header))
        if column is None:
            unused.append(header[:CELL_LONGEST])
        elif column.key in where:
            raise Problem("helping.column_twice", 422, column=column.header)
        else:
            where[column.key] = header
    for column in columns:
        if column.part == _WHO and column.key not in where:
            raise Problem("helping.column_missing", 422, column=column.header)
    return where, unused


def _rows(path: Path, where: Mapping[str, str]) -> Iterator[Row]:
    count = 0
    for batch in opened(path).batches(list(where.values())):
        for line, cells in zip(batch.lines, batch.frame.iter_rows(named=True), strict=True):
            texts = {key: _text(cells[header]) for key, header in where.items()}
            texts = {key: text for key, text in texts.items() if text}
            if not texts or texts.get("principal", "").startswith(EXAMPLE):
                continue  # A spreadsheet leaves empty lines behind; nobody stands there.
            count += 1
            if count > MOST_ROWS:
                raise Problem("helping.too_many_rows", 422, most=MOST_ROWS)
            yield Row(line, texts)


def _text(cell: object) -> str:
    text = "" if cell is None else str(cell).strip()
    return text.removesuffix(" 00:00:00")[:CELL_LONGEST]


# --- the template


def write_template(path: Path, pack: Pack, columns: Sequence[Column]) -> None:
    """An XLSX: the list with an example row, and a sheet that explains every column."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#F0EFEA"})
        text = book.add_format({"num_format": "@"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("名单")
        for at, column in enumerate(columns):
            sheet.set_column(at, at, max(12, 2 * len(column.header) + 4), text)
            sheet.write_string(0, at, column.header, bold)
            sheet.write_string(1, at, column.example, text)
        sheet.freeze_panes(1, 1)
        told = book.add_worksheet("说明")
        told.set_column(0, 1, 20, wrapped)
        told.set_column(2, 2, 90, wrapped)
        told.set_column(3, 3, 24, wrapped)
        told.freeze_panes(1, 1)
        lines = [["列名", "用在哪里", "怎么填", "例子"], *([c.header, c.part, c.about, c.example] for c in columns)]
        lines += [[], ["政策", pack.number, "空着的，以后在页面上一项一项补。签名和材料照片不能从名单来。", ""]]
        for at, line in enumerate(lines):
            for place, cell in enumerate(line):
                told.write_string(at, place, str(cell), wrapped if at else bold)
