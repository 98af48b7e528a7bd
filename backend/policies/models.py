"""Table of self-checks."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment


class Screening(Base):
    """A self-check under way or done. ``answers`` is a sealed list of [fact, value, shown] in the order given.

    No name, no ID number, and no link to a person: only to the chat that asks, until it is thrown away.
    """

    __tablename__ = "screenings"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    pack: Mapped[str] = mapped_column(String(60))
    pack_version: Mapped[str] = mapped_column(String(20))
    answers: Mapped[bytes] = mapped_column(LargeBinary)
    reopened: Mapped[str] = mapped_column(String(60), default="")
    """The fact whose answer is being changed."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment, index=True)
