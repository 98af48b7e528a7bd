"""A message sent to oneself before it goes to many: whoever has its word gets it in the own chat."""

import hmac

from sqlalchemy import select

from backend.core import outbox
from backend.core.outbox import OutboxRow
from backend.core.problems import not_found
from backend.core.unit import Unit
from backend.outreach import message, quotes
from backend.outreach.audience import Addressee, Audience
from backend.outreach.broadcast_feed import buttons, names_for, picture, values
from backend.outreach.broadcast_models import Broadcast
from backend.outreach.broadcasts import test_code
from backend.people.service import ensure_account
from locales import translator

NOT_SENT = ("draft", "submitted", "approved")


def send_to_me(unit: Unit, code: str) -> None:
    """Writes the message of a word to the calling chat, once. Raises 404 ``trial.not_found``."""
    row = _of(unit, code)
    account = ensure_account(unit)
    number = f"SF{row.id}-{row.revision}-{account.id}"
    if unit.session.scalar(select(OutboxRow.id).where(OutboxRow.number == number)) is not None:
        return
    chat, language = unit.citizen, account.language
    me = Addressee(account.id, chat.channel, chat.chat_id, language, Audience.of(row.audience).area)
    _ = translator("citizen", language)
    said = message.filled(message.text_for(row.texts, language), values(unit, row, me, names_for(unit, row, (me,))))
    said = quotes.below(said, row.quotes, language)
    outbox.post(
        unit,
        channel=chat.channel,
        chat_id=chat.chat_id,
        number=number,
        kind="request",
        subject=f"broadcast-trial:{row.id}",
        text=_("【试发，只有您收到】") + "\n" + said,
        buttons=buttons(row, language),
        picture=picture(row),
        language=language,
    )
    unit.audit("broadcast.tried", f"broadcast:{row.id}", title=row.title)


def _of(unit: Unit, code: str) -> Broadcast:
    rows = unit.session.scalars(select(Broadcast).where(Broadcast.state.in_(NOT_SENT)))
    found = next((row for row in rows if hmac.compare_digest(test_code(unit, row).encode(), code.encode())), None)
    if found is None:
        raise not_found("trial")
    return found
