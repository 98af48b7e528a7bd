"""Tables of uploaded lists and of the people found in them."""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment

FINDING: Final = "finding"
"""What a list is kept for, unless another room keeps it for its own."""


class PeopleList(Base):
    """A list an office has uploaded. Its rows are in a sealed file, which goes as soon as they are screened."""

    __tablename__ = "people_lists"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    pack: Mapped[str] = mapped_column(String(60))
    pack_version: Mapped[str] = mapped_column(String(20))
    as_of: Mapped[date] = mapped_column(Date)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    purpose: Mapped[str] = mapped_column(String(16), default=FINDING, server_default=FINDING)
    """finding, or registrations: what comes of its rows."""
    file_name: Mapped[str] = mapped_column(String(100))
    file_id: Mapped[str] = mapped_column(String(32), default="")
    rows: Mapped[int] = mapped_column(Integer, default=0)
    preview: Mapped[bytes] = mapped_column(LargeBinary)
    """Sealed: what the columns were taken for, and the first rows, masked; empty once screened."""
    problems: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    """[line, column, reason] of the first rows that could not be read, without their values."""
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    screen_job: Mapped[str] = mapped_column(String(32), default="")
    invite_job: Mapped[str] = mapped_column(String(32), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    screened_at: Mapped[datetime | None] = mapped_column(Moment)


class Candidate(Base):
    """Somebody a policy may help. Not a status: nothing of the house looks here to decide anything.

    One row a person and policy, so that a second list invites nobody twice. ``sealed`` holds name, ID number,
    telephone and address, until they are not needed any more.
    """

    __tablename__ = "candidates"
    __table_args__ = (
        UniqueConstraint("pack", "id_index"),
        Index("ix_candidates_list", "list_id", "state", "id"),
        Index("ix_candidates_way", "list_id", "way", "id"),
        Index("ix_candidates_state_way", "list_id", "state", "way", "id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    list_id: Mapped[str] = mapped_column(ForeignKey("people_lists.id"))
    pack: Mapped[str] = mapped_column(String(60))
    id_index: Mapped[str] = mapped_column(String(64))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    verdict: Mapped[str] = mapped_column(String(10))
    categories: Mapped[list[str]] = mapped_column(JSON)
    """Category ids that came out as yes or confirm."""
    area: Mapped[str] = mapped_column(String(12))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    state: Mapped[str] = mapped_column(String(16), default="found")
    way: Mapped[str] = mapped_column(String(8), default="")
    """``chat`` when a letter went out, ``desk`` when somebody has to call or visit."""
    code_index: Mapped[str | None] = mapped_column(String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    """The chat that opened the invitation; no other may."""
    expires_on: Mapped[date | None] = mapped_column(Date, index=True)
    moved_at: Mapped[datetime] = mapped_column(Moment, index=True)
