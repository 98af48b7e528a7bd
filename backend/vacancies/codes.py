"""Numbers and keys: the unified social credit code with its check digit, and keys of employers' systems."""

import hashlib
import secrets

from backend.core.problems import Problem

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 signs of GB 32100-2015: no I, O, S, V, Z."""
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
LENGTH = 18
KEY_BEGINS = "bbk_"


def check_digit(first: str) -> str:
    """The 18th sign that belongs to the first 17 (GB 32100-2015, weights 3^i mod 31)."""
    total = sum(SIGNS.index(sign) * weight for sign, weight in zip(first, WEIGHTS, strict=True))
    return SIGNS[-total % 31]


def read_credit_code(text: str) -> str:
    """The code in capitals. Raises 422 ``employer.code_missing``, ``employer.code_length``, ``employer.code_wrong``."""
    code = "".join(text.split()).upper()
    if not code:
        raise Problem("employer.code_missing", 422)
    if len(code) != LENGTH or any(sign not in SIGNS for sign in code):
        raise Problem("employer.code_length", 422, length=len(code))
    if check_digit(code[:-1]) != code[-1]:
        raise Problem("employer.code_wrong", 422)
    return code


def new_key() -> str:
    """A key nobody can guess. It is shown once."""
    return KEY_BEGINS + secrets.token_urlsafe(32)


def key_hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
