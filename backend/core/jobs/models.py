"""Tables of long work: what was asked for and how far it is, and which processes are alive to do it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment

STILL_OPEN = text("state IN ('waiting', 'running')")


class JobRow(Base):
    """One piece of long work. Ends in exactly one of done, failed, cancelled."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_open", "created_at", sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    sealed_args: Mapped[bytes] = mapped_column(LargeBinary)
    officer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Who started it, as an actor; nothing when the house did."""
    started_by: Mapped[str] = mapped_column(String(80))
    office_id: Mapped[int | None] = mapped_column(Integer, index=True)
    language: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    runner: Mapped[str] = mapped_column(String(32), default="")
    """The one attempt that may write: whoever begins puts its own mark here and shuts out the one before."""
    worker: Mapped[str] = mapped_column(String(32), default="")
    runs: Mapped[int] = mapped_column(Integer, default=0)
    """How often it was begun: with the id it names one beginning."""
    tries: Mapped[int] = mapped_column(Integer, default=0)
    """Beginnings that did not end politely."""
    cursor: Mapped[int] = mapped_column(Integer, default=0)
    """Chunks that are committed; an attempt after a crash goes on behind them."""
    done: Mapped[int] = mapped_column(Integer, default=0)
    of: Mapped[int] = mapped_column(Integer, default=0)
    summary: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What came out, without personal data."""
    file_id: Mapped[str] = mapped_column(String(32), default="")
    problem: Mapped[str] = mapped_column(String(60), default="")
    problem_params: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment, index=True)


class JobWorker(Base):
    """A process that does long work, with its last sign of life."""

    __tablename__ = "job_workers"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    beat_at: Mapped[datetime] = mapped_column(Moment)
