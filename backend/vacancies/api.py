"""The door for employers' own systems: an application of its own at ``/v1/employers``, described at its ``openapi.json``.

It is apart from the bot's wall: other callers, other keys. See docs/decisions/0017-vacancies.md.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from math import ceil
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, FastAPI, Header, Path, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import Field
from sqlalchemy import select

from backend.core.actors import System
from backend.core.allowance import Allowance, spend
from backend.core.console.problems import words_for
from backend.core.problems import Problem, not_found, problem_response
from backend.core.unit import Unit
from backend.core.web import bounded_route
from backend.core.work import Caller, Work, fingerprint
from backend.vacancies import hires, queries, service, shapes
from backend.vacancies.employers import employer_of_key
from backend.vacancies.models import Employer, Vacancy
from backend.vacancies.post_rules import rules_at
from backend.vacancies.reading import FieldProblem, read_post
from contract.base import DEFAULT_LANGUAGE, HEADER_IDEMPOTENCY, Shape
from contract.problem import ProblemBody
from locales import translator

MOST_A_MINUTE = 120
RATE = Allowance(MOST_A_MINUTE, timedelta(minutes=1) / MOST_A_MINUTE)
LARGEST_BODY = 256 * 1024
"""Bytes of one request; a post has a few thousand."""
DESCRIPTION = """
Posts of one employer, sent by its own system. Sign with `Authorization: Bearer <key>`; an office issues the key.
Commands carry `Idempotency-Key`: the same key brings the same answer. Refusals are `application/problem+json`; what is
wrong with a post stands in `params.errors`, each with `field`, `code` and `words`.
"""
REFUSALS: dict[int | str, dict[str, Any]] = {
    401: {"model": ProblemBody, "description": "The key is missing, unknown or revoked"},
    404: {"model": ProblemBody, "description": "No post of this employer has that name"},
    409: {"model": ProblemBody, "description": "The post or the idempotency key stands against it"},
    422: {"model": ProblemBody, "description": "What is wrong with the post, field by field in params.errors"},
    429: {"model": ProblemBody, "description": "Too many requests; try again after Retry-After seconds"},
}
Yuan = Annotated[str, Field(pattern=r"^\d{1,6}(\.\d{1,2})?$", description="Yuan, for example 2200 or 18.50")]
ExternalId = Annotated[str, Field(min_length=1, max_length=60, description="How your own system calls the post")]


class PostBody(Shape):
    """A post. Public-welfare and community posts are reviewed by the county before they open."""

    title: str
    kind: Literal["ordinary", "public_welfare", "rural_public", "community"] = "ordinary"
    occupation: str = Field(description="Middle class of the classification of occupations, for example 4-09")
    skills: tuple[str, ...] = ()
    wage_min: Yuan
    wage_max: Yuan
    wage_per: Literal["month", "hour"]
    hours_week: int
    shift: Literal["full", "half", "flexible"]
    address: str
    area: str = Field(description="Division code of county or street")
    latitude: float | None = None
    longitude: float | None = None
    load: Literal["light", "medium", "heavy"]
    standing: bool = False
    night: bool = False
    outdoor: bool = False
    accepts_disability: bool = False
    quota: int = 1
    term_months: int | None = None
    expires_on: date
    about: str = ""


class NewPost(PostBody):
    """A post with the name your system gives it."""

    external_id: ExternalId


class SubsidyHint(Shape):
    """For one hire: the post, the first day, the contract's months, and what might be applied for by which article."""

    title: str
    starts_on: date
    months: int
    subsidies: tuple[str, ...]
    article: str
    source: str


class CloseBody(Shape):
    """Why it is on offer no more."""

    reason: str = Field(min_length=2, max_length=200)


class Posted(Shape):
    """A post as it stands now. ``state``: draft, declared, open, filled, expired or closed."""

    id: str
    external_id: str
    title: str
    state: str
    filled: int
    quota: int
    expires_on: date
    note: str


router = APIRouter(route_class=bounded_route(LARGEST_BODY))


@dataclass(frozen=True)
class Sender:
    """One request of an employer's system."""

    work: Work
    employer_id: int
    caller: Caller


def create_employers_api(work: Work) -> FastAPI:
    """The application for employers' systems, to be mounted."""
    app = FastAPI(
        title="帮办 · 用人单位接口", description=DESCRIPTION, docs_url=None, redoc_url=None, responses=REFUSALS
    )
    app.state.work = work
    app.add_exception_handler(Problem, _answer)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.include_router(router)
    return app


async def sender(
    request: Request,
    authorization: Annotated[str, Header(description="Bearer and the key")] = "",
    key: Annotated[str, Header(alias=HEADER_IDEMPOTENCY, max_length=100)] = "",
) -> Sender:
    """Whose system speaks. Raises 401 ``employer.key_unknown``, 429 ``employer.too_often``, 400 for a missing key."""
    work: Work = request.app.state.work
    scheme, _, given = authorization.partition(" ")
    employer_id = await work.read(Caller(System()), employer_of_key, given) if scheme == "Bearer" else None
    if employer_id is None:
        raise Problem("employer.key_unknown", 401)
    wait = await work.do(Caller(System()), spend, f"employer:{employer_id}", RATE)
    if wait:
        raise Problem("employer.too_often", 429, most=MOST_A_MINUTE, seconds=ceil(wait.total_seconds()))
    if request.method != "GET" and not key:
        raise Problem("idempotency.key_missing", 400)
    named = f"employer:{employer_id}:{key}" if key else ""
    mark = fingerprint(request.method.encode(), request.url.path.encode(), await request.body()) if key else ""
    return Sender(work, employer_id, Caller(System(f"employer:{employer_id}"), DEFAULT_LANGUAGE, named, mark))


