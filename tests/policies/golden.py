"""Checks the example people of every pack; prints nothing when all come out as written.

Run as a program it is the check under the process's own time zone: `TZ=Asia/Shanghai python -m tests.policies.golden`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from backend.policies.catalogue import load_catalogue
from backend.policies.documents import read_document
from backend.rules import Answers, Pack
from backend.rules.catalogue import Catalogue
from backend.workbench.cases import CASES, read_cases
from backend.workbench.cases import Case as Written

POLICIES = Path(__file__).resolve().parents[2] / "policies"


@dataclass(frozen=True)
class Case:
    """One example person of a pack, and how policy staff wrote it down."""

    pack: Pack
    written: Written

    @property
    def id(self) -> str:
        return self.written.id

    @property
    def as_of(self) -> date:
        return self.written.as_of

    @property
    def answers(self) -> Answers:
        return self.written.answers

    def complaints(self) -> Iterator[str]:
        """What comes out differently than written."""
        return self.written.complaints(self.pack)


def cases(catalogue: Catalogue, folder: Path = POLICIES) -> Iterator[Case]:
    """Every example person of every pack."""
    for pack in catalogue.packs.values():
        for written in read_cases(read_document(folder / pack.id / CASES), pack, folder):
            yield Case(pack, written)


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
