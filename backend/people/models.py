"""Tables of chat accounts, persons and consents."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment


class Account(Base):
    """A chat account of any channel. Knows no person until that person has consented and said who they are."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("channel", "chat_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    chat_id: Mapped[int] = mapped_column(BigInteger)
    language: Mapped[str] = mapped_column(String(12))
    reachable: Mapped[bool] = mapped_column(Boolean, default=True)
    news_paused: Mapped[bool] = mapped_column(Boolean, default=False)
    """Blocked us once and has not taken up news again; letters of the own case go on as soon as it is reachable."""
    created_at: Mapped[datetime] = mapped_column(Moment)


class Person(Base):
    """A natural person, one row per ID number. ``sealed`` holds name, ID number and telephone."""

    __tablename__ = "persons"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    id_index: Mapped[str] = mapped_column(String(64), unique=True)
    name_index: Mapped[str | None] = mapped_column(String(64), index=True)
    """Blind index of the whole name; None for a person of before until the next daily work."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(Moment)


class Consent(Base):
    """What was agreed to: the words themselves, when, and through which account."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    version: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Moment)


class NumberTried(Base):
    """An ID number an account has typed, by its blind index: who tries many is stopped."""

    __tablename__ = "numbers_tried"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    id_index: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
