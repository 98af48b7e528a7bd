"""A job that goes through all chats: so many keys of accounts a step, so that its cursor alone says where to go on."""

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import func, select

from backend.core.jobs import Run
from backend.core.unit import Unit
from backend.people.models import Account

A_STEP: Final = 500
"""Keys of accounts, not people written to: most of them are done without."""

Portion = Callable[..., int]
"""``portion(unit, *args, after, until)`` writes to accounts behind ``after`` up to ``until`` and says to how many."""


def through_accounts(run: Run, portion: Portion, *args: Any) -> int:
    """Every account there is when it begins, a step at a time behind the last that was committed.

    Says how many were written to by this attempt.
    """
    last = run.work.read_now(run.caller, _last)
    written = 0
    for after in range(run.cursor * A_STEP, last, A_STEP):
        written += run.step(portion, *args, after, after + A_STEP)
        run.progress(min(after + A_STEP, last), last)
    return written


def _last(unit: Unit) -> int:
    return unit.session.scalar(select(func.max(Account.id))) or 0
