"""The second factor of an officer: a code that changes every half minute (TOTP), and recovery codes for a lost phone.

The secret is sealed, each code opens once, and recovery codes are kept as keyed hashes only.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import pyotp
import segno
from sqlalchemy import delete, func, select, update

from backend.core.actors import Officer
from backend.core.problems import Problem
from backend.core.settings import Settings
from backend.core.unit import Unit
from backend.staff import service
from backend.staff.models import OfficerRow, RecoveryCode, SecondFactor

ISSUER: Final = "帮办 Bangban"
STEP: Final = 30
"""Seconds a code stands for; every authenticator knows this one."""
DRIFT: Final = (-1, 0, 1)
"""A clock may be half a minute off, either way."""
HOW_MANY: Final = 10
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of recovery codes, without what is misread on paper; ten of them are some 50 bits."""
HALF: Final = 5
ROLES: Final = ("reviewer", "inspector", "provider", "policy", "admin")
NOBODY: Final = "none"


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator needs: a picture to scan, and the same secret to type."""

    secret: str = field(repr=False)
    picture: str = field(repr=False)
    """A ``data:`` address of the QR code."""

    @property
    def spoken(self) -> str:
        """The secret in groups of four, as one types it."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


@dataclass(frozen=True)
class Standing:
    """The officer's factor as the own page shows it; ``since`` is None without one."""

    since: datetime | None
    codes_left: int
    demanded: bool


def roles_asked(settings: Settings) -> tuple[str, ...]:
    """The roles that may not do without: every one in real use, none in the demonstration, or those that are named.

    Raises 500 ``staff.roles_unknown`` for a role there is not, so that a slip of the pen opens no door.
    """
    chosen = settings.second_factor.replace(",", " ").split()
    if not chosen:
        return () if settings.demo else ROLES
    if chosen == [NOBODY]:
        return ()
    unknown = sorted(set(chosen) - set(ROLES))
    if unknown:
        raise Problem("staff.roles_unknown", 500, unknown=" ".join(unknown), known=" ".join((*ROLES, NOBODY)))
    return tuple(chosen)


def demanded(unit: Unit, officer: OfficerRow) -> bool:
    """Whether this officer's role may not do without a second factor."""
    return officer.role in roles_asked(unit.services.settings)


def enrolled(unit: Unit, officer_id: int) -> bool:
    return unit.session.get(SecondFactor, officer_id) is not None


def standing(unit: Unit) -> Standing:
    """Of the acting officer."""
    officer = unit.session.get_one(OfficerRow, unit.officer.id)
    row = unit.session.get(SecondFactor, officer.id)
    left = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.officer_id == officer.id)
    return Standing(row.since if row else None, unit.session.scalar(left) or 0, demanded(unit, officer))


def new_secret() -> str:
    """160 random bits, as the standard recommends."""
    return pyotp.random_base32()


def enrolment(secret: str, login: str) -> Enrolment:
    """The secret for a phone."""
    address = pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=login, issuer_name=ISSUER)
    return Enrolment(secret, segno.make(address, error="m", micro=False).png_data_uri(scale=5, border=4))


def enrol(unit: Unit, officer_id: int, secret: str, code: str) -> tuple[str, ...]:
    """Keeps a secret once its phone has shown a right code; gives the recovery codes, told this once.

    Raises 401 ``staff.first_code_refused``; 409 ``staff.factor_stands`` when there is a factor already, so that a password
    alone never replaces a phone.
    """
    if enrolled(unit, officer_id):
        raise Problem("staff.factor_stands", 409)
    step = _step_of(secret, code, unit.now)
    if step is None:
        raise Problem("staff.first_code_refused", 401)
    sealed = unit.vault.seal(secret, _place(officer_id))
    unit.session.add(SecondFactor(officer_id=officer_id, secret=sealed, last_step=step, since=unit.now))
    unit.session.flush()
    unit.audit("officer.factor_set", f"officer:{officer_id}")
    return _write_codes(unit, officer_id)


def check(unit: Unit, officer_id: int, code: str) -> None:
    """Lets a code of the phone or a recovery code through, once. Raises 401 ``staff.code_refused``."""
    row = unit.session.get(SecondFactor, officer_id, populate_existing=True)
    if row is None or not (_use_step(unit, row, code) or _use_recovery(unit, officer_id, code)):
        raise Problem("staff.code_refused", 401)


