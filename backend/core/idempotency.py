"""The same command twice has one effect and one answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
STORED = select(ANSWERS.c.key, ANSWERS.c.owner, ANSWERS.c.fingerprint, ANSWERS.c.body)
ANSWER_OF_KEY = STORED.where(ANSWERS.c.key == bindparam("of"))
ANSWERS_OF_KEYS = STORED.where(ANSWERS.c.key.in_(bindparam("of", expanding=True)))


@dataclass(frozen=True)
class Command:
    """What makes two commands the same one: the key, who sends it, and what it says."""

    key: str
    owner: str
    fingerprint: str


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


def recall_many(session: Session, vault: Vault, commands: Sequence[Command]) -> dict[str, bytes | Problem]:
    """The same for commands with different keys, in one question: by key, without those that are new."""
    by_key = {command.key: command for command in commands}
    found: dict[str, bytes | Problem] = {}
    for key, owner, fingerprint, body in session.execute(ANSWERS_OF_KEYS, {"of": list(by_key)}):
        if Command(key, owner, fingerprint) == by_key[key]:
            found[key] = vault.open_bytes(body, _place(key))
        else:
            found[key] = Problem("idempotency.other_command", 409)
    return found


def remember(
    session: Session, vault: Vault, key: str, owner: str, fingerprint: str, body: bytes, at: datetime
) -> None:
    """Keeps the answer in the transaction of the command; two at once collide on the key and one wins."""
    remember_many(session, vault, [(Command(key, owner, fingerprint), body)], at)


def remember_many(
    session: Session, vault: Vault, answers: Iterable[tuple[Command, bytes]], at: datetime
) -> None:
    """The same for many, in one statement."""
    rows = [
        {
            "key": command.key,
            "owner": command.owner,
            "fingerprint": command.fingerprint,
            "body": vault.seal_bytes(body, _place(command.key)),
            "at": at,
        }
        for command, body in answers
    ]
    if rows:
        session.execute(insert(ANSWERS), rows)


def _place(key: str) -> str:
    return f"stored_answers.body|{key}"
