"""The members of households as rows of a second file, gathered into the list that stands beside each person."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from backend.columns.members import read_members, write_members
from backend.columns.register import Policies, RegisterProblem
from backend.columns.screening import Batch
from backend.columns.sources import NO_TYPES, Source, Types, opened
from backend.rules import Fact
from backend.rules.parsing import plain

_WORDS: Mapping[str, Mapping[str, str]] = {
    "sex": {"男": "M", "女": "F", "1": "M", "2": "F", "m": "M", "f": "F"},
    "status": {
        "失业": "unemployed",
        "没有工作": "unemployed",
        "在职": "employed",
        "上班": "employed",
        "灵活就业": "flexible",
        "个体": "self_employed",
        "学生": "student",
        "在校学生": "student",
        "服兵役": "military",
        "退休": "retired",
        "服刑": "imprisoned",
    },
    "capacity": {"正常": "full", "部分": "partial", "无": "none", "完全不能工作": "none"},
}
_FIELDS = {
    "关系": "relation",
    "性别": "sex",
    "出生日期": "birth",
    "退休类别": "base",
    "工作情况": "status",
    "work.status": "status",
    "劳动能力": "capacity",
}
_FACT = "fact"


class WithMembers:
    """A register with one more column: the list of members, found by the column both files share."""

    def __init__(self, source: Source, key: str, lists: pl.DataFrame) -> None:
        self._source = source
        self._key = key
        self._lists = lists
        self.added = [name for name in lists.columns if name != key]
        self.schema: Mapping[str, pl.DataType] = {**source.schema, **dict.fromkeys(self.added, pl.String())}

    @property
    def rows(self) -> int | None:
        return self._source.rows

    def flow(self, types: Types = NO_TYPES) -> pl.LazyFrame | None:
        return None

    def batches(self, needed: Sequence[str], types: Types = NO_TYPES, given: int = 0) -> Iterator[Batch]:
        wanted = [name for name in needed if name not in self.added]
        others = {name: dtype for name, dtype in types.items() if name in wanted and name != self._key}
        for batch in self._source.batches(list(dict.fromkeys([*wanted, self._key])), others, given):
            key = pl.col(self._key).cast(pl.String)
            frame = batch.frame.with_columns(key.alias("__key")).join(
                self._lists.rename({self._key: "__key"}), on="__key", how="left", maintain_order="left"
            )
            yield Batch(frame.select(needed), batch.lines, batch.problems)


def with_members(source: Source, path: Path, policies: Policies) -> Source:
    """The register with the lists of a second file. Its first column is the key: one that the register has, too."""
    members = opened(path)
    key, *fields = members.schema
    lists = {
        fact.id: fact for fact in policies.facts if fact.kind == "members" and fact.id not in source.schema
    }
    if key not in source.schema:
        raise RegisterProblem(f"成员表的第一列“{key}”应当是名册里也有的一列，例如户号或身份证号码")
    if not lists:
        raise RegisterProblem("名册里已有成员名单这一列，或所选政策用不到成员名单，不必再用 --members")
    return WithMembers(source, key, _gathered(members, key, fields, lists))


def _gathered(members: Source, key: str, fields: Sequence[str], lists: Mapping[str, Fact]) -> pl.DataFrame:
    """One row a household: its key, and each list as it stands in a cell."""
    rows: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for batch in members.batches(list(members.schema)):
        if batch.problems:
            raise RegisterProblem(f"成员表{batch.problems[0]}")
        for line, row in zip(batch.lines, batch.frame.cast(pl.String).iter_rows(named=True), strict=True):
            fact = _list_of(row, lists, line)
            told = {
                _FIELDS.get(field, field): row[field] for field in fields if field != _FACT and row[field]
            }
            person = {field: _cell(field, text, line) for field, text in told.items()}
            rows.setdefault(row[key] or "", {}).setdefault(fact, []).append(person)
    columns = {
        fact: [write_members(tuple(by[fact])) if fact in by else None for by in rows.values()]
        for fact in lists
    }
    return pl.DataFrame({key: list(rows), **columns}, schema_overrides={key: pl.String})


def _list_of(row: Mapping[str, str | None], lists: Mapping[str, Fact], line: int) -> str:
    """Which list a row belongs to: the column `fact` says so where policies know more than one."""
    named = row.get(_FACT)
    if named is None and len(lists) == 1:
        return next(iter(lists))
    if named is None or named not in lists:
        raise RegisterProblem(f"成员表第{line}行：请在 fact 一列写明是哪个名单（{'、'.join(lists)}）")
    return named


def _cell(field: str, text: str | None, line: int) -> str | bool:
    written = (text or "").strip()
    if field == "birth":
        try:
            read_members(json.dumps([{field: written}]))
        except ValueError:
            raise RegisterProblem(f"成员表第{line}行，{field}，“{written}”：看不出是哪一天") from None
    if plain(written) in ("true", "false", "是", "否"):
        return plain(written) in ("true", "是")
    return _WORDS.get(field, {}).get(plain(written), written)
