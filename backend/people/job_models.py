"""Tables of what a person looking for work wishes, and what she said to posts she was shown."""

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Integer, String, UniqueConstraint
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
    updated_at: Mapped[datetime] = mapped_column(Moment)


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


class PostLook(Base):
    """Up to which day posts were looked through for an account at night."""

    __tablename__ = "post_looks"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    seen_until: Mapped[date] = mapped_column(Date)


class PostTold(Base):
    """A post an account was told of in a message, so that no other tells it again."""

    __tablename__ = "posts_told"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    vacancy_id: Mapped[str] = mapped_column(ForeignKey("vacancies.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(Moment)
