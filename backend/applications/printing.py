"""The official form for officers: whole only on demand and while a reason to read whole values counts (S26, C42)."""

from pathlib import Path

from backend.applications.case_view import revealed
from backend.applications.field_views import masked_value
from backend.applications.guards import seen, subject_of
from backend.applications.official_form import OfficialForm
from backend.applications.official_form_data import official_form, template_of
from backend.applications.ruling import pack_for_the_file
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.rules import Pack


def form_of_case(unit: Unit, case_id: str) -> tuple[OfficialForm, Path, str]:
    """The covered form of a case in the officer's area, its template and a file name.

    Raises 404 ``application.not_found``.
    """
    row = seen(unit, case_id)
    covered = masked(official_form(unit, row), pack_for_the_file(unit, row))
    return covered, template_of(unit, row), f"{row.receipt}.pdf"


def whole_form_of_case(unit: Unit, case_id: str) -> tuple[OfficialForm, Path, str]:
    """The same with whole values; the audit names every download.

    Raises 404 ``application.not_found``, 403 ``review.reveal_over``.
    """
    row = seen(unit, case_id)
    if not revealed(unit, row):
        raise Problem("review.reveal_over", 403)
    unit.audit("application.printed_whole", subject_of(row.id), officer=unit.officer.id)
    return official_form(unit, row), template_of(unit, row), f"{row.receipt}.pdf"


def masked(form: OfficialForm, pack: Pack) -> OfficialForm:
    """The same form with what identifies the person covered, and without the photo."""
    texts = {line.id: line.value for line in form.lines if isinstance(line.value, str)}
    pictures = {line.id: None for line in form.lines if line.kind == "image"}
    return form.but(**{name: masked_value(pack, pack.form[name], text) for name, text in texts.items()}, **pictures)
