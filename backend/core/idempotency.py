"""The same command twice has one effect and one answer."""

from datetime import datetime
from typing import cast

from sqlalchemy import LargeBinary, String, Table, bindparam, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from backend.core.crypto import Vault
from backend.core.database import Base, Moment
from backend.core.problems import Problem


class StoredAnswer(Base):
    """The answer given to a command, found again by its key."""

    __tablename__ = "stored_answers"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    owner: Mapped[str] = mapped_column(String(80))
    fingerprint: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    """The answer as JSON, sealed: it may hold a whole application."""
    at: Mapped[datetime] = mapped_column(Moment, index=True)


ANSWERS = cast(Table, StoredAnswer.__table__)
# Past the ORM, and made once: every command asks this before anything else.
ANSWER_OF_KEY = select(ANSWERS.c.owner, ANSWERS.c.fingerprint, ANSWERS.c.body).where(
    ANSWERS.c.key == bindparam("of")
)


def recall(session: Session, vault: Vault, key: str, owner: str, fingerprint: str) -> bytes | None:
    """The stored answer as JSON, or None when the command is new.

    Raises :class:`Problem` ``idempotency.other_command`` when the key was used for something else.
    """
    stored = session.execute(ANSWER_OF_KEY, {"of": key}).one_or_none()
    if stored is None:
        return None
    if (stored.owner, stored.fingerprint) != (owner, fingerprint):
        raise Problem("idempotency.other_command", 409)
    return vault.open_bytes(stored.body, _place(key))


def remember(
    session: Session, vault: Vault, key: str, owner: str, fingerprint: str, body: bytes, at: datetime
) -> None:
    """Keeps the answer in the transaction of the command; two at once collide on the key and one wins."""
    sealed = vault.seal_bytes(body, _place(key))
    row = {"key": key, "owner": owner, "fingerprint": fingerprint, "body": sealed, "at": at}
    session.execute(insert(ANSWERS), row)


def _place(key: str) -> str:
    return f"stored_answers.body|{key}"
