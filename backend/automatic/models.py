"""The table of unemployment registrations that were looked at."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment


class Registration(Base):
    """One registration and what came of it; the same registration twice is one row.

    ``sealed`` holds name, ID number, telephone, address, and the answers while they are looked at again.
    """

    __tablename__ = "unemployment_registrations"
    __table_args__ = (
        UniqueConstraint("pack", "id_index", "registered_on"),
        Index("ix_unemployment_registrations_shown", "office_id", "at"),
        Index("ix_unemployment_registrations_again_on", "again_on"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    list_id: Mapped[str | None] = mapped_column(ForeignKey("people_lists.id"), index=True)
    """The uploaded list it stood in; None when another system told it."""
    pack: Mapped[str] = mapped_column(String(60))
    pack_version: Mapped[str] = mapped_column(String(20))
    id_index: Mapped[str] = mapped_column(String(64))
    registered_on: Mapped[date] = mapped_column(Date)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    outcome: Mapped[str] = mapped_column(String(12))
    """recognised, standing, apply, check, nothing or nobody."""
    bases: Mapped[list[str]] = mapped_column(JSON)
    """Category ids whose verdict was yes, of those recognised automatically."""
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("register_entries.id"))
    way: Mapped[str] = mapped_column(String(8), default="")
    """``chat`` when a letter went out, ``desk`` when it has to be printed; empty when there is nothing to say."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    again_on: Mapped[date | None] = mapped_column(Date)
    """The day on which an age is reached and it is looked at once more (reading G13)."""
    at: Mapped[datetime] = mapped_column(Moment)
