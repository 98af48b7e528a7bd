"""Tables of the register: entries, how their bases lapse, exits, refusals, contacts, and what a night looks at."""

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment

STANDING = text("state <> 'exited'")
UNDECIDED = text("state = 'open'")
STILL_DUE = text("done_at IS NULL")
ARRIVED = text("state = 'sent'")


class Entry(Base):
    """One recognition of one person. Two standing entries for one ID number are impossible (XY-27, GZ-23).

    ``facts`` seals what later checks need of the answers, as a list of [fact, value]; it is None until it was kept.
    ``version`` is compared and set by every exit, so of two officers one wins.
    """

    __tablename__ = "register_entries"
    __table_args__ = (
        Index(
            "uq_register_entries_standing",
            "person_id",
            "pack",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        # A page of the register is read off an index, however deep: all of an office, those of one state, the city's.
        Index("ix_register_entries_newest", "office_id", "recognised_on", "id"),
        Index("ix_register_entries_shown", "office_id", "state", "recognised_on", "id", "warn_from"),
        Index("ix_register_entries_all", "recognised_on", "id"),
        Index("ix_register_entries_account_id", "account_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    application_id: Mapped[str | None] = mapped_column(ForeignKey("applications.id"), unique=True)
    """What it was decided on; None for a recognition nobody had to apply for."""
    mode: Mapped[str] = mapped_column(String(8), default="apply", server_default="apply")
    """apply, or auto: recognised with the unemployment registration (广州 第四条)."""
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    """The chat letters go to: the one through which the person applied, or is known."""
    pack: Mapped[str] = mapped_column(String(60))
    pack_version: Mapped[str] = mapped_column(String(20))
    bases: Mapped[list[str]] = mapped_column(JSON)
    """Category ids the recognition was decided on; those that lapsed since are rows of ``BasisLapse``."""
    state: Mapped[str] = mapped_column(String(12), default="active")
    recognised_on: Mapped[date] = mapped_column(Date)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    """The officer who looks after this person (首问负责)."""
    facts: Mapped[bytes | None] = mapped_column(LargeBinary)
    read_by: Mapped[dict[str, int]] = mapped_column(JSON, default=dict, server_default="{}")
    """Who read the last day of a certificate: {fact: officer}. Whoever did does not decide that it is over."""
    warn_from: Mapped[date | None] = mapped_column(Date, index=True)
    """From this day on the entry is shown as 预警: its end is near."""
    household: Mapped[str | None] = mapped_column(String(32), index=True)
    """The same for entries of one household, linked by an officer (XY-33)."""
    household_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    """Who said so last. Whoever did does not decide an exit that rests on it."""
    home_index: Mapped[str | None] = mapped_column(String(64), index=True)
    """Blind index of the address of the hukou, for those who are recognised as a household without work (XY-33).

    Empty where there is none to keep; None for an entry of before that nobody has looked at yet."""
    exited_on: Mapped[date | None] = mapped_column(Date)
    """The day from which the exit counts (退出时间); never in the future."""
    exited_at: Mapped[datetime | None] = mapped_column(Moment)
    """When the exit was put on record."""
    version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    created_at: Mapped[datetime] = mapped_column(Moment)


class Objection(Base):
    """What a person holds against an automatic recognition; a human answers it by a day. The words are sealed."""

    __tablename__ = "recognition_objections"
    __table_args__ = (
        Index(
            "uq_recognition_objections_open",
            "entry_id",
            unique=True,
            sqlite_where=UNDECIDED,
            postgresql_where=UNDECIDED,
        ),
        Index("ix_recognition_objections_entry", "entry_id", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"))
    state: Mapped[str] = mapped_column(String(10), default="open")
    """open, kept or corrected."""
    words: Mapped[bytes] = mapped_column(LargeBinary)
    raised_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    """Who took it down at the desk; None when the person wrote by herself."""
    raised_at: Mapped[datetime] = mapped_column(Moment)
    due_on: Mapped[date] = mapped_column(Date)
    annul_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    """Who proposed to annul the recognition; another one has to agree. ``answer`` then waits for that."""
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)


class BasisLapse(Base):
    """One basis that holds no more while the entry may stand on others (reading X22)."""

    __tablename__ = "basis_lapses"

    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), primary_key=True)
    category: Mapped[str] = mapped_column(String(20), primary_key=True)
    lapsed_on: Mapped[date] = mapped_column(Date)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("exit_proposals.id"))


class ExitProposal(Base):
    """An exit proposed by one and decided by another. ``evidence``, ``told``, ``reply`` and ``note`` are sealed.

    ``proposed_by`` is None for the nightly check and for the person's own wish; ``origin`` tells which. Of what follows at
    once from a record it is the officer who made it. ``occasion`` names what a check has seen, so that the same is never
    proposed twice.
    """

    __tablename__ = "exit_proposals"
    __table_args__ = (
        Index(
            "uq_exit_proposals_open",
            "entry_id",
            unique=True,
            sqlite_where=UNDECIDED,
            postgresql_where=UNDECIDED,
        ),
        UniqueConstraint("entry_id", "occasion"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), index=True)
    pack_version: Mapped[str] = mapped_column(String(20))
    origin: Mapped[str] = mapped_column(String(10))
    occasion: Mapped[str | None] = mapped_column(String(80))
    ground: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(40), default="")
    bases: Mapped[list[str]] = mapped_column(JSON)
    """The standing bases this ground ends."""
    state: Mapped[str] = mapped_column(String(10), default="open")
    """open, confirmed or refused."""
    effective_on: Mapped[date] = mapped_column(Date)
    evidence: Mapped[bytes] = mapped_column(LargeBinary)
    told: Mapped[bytes] = mapped_column(LargeBinary)
    """What the person is told as the facts of the matter; empty text where nobody is told."""
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    recorded_by: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]")
    """The officers whose records prove it; none of them decides."""
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    reply_by: Mapped[date | None] = mapped_column(Date)
    """The last day to answer before a decision; None where the person is not heard first."""
    reply: Mapped[bytes | None] = mapped_column(LargeBinary)
    replied_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    note: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Why it was decided so; of a refused proposal the reason."""
    untold: Mapped[str] = mapped_column(String(20), default="")
    """Why nobody was written to: a code (reading X21)."""


class ExitFile(Base):
    """A file of evidence; its content is in the file store, sealed."""

    __tablename__ = "exit_files"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("exit_proposals.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int] = mapped_column(Integer)


class Refusal(Base):
    """An offered service that the person turned down. It counts only once a second officer has said so (X10)."""

    __tablename__ = "service_refusals"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), index=True)
    offer: Mapped[str] = mapped_column(String(20))
    refused_on: Mapped[date] = mapped_column(Date)
    words: Mapped[bytes] = mapped_column(LargeBinary)
    """Sealed: what was offered, the reason given, and why it counts or not."""
    state: Mapped[str] = mapped_column(String(12), default="recorded")
    """recorded, counted or justified."""
    recorded_by: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    judged_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    judged_at: Mapped[datetime | None] = mapped_column(Moment)


class ContactAttempt(Base):
    """One attempt to get in touch, or one word from the person. ``note`` is sealed."""

    __tablename__ = "contact_attempts"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), index=True)
    on: Mapped[date] = mapped_column("on_day", Date)
    channel: Mapped[str] = mapped_column(String(12))
    reached: Mapped[bool]
    note: Mapped[bytes] = mapped_column(LargeBinary)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    """Who tried; None when the person wrote by herself."""
    at: Mapped[datetime] = mapped_column(Moment)


class Watch(Base):
    """A day on which something about an entry falls due. A night touches only the days that have come."""

    __tablename__ = "register_watches"
    __table_args__ = (
        UniqueConstraint("entry_id", "ground", "item", "step", "due_on"),
        Index("ix_register_watches_due", "due_on", "id", sqlite_where=STILL_DUE, postgresql_where=STILL_DUE),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"))
    ground: Mapped[str] = mapped_column(String(40))
    """Of which exit ground of the policy; empty for a day that is no exit."""
    item: Mapped[str] = mapped_column(String(40))
    """The reason or basis of the ground, or the category a day is about."""
    step: Mapped[str] = mapped_column(String(12))
    """propose, or a warning before: the number of days."""
    due_on: Mapped[date] = mapped_column(Date)
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    """The officer whose record makes an exit due at once; such an exit is as good as proposed by this officer."""
    done_at: Mapped[datetime | None] = mapped_column(Moment)


class RecoveryCase(Base):
    """Money to get back after deceit, opened together with the exit (XY-38)."""

    __tablename__ = "recovery_cases"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), index=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("exit_proposals.id"), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="open")
    opened_at: Mapped[datetime] = mapped_column(Moment)
    opened_by: Mapped[int] = mapped_column(ForeignKey("officers.id"))


class ProvincialMessage(Base):
    """What the provincial system has to be told, written with the act itself (XY-20, XY-43). ``body`` is sealed."""

    __tablename__ = "provincial_messages"
    __table_args__ = (
        Index("ix_provincial_messages_open", "state", "not_before", "id"),
        Index("ix_provincial_messages_subject", "subject"),
        Index("ix_provincial_messages_arrived", "closed_at", "id", sqlite_where=ARRIVED, postgresql_where=ARRIVED),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    """lookup, recognition, re_recognition, correction, lapse or exit."""
    subject: Mapped[str] = mapped_column(String(80))
    """``application:<id>`` or ``entry:<id>``, as in the audit."""
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(10), default="queued")
    """queued, sending, sent or failed."""
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    not_before: Mapped[datetime] = mapped_column(Moment)
    receipt: Mapped[str] = mapped_column(String(60), default="")
    """The number the provincial system gave."""
    error: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
