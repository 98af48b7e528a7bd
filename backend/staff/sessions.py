"""Signing in and out. Secrets are told once and kept as hashes; hashing runs outside every transaction."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import anyio
import anyio.to_thread
from sqlalchemy import ColumnElement, delete, func, or_, select, update

from backend.core.actors import Officer
from backend.core.locks import hold
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from backend.staff import factors, passwords, service
from backend.staff.models import OfficerRow, SignInFailure, StaffSession
from backend.staff.service import secret_hash

MOST_FAILURES = 10
MOST_FAILURES_OF_AN_ADDRESS = 100
"""An office shares one address: whoever mistypes there must not shut out the others."""
FAILURES_KEPT = timedelta(minutes=15)
SEEN_EVERY = timedelta(minutes=1)
"""How often a session's last use is written; reading a page every second need not write every second."""
HASHING = anyio.CapacityLimiter(2)
"""At most two hashes at once: a flood of sign-ins must not take the memory of the house."""


@dataclass(frozen=True)
class SignedIn:
    """A new session: ``token`` for the cookie (told once), ``csrf`` for the forms."""

    officer: Officer
    token: str = field(repr=False)
    csrf: str = field(repr=False)


@dataclass(frozen=True)
class CodeNeeded:
    """The password was right; the second step is still to come, see ``backend.staff.second_step``."""

    officer_id: int
    login: str
    password_hash: str = field(repr=False)
    """A password changed in between ends the step."""


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


@dataclass(frozen=True)
class Attempt:
    """A sign-in under way: counted as a failure until it has succeeded, so that racing tries count too."""

    failure_id: int
    officer_id: int
    password_hash: str = field(repr=False)


async def sign_in(work: Work, login: str, password: str, address: str) -> SignedIn | CodeNeeded:
    """Checks login and password and opens a session, or says that a code of the phone is needed too.

    Raises 401 ``staff.sign_in_refused`` (the same answer and time for an unknown login),
    429 ``staff.too_many_attempts`` (minutes) after 10 failures of this login, or 100 of this
    address, in 15 minutes.
    """
    attempt = await work.do(SYSTEM, begin, login.strip().lower()[:40], address[:60])
    await _verify(work, attempt, password)
    return await work.do(SYSTEM, _open_or_ask, attempt)


async def choose_first_password(work: Work, secret: str, password: str) -> None:
    """Accepts an invitation. Raises 404 ``staff.invitation_gone``, 422 ``password.*``."""
    login = await work.read(SYSTEM, _invited_login, secret)
    passwords.check(password, login)
    await work.do(SYSTEM, service.accept_invitation, secret, await _hash(password))


async def change_password(work: Work, officer: Officer, current: str, new: str, address: str) -> None:
    """Changes the password and ends all sessions of the officer.

    Raises 401 ``staff.sign_in_refused``, 429 ``staff.too_many_attempts``, 422 ``password.*``.
    """
    login = await work.read(SYSTEM, _login_of, officer.id)
    passwords.check(new, login)
    attempt = await work.do(SYSTEM, begin, login, address[:60])
    await _verify(work, attempt, current)
    await work.do(Caller(officer), _change, attempt, await _hash(new))


def find_session(unit: Unit, token: str) -> Session | None:
    """The session of a cookie, None when unknown, idle too long, too old, or the officer may not in any more.

    A writing unit: it notes that the session was seen (at most once a minute).
    """
    row = unit.session.get(StaffSession, secret_hash(token))
    if row is None:
        return None
    session = _standing(unit, row)
    if session is None:
        unit.session.delete(row)
    elif unit.now - row.seen_at >= SEEN_EVERY:
        row.seen_at = unit.now
        return _standing(unit, row)  # With the time it has now: a page must not warn of an end that was just put off.
    return session


def sign_out(unit: Unit, token: str) -> None:
    """Ends one session; unknown ones are no error."""
    row = unit.session.get(StaffSession, secret_hash(token))
    if row is not None:
        unit.session.delete(row)
        unit.audit("officer.signed_out", f"officer:{row.officer_id}")


def sessions_of(unit: Unit, current_token: str) -> tuple[SessionLine, ...]:
    """The acting officer's standing sessions, newest first."""
    rows = unit.session.scalars(
        select(StaffSession)
        .where(StaffSession.officer_id == unit.officer.id)
        .order_by(StaffSession.created_at.desc())
    )
    current = _public(secret_hash(current_token))
    return tuple(
        SessionLine(_public(row.token_hash), row.created_at, row.seen_at, _public(row.token_hash) == current)
        for row in rows
        if _standing(unit, row) is not None
    )


def end_session(unit: Unit, session_id: str) -> None:
    """Ends one of the acting officer's own sessions. Raises 404 ``session.not_found``."""
    rows = unit.session.scalars(select(StaffSession).where(StaffSession.officer_id == unit.officer.id))
    row = next((row for row in rows if _public(row.token_hash) == session_id), None)
    if row is None:
        raise not_found("session")
    unit.session.delete(row)
    unit.audit("officer.session_ended", f"officer:{row.officer_id}")


def forget_ended(unit: Unit) -> None:
    """Throws away sessions that have ended and failures that no longer count."""
    settings = unit.services.settings
    oldest = unit.now - timedelta(hours=settings.session_hours)
    idle = unit.now - timedelta(minutes=settings.session_idle_minutes) - SEEN_EVERY
    ended = or_(StaffSession.created_at < oldest, StaffSession.seen_at < idle)
    unit.session.execute(delete(StaffSession).where(ended))
    unit.session.execute(delete(SignInFailure).where(SignInFailure.at <= unit.now - FAILURES_KEPT))


