"""Tables of what a person looking for work wishes, and what she said to posts she was shown."""

from datetime import datetime

from sqlalchemy import JSON, Boolean, Float, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment


class JobWishes(Base):
    """The wishes of one chat account, without a name. Kept with consent, erased with a word."""

    __tablename__ = "job_wishes"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    kinds: Mapped[list[str]] = mapped_column(JSON)
    hours: Mapped[str] = mapped_column(String(8))
    pay: Mapped[int] = mapped_column(Integer)
    """The least wanted, fen a month; 0 for no wish."""
    reach: Mapped[int | None] = mapped_column(Integer)
    """Metres; None for no wish."""
    skills: Mapped[list[str]] = mapped_column(JSON)
    cannot: Mapped[list[str]] = mapped_column(JSON)
    needs_acceptance: Mapped[bool] = mapped_column(Boolean)
    area: Mapped[str] = mapped_column(String(12), default="")
    """The city the chat was about; for whom nothing nearer is known."""
    latitude: Mapped[float | None] = mapped_column(Float)
    """Where she looks from, in degrees rounded to thousandths; None where she did not say, or took it back."""
    longitude: Mapped[float | None] = mapped_column(Float)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class JobNews(Base):
    """An account was told of a post, the last time only."""

    __tablename__ = "job_news"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    vacancy_id: Mapped[str] = mapped_column(ForeignKey("vacancies.id"), primary_key=True, index=True)
    told_at: Mapped[datetime] = mapped_column(Moment)


class JobAnswer(Base):
    """What an account said to a post, the last word only: interested, unfit with a reason, or later."""

    __tablename__ = "job_answers"
    __table_args__ = (UniqueConstraint("account_id", "vacancy_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    vacancy_id: Mapped[str] = mapped_column(ForeignKey("vacancies.id"), index=True)
    answer: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(12), default="")
    at: Mapped[datetime] = mapped_column(Moment)
