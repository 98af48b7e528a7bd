"""Long work on a list of a million: finding people, and whom a stricter version touches, as the console does both.

    uv run python -m bench.background [ROWS]

Each in a process of its own on a fresh SQLite house, with its peak memory; beside it how long the longest transaction
held the database.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import event, select

from backend.app import JOBS, open_work
from backend.core import jobs
from backend.core.actors import Officer
from backend.core.jobs import run_waiting
from backend.core.settings import Settings
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from backend.finding import lists, queries
from backend.finding.preview import look_at
from backend.rules.id_number import check_character
from backend.staff import service as staff
from backend.staff.models import OfficerRow
from backend.workbench import list_impact, service
from backend.workbench.models import PackVersion
from bench.screen_people import TODAY, write_city

PACK = "xinyu-2023-82"
LAST_DAY = date(2008, 12, 31)
DAYS = 25_000


def main() -> None:
    if len(sys.argv) > 2:
        print(json.dumps(MEASURED[sys.argv[1]](Path(sys.argv[2]))))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        size = write_list(Path(folder), rows)
        print(f"{rows} rows, {size / 1e6:.0f} MB of CSV")
        for name in MEASURED:
            command = [sys.executable, "-m", "bench.background", name, folder]
            print(name, subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())


def write_list(folder: Path, rows: int) -> int:
    """A list with names, valid ID numbers and telephones; gives its size."""
    work = open_work(Settings(data=folder / "reading"))
    policies = work.read_now(SYSTEM, lambda unit: lists.policies_of(unit, unit.services.catalogue.packs[PACK], TODAY))
    work.engine.dispose()
    write_city(folder, policies, rows)
    city = pl.read_csv(folder / "city.csv", infer_schema=False)
    numbers = [_number(at) for at in range(rows)]
    people = {
        "姓名": [f"居民{at}" for at in range(rows)],
        "身份证号码": numbers,
        "联系电话": [f"199{at:08d}" for at in range(rows)],
    }
    keep = [name for name in city.columns if name not in ("person.sex", "person.birth_date")]
    path = folder / "list.csv"
    pl.DataFrame(people).hstack(city.select(keep)).write_csv(path)
    return path.stat().st_size


def _number(at: int) -> str:
    """A valid number no other row has."""
    turn, day = divmod(at, DAYS)
    body = f"360502{LAST_DAY - timedelta(days=day):%Y%m%d}{turn:03d}"
    return body + check_character(body)


def finding(folder: Path) -> dict[str, Any]:
    """Preview, screening and candidates; nobody is invited."""
    work = _house(folder / "finding")
    officer = _officer(work, "reviewer")
    longest = _watched(work)
    policies = work.read_now(officer, lists.policies_for, PACK)
    begun = time.perf_counter()
    preview = look_at(folder / "list.csv", policies)
    looked = time.perf_counter() - begun
    file_id = work.services.files.put_from(folder / "list.csv")
    kept = work.do_now(officer, lists.keep, PACK, "list.csv", file_id, preview.as_json())
    work.do_now(officer, lists.screen, kept.id)
    begun = time.perf_counter()
    run_waiting(work, JOBS)
    view = work.read_now(officer, queries.list_view, kept.id)
    return _told(begun, longest) | {"preview_s": round(looked, 2), "results": view.results, "found": view.stands}


def impact(folder: Path) -> dict[str, Any]:
    """Both versions on every row, figures, and the masked list."""
    work = _house(folder / "impact")
    officer = _officer(work, "policy")
    longest = _watched(work)
    version = work.do_now(officer, service.start, work.read_now(SYSTEM, _file_version))
    content = (work.services.settings.policies / PACK / "pack.yaml").read_text(encoding="utf-8")
    stricter = content.replace("age_at_least: 40", "age_at_least: 45").replace('version: "1"', 'version: "2"', 1)
    work.do_now(officer, service.write, version, 1, stricter, "cases: []")
    work.do_now(officer, service.set_day, version, 2, work.clock().date() + timedelta(days=30))
    file_id = work.services.files.put_from(folder / "list.csv")
    work.do_now(officer, list_impact.start, version, file_id, ".csv", 0)
    begun = time.perf_counter()
    run_waiting(work, JOBS)
    job, figures = work.read_now(officer, list_impact.latest, version)
    assert job is not None
    assert figures is not None, job
    pieces = sum(map(len, work.read_now(SYSTEM, jobs.result_of, job.id)))
    return _told(begun, longest) | {"total": figures.total, "list_mb": round(pieces / 1e6, 1)}


MEASURED = {"finding": finding, "impact": impact}


def _told(begun: float, longest: list[float]) -> dict[str, Any]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent, processor = time.perf_counter() - begun, time.process_time()
    return {
        "seconds": round(spent, 1),
        "processor_s_with_start": round(processor, 1),
        "longest_transaction_s": round(max(longest), 2),
        "peak_mb": round(peak),
    }


def _house(folder: Path) -> Work:
    work = open_work(Settings(data=folder))
    for role in ("reviewer", "policy"):
        work.do_now(SYSTEM, staff.add_officer, f"the-{role}", "周敏", role, "360500")
    return work


def _officer(work: Work, role: str) -> Caller:
    def find(unit: Unit) -> Officer | None:
        row = unit.session.scalars(select(OfficerRow).where(OfficerRow.login == f"the-{role}")).one()
        return staff.as_actor(unit, row.id)

    actor = work.read_now(SYSTEM, find)
    assert actor is not None
    return Caller(actor)


def _watched(work: Work) -> list[float]:
    """How long each transaction lasts from its begin to its commit."""
    begun: list[float] = [time.perf_counter()]
    lasted: list[float] = [0.0]
    event.listen(work.engine, "begin", lambda _: begun.append(time.perf_counter()))
    event.listen(work.engine, "commit", lambda _: lasted.append(time.perf_counter() - begun[-1]))
    return lasted


def _file_version(unit: Unit) -> str:
    wanted = select(PackVersion.id).where(PackVersion.pack == PACK, PackVersion.author_id.is_(None))
    return unit.session.scalars(wanted).one()


if __name__ == "__main__":
    main()
