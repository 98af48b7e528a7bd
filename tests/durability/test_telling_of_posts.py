"""A look for whom new posts fit outlives the death of its process: it goes on behind the last step, telling nobody twice."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from backend.core.jobs import latest
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.outreach.fitting_posts import JOB, OPENED
from backend.outreach.push import subject_of_topic
from backend.outreach.walk import A_STEP
from backend.people.job_models import JobWishes
from backend.people.models import Account
from backend.people.topic_models import NewsWish, TopicChoice
from tests.backend.databases import settings as settings
from tests.backend.desk import open_desk
from tests.backend.vacancies.posts import enter_employer, opened
from tests.durability.product import Nursery
from tests.durability.test_long_work import Hands, row, until
from tests.durability.test_long_work import work as work
from tests.people import CHENGNAN

pytestmark = [pytest.mark.xdist_group("durability"), pytest.mark.timeout(180)]
STEPS = 3
PEOPLE = 2 * A_STEP + 100
EVERY = 50
"""Of so many one wants half days; whom the post does not fit is walked by."""


@pytest.fixture
def hands(births: Nursery, work: Work, tmp_path: Path) -> Iterator[Hands]:
    made = Hands(births, work.services.settings, tmp_path / "labour.log")
    yield made
    for pid in list(made.alive):
        made.kill(pid)


def made_up(unit: Unit) -> None:
    """Many want news of posts and full days; some take half days too."""
    everyone = range(1, PEOPLE + 1)
    same = {"kinds": [], "pay": 0, "reach": None, "skills": [], "cannot": [], "needs_acceptance": False}
    rows = {
        Account: {"channel": "web", "language": "zh_Hans_CN", "created_at": unit.now},
        JobWishes: {**same, "area": "360500", "updated_at": unit.now},
        TopicChoice: {"topic": "jobs", "chosen": True, "at": unit.now},
        NewsWish: {"area": CHENGNAN, "quiet_from": 22, "quiet_until": 7},
    }
    for table, told in rows.items():
        keys = [{"id": n, "chat_id": n} if table is Account else {"account_id": n} for n in everyone]
        hours = [{"hours": "any" if n % EVERY == 0 else "full"} if table is JobWishes else {} for n in everyone]
        unit.session.execute(insert(table), [{**told, **key, **one} for key, one in zip(keys, hours, strict=True)])


def told(work: Work) -> Counter[int]:
    mine = select(OutboxRow.chat_id).where(OutboxRow.subject == subject_of_topic("jobs"))
    return Counter(work.read_now(SYSTEM, lambda unit: unit.session.scalars(mine).all()))


def test_a_look_for_people_goes_on_behind_its_last_step_and_shows_how_far_it_is(work: Work, hands: Hands) -> None:
    desk = open_desk(work)
    work.do_now(SYSTEM, made_up)
    opened(desk, enter_employer(desk), hours_week="20", shift="half", wage="1400-1500")
    found = work.read_now(SYSTEM, latest, JOB, OPENED)
    assert found is not None
    assert hands.ended(hands.hire("job.after_step:2", "tests.durability.labour:at_home")) == 137
    before = told(work)
    assert set(before) == set(range(EVERY, 2 * A_STEP + 1, EVERY))
    under_way = row(work, found.id)
    assert (under_way.cursor, under_way.done, under_way.of) == (2, A_STEP, PEOPLE), "told after the step, as all work does"
    hands.hire(entry="tests.durability.labour:at_home")
    until(lambda: row(work, found.id).state == "done")
    ended = row(work, found.id)
    assert (ended.runs, ended.cursor, ended.done, ended.of) == (2, STEPS, PEOPLE, PEOPLE)
    assert ended.summary == {"told": 2}, "the last step alone was left"
    assert told(work) == Counter(range(EVERY, PEOPLE + 1, EVERY))
