"""Courses and vouchers over the wall."""

from fastapi import APIRouter

from backend.core.web import CitizenTurn
from backend.training import offered
from contract.policy import Document
from contract.training import Course, CourseList, Voucher

router = APIRouter(prefix="/v1", tags=["training"])


@router.get("/courses")
async def courses(turn: CitizenTurn, pack: str = "") -> CourseList:
    """Courses that have not begun, those that fit the declared wish first, and the own ones."""
    return await turn.read(offered.course_list, pack)


@router.get("/courses/{course}")
async def course(turn: CitizenTurn, course: str) -> Course:
    """One course."""
    return await turn.read(offered.course, course)


@router.post("/courses/{course}/enrolment")
async def enrol(turn: CitizenTurn, course: str) -> Course:
    """Takes a seat."""
    return await turn.do(offered.enrol, course)


@router.delete("/courses/{course}/enrolment")
async def withdraw_from_course(turn: CitizenTurn, course: str) -> Course:
    """Gives the seat back, before the course begins."""
    return await turn.do(offered.withdraw, course)


@router.get("/vouchers")
async def vouchers(turn: CitizenTurn) -> tuple[Voucher, ...]:
    """The own training vouchers, the newest first."""
    return await turn.read(offered.own_vouchers)


@router.get("/vouchers/{voucher}/picture")
async def voucher_picture(turn: CitizenTurn, voucher: str) -> Document:
    """The code of a voucher as a picture for a camera."""
    return await turn.read(offered.picture, voucher)
