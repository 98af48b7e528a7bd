"""Tables of the versions of packs, and of what a publication leaves to be done."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment

IS_PUBLISHED = text("state = 'published'")


class PackVersion(Base):
    """One version of a pack. What the files of the house hold is kept here too, without an author and a day.

    ``content`` and ``cases`` are the two YAML texts as written, however broken; ``version`` is the pack's own,
    empty until the text can be read. ``evidence`` holds for each check its result and the mark of the text it
    was made on. ``revision`` is compared and set by every act, so of two officers one wins.
    """

    __tablename__ = "pack_versions"
    __table_args__ = (
        Index(
            "uq_pack_versions_published",
            "pack",
            "version",
            unique=True,
            sqlite_where=IS_PUBLISHED,
            postgresql_where=IS_PUBLISHED,
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    pack: Mapped[str] = mapped_column(String(60), index=True)
    version: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[str] = mapped_column(String(12))
    content: Mapped[str] = mapped_column(Text)
    cases: Mapped[str] = mapped_column(Text, default="")
    beside: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    """What stood beside it when it was published, by file name: facts, law of retirement, document, printed form."""
    effective_from: Mapped[date | None] = mapped_column(Date)
    """The first day in force, in China; None while undecided, and for what stood in a file."""
    older_id: Mapped[str | None] = mapped_column(ForeignKey("pack_versions.id"))
    """The version it was made from, with which it is compared."""
    author_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    editors: Mapped[list[int]] = mapped_column(JSON, default=list)
    """Everybody who wrote in it: none of them may approve it."""
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    evidence: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    revision: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    published_at: Mapped[datetime | None] = mapped_column(Moment)


class PolicyShelf(Base):
    """One row. ``mark`` changes with every publication and withdrawal; replicas compare it with the one they know."""

    __tablename__ = "policy_shelf"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    mark: Mapped[str] = mapped_column(String(32))


class PolicyTodo(Base):
    """People whom a publication touches are to be told: a task of the city until somebody says it is done."""

    __tablename__ = "policy_todos"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("pack_versions.id"), unique=True)
    affected: Mapped[list[str]] = mapped_column(JSON)
    """``entry:<id>`` and ``application:<id>`` of those a category comes out otherwise for."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))


class OwnImpact(Base):
    """One reckoning of whom a version touches on the register and before the offices.

    ``mark`` is that of the text and the day, ``older`` the version it is compared with. ``place`` and ``after`` say
    where the next portion begins: they are written with the portion itself, so each is counted once.
    """

    __tablename__ = "policy_impacts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("pack_versions.id"), index=True)
    mark: Mapped[str] = mapped_column(String(64))
    older: Mapped[str] = mapped_column(String(20))
    day: Mapped[date] = mapped_column(Date)
    place: Mapped[str] = mapped_column(String(12))
    """entry, then application, then empty: everybody was looked at."""
    after: Mapped[str] = mapped_column(String(32), default="")
    people: Mapped[int] = mapped_column(Integer, default=0)
    areas: Mapped[list[str]] = mapped_column(JSON, default=list)
    categories: Mapped[dict[str, str]] = mapped_column(JSON)
    """The names of the categories of both versions, by id."""
    started_at: Mapped[datetime] = mapped_column(Moment)
    reckoned_at: Mapped[datetime | None] = mapped_column(Moment)


class OwnImpactChange(Base):
    """One category of one person that comes out otherwise. Goes with its reckoning."""

    __tablename__ = "policy_impact_changes"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    impact_id: Mapped[str] = mapped_column(ForeignKey("policy_impacts.id", ondelete="CASCADE"), index=True)
    subject: Mapped[str] = mapped_column(String(48))
    number: Mapped[str] = mapped_column(String(40))
    area: Mapped[str] = mapped_column(String(60))
    category: Mapped[str] = mapped_column(String(20))
    before: Mapped[str] = mapped_column(String(10))
    after: Mapped[str] = mapped_column(String(10))
    turn: Mapped[str] = mapped_column(String(10))


class ListPortion(Base):
    """One portion of an uploaded list under both versions, so that a crash costs no more than one portion.

    ``touched`` seals the masked rows of those it touches; empty for nobody. It goes when the reckoning has ended.
    """

    __tablename__ = "policy_list_portions"

    job_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    touched: Mapped[bytes] = mapped_column(LargeBinary)
