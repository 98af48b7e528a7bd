"""The official form as it is printed."""

from __future__ import annotations

from dataclasses import dataclass

from backend.rules.vocabulary import Option
from backend.rules.words import NO_TEXT, Text


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the official form, in printed order.

    `kind`: date, text, choice, choices, image, id_number, phone, address (asked in parts), place (in one), number,
    opinion, seal.
    `filled_by`: citizen, derived, or the id of a stage. `derived_from` names a field or a fact; `fact` the fact it shares.
    `spoken` is what a person calls it, where the print has another word. With `unsure` a day may be told roughly.
    """

    id: str
    number: int
    label: Text
    kind: str
    filled_by: str
    required: bool
    options: tuple[Option, ...] = ()
    derived_from: str = ""
    fact: str = ""
    hint: Text = NO_TEXT
    example: Text = NO_TEXT
    longest: int = 0
    exactly: int = 0
    spoken: Text = NO_TEXT
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The annex: title as printed and its fields; in how many `copies` it is handed in.

    `example`: the document does not show its form, so ours is marked as an example.
    """

    title: Text
    fields: tuple[Field, ...]
    copies: int = 1
    example: bool = False

    def __getitem__(self, field_id: str) -> Field:
        return next(field for field in self.fields if field.id == field_id)
