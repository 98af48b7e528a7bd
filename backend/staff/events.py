"""News of the staff. Emitted inside the transaction of the act; heard by whoever `backend.app` names."""

from dataclasses import dataclass


@dataclass(frozen=True)
class OfficerLeft:
    """Somebody may not in any more; ``successor_id`` answers from now on, 0 where nobody was named."""

    officer_id: int
    successor_id: int
