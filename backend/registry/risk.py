"""Deceit that ended an earlier recognition (第三条第一款第5、6目): what reviewers of a later application must know."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from backend.core.unit import Unit
from backend.policies.spoken import pack_of
from backend.registry.models import Entry, ExitProposal


@dataclass(frozen=True)
class Risk:
    """A confirmed exit for deceit: the ground and its article as the policy of that day has them."""

    number: str
    ground: str
    article: str
    exited_on: date


def risks_of(unit: Unit, person_id: str) -> tuple[Risk, ...]:
    """Every such exit of a person, under any policy, the newest first."""
    confirmed = unit.session.execute(
        select(Entry, ExitProposal)
        .join(ExitProposal, ExitProposal.entry_id == Entry.id)
        .where(Entry.person_id == person_id, ExitProposal.state == "confirmed")
        .order_by(ExitProposal.id.desc())
    ).all()
    found = []
    for entry, proposal in confirmed:
        pack = pack_of(unit, entry.pack, proposal.pack_version)
        ground = pack.exit_ground(proposal.ground)
        if ground.terms(proposal.reason).risk:
            article = str(pack.citations[ground.citation_id].article)
            found.append(Risk(entry.number, str(ground.label), article, proposal.effective_on))
    return tuple(found)
