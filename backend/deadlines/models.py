"""The table of promises. Nothing is overwritten: what held on a day can be told years later."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment


class TimeLimit(Base):
    """So many days for a step, for an office and all below it that have none of their own, from a day on."""

    __tablename__ = "time_limits"
    __table_args__ = (Index("ix_time_limits_step", "office_id", "pack", "step", "effective_from"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    pack: Mapped[str] = mapped_column(String(60))
    step: Mapped[str] = mapped_column(String(40))
    """Id of a stage of the pack, or one of :data:`backend.deadlines.limits.NAMES`."""
    days: Mapped[int] = mapped_column(Integer)
    effective_from: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    set_by: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    at: Mapped[datetime] = mapped_column(Moment)
