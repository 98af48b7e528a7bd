"""News of courses."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CourseOpened:
    """People of ``area`` (a division code) can enrol in something new."""

    course_id: str
    area: str


@dataclass(frozen=True)
class CourseCalledOff:
    """It does not take place."""

    course_id: str
