"""How long a person may answer a proposed exit: days by the calendar, the last of them a working day."""

from datetime import date, timedelta

from backend.core.unit import Unit
from backend.deadlines.limits import EXIT_REPLY, calendar, promised
from backend.registry.models import Entry
from backend.rules import Pack


def days(unit: Unit, entry: Entry, pack: Pack, proposed_on: date) -> int:
    """The days to answer an exit that was proposed on a day."""
    return promised(unit, entry.office_id, pack, EXIT_REPLY, proposed_on)


def last_day(unit: Unit, entry: Entry, pack: Pack, told_on: date, proposed_on: date | None = None) -> date:
    """The last day to answer; one on which offices are closed is moved to the next working day (民法典第二百零三条).

    ``proposed_on`` is given where the person was told later than the exit was proposed.
    """
    length = days(unit, entry, pack, proposed_on or told_on)
    return calendar(unit).worked_from(told_on + timedelta(days=length))
