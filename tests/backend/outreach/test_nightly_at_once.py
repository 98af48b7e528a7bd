"""Two processes begin the same night, on both databases: one job, one message."""

import pytest
from sqlalchemy import select

from backend.app import JOBS
from backend.core.jobs import run_waiting
from backend.core.jobs.models import JobRow
from backend.core.outbox import OutboxRow
from backend.core.work import SYSTEM
from backend.outreach import nightly_posts
from tests.backend.applications.test_review_races import at_once
from tests.backend.databases import postgres_server, settings  # noqa: F401 - fixtures
from tests.backend.desk import Desk
from tests.backend.outreach.readers import subscribes
from tests.backend.outreach.test_fitting_posts import wishes
from tests.backend.vacancies.posts import enter_employer, opened
from tests.conftest import StoppedClock
from tests.people import CHENGNAN, WANG_XIUYING

pytestmark = pytest.mark.xdist_group("postgres")


def test_two_processes_begin_one_night_and_it_tells_once(desk: Desk, clock: StoppedClock) -> None:
    opened(desk, enter_employer(desk))
    run_waiting(desk.work, JOBS)
    subscribes(desk.work, WANG_XIUYING, "jobs", area=CHENGNAN)
    wishes(desk, WANG_XIUYING)
    clock.advance(days=1)
    at_once(*[lambda: desk.work.do_now(SYSTEM, nightly_posts.start)] * 2)
    run_waiting(desk.work, JOBS)
    begun = desk.work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(JobRow.name)).all())
    told = desk.work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(OutboxRow.text)).all())
    assert begun.count(nightly_posts.JOB) == 1
    assert len([text for text in told if "社区保洁员" in text]) == 1
