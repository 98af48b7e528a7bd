"""Tables of offices, officers and their sessions."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backend.core.database import Base, Moment


class OfficeRow(Base):
    """A public employment office. ``area`` is the division code whose prefix is its jurisdiction."""

    __tablename__ = "offices"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    level: Mapped[str] = mapped_column(String(12))
    area: Mapped[str] = mapped_column(String(12), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    organisation: Mapped[str] = mapped_column(String(12), default="employment")
    community_reviews: Mapped[bool] = mapped_column(Boolean, default=False)
    """Of a county: whether its communities do the preliminary review themselves, or only prepare it."""
    address: Mapped[str] = mapped_column(String(200), default="")
    telephone: Mapped[str] = mapped_column(String(40), default="")
    hours: Mapped[str] = mapped_column(String(80), default="")


class OfficerRow(Base):
    """A member of staff. A password hash is empty until the first password was chosen by its owner."""

    __tablename__ = "officers"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    login: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(12))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    on_duty: Mapped[bool] = mapped_column(Boolean, default=False)
    """Answers for what came to the office and nobody has taken up yet, and hands on the cases of who is away."""
    language: Mapped[str] = mapped_column(String(12), default="zh_Hans_CN")
    created_at: Mapped[datetime] = mapped_column(Moment)

    office: Mapped[OfficeRow] = relationship(lazy="joined")


class StaffSession(Base):
    """A signed-in browser. Only the hash of its secret is kept."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)


class Invitation(Base):
    """A single-use link with which an officer chooses the first password."""

    __tablename__ = "staff_invitations"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)


class SignInFailure(Base):
    """A failed sign-in, counted per login and per address for a quarter of an hour."""

    __tablename__ = "sign_in_failures"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    login: Mapped[str] = mapped_column(String(40), index=True)
    address: Mapped[str] = mapped_column(String(60), index=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class SecondFactor(Base):
    """The phone that shows an officer's codes. ``last_step`` is the newest half minute whose code was used."""

    __tablename__ = "second_factors"

    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), primary_key=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    last_step: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[datetime] = mapped_column(Moment)


class RecoveryCode(Base):
    """A code for the day the phone is lost; its row goes when it is used."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
