"""News of the register. Emitted inside the transaction of the act; heard by whoever `backend.app` names."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Enrolled:
    """A person stands on the register."""

    entry_id: int
    number: str


@dataclass(frozen=True)
class ExitProposed:
    """An exit is proposed; the entry still stands."""

    entry_id: int
    proposal_id: int


@dataclass(frozen=True)
class BasisLapsed:
    """Some of the bases of an entry ended; it stands on the others."""

    entry_id: int
    proposal_id: int


@dataclass(frozen=True)
class Exited:
    """A recognition ended (第三条第一款)."""

    entry_id: int
    proposal_id: int


@dataclass(frozen=True)
class Kept:
    """A proposed exit was refused: the entry stands as before."""

    entry_id: int
    proposal_id: int
