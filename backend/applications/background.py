"""What reviewers have to know of a person beside the application: earlier deceit, standing, the provincial system."""

from typing import Any

from backend.applications.models import Application
from backend.applications.province import step_of
from backend.applications.views.around import ActedFor
from backend.core.masking import mask_name
from backend.core.unit import Unit
from backend.people.mandate_details import details_of
from backend.people.mandate_models import Mandate
from backend.registry.risk import risks_of
from backend.registry.standing import assisted
from backend.staff import access
from backend.staff.models import OfficerRow


def background(unit: Unit, row: Application) -> dict[str, Any]:
    """``risks`` for reviewers alone (XY-37); ``assisted`` for somebody who stands on a register (XY-71)."""
    reviewer = access.current(unit).role == "reviewer"
    person = row.person_id or ""
    return {
        "risks": risks_of(unit, person) if reviewer and person else (),
        "assisted": bool(person) and person in assisted(unit, [person]),
        "province": step_of(unit, row),
        "acted_for": _acted_for(unit, row),
    }


def _acted_for(unit: Unit, row: Application) -> ActedFor | None:
    """Who entered it for the applicant; a private helper's name is covered like every other."""
    mandate = unit.session.get(Mandate, row.mandate_id) if row.mandate_id else None
    if mandate is None:
        return None
    officer = unit.session.get(OfficerRow, mandate.officer_id) if mandate.officer_id else None
    private = mask_name(str(details_of(unit, mandate).get("helper", "")))
    return ActedFor(
        helper=f"{officer.office.name} {officer.name}" if officer else private,
        officer=officer is not None,
        relation=mandate.relation,
        state=mandate.state,
        how=mandate.how,
        signed_on=mandate.signed_on,
        until=mandate.until,
    )
