"""Tables of service acts, ledgers, plans, status checks, spot checks and visiting intervals."""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment

OPEN_PLAN = text("closed_at IS NULL")
OPEN_ASSIGNMENT = text("ended_at IS NULL")


class ServiceAct(Base):
    """One act of help: one line of the ledger, for ever. A mistake is corrected by a new line that names it.

    ``sealed`` holds what may tell of the person: place, visitors, what was offered, notes.
    """

    __tablename__ = "service_acts"
    __table_args__ = (Index("ix_service_acts_ledger", "office_id", "month", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    """The office in whose ledger it stands: the one that looks after the person."""
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    kind: Mapped[str] = mapped_column(String(30))
    done_on: Mapped[date] = mapped_column(Date)
    month: Mapped[str] = mapped_column(String(7))
    """The ledger it stands in: the month it was done, or a later one when that was signed already."""
    outcome: Mapped[str] = mapped_column(String(12))
    linked_id: Mapped[int | None] = mapped_column(ForeignKey("service_acts.id"))
    """What it rests on: the guidance behind a recommended training (穗人社发〔2014〕4号第九条)."""
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("service_acts.id"), unique=True)
    void: Mapped[bool] = mapped_column(Boolean, default=False)
    """Stands for nothing but the correction: the act it names never happened."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(Moment)


class LedgerSignature(Base):
    """An office has signed its ledger of a month: from now on that month gets no new line."""

    __tablename__ = "ledger_signatures"
    __table_args__ = (UniqueConstraint("office_id", "month"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    month: Mapped[str] = mapped_column(String(7))
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    lines: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(String(64))
    """Over all lines as they stood; a changed, added or missing one shows."""
    at: Mapped[datetime] = mapped_column(Moment)


class Plan(Base):
    """一人一策: the plan of one recognition, one open at a time. ``goal`` is sealed."""

    __tablename__ = "plans"
    __table_args__ = (
        Index("uq_plans_open", "entry_id", unique=True, sqlite_where=OPEN_PLAN, postgresql_where=OPEN_PLAN),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    goal: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    result: Mapped[str] = mapped_column(String(12), default="")
    relief: Mapped[str] = mapped_column(String(20), default="", server_default="")
    """Which plan of the policy began by itself with the recognition (第四条第五款); empty for one an officer made."""
    due_on: Mapped[date | None] = mapped_column(Date)
    """Until when the household has work; None for a plan an officer made."""
    route: Mapped[str] = mapped_column(String(20), default="", server_default="")
    """The way to work that ended it."""


class PlanStep(Base):
    """One step of a plan, with its day. ``what`` is sealed."""

    __tablename__ = "plan_steps"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    place: Mapped[int] = mapped_column(Integer)
    what: Mapped[bytes] = mapped_column(LargeBinary)
    due_on: Mapped[date] = mapped_column(Date)
    done_on: Mapped[date | None] = mapped_column(Date)


class StatusCheck(Base):
    """What was learnt about a person's work, and how: the four channels of 第三条第一款, and the survey."""

    __tablename__ = "status_checks"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), index=True)
    channel: Mapped[str] = mapped_column(String(12))
    done_on: Mapped[date] = mapped_column(Date)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    answered: Mapped[bool] = mapped_column(Boolean)
    """The person was met or reached and answered; a comparison answers without the person."""
    work_state: Mapped[str] = mapped_column(String(12))
    training: Mapped[str] = mapped_column(String(8))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    act_id: Mapped[int | None] = mapped_column(ForeignKey("service_acts.id"))
    sample_id: Mapped[int | None] = mapped_column(ForeignKey("spot_checks.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)


class SurveyAsk(Base):
    """When somebody was asked last, in her chat, how she stands (第五条第三款第2目)."""

    __tablename__ = "survey_asks"

    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), primary_key=True)
    asked_on: Mapped[date] = mapped_column(Date)


class SpotCheck(Base):
    """不定期抽查: ``n`` entries drawn from an office's area. The seed, the number and the moment give them again."""

    __tablename__ = "spot_checks"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    seed: Mapped[str] = mapped_column(String(40))
    n: Mapped[int] = mapped_column(Integer)
    population: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Moment)


class SampledEntry(Base):
    """One entry of a spot check, in the order of drawing."""

    __tablename__ = "sampled_entries"

    sample_id: Mapped[int] = mapped_column(ForeignKey("spot_checks.id"), primary_key=True)
    place: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), index=True)


class VisitInterval(Base):
    """How often one person is visited, where the office wants it otherwise than the policy's rhythm."""

    __tablename__ = "visit_intervals"

    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), primary_key=True)
    days: Mapped[int] = mapped_column(Integer)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class SubsidyGrant(Base):
    """Months of one subsidy approved for a person. They count for ever, over all recognitions (第三条第二款)."""

    __tablename__ = "subsidy_grants"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"))
    subsidy: Mapped[str] = mapped_column(String(20))
    approved_on: Mapped[date] = mapped_column(Date)
    first_month: Mapped[date] = mapped_column(Date)
    months: Mapped[int] = mapped_column(Integer)
    base: Mapped[str] = mapped_column(String(12), default="")
    """The kind of job that tells a woman's retirement date; empty where it is known without."""
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    annulled_at: Mapped[datetime | None] = mapped_column(Moment)
    annulled_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    reason: Mapped[str] = mapped_column(String(200), default="")


class SecondPlacement(Base):
    """A second public post opened by a county: the months of one subsidy count anew, once (reading X15)."""

    __tablename__ = "second_placements"
    __table_args__ = (UniqueConstraint("person_id", "subsidy"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"))
    subsidy: Mapped[str] = mapped_column(String(20))
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(String(200))


class Ticket(Base):
    """What came in over the hotline, with the office that follows it up until it is closed (穗人社发〔2014〕4号第十五条).

    ``sealed`` holds name, telephone and what was said.
    """

    __tablename__ = "tickets"
    __table_args__ = (Index("ix_tickets_office", "office_id", "state", "due_on"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    state: Mapped[str] = mapped_column(String(12), default="open")
    taken_by: Mapped[int] = mapped_column(ForeignKey("officers.id"), nullable=True)
    """Who answers for it (首问负责): who took the call down or handed it on, until an officer of the office takes it."""
    created_by: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    about_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    """The officer complained about, who neither sees nor gets it (新余 第七条第三款)."""
    about_office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    """The office complained about where nobody knows by which officer: it does not get it either."""
    in_chat: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Written by the person in the chat; ``created_by`` is who was given it first."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    due_on: Mapped[date] = mapped_column(Date)
    assisted: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the caller stands on a register: served before others (新余 第六条第三款)."""
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class TicketNote(Base):
    """One step of following a ticket up. ``sealed`` is what was done."""

    __tablename__ = "ticket_notes"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Assignment(Base):
    """A social worker of a provider looks after a person (穗人社发〔2014〕4号第十三条): who sees nobody else."""

    __tablename__ = "assignments"
    __table_args__ = (
        Index(
            "uq_assignments_open",
            "entry_id",
            "provider_id",
            unique=True,
            sqlite_where=OPEN_ASSIGNMENT,
            postgresql_where=OPEN_ASSIGNMENT,
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), index=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
