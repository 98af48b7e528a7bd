"""The columns of a list of residents: who it is, what the self-check asks, what the form asks; read, and as a template."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

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
from backend.rules.said import N_, listed

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

_WHO: Final = N_("本人")
_CHECK: Final = N_("自测")
_FORM: Final = N_("申请表")
_DATE: Final = N_("写年月日，如 2026.8.1。")


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
            found[at] = Column(**(vars(found[at]) | {"ask": column.ask, "part": listed((found[at].part, column.part))}))
    return tuple(found)


def _people(pack: Pack, fitting: str) -> Iterator[Column]:
    yield Column("principal", N_("姓名"), _WHO, N_("必填。和身份证一致。"), f"{EXAMPLE}（请删去这一行）", NAMED["name"])
    number = N_("必填。18位，按文本填；性别和出生日期从号码里来。")
    yield Column("id_number", N_("身份证号码"), _WHO, number, EXAMPLE_NUMBER, NUMBERS)
    yield Column("phone", N_("电话"), _WHO, N_("必填。本人的手机，或区号加座机。"), "13900000000", NAMED["phone"])
    names = "、".join(f"{name}（{id}）" for id, name in categories(pack).items())
    yield Column(
        "categories",
        N_("申请类别"),
        _FORM,
        N_("选填。可以写几类，用“、”隔开；不写的，按符合的类别申请。可以写：{names}。", names=names),
        fitting,
        ("类别", "申请的类别"),
    )
    yield Column(
        "consent",
        N_("已读同意书"),
        _FORM,
        N_("把同意书读给本人听、本人同意了，填“是”，申请表才会填好。不填的，只登记和自测。"),
        "是",
        ("同意",),
    )


def _facts(pack: Pack, divisions: Divisions, today: date, answers: Mapping[str, str]) -> Iterator[Column]:
    for fact in Policies((pack,), divisions, today).facts:
        if fact.asked and fact.id not in TOLD and fact.kind not in ("id_number", "members"):
            example = answers.get(fact.id, "")
            yield Column(f"fact:{fact.id}", fact.label, _CHECK, _about_fact(fact), example, fact=fact.id)


def _fields(pack: Pack, divisions: Divisions) -> Iterator[Column]:
    address = address_field(pack)
    skipped = {name_field(pack).id, category_field(pack).id}
    for item in pack.form.fields:
        if item.filled_by != "citizen" or item.id in skipped or item.kind in ("id_number", "phone", "image"):
            continue
        if item.id == address.id:
            yield from _places(item, divisions, pack)
        else:
            yield _form(item.id, item.label, _about_field(item), item.example or _first(item))


def _places(item: Field, divisions: Divisions, pack: Pack) -> Iterator[Column]:
    district = divisions.children(pack.region)[0]
    street = divisions.name(next(iter(divisions.children(district)), district))
    yield _form(item.id + STREET, N_("户籍街道（乡镇）"), N_("户口所在的街道或乡镇的名称。"), street)
    yield _form(item.id + DETAIL, N_("户籍详细地址"), N_("街道后面的地址，写到门牌号。"), "示例路1号")
    yield _form(APPLY_AT, N_("申请地点"), N_("户籍地、常住地。"), "户籍地")
    yield _form(RESIDENCE_DISTRICT, N_("常住县（区）"), N_("只在申请地点是常住地时填。"))
    yield _form(RESIDENCE_STREET, N_("常住街道（乡镇）"), N_("只在申请地点是常住地时填。"))
    yield _form(RESIDENCE_DETAIL, N_("常住详细地址"), N_("只在申请地点是常住地时填，写到门牌号。"))
    yield _form(COMMUNITY, N_("社区（村）"), N_("申请地点的社区或村。不在名单里的，录入后再选。"), "平安社区")


def _form(ask: str, header: str, about: str, example: str = "") -> Column:
    return Column(f"form:{ask}", header, _FORM, about, example, ask=ask)


def _about_fact(fact: Fact) -> str:
    """The question, and what may be written: in the words a list is read by, whoever reads this."""
    parts: list[str] = [fact.question]
    if fact.options:
        words = "、".join([*(str(option.label) for option in fact.options), *(["不清楚"] if fact.unsure else [])])
        parts.append(N_("可以填：{words}。", words=words))
    elif fact.kind == "date":
        parts.append(_DATE)
    return listed(parts, "")


def _about_field(item: Field) -> str:
    said: list[str] = [] if item.required else [N_("选填。")]
    said += [item.hint] if item.hint else []
    if item.options:
        words = "、".join(str(option.label) for option in item.options[:SHOWN])
        words += "等" if len(item.options) > SHOWN else ""
        several = item.kind == "choices"
        said.append(N_("用“、”隔开：{words}。", words=words) if several else N_("可以填：{words}。", words=words))
    elif item.kind == "date":
        said.append(_DATE)
    return listed(said, "") if said else N_("照实填写。")


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


def write_template(
    path: Path, pack: Pack, columns: Sequence[Column], said: Callable[[Any], str] = str
) -> None:
    """An XLSX: the list with an example row, and a sheet that explains every column as ``said`` tells it.

    The heads and the answers stay Chinese: by them a list is read.
    """
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#F0EFEA"})
        text = book.add_format({"num_format": "@"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(said(N_("名单")))
        for at, column in enumerate(columns):
            sheet.set_column(at, at, max(12, 2 * len(column.header) + 4), text)
            sheet.write_string(0, at, str(column.header), bold)
            sheet.write_string(1, at, column.example, text)
        sheet.freeze_panes(1, 1)
        told = book.add_worksheet(said(N_("说明")))
        told.set_column(0, 1, 20, wrapped)
        told.set_column(2, 2, 90, wrapped)
        told.set_column(3, 3, 24, wrapped)
        told.freeze_panes(1, 1)
        for at, line in enumerate(_explained(pack, columns, said)):
            for place, cell in enumerate(line):
                told.write_string(at, place, cell, wrapped if at else bold)


def _explained(pack: Pack, columns: Sequence[Column], said: Callable[[Any], str]) -> Iterator[list[str]]:
    """Line by line; where the reader's language has another name for a column, it stands below the head."""
    yield [said(one) for one in (N_("列名"), N_("用在哪里"), N_("怎么填"), N_("例子"))]
    for column in columns:
        names = dict.fromkeys((str(column.header), said(column.header)))
        yield ["\n".join(names), said(column.part), said(column.about), column.example]
    yield []
    note = N_("空着的，以后在页面上一项一项补。签名和材料照片不能从名单来。")
    yield [said(N_("政策")), said(pack.number), said(note), ""]
