"""The table of mandates: who may act for whom, until when, and how the principal agreed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment

IN_FORCE = text("state IN ('requested', 'given')")


class Mandate(Base):
    """委托 (民法典 第一百六十一、一百六十五条): one helper acts for one principal, within ``SCOPE`` of ``mandates``.

    What is done for the principal stands under ``account_id``, an account of nobody's chat, one a mandate: so two
    principals of one helper, and the helper's own affairs, cannot mix. ``sealed`` holds the principal's name, ID number and
    telephone, and of a private helper name and telephone.
    """

    __tablename__ = "mandates"
    __table_args__ = (
        Index("ix_mandates_helper_account_id", "helper_account_id", sqlite_where=IN_FORCE, postgresql_where=IN_FORCE),
        Index("ix_mandates_officer_id", "officer_id", "created_at", "id"),
        Index("ix_mandates_principal_account_id", "principal_account_id"),
        Index("ix_mandates_until", "until", sqlite_where=IN_FORCE, postgresql_where=IN_FORCE),
        CheckConstraint("(helper_account_id IS NULL) <> (officer_id IS NULL)", name="one_helper"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), unique=True)
    helper_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officers.id"))
    principal_account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    """The principal's own chat, once she has named the code there."""
    code_index: Mapped[str] = mapped_column(String(64), unique=True)
    relation: Mapped[str] = mapped_column(String(12))
    """What a private helper is to the principal; of an officer where it was: ``counter`` or ``visit``."""
    pack: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(10))
    how: Mapped[str] = mapped_column(String(6), default="")
    """How it was given: a signed ``paper``, or a word in the principal's own ``chat``."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    signed_on: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(Moment)
    given_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    forgotten_at: Mapped[datetime | None] = mapped_column(Moment)
    """When names and numbers went, of a mandate of which nothing came."""
    number: Mapped[int] = mapped_column(Integer, default=0)
    """The line of the list it was imported from; 0 without one."""
