"""The members of households as rows of a second file, gathered into the list that stands beside each person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from backend.columns.cells import REASONS, CellProblem, has_lost_digits
from backend.columns.intake import RowProblem, shortened
from backend.columns.members import key_of, keys_said, person_of, write_members
from backend.columns.register import Policies, RegisterProblem
from backend.columns.screening import Batch
from backend.columns.sources import NO_TYPES, Source, Types, opened
from backend.rules import Fact
from backend.rules.said import N_, Said, listed

_FACT = "fact"
_KEY = "__key"
_UNCLAIMED = N_("名册里没有这一户，这一行没有用上")
_NO_KEY = N_("没有写是哪一户，这一行没有用上")


class MemberRow(RowProblem):
    """Why a row of the second file was not used: its line there."""

    __slots__ = ()

    @property
    def sentence(self) -> Said:
        return N_(
            "成员表第{line}行，{column}：{reason}", line=self.line, column=self.column, reason=self.reason
        )


@dataclass
class Household:
    """What the second file says of one household: its people by list, its lines, and what cannot be read."""

    lists: dict[str, list[dict[str, str | bool]]] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    problems: list[tuple[int, str, str, str]] = field(default_factory=list)
    """Line of the second file, column, value, reason."""


class WithMembers:
    """A register with one more column: the list of members, found by the column both files share.

    A person of a household of which a row cannot be read has that problem; rows of no household that the register has
    are told after its last row.
    """

    def __init__(
        self, source: Source, key: str, added: Sequence[str], households: Mapping[str, Household]
    ) -> None:
        self._source = source
        self._key = key
        self._households = households
        self.added = list(added)
        self.schema: Mapping[str, pl.DataType] = {**source.schema, **dict.fromkeys(self.added, pl.String())}

    @property
    def rows(self) -> int | None:
        return self._source.rows

    def flow(self, needed: Sequence[str], types: Types = NO_TYPES) -> pl.LazyFrame | None:
        return None

    def batches(self, needed: Sequence[str], types: Types = NO_TYPES, given: int = 0) -> Iterator[Batch]:
        wanted = [name for name in needed if name not in self.added]
        others = {name: dtype for name, dtype in types.items() if name in wanted and name != self._key}
        lists, unclaimed = self._lists(), set(self._households)
        frame = pl.DataFrame(schema=dict.fromkeys(needed, pl.String()))
        for batch in self._source.batches(list(dict.fromkeys([*wanted, self._key])), others, given):
            keys = batch.frame[self._key].cast(pl.String).str.strip_chars()
            unclaimed.difference_update(keys)
            frame = batch.frame.with_columns(keys.alias(_KEY)).join(lists, on=_KEY, how="left", maintain_order="left")
            problems = [*batch.problems, *self._problems(keys, batch.lines)]
            yield Batch(frame.select(needed), batch.lines, tuple(sorted(problems, key=lambda one: one.line)))
        if rows := tuple(self._unclaimed(unclaimed)):
            yield Batch(frame.select(needed).clear(), [], rows)

    def _lists(self) -> pl.DataFrame:
        """One row a household: its key, and each list as it stands in a cell."""
        columns = {
            fact: [write_members(tuple(one.lists[fact])) if fact in one.lists else None for one in self._households.values()]
            for fact in self.added
        }
        return pl.DataFrame({_KEY: list(self._households), **columns}, schema=dict.fromkeys([_KEY, *self.added], pl.String))

    def _problems(self, keys: pl.Series, lines: Sequence[int]) -> Iterator[RowProblem]:
        wrong = [key for key, one in self._households.items() if one.problems]
        for at in keys.is_in(wrong).fill_null(False).arg_true():
            for line, column, value, reason in self._households[keys[at]].problems:
                yield RowProblem(lines[at], N_("成员表第{line}行的“{column}”", line=line, column=column), value, reason)

    def _unclaimed(self, keys: set[str]) -> Iterator[RowProblem]:
        told = ((line, _UNCLAIMED if key else _NO_KEY) for key in keys for line in self._households[key].lines)
        for line, reason in sorted(told):
            yield MemberRow(line, self._key, "", reason)


def with_members(source: Source, path: Path, policies: Policies) -> Source:
    """The register with the lists of a second file. Its first column is the key: one that the register has, too."""
    members = opened(path)
    key, *headers = members.schema
    lists = {
        fact.id: fact for fact in policies.facts if fact.kind == "members" and fact.id not in source.schema
    }
    if key not in source.schema:
        raise RegisterProblem(
            N_("成员表的第一列“{column}”应当是名册里也有的一列，例如户号或身份证号码", column=key)
        )
    if not lists:
        raise RegisterProblem(N_("名册里已有成员名单这一列，或所选政策用不到成员名单，不必再用 --members"))
    return WithMembers(source, key, list(lists), _Gathering(policies, key, _keys(headers), lists).households(members))


def _keys(headers: Sequence[str]) -> dict[str, str]:
    """What each column says of a member. Raises RegisterProblem for one that says nothing known."""
    keys = {header: key_of(header) for header in headers if header != _FACT}
    for header, key in keys.items():
        if key is None:
            raise RegisterProblem(
                N_("成员表里认不出“{column}”这一列，可以写：{allowed}", column=header, allowed=keys_said())
            )
        if key and list(keys.values()).count(key) > 1:
            raise RegisterProblem(N_("成员表里有两列都是“{column}”，请只留一列", column=key))
    return {header: key for header, key in keys.items() if key}


@dataclass(frozen=True)
class _Gathering:
    """The second file read row by row. What cannot be read is a problem of its household and stops no other one."""

    policies: Policies
    key: str
    keys: Mapping[str, str]
    lists: Mapping[str, Fact]

    def households(self, members: Source) -> dict[str, Household]:
        found: dict[str, Household] = {}
        for batch in members.batches(list(members.schema)):
            cut = {problem.line: problem for problem in batch.problems}
            for line, row in zip(batch.lines, batch.frame.cast(pl.String).iter_rows(named=True), strict=True):
                key = (row[self.key] or "").strip()
                one = found.setdefault(key, Household())
                one.lines.append(line)
                if has_lost_digits(key):
                    one.problems.append((line, self.key, shortened(key), N_(REASONS["id_number_rounded"])))
                elif line in cut:
                    one.problems.append((line, cut[line].column, cut[line].value, cut[line].reason))
                else:
                    self._take(one, line, row)
        return found

    def _take(self, one: Household, line: int, row: Mapping[str, str | None]) -> None:
        fact = row.get(_FACT) or (next(iter(self.lists)) if len(self.lists) == 1 else "")
        if fact not in self.lists:
            reason = N_("请写明是哪个名单（{known}）", known=listed(self.lists))
            one.problems.append((line, _FACT, shortened(fact), reason))
            return

        headers = {key: header for header, key in self.keys.items()}

        def read(key: str, text: str) -> str | None:
            try:
                return self.policies.members[key](text)
            except CellProblem as problem:
                one.problems.append((line, headers[key], shortened(text), problem.sentence))
                return None

        person = person_of({key: row[header] or "" for key, header in headers.items()}, read)
        one.lists.setdefault(fact, []).append(person)
