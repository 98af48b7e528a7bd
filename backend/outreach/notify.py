"""Whoever applied is told: each news of an application becomes one letter in the same transaction."""

from backend.applications import events, letters
from backend.applications.check_codes import issue_decision
from backend.core import outbox
from backend.core.unit import Unit


def tell(unit: Unit, event: events.News) -> None:
    """Writes the letter of the news, so that there is no decision without a notice (XY-30)."""
    letter = letters.letter_of(unit, event)
    if isinstance(event, events.Recognised | events.Declined):
        issue_decision(unit, event.application_id, letter.number)
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
    )
    unit.audit("letter.written", subject, number=letter.number)
