"""What has to be done: papers to bring, where to apply, and the reviews a case goes through."""

from __future__ import annotations

from dataclasses import dataclass

from backend.rules.words import NO_TEXT, Text

DRAWINGS = ("id_card", "hukou_book", "booklet", "card", "sheet", "statement")
"""Kinds of papers there is a drawing of, which shows how to photograph them."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One paper that meets a requirement; any of its fellows would do as well.

    `remind` is asked of who sends a single picture of a paper that needs more than one; `sample` is the id of a
    text to copy, where one writes it oneself. `expires` says that a last day is printed on it; `drawing` is one of
    `DRAWINGS`, shown before it is photographed. With `ask_issuer` the officer who verifies it names who issued it: the
    document leaves open who may (“等部门”).
    """

    id: str
    title: Text
    issuer: Text = NO_TEXT
    remind: Text = NO_TEXT
    sample: str = ""
    expires: bool = False
    drawing: str = ""
    ask_issuer: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A statement one writes and signs oneself: words to copy or to print; the document prescribes none.

    One that is named as an exit ground is what that ground wants signed.
    """

    id: str
    title: Text
    text: Text
    citation_id: str


@dataclass(frozen=True, slots=True)
class ForEach:
    """A paper wanted once for each of so many persons: `fact` counts them, `title` has a hole for the number."""

    fact: str
    title: Text


@dataclass(frozen=True, slots=True)
class Hint:
    """What to tell the person whose answer to `fact` is `value`."""

    fact: str
    value: str | bool
    text: Text


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the checklist; `needed` False is an explicit “不需要”.

    `category_ids` are the grounds that demand it (empty: everyone), `reason` says so in words.
    `hints` go before the `note` where an answer calls for them; `printed` is the paper's box on the form.
    With an answer in `spared` it is not needed; `each` asks it of several persons.
    What is `optional` helps but is missed by nobody; of some papers `original_and_copy` are both to be brought.
    `valid_fact` is the fact that the last day printed on the paper tells, as the officer who verified it read it,
    `number_fact` the one its number tells.
    `defects` are what is often wrong with it, in words to the applicant that say how to mend it.
    """

    id: str
    title: Text
    alternatives: tuple[Alternative, ...]
    reason: Text
    citation_id: str
    category_ids: tuple[str, ...] = ()
    note: Text = NO_TEXT
    needed: bool = True
    printed: Text = NO_TEXT
    hints: tuple[Hint, ...] = ()
    optional: bool = False
    original_and_copy: bool = False
    readings: tuple[str, ...] = ()
    spared: tuple[Hint, ...] = ()
    each: ForEach | None = None
    valid_fact: str = ""
    number_fact: str = ""
    defects: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """Where one may apply: `hukou`, `residence` or both; a residence counts only inside `inside`."""

    places: tuple[str, ...]
    inside: str
    note: Text
    citation_id: str
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One record that is looked up in a record match; `tells` are the facts it bears out or contradicts."""

    id: str
    label: Text
    tells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of work a review cannot pass without: `record_match` with its `sources`, or `home_visit`."""

    id: str
    label: Text
    required: bool
    citation_id: str
    sources: tuple[Source, ...] = ()
    system: Text = NO_TEXT
    """Into which the ID number is entered first, as the document calls it."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A review: `level` of the office (`station`, `county`, `city`), its steps, and its promised `working_days`."""

    id: str
    name: Text
    level: str
    office: Text
    steps: tuple[Step, ...]
    opinion_label: Text
    citation_id: str
    working_days: int
    readings: tuple[str, ...] = ()