def renew_codes(unit: Unit, officer_id: int, code: str) -> tuple[str, ...]:
    """New recovery codes for old ones, told this once. Raises 401 ``staff.code_refused``."""
    check(unit, officer_id, code)
    unit.audit("officer.codes_renewed", f"officer:{officer_id}")
    return _write_codes(unit, officer_id)


def give_up(unit: Unit, officer_id: int, code: str) -> None:
    """The officer takes the own factor off, with a code of it, to bind another phone. Ends every session.

    Raises 401 ``staff.code_refused``.
    """
    check(unit, officer_id, code)
    _remove(unit, officer_id)
    unit.audit("officer.factor_given_up", f"officer:{officer_id}")


def reset(unit: Unit, officer_id: int) -> None:
    """An administrator takes a lost phone off; a new one is bound at the next sign-in. Ends every session.

    The own one is taken off with a code of it. Raises 404 ``officer.not_found``; 409 ``staff.own_factor``,
    ``staff.no_factor``; 403 ``staff.admins_only``.
    """
    officer = service.managed_officer(unit, officer_id)
    if isinstance(unit.actor, Officer) and unit.actor.id == officer.id:
        raise Problem("staff.own_factor", 409)
    if not enrolled(unit, officer.id):
        raise Problem("staff.no_factor", 409)
    _remove(unit, officer.id)
    unit.audit("officer.factor_reset", f"officer:{officer.id}", name=officer.name)


def reset_by_login(unit: Unit, login: str) -> str:
    """The same for the command line; gives the name. Raises as :func:`reset` does."""
    officer = unit.session.scalar(select(OfficerRow).where(OfficerRow.login == login.strip().lower()))
    if officer is None:
        raise Problem("officer.not_found", 404)
    reset(unit, officer.id)
    return officer.name


def _use_step(unit: Unit, row: SecondFactor, code: str) -> bool:
    """A code is good once: the step only ever goes up, also between two browsers at the same moment."""
    secret = str(unit.vault.open(row.secret, _place(row.officer_id)))
    step = _step_of(secret, code, unit.now, after=row.last_step)
    if step is None:
        return False
    newer = update(SecondFactor).where(SecondFactor.officer_id == row.officer_id, SecondFactor.last_step < step)
    return unit.session.scalar(newer.values(last_step=step).returning(SecondFactor.officer_id)) is not None


def _use_recovery(unit: Unit, officer_id: int, code: str) -> bool:
    used = delete(RecoveryCode).where(
        RecoveryCode.officer_id == officer_id, RecoveryCode.code_hash == _hashed(unit, officer_id, code)
    )
    if unit.session.scalar(used.returning(RecoveryCode.id)) is None:
        return False
    unit.audit("officer.recovery_code_used", f"officer:{officer_id}")
    return True


def _step_of(secret: str, code: str, now: datetime, after: int = -1) -> int | None:
    """The half minute a code belongs to, None when it is none of the phone's present codes."""
    typed = "".join(sign for sign in code if sign.isdigit())
    clock = pyotp.TOTP(secret, interval=STEP)
    steps = (int(now.timestamp()) // STEP + drift for drift in DRIFT)
    fits = (step for step in steps if step > after and pyotp.utils.strings_equal(clock.generate_otp(step), typed))
    return next(fits, None)


def _write_codes(unit: Unit, officer_id: int) -> tuple[str, ...]:
    unit.session.execute(delete(RecoveryCode).where(RecoveryCode.officer_id == officer_id))
    codes = tuple(_new_code() for _ in range(HOW_MANY))
    unit.session.add_all(RecoveryCode(officer_id=officer_id, code_hash=_hashed(unit, officer_id, code)) for code in codes)
    return codes


def _new_code() -> str:
    word = "".join(secrets.choice(LETTERS) for _ in range(2 * HALF))
    return f"{word[:HALF]}-{word[HALF:]}"


def _hashed(unit: Unit, officer_id: int, code: str) -> str:
    letters = "".join(sign for sign in code.lower() if sign.isalnum())
    return unit.vault.index(letters, f"staff.recovery|{officer_id}")


def _remove(unit: Unit, officer_id: int) -> None:
    unit.session.execute(delete(RecoveryCode).where(RecoveryCode.officer_id == officer_id))
    unit.session.execute(delete(SecondFactor).where(SecondFactor.officer_id == officer_id))
    service.end_sessions(unit, officer_id)


def _place(officer_id: int) -> str:
    return f"second_factors.secret|{officer_id}"
