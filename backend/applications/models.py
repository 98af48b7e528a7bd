"""Tables of applications, papers, review steps, decisions and defects."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    TextClause,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment

NOT_CLEAN = text("scan <> 'clean'")
BEFORE_AN_OFFICE = text("state IN ('submitted', 'in_review', 'awaiting_correction')")
HAS_ENDED = text("state IN ('recognised', 'declined', 'withdrawn')")
IS_FREE = text("state = 'submitted'")
IS_HANDED_IN = text("submitted_at IS NOT NULL")
OWN_SIGNS: ColumnElement[str] = literal_column("substr(receipt, 13)")
"""A receipt number without city and day: all that is one's own of it. Said as its index says it."""
IS_WAITING = text("state = 'awaiting_correction'")


def _partly(which: TextClause) -> dict[str, Any]:
    """An index of these rows only; a query must say the same words to use it."""
    return {"sqlite_where": which, "postgresql_where": which}


class Application(Base):
    """One application. What the person wrote is sealed; what the queue sorts by is not.

    ``form`` seals {field: value}; ``answers`` seals the self-check's answers as a list of [fact, value];
    ``assessment`` seals the stored :class:`backend.rules.Assessment`, replayable for years.
    ``version`` is compared and set by every move, so of two officers one wins.
    """

    __tablename__ = "applications"
    __table_args__ = (
        # One open application per person and policy, whoever races.
        Index(
            "uq_applications_open",
            "person_index",
            "pack",
            unique=True,
            sqlite_where=BEFORE_AN_OFFICE,
            postgresql_where=BEFORE_AN_OFFICE,
        ),
        # A page of the queue is read off an index, however deep: per office, per station, per officer, and what ended.
        Index("ix_applications_waiting", "office_id", "due_on", "id", **_partly(IS_FREE)),
        Index("ix_applications_open_office", "office_id", "due_on", "id", **_partly(BEFORE_AN_OFFICE)),
        # What is new at an office is the last line of this one.
        Index("ix_applications_open_moved", "office_id", "updated_at", "id", **_partly(BEFORE_AN_OFFICE)),
        Index("ix_applications_open_station", "station_id", "due_on", "id", "state", **_partly(BEFORE_AN_OFFICE)),
        Index("ix_applications_open_officer", "officer_id", "due_on", "id", **_partly(BEFORE_AN_OFFICE)),
        Index("ix_applications_open", "due_on", "id", **_partly(BEFORE_AN_OFFICE)),
        Index("ix_applications_ended", "station_id", "updated_at", "id", **_partly(HAS_ENDED)),
        Index("ix_applications_moved", "updated_at", "id", **_partly(IS_HANDED_IN)),
        # A case is looked for by ID number, and by the end of its number, among those that ended too.
        Index("ix_applications_person_index", "person_index"),
        Index("ix_applications_own_signs", OWN_SIGNS),
        Index("ix_applications_correct_by", "correct_by", "id", **_partly(IS_WAITING)),
        # A case is never without someone who answers for it (XY-71).
        CheckConstraint(
            "(state NOT IN ('submitted', 'in_review', 'awaiting_correction') OR office_id IS NOT NULL)"
            " AND (state <> 'in_review' OR officer_id IS NOT NULL)",
            name="somebody_answers",
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    receipt: Mapped[str | None] = mapped_column(String(30), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    mandate_id: Mapped[str | None] = mapped_column(ForeignKey("mandates.id"), index=True)
    """By which mandate somebody else acts for the applicant (代办); None where nobody does."""
    person_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"), index=True)
    person_index: Mapped[str | None] = mapped_column(String(64))
    """Blind index of the ID number; set as soon as the number is known."""
    pack: Mapped[str] = mapped_column(String(60))
    pack_version: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default="draft")
    stage: Mapped[int] = mapped_column(Integer, default=0)
    """Index of the pack's stage the case is in, 0 the first."""
    round: Mapped[int] = mapped_column(Integer, default=0)
    """How often it was returned for correction."""
    categories: Mapped[list[str]] = mapped_column(JSON, default=list)
    answers: Mapped[bytes] = mapped_column(LargeBinary)
    form: Mapped[bytes] = mapped_column(LargeBinary)
    assessment: Mapped[bytes] = mapped_column(LargeBinary)
    editing: Mapped[str] = mapped_column(String(60), default="")
    """The field whose line is being changed from the check page."""
    papers_done: Mapped[bool] = mapped_column(default=False)
    """The person said the papers are complete for now."""
    station_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    """Where the person chose to apply: the station of hukou or of residence (第二条第一款)."""
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    """The office whose turn it is."""
    community_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"), index=True)
    """The community that visits and looks at papers for the station, or reviews in its place."""
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"), index=True)
    """Who answers for it (首问负责): whoever took it up, before that the officer on duty; else the office does."""
    sent_back: Mapped[int] = mapped_column(Integer, default=0)
    """How often a later review gave it back to an earlier one."""
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    due_on: Mapped[date | None] = mapped_column(Date)
    correct_by: Mapped[date | None] = mapped_column(Date)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)


class PaperFileRow(Base):
    """One photo or file handed in for one requirement. Removed ones stay as rows, their content goes."""

    __tablename__ = "paper_files"
    __table_args__ = (
        # What waits for the scanner, or was stopped by it, is looked for every half a minute.
        Index("ix_paper_files_not_clean", "scan", sqlite_where=NOT_CLEAN, postgresql_where=NOT_CLEAN),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id"), index=True)
    requirement: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int] = mapped_column(Integer)
    """Bytes; 0 once the content of a removed file is gone."""
    sha256: Mapped[str] = mapped_column(String(64))
    advice: Mapped[str] = mapped_column(String(200), default="")
    scan: Mapped[str] = mapped_column(String(10), default="clean", server_default="clean")
    """pending, clean, infected or failed: what the scanner said. Nobody opens a file that is not clean."""
    scan_tried_at: Mapped[datetime | None] = mapped_column(Moment)
    original_id: Mapped[str | None] = mapped_column(String(32))
    """What was sent, kept until the scanner has looked at it: it is what the verdict is about (S28)."""
    round: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime] = mapped_column(Moment)
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def stopped(self) -> bool:
        """Whether the scanner let it not pass."""
        return self.scan in ("infected", "failed")

    @property
    def stored(self) -> tuple[str, ...]:
        """Everything of it in the file store."""
        return (self.id, self.original_id) if self.original_id else (self.id,)


