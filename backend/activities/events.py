"""News of activities."""

from dataclasses import dataclass
from typing import Final

TOPIC: Final = "招聘会和培训"
"""Under which people choose to hear of it."""


@dataclass(frozen=True)
class ActivityAnnounced:
    """People of ``area`` (a division code) can go to something new."""

    activity_id: str
    area: str
    topic: str = TOPIC
