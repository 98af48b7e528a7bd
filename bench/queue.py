"""The queue at scale: a rendered page of a million cases, at any depth, on both databases; and fifty officers claiming.

    uv run python -m bench.queue --cases 1000000 --database sqlite
    uv run python -m bench.queue --cases 1000000 --database postgresql

Side by side in one run: the page as officers get it (keyset), the same page read by OFFSET, and the bare indexed query.
Claims: officers of one office in one process through grouped transactions with their audit rows, beside a bare
``SKIP LOCKED`` loop on as many connections. Ratios are what tells; the figures depend on the machine.
"""

import argparse
import asyncio
import statistics
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import psycopg
from pydantic import SecretStr
from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from backend.app import create_backend, open_work
from backend.applications import queries
from backend.applications.claims import claim_next
from backend.applications.models import BEFORE_AN_OFFICE, Application
from backend.applications.queue import FIRST_DUE
from backend.core.actors import Officer
from backend.core.audit import AuditEntry
from backend.core.grouping import Grouped
from backend.core.settings import Settings
from backend.core.work import SYSTEM, Caller, Work
from backend.people.models import Account, Person
from backend.people.service import keep_person
from backend.staff import service as staff
from backend.staff.keyset import Cursor, Slice
from backend.staff.models import OfficeRow, OfficerRow
from backend.staff.tree import offices_under
from tests import people, postgres
from tests.backend.desk import PACK, Desk, open_desk
from tests.console.console import Browser, give_password

PER_PAGE = 50
OFFICERS = 50
TAKEN_BY = "CASE WHEN n % 10 = 3 THEN :officer END"
"""Somebody answers for every case under review."""
STATES = "CASE WHEN n % 10 < 3 THEN 'submitted' WHEN n % 10 = 3 THEN 'in_review' ELSE 'recognised' END"


@contextmanager
def open_house(database: str) -> Iterator[Work]:
    """A fresh house on either database."""
    with tempfile.TemporaryDirectory() as folder:
        kept = {"data": Path(folder), "bot_token": SecretStr("bench"), "second_factor": "none"}
        server = postgres.server() if database == "postgresql" else nullcontext("")
        with server as uri:
            fresh = postgres.fresh_database(uri) if uri else nullcontext("")
            with fresh as url:
                work = open_work(Settings(**kept, database=url))  # type: ignore[arg-type]
                yield work
                work.engine.dispose()


def fill(work: Work, count: int) -> None:
    """``count`` cases over the stations of a city, four in ten open, their last days spread over two years."""
    with Session(work.engine) as session, session.begin():
        version = work.services.shelf.files.packs[PACK].version
        stations = list(
            session.scalars(select(OfficeRow.id).where(OfficeRow.level == "station", OfficeRow.area.like("3605%")))
        )
        account = session.scalars(insert(Account).returning(Account.id), [_account()]).one()
        persons = list(session.scalars(select(Person.id)))
        sqlite = work.engine.dialect.name == "sqlite"
        numbers = (
            "WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < :last)" if sqlite else ""
        )
        source = "s" if sqlite else "generate_series(0, :last) AS s(n)"
        session.execute(text("CREATE TEMPORARY TABLE places (place INTEGER PRIMARY KEY, office INTEGER)"))
        session.execute(
            text("INSERT INTO places VALUES (:place, :office)"),
            [{"place": place, "office": office} for place, office in enumerate(sorted(stations))],
        )
        told = {"last": count - 1, "account": account, "person": persons[0], "pack": PACK, "version": version}
        told["officer"] = session.scalar(select(func.min(OfficerRow.id)))
        statement = _INSERT.format(**_pieces(sqlite), taken_by=TAKEN_BY, numbers=numbers, source=source)
        session.execute(text(statement), told | {"stations": len(stations)})
        session.execute(text("DROP TABLE places"))
    with work.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(_settle(work)))


def _settle(work: Work) -> str:
    """What a database does by itself sooner or later: PostgreSQL marks its pages as seen by all, both count."""
    return "VACUUM ANALYZE" if work.engine.dialect.name == "postgresql" else "ANALYZE"


_INSERT = """{numbers}
INSERT INTO applications (id, receipt, account_id, person_id, pack, pack_version, state, stage, round, categories,
  answers, form, assessment, editing, papers_done, version, created_at, updated_at, submitted_at, due_on,
  station_id, office_id, officer_id)
SELECT {id}, {receipt}, :account, :person, :pack, :version, {state}, 0, 0, {json}, {blob}, {blob}, {blob},
  '', {true}, 1, {moment}, {moment}, {moment}, {day}, office, office, {taken_by}
FROM {source} JOIN places ON place = n % :stations"""


