"""Answers of people the house knows, as rows: the same rules read thousands of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from backend.columns.members import write_members
from backend.columns.register import Policies
from backend.columns.screening import Screening
from backend.rules import Answers, FactValue, Pack
from backend.rules.catalogue import Divisions


def verdicts_of(
    pack: Pack, divisions: Divisions, day: date, people: Sequence[Answers]
) -> dict[str, list[int]]:
    """How each category comes out for each person on a day, as numbers of the chain, by category id."""
    policies = Policies((pack,), divisions, day)
    facts = [fact.id for fact in policies.facts]
    cells = {fact: [_cell(one.get(fact)) for one in people] for fact in facts}
    rows = pl.DataFrame(cells, schema=dict.fromkeys(facts, pl.String))
    found = Screening(policies, rows.schema).verdicts(rows).collect()
    return {category.id: found[category.id].to_list() for category in pack.categories}


def _cell(value: FactValue | None) -> str | None:
    """A value as it stands in a canonical register; what was not answered, or is not known, is empty."""
    match value:
        case None:
            return None
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
        case tuple():
            return write_members(value)
        case _:
            return str(value)
