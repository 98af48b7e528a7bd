"""What lint finds: a mistake that must go, or something that should be looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from backend.policies.catalogue import PackProblem, article_of
from backend.policies.documents import Document
from backend.rules import Condition, Pack
from backend.rules.derivations import Day
from backend.rules.node import Mistake, Path

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Finding(PackProblem):
    """One finding. `severity` is error or warning; `name` says which check found it."""

    severity: str = ERROR
    name: str = "unusable"

    def to_json(self) -> dict[str, Any]:
        """A value of plain JSON types."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check has to say about a place; `cite` is the citation it belongs to."""

    severity: str
    name: str
    path: Path
    message: str
    advice: str
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A version of a pack as the checks see it.

    `source` is the text of `source.md`, empty if there is none; `starts` is the first day it is to be in force,
    if that is decided; `older` are the versions that are or were in force before it, each with its first day.
    """

    pack: Pack
    document: Document
    source: str
    today: date
    starts: date | None = None
    older: tuple[tuple[date | None, Pack], ...] = ()

    @property
    def day(self) -> Day:
        return Day(self.today, self.pack.labour_age)

    def conditions(self) -> Iterator[tuple[Path, Condition]]:
        """Every condition with its place, the common ones first."""
        for at, condition in enumerate(self.pack.preconditions):
            yield ("preconditions", at), condition
        for at, category in enumerate(self.pack.categories):
            for part, condition in enumerate(category.conditions):
                yield ("categories", at, "conditions", part), condition


Check = Callable[[Draft], Iterator[Remark]]


def finding(file: str, document: Document, remark: Remark) -> Finding:
    """The remark with its file, line and article."""
    place = Mistake(remark.path, remark.message, remark.advice).place
    article = article_of(document.data, remark.cite)
    line = document.line(remark.path)
    return Finding(file, line, place, article, remark.message, remark.advice, remark.severity, remark.name)
