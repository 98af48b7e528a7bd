"""The table of stories."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment


class Story(Base):
    """How somebody on the register was helped. ``sealed`` holds a :class:`backend.stories.content.Content`.

    A story that was withdrawn keeps none of its words: that it was there, and who did what, stays.
    """

    __tablename__ = "stories"
    __table_args__ = (Index("ix_stories_published", "pack", "state", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    pack: Mapped[str] = mapped_column(String(60))
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    """Who wrote the words as they are now."""
    state: Mapped[str] = mapped_column(String(12), default="draft")
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    written_on: Mapped[date] = mapped_column(Date)
    """Since when the words are as they are: a consent is to them, and no older."""
    agreed_on: Mapped[date | None] = mapped_column(Date)
    """The day of the person's consent; None while there is none."""
    agreed_named: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether she agreed to be called by her own name."""
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    """Who put the consent on record."""
    reader_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    """The second person, who has read and published it."""
    revision: Mapped[int] = mapped_column(Integer, default=1)
    published_at: Mapped[datetime | None] = mapped_column(Moment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)
