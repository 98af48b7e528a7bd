"""The table of lists of residents that officers bring to the counter."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment


class ResidentList(Base):
    """A list as it was uploaded: tried out first, then entered row by row, or never.

    ``sealed`` holds the rows as [line, id of the mandate to be, {column: text}] until they are entered.
    Afterwards only the names of those whose rows were wrong.
    ``outcome`` are [line, what came or would come of it, what it lacks, what of it is not kept] of the rows that are right;
    ``problems`` are [line, column, code, params] of the others.
    """

    __tablename__ = "resident_lists"
    __table_args__ = (Index("ix_resident_lists_officer_id", "officer_id", "created_at", "id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    pack: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(12))
    file_name: Mapped[str] = mapped_column(String(100))
    rows: Mapped[int] = mapped_column(Integer)
    unused: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Headers that mean nothing here."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    outcome: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    problems: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    job_id: Mapped[str] = mapped_column(String(32), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    tried_at: Mapped[datetime | None] = mapped_column(Moment)
    entered_at: Mapped[datetime | None] = mapped_column(Moment)
