"""Tables of who answers for a case next, and of offices that should talk about the same person."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment

OPEN_OFFER = text("answered_at IS NULL")


class HandOver(Base):
    """One officer asks a colleague to take a case on; it stays with the giver until it is accepted (XY-71)."""

    __tablename__ = "hand_overs"
    __table_args__ = (
        # One offer at a time, whoever races.
        Index(
            "uq_hand_overs_open",
            "application_id",
            unique=True,
            sqlite_where=OPEN_OFFER,
            postgresql_where=OPEN_OFFER,
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id"), index=True)
    giver_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    receiver_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), index=True)
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(String(12), default="")
    """accepted, declined, taken_back or lapsed; empty while it is open."""


class ContactRequest(Base):
    """An office asks another to call about a person both have a matter of; neither sees the other's data (C21)."""

    __tablename__ = "contact_requests"
    __table_args__ = (Index("uq_contact_requests_pair", "application_id", "other_id", unique=True),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id"))
    """The case of the office that asks."""
    other_id: Mapped[str] = mapped_column(ForeignKey("applications.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
