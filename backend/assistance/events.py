"""News of what is done for people."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TicketClosed:
    """A ticket was followed up to its end; ``answer`` is what the officer says came of it."""

    ticket_id: int
    answer: str
