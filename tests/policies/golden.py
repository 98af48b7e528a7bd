"""Checks the example people of every pack; prints nothing when all come out as written.

Run as a program it is the check under the process's own time zone: `TZ=Asia/Shanghai python -m tests.policies.golden`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from backend.policies.catalogue import load_catalogue
from backend.policies.documents import read_document
from backend.rules import Assessment, Pack, Verdict, assess
from backend.rules.catalogue import Catalogue

POLICIES = Path(__file__).resolve().parents[2] / "policies"


@dataclass(frozen=True)
class Case:
    """One example person of a pack."""

    pack: Pack
    id: str
    as_of: date
    answers: Mapping[str, Any]
    written: Mapping[str, Any]

    def complaints(self) -> Iterator[str]:
        """What comes out differently than written."""
        found = assess(self.pack, self.answers, self.as_of)
        expected = dict(
            zip((category.id for category in self.pack.categories), self.written["expect"], strict=True)
        )
        yield from _different("verdicts", {c.id: c.verdict.word for c in found.categories}, expected)
        fails = {f.id: f.verdict.word for f in found.preconditions if f.verdict is not Verdict.YES}
        yield from _different("preconditions", fails, self.written.get("fails", {}))
        days = {c.id: c.first_day for c in found.categories if c.first_day}
        if "first_day" in self.written:
            yield from _different("first days", days, self.written["first_day"])
        ended = self.pack.expired_notice in found.notices
        yield from _different("end of the term", ended, self.written.get("expired", ended))
        yield from _different("notices", self._notices(found), self.written.get("notices"))

    def _notices(self, found: Assessment) -> list[str] | None:
        if "notices" not in self.written:
            return None
        shown = {*found.notices, *(text for category in found.categories for text in category.notices)}
        return [notice.id for notice in self.pack.notices if notice.text in shown]


def _different(what: str, found: object, expected: object) -> Iterator[str]:
    if found != expected:
        yield f"{what}: {found} instead of {expected}"


def cases(catalogue: Catalogue, folder: Path = POLICIES) -> Iterator[Case]:
    """Every example person of every pack."""
    for pack in catalogue.packs.values():
        data = read_document(folder / pack.id / "cases.yaml").data
        for written in data["cases"]:
            answers = {**data["defaults"], **written["answers"]}
            listed = {fact: tuple(value) for fact, value in answers.items() if isinstance(value, list)}
            yield Case(pack, written["id"], written["as_of"], answers | listed, written)


def main() -> int:
    complaints = [
        f"{case.id}: {complaint}"
        for case in cases(load_catalogue(POLICIES))
        for complaint in case.complaints()
    ]
    print("\n".join(complaints), end="")
    return bool(complaints)


if __name__ == "__main__":
    sys.exit(main())
