"""The lives of a course, of a place in it and of a voucher, as tables."""

from dataclasses import dataclass
from typing import Literal

from backend.core.problems import Problem

CourseState = Literal["open", "called_off"]
CourseAction = Literal["change", "call_off"]
EnrolmentState = Literal["enrolled", "cancelled", "completed", "left"]
EnrolmentAction = Literal["enrol", "cancel", "complete", "leave", "undo", "call_off"]
VoucherState = Literal["issued", "redeemed", "revoked"]
VoucherAction = Literal["redeem", "revoke", "free"]

RESULTS = ("complete", "leave", "undo")
HELD: tuple[EnrolmentState, ...] = ("enrolled", "completed", "left")
"""Who has a seat."""


@dataclass(frozen=True)
class Move:
    """One legal step."""

    action: str
    source: str
    target: str


COURSE_MOVES: tuple[Move, ...] = (
    Move("change", "open", "open"),
    Move("call_off", "open", "called_off"),
)
ENROLMENT_MOVES: tuple[Move, ...] = (
    Move("enrol", "cancelled", "enrolled"),
    Move("cancel", "enrolled", "cancelled"),
    Move("complete", "enrolled", "completed"),
    Move("leave", "enrolled", "left"),
    Move("undo", "completed", "enrolled"),
    Move("undo", "left", "enrolled"),
    Move("call_off", "enrolled", "cancelled"),
)
VOUCHER_MOVES: tuple[Move, ...] = (
    Move("redeem", "issued", "redeemed"),
    Move("revoke", "issued", "revoked"),
    # The course it was used for does not take place.
    Move("free", "redeemed", "issued"),
)


def course_target(state: str, action: CourseAction) -> str:
    """Where ``action`` leads a course. Raises 409 ``course.illegal_move``."""
    return _target(COURSE_MOVES, state, action, "course.illegal_move")


def enrolment_target(state: str, action: EnrolmentAction) -> str:
    """Where ``action`` leads a place in a course. Raises 409 ``enrolment.illegal_move``."""
    return _target(ENROLMENT_MOVES, state, action, "enrolment.illegal_move")


def voucher_target(state: str, action: VoucherAction) -> str:
    """Where ``action`` leads a voucher. Raises 409 ``voucher.used`` and ``voucher.revoked``: it moves once."""
    code = {"redeemed": "voucher.used", "revoked": "voucher.revoked"}.get(state, "voucher.illegal_move")
    return _target(VOUCHER_MOVES, state, action, code)


def enrolment_actions(state: str) -> tuple[str, ...]:
    """What an officer may note of a place in a course."""
    return tuple(one.action for one in ENROLMENT_MOVES if one.source == state and one.action in RESULTS)


def _target(moves: tuple[Move, ...], state: str, action: str, code: str) -> str:
    for move in moves:
        if (move.action, move.source) == (action, state):
            return move.target
    raise Problem(code, 409, state=state, action=action)