def _pieces(sqlite: bool) -> dict[str, str]:
    shuffled = "(n % 730 * 7919 % 730)"
    if sqlite:
        return {
            "id": "printf('%032d', n)", "receipt": "'B' || printf('%012d', n)", "state": STATES, "true": "1",
            "json": "'[\"X1\"]'", "blob": "x'00'", "day": f"date('2026-06-01', '+' || {shuffled} || ' days')",
            "moment": "strftime('%Y-%m-%d %H:%M:%f000', '2026-01-01', '+' || (n % 20000000) || ' seconds')",
        }
    return {
        "id": "lpad(n::text, 32, '0')", "receipt": "'B' || lpad(n::text, 12, '0')", "state": STATES, "true": "true",
        "json": "'[\"X1\"]'::json", "blob": "'\\x00'::bytea", "day": f"date '2026-06-01' + {shuffled}",
        "moment": "timestamptz '2026-01-01Z' + n % 20000000 * interval '1 second'",
    }


def _account() -> dict[str, Any]:
    return {"channel": "web", "chat_id": 1, "language": "zh_Hans_CN", "created_at": datetime(2026, 1, 1, tzinfo=UTC)}


@dataclass(frozen=True)
class Taken:
    """Milliseconds of each time by the wall clock, sorted, and of this process's processor on the average."""

    walls: list[float]
    processor: float

    @property
    def p95(self) -> float:
        return self.walls[min(len(self.walls) - 1, int(len(self.walls) * 0.95))]


async def timed(times: int, act: Callable[[], Awaitable[object]]) -> Taken:
    walls, before = [], time.process_time()
    for _ in range(times):
        start = time.perf_counter()
        await act()
        walls.append((time.perf_counter() - start) * 1000)
    return Taken(sorted(walls), (time.process_time() - before) * 1000 / times)


def told(name: str, found: Taken, against: float = 0) -> None:
    """One line. On a busy machine the processor time is the figure to go by."""
    ratio = f"{found.p95 / against:7.1f} x the bare query" if against else ""
    median = statistics.median(found.walls)
    print(f"{name:44} median {median:7.1f} p95 {found.p95:7.1f} processor {found.processor:6.1f} ms {ratio}", flush=True)


def deep_cursor(work: Work, stations: list[int], share: float) -> tuple[Cursor, int]:
    """The row at a share of the open cases of these stations, and how many lie before it."""
    with Session(work.engine) as session:
        here = (BEFORE_AN_OFFICE, Application.station_id.in_(stations))
        total = session.scalar(select(func.count()).select_from(Application).where(*here)) or 0
        depth = int(total * share)
        row = session.execute(
            select(Application.due_on, Application.id).where(*here)
            .order_by(Application.due_on, Application.id).offset(depth).limit(1)
        ).one()
        return Cursor(row.due_on, row.id), depth


def by_offset(depth: int) -> Callable[..., Slice[Application]]:
    """The page as page numbers would read it."""

    def read(unit: Any, order: Any, where: Any, _cursor: Any, count: int, **_way: bool) -> Slice[Application]:
        wanted = select(Application).where(*order.all(where))
        rows = unit.session.scalars(
            wanted.order_by(Application.due_on, Application.id).offset(depth).limit(count + 1)
        ).all()
        return Slice(tuple(rows[:count]), before=depth > 0, behind=len(rows) > count)

    return read


async def measure_pages(work: Work, desk: Desk, times: int) -> None:
    """A station's, a county's and the city's page, first and deep, beside OFFSET and the bare query."""
    house = create_backend(work)
    for login, whose in (("zhoumin", "station"), ("zhengjie", "county"), ("inspector", "city")):
        give_password(desk, login)
        browser = await Browser(house).sign_in(login)
        office = desk.officers[login].office_id
        stations = work.read_now(SYSTEM, lambda unit, of=office: list(unit.session.scalars(offices_under(of))))
        cursor, depth = deep_cursor(work, stations, 0.8)
        await _compare(work, browser, whose, stations, cursor, depth, times)
        await browser.http.aclose()


