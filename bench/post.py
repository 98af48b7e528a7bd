"""A post among many wishes: as the officer's page of people looks, and as the job that tells of new posts does.

    uv run python -m bench.post --people 100000

On SQLite, with made-up recognised people of one street whose wishes differ; seconds by the clock and of the processor.
Nothing is compiled and nothing is kept between two looks: this is what a page waits for. For the job everybody wants news
of posts, and one half day with heavy work at night outside the town opens, which fits few.
"""

import argparse
import tempfile
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import func, insert, literal, select, true

from backend.core.database import Moment
from backend.core.jobs import run_waiting
from backend.core.outbox import OutboxRow
from backend.core.settings import Settings
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.matching.board import recognised_for
from backend.matching.scoring import Post, best_people, point_of
from backend.outreach import fitting_posts
from backend.outreach.push import subject_of_topic
from backend.people.job_models import JobWishes
from backend.people.job_wishes import SKILLS
from backend.people.models import Account, Person
from backend.people.topic_models import TopicChoice
from backend.registry.models import Entry
from backend.staff.models import OfficerRow
from tests.backend.desk import open_desk
from tests.backend.vacancies.posts import enter_employer, opened
from tests.conftest import StoppedClock, open_work
from tests.people import CHENGNAN, WANG_XIUYING, ZHOU_MIN

POST = Post(
    id="p",
    until=date(2027, 1, 1),
    kind="cleaning",
    hours=40,
    pay_min=220_000,
    pay_max=260_000,
    area=CHENGNAN,
    point=point_of(27.85, 114.95),
    skills=frozenset({"cleaning"}),
)
HEAVY = {
    "title": "半天搬运工", "hours_week": "20", "shift": "half", "wage": "1400-1450", "load": "heavy",
    "standing": "yes", "night": "yes", "latitude": "28.100", "longitude": "114.800",
}  # fmt: skip
KINDS = ("care", "cleaning", "kitchen", "shop", "guard", "factory", "office")
A_BLOCK = 5_000


def made_up(unit: Unit, people: int) -> None:
    """Recognised people of one street, each with wishes of her own and nobody's details."""
    random, pack = Random(7), "xinyu-2023-82"
    reviewer = unit.session.scalars(select(OfficerRow).where(OfficerRow.login == ZHOU_MIN.login)).one()
    for first in range(1, people + 1, A_BLOCK):
        block = range(first, min(first + A_BLOCK, people + 1))
        _insert(unit, Account, ({"id": n, "channel": "web", "chat_id": n, "language": "zh_Hans_CN"} for n in block))
        _insert(unit, Person, (_person(unit, n) for n in block))
        _insert(unit, JobWishes, ({"account_id": n, **_wishes(random)} for n in block))
        same = {"pack": pack, "pack_version": "1", "bases": [], "recognised_on": unit.today}
        hers = {"office_id": reviewer.office_id, "owner_id": reviewer.id}
        numbered = ({"number": f"RD-{n:07}", "person_id": f"{n:032}", "account_id": n} for n in block)
        _insert(unit, Entry, ({**same, **hers, **one} for one in numbered))


def _person(unit: Unit, n: int) -> dict[str, Any]:
    """Everybody has one ID number: nobody's sex or age decides here."""
    sealed = unit.vault.seal({"id_number": WANG_XIUYING.id_number}, f"persons.sealed|{n:032}")
    return {"id": f"{n:032}", "id_index": f"{n:064}", "sealed": sealed}


def _insert(unit: Unit, table: Any, rows: Iterable[dict[str, Any]]) -> None:
    at = "updated_at" if table is JobWishes else "created_at"
    unit.session.execute(insert(table), [{**row, at: unit.now} for row in rows])


def _wishes(random: Random) -> dict[str, Any]:
    return {
        "kinds": random.sample(KINDS, random.randint(0, 2)),
        "hours": random.choice(("half", "full", "any")),
        "pay": random.choice((0, 150_000, 250_000, 350_000)),
        "reach": random.choice((None, 3_000, 10_000, 30_000)),
        "skills": random.sample(SKILLS, random.randint(0, 2)),
        "cannot": random.sample(("heavy", "standing", "night"), random.randint(0, 1)),
        "needs_acceptance": random.random() < 0.08,
        "area": "360500",
        "latitude": round(27.8 + random.random() / 10, 3),
        "longitude": round(114.9 + random.random() / 10, 3),
    }


def found(unit: Unit) -> list[str]:
    """Whom the post fits best, as the officer's page asks it."""
    fits = best_people(POST, recognised_for(unit, POST, true(), 20), unit.today, 20)
    return [one.seeker.id for one in fits]


def want_news(unit: Unit) -> None:
    """Everybody with wishes wants to hear of posts."""
    everyone = select(JobWishes.account_id, literal("jobs"), true(), literal(unit.now, Moment))
    unit.session.execute(insert(TopicChoice).from_select(["account_id", "topic", "chosen", "at"], everyone))


def told(work: Work) -> tuple[int, float, float]:
    """How many the job wrote to, seconds by the clock and of the processor."""
    begun, busy = time.perf_counter(), time.process_time()
    run_waiting(work, {fitting_posts.JOB: fitting_posts.tell})
    seconds, busy = time.perf_counter() - begun, time.process_time() - busy
    written = select(func.count()).where(OutboxRow.subject == subject_of_topic("jobs"))
    return work.read_now(SYSTEM, lambda unit: unit.session.scalar(written) or 0), seconds, busy


def main() -> None:
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--people", type=int, default=100_000)
    people = asked.parse_args().people
    with tempfile.TemporaryDirectory() as folder:
        work = open_work(Settings(data=Path(folder) / "data"), StoppedClock())
        desk = open_desk(work)
        work.do_now(SYSTEM, made_up, people)
        for look in ("first", "again"):
            begun, busy = time.perf_counter(), time.process_time()
            best = work.read_now(SYSTEM, found)
            seconds, busy = time.perf_counter() - begun, time.process_time() - busy
            print(f"{people:,} wishes, {look}: {len(best)} people in {seconds:.2f} s, {busy:.2f} s of the processor")
        work.do_now(SYSTEM, want_news)
        opened(desk, enter_employer(desk), **HEAVY)
        written, seconds, busy = told(work)
        print(f"{people:,} want news of posts: {written} told in {seconds:.2f} s, {busy:.2f} s of the processor")


if __name__ == "__main__":
    main()
