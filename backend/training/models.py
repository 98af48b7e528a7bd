"""Tables of designated schools, their courses, who is enrolled, and vouchers."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment


class School(Base):
    """定点培训机构: designated for one city until ``ended_on``. Of its key only the hash is kept."""

    __tablename__ = "schools"
    __table_args__ = (UniqueConstraint("city", "name"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    city: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(120))
    telephone: Mapped[str] = mapped_column(String(40))
    key_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    designated_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)


class Course(Base):
    """A course one can enrol in until it begins. ``wish`` is the value of the form's wishes that it answers."""

    __tablename__ = "courses"
    __table_args__ = (Index("ix_courses_city", "city", "starts_on"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    title: Mapped[str] = mapped_column(String(80))
    wish: Mapped[str] = mapped_column(String(12))
    area: Mapped[str] = mapped_column(String(12))
    city: Mapped[str] = mapped_column(String(12))
    place: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    seats: Mapped[int] = mapped_column(Integer)
    takes_vouchers: Mapped[bool] = mapped_column(Boolean)
    description: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="open")
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)


class Voucher(Base):
    """A training voucher of one person: used once, at a designated school, for one of its courses, until its day."""

    __tablename__ = "vouchers"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    guidance_id: Mapped[int] = mapped_column(ForeignKey("service_acts.id"))
    """The guidance it rests on."""
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    issued_on: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(12), default="issued")
    reason: Mapped[str] = mapped_column(String(200), default="")
    """Why it was revoked."""
    course_id: Mapped[str | None] = mapped_column(ForeignKey("courses.id"))
    redeemed_at: Mapped[datetime | None] = mapped_column(Moment)
    redeemed_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    """The officer who did it; None where the school did."""


class VoucherCourse(Base):
    """One of the courses a voucher can be used for."""

    __tablename__ = "voucher_courses"

    voucher_id: Mapped[str] = mapped_column(ForeignKey("vouchers.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("courses.id"), primary_key=True)


class Enrolment(Base):
    """Somebody takes part in a course: a chat account, a recognised person, or both; with a voucher or without."""

    __tablename__ = "enrolments"
    __table_args__ = (
        UniqueConstraint("course_id", "account_id"),
        UniqueConstraint("course_id", "person_id", name="uq_enrolments_person"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("courses.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    voucher_id: Mapped[str | None] = mapped_column(ForeignKey("vouchers.id"))
    number: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(12))
    act_id: Mapped[int | None] = mapped_column(ForeignKey("service_acts.id"))
    """The line of the ledger that its completion has written."""
    moved_at: Mapped[datetime] = mapped_column(Moment)
