"""Tables of employers, their posts, the keys of their systems, uploaded files, and who was placed where."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment

NAMED_OUTSIDE = text("external_id <> ''")
STANDING = text("ended_on IS NULL")


class Employer(Base):
    """Who offers posts. ``contact`` seals {"name", "phone"} of whom a citizen may call."""

    __tablename__ = "employers"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(18), unique=True)
    """统一社会信用代码: 18 signs, the last one a check digit (GB 32100-2015)."""
    name: Mapped[str] = mapped_column(String(120), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    address: Mapped[str] = mapped_column(String(200), default="")
    area: Mapped[str] = mapped_column(String(12))
    contact: Mapped[bytes] = mapped_column(LargeBinary)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    created_at: Mapped[datetime] = mapped_column(Moment)


class Vacancy(Base):
    """One post of one employer. Whether it is on offer is asked of ``queries.on_offer``, never of ``state`` alone.

    Wages are fen a month or an hour; hours are whole hours a week.
    """

    __tablename__ = "vacancies"
    __table_args__ = (
        Index(
            "uq_vacancies_external",
            "employer_id",
            "external_id",
            unique=True,
            sqlite_where=NAMED_OUTSIDE,
            postgresql_where=NAMED_OUTSIDE,
        ),
        Index("ix_vacancies_on_offer", "state", "expires_on", "area"),
        Index("ix_vacancies_title", "employer_id", "title"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employers.id"))
    external_id: Mapped[str] = mapped_column(String(60), default="")
    """How the employer's own system calls it."""
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    """The office of the place: who looks after the post."""
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(60))
    occupation: Mapped[str] = mapped_column(String(8))
    """A middle class of the classification of occupations, such as 4-10."""
    family: Mapped[str] = mapped_column(String(16), default="", index=True)
    """``home_services`` for 家庭服务 (GZ-38); empty for everything else."""
    skills: Mapped[list[str]] = mapped_column(JSON, default=list)
    about: Mapped[str] = mapped_column(Text, default="")
    wage_min: Mapped[int] = mapped_column(Integer)
    wage_max: Mapped[int] = mapped_column(Integer)
    wage_per: Mapped[str] = mapped_column(String(8))
    hours_week: Mapped[int] = mapped_column(Integer)
    shift: Mapped[str] = mapped_column(String(8))
    address: Mapped[str] = mapped_column(String(200))
    area: Mapped[str] = mapped_column(String(12))
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    load: Mapped[str] = mapped_column(String(8))
    standing: Mapped[bool] = mapped_column(Boolean, default=False)
    night: Mapped[bool] = mapped_column(Boolean, default=False)
    outdoor: Mapped[bool] = mapped_column(Boolean, default=False)
    accepts_disability: Mapped[bool] = mapped_column(Boolean, default=False)
    sex: Mapped[str] = mapped_column(String(1), default="")
    """Only where the rule of a public-welfare post says so; empty otherwise."""
    age_min: Mapped[int | None] = mapped_column(Integer)
    age_max: Mapped[int | None] = mapped_column(Integer)
    quota: Mapped[int] = mapped_column(Integer)
    filled: Mapped[int] = mapped_column(Integer, default=0)
    term_months: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(12), index=True)
    source: Mapped[str] = mapped_column(String(8))
    """form, import or api."""
    published_on: Mapped[date | None] = mapped_column(Date)
    everyone_from: Mapped[date | None] = mapped_column(Date)
    """Until the day before only recognised persons are shown the post (GZ-28)."""
    expires_on: Mapped[date] = mapped_column(Date)
    """The last day on which it is on offer."""
    declared_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    note: Mapped[str] = mapped_column(String(200), default="")
    """Why it was sent back or closed."""
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)


class EmployerKey(Base):
    """A key with which an employer's own system speaks. Only its hash is kept."""

    __tablename__ = "employer_keys"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employers.id"), index=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hint: Mapped[str] = mapped_column(String(8))
    """Its first signs, by which people tell keys apart."""
    issued_by: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    issued_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)


class VacancyFile(Base):
    """An uploaded file of posts: looked at first, then taken over whole by a job, or never.

    ``problems`` are [line, field, code, params, text] of the rows that cannot be taken.
    """

    __tablename__ = "vacancy_files"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    file_name: Mapped[str] = mapped_column(String(100))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """The rows as they were read, each {column: text}, with their lines; empty once taken over."""
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    problems: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    guesses: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    """[line, what was written, what it is taken for] of wages in short hand."""
    job_id: Mapped[str] = mapped_column(String(32), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    applied_at: Mapped[datetime | None] = mapped_column(Moment)


class Placement(Base):
    """Somebody works on a public-welfare or community post (XY-48, XY-64, GZ-29); one standing a person."""

    __tablename__ = "placements"
    __table_args__ = (
        Index(
            "uq_placements_standing",
            "person_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    vacancy_id: Mapped[str] = mapped_column(ForeignKey("vacancies.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("register_entries.id"), index=True)
    """None for 监测对象, who are served without a recognition (新余 第五条第三款)."""
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"))
    starts_on: Mapped[date] = mapped_column(Date)
    until: Mapped[date] = mapped_column(Date)
    """The last day of the term."""
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    ended_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(200), default="")


class SubsidyCase(Base):
    """A subsidy an office applies for on behalf of a placed person (穗人社发〔2014〕4号第十一条)."""

    __tablename__ = "subsidy_cases"
    __table_args__ = (UniqueConstraint("placement_id", "subsidy"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    placement_id: Mapped[int] = mapped_column(ForeignKey("placements.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), index=True)
    subsidy: Mapped[str] = mapped_column(String(20))
    agent_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default="filed")
    filed_by: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    filed_on: Mapped[date] = mapped_column(Date)
    grant_id: Mapped[int | None] = mapped_column(ForeignKey("subsidy_grants.id"))
    """The approved months, once the county has granted them."""
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    decided_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(200), default="")


class Fallback(Base):
    """托底安置: a recognised person whom recommended posts have not helped, marked by a county for a public post (XY-56)."""

    __tablename__ = "fallbacks"

    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    at: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str] = mapped_column(String(200))


class Hire(Base):
    """A recognised person began work on an ordinary post, and agreed that the employer is told of subsidies (XY-53)."""

    __tablename__ = "hires"
    __table_args__ = (UniqueConstraint("vacancy_id", "entry_id", name="uq_hires_once"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    vacancy_id: Mapped[str] = mapped_column(ForeignKey("vacancies.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("register_entries.id"))
    starts_on: Mapped[date] = mapped_column(Date)
    months: Mapped[int] = mapped_column(Integer)
    """Of the contract."""
    officer_id: Mapped[int] = mapped_column(ForeignKey("officers.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
