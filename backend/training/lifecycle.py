"""The lives of a course, of a place in it and of a voucher, as tables."""

from typing import Literal

from backend.core.lifecycle import Move, target_in

CourseState = Literal["open", "called_off"]
CourseAction = Literal["change", "call_off"]
EnrolmentState = Literal["enrolled", "cancelled", "completed", "left"]
EnrolmentAction = Literal["enrol", "cancel", "complete", "leave", "undo", "call_off"]
VoucherState = Literal["issued", "redeemed", "revoked"]
VoucherAction = Literal["redeem", "revoke", "free"]

RESULTS = ("complete", "leave", "undo")
HELD: tuple[EnrolmentState, ...] = ("enrolled", "completed", "left")
"""Who has a seat."""


COURSE_MOVES: tuple[Move[CourseAction, CourseState], ...] = (
    Move("change", "open", "open"),
    Move("call_off", "open", "called_off"),
)
ENROLMENT_MOVES: tuple[Move[EnrolmentAction, EnrolmentState], ...] = (
    Move("enrol", "cancelled", "enrolled"),
    Move("cancel", "enrolled", "cancelled"),
    Move("complete", "enrolled", "completed"),
    Move("leave", "enrolled", "left"),
    Move("undo", "completed", "enrolled"),
    Move("undo", "left", "enrolled"),
    Move("call_off", "enrolled", "cancelled"),
)
VOUCHER_MOVES: tuple[Move[VoucherAction, VoucherState], ...] = (
    Move("redeem", "issued", "redeemed"),
    Move("revoke", "issued", "revoked"),
    # The course it was used for does not take place.
    Move("free", "redeemed", "issued"),
)


def course_target(state: str, action: CourseAction) -> CourseState:
    """Where ``action`` leads a course. Raises 409 ``course.illegal_move``."""
    return target_in(COURSE_MOVES, "course.illegal_move", state, action)


def enrolment_target(state: str, action: EnrolmentAction) -> EnrolmentState:
    """Where ``action`` leads a place in a course. Raises 409 ``enrolment.illegal_move``."""
    return target_in(ENROLMENT_MOVES, "enrolment.illegal_move", state, action)


def voucher_target(state: str, action: VoucherAction) -> VoucherState:
    """Where ``action`` leads a voucher. Raises 409 ``voucher.used`` and ``voucher.revoked``: it moves once."""
    code = {"redeemed": "voucher.used", "revoked": "voucher.revoked"}.get(state, "voucher.illegal_move")
    return target_in(VOUCHER_MOVES, code, state, action)


def enrolment_actions(state: str) -> tuple[str, ...]:
    """What an officer may note of a place in a course."""
    return tuple(one.action for one in ENROLMENT_MOVES if one.source == state and one.action in RESULTS)
