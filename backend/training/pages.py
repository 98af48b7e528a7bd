"""Courses, vouchers and designated schools at the desk."""

from datetime import date
from typing import Annotated, get_args

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.core.console import Desk, Form, PageRoute, reader, reviewer
from backend.core.console.errors import FieldError, error_at
from backend.core.console.listing import arrange
from backend.core.problems import Problem
from backend.training import at_school, courses, queries, school_pages, schools, vouchers
from backend.training.courses import NewCourse, Result
from backend.training.labels import WISHES
from backend.training.schools import NewSchool
from backend.training.vouchers import NewVoucher
from locales import translator

router = APIRouter(route_class=PageRoute, include_in_schema=False)
router.include_router(school_pages.router)
Reader = Annotated[Desk, Depends(reader)]
Reviewer = Annotated[Desk, Depends(reviewer)]
FIELDS = {
    "course_form.school_missing": "school",
    "course_form.title_missing": "title",
    "course_form.wish_missing": "wish",
    "course_form.area_unknown": "area",
    "course_form.place_missing": "place",
    "course_form.days_wrong": "starts_on",
    "course_form.seats_wrong": "seats",
    "course_form.text_too_long": "description",
    "voucher.day_wrong": "valid_until",
    "voucher.courses_missing": "course",
    "voucher.not_found": "code",
    "voucher.reason_missing": "reason",
    "review.text_too_long": "reason",
    "review.id_number_in_text": "reason",
    "voucher.not_for_course": "course",
}


# --- courses


@router.get("/staff/courses")
async def course_list(desk: Reader, past: bool = False) -> HTMLResponse:
    """The courses of the city, and the form for another."""
    return await _courses(desk, past)


@router.post("/staff/courses")
async def open_course(desk: Reviewer) -> Response:
    """Opens a course."""
    try:
        course_id = await desk.once(courses.open_course, _written(desk.form))
    except Problem as problem:
        return await _courses(desk, False, problem.status, (error_at(problem, FIELDS, "title", desk.say),))
    return desk.go(f"/staff/courses/{course_id}")


@router.get("/staff/courses/{course_id}")
async def one_course(desk: Reader, course_id: str) -> HTMLResponse:
    """One course with who takes part."""
    return desk.page("training/course.html", view=await desk.read(queries.course, course_id), errors=(), typed="")


@router.post("/staff/courses/{course_id}/people")
async def enrol(desk: Reviewer, course_id: str) -> Response:
    """Enrols somebody of the register."""
    number = desk.form.text("number", 40)
    try:
        await desk.once(courses.add, course_id, number)
    except Problem as problem:
        if problem.status == 404 and problem.code != "entry.not_found":
            raise
        view = await desk.read(queries.course, course_id)
        errors = (error_at(problem, {}, "number", desk.say),)
        return desk.page("training/course.html", problem.status, view=view, errors=errors, typed=number)
    return desk.go(f"/staff/courses/{course_id}")


@router.post("/staff/courses/{course_id}/call_off")
async def call_off(desk: Reviewer, course_id: str) -> Response:
    """It does not take place."""
    await desk.once(courses.call_off, course_id)
    return desk.go(f"/staff/courses/{course_id}")


@router.post("/staff/enrolments/{enrolment_id}/{result}")
async def note(desk: Reviewer, enrolment_id: str, result: str) -> Response:
    """How it ended for somebody."""
    if result not in get_args(Result):
        raise Problem("page.not_found", 404)
    course_id = await desk.once(courses.note, enrolment_id, result)  # type: ignore[arg-type]
    return desk.go(f"/staff/courses/{course_id}")


# --- vouchers


@router.get("/staff/vouchers")
async def voucher_list(desk: Reader) -> HTMLResponse:
    """The vouchers of the area, the form for another, and redeeming by code."""
    return await _vouchers(desk)


@router.post("/staff/vouchers")
async def issue(desk: Reviewer) -> Response:
    """Issues a voucher."""
    form = desk.form
    try:
        new = NewVoucher(form.text("number", 40), _day(form.text("valid_until", 20)), form.many("course"))
        voucher_id = await desk.once(vouchers.issue, new)
    except Problem as problem:
        return await _vouchers(desk, problem.status, (error_at(problem, FIELDS, "number", desk.say),), "issue")
    return desk.go(f"/staff/vouchers/{voucher_id}")


@router.get("/staff/vouchers/{voucher_id}")
async def one_voucher(desk: Reader, voucher_id: str) -> HTMLResponse:
    """One voucher with its courses and what became of it."""
    return await _voucher(desk, voucher_id)


