"""Months as ledgers count them, and which of an office's months still takes lines."""

from datetime import date

from sqlalchemy import select

from backend.assistance.models import LedgerSignature
from backend.core.locks import hold
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.rules import add_months


def of(day: date) -> str:
    """The month of a day: 2026-11."""
    return f"{day:%Y-%m}"


def first_day(month: str) -> date:
    """The first day of 2026-11. Raises 422 ``ledger.month_unclear``."""
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise Problem("ledger.month_unclear", 422) from None


def after(month: str) -> str:
    """The month after 2026-12 is 2027-01."""
    return of(add_months(first_day(month), 1))


def open_month(unit: Unit, office_id: int, day: date) -> str:
    """The ledger an act of this day goes to: its own month, or the first one after it that is not signed.

    Nobody signs while this is found out, and the present month cannot be signed, so there always is one.
    """
    hold(unit, f"ledger:{office_id}")
    month = of(day)
    while month in signed(unit, office_id):
        month = after(month)
    return month


def signed(unit: Unit, office_id: int) -> set[str]:
    """The months an office has signed."""
    wanted = select(LedgerSignature.month).where(LedgerSignature.office_id == office_id)
    return set(unit.session.scalars(wanted))
