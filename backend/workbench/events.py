"""News of the workbench, handled in the transaction that makes them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PackPublished:
    """A version is going to be in force. ``affected`` are those on the register and before an office
    for whom a category comes out otherwise, as ``entry:<id>`` and ``application:<id>``."""

    pack_id: str
    version: str
    effective_from: date
    affected: tuple[str, ...]


@dataclass(frozen=True)
class PackWithdrawn:
    """A published version was taken back before its day."""

    pack_id: str
    version: str
