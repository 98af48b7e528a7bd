"""The answer to a complaint, sent into the chat it came from, and shown there again when she asks."""

from sqlalchemy import select

from backend.assistance.events import TicketClosed
from backend.assistance.models import Ticket
from backend.complaints.models import ChatTicket
from backend.core import outbox
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.people.models import Account
from backend.policies.days import day_words
from contract.channel import NoticeButton
from locales import translator


def answered(unit: Unit, event: TicketClosed) -> None:
    """Keeps the answer, and tells it where the ticket was written in a chat that is still known."""
    chat = unit.session.get(ChatTicket, event.ticket_id)
    if chat is None:
        return
    chat.answer = unit.vault.seal(event.answer, _place(chat))
    account = unit.session.get(Account, chat.account_id) if chat.account_id else None
    if account is not None:
        _tell(unit, unit.session.get_one(Ticket, chat.ticket_id), account, event.answer)


def answer_of(unit: Unit, chat: ChatTicket) -> str:
    return str(unit.vault.open(chat.answer, _place(chat))) if chat.answer else ""


def _tell(unit: Unit, ticket: Ticket, account: Account, answer: str) -> None:
    _ = translator("citizen", account.language)
    subject = f"ticket:{ticket.id}"
    before = len(outbox.letters_about(unit, subject))
    day = day_words(account.language, ticket.created_at)
    text = "\n".join((
        _("您{day}提的意见或投诉（{number}）有答复了。").format(day=day, number=ticket.number),
        _("答复：{answer}").format(answer=answer),
        _("不满意，或者还有话要说，可以再提。"),
    ))
    outbox.post(
        unit,
        channel=account.channel,
        chat_id=account.chat_id,
        number=f"{ticket.number}-{before + 1}",
        kind="request",
        subject=subject,
        text=text,
        buttons=(NoticeButton(label=_("再说一说"), action="complain"),),
        language=account.language,
    )


def hold_back(unit: Unit, ticket_ids: list[int]) -> None:
    """Answers that have not gone yet do not go to a chat that wants to be forgotten."""
    subjects = [f"ticket:{one}" for one in ticket_ids]
    for number in unit.session.scalars(select(OutboxRow.number).where(OutboxRow.subject.in_(subjects))):
        outbox.withdraw(unit, number)


def _place(chat: ChatTicket) -> str:
    return f"chat_tickets.answer|{chat.ticket_id}"
