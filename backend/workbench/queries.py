"""Reading versions for the pages: what there is, how it stands, whom a new one would touch."""

from collections.abc import Iterator

from sqlalchemy import select

from backend.core import audit
from backend.core.console.problems import words_for
from backend.core.console.words import speaker
from backend.core.sentences import sentence
from backend.core.unit import Unit
from backend.rules import Pack
from backend.staff.models import OfficerRow
from backend.workbench import evidence
from backend.workbench.guards import own_packs, refusal, seen, subject_of
from backend.workbench.lifecycle import allowed
from backend.workbench.models import PackVersion
from backend.workbench.reckonings import counting, older_than
from backend.workbench.shelf import unreadable_in
from backend.workbench.todos import open_todos
from backend.workbench.views import (
    ActView,
    CheckView,
    HistoryLine,
    Overview,
    PackView,
    VersionLine,
    VersionView,
)


def overview(unit: Unit) -> Overview:
    """The policies of the officer's city. Raises 403 ``policy.staff_only``."""
    return Overview(tuple(_pack(unit, pack_id) for pack_id in own_packs(unit)), open_todos(unit))


def version(unit: Unit, version_id: str) -> VersionView:
    """One version. Raises 404 ``policy.not_found``."""
    row = seen(unit, version_id)
    pack = unit.services.catalogue.packs[row.pack]
    return VersionView(
        line=_line(unit, row),
        pack=row.pack,
        title=pack.title,
        number=pack.number,
        revision=row.revision,
        content=row.content,
        cases=row.cases,
        checks=tuple(CheckView(check, counting(unit, row, check)) for check in evidence.CHECKS),
        acts={one.action: one for one in _acts(unit, row)},
        history=_history(unit, row),
    )


def older_of(unit: Unit, version_id: str) -> Pack:
    """What a version takes the place of: what is in force on its day, or was when it was published."""
    return older_than(unit, seen(unit, version_id))


def _pack(unit: Unit, pack_id: str) -> PackView:
    pack = unit.services.catalogue.packs[pack_id]
    rows = unit.session.scalars(
        select(PackVersion)
        .where(PackVersion.pack == pack_id)
        .order_by(PackVersion.created_at.desc(), PackVersion.id.desc())
    )
    return PackView(
        id=pack.id,
        title=pack.title,
        number=pack.number,
        valid_from=pack.valid_from,
        valid_until=pack.valid_until,
        expired=pack.expired(unit.today),
        verified_on=pack.verified_on,
        versions=tuple(_line(unit, row) for row in rows),
    )


def _line(unit: Unit, row: PackVersion) -> VersionLine:
    in_force = unit.services.catalogue.packs[row.pack].version
    return VersionLine(
        id=row.id,
        version=row.version,
        state=row.state,
        effective_from=row.effective_from,
        from_file=row.author_id is None,
        in_force=row.state == "published" and row.version == in_force,
        author=_name(unit, row.author_id),
        approver=_name(unit, row.approver_id),
        updated_at=row.updated_at,
        unreadable=unreadable_in(unit, row),
    )


def _acts(unit: Unit, row: PackVersion) -> Iterator[ActView]:
    for action in allowed(row.state):
        problem = refusal(unit, row, action)
        why_not = words_for(problem, speaker(unit.language)).text if problem else ""
        yield ActView(action, problem is None, why_not)


def _history(unit: Unit, row: PackVersion) -> tuple[HistoryLine, ...]:
    return tuple(
        HistoryLine(entry.at, entry.actor, sentence(entry.action, entry.params, unit.language))
        for entry in reversed(audit.history(unit.session, subject_of(row.id)))
    )


def _name(unit: Unit, officer_id: int | None) -> str:
    officer = unit.session.get(OfficerRow, officer_id) if officer_id else None
    return officer.name if officer else ""
