"""A list as its address has it: by which column, which way, how many a page, and behind which row it goes on.

Long lists are read so from their indexes (:mod:`backend.staff.keyset`); those that are held whole are arranged here. An
address names rows by their ids alone: no name of anybody stands in it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode

SIZES: Final = (20, 50, 100)
"""Rows of a page to choose from; the first is the usual one."""
LONGEST: Final = 60

Row = TypeVar("Row")


@dataclass(frozen=True)
class Listing:
    """How a list is to be shown. ``columns`` are what it can be sorted by, ``by`` one of them or empty: its own order."""

    home: str
    columns: tuple[str, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    """The filters of the page, as they stand in its address."""
    by: str = ""
    falling: bool = False
    per_page: int = SIZES[0]
    after: str = ""
    before: str = ""
    usual: tuple[str, bool] = ("", False)
    """The order that need not be said."""

    @property
    def ways(self) -> tuple[str, ...]:
        """Every order to choose from, as the form says it."""
        return tuple(f"{column}.{way}" for column in self.columns for way in ("up", "down"))

    @property
    def order(self) -> str:
        return f"{self.by}.{'down' if self.falling else 'up'}" if self.by else ""

    @property
    def place(self) -> dict[str, Any]:
        """What a list that is read off an index is asked for: a page of it, from either end."""
        turned = self.falling != self.usual[1]
        return {"after": self.after, "before": self.before, "per_page": self.per_page, "turned": turned}

    def way(self, column: str) -> str:
        """What ``aria-sort`` says of a column; empty where the list is sorted by another."""
        if column != self.by:
            return ""
        return "descending" if self.falling else "ascending"

    def turned(self, column: str) -> str:
        """The address of the list sorted by a column, from its other end where it is sorted by it already."""
        return self.address(by=column, falling=column == self.by and not self.falling)

    def kept_with(self, **changes: str) -> "Listing":
        """The same list with another filter, from its first row on."""
        return replace(self, kept={**self.kept, **changes}, after="", before="")

    def address(self, **changes: Any) -> str:
        """This list with something changed; it begins at its first row unless a row is named."""
        said = {"by": self.by, "falling": self.falling, "per_page": self.per_page} | changes
        query = {name: value for name, value in self.kept.items() if value}
        if (said["by"], said["falling"]) != self.usual and said["by"]:
            query["order"] = f"{said['by']}.{'down' if said['falling'] else 'up'}"
        if said["per_page"] != SIZES[0]:
            query["per_page"] = str(said["per_page"])
        query |= {name: changes[name] for name in ("after", "before") if changes.get(name)}
        return f"{self.home}?{urlencode(query)}" if query else self.home


@dataclass(frozen=True)
class Arranged(Generic[Row]):
    """One page of a list that is held whole."""

    listing: Listing
    lines: tuple[Row, ...]
    total: int
    next_after: str
    previous_before: str


def listing_of(
    query: Mapping[str, str],
    home: str,
    columns: tuple[str, ...],
    kept: Mapping[str, str] | None = None,
    usual: tuple[str, bool] = ("", False),
) -> Listing:
    """The list an address asks for; an order or a size nobody offers counts as not given."""
    by, _, way = query.get("order", "").partition(".")
    if by not in columns or way not in ("up", "down"):
        by, way = usual[0], "down" if usual[1] else "up"
    size = next((size for size in SIZES if query.get("per_page") == str(size)), SIZES[0])
    after, before = (query.get(name, "").strip()[:LONGEST] for name in ("after", "before"))
    return Listing(home, columns, kept or {}, by, way == "down", size, after, before, usual)


def arrange(rows: Sequence[Row], listing: Listing, name: Callable[[Row], Any]) -> Arranged[Row]:
    """A page of rows that come in their own order, which also settles between equals. ``name`` is the id of a row.

    What has no value in the column stands last, either way. A page whose row is gone begins anew.
    """
    lines = sorted_by(rows, listing.by, falling=listing.falling)
    names = [str(name(one)) for one in lines]
    start = 0
    if listing.before in names:
        start = max(0, names.index(listing.before) - listing.per_page)
    elif listing.after in names:
        start = names.index(listing.after) + 1
    shown, stop = lines[start : start + listing.per_page], start + listing.per_page
    return Arranged(
        listing,
        tuple(shown),
        len(lines),
        names[stop - 1] if stop < len(lines) else "",
        names[start] if start and start < len(lines) else "",
    )


def sorted_by(rows: Sequence[Row], column: str, *, falling: bool) -> list[Row]:
    """The rows by one of their fields; equal ones stay in the order they came in."""
    if not column:
        return list(rows)
    filled = [row for row in rows if getattr(row, column) not in (None, "", ())]
    empty = [row for row in rows if getattr(row, column) in (None, "", ())]
    return [*sorted(filled, key=lambda row: _place(getattr(row, column)), reverse=falling), *empty]


def _place(value: Any) -> Any:
    """Chinese words in the order of GB 18030, whose usual characters go by their sound; all else by its size."""
    if isinstance(value, str):
        return value.encode("gb18030")
    return tuple(_place(one) for one in value) if isinstance(value, tuple | list) else value
