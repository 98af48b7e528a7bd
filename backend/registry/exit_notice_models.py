"""Table of the letters about exits, and of how the person was told where one did not reach her."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment


class ExitNotice(Base):
    """One letter about an exit. What follows is empty where a messenger took it; ``whom`` is sealed."""

    __tablename__ = "exit_notices"

    letter: Mapped[str] = mapped_column(String(30), primary_key=True)
    """Its number in the outbox (通知编号)."""
    proposal_id: Mapped[int] = mapped_column(ForeignKey("exit_proposals.id"), index=True)
    stage: Mapped[str] = mapped_column(String(10))
    """proposed or decided."""
    way: Mapped[str] = mapped_column(String(10), default="", server_default="")
    """phone, desk, served or post."""
    whom: Mapped[bytes | None] = mapped_column(LargeBinary)
    told_on: Mapped[date | None] = mapped_column(Date)
    told_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    recorded_at: Mapped[datetime | None] = mapped_column(Moment)
