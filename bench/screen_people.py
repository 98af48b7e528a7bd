"""A made-up city for the measurement of screening: residents with gaps, never stored in the project."""

import random
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from backend.columns.service import Policies
from backend.rules import Fact

_UNKNOWN = 0.04
_LEFT_OUT = ("id_number", "members", "text")
"""What these say stands in other facts here."""
_LIKELY = {"work.status": "unemployed", "work.capacity": "full"}


def write_city(folder: Path, policies: Policies, residents: int) -> None:
    """`city.parquet` with columns of their own types, `city.csv` with the same as text."""
    luck = random.Random(2026)
    facts = [fact for fact in policies.facts if fact.kind not in _LEFT_OUT and fact.source != "derived"]
    city = pl.DataFrame([_column(fact, policies, residents, luck) for fact in facts])
    city.write_parquet(folder / "city.parquet")
    city.write_csv(folder / "city.csv")


def _column(fact: Fact, policies: Policies, residents: int, luck: random.Random) -> pl.Series:
    values, dtype = _values(fact, policies)
    weights = [len(values) if value == _LIKELY.get(fact.id, True) else 1 for value in values]
    scale = sum(weights) * _UNKNOWN / (1 - _UNKNOWN)
    drawn = luck.choices([*values, None], [*weights, scale], k=residents)
    return pl.Series(fact.id, drawn, dtype=dtype)


def _values(fact: Fact, policies: Policies) -> tuple[list[object], pl.DataType]:
    match fact.kind:
        case "bool":
            return [True, False], pl.Boolean()
        case "choice":
            options = [str(value) for value in policies.cells(fact).values]
            return list(options), pl.Enum(options)
        case "date":
            ahead = 400 if fact.id in policies.days_ahead else -1
            span = 25_000 if "birth" in fact.id else 800
            return [policies.today + timedelta(days=ahead - n) for n in range(span)], pl.Date()
        case "division":
            return ["360502", "360521", "440104", "440106", "440111"], pl.String()
        case _:
            return list(range(5)), pl.Int64()


TODAY = date(2026, 11, 21)
