"""People found in a list and people of an event, page by page: off an index, and none twice, on both databases."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import insert, select, text

from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.finding import queries as finding
from backend.finding.models import Candidate, PeopleList
from backend.outreach import emergency_queries as events
from backend.outreach.emergency_models import Emergency, EmergencyTask
from backend.registry.models import Entry
from bench.export import _employ, _fill
from tests.backend.applications.test_queue_plans import asked, plan
from tests.backend.databases import settings as settings
from tests.backend.desk import TODAY, Desk, open_desk
from tests.people import YUSHUI, ZHENG_JIE

pytestmark = pytest.mark.xdist_group("postgres")
ROWS = 3000
LIST = "1" * 32
WAYS = ("", "chat", "desk")
STATES = ("open", "unreached", "helped", "no_need")
PLACES = ({}, {"after": "desk~" + "0" * 28 + "1200"}, {"before": "chat~" + "0" * 28 + "1200"}, {"state": "invited"})


@pytest.fixture
def full(work: Work) -> Desk:
    """A list with three thousand people found, and an event that touches three thousand."""
    desk = open_desk(work)
    county = desk.officers[ZHENG_JIE.login]
    officer = work.do_now(SYSTEM, _employ)
    work.do_now(SYSTEM, _fill, 0, ROWS, officer.id)
    work.do_now(SYSTEM, _found, county.id, county.office_id)
    work.do_now(SYSTEM, _touched, county.id, county.office_id)
    with work.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    return desk


def _found(unit: Unit, officer: int, office: int) -> None:
    station = unit.session.scalars(select(Entry.office_id)).first()
    whose = {"office_id": office, "officer_id": officer, "pack": "xinyu-2023-82", "pack_version": "2023-07-01"}
    unit.session.add(
        PeopleList(id=LIST, as_of=TODAY, file_name="残联.xlsx", preview=b"", created_at=unit.now, **whose)
    )
    unit.session.flush()
    blank = {"pack": "xinyu-2023-82", "sealed": b"", "verdict": "yes", "categories": [], "area": YUSHUI}
    stands = {"list_id": LIST, "office_id": station, "moved_at": unit.now, "state": "invited"}
    unit.session.execute(
        insert(Candidate),
        [{"id": f"{n:032d}", "id_index": str(n), "way": WAYS[n % 3], **blank, **stands} for n in range(ROWS)],
    )


def _touched(unit: Unit, officer: int, office: int) -> None:
    days = {"starts_on": TODAY, "ends_on": TODAY, "opened_at": unit.now}
    unit.session.add(
        Emergency(id=1, kind="closure", title="停产", area=YUSHUI, office_id=office, opened_by=officer, **days)
    )
    unit.session.flush()
    entries = unit.session.scalars(select(Entry.id)).all()
    task = {"emergency_id": 1, "officer_id": officer}
    tasks = [{"entry_id": one, "state": STATES[n % 4], **task} for n, one in enumerate(entries)]
    unit.session.execute(insert(EmergencyTask), tasks)


def people(**place: Any) -> Callable[[Unit], Any]:
    return lambda unit: finding.people(unit, LIST, **place)


def event(**place: Any) -> Callable[[Unit], Any]:
    return lambda unit: events.emergency(unit, 1, **place)


def test_xy_70_a_page_of_people_found_is_read_off_an_index(full: Desk) -> None:
    for place in PLACES:
        for statement in asked(full, ZHENG_JIE.login, people(**place), about="FROM candidates"):
            told = plan(full, *statement)
            assert "ix_candidates_" in told, (place, told)
            assert "USE TEMP B-TREE" not in told, (place, told)
            assert "Sort" not in told, (place, told)


def test_xy_68_a_page_of_the_people_of_an_event_is_read_off_an_index(full: Desk) -> None:
    for place in ({}, {"state": "open"}, {"after": "open~1500"}, {"before": "no_need~1500"}):
        statements = asked(full, ZHENG_JIE.login, event(**place), about="FROM emergency_tasks")
        (page,) = (one for one in statements if "count(" not in one[0] and "ORDER BY" in one[0])
        told = plan(full, *page)
        assert "ix_emergency_tasks_state" in told, (place, told)
        assert "USE TEMP B-TREE" not in told, (place, told)
        assert "Sort" not in told, (place, told)


def test_xy_70_whoever_is_to_be_called_comes_first_and_every_page_follows_the_last(full: Desk) -> None:
    seen, page = list[tuple[str, str]](), full.read(ZHENG_JIE, finding.people, LIST, per_page=700)
    assert page.total == 1001
    while True:
        seen += [(line.way, line.id) for line in page.lines]
        if not page.next_after:
            break
        back = page
        page = full.read(ZHENG_JIE, finding.people, LIST, after=page.next_after, per_page=700)
        again = full.read(ZHENG_JIE, finding.people, LIST, before=page.previous_before, per_page=700)
        assert [line.id for line in again.lines] == [line.id for line in back.lines]
    assert len(seen) == len(set(seen)) == ROWS
    assert seen == sorted(seen, reverse=True)
    assert seen[0][0] == "desk"


def test_xy_68_who_waits_comes_first_and_an_act_moves_nobody_out_of_sight(full: Desk) -> None:
    first = full.read(ZHENG_JIE, events.emergency, 1, per_page=1000)
    assert {task.waits for task in first.tasks} == {True}
    full.system(lambda unit: setattr(unit.session.get_one(EmergencyTask, first.tasks[-1].id), "state", "helped"))
    second = full.read(ZHENG_JIE, events.emergency, 1, after=first.next_after, per_page=1000)
    assert {task.id for task in first.tasks} & {task.id for task in second.tasks} == set()
    rest = full.read(ZHENG_JIE, events.emergency, 1, after=second.next_after, per_page=1001)
    assert [task.waits for task in second.tasks].index(False) == 500
    assert len({task.id for view in (first, second, rest) for task in view.tasks}) == ROWS
    assert rest.next_after == ""


@pytest.mark.parametrize("after", ["", "~", "desk", "desk~x'--", "Desk 1~2", "2026-11-21~2"])
def test_a_place_that_is_none_of_the_list_is_its_beginning(full: Desk, after: str) -> None:
    page = full.read(ZHENG_JIE, finding.people, LIST, after=after, per_page=2)
    assert [line.id for line in page.lines] == [f"{n:032d}" for n in (ROWS - 1, ROWS - 4)]
