"""Activities as officers plan and attend to them: list, form, sign-ups, attendance by tapping, the report per street."""

from datetime import date, datetime, time
from typing import Annotated, get_args

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from backend.activities import consulting, fair_posts, places, planning, queries, quiz, report
from backend.activities.labels import KINDS, REACH, TAGS
from backend.activities.lifecycle import Action, PlaceAction
from backend.activities.planning import NewActivity
from backend.assistance import tickets
from backend.assistance.tickets import NewTicket
from backend.core.clock import CHINA
from backend.core.console import Desk, Form, PageRoute, reader, reviewer
from backend.core.console.errors import FieldError, error_at
from backend.core.console.listing import arrange
from backend.core.problems import Problem
from locales import translator

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reader = Annotated[Desk, Depends(reader)]
Reviewer = Annotated[Desk, Depends(reviewer)]
ROOM = "/staff/activities"
ONE = ROOM + "/{activity_id}"
FIELDS = {
    "activity_form.kind_missing": "kind",
    "activity_form.title_missing": "title",
    "activity_form.area_unknown": "area",
    "activity_form.place_missing": "place",
    "activity_form.time_missing": "day",
    "activity_form.in_the_past": "day",
    "activity_form.ends_before_it_starts": "ends",
    "activity_form.too_long": "last_day",
    "activity_form.seats_wrong": "seats",
    "activity_form.seats_taken": "seats",
    "activity_form.too_many_employers": "employers",
    "activity_form.text_too_long": "description",
    "activity_form.id_number_in_text": "description",
    "activity_form.question_missing": "quiz_text",
    "activity_form.choices_wrong": "quiz_choice0",
    "activity_form.right_missing": "quiz_right",
    "activity_form.article_missing": "quiz_article",
    "ticket.kind_missing": "ask_kind",
    "ticket.area_unknown": "ask_area",
    "ticket.phone_missing": "ask_phone",
}


@router.get(ROOM)
async def overview(desk: Reader, past: bool = False) -> HTMLResponse:
    """What is coming, or what is over, and the form for another."""
    return await _overview(desk, past)


@router.post(ROOM)
async def plan(desk: Reviewer) -> Response:
    """Announces an activity."""
    try:
        activity_id = await desk.once(planning.plan, written(desk.form))
    except Problem as problem:
        return await _overview(desk, False, problem.status, (_error(desk, problem),))
    return desk.go(f"{ROOM}/{activity_id}")


@router.get(ROOM + "/report")
async def figures(desk: Reader, month: str = "") -> HTMLResponse:
    """“双到双零” of a month, street by street."""
    found = await desk.read(report.report, month)
    told = translator("notices", desk.language)
    reach = [(key, told(text)) for key, text in REACH.items()]
    return desk.page("activities/report.html", found=found, reach=reach)


@router.get(ONE)
async def one(desk: Reader, activity_id: str) -> HTMLResponse:
    """One activity with the people who come."""
    return await _one(desk, activity_id)


@router.post(ONE)
async def change(desk: Reviewer, activity_id: str) -> Response:
    """Writes it anew."""
    try:
        await desk.once(planning.change, activity_id, written(desk.form))
    except Problem as problem:
        return await _refused(desk, activity_id, problem, "change")
    return desk.go(f"{ROOM}/{activity_id}")


@router.post(ONE + "/people")
async def add(desk: Reviewer, activity_id: str) -> Response:
    """Signs somebody of the register up."""
    try:
        await desk.once(places.add, activity_id, desk.form.text("number", 40))
    except Problem as problem:
        return await _refused(desk, activity_id, problem, "number")
    return desk.go(f"{ROOM}/{activity_id}#people")


@router.post(ONE + "/posts")
async def add_posts(desk: Reviewer, activity_id: str) -> Response:
    """Adds a post, or all posts of an employer, to a fair."""
    try:
        await desk.once(fair_posts.add, activity_id, desk.form.text("post", 40))
    except Problem as problem:
        return await _refused(desk, activity_id, problem, "post")
    return desk.go(f"{ROOM}/{activity_id}#posts")


@router.post(ONE + "/posts/{vacancy_id}/remove")
async def remove_post(desk: Reviewer, activity_id: str, vacancy_id: str) -> Response:
    """Takes a post off a fair."""
    await desk.once(fair_posts.remove, activity_id, vacancy_id)
    return desk.go(f"{ROOM}/{activity_id}#posts")


@router.post(ONE + "/quiz")
async def add_quiz(desk: Reviewer, activity_id: str) -> Response:
    """Adds a question to a quiz."""
    form = desk.form
    choices, right = tuple(form.text(f"quiz_choice{place}", 200) for place in range(4)), form.text("quiz_right", 1)
    new = quiz.NewQuestion(
        form.text("quiz_text", 400), choices, int(right) if right.isdecimal() else -1, form.text("quiz_article", 100)
    )
    try:
        await desk.once(quiz.add, activity_id, new)
    except Problem as problem:
        return await _refused(desk, activity_id, problem, "quiz_text")
    return desk.go(f"{ROOM}/{activity_id}#quiz")


@router.post(ONE + "/quiz/{question_id}/remove")
async def remove_quiz(desk: Reviewer, activity_id: str, question_id: int) -> Response:
    """Takes a question out of a quiz."""
    await desk.once(quiz.remove, activity_id, question_id)
    return desk.go(f"{ROOM}/{activity_id}#quiz")


