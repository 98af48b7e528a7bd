"""Every act leaves a sentence: a code and its parameters beside the mutation, chained so that tampering shows."""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import JSON, Index, Integer, String, Table, insert, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from backend.core.actors import Actor, actor_kind, actor_name
from backend.core.crypto import Vault
from backend.core.database import Base, Moment

TAKEN_BACK = text("action = 'application.taken_back'")
"""The words of the partial index; a bound value would not be recognised in it."""


class AuditEntry(Base):
    """One act. ``subject`` is ``application:<id>``, ``officer:<id>`` …; no personal data in ``params``."""

    __tablename__ = "audit"
    __table_args__ = (
        # What was taken back is looked for by its day: its number stands nowhere else any more.
        Index("ix_audit_taken_back", "at", sqlite_where=TAKEN_BACK, postgresql_where=TAKEN_BACK),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The last link of the chain. Locked while a link is added, so the chain never forks."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)
    hash: Mapped[str] = mapped_column(String(64))


ENTRIES = cast(Table, AuditEntry.__table__)
"""Written past the ORM: every act has one, and nobody changes it again."""
ALL_IN_ORDER = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500)


@dataclass(frozen=True)
class Broken:
    """The first entry that does not fit the chain."""

    id: int


@dataclass(frozen=True)
class Act:
    """What one link tells."""

    actor: Actor
    action: str
    subject: str
    params: dict[str, Any]


def record(
    session: Session, vault: Vault, actor: Actor, at: datetime, action: str, subject: str, params: dict[str, Any]
) -> None:
    """Adds one link in the transaction of the act itself."""
    record_many(session, vault, at, [Act(actor, action, subject, params)])


def record_many(session: Session, vault: Vault, at: datetime, acts: Sequence[Act]) -> None:
    """Adds a link for each act, in order; the chain is taken once for all of them."""
    if not acts:
        return
    head = session.get(AuditHead, 1, with_for_update=True)
    if head is None:
        head = AuditHead(id=1, last=0, hash="")
        session.add(head)
    rows: list[dict[str, Any]] = []
    for act in acts:
        row: dict[str, Any] = {
            "id": head.last + 1,
            "at": at,
            "actor_kind": actor_kind(act.actor),
            "actor": actor_name(act.actor),
            "action": act.action,
            "subject": act.subject,
            "params": act.params,
        }
        head.last, head.hash = head.last + 1, vault.audit_hash(head.hash, _text(**row))
        rows.append(row | {"hash": head.hash})
    session.flush()
    session.execute(insert(ENTRIES), rows)


def verify(session: Session, vault: Vault) -> Broken | None:
    """Walks the whole chain; None when it holds, else the first entry that does not."""
    previous, last = "", 0
    with closing(session.scalars(ALL_IN_ORDER)) as entries:
        for entry in entries:
            if entry.id != last + 1 or entry.hash != vault.audit_hash(previous, _row(entry)):
                return Broken(entry.id)
            previous, last = entry.hash, entry.id
    head = session.get(AuditHead, 1)
    if head is not None and (head.last, head.hash) != (last, previous):
        return Broken(last + 1)
    return None


def history(session: Session, subject: str) -> list[AuditEntry]:
    """Everything that happened to one subject, oldest first."""
    return list(session.scalars(select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.id)))


def _row(entry: AuditEntry) -> str:
    return _text(
        entry.id, entry.at, entry.actor_kind, entry.actor, entry.action, entry.subject, entry.params
    )


def _text(
    id: int, at: datetime, actor_kind: str, actor: str, action: str, subject: str, params: dict[str, Any]
) -> str:
    """What the hash of a link is made over."""
    at = at.astimezone(UTC)  # A database may give the same moment back in another zone.
    return json.dumps(
        [id, at.isoformat(), actor_kind, actor, action, subject, params], ensure_ascii=False, sort_keys=True
    )
