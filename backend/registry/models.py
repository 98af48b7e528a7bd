"""Table of the register."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment

STANDING = text("state = 'active'")


class Entry(Base):
    """One recognition of one person. Two standing entries for one ID number are impossible (XY-27)."""

    __tablename__ = "register_entries"
    __table_args__ = (
        Index(
            "uq_register_entries_standing",
            "person_id",
            "pack",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id"), unique=True)
    pack: Mapped[str] = mapped_column(String(60))
    pack_version: Mapped[str] = mapped_column(String(20))
    bases: Mapped[list[str]] = mapped_column(JSON)
    """Category ids the recognition rests on."""
    state: Mapped[str] = mapped_column(String(12), default="active")
    recognised_on: Mapped[date] = mapped_column(Date)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    """The officer who looks after this person (首问负责)."""
    created_at: Mapped[datetime] = mapped_column(Moment)