class PaperRow(Base):
    """What is known of one requirement: the alternative chosen and what the office said of it."""

    __tablename__ = "papers"

    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    requirement: Mapped[str] = mapped_column(String(40), primary_key=True)
    chosen: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[str] = mapped_column(String(12), default="missing")
    comment: Mapped[str] = mapped_column(Text, default="")
    valid_until: Mapped[date | None] = mapped_column(Date)
    """The last day printed on it, as the officer who verified it read it; None where it has no end."""
    read_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    """Who read that day."""
    said_until: Mapped[date | None] = mapped_column(Date)
    """The same as the person told it; it counts for nothing but is shown until an officer has read it."""
    number: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Sealed, where an officer entered it: its number, or of a disability certificate type and grade alone."""
    issuer: Mapped[str] = mapped_column(String(60), default="", server_default="")
    """Who issued it, where the document leaves that open; empty elsewhere."""
    original_seen_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    original_seen_on: Mapped[date | None] = mapped_column(Date)


class CheckCode(Base):
    """The code printed on a paper of ours, by which anybody may ask whether it is genuine.

    It is about an application, or about a recognition nobody applied for (广州 第四条).
    """

    __tablename__ = "check_codes"
    __table_args__ = (
        UniqueConstraint("application_id", "kind"),
        CheckConstraint("(application_id IS NULL) <> (entry_id IS NULL)", name="about_one_thing"),
    )

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    application_id: Mapped[str | None] = mapped_column(ForeignKey("applications.id"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("register_entries.id"), unique=True)
    number: Mapped[str] = mapped_column(String(40))
    issued_on: Mapped[date] = mapped_column(Date)


class ReviewStep(Base):
    """A step a stage demands: record match, home visit (第二条第二款). ``findings`` is sealed."""

    __tablename__ = "review_steps"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id"), index=True)
    stage: Mapped[int] = mapped_column(Integer)
    step: Mapped[str] = mapped_column(String(30))
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    done_on: Mapped[date] = mapped_column(Date)
    result: Mapped[str] = mapped_column(String(20))
    findings: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(Moment)


class Decision(Base):
    """An officer's decision. Unique per stage and round: two officers cannot both decide.

    ``round`` counts returns to the citizen and to the review before together: after each, a stage is decided anew.
    """

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("application_id", "stage", "round"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id"), index=True)
    stage: Mapped[int] = mapped_column(Integer)
    round: Mapped[int] = mapped_column(Integer)
    action: Mapped[str] = mapped_column(String(20))
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    opinion: Mapped[str] = mapped_column(Text, default="")
    citation: Mapped[str] = mapped_column(String(40), default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    at: Mapped[datetime] = mapped_column(Moment)


class DefectRow(Base):
    """One thing the citizen was asked to mend."""

    __tablename__ = "defects"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id"), index=True)
    round: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(10))
    target: Mapped[str] = mapped_column(String(60))
    comment: Mapped[str] = mapped_column(Text)
    before: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Sealed value before the correction, so that the reviewer sees what changed."""
    mended_at: Mapped[datetime | None] = mapped_column(Moment)


class Lapse(Base):
    """失职追究 (第七条第三款): a step an office did not do in time; one row a matter and stage, never taken away.

    ``kind`` and ``subject_id`` say of what: a case, a hotline call (ticket), a proposed exit, an objection, the intake
    check of a case, the first contact with an entry; only cases have stages. It names who held it on the day after the
    last day, whoever finishes it. ``supervisor_id`` is the office above, whose to-do it is until it has said what was
    done about it.
    """

    __tablename__ = "lapses"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "stage"),
        Index("ix_lapses_supervisor", "supervisor_id", "answered_at", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    """application, ticket, exit, objection, intake or contact."""
    subject_id: Mapped[str] = mapped_column(String(32))
    stage: Mapped[int] = mapped_column(Integer, default=0)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    supervisor_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    due_on: Mapped[date] = mapped_column(Date)
    found_at: Mapped[datetime] = mapped_column(Moment)
    days_late: Mapped[int] = mapped_column(Integer, default=0)
    """Working days, of all times it was late; while it still is, those since ``due_on`` come on top."""
    ended_on: Mapped[date | None] = mapped_column(Date)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answer: Mapped[str] = mapped_column(Text, default="")


class CorrectionReminder(Base):
    """That the citizen was reminded of a day for corrections, the first or the second time; whoever races, once."""

    __tablename__ = "correction_reminders"

    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    correct_by: Mapped[date] = mapped_column(Date, primary_key=True)
    time: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)


class Hand(Base):
    """An officer who entered an application for its applicant or changed its content (代办), and since when.

    Kept when the mandate ends or goes to a successor: who came back would judge her own work otherwise, and who only
    inherited a mandate has done nothing yet.
    """

    __tablename__ = "application_hands"

    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
