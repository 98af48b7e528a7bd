"""The second step of a sign-in: a code of the phone, or binding a phone for the first time.

Between the steps nothing is open: who gave the right password stands in a sealed ticket the browser sends back with the
code. A try at a code counts like a try at a password.
"""

import base64
import binascii
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial, wraps
from typing import Final, TypeVar

from cryptography.exceptions import InvalidTag

from backend.core.actors import Officer
from backend.core.crypto import Vault
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from backend.staff import factors, sessions
from backend.staff.models import OfficerRow
from backend.staff.sessions import Attempt, CodeNeeded, SignedIn

R = TypeVar("R")
Act = Callable[[Unit, int, str], tuple[str, ...] | None]
PLACE: Final = "staff.second_step|1"
TICKET_LONGEST: Final = 4000
REFUSED: Final = ("staff.code_refused", "staff.first_code_refused")
"""A wrong code; while a phone is bound there is no recovery code yet that could stand for it."""
KEPT: Final = timedelta(minutes=15)
"""Long enough to install an authenticator for the first time."""


@dataclass(frozen=True)
class Asked:
    """What the second page shows: a field for the code, and a phone to bind where there is none yet."""

    ticket: str = field(repr=False)
    enrolment: factors.Enrolment | None = None


@dataclass(frozen=True)
class Bound:
    """A phone was bound on the way in; ``codes`` are shown this once."""

    codes: tuple[str, ...] = field(repr=False)
    signed_in: SignedIn


@dataclass(frozen=True)
class _Ticket:
    officer_id: int
    password_hash: str = field(repr=False)
    secret: str = field(repr=False)
    """Of a phone that is being bound; empty where one is bound already."""
    at: datetime


def ask(unit: Unit, needed: CodeNeeded) -> Asked:
    """The second page after a right password."""
    secret = "" if factors.enrolled(unit, needed.officer_id) else factors.new_secret()
    return _asked(unit.vault, needed.login, _Ticket(needed.officer_id, needed.password_hash, secret, unit.now))


def ask_again(unit: Unit, ticket: str) -> Asked:
    """The same page after a slip, with the same phone to bind. Raises 401 ``staff.step_over``."""
    officer, kept = _opened(unit, ticket)
    return Asked(ticket, factors.enrolment(kept.secret, officer.login) if kept.secret else None)


def offer(unit: Unit) -> Asked:
    """An officer who is inside binds a phone of free will. Raises 409 ``staff.factor_stands``."""
    officer = unit.session.get_one(OfficerRow, unit.officer.id)
    if factors.enrolled(unit, officer.id):
        raise Problem("staff.factor_stands", 409)
    ticket = _Ticket(officer.id, officer.password_hash, factors.new_secret(), unit.now)
    return _asked(unit.vault, officer.login, ticket)


async def finish(work: Work, ticket: str, code: str, address: str) -> SignedIn | Bound:
    """Opens the session for a right code, and binds the phone first where there was none.

    Raises 401 as ``REFUSED``, ``staff.step_over``; 429 ``staff.too_many_attempts``; 409 ``staff.factor_stands``.
    """
    login = await work.read(SYSTEM, lambda unit: _opened(unit, ticket)[0].login)
    attempt = await work.do(SYSTEM, sessions.begin, login, address[:60])
    return await _noting_refusals(work, attempt.officer_id, work.do(SYSTEM, _finish, ticket, code, attempt))


def bind(unit: Unit, ticket: str, code: str) -> tuple[str, ...]:
    """An officer who is inside binds a phone; gives the recovery codes.

    Raises 401 ``staff.first_code_refused``, ``staff.step_over``; 409 ``staff.factor_stands``.
    """
    officer, kept = _opened(unit, ticket)
    if officer.id != unit.officer.id or not kept.secret:
        raise Problem("staff.step_over", 401)
    return factors.enrol(unit, officer.id, kept.secret, code)


async def with_code(work: Work, officer: Officer, code: str, address: str, act: Act) -> tuple[str, ...]:
    """Something about the own factor that takes a code of it; tries are counted as at the door.

    Raises 401 ``staff.code_refused``, 429 ``staff.too_many_attempts``.
    """

    def acted(unit: Unit) -> tuple[str, ...]:
        return act(unit, officer.id, code) or ()

    return await counted(work, officer, address, acted, partial(work.do, Caller(officer)))


async def counted(
    work: Work,
    officer: Officer,
    address: str,
    act: Callable[[Unit], R],
    do: Callable[[Callable[[Unit], R]], Awaitable[R]],
) -> R:
    """Does an act that checks a code, with ``do``; the try is counted as at the door. Raises as :func:`with_code`."""
    login = await work.read(SYSTEM, lambda unit: unit.session.get_one(OfficerRow, officer.id).login)
    attempt = await work.do(SYSTEM, sessions.begin, login, address[:60])

    @wraps(act)
    def acted(unit: Unit) -> R:
        done = act(unit)
        sessions.succeeded(unit, attempt)
        return done

    return await _noting_refusals(work, officer.id, do(acted))


def _finish(unit: Unit, ticket: str, code: str, attempt: Attempt) -> SignedIn | Bound:
    officer, kept = _opened(unit, ticket)
    if not kept.secret:
        factors.check(unit, officer.id, code)
        return sessions.open_session(unit, attempt)
    codes = factors.enrol(unit, officer.id, kept.secret, code)
    return Bound(codes, sessions.open_session(unit, attempt))


async def _noting_refusals(work: Work, officer_id: int, tried: Awaitable[R]) -> R:
    """What is refused is undone with its transaction; that it was refused is written in one of its own."""
    try:
        return await tried
    except Problem as problem:
        if problem.code in REFUSED:
            await work.do(SYSTEM, _note_refusal, officer_id)
        raise


def _note_refusal(unit: Unit, officer_id: int) -> None:
    unit.audit("officer.code_refused", f"officer:{officer_id}")


def _asked(vault: Vault, login: str, ticket: _Ticket) -> Asked:
    content = [ticket.officer_id, ticket.password_hash, ticket.secret, ticket.at.isoformat()]
    sealed = base64.urlsafe_b64encode(vault.seal(content, PLACE)).decode()
    return Asked(sealed, factors.enrolment(ticket.secret, login) if ticket.secret else None)


def _opened(unit: Unit, ticket: str) -> tuple[OfficerRow, _Ticket]:
    """Whose ticket it is. Too old, for a password that has changed, or of somebody kept out: 401 ``staff.step_over``."""
    try:
        officer_id, password_hash, secret, at = unit.vault.open(base64.urlsafe_b64decode(ticket), PLACE)
    except (binascii.Error, InvalidTag, ValueError, IndexError):
        raise Problem("staff.step_over", 401) from None
    kept = _Ticket(officer_id, password_hash, secret, datetime.fromisoformat(at))
    officer = unit.session.get(OfficerRow, officer_id, populate_existing=True)
    stale = unit.now - kept.at > KEPT
    if officer is None or not officer.active or officer.password_hash != kept.password_hash or stale:
        raise Problem("staff.step_over", 401)
    return officer, kept
