"""The official form for officers: whole only while a reason to read whole values counts (S26, C42)."""

from dataclasses import replace
from pathlib import Path

from backend.applications.case_view import revealed
from backend.applications.field_views import ADDRESS_SHOWN, NUMBER_SHOWN
from backend.applications.guards import seen
from backend.applications.official_form import OfficialForm
from backend.applications.official_form_data import official_form, template_of
from backend.core.masking import mask_name, mask_phone, mask_text
from backend.core.unit import Unit
from backend.rules import mask_id_number


def form_of_case(unit: Unit, case_id: str) -> tuple[OfficialForm, Path, str]:
    """The form of a case in the officer's area, its template and a file name.

    Raises 404 ``application.not_found``.
    """
    row = seen(unit, case_id)
    whole = official_form(unit, row)
    return (whole if revealed(unit, row) else masked(whole)), template_of(unit, row), f"{row.receipt}.pdf"


def masked(form: OfficialForm) -> OfficialForm:
    """The same form with what identifies the person covered, and without the photo."""
    return replace(
        form,
        name=mask_name(form.name),
        photo=None,
        id_number=mask_id_number(form.id_number) if form.id_number else "",
        certificate_no=mask_text(form.certificate_no, NUMBER_SHOWN),
        hukou_address=mask_text(form.hukou_address, ADDRESS_SHOWN),
        phone=mask_phone(form.phone) if form.phone else "",
    )
