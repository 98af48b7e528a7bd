"""The list of the register as it stands in an address, to come back to the very page and row (C4)."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode

from backend.core.console.listing import SIZES
from backend.registry import service

HOME: Final = "/staff/register"
TURNED: Final = ("recognised_on.up",)
"""What an order is called that is not the usual one."""
LONGEST: Final = 300


def filters_of(query: Mapping[str, str]) -> dict[str, str]:
    """View, number, order, place and size of a page; a value nobody offers counts as not given."""
    said = {name: query.get(name, "").strip()[:60] for name in ("view", "number", "order", "after", "before", "per_page")}
    known = {"view": service.VIEWS, "order": TURNED, "per_page": tuple(map(str, SIZES[1:]))}
    return {name: value for name, value in said.items() if value and value in known.get(name, (value,))}


def query_of(filters: Mapping[str, str], **changes: str) -> str:
    """The shortest query that says these filters."""
    return urlencode({name: value for name, value in {**filters, **changes}.items() if value})


def back_address(back: str) -> str:
    """The list an entry was opened from, rebuilt from what we know so that nothing foreign gets in."""
    query = query_of(filters_of(dict(parse_qsl(back[:LONGEST]))))
    return f"{HOME}?{query}" if query else HOME
