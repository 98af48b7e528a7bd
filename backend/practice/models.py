"""The table of questions about practice. It holds no personal data: what is answered is read by all offices of a city."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment


class PracticeQuestion(Base):
    """A question of a station or county to the office of its city, and the answer once there is one."""

    __tablename__ = "practice_questions"
    __table_args__ = (Index("ix_practice_questions_newest", "city_id", "asked_at", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    city_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    """The office of the city, which answers."""
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("officers.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    article: Mapped[str] = mapped_column(String(40))
    """What it is about, as the asker names it: 第五条; may be empty."""
    question: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="asked")
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the answer that stands was given: an amended one is as old as its amendment."""
    amended: Mapped[int] = mapped_column(Integer, default=0)
    """How often the answer was amended; of an old one the audit tells that it was there."""
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    """When whoever asked has read the answer that stands; None while there is a new one."""
