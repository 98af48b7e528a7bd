"""What the malware scanner says of the files people send: asked at once, and again for as long as it is silent.

The verdict is about what was sent, not about what we made of it. Nobody opens a file that is not clean; a person
hears of a stopped file only that it has to be sent again (P14).
"""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

from anyio.to_thread import run_sync
from sqlalchemy import ColumnElement, exists, func, select, true
from sqlalchemy.exc import SQLAlchemyError

from backend.applications.intake_files import CleanFile
from backend.applications.models import Application, DefectRow, PaperFileRow, PaperRow
from backend.applications.ruling import pack_for_the_file
from backend.core.problems import Problem
from backend.core.scanner import Scanner, ScannerDown, Verdict
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.staff import access

AT_ONCE: Final = 4.0
"""Seconds a person waits for the verdict; after that the file waits alone."""
PATIENCE: Final = 60.0
EVERY: Final = 30.0
AT_A_TIME: Final = 200
SILENT: Final = timedelta(minutes=2)
"""A file that waits longer says that the scanner is not there."""
STOPPED: Final = ("infected", "failed")

log = logging.getLogger(__name__)


def looked_at(scanner: Scanner | None, file: CleanFile, sent: bytes, seconds: float = AT_ONCE) -> CleanFile:
    """The file with its verdict; one without keeps what was sent, for later. Call it in a thread."""
    if scanner is None:
        return file
    try:
        return replace(file, scan=scanner.verdict(sent, seconds))
    except ScannerDown:
        return replace(file, scan="pending", original=sent)


def must_be_clean(file: CleanFile) -> CleanFile:
    """A file kept as evidence, where it cannot wait for the scanner as a paper does.

    Raises 422 ``file.not_taken`` for one that is stopped, 409 ``file.not_checked`` while the scanner is silent.
    """
    if file.scan in STOPPED:
        raise Problem("file.not_taken", 422)
    if file.scan != "clean":
        raise Problem("file.not_checked", 409)
    return file


async def keep_scanning(work: Work) -> None:
    """Asks again every half a minute, as long as the house is open."""
    while work.services.scanner is not None:
        try:
            await scan_waiting(work, work.services.scanner)
        except (SQLAlchemyError, OSError):
            log.exception("scanning failed; soon again")
        await asyncio.sleep(EVERY)


async def scan_waiting(work: Work, scanner: Scanner) -> int:
    """How many files got their verdict. A scanner that is silent twice in a row is left in peace."""
    settled = silences = 0
    for file_id, stored in await work.read(SYSTEM, _waiting):
        try:
            content = await run_sync(work.services.files.get, stored)
            verdict: Verdict | None = await run_sync(scanner.verdict, content, PATIENCE)
            settled, silences = settled + 1, 0
        except FileNotFoundError:
            verdict = "failed"
        except ScannerDown:
            verdict, silences = None, silences + 1
        await work.do(SYSTEM, note_verdict, file_id, verdict)
        if silences > 1:
            break
    return settled


def note_verdict(unit: Unit, file_id: str, verdict: Verdict | None) -> None:
    """Keeps a verdict, None for silence. Twice is once."""
    file = unit.session.get_one(PaperFileRow, file_id)
    row = unit.session.get_one(Application, file.application_id, with_for_update=True)
    unit.session.refresh(file)
    if file.scan != "pending":
        return
    file.scan_tried_at = unit.now
    if verdict is None:
        return
    file.scan = verdict
    if file.original_id:
        unit.after_commit.append(partial(unit.services.files.delete, file.original_id))
        file.original_id = None
    if verdict in STOPPED:
        tell_stopped(unit, row, file)


def tell_stopped(unit: Unit, row: Application, file: PaperFileRow) -> None:
    """The paper is wanted again; with an office, so that it is found when the case is read."""
    titles = {item.id: str(item.title) for item in pack_for_the_file(unit, row).requirements}
    paper = titles.get(file.requirement, file.requirement)
    unit.audit("application.file_stopped", f"application:{row.id}", paper=paper)
    if row.submitted_at is not None and file.requirement in titles:
        kept = unit.session.get(PaperRow, (row.id, file.requirement))
        if kept is not None:
            kept.state, kept.comment = "rejected", SEND_AGAIN
    for defect in unit.session.scalars(select(DefectRow).where(*_about(row, file))):
        defect.mended_at = None


def unsettled(unit: Unit, row: Application, requirement: str = "") -> PaperFileRow | None:
    """A file of a case, or of one paper of it, that is not clean, the stopped ones first."""
    paper = PaperFileRow.requirement == requirement if requirement else true()
    wanted = (
        select(PaperFileRow)
        .where(PaperFileRow.application_id == row.id, _not_clean(), paper)
        .order_by(PaperFileRow.scan == "pending", PaperFileRow.id)
    )
    return unit.session.scalar(wanted.limit(1))


def waiting_in_silence(unit: Unit) -> int:
    """How many files of the officer's area wait although the scanner has had its time; 0 while it answers."""
    late = exists().where(_waits(), PaperFileRow.created_at < unit.now - SILENT)
    if not unit.session.scalar(select(late)):
        return 0
    mine = access.visible_to(access.current(unit), Application.station_id)
    waiting = select(func.count()).select_from(PaperFileRow).join(Application)
    return unit.session.scalar(waiting.where(_waits(), mine)) or 0


SEND_AGAIN: Final = "这个文件没能收下，请重新拍照或换一个文件再传。"
"""All a person hears of a stopped file: whoever tries out a scanner learns nothing."""


def _waiting(unit: Unit) -> list[tuple[str, str]]:
    """Files to ask about and what of them is asked, the least recently tried first."""
    rows = unit.session.scalars(
        select(PaperFileRow)
        .where(_waits())
        .order_by(PaperFileRow.scan_tried_at.is_not(None), PaperFileRow.scan_tried_at, PaperFileRow.id)
        .limit(AT_A_TIME)
    )
    return [(row.id, row.original_id or row.id) for row in rows]


def _waits() -> ColumnElement[bool]:
    return (PaperFileRow.scan == "pending") & PaperFileRow.removed_at.is_(None)


def _not_clean() -> ColumnElement[bool]:
    return (PaperFileRow.scan != "clean") & PaperFileRow.removed_at.is_(None)


def _about(row: Application, file: PaperFileRow) -> tuple[ColumnElement[bool], ...]:
    return (
        DefectRow.application_id == row.id,
        DefectRow.round == row.round,
        DefectRow.kind == "paper",
        DefectRow.target == file.requirement,
    )
