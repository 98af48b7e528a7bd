"""Tables of 急难就业援助: an event of an area, and one task for each person of the register it may touch."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment


class Emergency(Base):
    """An event: what happened, where, from when until when (第五条第（四）项)."""

    __tablename__ = "emergencies"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(80))
    area: Mapped[str] = mapped_column(String(12))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    """The head office of the area: whoever sees it, sees the event."""
    opened_by: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    report: Mapped[str] = mapped_column(Text, default="")
    """What was done and what is left, as whoever closed it sums it up (分析研判); it names nobody."""


class EmergencyTask(Base):
    """One person to be asked how she is and what she needs. ``note`` is sealed, None while it waits."""

    __tablename__ = "emergency_tasks"
    __table_args__ = (
        UniqueConstraint("emergency_id", "entry_id"),
        Index("ix_emergency_tasks_state", "emergency_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    emergency_id: Mapped[int] = mapped_column(ForeignKey("emergencies.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), index=True)
    """Whose turn it is: the officer who looked after the person when the event was opened."""
    state: Mapped[str] = mapped_column(String(12), default="open")
    note: Mapped[bytes | None] = mapped_column(LargeBinary)
    done_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    done_at: Mapped[datetime | None] = mapped_column(Moment)
