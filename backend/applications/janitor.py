"""Files and rows go together: what a crash left between them is put right within the hour (F53).

A file is on disk before its row is committed, and goes after the row that named it: a process that dies in between
leaves a file nobody names. The other way round happens only when a disk was lost or an older copy restored.
"""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from anyio.to_thread import run_sync
from sqlalchemy import Column, String, select
from sqlalchemy.exc import SQLAlchemyError

from backend.applications.models import Application, PaperFileRow
from backend.applications.scanning import tell_stopped
from backend.core.database import Base
from backend.core.jobs.service import names_of_files
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work

HOUR: Final = 3600.0
AT_A_TIME: Final = 500
ID_LENGTH: Final = 32

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Swept:
    """How many files nobody named went, and how many rows had lost their file."""

    strays: int
    lost: int


async def keep_tidy(work: Work) -> None:
    """Once an hour, as long as the house is open."""
    while True:
        try:
            await sweep(work)
        except (SQLAlchemyError, OSError):
            log.exception("the files were not tidied; in an hour again")
        await asyncio.sleep(HOUR)


async def sweep(work: Work, age: float = HOUR) -> Swept:
    """Deletes files older than ``age`` that no row names; marks rows whose file is not there."""
    old = await run_sync(lambda: list(work.services.files.older_than(age)))
    strays = 0
    for start in range(0, len(old), AT_A_TIME):
        for stray in await work.read(SYSTEM, unnamed, old[start : start + AT_A_TIME]):
            work.services.files.delete(stray)
            strays += 1
    rows = await work.read(SYSTEM, _kept)
    lost = await run_sync(lambda: [one for one in rows if not work.services.files.there(one)])
    for file_id in lost:
        await work.do(SYSTEM, note_lost, file_id)
    if strays or lost:
        log.warning("files: %d strays went, %d rows had lost theirs", strays, len(lost))
    return Swept(strays, len(lost))


def unnamed(unit: Unit, ids: list[str]) -> set[str]:
    """Those of these files that no row names, whatever its table: no new slice can be forgotten here.

    A removed paper whose content was to go names nothing.
    """
    papers = {row.id: row for row in unit.session.scalars(select(PaperFileRow).where(PaperFileRow.id.in_(ids)))}
    left = set(ids) - set(papers)
    for column in _places() if left else ():
        left -= set(unit.session.scalars(select(column).where(column.in_(left))))
    at_work = names_of_files(unit) if left else ""
    left = {one for one in left if one not in at_work}
    return left | {row.id for row in papers.values() if row.removed_at is not None and not row.size}


def note_lost(unit: Unit, file_id: str) -> None:
    """The content is not there: nobody can open it, and it is wanted again."""
    file = unit.session.get_one(PaperFileRow, file_id)
    row = unit.session.get_one(Application, file.application_id, with_for_update=True)
    if file.removed_at is None and file.scan != "failed":
        file.scan = "failed"
        tell_stopped(unit, row, file)


def _kept(unit: Unit) -> list[str]:
    wanted = select(PaperFileRow.id).where(PaperFileRow.removed_at.is_(None), PaperFileRow.scan != "failed")
    return list(unit.session.scalars(wanted))


def _places() -> Iterator[Column[str]]:
    """Every column that may hold the id of a file: file ids are texts of 32 signs, and never come twice."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String) and column.type.length == ID_LENGTH:
                yield column
