"""Forgetting: drafts and self-checks nobody came back to, and what waited in between."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from sqlalchemy import delete, select

from backend.applications.models import Application
from backend.applications.service import forget
from backend.core.allowance import forget_unspent
from backend.core.chats import FILE_KEPT, WebFile
from backend.core.idempotency import StoredAnswer
from backend.core.inbox import forget_handled
from backend.core.unit import Unit
from backend.people.tries import forget_tries
from backend.policies.service import forget_before

ANSWERS_KEPT = timedelta(days=7)
"""A channel repeats an update within a week at most; older stored answers serve nobody."""


@dataclass(frozen=True)
class Forgotten:
    """How many drafts, self-checks, waiting files, stored answers, handled updates and tried numbers went."""

    drafts: int
    screenings: int
    files: int
    answers: int
    updates: int
    tries: int


def forget_expired(unit: Unit) -> Forgotten:
    """Deletes drafts (with their files) and self-checks untouched for ``draft_days``. Run at start and daily."""
    before = unit.now - timedelta(days=unit.services.settings.draft_days)
    abandoned = unit.session.scalars(
        select(Application).where(
            Application.state.in_(("draft", "withdrawn")),
            Application.submitted_at.is_(None),
            Application.updated_at < before,
        )
    ).all()
    for row in abandoned:
        unit.audit("application.forgotten", f"application:{row.id}", pack=row.pack)
        forget(unit, row)
    forget_unspent(unit)
    return Forgotten(
        drafts=len(abandoned),
        screenings=forget_before(unit, before),
        files=_forget_waiting_files(unit),
        answers=_forget_stored_answers(unit),
        updates=forget_handled(unit),
        tries=forget_tries(unit),
    )


def _forget_waiting_files(unit: Unit) -> int:
    """Files sent into a browser chat that became no paper within a day."""
    gone = unit.session.scalars(
        delete(WebFile).where(WebFile.at < unit.now - FILE_KEPT).returning(WebFile.file_id)
    ).all()
    for file_id in gone:
        unit.after_commit.append(partial(unit.services.files.delete, file_id))
    return len(gone)


def _forget_stored_answers(unit: Unit) -> int:
    gone = unit.session.execute(
        delete(StoredAnswer).where(StoredAnswer.at < unit.now - ANSWERS_KEPT).returning(StoredAnswer.key)
    )
    return len(gone.all())
