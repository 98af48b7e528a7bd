"""A register on the command line, and what goes wrong with it, in words.

Apart from `places`: it brings the columns along, and a command without a register starts in a blink without them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from backend.columns.progress import FILE_TROUBLES, reason_of
from backend.columns.register import RegisterProblem
from backend.rules.said import Said
from backend.workbench.places import Unusable


class UnusableRegister(Unusable):
    """A register that cannot be read, or a list that cannot be written."""


@contextmanager
def register_in_words(trouble: Callable[[str], Said]) -> Iterator[None]:
    """What can be foreseen to go wrong with a register, as one sentence; ``trouble`` makes it of the system's reason."""
    try:
        yield
    except RegisterProblem as problem:
        raise UnusableRegister(problem.sentence) from None
    except FILE_TROUBLES as found:
        raise UnusableRegister(trouble(reason_of(found))) from None
