"""Whoever applied is told: each news of an application becomes one letter in the same transaction."""

from datetime import datetime

from backend.applications import events, letters
from backend.applications.check_codes import issue_decision
from backend.applications.letter_frame import Letter, copy_to_helper
from backend.applications.models import Application
from backend.core import outbox
from backend.core.unit import Unit


def shown_at_once(unit: Unit, event: events.News, letter: Letter) -> datetime | None:
    """What the person has just sent is confirmed by the turn itself: the letter waits for it, and is the same words."""
    if isinstance(event, events.Submitted | events.Supplied):
        return outbox.answers_itself(unit, letter.channel, letter.chat_id)
    return None


def tell(unit: Unit, event: events.News) -> None:
    """Writes the letter of the news, so that there is no decision without a notice (XY-30)."""
    letter = letters.letter_of(unit, event)
    if isinstance(event, events.Recognised | events.Declined):
        issue_decision(unit, event.application_id, letter.number)
    if isinstance(event, events.ReturnedForCorrection | events.CorrectionDue):
        row = unit.session.get_one(Application, event.application_id)
        if copy := copy_to_helper(unit, row, letter):
            _post(unit, event, copy)
    _post(unit, event, letter)


def _post(unit: Unit, event: events.News, letter: Letter) -> None:
    subject = f"application:{event.application_id}"
    outbox.post(
        unit,
        channel=letter.channel,
        chat_id=letter.chat_id,
        number=letter.number,
        kind=letter.kind,
        subject=subject,
        text=letter.text,
        buttons=letter.buttons,
        language=letter.language,
        not_before=shown_at_once(unit, event, letter),
    )
    unit.audit("letter.written", subject, number=letter.number)
