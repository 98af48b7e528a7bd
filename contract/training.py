"""Courses of designated schools, and training vouchers."""

from typing import Literal

from contract.base import Shape


class Course(Shape):
    """One course. ``fits`` names the wish of the person's own form that it answers, or is empty."""

    id: str
    title: str
    school: str
    place: str
    when: str
    fits: str
    state: Literal["open", "full", "begun", "called_off"]
    seats_left: int
    takes_vouchers: bool
    description: str
    telephone: str
    mine: Literal["", "enrolled", "completed", "left"]


class CourseList(Shape):
    """Courses that have not begun, those that fit first; ``own`` are those the person is enrolled in."""

    courses: tuple[Course, ...]
    own: tuple[Course, ...]


class VoucherCourse(Shape):
    """Where a voucher can be used."""

    title: str
    school: str
    address: str
    telephone: str
    when: str


class Voucher(Shape):
    """A training voucher of the person. ``code`` is shown at the school, once."""

    id: str
    code: str
    state: Literal["issued", "redeemed", "revoked", "expired"]
    state_label: str
    valid_until: str
    courses: tuple[VoucherCourse, ...]
    used: str
    """When and for which course it was used; empty while it was not."""
    article: str
    office: str
    telephone: str
