"""News from the room of people."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TopicLeft:
    """An account wants no more news of a topic."""

    account_id: int
    topic: str
