"""The same command twice has one effect and one answer."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from backend.core.database import Base, Moment
from backend.core.problems import Problem


class StoredAnswer(Base):
    """The answer given to a command, found again by its key."""

    __tablename__ = "stored_answers"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    owner: Mapped[str] = mapped_column(String(80))
    fingerprint: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment, index=True)


def recall(session: Session, key: str, owner: str, fingerprint: str) -> str | None:
    """The stored answer, or None when the command is new.

    Raises :class:`Problem` ``idempotency.other_command`` when the key was used for something else.
    """
    stored = session.get(StoredAnswer, key)
    if stored is None:
        return None
    if (stored.owner, stored.fingerprint) != (owner, fingerprint):
        raise Problem("idempotency.other_command", 409)
    return stored.body


def remember(session: Session, key: str, owner: str, fingerprint: str, body: str, at: datetime) -> None:
    """Keeps the answer in the transaction of the command; two at once collide on the key and one wins."""
    session.add(StoredAnswer(key=key, owner=owner, fingerprint=fingerprint, body=body, at=at))