@router.post("/staff/vouchers/redeem")
async def redeem(desk: Reviewer) -> Response:
    """Uses a voucher by its code, for a course that is chosen on the next page."""
    form = desk.form
    try:
        found = await desk.read(at_school.offered, form.text("code", 300))
        if not form.text("course", 40):
            return desk.page("training/choose.html", found=found, errors=(), action="/staff/vouchers/redeem")
        done = await desk.once(vouchers.redeem, found.code, form.text("course", 40))
    except Problem as problem:
        return await _vouchers(desk, problem.status, (error_at(problem, FIELDS, "code", desk.say),), "redeem")
    return desk.page("training/redeemed.html", done=done)


@router.post("/staff/vouchers/{voucher_id}/revoke")
async def revoke(desk: Reviewer, voucher_id: str) -> Response:
    """Takes an unused voucher back."""
    try:
        await desk.once(vouchers.revoke, voucher_id, desk.form.text("reason"))
    except Problem as problem:
        if problem.status == 404:
            raise
        return await _voucher(desk, voucher_id, problem.status, (error_at(problem, FIELDS, "reason", desk.say),))
    return desk.go(f"/staff/vouchers/{voucher_id}")


# --- schools


@router.get("/staff/schools")
async def school_list(desk: Reader) -> HTMLResponse:
    """The designated schools of the city."""
    return await _schools(desk)


@router.post("/staff/schools")
async def designate(desk: Reviewer) -> Response:
    """Puts a school on the list."""
    form = desk.form
    try:
        await desk.once(schools.designate, NewSchool(*(form.text(name, 200) for name in ("name", "address", "telephone"))))
    except Problem as problem:
        return await _schools(desk, problem.status, (error_at(problem, {}, "name", desk.say),))
    return desk.go("/staff/schools")


@router.post("/staff/schools/{school_id}/end")
async def end(desk: Reviewer, school_id: int) -> Response:
    """Takes it off the list."""
    await desk.once(schools.end, school_id)
    return desk.go("/staff/schools")


@router.post("/staff/schools/{school_id}/key")
async def new_key(desk: Reviewer, school_id: int) -> HTMLResponse:
    """A new key, shown on this page and never again."""
    return await _schools(desk, key=await desk.do(schools.new_key, school_id), key_of=school_id)


# --- the pages


def _written(form: Form) -> NewCourse:
    return NewCourse(
        school_id=form.number("school"),
        title=form.text("title", 200),
        wish=form.text("wish", 20),
        area=form.text("area", 20),
        place=form.text("place", 300),
        starts_on=_day(form.text("starts_on", 20), "course_form.days_wrong"),
        ends_on=_day(form.text("ends_on", 20) or form.text("starts_on", 20), "course_form.days_wrong"),
        seats=form.number("seats"),
        takes_vouchers=form.text("takes_vouchers", 5) == "yes",
        description=form.text("description"),
    )


def _day(text: str, code: str = "voucher.day_wrong") -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem(code, 422) from None


async def _courses(
    desk: Desk, past: bool, status: int = 200, errors: tuple[FieldError, ...] = ()
) -> HTMLResponse:
    told = translator("notices", desk.language)
    found = await desk.read(queries.course_overview, past)
    wishes = [(key, told(text)) for key, text in WISHES.items()]
    listing = desk.listing(
        "/staff/courses", ("title", "school", "starts_on", "taken", "state_label"), past="true" if past else ""
    )
    return desk.page(
        "training/courses.html",
        status,
        found=found,
        shown=arrange(found.lines, listing, lambda one: one.id),
        past=past,
        wishes=wishes,
        typed=desk.form,
        errors=errors,
    )


async def _vouchers(
    desk: Desk, status: int = 200, errors: tuple[FieldError, ...] = (), open_form: str = ""
) -> HTMLResponse:
    lines = await desk.read(queries.voucher_list)
    listing = desk.listing("/staff/vouchers", ("number", "issued_on", "valid_until", "state_label"))
    return desk.page(
        "training/vouchers.html",
        status,
        lines=lines,
        shown=arrange(lines, listing, lambda one: one.id),
        courses=await desk.read(queries.voucher_courses),
        typed=desk.form,
        errors=errors,
        open_form=open_form,
    )


async def _voucher(
    desk: Desk, voucher_id: str, status: int = 200, errors: tuple[FieldError, ...] = ()
) -> HTMLResponse:
    view = await desk.read(queries.voucher, voucher_id)
    return desk.page("training/voucher.html", status, view=view, typed=desk.form, errors=errors)


async def _schools(
    desk: Desk, status: int = 200, errors: tuple[FieldError, ...] = (), key: str = "", key_of: int = 0
) -> HTMLResponse:
    return desk.page(
        "training/schools.html",
        status,
        schools=await desk.read(schools.schools),
        may_keep=schools.may_keep(desk.officer),
        typed=desk.form,
        errors=errors,
        key=key,
        key_of=key_of,
    )
