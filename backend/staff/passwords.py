"""Passwords of officers: what is accepted, and how they are hashed (Argon2id)."""

import re
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from backend.core.problems import Problem

SHORTEST, LONGEST = 12, 256
FEWEST_DIFFERENT = 5
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""19 MiB, two passes: OWASP's advice, and few enough to stand a burst of sign-ins."""
COMMON = Path(__file__).with_name("common_passwords.txt")
"""Roots of the passwords people choose first, and this product's words; padding does not help."""
DISGUISES = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"}
)
NOT_LETTERS = re.compile(r"[\W\d_]+")
PADDING = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def check(password: str, login: str = "") -> None:
    """Refuses passwords that others would try first; no rules about kinds of characters (S1).

    Raises 422 ``password.too_short`` (shortest), ``password.too_long`` (longest), ``password.common``.
    """
    if len(password) < SHORTEST:
        raise Problem("password.too_short", 422, shortest=SHORTEST)
    if len(password) > LONGEST:
        raise Problem("password.too_long", 422, longest=LONGEST)
    if _guessable(password.lower(), login.lower()):
        raise Problem("password.common", 422)


def hash_password(password: str) -> str:
    """The hash to keep. Takes some ten milliseconds: never inside a transaction."""
    return HASHER.hash(password)


def matches(password_hash: str, password: str) -> bool:
    """Whether the password is the one; without a hash it takes as long and never is."""
    try:
        HASHER.verify(password_hash or _decoy(), password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(password_hash)


def outdated(password_hash: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return HASHER.check_needs_rehash(password_hash)


@cache
def _decoy() -> str:
    return HASHER.hash("nobody has this password")


def _guessable(password: str, login: str) -> bool:
    """At most two common words (or the login) in a row, however padded, disguised or repeated."""
    if len(set(password)) < FEWEST_DIFFERENT:
        return True
    bare = PADDING.sub("", password)
    readings = {NOT_LETTERS.sub("", bare), NOT_LETTERS.sub("", bare.translate(DISGUISES))}
    own = re.escape(NOT_LETTERS.sub("", login)) or "(?!)"
    return any(re.fullmatch(rf"(?:{_roots()}|{own}){{0,2}}", reading) for reading in _unrepeated(readings))


def _unrepeated(readings: set[str]) -> set[str]:
    return {re.sub(r"^(.+?)\1+$", r"\1", reading) for reading in readings}


@cache
def _roots() -> str:
    return "|".join(map(re.escape, COMMON.read_text(encoding="utf-8").split()))
