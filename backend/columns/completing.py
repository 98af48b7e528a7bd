"""Facts that follow from other facts, as columns: the same order and precedence as `rules.derivations.complete`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import polars as pl

from backend.columns import id_number
from backend.columns.ages import years_old
from backend.columns.known import Column, Follows, Known, Layers, Where, over
from backend.columns.members import read_members
from backend.rules import FactValue, Vocabulary
from backend.rules.derivations import DERIVATIONS, Day
from backend.rules.vocabulary import Derivation

DTYPES: Mapping[str, type[pl.DataType]] = {
    "bool": pl.Boolean,
    "date": pl.Date,
    "number": pl.Int64,
}
"""How a value of a kind stands in a column; every other kind is text."""
_DERIVED = "__derived:"


@dataclass(frozen=True)
class Completed:
    """What is known of each fact, and the columns that must be added first, one after the other."""

    known: Mapping[str, Known]
    first: Sequence[pl.Expr]


def completed(vocabulary: Vocabulary, given: Mapping[str, Known], day: Day) -> Completed:
    """The columns with everything that follows from them. An implied answer stands behind a given one."""
    known = dict(given)
    first: list[pl.Expr] = []
    for (fact, name), implications in groupby(vocabulary.implications, lambda each: (each[0], each[1].fact)):
        if (source := known.get(name)) is not None:
            then = {one.value: one.then for _, one in reversed(list(implications))}  # the first one goes before
            follows = Follows(source, then)
            known[fact] = over(known[fact], follows) if fact in known else follows
    for fact, derivation in vocabulary.derivations:
        if (derived := _derived(fact, derivation, vocabulary, known, day)) is not None:
            if isinstance(derived, Column):  # worked out once, however many leaves read it
                first.append(derived.value.alias(_DERIVED + fact))
                derived = Column(pl.col(_DERIVED + fact))
            known[fact] = over(derived, known.get(fact))
    return Completed(known, first)


def _derived(
    fact: str, derivation: Derivation, vocabulary: Vocabulary, known: Mapping[str, Known], day: Day
) -> Known | None:
    """The fact as it follows, None where the register holds none of what it follows from."""
    inputs = [known.get(name) for name in derivation.inputs]
    given = [one for one in inputs if one is not None]
    if derivation.function in _OWN:  # each of these says nothing where an input is unknown
        return _OWN[derivation.function](given, day) if len(given) == len(inputs) else None
    return _row_by_row(fact, derivation, vocabulary, inputs, day) if given else None


def _lapsed(inputs: Sequence[Known], day: Day) -> Known:
    status, valid_until = inputs
    return Where(status.equals("valid") & (valid_until.value < pl.lit(day.today)), "expired")


def _validity(inputs: Sequence[Known], day: Day) -> Known:
    lasts = inputs[0].value >= pl.lit(day.today)
    return Layers(Where(lasts, "valid"), Where(~lasts, "expired"))


_OWN: Mapping[str, Callable[[Sequence[Known], Day], Known]] = {
    "sex_of_id_number": lambda inputs, day: Column(id_number.sex(inputs[0].value, day.today)),
    "birth_date_of_id_number": lambda inputs, day: Column(id_number.birth_date(inputs[0].value, day.today)),
    "years_old": lambda inputs, day: Column(years_old(inputs[0].value, day.today)),
    "lapsed": _lapsed,
    "validity": _validity,
}


def _row_by_row(
    fact: str, derivation: Derivation, vocabulary: Vocabulary, inputs: Sequence[Known | None], day: Day
) -> Known:
    """A derivation without columns of its own is worked out for each different set of inputs, once."""
    kinds = [vocabulary[name].kind for name in derivation.inputs]
    dtype = DTYPES.get(vocabulary[fact].kind, pl.String)
    work = DERIVATIONS[derivation.function].value

    def worked_out(rows: pl.Series) -> pl.Series:
        found: dict[tuple[Any, ...], FactValue | None] = {}
        values: list[FactValue | None] = []
        for row in zip(*(rows.struct.field(str(at)) for at in range(len(kinds))), strict=True):
            if row not in found:
                found[row] = work(
                    [plain_value(cell, kind) for cell, kind in zip(row, kinds, strict=True)], day
                )
            values.append(found[row])
        return pl.Series(rows.name, values, dtype=dtype)

    columns = [(pl.lit(None) if one is None else one.value).alias(str(at)) for at, one in enumerate(inputs)]
    return Column(pl.struct(columns).map_batches(worked_out, return_dtype=dtype, is_elementwise=True))


def plain_value(cell: Any, kind: str) -> FactValue | None:
    """A cell of a canonical column, typed or text, as the engine knows it."""
    if not isinstance(cell, str):
        return cell  # type: ignore[no-any-return]
    match kind:
        case "bool":
            return cell == "true"
        case "date":
            return date.fromisoformat(cell)
        case "number":
            return int(cell)
        case "members":
            return read_members(cell)
        case _:
            return cell
