"""The table of whom a new version of a policy touches."""

from datetime import datetime

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database import Base, Moment


class PolicyChange(Base):
    """One account whose verdict another version of a policy turns. Goes with the version, or when it was told.

    ``turn``: gain, lose or uncertain. ``own``: it comes from a case before an office or from the register, so it is
    news of the own case; else from a self-check.
    """

    __tablename__ = "policy_changes"
    __table_args__ = (Index("ix_policy_changes_version", "version_id", "account_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("pack_versions.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    turn: Mapped[str] = mapped_column(String(10))
    categories: Mapped[list[str]] = mapped_column(JSON)
    """Ids of the categories that turn that way."""
    own: Mapped[bool] = mapped_column(Boolean)
    at: Mapped[datetime] = mapped_column(Moment)
