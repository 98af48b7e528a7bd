"""News of courses."""

from dataclasses import dataclass

from backend.activities.events import TOPIC


@dataclass(frozen=True)
class CourseOpened:
    """People of ``area`` (a division code) can enrol in something new."""

    course_id: str
    area: str
    topic: str = TOPIC
