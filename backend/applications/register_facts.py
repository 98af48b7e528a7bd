"""Entries that came onto the register before it kept facts: what checks need is taken over from their applications."""

from sqlalchemy import select

from backend.applications.models import Application
from backend.applications.sealed import read_answers
from backend.core.unit import Unit
from backend.registry import service as registry
from backend.registry.models import Entry

AT_ONCE = 100


def take_over(unit: Unit, after: int = 0) -> int:
    """Keeps the facts of the next entries without any; gives the last one, 0 when none is left. Run at start."""
    rows = unit.session.execute(
        select(Entry, Application)
        .join(Application, Application.id == Entry.application_id)
        .where(Entry.facts.is_(None), Entry.state != "exited", Entry.id > after)
        .order_by(Entry.id)
        .limit(AT_ONCE)
    ).all()
    for entry, application in rows:
        registry.keep_facts(unit, entry, read_answers(unit, application))
    return rows[-1][0].id if rows else 0
