"""Tables of what an account wants to be told: topics, where and when, and what became of each wish."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment


class TopicChoice(Base):
    """How an account stands to one topic now. No row: it was never chosen, so nothing of it is sent."""

    __tablename__ = "topic_choices"
    __table_args__ = (Index("ix_topic_choices_topic", "topic", "chosen", "account_id"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    topic: Mapped[str] = mapped_column(String(10), primary_key=True)
    chosen: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(Moment)


class TopicDeed(Base):
    """Each choosing and each leaving, for ever: under which consent, through which channel, from where, when."""

    __tablename__ = "topic_deeds"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    topic: Mapped[str] = mapped_column(String(10))
    chosen: Mapped[bool] = mapped_column(Boolean)
    version: Mapped[str] = mapped_column(String(20))
    """Of the consent text that stood when it was done; its words are a row of ``consents``."""
    channel: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(10))
    """``settings``, ``message`` (a button below one), or ``erased``."""
    at: Mapped[datetime] = mapped_column(Moment)


class NewsWish(Base):
    """Where and when an account wants news. ``area`` is a division code, empty while not told."""

    __tablename__ = "news_wishes"
    __table_args__ = (Index("ix_news_wishes_area", "area", "account_id"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    area: Mapped[str] = mapped_column(String(12), default="")
    quiet_from: Mapped[int] = mapped_column(Integer)
    """Full hours in China, 0 to 23: from this one on no news is sent …"""
    quiet_until: Mapped[int] = mapped_column(Integer)
    """… until this one. Equal hours: no quiet hours at all."""
