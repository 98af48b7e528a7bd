"""Applying again after an exit: what was told and verified then is offered again, and what has changed is asked.

Only to the chat through which the person was recognised; another one is told nothing of it (第三条第二款).
"""

from datetime import date

from sqlalchemy import select

from backend.applications.asks import AGAIN
from backend.applications.dossier import Dossier
from backend.applications.earlier import EARLIER, EARLIER_FILES
from backend.applications.models import Application, PaperFileRow, PaperRow
from backend.applications.paper_files import remove_file
from backend.applications.sealed import read_form
from backend.core.unit import Unit
from backend.people.service import person_of
from backend.registry.facts import facts_of
from backend.registry.models import Entry
from backend.registry.standing import last_exit
from backend.rules import requirement_of


def recall(dossier: Dossier, id_number: str) -> None:
    """Looks whether this person stood on the register before and has left it; if so, offers what was told then."""
    unit, row = dossier.unit, dossier.row
    _forget(dossier)
    person = person_of(unit, id_number)
    ended = last_exit(unit, person.id, row.pack) if person else None
    before = _recognition(unit, row, person.id) if person and ended else None
    if ended is None or before is None:
        return
    dossier.form[AGAIN] = ended.exited_on.isoformat()
    told = read_form(unit, before)
    dossier.form[EARLIER] = {name: value for name, value in told.items() if value and not name.endswith(".")}
    dossier.form[EARLIER_FILES] = _papers(dossier, before)


def _forget(dossier: Dossier) -> None:
    """Another number is another person: what belonged to the one before goes."""
    copied = set(dossier.form.pop(EARLIER_FILES, ()))
    for file in [file for file in dossier.files if file.id in copied]:
        remove_file(dossier, file)
    dossier.forget(AGAIN, EARLIER)


def _recognition(unit: Unit, row: Application, person_id: str) -> Application | None:
    """The last recognition through this very account."""
    mine = select(Application).where(
        Application.person_id == person_id,
        Application.pack == row.pack,
        Application.account_id == row.account_id,
        Application.state == "recognised",
    )
    return unit.session.scalar(mine.order_by(Application.decided_at.desc()).limit(1))


def _papers(dossier: Dossier, before: Application) -> list[str]:
    """Papers an office has verified and that are still valid are not asked for again (XY-52)."""
    unit = dossier.unit
    verified = select(PaperRow).where(PaperRow.application_id == before.id, PaperRow.state == "verified")
    copied = list[str]()
    for paper in unit.session.scalars(verified).all():
        if dossier.files_of(paper.requirement) or not _still_valid(dossier, before, paper):
            continue
        files = select(PaperFileRow).where(
            PaperFileRow.application_id == before.id,
            PaperFileRow.requirement == paper.requirement,
            PaperFileRow.removed_at.is_(None),
            PaperFileRow.scan == "clean",
        )
        for file in unit.session.scalars(files.order_by(PaperFileRow.id)).all():
            copied.append(_copy(dossier, file))
        own = dossier.paper(paper.requirement)
        own.chosen, own.state = paper.chosen, "received"
    return copied


def _copy(dossier: Dossier, file: PaperFileRow) -> str:
    unit = dossier.unit
    row = PaperFileRow(
        id=unit.services.files.put(unit.services.files.get(file.id)),
        application_id=dossier.row.id,
        requirement=file.requirement,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        advice=file.advice,
        scan=file.scan,
        round=dossier.row.round,
        created_at=unit.now,
    )
    unit.session.add(row)
    dossier.files.append(row)
    return row.id


def _still_valid(dossier: Dossier, before: Application, paper: PaperRow) -> bool:
    """A certificate with an end is valid only where its end is known and has not come.

    What an officer read on the paper itself goes before what was told of it.
    """
    if paper.valid_until is not None:
        return paper.valid_until >= dossier.unit.today
    item = requirement_of(dossier.pack, paper.requirement)
    entry = dossier.unit.session.scalar(select(Entry).where(Entry.application_id == before.id))
    if item is None or entry is None:
        return False
    facts = facts_of(dossier.unit, entry)
    for ground in dossier.pack.exits:
        meets = any(set(basis.category_ids) & set(item.category_ids) for basis in ground.bases)
        for _item, check in ground.checks:
            until = facts.get(check.fact)
            ended = not isinstance(until, date) or until < dossier.unit.today
            if meets and check.kind == "validity" and ended:
                return False
    return True
