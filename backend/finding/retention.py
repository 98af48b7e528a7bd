"""Forgetting: lists nobody screened, people nobody invited, and personal data nobody needs any more."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, or_, select, update

from backend.core.unit import Unit
from backend.finding.lists import forget_file
from backend.finding.models import Candidate, PeopleList

FILE_KEPT = timedelta(days=7)
"""An uploaded list that is not screened."""
FOUND_KEPT = timedelta(days=30)
"""Somebody found and not invited."""
SEALED_KEPT = timedelta(days=30)
"""Name and telephone of somebody whose invitation has come to its end."""
REMEMBERED = timedelta(days=365)
"""That somebody was invited at all, by the blind index alone: so long nobody is invited again."""
WAITING = ("invited", "opened", "unreachable")
ENDED = ("applied", "recognised", "not_interested", "lapsed", "left_out")


@dataclass(frozen=True)
class Forgotten:
    """How many files, people and sealed details went."""

    files: int
    people: int
    details: int


def forget_found(unit: Unit) -> Forgotten:
    """Run daily."""
    unit.session.execute(
        update(Candidate)
        .where(Candidate.state.in_(WAITING), Candidate.expires_on < unit.today)
        .values(state="lapsed", moved_at=unit.now)
    )
    return Forgotten(_forget_files(unit), _forget_people(unit), _forget_details(unit))


def _forget_files(unit: Unit) -> int:
    old = select(PeopleList).where(
        PeopleList.file_id != "", PeopleList.created_at < unit.now - FILE_KEPT
    )
    rows = unit.session.scalars(old).all()
    for row in rows:
        forget_file(unit, row)
    return len(rows)


def _forget_people(unit: Unit) -> int:
    gone = or_(
        (Candidate.state == "found") & (Candidate.moved_at < unit.now - FOUND_KEPT),
        Candidate.state.in_(ENDED) & (Candidate.moved_at < unit.now - REMEMBERED),
    )
    return len(unit.session.scalars(delete(Candidate).where(gone).returning(Candidate.id)).all())


def _forget_details(unit: Unit) -> int:
    over = Candidate.state.in_(ENDED) & (Candidate.moved_at < unit.now - SEALED_KEPT)
    wiped = (
        update(Candidate).where(over, Candidate.sealed != b"").values(sealed=b"").returning(Candidate.id)
    )
    return len(unit.session.scalars(wiped).all())
