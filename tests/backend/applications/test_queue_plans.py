"""Hot queries read an index, on both databases: never the whole table, however they are filtered."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from backend.applications import queries
from backend.applications.claims import claim_next
from backend.applications.load import loads
from backend.applications.receipts import new_receipt
from backend.applications.views import QueueFilters
from backend.core.work import Caller, Work
from backend.people.service import keep_person
from bench.queue import fill
from tests.backend.databases import settings as settings
from tests.backend.desk import Desk, open_desk
from tests.people import WANG_XIUYING

pytestmark = pytest.mark.xdist_group("postgres")
FILTERS = (
    QueueFilters(),
    QueueFilters(state="submitted", turn="mine"),
    QueueFilters(due="overdue", turn="mine"),
    QueueFilters(state="ended"),
    QueueFilters(holder="me"),
    QueueFilters(after="2027-06-01~0"),
    QueueFilters(before="2027-06-01~0"),
)


@pytest.fixture
def full(work: Work) -> Desk:
    """Twenty thousand cases: enough for a planner to prefer an index."""
    desk = open_desk(work)
    desk.system(keep_person, WANG_XIUYING.id_number, WANG_XIUYING.name, WANG_XIUYING.phone)
    fill(work, 20_000)
    return desk


def asked(
    desk: Desk, who: str, service: Any, *args: Any, about: str = "FROM applications"
) -> list[tuple[str, Any]]:
    """The statements about applications, or another table, a service sends."""
    found: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        if about in statement:
            found.append((statement, parameters))

    event.listen(desk.work.engine, "before_cursor_execute", note)
    desk.read(who, service, *args)
    event.remove(desk.work.engine, "before_cursor_execute", note)
    return found


def plan(desk: Desk, statement: str, parameters: Any) -> str:
    sqlite = desk.work.engine.dialect.name == "sqlite"
    explain = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "
    with desk.work.engine.connect() as connection:
        rows = connection.exec_driver_sql(explain + statement, parameters).all()
    return "\n".join(str(row[-1]) for row in rows)


def test_no_hot_query_reads_the_whole_table(full: Desk) -> None:
    calls = [(who, queries.queue, one) for who in ("zhoumin", "zhengjie", "inspector") for one in FILTERS]
    calls += [(who, service) for who in ("zhoumin", "inspector") for service in (queries.todo, queries.newest)]  # type: ignore[misc]
    calls += [("zhengjie", loads)]  # type: ignore[list-item]
    seen = 0
    for who, service, *args in calls:
        for statement, parameters in asked(full, who, service, *args):
            seen += 1
            told = plan(full, statement, parameters)
            assert "Seq Scan on applications" not in told, (who, args, told)
            scanned = [line for line in told.split("\n") if line.startswith("SCAN applications") and "INDEX" not in line]
            assert scanned == [], (who, args, told)
    assert seen > 40


@pytest.mark.parametrize(
    ("who", "filters", "index"),
    [
        ("zhoumin", QueueFilters(), "ix_applications_open_station"),
        ("zhengjie", QueueFilters(), "ix_applications_open_station"),
        ("inspector", QueueFilters(), "ix_applications_open_station"),
        ("inspector", QueueFilters(after="2027-06-01~0"), "ix_applications_open_station"),
        ("inspector", QueueFilters(before="2027-06-01~0"), "ix_applications_open_station"),
        ("inspector", QueueFilters(state="ended"), "ix_applications_ended"),
        ("zhengjie", QueueFilters(turn="mine"), "ix_applications_open_office"),
    ],
)
def test_a_page_and_its_count_are_read_off_the_index_of_their_order(
    full: Desk, who: str, filters: QueueFilters, index: str
) -> None:
    page, count = (plan(full, *one) for one in asked(full, who, queries.queue, filters))
    assert index in page
    assert index in count
    assert "Sort" not in count
    assert "TEMP B-TREE" not in count


def test_the_latest_at_an_office_is_one_line_of_an_index_and_the_count_is_in_order(full: Desk) -> None:
    latest, count = (plan(full, *one) for one in asked(full, "zhoumin", queries.newest))
    assert "ix_applications_open_moved" in latest
    assert "Bitmap" not in latest
    assert "ix_applications_open_office" in count


def test_the_next_case_is_read_off_the_index_of_what_waits(full: Desk) -> None:
    caller = Caller(full.officers["zhoumin"])
    free = next(
        one for one in asked(full, "zhoumin", lambda unit: claim_next(unit, [caller])) if "due_on" in one[0]
    )
    told = plan(full, *free)
    assert "ix_applications_waiting" in told
    assert "Sort" not in told
    assert "TEMP B-TREE" not in told


def test_the_statement_of_a_page_is_the_same_at_any_depth(full: Desk) -> None:
    first, deep = (asked(full, "zhoumin", queries.queue, QueueFilters(after=one))[0] for one in
                   ("2026-06-02~0", "2028-01-01~0"))
    assert first[0] == deep[0]


@pytest.mark.parametrize(
    ("typed", "index"),
    [
        ("3605-261121-7F3K2M9-QX4T8WC", "receipt"),
        ("261121-{own}", "ix_applications_own_signs"),
        ("{own}", "ix_applications_own_signs"),
        ("RD360502-2026-7F3K2M9Q", "register_entries"),
        (WANG_XIUYING.id_number, "ix_applications_person_index"),
    ],
)
def test_a_case_is_looked_for_by_indexes_however_it_is_named(full: Desk, typed: str, index: str) -> None:
    own = new_receipt("360502", date(2026, 11, 21))[12:]
    sent = asked(full, "inspector", queries.find, typed.format(own=own))
    assert sent
    for statement, parameters in sent:
        told = plan(full, statement, parameters)
        assert index in told, told
        assert "Seq Scan on applications" not in told, told
        assert not any(line.startswith("SCAN applications") for line in told.split("\n")), told


def test_a_void_number_is_looked_for_among_what_was_taken_back_on_its_day(full: Desk) -> None:
    ((statement, parameters),) = asked(full, "inspector", queries.find, "3605-261121-7F3K2M9-QX4T8WC", about="FROM audit")
    sqlite = full.work.engine.dialect.name == "sqlite"
    with full.work.engine.connect() as connection:
        if not sqlite:  # The history of this test is one page: without this the planner would rather read all of it.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "
        told = [str(row[-1]) for row in connection.exec_driver_sql(explain + statement, parameters)]
    assert "ix_audit_taken_back" in " ".join(told)
