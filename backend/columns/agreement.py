"""What stands beside an ID number and says otherwise: sex and birth date (D.1). One is wrong; nobody guesses which."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import polars as pl

from backend.columns import id_number
from backend.columns.intake import FactColumn
from backend.rules.said import N_

DIFFERS = N_("与身份证号码不一致")
_CONTRADICTS: Mapping[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    "sex_of_id_number": id_number.contradicts_sex,
    "birth_date_of_id_number": id_number.contradicts_birth_date,
}


def contradictions(columns: Mapping[str, FactColumn], dtypes: Mapping[str, pl.DataType]) -> Iterator[pl.Expr]:
    """For each column that repeats what an ID number says, under its header: whether it says otherwise. The numbers are
    canonical, `dtypes` are by fact; `rules.derivations.contradicted` says the same of one person."""
    facts = {column.fact.id for column in columns.values()}
    for header, column in columns.items():
        by = column.fact.derivation
        if by is not None and by.function in _CONTRADICTS and by.inputs[0] in facts:
            stated = column.known(dtypes[column.fact.id]).value
            yield _CONTRADICTS[by.function](pl.col(by.inputs[0]), stated).fill_null(False).alias(header)