@router.post(ONE + "/questions")
async def question(desk: Reviewer, activity_id: str) -> Response:
    """A question of somebody at the fair becomes a ticket."""
    kind, area, name, phone, text = (
        desk.form.text(f"ask_{one}") for one in ("kind", "area", "name", "phone", "text")
    )
    try:
        await desk.once(consulting.ask, activity_id, NewTicket(kind, area, name, phone, text))
    except Problem as problem:
        return await _refused(desk, activity_id, problem, "ask_text")
    return desk.go(f"{ROOM}/{activity_id}#consulting")


@router.post(ONE + "/walk-ins")
async def walk_ins(desk: Reviewer, activity_id: str) -> Response:
    """How many came without a place."""
    try:
        await desk.once(places.count_walk_ins, activity_id, desk.form.number("walk_ins"))
    except Problem as problem:
        return await _refused(desk, activity_id, problem, "walk_ins")
    return desk.go(f"{ROOM}/{activity_id}#people")


@router.post(ONE + "/{action}")
async def move(desk: Reviewer, activity_id: str, action: str) -> Response:
    """Closes, reopens, calls off."""
    if action not in get_args(Action) or action == "change":
        raise Problem("page.not_found", 404)
    try:
        await desk.once(planning.move, activity_id, action)  # type: ignore[arg-type]
    except Problem as problem:
        return await _refused(desk, activity_id, problem, "main")
    return desk.go(f"{ROOM}/{activity_id}")


@router.post("/staff/sign-ups/{sign_up_id}/{action}")
async def register(desk: Reviewer, sign_up_id: str, action: str) -> Response:
    """Came, did not come, or tapped wrong."""
    if action not in get_args(PlaceAction):
        raise Problem("page.not_found", 404)
    activity_id = await desk.once(places.register, sign_up_id, action)  # type: ignore[arg-type]
    return desk.go(f"{ROOM}/{activity_id}#people")


def written(form: Form) -> NewActivity:
    """The form of an activity. Raises 422 ``activity_form.time_missing``, ``activity_form.seats_wrong``."""
    seats = form.text("seats", 20)
    if seats and not seats.isdecimal():
        raise Problem("activity_form.seats_wrong", 422, most=planning.MOST_SEATS)
    names = form.text("employers").replace("、", "\n").splitlines()
    return NewActivity(
        kind=form.text("kind", 20),
        title=form.text("title", 200),
        area=form.text("area", 20),
        place=form.text("place", 300),
        starts_at=_moment(form.text("day", 20), form.text("starts", 20)),
        ends_at=_moment(form.text("last_day", 20) or form.text("day", 20), form.text("ends", 20)),
        seats=int(seats or 0),
        employers=tuple(name.strip() for name in names if name.strip()),
        description=form.text("description"),
        tags=form.many("tags"),
        reach=form.many("reach"),
    )


def _moment(day: str, clock: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), CHINA)
    except ValueError:
        raise Problem("activity_form.time_missing", 422) from None


def _error(desk: Desk, problem: Problem, default: str = "title") -> FieldError:
    return error_at(problem, FIELDS, default, desk.say)


async def _refused(desk: Desk, activity_id: str, problem: Problem, form: str) -> HTMLResponse:
    """The page again, with what was typed and what is wrong. What is absent stays absent."""
    if problem.status == 404 and problem.code != "entry.not_found":
        raise problem
    default = "title" if form == "change" else form
    return await _one(desk, activity_id, problem.status, (_error(desk, problem, default),), form)


def _words(desk: Desk) -> dict[str, list[tuple[str, str]]]:
    told = translator("notices", desk.language)
    lists = {"kinds": KINDS, "tags": TAGS, "reach": REACH}
    return {name: [(key, told(text)) for key, text in words.items()] for name, words in lists.items()}


async def _overview(
    desk: Desk, past: bool, status: int = 200, errors: tuple[FieldError, ...] = ()
) -> HTMLResponse:
    found = await desk.read(queries.overview, past)
    listing = desk.listing(
        "/staff/activities", ("title", "starts_at", "where", "taken", "came", "state_label"), past="true" if past else ""
    )
    shown, words = arrange(found.lines, listing, lambda one: one.id), _words(desk)
    return desk.page(
        "activities/overview.html", status, found=found, shown=shown, past=past, typed=desk.form, errors=errors, **words
    )


async def _one(
    desk: Desk, activity_id: str, status: int = 200, errors: tuple[FieldError, ...] = (), open_form: str = ""
) -> HTMLResponse:
    view = await desk.read(queries.activity, activity_id)
    typed = desk.form if open_form == "change" else _as_form(view)
    return desk.page(
        "activities/activity.html",
        status,
        view=view,
        areas=await desk.read(queries.areas),
        ask_kinds=[(key, translator("notices", desk.language)(word)) for key, word in tickets.ASKED.items()],
        offices=await desk.read(tickets.offices_of_the_city) if view.at_entrance else (),
        typed=typed,
        sent=desk.form,
        errors=errors,
        open_form=open_form,
        **_words(desk),
    )


def _as_form(view: queries.ActivityView) -> Form:
    """An activity as its form holds it."""
    row = view.row
    starts, ends = row.starts_at.astimezone(CHINA), row.ends_at.astimezone(CHINA)
    pairs = [
        ("kind", row.kind),
        ("title", row.title),
        ("area", row.area),
        ("place", row.place),
        ("day", f"{starts:%Y-%m-%d}"),
        ("starts", f"{starts:%H:%M}"),
        ("last_day", f"{ends:%Y-%m-%d}" if starts.date() != ends.date() else ""),
        ("ends", f"{ends:%H:%M}"),
        ("seats", str(row.seats or "")),
        ("employers", "\n".join(row.employers)),
        ("description", row.description),
        *(("tags", one) for one in row.tags),
        *(("reach", one) for one in row.reach),
    ]
    return Form(tuple(pairs))
