"""What was ticked on the form under 意愿 becomes something to do with the recognition (第五条第二款)."""

from backend.applications.events import Recognised
from backend.applications.models import Application
from backend.applications.sealed import read_form
from backend.applications.whereabouts import WISHES
from backend.core.unit import Unit
from backend.registry import todos


def recognised(unit: Unit, event: Recognised) -> None:
    """Hands the wishes of the form to the register, the same day."""
    row = unit.session.get_one(Application, event.application_id)
    todos.wishes(unit, event.register_number, read_form(unit, row).get(WISHES) or ())
