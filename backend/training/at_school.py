"""Redeeming at the counter of a school: which courses a voucher is good for there, and using it."""

from dataclasses import dataclass
from datetime import date

from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.training import queries, schools, vouchers
from backend.training.lifecycle import voucher_target
from backend.training.models import School
from backend.training.queries import CourseLine
from backend.training.vouchers import Redeemed


@dataclass(frozen=True)
class Offered:
    """What a voucher can be used for. No name: who brings it shows an ID card at the counter."""

    code: str
    valid_until: date
    courses: tuple[CourseLine, ...]


def offered(unit: Unit, code: str, school: School | None = None) -> Offered:
    """The courses of a usable voucher, at one school or at all.

    Raises 404 ``voucher.not_found``; 409 ``voucher.used``, ``voucher.revoked``, ``voucher.expired``; 422
    ``voucher.not_for_course`` where none is left.
    """
    row = vouchers.by_code(unit, code)
    voucher_target(row.state, "redeem")
    if row.valid_until < unit.today:
        raise Problem("voucher.expired", 409, day=f"{row.valid_until}")
    found = vouchers.usable_for(unit, row, school)
    if not found:
        raise Problem("voucher.not_for_course", 422)
    return Offered(row.code, row.valid_until, tuple(queries.course_line(unit, one) for one in found.values()))


def offered_at(unit: Unit, key: str, code: str) -> Offered:
    """The same at the school of a key. Raises besides 403 ``school.key_wrong``."""
    return offered(unit, code, schools.by_key(unit, key))


def redeem(unit: Unit, key: str, code: str, course_id: str) -> Redeemed:
    """A school uses a voucher. Raises what :func:`vouchers.redeem` raises, and 403 ``school.key_wrong``."""
    return vouchers.redeem(unit, code, course_id, schools.by_key(unit, key))
