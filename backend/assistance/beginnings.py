"""What begins by itself when somebody is recognised: the plan for a household without work (第四条第五款)."""

from backend.assistance import entries, plans, relief
from backend.assistance.models import Plan
from backend.assistance.plans import NewStep
from backend.core.unit import Unit
from backend.registry.events import Enrolled
from backend.registry.models import Entry


def enrolled(unit: Unit, event: Enrolled) -> None:
    """Starts the plan of the policy the same day: its routes are its steps, and who looks after the person owns it."""
    entry = unit.session.get_one(Entry, event.entry_id)
    for one in relief.reliefs_of(unit, entry)[:1]:
        due_on = one.due_on(entry.recognised_on)
        plan = Plan(
            entry_id=entry.id, owner_id=entry.owner_id, goal=b"", created_at=unit.now, relief=one.id, due_on=due_on
        )
        plans.keep(unit, plan, str(one.goal), [NewStep(str(route.label), due_on) for route in one.routes])
        unit.audit("plan.begun", entries.subject_of(entry), plan=plan.id, label=str(one.label), due=f"{due_on}")
