"""What a person is shown: a value, the same for every messenger."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from aiogram.filters.callback_data import CallbackData

from bot.markup import Html

LABEL_PER_ROW = 17
"""Display columns (a 汉字 is two) up to which two buttons fit side by side."""
CHOICES_A_PAGE = 12


@dataclass(frozen=True)
class Button:
    """``data`` travels back when it is tapped. ``answer`` marks a choice that may also be typed, by label or number."""

    label: str
    data: str
    answer: bool = False


@dataclass(frozen=True)
class Attachment:
    filename: str
    content: bytes


Row = tuple[Button, ...]


@dataclass(frozen=True)
class Screen:
    """``text`` is safe HTML. ``keep`` marks a fact worth keeping: it is sent as a message of its own."""

    text: Html
    rows: tuple[Row, ...] = ()
    attachment: Attachment | None = None
    keep: bool = False

    def with_rows(self, *rows: Row) -> Self:
        return replace(self, rows=self.rows + tuple(row for row in rows if row))

    @property
    def answers(self) -> tuple[Button, ...]:
        """The choices, in the order in which they are numbered."""
        return tuple(button for row in self.rows for button in row if button.answer)

    @property
    def ways(self) -> tuple[Button, ...]:
        """The other buttons: back, cancel, on."""
        return tuple(button for row in self.rows for button in row if not button.answer)


def button(label: str, data: CallbackData) -> Button:
    return Button(label, data.pack())


def choice(label: str, data: CallbackData) -> Button:
    return Button(label, data.pack(), answer=True)


def in_rows(buttons: Iterable[Button]) -> tuple[Row, ...]:
    """Two side by side where both labels are short, else one below the other."""
    rows: list[Row] = []
    for each in buttons:
        last = rows[-1] if rows else ()
        if len(last) == 1 and _short(last[0]) and _short(each):
            rows[-1] = (*last, each)
        else:
            rows.append((each,))
    return tuple(rows)


def _short(each: Button) -> bool:
    return columns(each.label) <= LABEL_PER_ROW


def columns(label: str) -> int:
    """How wide a label is drawn: a 汉字 takes two columns."""
    return sum(1 if ord(letter) < 0x2E80 else 2 for letter in label)
