"""The citizen identity number as columns: 18 characters in their written form, upper-case X (GB 11643-1999)."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import add

import polars as pl

from backend.columns.ages import years_old
from backend.rules.id_number import LENGTH

_BODY = LENGTH - 1
_MODULUS = 11
_OLDEST = 120


def is_valid(number: pl.Expr, today: date) -> pl.Expr:
    """Whether it is a valid number on this day; a number in another spelling is not. Null stays null."""
    born = _birth(number)
    said = number.str.slice(_BODY, 1).replace_strict(_WORTH, default=None, return_dtype=pl.Int64)
    fits = (number.str.len_bytes() == LENGTH) & (_total(number) == said)
    lived = (born <= pl.lit(today)) & (years_old(born, today) <= _OLDEST)
    return pl.when(number.is_not_null()).then((fits & lived).fill_null(False))


def birth_date(number: pl.Expr, today: date) -> pl.Expr:
    """The birth date of a valid number."""
    return pl.when(is_valid(number, today)).then(_birth(number))


def sex(number: pl.Expr, today: date) -> pl.Expr:
    """`M` or `F` of a valid number."""
    odd = _digits(number) % 2 == 1
    return pl.when(is_valid(number, today)).then(pl.when(odd).then(pl.lit("M")).otherwise(pl.lit("F")))


def contradicts_sex(number: pl.Expr, sex: pl.Expr) -> pl.Expr:
    """Whether a valid number says another sex."""
    odd = number.str.slice(_BODY - 1, 1).is_in(list("13579"))
    return odd != (sex.cast(pl.String) == "M")


def contradicts_birth_date(number: pl.Expr, born: pl.Expr) -> pl.Expr:
    """Whether a valid number says another birth date."""
    return _birth(number) != born


_WORTH = {character: worth for worth, character in enumerate("0123456789X")}


def _birth(number: pl.Expr) -> pl.Expr:
    return number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)


def _digits(number: pl.Expr) -> pl.Expr:
    """The first 17 digits behind a 1, so that no sign before them passes for a number."""
    return (pl.lit("1") + number.str.slice(0, _BODY)).cast(pl.Int64, strict=False)


def _total(number: pl.Expr) -> pl.Expr:
    """The worth of the right check character: the whole number, weighted by powers of two, is 1 modulo 11."""
    digits = _digits(number)
    weighted = (
        (digits // 10 ** (_BODY - 1 - at) % 10) * (2 ** (_BODY - at) % _MODULUS) for at in range(_BODY)
    )
    total: pl.Expr = reduce(add, weighted)
    return (total * 10 + 1) % _MODULUS
