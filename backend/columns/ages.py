"""Completed years as a column."""

from __future__ import annotations

from calendar import isleap
from datetime import date

import polars as pl


def years_old(born: pl.Expr, today: date) -> pl.Expr:
    """Completed years on this day; who was born on 29 February turns on the 28th in a common year."""
    month_and_day = born.dt.month().cast(pl.Int32) * 100 + born.dt.day().cast(pl.Int32)
    if not isleap(today.year):
        month_and_day = pl.when(month_and_day == 229).then(228).otherwise(month_and_day)
    before = month_and_day > today.month * 100 + today.day
    return today.year - born.dt.year() - before.cast(pl.Int32)
