"""Every act leaves a sentence: a code and its parameters beside the mutation, chained so that tampering shows."""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from backend.core.actors import Actor, actor_kind, actor_name
from backend.core.crypto import Vault
from backend.core.database import Base, Moment


class AuditEntry(Base):
    """One act. ``subject`` is ``application:<id>``, ``officer:<id>`` …; no personal data in ``params``."""

    __tablename__ = "audit"

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
    for act in acts:
        entry = AuditEntry(
            id=head.last + 1,
            at=at,
            actor_kind=actor_kind(act.actor),
            actor=actor_name(act.actor),
            action=act.action,
            subject=act.subject,
            params=act.params,
        )
        entry.hash = vault.audit_hash(head.hash, _row(entry))
        head.last, head.hash = entry.id, entry.hash
        session.add(entry)
    session.flush()


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
    at = entry.at.astimezone(UTC).isoformat()  # A database may give the same moment back in another zone.
    return json.dumps(
        [entry.id, at, entry.actor_kind, entry.actor, entry.action, entry.subject, entry.params],
        ensure_ascii=False,
        sort_keys=True,
    )
