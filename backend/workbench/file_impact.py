"""The impact on people who stand in no register of ours: an uploaded list, read, counted and forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from backend.rules import Pack
from backend.rules.catalogue import Divisions
from backend.workbench.effects import TURNS, Turn, longest
from backend.workbench.impact import ANY, UNKNOWN_AREA, Impact, Tally, impact

Counts = dict[Turn, int]


@dataclass(frozen=True)
class FileImpact:
    """The figures of a list by category and county. ``problems`` name the first rows that were left out."""

    day: date
    people: int
    invalid: int
    problems: tuple[str, ...]
    total: Counts
    by_category: dict[str, Counts]
    by_area: dict[str, Counts]

    @property
    def most(self) -> int:
        """The longest bar of a chart, at least 1."""
        return longest(self.by_category, self.by_area)


def impact_on_list(old: Pack, new: Pack, divisions: Divisions, day: date, text: str) -> FileImpact:
    """Compares two versions on the rows of a CSV, its columns named like facts. Raises RegisterProblem."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_text(text, encoding="utf-8")
        found = impact(old, new, divisions, day, path)
    return FileImpact(
        day=day,
        people=found.rows,
        invalid=found.invalid,
        problems=tuple(map(str, found.problems)),
        total=_counts(found.of()),
        by_category=dict(_categories(old, new, found)),
        by_area={
            divisions.full_name(area) if area else UNKNOWN_AREA: _counts(found.tallies[ANY][area])
            for area in found.areas
        },
    )


def _categories(old: Pack, new: Pack, found: Impact) -> Iterator[tuple[str, Counts]]:
    names = {category.id: str(category.name) for pack in (old, new) for category in pack.categories}
    yield from ((name, _counts(found.of(category_id))) for category_id, name in names.items())


def _counts(tally: Tally) -> Counts:
    return {turn: getattr(tally, turn) for turn in TURNS}
