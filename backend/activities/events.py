"""News of activities."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ActivityAnnounced:
    """People of ``area`` (a division code) can go to something new."""

    activity_id: str
    area: str


@dataclass(frozen=True)
class ActivityChanged:
    """It takes place otherwise than was announced, or not at all."""

    activity_id: str
