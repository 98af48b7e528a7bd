"""How much memory and time a long export takes: ``uv run python -m bench.export --rows 200000``."""

import resource
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import insert, select

from backend.app import JOBS, open_work
from backend.applications.models import Application
from backend.core import jobs
from backend.core.actors import Officer
from backend.core.settings import Settings
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from backend.people.models import Account, Person
from backend.records import exports
from backend.records.exports import NewExport
from backend.records.listings import REGISTER
from backend.registry.models import Entry
from backend.staff import service as staff
from backend.staff.models import OfficerRow

AREA, STREET, PACK = "360502", "360502001", "xinyu-2023-82"
AT_ONCE = 5000


def main(
    rows: Annotated[int, typer.Option(help="persons on the register")] = 200_000,
    formats: Annotated[str, typer.Option(help="with commas between")] = "csv,xlsx",
) -> None:
    """Fills a made-up register and takes it out."""
    with tempfile.TemporaryDirectory() as folder:
        work = open_work(Settings(data=Path(folder) / "data"))
        officer = work.do_now(SYSTEM, _employ)
        for begin in range(0, rows, AT_ONCE):
            work.do_now(SYSTEM, _fill, begin, min(rows, begin + AT_ONCE), officer.id)
        for format_ in formats.split(","):
            _measure(work, officer, format_, rows)


def _measure(work: Work, officer: Officer, format_: str, rows: int) -> None:
    caller, before, begun = Caller(officer), _memory(), time.perf_counter()
    key = work.do_now(caller, exports.ask, NewExport("register", format_, tuple(REGISTER)))
    jobs.run_waiting(work, JOBS)
    job = work.read_now(caller, exports.export, key).job
    seconds = time.perf_counter() - begun
    size = sum(len(piece) for piece in work.services.files.pieces(job.file_id))
    typer.echo(
        f"{format_}: {job.summary['rows']} of {rows} rows, {size / 1e6:.1f} MB in {seconds:.0f} s; "
        f"peak memory {before:.0f} MB before, {_memory():.0f} MB after"
    )


def _memory() -> float:
    """The most this process has ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _employ(unit: Unit) -> Officer:
    staff.add_officer(unit, "measure", "计量", "reviewer", AREA)
    unit.session.flush()
    key = unit.session.scalars(select(OfficerRow.id).where(OfficerRow.login == "measure")).one()
    officer = staff.as_actor(unit, key)
    assert officer is not None
    return officer


def _fill(unit: Unit, begin: int, end: int, officer: int) -> None:
    office = staff.office_of_area(unit, STREET).id
    if not begin:
        unit.session.add(Account(id=1, channel="web", chat_id=1, language="zh_Hans_CN", created_at=unit.now))
        unit.session.flush()
    version = unit.services.catalogue.packs[PACK].version
    numbers = [(number, f"{number:032d}") for number in range(begin, end)]
    sealed = {
        key: unit.vault.seal(
            {"name": "王秀英", "id_number": "360502198003059929", "phone": "19900000001"}, f"persons.sealed|{key}"
        )
        for _, key in numbers
    }
    unit.session.execute(
        insert(Person),
        [{"id": key, "id_index": key, "sealed": sealed[key], "created_at": unit.now} for _, key in numbers],
    )
    common = {"pack": PACK, "pack_version": version, "created_at": unit.now}
    blank = {"account_id": 1, "answers": b"", "form": b"", "assessment": b"", "updated_at": unit.now, "categories": []}
    unit.session.execute(
        insert(Application), [{"id": key, "person_id": key, "state": "recognised", **common, **blank} for _, key in numbers]
    )
    entry = {"bases": ["X1"], "office_id": office, "owner_id": officer, "recognised_on": unit.today, "state": "active"}
    unit.session.execute(
        insert(Entry),
        [
            {"number": f"RD360502-2026-{n:08d}", "person_id": key, "application_id": key, **common, **entry}
            for n, key in numbers
        ],
    )


if __name__ == "__main__":
    typer.run(main)
