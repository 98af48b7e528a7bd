"""Tables of activities and of who signed up for them."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment


class Activity(Base):
    """Something people can go to. ``area`` is a division code: a street, a county or a city; ``city`` that above it."""

    __tablename__ = "activities"
    __table_args__ = (Index("ix_activities_city", "city", "ends_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(80))
    area: Mapped[str] = mapped_column(String(12))
    city: Mapped[str] = mapped_column(String(12))
    place: Mapped[str] = mapped_column(String(120))
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    seats: Mapped[int] = mapped_column(Integer)
    """0 where nobody counts them."""
    employers: Mapped[list[str]] = mapped_column(JSON)
    description: Mapped[str] = mapped_column(Text)
    tags: Mapped[list[str]] = mapped_column(JSON)
    """Which of the five “送” it brings (穗人社发〔2014〕4号第十二条第（一）项)."""
    reach: Mapped[list[str]] = mapped_column(JSON)
    """Which of the four of “双到双零” it serves (第十二条)."""
    state: Mapped[str] = mapped_column(String(12), default="announced")
    walk_ins: Mapped[int] = mapped_column(Integer, default=0)
    """How many came without having signed up."""
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)


class SignUp(Base):
    """A place, or a place in the waiting list. No name: a chat account, a recognised person, or both.

    When the own data is erased, or long after, both are forgotten and the row only counts.
    """

    __tablename__ = "sign_ups"
    __table_args__ = (
        UniqueConstraint("activity_id", "account_id"),
        UniqueConstraint("activity_id", "number", name="uq_sign_ups_number"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    activity_id: Mapped[str] = mapped_column(ForeignKey("activities.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"))
    number: Mapped[int] = mapped_column(Integer)
    """What is said at the entrance; it also orders the waiting list."""
    state: Mapped[str] = mapped_column(String(12))
    act_id: Mapped[int | None] = mapped_column(ForeignKey("service_acts.id"))
    """The line of the ledger that the attendance has written."""
    reminded_at: Mapped[datetime | None] = mapped_column(Moment)
    moved_at: Mapped[datetime] = mapped_column(Moment)


class FairPost(Base):
    """A post that is offered at a fair. Whether it is on offer at all is asked of the post."""

    __tablename__ = "fair_posts"

    activity_id: Mapped[str] = mapped_column(ForeignKey("activities.id"), primary_key=True)
    vacancy_id: Mapped[str] = mapped_column(ForeignKey("vacancies.id"), primary_key=True, index=True)


class FairQuestion(Base):
    """A ticket that was taken down at the desk of a fair."""

    __tablename__ = "fair_questions"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    activity_id: Mapped[str] = mapped_column(ForeignKey("activities.id"), index=True)


class QuizQuestion(Base):
    """A question of a quiz (有奖问答). ``right`` counts ``choices`` from 0; ``article`` is where the answer stands."""

    __tablename__ = "quiz_questions"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    activity_id: Mapped[str] = mapped_column(ForeignKey("activities.id"), index=True)
    text: Mapped[str] = mapped_column(String(200))
    choices: Mapped[list[str]] = mapped_column(JSON)
    right: Mapped[int] = mapped_column(Integer)
    article: Mapped[str] = mapped_column(String(40))


class QuizAnswer(Base):
    """What a chat said to a question, once. When the own data is erased, or long after, only the count stays."""

    __tablename__ = "quiz_answers"
    __table_args__ = (UniqueConstraint("question_id", "account_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("quiz_questions.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    choice: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Moment)
