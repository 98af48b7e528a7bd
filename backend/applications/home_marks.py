"""The address by which members of a household without work find each other (XY-33), and the entries that lack its mark."""

from backend.applications.asks import address_field
from backend.applications.models import Application
from backend.applications.ruling import pack_for
from backend.applications.sealed import read_form
from backend.core.unit import Unit
from backend.registry import households


def home_of(unit: Unit, row: Application) -> str:
    """The whole address of the hukou as it stands in the form; empty where there is none."""
    return str(read_form(unit, row).get(address_field(pack_for(unit, row)).id) or "")


def mark_homes(unit: Unit, after: int = 0) -> int:
    """Gives the next entries of before the mark of their address, read from the form they were recognised on.

    Gives how many were looked at so far, 0 when all were; run daily until then. An entry nobody applied for has none.
    """
    found = households.unmarked(unit)
    for entry in found:
        row = unit.session.get(Application, entry.application_id) if entry.application_id else None
        households.notice(unit, entry, home_of(unit, row) if row else "")
    return after + len(found) if len(found) == households.AT_ONCE else 0
