"""What the end of a mandate means for its cases: no letter goes to the helper, and what came to nothing is forgotten."""

from datetime import timedelta

from sqlalchemy import select

from backend.applications.models import Application
from backend.core import outbox
from backend.core.unit import Unit
from backend.people import mandate_details, mandates
from backend.people.mandate_lifecycle import IN_FORCE
from backend.people.mandate_models import Mandate
from backend.people.mandates import MandateOver
from backend.people.models import Account


def hold_back(unit: Unit, news: MandateOver) -> None:
    """Letters that still wait for the helper's chat do not go there any more."""
    helper = unit.session.get(Account, news.helper_account_id) if news.helper_account_id else None
    if helper is None:
        return
    theirs = select(Application.id).where(Application.mandate_id == news.mandate_id)
    for case_id in unit.session.scalars(theirs).all():
        for letter in outbox.letters_about(unit, f"application:{case_id}"):
            if letter.state == "queued" and (letter.channel, letter.chat_id) == (helper.channel, helper.chat_id):
                outbox.withdraw(unit, letter.number)


def forget_mandates(unit: Unit) -> int:
    """Run daily: of a mandate of which no application came within ``draft_days``, names and numbers go."""
    before = unit.now - timedelta(days=unit.services.settings.draft_days)
    has_case = select(Application.id).where(Application.mandate_id == Mandate.id).exists()
    old = select(Mandate).where(Mandate.created_at < before, Mandate.forgotten_at.is_(None), ~has_case)
    rows = unit.session.scalars(old).all()
    for row in rows:
        if row.state in IN_FORCE:
            mandates.lapse(unit, row)
        mandate_details.forget_details(unit, row)
    return len(rows)