By = Annotated[Sender, Depends(sender)]
Named = Annotated[str, Path(min_length=1, max_length=60)]


@router.post("/vacancies", status_code=201)
async def create(by: By, body: NewPost) -> Posted:
    """Enters a post. 409 `vacancy.known_already` when your system has sent one of that name before."""
    return await by.work.do(by.caller, _create, by.employer_id, body)


@router.put("/vacancies/{external_id}")
async def put(by: By, external_id: Named, body: PostBody) -> Posted:
    """Enters the post of this name, or changes it."""
    return await by.work.do(by.caller, _put, by.employer_id, external_id, body)


@router.post("/vacancies/{external_id}/close")
async def close(by: By, external_id: Named, body: CloseBody) -> Posted:
    """Takes a post off. It disappears everywhere at once and stays closed."""
    return await by.work.do(by.caller, _close, by.employer_id, external_id, body)


@router.get("/vacancies")
async def mine(by: By) -> tuple[Posted, ...]:
    """The employer's living posts with a name of its system, the newest first, at most 500."""
    return await by.work.read(by.caller, _mine, by.employer_id)


@router.get("/hints")
async def subsidy_hints(by: By) -> tuple[SubsidyHint, ...]:
    """Subsidies the employer might apply for, as it has hired recognised persons. Names nobody; the county decides."""
    return await by.work.read(by.caller, _hints, by.employer_id)


@router.get("/vacancies/{external_id}")
async def one(by: By, external_id: Named) -> Posted:
    """One post of the employer."""
    return await by.work.read(by.caller, _one, by.employer_id, external_id)


def _create(unit: Unit, employer_id: int, body: NewPost) -> Posted:
    return _kept(unit, employer_id, body.external_id, body, known=False)


def _put(unit: Unit, employer_id: int, external_id: str, body: PostBody) -> Posted:
    return _kept(unit, employer_id, external_id, body, known=True)


def _kept(unit: Unit, employer_id: int, external_id: str, body: PostBody, known: bool) -> Posted:
    read = read_post(_texts(body, external_id), unit.services.catalogue.divisions, unit.today, partial(rules_at, unit))
    if read.post is None:
        raise Problem("vacancy.invalid", 422, errors=[_told(one) for one in read.problems])
    row = service.by_external(unit, employer_id, external_id) if known else None
    if row is None:
        row = service.add(unit, unit.session.get_one(Employer, employer_id), read.post, "api")
    else:
        service.change(unit, row, read.post)
    if row.state == "draft":
        service.publish(unit, row)
    unit.session.flush()
    return _posted(unit, row)


def _close(unit: Unit, employer_id: int, external_id: str, body: CloseBody) -> Posted:
    row = _found(unit, employer_id, external_id)
    service.end(unit, row, body.reason)
    return _posted(unit, row)


def _mine(unit: Unit, employer_id: int) -> tuple[Posted, ...]:
    own = Vacancy.employer_id == employer_id, Vacancy.external_id != "", Vacancy.state != "closed"
    rows = unit.session.scalars(select(Vacancy).where(*own).order_by(Vacancy.id.desc()).limit(500))
    return tuple(_posted(unit, row) for row in rows)


def _hints(unit: Unit, employer_id: int) -> tuple[SubsidyHint, ...]:
    return tuple(SubsidyHint(**vars(one)) for one in hires.hints(unit, employer_id))


def _one(unit: Unit, employer_id: int, external_id: str) -> Posted:
    return _posted(unit, _found(unit, employer_id, external_id, lock=False))


def _found(unit: Unit, employer_id: int, external_id: str, *, lock: bool = True) -> Vacancy:
    row = service.by_external(unit, employer_id, external_id, lock=lock)
    if row is None:
        raise not_found("vacancy")
    return row


def _texts(body: PostBody, external_id: str) -> dict[str, str]:
    """The body as the texts every post is read from."""
    plain = body.model_dump(exclude={"skills", "wage_min", "wage_max", "external_id"}, exclude_none=True)
    texts = {name: str(value) for name, value in plain.items()}
    texts["skills"], texts["wage"] = " ".join(body.skills), f"{body.wage_min}-{body.wage_max}"
    return {**texts, "external_id": external_id}


def _told(problem: FieldProblem) -> dict[str, str]:
    words = words_for(Problem(problem.code, 422, **problem.params), translator("console", DEFAULT_LANGUAGE))
    return {"field": problem.field, "code": problem.code, "words": f"{words.title}。{words.text}"}


def _posted(unit: Unit, row: Vacancy) -> Posted:
    return Posted(
        id=row.id,
        external_id=row.external_id,
        title=row.title,
        state=queries.state_on(row, unit.today),
        filled=row.filled,
        quota=row.quota,
        expires_on=row.expires_on,
        note=row.note,
    )


async def _answer(_request: Request, error: Exception) -> Response:
    """A refusal with its Chinese words."""
    assert isinstance(error, Problem)
    if not error.detail:
        error.detail = words_for(error, translator("console", DEFAULT_LANGUAGE)).text
    response = problem_response(error)
    if error.status == 429:
        response.headers["Retry-After"] = str(error.params["seconds"])
    return response


async def _unreadable(request: Request, error: Exception) -> Response:
    """Fields of another shape than described, told like every other refusal, without the values."""
    assert isinstance(error, RequestValidationError)
    errors = [_told(shapes.told(one)) for one in error.errors()]
    return await _answer(request, Problem("vacancy.invalid", 422, errors=errors))
