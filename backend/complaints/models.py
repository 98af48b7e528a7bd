"""Tables of what citizens complain about: the one being written, and which chat a sent one came from."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment


class ComplaintDraft(Base):
    """What an account has said so far, kept until it is sent, given up or forgotten. ``sealed`` is a :class:`Draft`."""

    __tablename__ = "complaint_drafts"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    pack: Mapped[str] = mapped_column(String(40))
    updated_at: Mapped[datetime] = mapped_column(Moment)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class ChatTicket(Base):
    """The chat a ticket was written in, so that the answer finds it. No officer's page shows it."""

    __tablename__ = "chat_tickets"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    """Empty once the person has had her own data erased: the matter goes on, nobody can be told."""
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    """What the office answered when it closed the ticket, sealed."""
