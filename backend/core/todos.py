"""What the rooms want to have on an officer's first page, whichever floor they are on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from backend.core.unit import Unit


@dataclass(frozen=True)
class HomeTodo:
    """One count of the first page; ``address`` leads to exactly what it counts. Words are in the reader's language."""

    label: str
    hint: str
    count: int
    address: str
    sign: str
    tone: Literal["bad", "warn", "some"] = "warn"


FindTodo = Callable[[Unit], HomeTodo | None]
"""Looks what waits for the acting officer in one room; None for nothing."""


def todos(unit: Unit, rooms: Iterable[FindTodo]) -> tuple[HomeTodo, ...]:
    """What waits in all rooms, in their order."""
    return tuple(todo for look in rooms if (todo := look(unit)) is not None)
