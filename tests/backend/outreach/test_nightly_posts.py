"""The night tells who wants news of posts what is new and fits: one message, three posts at most, none twice (XY-79)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.app import JOBS
from backend.core.jobs import run_waiting
from backend.core.outbox import OutboxRow
from backend.core.work import SYSTEM
from backend.outreach import nightly_posts
from backend.people import job_wishes
from backend.people.job_models import PostLook, PostTold
from backend.people.topic_models import NewsWish
from backend.vacancies import service
from tests.backend.desk import TODAY, Desk
from tests.backend.outreach.readers import account, subscribes
from tests.backend.outreach.test_fitting_posts import wishes
from tests.backend.registry.leaving import on_the_register
from tests.backend.vacancies.conftest import employer as employer
from tests.backend.vacancies.posts import PUBLIC, opened
from tests.conftest import StoppedClock
from tests.people import CHEN_ZHIQIANG, CHENGNAN, LI_JIANGUO, WANG_XIUYING, ZHENG_JIE


def night(desk: Desk, clock: StoppedClock, days: int = 1) -> list[tuple[int, str]]:
    """What is written in the night after so many days, by chat."""
    run_waiting(desk.work, JOBS)
    before = {row.number for row in _letters(desk)}
    clock.advance(days=days)
    desk.work.do_now(SYSTEM, nightly_posts.start)
    run_waiting(desk.work, JOBS)
    return [(row.chat_id, row.text) for row in _letters(desk) if row.number not in before]


def _letters(desk: Desk) -> list[OutboxRow]:
    wanted = select(OutboxRow).where(OutboxRow.subject == "topic:jobs").order_by(OutboxRow.id)
    return desk.work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(wanted)))


def test_xy_79_the_night_tells_three_posts_at_most_with_reasons_and_none_twice(
    desk: Desk, employer: int, clock: StoppedClock
) -> None:
    for number in range(4):
        opened(desk, employer, title=f"保洁员{number}号")
    opened(desk, employer, title="半天理货员", hours_week="20", shift="half", wage="1400-1500")
    run_waiting(desk.work, JOBS)
    for person in (WANG_XIUYING, LI_JIANGUO):
        subscribes(desk.work, person, "jobs", area=CHENGNAN)
    wishes(desk, WANG_XIUYING, hours="full", kinds=("cleaning",))
    wishes(desk, LI_JIANGUO, pay="3500")
    wishes(desk, CHEN_ZHIQIANG)  # wishes, but no news
    [(chat, text)] = night(desk, clock)
    assert chat == WANG_XIUYING.chat_id
    assert [f"{number}. 保洁员" in text for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert "半天理货员" not in text
    assert text.count("您想做的：保洁、绿化、物业 · 就在您的街道 · 全天班") == 3
    assert night(desk, clock) == []


def test_gz_28_the_night_tells_everybody_of_a_reserved_post_when_its_day_has_come(
    desk: Desk, employer: int, clock: StoppedClock
) -> None:
    on_the_register(desk, WANG_XIUYING)
    for person in (WANG_XIUYING, LI_JIANGUO):
        subscribes(desk.work, person, "jobs", area=CHENGNAN)
        wishes(desk, person)
    desk.do(ZHENG_JIE, service.approve, opened(desk, employer, **PUBLIC))
    run_waiting(desk.work, JOBS)
    assert [row.chat_id for row in _letters(desk)] == [WANG_XIUYING.chat_id]
    nights = [night(desk, clock) for _night in range(8)]
    assert [[chat for chat, _text in one] for one in nights if one] == [[LI_JIANGUO.chat_id]]


def test_the_night_is_one_however_often_it_is_begun(desk: Desk, employer: int, clock: StoppedClock) -> None:
    opened(desk, employer)
    run_waiting(desk.work, JOBS)
    subscribes(desk.work, WANG_XIUYING, "jobs", area=CHENGNAN)
    wishes(desk, WANG_XIUYING)
    assert len(night(desk, clock)) == 1
    assert night(desk, clock, days=0) == []
    assert desk.count(PostLook) == 1


def test_a_night_that_dies_goes_on_and_tells_nobody_twice(
    desk: Desk, employer: int, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(desk, employer)
    run_waiting(desk.work, JOBS)
    people = (WANG_XIUYING, LI_JIANGUO, CHEN_ZHIQIANG)
    for person in people:
        subscribes(desk.work, person, "jobs", area=CHENGNAN)
        wishes(desk, person)
    clock.advance(days=1)
    monkeypatch.setattr(nightly_posts, "A_PORTION", 1)
    whole, steps = nightly_posts._portion, 0

    def dies_once(unit: object, until: object) -> object:
        nonlocal steps
        steps += 1
        if steps == 2:
            raise OSError("the process is gone")
        return whole(unit, until)  # type: ignore[arg-type]

    monkeypatch.setattr(nightly_posts, "_portion", dies_once)
    desk.work.do_now(SYSTEM, nightly_posts.start)
    run_waiting(desk.work, JOBS)
    assert steps > 3
    assert sorted(row.chat_id for row in _letters(desk)) == sorted(person.chat_id for person in people)


def test_nothing_is_told_of_whom_no_place_is_known_and_all_is_forgotten_with_the_wishes(
    desk: Desk, employer: int, clock: StoppedClock
) -> None:
    opened(desk, employer)
    run_waiting(desk.work, JOBS)
    for person, area in ((WANG_XIUYING, CHENGNAN), (LI_JIANGUO, CHENGNAN), (CHEN_ZHIQIANG, "440103001")):
        subscribes(desk.work, person, "jobs", area=area)
        wishes(desk, person)
    nowhere = account(desk.work, LI_JIANGUO)
    desk.system(lambda unit: setattr(unit.session.get_one(NewsWish, nowhere), "area", ""))
    assert [chat for chat, _text in night(desk, clock)] == [WANG_XIUYING.chat_id]
    assert (desk.count(PostLook), desk.count(PostTold)) == (3, 1)
    desk.system(job_wishes.forget, account(desk.work, WANG_XIUYING))
    assert (desk.count(PostLook), desk.count(PostTold)) == (2, 0)


def test_what_was_told_of_a_post_that_is_over_is_not_kept(desk: Desk, employer: int, clock: StoppedClock) -> None:
    opened(desk, employer, expires_on=str(TODAY + timedelta(days=2)))
    run_waiting(desk.work, JOBS)
    subscribes(desk.work, WANG_XIUYING, "jobs", area=CHENGNAN)
    wishes(desk, WANG_XIUYING)
    assert len(night(desk, clock)) == 1
    assert desk.count(PostTold) == 1
    night(desk, clock, days=5)
    assert desk.count(PostTold) == 0
