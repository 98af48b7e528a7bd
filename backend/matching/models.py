"""The table of referrals: a person and a post an officer brings together."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment

OPEN = text("state = 'open'")


class Referral(Base):
    """A post the person is interested in, or one the office offers (第五条第一项). Open until its outcome is known.

    Either the chat account is known, or the recognition, or both. ``reason`` is why an offer was turned down: it is
    no refusal before an officer has entered one and another has judged it (reading X10).
    """

    __tablename__ = "referrals"
    __table_args__ = (
        Index("ix_referrals_office", "office_id", "state", "id"),
        Index(
            "uq_referrals_open",
            "account_id",
            "vacancy_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    vacancy_id: Mapped[str] = mapped_column(ForeignKey("vacancies.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("register_entries.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    """Whose to-do it is: the office that looks after the person, or the one of the post."""
    source: Mapped[str] = mapped_column(String(8))
    """wish or offer."""
    answer: Mapped[str] = mapped_column(String(12), default="")
    """What the person said to an offer."""
    reason: Mapped[str] = mapped_column(String(12), default="")
    state: Mapped[str] = mapped_column(String(8), default="open")
    outcome: Mapped[str] = mapped_column(String(12), default="")
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    """Who offered it, later who recorded the outcome."""
    act_id: Mapped[int | None] = mapped_column(ForeignKey("service_acts.id"))
    """The line of the ledger, where it counts as a recommendation."""
    letter: Mapped[str] = mapped_column(String(30), default="")
    """The number of the letter that tells of an offer; empty where there was no chat to write to."""
    spoken_at: Mapped[datetime | None] = mapped_column(Moment)
    """When an officer spoke with the person about an offer, as far as no letter told her."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
