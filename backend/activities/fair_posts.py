"""The posts of a fair (第四条第（二）项): which employers bring which, as officers enter them and people read them (XY-47).

A post is shown as long as it is on offer to who looks: whether it is over is asked of ``vacancies``, never kept here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, delete, func, select

from backend.activities import guards, places
from backend.activities.models import Activity, FairPost
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.people.service import account_of
from backend.policies.days import day_words
from backend.vacancies.guards import of_the_city
from backend.vacancies.models import Employer, Vacancy
from backend.vacancies.queries import hours_words, on_offer, state_on, visible_to, wage_words
from contract import activities as shape

KINDS: Final = ("fair", "posts")
"""Activities that have posts: 专场招聘会 and 送岗进社区."""
A_MESSAGE: Final = 3
MOST: Final = 500
"""Posts of one fair, and posts to choose from."""


@dataclass(frozen=True)
class FairLine:
    """A post of a fair in the console; ``shown`` is false for what is over or filled."""

    id: str
    title: str
    employer: str
    pay: str
    shown: bool


@dataclass(frozen=True)
class Choice:
    """An employer of the city with its posts on offer that the fair does not have yet."""

    employer_id: int
    employer: str
    posts: tuple[tuple[str, str], ...]


def add(unit: Unit, activity_id: str, chosen: str) -> int:
    """Adds a post by its id, or every post on offer of an employer (``employer:7``); gives how many came.

    Raises 404 ``activity.not_found``; 403 ``activity_form.not_yours``; 422 ``activity_form.no_posts_here`` (kind has none),
    ``activity_form.post_missing`` for what is not on offer in the city, ``activity_form.too_many_posts`` (most).
    """
    row = guards.planned(unit, activity_id)
    if row.kind not in KINDS:
        raise Problem("activity_form.no_posts_here", 422)
    kind, _colon, number = chosen.partition(":")
    wanted = _to_choose(unit, row)
    if kind == "employer" and number.isdecimal():
        wanted = wanted.where(Vacancy.employer_id == int(number))
    else:
        wanted = wanted.where(Vacancy.id == chosen)
    found = unit.session.scalars(wanted.with_only_columns(Vacancy.id)).all()
    if not found:
        raise Problem("activity_form.post_missing", 422)
    if _count(unit, row) + len(found) > MOST:
        raise Problem("activity_form.too_many_posts", 422, most=MOST)
    unit.session.add_all(FairPost(activity_id=row.id, vacancy_id=one) for one in found)
    unit.session.flush()
    unit.audit("activity.posts_added", f"activity:{row.id}", count=len(found))
    return len(found)


def remove(unit: Unit, activity_id: str, vacancy_id: str) -> None:
    """Takes a post off the fair; it stays on offer elsewhere. Raises 404 and 403 as :func:`add`."""
    row = guards.planned(unit, activity_id)
    unit.session.execute(
        delete(FairPost).where(FairPost.activity_id == row.id, FairPost.vacancy_id == vacancy_id)
    )
    unit.audit("activity.post_removed", f"activity:{row.id}", vacancy=vacancy_id)


def lines(unit: Unit, row: Activity) -> tuple[FairLine, ...]:
    """Every post of the fair, by employer, for officers."""
    found = unit.session.execute(_of(row).order_by(Employer.name, Vacancy.title, Vacancy.id))
    return tuple(
        FairLine(
            post.id,
            post.title,
            employer,
            wage_words(post, unit.language),
            state_on(post, unit.today) == "open" and post.filled < post.quota,
        )
        for post, employer in found
    )


def ids(unit: Unit, activity_id: str) -> frozenset[str]:
    """The posts of a fair the officer may look at, by id. Raises 404 ``activity.not_found``."""
    row = guards.seen(unit, activity_id)
    return frozenset(unit.session.scalars(select(FairPost.vacancy_id).where(FairPost.activity_id == row.id)))


def choices(unit: Unit, row: Activity) -> tuple[Choice, ...]:
    """What may be added, by employer."""
    found = unit.session.execute(_to_choose(unit, row).order_by(Employer.name, Employer.id, Vacancy.title).limit(MOST))
    by_employer: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for post, employer in found:
        by_employer.setdefault((post.employer_id, employer), []).append((post.id, post.title))
    return tuple(Choice(id, name, tuple(posts)) for (id, name), posts in by_employer.items())


def shown(unit: Unit, activity_id: str, page: int = 0) -> shape.FairPosts:
    """Three posts of a fair as a citizen reads them. Raises 404 ``activity.not_found``."""
    row = unit.session.get(Activity, activity_id)
    if row is None:
        raise not_found("activity")
    wanted = _on_show(unit, row).order_by(Employer.name, Vacancy.title, Vacancy.id)
    found = unit.session.execute(wanted.offset(max(page, 0) * A_MESSAGE).limit(A_MESSAGE + 1)).all()
    posts = tuple(_post(unit, post, employer) for post, employer in found[:A_MESSAGE])
    return shape.FairPosts(id=row.id, title=row.title, posts=posts, page=max(page, 0), more=len(found) > A_MESSAGE)


def count(unit: Unit, row: Activity) -> int:
    """How many posts of a fair this citizen is shown."""
    on_show = _on_show(unit, row).with_only_columns(func.count()).order_by(None)
    return unit.session.scalar(on_show) or 0


def employers(unit: Unit, row: Activity) -> Iterator[str]:
    """The employers written down, then those whose posts are shown."""
    names = _on_show(unit, row).with_only_columns(Employer.name).distinct().order_by(Employer.name)
    yield from dict.fromkeys((*row.employers, *unit.session.scalars(names)))


def _post(unit: Unit, row: Vacancy, employer: str) -> shape.FairPost:
    return shape.FairPost(
        id=row.id,
        title=row.title,
        employer=employer,
        pay=wage_words(row, unit.language),
        hours=hours_words(row, unit.language),
        place=row.address,
        about=row.about,
        places=row.quota - row.filled,
        until=day_words(unit.language, row.expires_on),
    )


def _of(row: Activity) -> Select[Vacancy, str]:
    posts = select(FairPost.vacancy_id).where(FairPost.activity_id == row.id)
    joined = select(Vacancy, Employer.name).join(Employer, Employer.id == Vacancy.employer_id)
    return joined.where(Vacancy.id.in_(posts))


def _on_show(unit: Unit, row: Activity) -> Select[Vacancy, str]:
    account = account_of(unit)
    recognised = account is not None and places.person_of(unit, account.id) is not None
    return _of(row).where(visible_to(unit.today, recognised=recognised))


def _to_choose(unit: Unit, row: Activity) -> Select[Vacancy, str]:
    taken = select(FairPost.vacancy_id).where(FairPost.activity_id == row.id)
    joined = select(Vacancy, Employer.name).join(Employer, Employer.id == Vacancy.employer_id)
    return joined.where(on_offer(unit.today), of_the_city(unit, Vacancy.office_id), Vacancy.id.not_in(taken))


def _count(unit: Unit, row: Activity) -> int:
    return unit.session.scalar(select(func.count()).select_from(FairPost).where(FairPost.activity_id == row.id)) or 0
