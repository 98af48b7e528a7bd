"""Who is recognised: conditions with their cures, the categories they make, and what is told beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from backend.rules.expression import AllOf, Rule
from backend.rules.verdict import Verdict
from backend.rules.vocabulary import Answers, FactValue
from backend.rules.words import NO_TEXT, Text

APPLY, AUTO = "apply", "auto"
OBJECTION_DAYS = 10
"""Working days, where a pack says nothing of it (domain G.2)."""


@dataclass(frozen=True, slots=True)
class Cure:
    """What a person can do about a condition: once `done` (“办好失业登记”), `fact` is `value`.

    `before` are the answers it is a cure for; empty: whatever does not meet the condition.
    `since` is the fact that then holds the day on which it was done.
    """

    fact: str
    value: str | bool
    done: Text
    before: tuple[str | bool, ...] = ()
    since: str = ""

    def helps(self, value: FactValue | None) -> bool:
        """Whether it is a cure for this answer."""
        return not self.before or value in self.before

    def done_on(self, today: date) -> Answers:
        """What is then known that was not before."""
        return {self.fact: self.value, self.since: today} if self.since else {self.fact: self.value}


@dataclass(frozen=True, slots=True)
class Condition:
    """One line a citizen understands: what is demanded (`required`), by which sentence, and what helps.

    `shows` are the facts printed as the person's answer; `notes` hold an advice for a verdict.
    With a `cure` the condition stops nobody's self-check: it goes on as if it were met, and says so.
    `readings` are the ids of the readings it rests on, here and below. With `sexes_differ` women and men are
    meant to be treated differently though the article does not say so in these words.
    """

    id: str
    label: Text
    required: Text
    rule: Rule
    citation_id: str
    shows: tuple[str, ...]
    notes: Mapping[Verdict, Text]
    cure: Cure | None = None
    readings: tuple[str, ...] = ()
    sexes_differ: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """A ground of recognition. `printed` is its label on the official form.

    `mode`: `apply`, or `auto` where the office recognises without being asked (穗人社发〔2014〕4号 art. 4).
    """

    id: str
    name: Text
    short: Text
    printed: Text
    citation_id: str
    conditions: tuple[Condition, ...]
    mode: str = APPLY

    @property
    def rule(self) -> Rule:
        """All its conditions, without the common preconditions."""
        return AllOf(tuple(condition.rule for condition in self.conditions))


@dataclass(frozen=True, slots=True)
class Automatic:
    """How categories of the mode `auto` come about: by which article, and what to `bring`."""

    note: Text
    citation_id: str
    bring: Text = NO_TEXT
    objection_days: int = OBJECTION_DAYS
    """Working days until an objection is answered: our promise, the document has no number."""
    later: bool = True
    """Whether who registered is looked at again when an age is reached later (reading G13)."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence shown beside categories (`beside`; empty: beside the whole result). Never a rule.

    It is shown for these `verdicts`; `when` limits it further to people for whom it is not ruled out,
    or with `certain` to those of whom it is known. `since` is the day from which there is something to tell.
    """

    id: str
    text: Text
    source: Text
    beside: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = tuple(Verdict)
    when: Rule | None = None
    certain: bool = False
    since: date | None = None
