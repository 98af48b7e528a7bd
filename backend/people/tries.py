"""How many ID numbers one account may try: a chat must not become a way to ask about other people."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, select

from backend.core.actors import Acting
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.people.models import NumberTried
from backend.people.service import account_of, person_index

WITHIN: Final = timedelta(hours=1)
MOST: Final = 5
"""Different numbers an hour; a family of drafts and a few slips fit in."""


def forget_tries(unit: Unit) -> int:
    """Deletes what no longer counts, and says how many there were; whose numbers they were is nobody's business."""
    over = NumberTried.at <= unit.now - WITHIN
    return len(unit.session.scalars(delete(NumberTried).where(over).returning(NumberTried.id_index)).all())


def count_number(unit: Unit, id_number: str) -> None:
    """Counts a valid number once. Runs in a unit of its own, so that a refusal does not undo the count.

    Raises 409 ``id_number.too_many_tries`` (limit) for one number too many within the hour.
    """
    # A helper counts herself, for how many people she may act: else every mandate would be five more numbers.
    account = account_of(replace(unit, actor=unit.actor.by) if isinstance(unit.actor, Acting) else unit)
    if account is None:
        return
    session = unit.session
    session.execute(
        delete(NumberTried).where(
            NumberTried.account_id == account.id, NumberTried.at <= unit.now - WITHIN
        )
    )
    index = person_index(unit, id_number)
    if session.get(NumberTried, (account.id, index)) is not None:
        return
    tried = session.scalar(
        select(func.count()).select_from(NumberTried).where(NumberTried.account_id == account.id)
    )
    if (tried or 0) >= MOST:
        raise Problem("id_number.too_many_tries", 409, limit=MOST)
    session.add(NumberTried(account_id=account.id, id_index=index, at=unit.now))
