"""An application as the official form prints it (XY-13, XY-78): always in Chinese, whoever looks at it."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from backend.applications.asks import OTHER, address_field, category_field
from backend.applications.dossier import Dossier, in_chinese, own_application
from backend.applications.models import Application, Decision
from backend.applications.official_form import Box, OfficialForm, Opinion
from backend.core.clock import day_in_china
from backend.core.unit import Unit
from backend.rules import Field
from backend.staff.models import OfficeRow

TEMPLATE = "form.typ"


def own_form(unit: Unit, application_id: str) -> tuple[OfficialForm, Path, str]:
    """The form of the caller's own application, its template and a file name; a draft prints as far as it is.

    Raises 404 ``application.not_found``.
    """
    dossier = own_application(unit, application_id)
    name = f"{in_chinese(dossier).pack.form.title}.pdf"
    return official_form(unit, dossier.row), template_of(unit, dossier.row), name


def template_of(unit: Unit, row: Application) -> Path:
    return unit.services.settings.policies / row.pack / TEMPLATE


def official_form(unit: Unit, row: Application) -> OfficialForm:
    """All fields of the annex. Who may see it is the caller's business."""
    return _Print(in_chinese(Dossier(unit, row))).form()


class _Print:
    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.fields = {field.id: field for field in dossier.pack.form.fields}

    def form(self) -> OfficialForm:
        stages = range(len(self.dossier.pack.stages))
        return OfficialForm(
            filled_on=self.filled_on(),
            name=self.text("name"),
            sex=self.text("sex"),
            ethnicity=self.text("ethnicity"),
            political_status=self.text("political"),
            education=self.text("education"),
            marital_status=self.text("marital"),
            photo=self.photo(),
            id_number=self.dossier.id_number,
            certificate_no=self.text("certificate_no"),
            unemployed_since=self.day("unemployed_since"),
            hukou_address=self.text(address_field(self.dossier.pack).id),
            phone=self.text("phone"),
            categories=self.boxes(category_field(self.dossier.pack), self.dossier.categories),
            papers=self.paper_boxes(),
            wishes=self.wishes(),
            preliminary=self.opinion(stages[0]),
            final=self.opinion(stages[-1]),
        )

    def value(self, field_id: str) -> Any:
        return self.dossier.form.get(field_id) or ""

    def text(self, field_id: str) -> str:
        value = str(self.value(field_id))
        return next((str(one.label) for one in self.fields[field_id].options if one.value == value), value)

    def day(self, field_id: str) -> date | None:
        value = self.value(field_id)
        return date.fromisoformat(value) if value else None

    def filled_on(self) -> date:
        row = self.dossier.row
        return day_in_china(row.submitted_at) if row.submitted_at else self.dossier.unit.today

    def photo(self) -> bytes | None:
        field = self.dossier.photo_field
        files = self.dossier.files_of(field.id) if field else []
        return self.dossier.unit.services.files.get(files[-1].id) if files else None

    def boxes(self, field: Field, ticked: Collection[str]) -> tuple[Box, ...]:
        return tuple(Box(str(option.label), option.value in ticked) for option in field.options)

    def paper_boxes(self) -> tuple[Box, ...]:
        field = next(one for one in self.fields.values() if one.derived_from == "papers")
        handed_in = {file.requirement for file in self.dossier.files}
        return self.boxes(field, handed_in)

    def wishes(self) -> tuple[Box, ...]:
        chosen = self.value("wishes") or ()
        words = str(self.value(f"wishes_{OTHER}"))
        return tuple(
            Box(str(option.label), option.value in chosen, words if option.value == OTHER else "")
            for option in self.fields["wishes"].options
        )

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
