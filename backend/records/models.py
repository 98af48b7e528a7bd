"""Table of exports."""

from datetime import datetime

from sqlalchemy import JSON, Boolean, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment


class Export(Base):
    """A list an officer took out: of what, with which columns, why, and until when it can be fetched."""

    __tablename__ = "exports"
    __table_args__ = (Index("ix_exports_officer", "officer_id", "created_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    job_id: Mapped[str] = mapped_column(String(32))
    what: Mapped[str] = mapped_column(String(20))
    format: Mapped[str] = mapped_column(String(4))
    columns: Mapped[list[str]] = mapped_column(JSON)
    month: Mapped[str] = mapped_column(String(7), default="")
    whole: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[str] = mapped_column(String(100), default="")
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    """Of this office and those below it; None is the whole area of who asked."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)
