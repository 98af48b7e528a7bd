"""The table of who has a case open."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment


class Viewer(Base):
    """An officer who has a case open, since when, and the last sign of life."""

    __tablename__ = "case_viewers"

    application_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    """No key of the applications: whoever looks must never hold up who forgets."""
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
