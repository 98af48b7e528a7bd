"""Tables of self-checks and of reminders."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment


class Screening(Base):
    """A self-check under way or done. ``answers`` is a sealed list of [fact, value, shown, told] in the
    order given.

    No name, no ID number, and no link to a person: only to the chat that asks, until it is thrown away.
    """

    __tablename__ = "screenings"
    __table_args__ = (Index("ix_screenings_pack", "pack", "id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    pack: Mapped[str] = mapped_column(String(60))
    pack_version: Mapped[str] = mapped_column(String(20))
    answers: Mapped[bytes] = mapped_column(LargeBinary)
    reopened: Mapped[str] = mapped_column(String(60), default="")
    """The fact whose answer is being changed."""
    verdict: Mapped[str] = mapped_column(String(10), default="", server_default="")
    """What it came to, as a word of the chain; empty while questions are open. Chooses whom news concerns."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment, index=True)


class Reminder(Base):
    """A day on which somebody wants to be told that a category may fit from now on. Holds no answer of hers.

    ``posted_at`` is when its letter was written; from then on the outbox has it.
    """

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("account_id", "pack", "category", "day"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    pack: Mapped[str] = mapped_column(String(60))
    category: Mapped[str] = mapped_column(String(20))
    day: Mapped[date] = mapped_column(Date, index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    posted_at: Mapped[datetime | None] = mapped_column(Moment)
