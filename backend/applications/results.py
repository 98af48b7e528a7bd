"""What an act leads to, and which case comes next (C15)."""

from contextlib import suppress
from functools import partial

from sqlalchemy import select

from backend.applications.guards import subject_of
from backend.applications.labels import state_label
from backend.applications.lifecycle import OPEN
from backend.applications.models import Application
from backend.applications.ruling import pack_for
from backend.applications.views import Done
from backend.core import outbox
from backend.core.crashpoints import crashpoint
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.registry import service as registry
from backend.staff.models import OfficeRow
from backend.staff.service import parent_at


def result_of(unit: Unit, row: Application, action: str) -> Done:
    """The result page of an act just done."""
    unit.session.flush()
    crashpoint(f"{action}.before_commit")
    unit.after_commit.append(partial(crashpoint, f"{action}.after_commit"))
    told = action not in ("take_up", "release")
    posted = outbox.letters_about(unit, subject_of(row.id)) if told else []
    recognised = action == "recognise" and row.person_id is not None
    return Done(
        case_id=row.id,
        receipt=row.receipt or "",
        action=action,
        state=row.state,  # type: ignore[arg-type]
        state_label=state_label(row.state, unit.language),
        notice_number=posted[-1].number if posted else "",
        register_number=registry.standing(unit, row.person_id or "", row.pack) if recognised else "",
        next_case=_next_case(unit, row),
    )


def next_review(unit: Unit, row: Application) -> str:
    """渝水区公共就业服务机构审核: who goes on after this stage, and with what; empty when nobody does."""
    later = pack_for(unit, row).stages[row.stage + 1 :]
    if row.state not in OPEN or not later:
        return ""
    with suppress(Problem):
        office = parent_at(unit, unit.session.get_one(OfficeRow, row.office_id), later[0].level)
        return f"{office.name}{later[0].name}"
    return later[0].name


def _next_case(unit: Unit, done: Application) -> str:
    """The officer's own cases first, then what waits for the office; first due first."""
    officer = unit.officer
    mine = Application.officer_id == officer.id
    found = unit.session.scalar(
        select(Application.id)
        .where(
            Application.office_id == officer.office_id,
            Application.id != done.id,
            ((Application.state == "in_review") & mine) | (Application.state == "submitted"),
        )
        .order_by(Application.state != "in_review", Application.due_on, Application.id)
        .limit(1)
    )
    return found or ""
