"""An application as the official form prints it (XY-13, XY-78, GZ-15): always in Chinese, whoever looks at it."""

import hashlib
import json
import shutil
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path

from sqlalchemy import select
from uuid_utils.compat import uuid7

from backend.applications.asks import OTHER
from backend.applications.check_codes import proof_of
from backend.applications.dossier import Dossier, in_chinese, own_application
from backend.applications.field_views import shown_value
from backend.applications.form_layout import LAYOUT
from backend.applications.models import Application, Decision
from backend.applications.official_form import (
    PLAIN_TEMPLATE,
    Box,
    Line,
    OfficialForm,
    Opinion,
    Review,
    Value,
)
from backend.applications.paper_shapes import what_is_there
from backend.applications.rough_days import exact_day, rough_words
from backend.core.clock import day_in_china
from backend.core.unit import Unit
from backend.rules import Field, base_of
from backend.staff.models import OfficeRow
from contract.base import DEFAULT_LANGUAGE

TEMPLATE = "form.typ"
MARK = 16
BY_OURSELVES = ("citizen", "derived")
"""Who fills in a field before it comes to an office."""


def own_form(unit: Unit, application_id: str) -> tuple[OfficialForm, Path, str]:
    """The form of the caller's own application, its template and a file name; a draft prints as far as it is.

    Raises 404 ``application.not_found``.
    """
    form = official_form(unit, (dossier := own_application(unit, application_id)).row)
    return form, template_of(unit, dossier.row), f"{form.title}.pdf"


def template_of(unit: Unit, row: Application) -> Path:
    """The template that stood beside the version of the case; a policy without one is printed plainly."""
    kept = unit.services.catalogue.beside.get((row.pack, row.pack_version))
    if kept:
        return _as_file(unit.services.settings.data / "forms", kept) if TEMPLATE in kept else PLAIN_TEMPLATE
    own = unit.services.settings.policies / row.pack / TEMPLATE
    return own if own.exists() else PLAIN_TEMPLATE


def _as_file(folder: Path, kept: Mapping[str, str]) -> Path:
    """The template with its layout beside it, where the printer finds them; the same texts lie in one place."""
    looks = {name: kept[name] for name in (TEMPLATE, LAYOUT) if name in kept}
    place = folder / hashlib.sha256(json.dumps(looks).encode()).hexdigest()[:MARK]
    if not place.exists():
        made = folder / uuid7().hex
        made.mkdir(parents=True)
        for name, text in looks.items():
            (made / name).write_text(text, encoding="utf-8")
        try:
            made.rename(place)
        except OSError:  # Another was quicker, with the same texts.
            shutil.rmtree(made)
    return place / TEMPLATE


def official_form(unit: Unit, row: Application) -> OfficialForm:
    """All fields of the annex. Who may see it is the caller's business."""
    return _Print(in_chinese(Dossier(unit, row))).form()


class _Print:
    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.pack = dossier.pack

    def form(self) -> OfficialForm:
        form = self.pack.form
        return OfficialForm(
            form.title,
            tuple(self.lines()),
            tuple(self.reviews()),
            copies=form.copies,
            example=form.example,
            proof=proof_of(self.dossier.unit, self.dossier.row, "form"),
        )

    def lines(self) -> Iterator[Line]:
        for field in self.pack.form.fields:
            if field.filled_by in BY_OURSELVES:
                yield Line(field.id, field.label, field.kind, self.value(field))

    def reviews(self) -> Iterator[Review]:
        for place, stage in enumerate(self.pack.stages):
            yield Review(stage.id, stage.opinion_label, self.opinion(place))

    def value(self, field: Field) -> Value:
        if field.derived_from == "today":
            return self.filled_on()
        if field.kind == "image":
            return self.picture(field)
        if field.options and field.kind == "choices":
            return self.boxes(field)
        kept = str(self.dossier.form.get(field.id) or self.dossier.answers.get(field.fact) or "")
        if field.kind == "date":
            return exact_day(kept) or (rough_words(kept, str) if kept else None)
        return shown_value(self.pack, field, kept, DEFAULT_LANGUAGE)

    def filled_on(self) -> date:
        row = self.dossier.row
        return day_in_china(row.submitted_at) if row.submitted_at else self.dossier.unit.today

    def picture(self, field: Field) -> bytes | None:
        files = [file for file in self.dossier.files_of(field.id) if file.scan == "clean"]
        return self.dossier.unit.services.files.get(files[-1].id) if files else None

    def boxes(self, field: Field) -> tuple[Box, ...]:
        ticked = self.ticked(field)
        return tuple(
            Box(str(option.label), option.value in ticked, self.beside(field, str(option.value)))
            for option in field.options
        )

    def beside(self, field: Field, box: str) -> str:
        """What stands behind a box: one's own words, or which of the papers it names was really handed in."""
        if field.derived_from == "papers":
            return what_is_there(self.dossier, box)
        return str(self.dossier.form.get(f"{field.id}_{OTHER}") or "") if box == OTHER else ""

    def ticked(self, field: Field) -> Collection[str]:
        if field.derived_from == "papers":
            return {base_of(file.requirement) for file in self.dossier.files if not file.stopped}
        if field.id == self.dossier.category_field.id:
            return self.dossier.categories
        return self.dossier.form.get(field.id) or ()

    def opinion(self, stage: int) -> Opinion | None:
        """What the office of a stage signed when it passed the application."""
        session = self.dossier.unit.session
        passed = (
            select(Decision)
            .where(
                Decision.application_id == self.dossier.row.id,
                Decision.stage == stage,
                Decision.action.in_(("endorse", "recognise")),
            )
            .order_by(Decision.id.desc())
            .limit(1)
        )
        made = session.scalar(passed)
        if made is None:
            return None
        office = session.get_one(OfficeRow, made.office_id)
        return Opinion(made.opinion, office.name, day_in_china(made.at))