def begin(unit: Unit, login: str, address: str) -> Attempt:
    """Counts a try as a failure until it has succeeded. Raises 429 ``staff.too_many_attempts`` (minutes)."""
    hold(unit, "sign-in")  # Counting and adding must be one, or racing guesses would all see a low count.
    _refuse_floods(unit, SignInFailure.login == login, MOST_FAILURES)
    _refuse_floods(unit, SignInFailure.address == address, MOST_FAILURES_OF_AN_ADDRESS)
    failure = SignInFailure(login=login, address=address, at=unit.now)
    unit.session.add(failure)
    unit.session.flush()
    officer = unit.session.scalar(select(OfficerRow).where(OfficerRow.login == login))
    if officer is None or not officer.active:
        return Attempt(failure.id, 0, "")
    return Attempt(failure.id, officer.id, officer.password_hash)


def _refuse_floods(unit: Unit, kind: ColumnElement[bool], most: int) -> None:
    since = unit.now - FAILURES_KEPT
    count, first = unit.session.execute(
        select(func.count(), func.min(SignInFailure.at)).where(kind, SignInFailure.at > since)
    ).one()
    if count >= most:
        wait = first + FAILURES_KEPT - unit.now
        raise Problem("staff.too_many_attempts", 429, minutes=int(wait.total_seconds() // 60) + 1)


async def _verify(work: Work, attempt: Attempt, password: str) -> None:
    fits = await anyio.to_thread.run_sync(
        passwords.matches, attempt.password_hash, password[: passwords.LONGEST], limiter=HASHING
    )
    if not fits:
        if attempt.officer_id:
            await work.do(SYSTEM, _note_refusal, attempt.officer_id)
        raise Problem("staff.sign_in_refused", 401)
    if passwords.outdated(attempt.password_hash):
        await work.do(SYSTEM, _rehash, attempt, await _hash(password))


async def _hash(password: str) -> str:
    return await anyio.to_thread.run_sync(passwords.hash_password, password, limiter=HASHING)


def _note_refusal(unit: Unit, officer_id: int) -> None:
    unit.audit("officer.sign_in_refused", f"officer:{officer_id}")


def _rehash(unit: Unit, attempt: Attempt, new_hash: str) -> None:
    unit.session.execute(
        update(OfficerRow)
        .where(OfficerRow.id == attempt.officer_id, OfficerRow.password_hash == attempt.password_hash)
        .values(password_hash=new_hash)
    )


def _open_or_ask(unit: Unit, attempt: Attempt) -> SignedIn | CodeNeeded:
    row = unit.session.get(OfficerRow, attempt.officer_id, populate_existing=True)
    if row is None or not (factors.demanded(unit, row) or factors.enrolled(unit, row.id)):
        return open_session(unit, attempt)
    succeeded(unit, attempt)
    return CodeNeeded(row.id, row.login, row.password_hash)


def open_session(unit: Unit, attempt: Attempt) -> SignedIn:
    """A new session for whoever has shown all that is asked. Raises 401 ``staff.sign_in_refused``."""
    officer = service.as_actor(unit, attempt.officer_id)
    if officer is None:
        raise Problem("staff.sign_in_refused", 401)
    succeeded(unit, attempt)
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    unit.session.add(
        StaffSession(
            token_hash=secret_hash(token),
            officer_id=officer.id,
            csrf=csrf,
            created_at=unit.now,
            seen_at=unit.now,
        )
    )
    unit.audit("officer.signed_in", f"officer:{officer.id}", name=officer.name)
    return SignedIn(officer, token, csrf)


def succeeded(unit: Unit, attempt: Attempt) -> None:
    """Only this try is forgiven, else one good login would let a guesser go on at its address."""
    unit.session.execute(delete(SignInFailure).where(SignInFailure.id == attempt.failure_id))


def _change(unit: Unit, attempt: Attempt, new_hash: str) -> None:
    officer = unit.session.get(OfficerRow, attempt.officer_id)
    if officer is None or not officer.active:
        raise Problem("staff.sign_in_refused", 401)
    succeeded(unit, attempt)
    service.set_password(unit, officer, new_hash)


def _standing(unit: Unit, row: StaffSession) -> Session | None:
    settings = unit.services.settings
    idle_until = row.seen_at + timedelta(minutes=settings.session_idle_minutes)
    ends_at = row.created_at + timedelta(hours=settings.session_hours)
    if unit.now >= idle_until or unit.now >= ends_at:
        return None
    officer = service.as_actor(unit, row.officer_id)
    if officer is None:
        return None
    language = unit.session.scalar(select(OfficerRow.language).where(OfficerRow.id == officer.id))
    return Session(officer, language or unit.language, row.csrf, idle_until, ends_at)


def _public(token_hash: str) -> str:
    """Names a session on a page without giving away the hash it is found by."""
    return secret_hash(token_hash)[:16]


def _login_of(unit: Unit, officer_id: int) -> str:
    officer = unit.session.get(OfficerRow, officer_id)
    if officer is None or not officer.active:
        raise Problem("staff.sign_in_refused", 401)
    return officer.login


def _invited_login(unit: Unit, secret: str) -> str:
    return service.invited(unit, secret).login
