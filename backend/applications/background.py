"""What reviewers have to know of a person beside the application: earlier deceit, standing, the provincial system."""

from typing import Any

from backend.applications.models import Application
from backend.applications.province import step_of
from backend.core.unit import Unit
from backend.registry.risk import risks_of
from backend.registry.standing import assisted
from backend.staff import access


def background(unit: Unit, row: Application) -> dict[str, Any]:
    """``risks`` for reviewers alone (XY-37); ``assisted`` for somebody who stands on a register (XY-71)."""
    reviewer = access.current(unit).role == "reviewer"
    person = row.person_id or ""
    return {
        "risks": risks_of(unit, person) if reviewer and person else (),
        "assisted": bool(person) and person in assisted(unit, [person]),
        "province": step_of(unit, row),
    }
