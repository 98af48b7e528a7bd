"""The official form for officers: whole only while a reason to read whole values counts (S26, C42)."""

from pathlib import Path

from backend.applications.case_view import revealed
from backend.applications.field_views import masked_value
from backend.applications.guards import seen
from backend.applications.official_form import OfficialForm
from backend.applications.official_form_data import official_form, template_of
from backend.core.unit import Unit
from backend.rules import Pack


def form_of_case(unit: Unit, case_id: str) -> tuple[OfficialForm, Path, str]:
    """The form of a case in the officer's area, its template and a file name.

    Raises 404 ``application.not_found``.
    """
    row = seen(unit, case_id)
    whole = official_form(unit, row)
    pack = unit.services.catalogue.packs[row.pack]
    shown = whole if revealed(unit, row) else masked(whole, pack)
    return shown, template_of(unit, row), f"{row.receipt}.pdf"


def masked(form: OfficialForm, pack: Pack) -> OfficialForm:
    """The same form with what identifies the person covered, and without the photo."""
    texts = {line.id: line.value for line in form.lines if isinstance(line.value, str)}
    pictures = {line.id: None for line in form.lines if line.kind == "image"}
    return form.but(**{name: masked_value(pack, pack.form[name], text) for name, text in texts.items()}, **pictures)
