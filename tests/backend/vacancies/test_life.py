"""Posts live by a table, disappear by their date, and open to everybody in time."""

import itertools
from datetime import date, timedelta
from typing import get_args

import pytest
from sqlalchemy import select

from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.vacancies import employers, events, lifecycle, queries, service
from backend.vacancies.models import EmployerKey, Vacancy
from backend.vacancies.queries import Filters
from tests.backend.desk import TODAY, Desk, refused
from tests.backend.vacancies.posts import PUBLIC, draft, enter_employer, opened, post, row
from tests.conftest import StoppedClock
from tests.people import CHENGBEI, SUN_LI, WU_GANG, ZHENG_JIE, ZHOU_MIN


@pytest.fixture
def news(work: Work, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What is told of posts."""
    told: list[object] = []
    kinds = (events.VacancyOpened, events.VacancyClosed)
    handlers = {kind: (lambda _unit, event: told.append(event),) for kind in kinds}
    monkeypatch.setattr(work, "handlers", {**work.handlers, **handlers})
    return told


def shown(desk: Desk, day: date, recognised: bool = True) -> list[str]:
    def get(unit: Unit) -> list[str]:
        asked = select(Vacancy.title).where(queries.visible_to(day, recognised=recognised))
        return list(unit.session.scalars(asked.order_by(Vacancy.title)))

    return desk.work.read_now(SYSTEM, get)


@pytest.mark.parametrize(
    ("state", "action"), list(itertools.product(get_args(lifecycle.State), get_args(lifecycle.Action)))
)
def test_every_move_of_a_post_is_in_the_table_or_refused(
    state: lifecycle.State, action: lifecycle.Action
) -> None:
    legal = {(move.source, move.action): move.target for move in lifecycle.MOVES}
    if (state, action) in legal:
        assert lifecycle.target_of(state, action) == legal[state, action]
        assert action in lifecycle.allowed(state)
    else:
        with refused("vacancy.illegal_move", 409):
            lifecycle.target_of(state, action)


def test_a_post_opens_and_closes_and_says_so(desk: Desk, employer: int, news: list[object]) -> None:
    vacancy_id = opened(desk, employer)
    assert shown(desk, TODAY) == ["社区保洁员"]
    desk.do(ZHOU_MIN, service.close, vacancy_id, "已招到人")
    assert shown(desk, TODAY) == []
    assert news == [events.VacancyOpened(vacancy_id), events.VacancyClosed(vacancy_id)]
    with refused("vacancy.illegal_move", 409):
        desk.do(ZHOU_MIN, service.close, vacancy_id, "再关一次")


def test_an_expired_post_disappears_at_once_without_any_nightly_task(
    desk: Desk, employer: int, clock: StoppedClock, news: list[object]
) -> None:
    vacancy_id = opened(desk, employer, expires_on="2026-11-22")
    assert shown(desk, TODAY + timedelta(days=1)) == ["社区保洁员"]
    assert shown(desk, TODAY + timedelta(days=2)) == []
    clock.advance(days=2)
    assert row(desk, vacancy_id).state == "open"
    assert desk.read(ZHOU_MIN, queries.vacancy, vacancy_id).line.state == "expired"
    assert desk.read(ZHOU_MIN, queries.vacancies, Filters(state="open")).lines == ()
    assert len(desk.read(ZHOU_MIN, queries.vacancies, Filters(state="expired")).lines) == 1
    assert desk.system(service.tidy) == 1
    assert row(desk, vacancy_id).state == "expired"
    desk.do(ZHOU_MIN, service.extend, vacancy_id, date(2026, 12, 31))
    assert shown(desk, TODAY + timedelta(days=2)) == ["社区保洁员"]
    assert news == [
        events.VacancyOpened(vacancy_id),
        events.VacancyClosed(vacancy_id),
        events.VacancyOpened(vacancy_id),
    ]


def test_a_filled_post_disappears_and_comes_back_when_a_place_is_free(desk: Desk, employer: int) -> None:
    vacancy_id = opened(desk, employer)
    desk.do(ZHOU_MIN, service.hire, vacancy_id, 2)
    assert (row(desk, vacancy_id).state, shown(desk, TODAY)) == ("filled", [])
    desk.do(ZHOU_MIN, service.hire, vacancy_id, 1)
    assert (row(desk, vacancy_id).state, shown(desk, TODAY)) == ("open", ["社区保洁员"])
    with refused("vacancy.filled_wrong", 422):
        desk.do(ZHOU_MIN, service.hire, vacancy_id, 3)
    version = row(desk, vacancy_id).version
    with refused("vacancy.changed_meanwhile", 409):
        desk.do(ZHOU_MIN, service.put_by_officer, employer, post(desk, quota="5"), vacancy_id, version - 1)


def test_gz_27_a_public_welfare_post_is_declared_reviewed_by_another_and_opened(
    desk: Desk, employer: int
) -> None:
    vacancy_id = draft(desk, employer, ZHENG_JIE, **PUBLIC)
    desk.do(ZHENG_JIE, service.send, vacancy_id)
    assert (row(desk, vacancy_id).state, shown(desk, TODAY)) == ("declared", [])
    with refused("vacancy.same_person", 409):
        desk.do(ZHENG_JIE, service.approve, vacancy_id)
    with refused("vacancy.county_reviews", 403):
        desk.do(ZHOU_MIN, service.approve, vacancy_id)
    with refused("vacancy.reviewed_fixed", 409):
        desk.do(ZHOU_MIN, service.put_by_officer, employer, post(desk, **PUBLIC, quota="9"), vacancy_id, 1)
    other = desk.employ("linke", "林科", "360502")
    desk.do(other, service.send_back, vacancy_id, "期限没有写清")
    desk.do(ZHENG_JIE, service.send, vacancy_id)
    desk.do(other, service.approve, vacancy_id)
    found = row(desk, vacancy_id)
    assert (found.state, found.published_on) == ("open", TODAY)
    assert found.reviewed_by == desk.officers[other].id


def test_gz_28_a_public_post_is_shown_to_recognised_persons_first(desk: Desk, employer: int) -> None:
    vacancy_id = draft(desk, employer, **PUBLIC)
    desk.do(ZHOU_MIN, service.send, vacancy_id)
    desk.do(ZHENG_JIE, service.approve, vacancy_id)
    assert shown(desk, TODAY, recognised=True) == ["社区保洁员"]
    assert shown(desk, TODAY + timedelta(days=4), recognised=False) == []
    assert shown(desk, TODAY + timedelta(days=5), recognised=False) == ["社区保洁员"]
    opened(desk, employer, title="理货员")
    assert shown(desk, TODAY, recognised=False) == ["理货员"]


def test_gz_38_the_family_filter_returns_only_home_services(desk: Desk, employer: int) -> None:
    opened(desk, employer, title="理货员")
    opened(desk, employer, title="养老护理员", occupation="4-10-01", skills="养老护理")
    found = desk.read(ZHOU_MIN, queries.vacancies, Filters(state="open", family="home_services"))
    assert [one.title for one in found.lines] == ["养老护理员"]


def test_gz_34_the_posts_of_an_employer_are_found_by_area_kind_and_name(desk: Desk, employer: int) -> None:
    opened(desk, employer, title="理货员")
    draft(desk, employer, title="保安", **PUBLIC)
    for wanted, titles in (
        (Filters(), ["保安", "理货员"]),
        (Filters(area="360502001"), ["保安", "理货员"]),
        (Filters(area=CHENGBEI), []),
        (Filters(kind="public_welfare"), ["保安"]),
        (Filters(text="理货"), ["理货员"]),
        (Filters(text="城南保洁"), ["保安", "理货员"]),
        (Filters(text="%"), []),
    ):
        assert [one.title for one in desk.read(ZHOU_MIN, queries.vacancies, wanted).lines] == titles


def test_a_long_list_goes_on_behind_the_last_post(desk: Desk, employer: int) -> None:
    for place in range(queries.A_PAGE + 3):
        draft(desk, employer, title=f"岗位{place:02d}")
    first = desk.read(ZHOU_MIN, queries.vacancies, Filters())
    second = desk.read(ZHOU_MIN, queries.vacancies, Filters(after=first.next))
    titles = [one.title for one in first.lines + second.lines]
    assert titles == [f"岗位{place:02d}" for place in reversed(range(queries.A_PAGE + 3))]
    assert second.next == ""


def test_only_the_office_of_the_place_moves_a_post(desk: Desk, employer: int) -> None:
    vacancy_id = opened(desk, employer)
    assert desk.read(SUN_LI, queries.vacancy, vacancy_id).moves == ()
    with refused("vacancy.not_your_office", 403):
        desk.do(SUN_LI, service.close, vacancy_id, "不是我的")
    with refused("vacancy.read_only", 403):
        desk.do("inspector", service.close, vacancy_id, "督查")
    desk.do(WU_GANG, service.close, vacancy_id, "同事可以")


def test_another_city_does_not_see_it(guangzhou: Desk, employer: int) -> None:
    vacancy_id = opened(guangzhou, employer)
    with refused("vacancy.not_found", 404):
        guangzhou.read("liangjing", queries.vacancy, vacancy_id)
    assert guangzhou.read("liangjing", queries.vacancies, Filters()).lines == ()


def test_an_employer_is_entered_once(desk: Desk, employer: int) -> None:
    with refused("employer.code_taken", 409):
        enter_employer(desk, 1, "同一代码")
    other = enter_employer(desk, 2, "另一家")
    assert [one.id for one in desk.read(ZHOU_MIN, queries.employers)[0]] == [employer, other]


def test_a_key_is_kept_as_a_hash_and_ends_at_once(desk: Desk, employer: int) -> None:
    key = desk.do(ZHOU_MIN, employers.issue_key, employer)
    assert desk.system(employers.employer_of_key, key) == employer
    kept: EmployerKey = desk.system(lambda unit: unit.session.scalars(select(EmployerKey)).one())
    assert key not in (kept.key_hash, kept.hint)
    desk.do(ZHOU_MIN, employers.revoke_key, employer, kept.id)
    assert desk.system(employers.employer_of_key, key) is None
    for _ in range(employers.MOST_KEYS):
        desk.do(ZHOU_MIN, employers.issue_key, employer)
    with refused("employer.too_many_keys", 409):
        desk.do(ZHOU_MIN, employers.issue_key, employer)
