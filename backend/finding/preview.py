"""What an uploaded list is taken for: its columns, its first rows masked, and the first cells that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from backend.columns.progress import FILE_TROUBLES, reason_of
from backend.columns.register import Policies, RegisterProblem
from backend.columns.screening import Batch, Screening
from backend.columns.sources import Source, opened
from backend.core.masking import mask_name, mask_phone, mask_text
from backend.core.problems import Problem
from backend.core.telling import said_to
from backend.rules import mask_id_number
from backend.rules.parsing import plain
from backend.rules.said import kept, of_kept

LOOKED_AT = 1000
SHOWN = 3
MOST_PROBLEMS = 100
HUKOU = "person.hukou_code"
NAMED: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名", "名字", "name"),
    "phone": ("电话", "手机", "手机号", "手机号码", "联系电话", "电话号码", "phone"),
    "address": ("地址", "住址", "家庭住址", "居住地址", "户籍地址", "address"),
}
"""Columns that are no facts, by what they say of a person."""


@dataclass(frozen=True)
class Columns:
    """Where the list says who somebody is; empty for what it does not say."""

    id_number: str
    hukou: str
    name: str = ""
    phone: str = ""
    address: str = ""

    @property
    def kept(self) -> list[str]:
        return list(dict.fromkeys(filter(None, (self.id_number, self.hukou, self.name, self.phone, self.address))))


@dataclass(frozen=True)
class Preview:
    """``taken`` are [header, what it is taken for] and empty where a column is not used."""

    rows: int
    taken: tuple[tuple[str, str], ...]
    sample: tuple[tuple[str, ...], ...]
    looked_at: int
    problems: tuple[tuple[int, str, str], ...]

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"problems": kept_problems(self.problems)}


def kept_problems(problems: Iterable[tuple[int, str, str]]) -> list[list[Any]]:
    """Lines with column and reason as plain JSON types."""
    return [[line, kept(column), kept(reason)] for line, column, reason in problems]


def said_problems(problems: Iterable[Sequence[Any]], language: str) -> tuple[tuple[int, str, str], ...]:
    """The same, in the language of whoever reads them."""
    said = said_to(language)
    return tuple((line, said(of_kept(column)), said(of_kept(reason))) for line, column, reason in problems)


def look_at(path: Path, policies: Policies) -> Preview:
    """Reads the beginning of a list. Raises 422 ``finding.unreadable`` and ``finding.no_id_number``."""
    with file_in_words():
        source = opened(path)
        where = columns_of(source, policies)
        screening = Screening(policies, source.schema, where.kept)
        batch = _beginning(source, screening)
        found = screening.screen(batch)
        problems = tuple((one.line, one.column, one.reason) for one in found.problems[:MOST_PROBLEMS])
        rows = source.rows if source.rows is not None else len(batch.lines)
    headers = list(source.schema)
    return Preview(
        rows=rows,
        taken=tuple((header, _taken_for(header, screening, where)) for header in headers),
        sample=tuple(_sample(batch, headers, where)),
        looked_at=len(batch.lines),
        problems=problems,
    )


def columns_of(source: Source, policies: Policies) -> Columns:
    """Who the rows are about. Raises 422 ``finding.no_id_number`` and ``finding.no_hukou`` where that is not said."""
    headers = list(source.schema)
    facts = {column.fact.id: header for header, column in policies.columns(headers).items()}
    numbers = policies.id_numbers(headers)
    if not numbers:
        raise Problem("finding.no_id_number", 422)
    if HUKOU not in facts:
        raise Problem("finding.no_hukou", 422)
    others = {plain(header): header for header in reversed(policies.others(headers))}
    said = {
        kind: next((others[plain(name)] for name in names if plain(name) in others), "")
        for kind, names in NAMED.items()
    }
    return Columns(numbers[0], facts[HUKOU], **said)


class file_in_words:
    """What can go wrong while a list is read, as a refusal in words."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, RegisterProblem):
            raise Problem("finding.unreadable", 422, why=error.sentence) from None
        if isinstance(error, FILE_TROUBLES):
            raise Problem("finding.unreadable", 422, why=reason_of(error)) from None


def _beginning(source: Source, screening: Screening) -> Batch:
    needed = list(dict.fromkeys([*screening.needs, *source.schema]))
    first = next(iter(source.batches(needed)))
    lines = first.lines[:LOOKED_AT]
    problems = tuple(one for one in first.problems if one.line <= lines[-1])
    return Batch(first.frame.head(LOOKED_AT), lines, problems)


def _taken_for(header: str, screening: Screening, where: Columns) -> str:
    if header in screening.columns:
        return str(screening.columns[header].fact.label)
    return next((kind for kind in NAMED if getattr(where, kind) == header), "")


def _sample(batch: Batch, headers: Sequence[str], where: Columns) -> Iterator[tuple[str, ...]]:
    for row in batch.frame.select(headers).head(SHOWN).iter_rows():
        yield tuple(_masked(header, cell, where) for header, cell in zip(headers, row, strict=True))


def _masked(header: str, cell: object, where: Columns) -> str:
    text = "" if cell is None else str(cell)
    if header == where.id_number:
        return mask_id_number(text) if text else ""
    if header == where.name:
        return mask_name(text)
    if header == where.phone:
        return mask_phone(text) if text else ""
    if header == where.address:
        return mask_text(text, 6)
    return text[:20]
