"""A post that opens tells its people: those it fits and who want to hear of posts, once, with the reasons."""

import pytest
from sqlalchemy import select

from backend.app import JOBS
from backend.core.actors import Citizen
from backend.core.jobs import run_waiting
from backend.core.outbox import OutboxRow
from backend.core.work import SYSTEM, Caller
from backend.matching import feed
from backend.vacancies import service
from backend.vacancies.events import VacancyOpened
from contract.jobs import AnswerJob, KeepWishes
from tests.backend.desk import Desk
from tests.backend.outreach.readers import subscribes
from tests.backend.registry.leaving import on_the_register
from tests.backend.vacancies.conftest import employer as employer
from tests.backend.vacancies.posts import PUBLIC, draft, opened
from tests.conftest import StoppedClock
from tests.people import CHEN_ZHIQIANG, LI_JIANGUO, WANG_XIUYING, ZHENG_JIE, ZHOU_MIN, Person


def wishes(desk: Desk, person: Person, **told: object) -> None:
    caller = Caller(Citizen("web", person.chat_id))
    version = desk.work.read_now(caller, feed.form).consent.version
    desk.work.do_now(caller, feed.keep, KeepWishes.model_validate({"consent_version": version, **told}))


def letters(desk: Desk) -> dict[int, str]:
    """What the jobs that wait write of posts, by chat."""
    run_waiting(desk.work, JOBS)
    rows = desk.work.read_now(
        SYSTEM,
        lambda unit: list(unit.session.scalars(select(OutboxRow).where(OutboxRow.subject == "topic:jobs"))),
    )
    assert len({(row.chat_id, row.number) for row in rows}) == len(rows)
    return {row.chat_id: row.text for row in rows}


def test_xy_79_a_new_post_is_told_to_whom_it_fits_and_who_wants_to_hear(desk: Desk, employer: int) -> None:
    for person in (WANG_XIUYING, LI_JIANGUO):
        subscribes(desk.work, person, "jobs")
    wishes(desk, WANG_XIUYING, hours="half", kinds=("cleaning",))
    wishes(desk, LI_JIANGUO, hours="full")
    wishes(desk, CHEN_ZHIQIANG, hours="half")  # wishes, but no news
    opened(desk, employer, hours_week="20", shift="half", wage="1400-1500", title="半天保洁员")
    found = letters(desk)
    assert list(found) == [WANG_XIUYING.chat_id]
    assert "半天保洁员" in found[WANG_XIUYING.chat_id]
    assert "半天班" in found[WANG_XIUYING.chat_id]


def test_nobody_is_told_of_a_post_in_another_city(desk: Desk, employer: int) -> None:
    subscribes(desk.work, WANG_XIUYING, "jobs", area="440103001")
    wishes(desk, WANG_XIUYING)
    opened(desk, employer)
    assert letters(desk) == {}


def test_who_said_no_to_a_post_or_heard_of_it_is_not_told_again(desk: Desk, employer: int) -> None:
    subscribes(desk.work, WANG_XIUYING, "jobs")
    wishes(desk, WANG_XIUYING)
    post = opened(desk, employer)
    assert list(letters(desk)) == [WANG_XIUYING.chat_id]
    desk.work.do_now(SYSTEM, lambda unit: unit.emit(VacancyOpened(post)))
    assert len(letters(desk)) == 1
    other = opened(desk, employer, title="理货员")
    caller = Caller(Citizen("web", WANG_XIUYING.chat_id))
    desk.work.do_now(caller, feed.answer, other, AnswerJob(answer="unfit", reason="too_far"))
    assert "理货员" not in str(letters(desk))


@pytest.mark.parametrize("recognised", [True, False])
def test_gz_28_a_public_post_is_told_to_recognised_persons_first(desk: Desk, employer: int, recognised: bool) -> None:
    if recognised:
        on_the_register(desk, WANG_XIUYING)
    subscribes(desk.work, WANG_XIUYING, "jobs")
    wishes(desk, WANG_XIUYING)
    post = draft(desk, employer, **PUBLIC)
    desk.do(ZHOU_MIN, service.send, post)
    desk.do(ZHENG_JIE, service.approve, post)
    assert bool(letters(desk)) is recognised


def test_a_post_that_is_over_before_its_turn_tells_nobody(desk: Desk, employer: int, clock: StoppedClock) -> None:
    subscribes(desk.work, WANG_XIUYING, "jobs")
    wishes(desk, WANG_XIUYING)
    opened(desk, employer, expires_on="2026-11-22")
    clock.advance(days=2)
    assert letters(desk) == {}
