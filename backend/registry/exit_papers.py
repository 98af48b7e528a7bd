"""What stands on record behind a proposed exit, sealed: evidence and its files, what was told, answered, noted."""

from typing import Literal

from backend.core.unit import Unit
from backend.registry.exit_guards import Wish
from backend.registry.models import ExitFile, ExitProposal

Column = Literal["evidence", "told", "reply", "note"]


def sealed(unit: Unit, column: Column, proposal: ExitProposal, text: str) -> bytes:
    return unit.vault.seal(text, _place(column, proposal))


def told_of(unit: Unit, proposal: ExitProposal) -> str:
    """The facts as the person was told them."""
    return _open(unit, "told", proposal, proposal.told)


def evidence_of(unit: Unit, proposal: ExitProposal) -> str:
    return _open(unit, "evidence", proposal, proposal.evidence)


def reply_of(unit: Unit, proposal: ExitProposal) -> str:
    return _open(unit, "reply", proposal, proposal.reply)


def note_of(unit: Unit, proposal: ExitProposal) -> str:
    return _open(unit, "note", proposal, proposal.note)


def keep_files(unit: Unit, proposal: ExitProposal, wish: Wish) -> None:
    for file in wish.files:
        unit.session.add(
            ExitFile(
                id=unit.services.files.put(file.content),
                proposal_id=proposal.id,
                name=file.name[:200],
                media_type=file.media_type,
                size=len(file.content),
            )
        )


def _open(unit: Unit, column: Column, proposal: ExitProposal, kept: bytes | None) -> str:
    return str(unit.vault.open(kept, _place(column, proposal))) if kept else ""


def _place(column: Column, proposal: ExitProposal) -> str:
    return f"exit_proposals.{column}|{proposal.id}"
