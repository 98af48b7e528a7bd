"""Receipt numbers: read aloud, written down, typed in again."""

import secrets
from datetime import date, datetime
from typing import Final

from backend.core.numbers import grouped, plain

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32 signs: no I, L, O or U, which people take for others."""
RANDOM_SIGNS: Final = 13
"""13 × 5 = 65 random bits: nobody finds a receipt by trying (F66)."""
GROUP: Final = 7
OWN_LENGTH: Final = RANDOM_SIGNS + 2
"""Random signs and check sign as they are kept, with the stroke between them."""
SIGNS: Final = 24
"""Letters and digits of a whole number: city, day, random signs, check sign."""


def new_receipt(region: str, day: date) -> str:
    """``3605-261121-7F3K2M9-QX4T8WC``: city, day, 13 random signs and a check sign.

    City and day help people and offices to sort their papers; they are no secret and prove nothing.
    """
    signs = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_SIGNS))
    signs += check_sign(signs)
    return f"{region[:4]}-{day:%y%m%d}-{signs[:GROUP]}-{signs[GROUP:]}"


def as_receipt(text: str) -> str:
    """A receipt number as it is kept, however it was typed."""
    signs = plain(text)
    return grouped(signs, 4, 6, GROUP) if len(signs) == SIGNS else signs


def sent_day(receipt: str) -> date | None:
    """The day in a number as it is kept; None where there is none."""
    try:
        return datetime.strptime(receipt[5:11], "%y%m%d").date()
    except ValueError:
        return None


def is_whole(text: str) -> bool:
    """Whether it has all signs of a number, however it was typed."""
    return len(plain(text)) == SIGNS


def ending(text: str) -> str:
    """The end of a number typed without its city, or its city and day, as it is kept; empty for anything else."""
    signs = plain(text)
    own = signs[-RANDOM_SIGNS - 1 :]
    if len(signs) not in (SIGNS - 4, SIGNS - 10) or any(sign not in ALPHABET for sign in own):
        return ""
    if check_sign(own[:-1]) != own[-1]:
        return ""
    return f"-{grouped(signs, 6, GROUP) if len(signs) == SIGNS - 4 else grouped(signs, GROUP)}"


def check_sign(signs: str) -> str:
    """Luhn's sum in base 32: a wrong sign, and nearly every pair of swapped ones, shows."""
    total = 0
    for place, sign in enumerate(reversed(signs)):
        value = ALPHABET.index(sign) * (2 if place % 2 == 0 else 1)
        total += value // len(ALPHABET) + value % len(ALPHABET)
    return ALPHABET[-total % len(ALPHABET)]


def is_receipt(text: str) -> bool:
    """Whether a text is a receipt number with its right check sign."""
    parts = text.split("-")
    signs = "".join(parts[2:])
    if len(parts) != 4 or len(signs) != RANDOM_SIGNS + 1 or not set(signs) <= set(ALPHABET):
        return False
    return check_sign(signs[:-1]) == signs[-1]