async def _compare(
    work: Work, browser: Browser, whose: str, stations: list[int], cursor: Cursor, depth: int, times: int
) -> None:
    bare = await timed(times, lambda: _bare(work, stations, cursor))
    told(f"{whose}: bare indexed query, deep ({depth})", bare)
    first = f"/staff/cases?per_page={PER_PAGE}"
    deep = f"{first}&after={cursor}"
    await browser.raw(first)
    told(f"{whose}: rendered page, first", await timed(times, lambda: browser.raw(first)), bare.p95)
    told(f"{whose}: rendered page, deep", await timed(times, lambda: browser.raw(deep)), bare.p95)
    with mock.patch.object(queries, "read", by_offset(depth)):
        paged = await timed(max(3, times // 5), lambda: browser.raw(first))
        told(f"{whose}: rendered page by OFFSET {depth}", paged, bare.p95)


async def _bare(work: Work, stations: list[int], cursor: Cursor) -> None:
    """The rows of one page by the index and nothing else."""
    with Session(work.engine) as session:
        first = select(Application.id).where(
            BEFORE_AN_OFFICE, Application.station_id == stations[-1], FIRST_DUE.after(cursor, False)
        )
        session.execute(first.order_by(Application.due_on, Application.id).limit(PER_PAGE)).all()


async def measure_claims(work: Work, seconds: float) -> None:
    """Fifty officers of one office take the next case as fast as they are answered."""
    officers = work.do_now(SYSTEM, _employ)
    group = Grouped(work, claim_next)
    taken: list[str] = []
    waits: list[float] = []
    ends = time.perf_counter() + seconds

    async def one(officer: Officer) -> None:
        number = 0
        while time.perf_counter() < ends:
            number += 1
            start = time.perf_counter()
            case = await group.do(Caller(officer, key=f"bench:{officer.id}:{number}", fingerprint="-"))
            waits.append((time.perf_counter() - start) * 1000)
            if not case:
                return
            taken.append(case)

    start, before = time.perf_counter(), time.process_time()
    await asyncio.gather(*(one(officer) for officer in officers))
    rate = len(taken) / (time.perf_counter() - start)
    with Session(work.engine) as session:
        audited = session.scalar(
            select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "application.taken_up")
        )
    assert len(taken) == len(set(taken)) == audited, "a case was given twice, or without its audit row"
    spent = Taken(sorted(waits), (time.process_time() - before) * 1000 / max(len(taken), 1))
    told(f"claims {rate:6.0f}/s, none twice, all audited", spent)
    if work.engine.dialect.name == "postgresql":
        loose = _skip_locked(work, seconds)
        print(f"{'bare SKIP LOCKED loop':46} {loose:8.0f}/s   claims / bare {rate / loose:.2f}")


def _skip_locked(work: Work, seconds: float) -> float:
    """The same number of connections, one row a transaction, no audit, no rules."""
    url = work.engine.url
    ends, counts = time.perf_counter() + seconds, []
    with Session(work.engine) as session:
        somebody = session.scalar(select(func.min(OfficerRow.id)))

    def loop() -> None:
        done = 0
        with psycopg.connect(dbname=url.database, host=url.query["host"], user="postgres") as connection:
            while time.perf_counter() < ends:
                connection.execute(
                    "UPDATE applications SET state = 'in_review', officer_id = %s WHERE id = (SELECT id FROM applications"
                    " WHERE state = 'submitted' AND office_id = %s ORDER BY due_on, id"
                    " FOR UPDATE SKIP LOCKED LIMIT 1)", (somebody, _office(work)))
                connection.commit()
                done += 1
        counts.append(done)

    threads = [threading.Thread(target=loop) for _ in range(OFFICERS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - start)


def _office(work: Work) -> int:
    return work.read_now(SYSTEM, lambda unit: staff.office_of_area(unit, people.CHENGBEI).id)


def _employ(unit: Any) -> list[Officer]:
    found = []
    for number in range(OFFICERS):
        staff.add_officer(unit, f"claimer{number}", f"接办人{number}", "reviewer", people.CHENGBEI)
    unit.session.flush()
    for row in unit.session.scalars(select(OfficerRow.id).where(OfficerRow.login.like("claimer%"))):
        officer = staff.as_actor(unit, row)
        assert officer is not None
        found.append(officer)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="postgresql")
    told_on = parser.parse_args()
    with open_house(told_on.database) as work:
        desk = open_desk(work)
        one = people.WANG_XIUYING
        work.do_now(SYSTEM, keep_person, one.id_number, one.name, one.phone)
        start = time.perf_counter()
        fill(work, told_on.cases)
        print(f"{told_on.database}: {told_on.cases} cases in {time.perf_counter() - start:.0f} s")
        asyncio.run(measure_pages(work, desk, told_on.times))
        asyncio.run(measure_claims(work, told_on.seconds))


if __name__ == "__main__":
    main()
