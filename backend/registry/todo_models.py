"""Table of what somebody has to look after at an entry of the register."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment

UNANSWERED = text("answered_at IS NULL")


class EntryTodo(Base):
    """One question about an entry, asked once and open until it is answered.

    ``about`` is the fact whose day is missing (``validity``), the number of the other entry (``household``), or the task
    of the policy for a wish on the form (``wish``).
    """

    __tablename__ = "register_todos"
    __table_args__ = (
        UniqueConstraint("entry_id", "kind", "about"),
        # What is open is few among all there ever were.
        Index("ix_register_todos_open", "entry_id", sqlite_where=UNANSWERED, postgresql_where=UNANSWERED),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"))
    kind: Mapped[str] = mapped_column(String(10))
    about: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(String(8), default="")
    """done, yes, no, or the proof it was done with (cert, test); empty as long as it is open."""
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    """None where it settled itself."""
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
