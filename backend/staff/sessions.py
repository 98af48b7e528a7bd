"""Signing in and out. Secrets are told once and kept as hashes; hashing runs outside every transaction."""

from dataclasses import dataclass, field
from datetime import datetime

from backend.core.actors import Officer
from backend.core.unit import Unit
from backend.core.work import Work


@dataclass(frozen=True)
class SignedIn:
    """A new session: ``token`` for the cookie (told once), ``csrf`` for the forms."""

    officer: Officer
    token: str = field(repr=False)
    csrf: str = field(repr=False)


@dataclass(frozen=True)
class Session:
    """A session that stands: who, the csrf secret, and when it ends by itself."""

    officer: Officer
    language: str
    csrf: str = field(repr=False)
    idle_until: datetime
    ends_at: datetime


@dataclass(frozen=True)
class SessionLine:
    """One of the officer's sessions for the page where they can be ended. ``id`` is no secret."""

    id: str
    created_at: datetime
    seen_at: datetime
    current: bool


async def sign_in(work: Work, login: str, password: str, address: str) -> SignedIn:
    """Checks login and password and opens a session.

    Raises 401 ``staff.sign_in_refused`` (the same answer and time for an unknown login),
    429 ``staff.too_many_attempts`` (minutes) after 10 failures in 15 minutes of this login or this address.
    """
    raise NotImplementedError


async def choose_first_password(work: Work, secret: str, password: str) -> None:
    """Accepts an invitation. Raises 404 ``staff.invitation_gone``, 422 ``password.*`` (see passwords.check)."""
    raise NotImplementedError


async def change_password(work: Work, officer: Officer, current: str, new: str) -> None:
    """Changes the password and ends all sessions of the officer.

    Raises 401 ``staff.sign_in_refused``, 429 ``staff.too_many_attempts``, 422 ``password.*``.
    """
    raise NotImplementedError


def find_session(unit: Unit, token: str) -> Session | None:
    """The session of a cookie, None when unknown, idle too long, too old, or the officer may not in any more.

    A writing unit: it notes that the session was seen (at most once a minute).
    """
    raise NotImplementedError


def sign_out(unit: Unit, token: str) -> None:
    """Ends one session; unknown ones are no error."""
    raise NotImplementedError


def sessions_of(unit: Unit, current_token: str) -> tuple[SessionLine, ...]:
    """The acting officer's sessions, newest first."""
    raise NotImplementedError


def end_session(unit: Unit, session_id: str) -> None:
    """Ends one of the acting officer's own sessions. Raises 404 ``session.not_found``."""
    raise NotImplementedError
