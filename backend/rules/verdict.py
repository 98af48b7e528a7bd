"""The four values a rule can have."""

from __future__ import annotations

from enum import IntEnum


class Verdict(IntEnum):
    """A chain: ALL is the minimum, ANY the maximum. CONFIRM fits, but a person must look."""

    NO = 0
    UNKNOWN = 1
    CONFIRM = 2
    YES = 3

    @property
    def word(self) -> str:
        """`no`, `unknown`, `confirm` or `yes`: the form that is stored and sent."""
        return self.name.lower()

    @classmethod
    def of(cls, word: str) -> Verdict:
        """The verdict of a stored word; KeyError if there is none."""
        return cls[word.upper()]
