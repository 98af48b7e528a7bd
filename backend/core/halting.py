"""Stopping what waits in the outbox: paused rows are claimed by nobody, resumed they go on, cancelled they end.

All under the locks that claims hold, so a row is either under way already or stopped. What was under way and comes
back undelivered is told as :class:`backend.core.outbox.CameBack`; whoever stopped the subject stops it then.
"""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import case, select, update

from backend.core.clock import CHINA
from backend.core.locks import hold
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit

NEVER: Final = datetime(9000, 1, 1, tzinfo=CHINA)
"""The hour of what is paused: behind everything that is due, so that no claim goes through it."""


def pause(unit: Unit, subject: str) -> None:
    """What waits of a subject waits until :func:`resume`. What a try has left behind is forgotten, so that a paused
    row holds up nothing else in its chat.
    """
    _change(unit, subject, ("queued",), state="paused", not_before=NEVER, attempts=0)


def resume(unit: Unit, subject: str) -> None:
    """What was paused waits for its hour again, and is tried as long as if it were written now."""
    begins = case((OutboxRow.created_at < unit.now, unit.now), else_=OutboxRow.created_at)
    _change(unit, subject, ("paused",), state="queued", not_before=begins, created_at=begins)


def cancel(unit: Unit, subject: str) -> None:
    """What waits of a subject, paused or not, goes nowhere."""
    _change(unit, subject, ("queued", "paused"), state="cancelled", closed_at=unit.now)


def _change(unit: Unit, subject: str, states: tuple[str, ...], **values: Any) -> None:
    mine = OutboxRow.subject == subject, OutboxRow.closed_at.is_(None)
    for channel in sorted(unit.session.scalars(select(OutboxRow.channel).where(*mine).distinct())):
        hold(unit, f"outbox:{channel}")
    unit.session.execute(update(OutboxRow).where(*mine, OutboxRow.state.in_(states)).values(**values))
