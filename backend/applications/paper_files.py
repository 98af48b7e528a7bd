"""Papers as the person hands them in: several files each, any order, one of several alternatives."""

import re
import unicodedata
from functools import partial
from typing import Final
from urllib.parse import unquote

from backend.applications.dossier import Dossier, own_application
from backend.applications.hands import leave_hand
from backend.applications.intake_files import CleanFile
from backend.applications.models import Application, PaperFileRow, PaperRow
from backend.applications.scanning import tell_stopped
from backend.applications.turn import turn_of
from backend.core.crashpoints import crashpoint
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from contract.application import ApplicationTurn, ChooseAlternative

NAME_LONGEST: Final = 80
ENDINGS: Final = {"image/jpeg": ".jpg", "application/pdf": ".pdf"}
UNSAFE: Final = re.compile(r'[<>:"|?*\\/]+')


def choose_alternative(
    unit: Unit, application_id: str, requirement: str, choice: ChooseAlternative
) -> ApplicationTurn:
    """Says which of several papers it is; an empty choice takes it back. Raises 422 ``paper.unknown_alternative``."""
    dossier = own_application(unit, application_id, to_change=True)
    item = dossier.requirement(requirement)
    dossier.must_be_changeable("paper", requirement)
    if choice.alternative and choice.alternative not in {other.id for other in item.alternatives}:
        raise Problem("paper.unknown_alternative", 422, title=str(item.title))
    leave_hand(unit, dossier.row)
    paper = dossier.paper(requirement)
    if paper.chosen != choice.alternative:
        paper.chosen, paper.said_until = choice.alternative, None
    dossier.row.updated_at = unit.now
    return turn_of(dossier)


def add_paper_file(
    unit: Unit, application_id: str, requirement: str, name: str, file: CleanFile
) -> ApplicationTurn:
    """Keeps one file for one paper; the same file sent twice is kept once.

    Raises 409 ``file.too_many`` and ``file.case_full`` (limit).
    """
    dossier = own_application(unit, application_id, to_change=True)
    dossier.requirement(requirement)
    dossier.must_be_changeable("paper", requirement)
    for stopped in dossier.stopped_of(requirement):
        remove_file(dossier, stopped)
    kept = keep_file(dossier, requirement, name, file)
    paper = dossier.paper(requirement)
    paper.state = "received"
    _unread(paper)
    defect = dossier.defect("paper", requirement)
    if kept.stopped:
        tell_stopped(unit, dossier.row, kept)
    elif defect is not None:
        defect.mended_at = unit.now
    dossier.save()
    crashpoint("file.before_commit")
    return turn_of(dossier)


def remove_paper_file(unit: Unit, application_id: str, file_id: str) -> ApplicationTurn:
    """Takes a file back. One that is gone already is no mistake; what an office has seen stays (409)."""
    dossier = own_application(unit, application_id, to_change=True)
    row = unit.session.get(PaperFileRow, file_id)
    if row is None or row.application_id != dossier.row.id:
        raise not_found("file")
    kind = "field" if dossier.photo_field and row.requirement == dossier.photo_field.id else "paper"
    dossier.must_be_changeable(kind, row.requirement)
    if row.removed_at is None:
        remove_file(dossier, row)
        _after_removal(dossier, row.requirement)
        dossier.save()
    return turn_of(dossier)


def papers_done(unit: Unit, application_id: str) -> ApplicationTurn:
    """The papers are complete for now; missing ones may follow, but sending waits for them."""
    return _set_done(unit, application_id, done=True)


def papers_reopen(unit: Unit, application_id: str) -> ApplicationTurn:
    return _set_done(unit, application_id, done=False)


def keep_file(dossier: Dossier, requirement: str, name: str, file: CleanFile) -> PaperFileRow:
    """The file on disk first, then its row: a row never names a file that is not there."""
    for known in dossier.files_of(requirement):
        if known.sha256 == file.sent_hash and not known.stopped:
            return known
    _must_fit(dossier, len(file.content))
    row = file_row(dossier.unit, dossier.row, requirement, name, file)
    dossier.files.append(row)
    return row


def file_row(unit: Unit, application: Application, requirement: str, name: str, file: CleanFile) -> PaperFileRow:
    """Keeps the file and the row that names it."""
    file_id = unit.services.files.put(file.content)
    original_id = unit.services.files.put(file.original) if file.original else None
    crashpoint("file.kept")
    row = PaperFileRow(
        id=file_id,
        application_id=application.id,
        requirement=requirement,
        name=shown_name(name, file.media_type),
        media_type=file.media_type,
        size=len(file.content),
        sha256=file.sent_hash,
        advice=file.advice,
        scan=file.scan,
        scan_tried_at=unit.now if file.scan == "pending" else None,
        original_id=original_id,
        round=application.round,
        created_at=unit.now,
    )
    unit.session.add(row)
    return row


def remove_file(dossier: Dossier, row: PaperFileRow) -> None:
    """The row stays as a trace, the content goes once that is committed.

    What an earlier round showed to an office keeps its content: its decision rests on it.
    """
    dossier.files.remove(row)
    row.removed_at = dossier.unit.now
    if row.round == dossier.row.round:
        let_go(dossier.unit, row)


def let_go(unit: Unit, row: PaperFileRow) -> None:
    """The content of a file goes once that is committed; the janitor finds what a crash left there."""
    unit.after_commit.append(partial(crashpoint, "file.going"))
    for stored in row.stored:
        unit.after_commit.append(partial(unit.services.files.delete, stored))
    row.size, row.original_id = 0, None


def shown_name(sent: str, media_type: str) -> str:
    """The percent-encoded name as sent, without folders, invisible signs and what file systems dislike."""
    name = unquote(sent, errors="replace").replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
    stem = UNSAFE.sub(" ", unicodedata.normalize("NFC", kept)).rsplit(".", 1)[0].strip(" .")
    return (stem[:NAME_LONGEST] or "材料") + ENDINGS[media_type]


def _must_fit(dossier: Dossier, size: int) -> None:
    settings = dossier.unit.services.settings
    if len(dossier.files) >= settings.case_files:
        raise Problem("file.too_many", 409, limit=settings.case_files)
    if sum(file.size for file in dossier.files) + size > settings.case_bytes:
        raise Problem("file.case_full", 409, limit=settings.case_bytes)


def _unread(paper: PaperRow) -> None:
    """What an officer read off the one before says nothing of the one that has come: its day, number, issuer, original."""
    paper.valid_until, paper.number, paper.issuer = None, None, ""
    paper.original_seen_by, paper.original_seen_on = None, None


def _after_removal(dossier: Dossier, requirement: str) -> None:
    """Without a file the paper is missing again, and a defect of it open again."""
    if dossier.photo_field and requirement == dossier.photo_field.id:
        dossier.form[requirement] = ""
        return
    left = [file for file in dossier.files_of(requirement) if not file.stopped]
    if not left:
        paper = dossier.paper(requirement)
        paper.state, paper.said_until = "missing", None
    defect = dossier.defect("paper", requirement)
    if defect is not None and all(file.round < dossier.row.round for file in left):
        defect.mended_at = None


def _set_done(unit: Unit, application_id: str, done: bool) -> ApplicationTurn:
    dossier = own_application(unit, application_id, to_change=True)
    if dossier.row.state == "draft":
        if done and not dossier.row.papers_done and (again := dossier.postponed()):
            dossier.forget(*(ask.id for ask in again))
            dossier.save()
        dossier.row.papers_done = done
        dossier.row.editing = ""
        dossier.row.updated_at = unit.now
    return turn_of(dossier)
