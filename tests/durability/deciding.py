"""A decision of an officer as a program of its own: folder, login, case, version and key are its arguments."""

import sys
from pathlib import Path

from sqlalchemy import select

from backend.app import open_work
from backend.applications import review
from backend.core.actors import Officer
from backend.core.settings import Settings
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller
from backend.staff import service as staff
from backend.staff.models import OfficerRow


def main() -> None:
    """Passes the stage, and prints what the officer would see."""
    folder, login, case_id, version, key = sys.argv[1:]
    work = open_work(Settings(data=Path(folder)))
    officer = work.read_now(SYSTEM, _officer, login)
    caller = Caller(officer, key=key, fingerprint="the same form")
    print(work.do_now(caller, review.endorse, case_id, int(version), "情况属实，同意。"))


def _officer(unit: Unit, login: str) -> Officer:
    row = unit.session.scalars(select(OfficerRow).where(OfficerRow.login == login)).one()
    actor = staff.as_actor(unit, row.id)
    assert actor is not None
    return actor
