"""What was asked for and what came back: each defect with the value or the files before and after (一次性告知)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select

from backend.applications.field_views import readable_value
from backend.applications.file_names import named, title_of
from backend.applications.models import Application, Decision, DefectRow, PaperFileRow
from backend.applications.ruling import pack_for
from backend.applications.sealed import read_form
from backend.applications.targets import targets_of
from backend.applications.views import DefectView, FileView
from backend.core.unit import Unit
from locales import translator


def defect_views(
    unit: Unit, row: Application, defects: Sequence[DefectRow], *, unmasked: bool
) -> tuple[DefectView, ...]:
    """Everything that was ever asked for, oldest first; of exactly these things the difference."""
    return tuple(_Corrections(unit, row, defects, unmasked).views())


def file_view(row: Application, file: PaperFileRow, name: str) -> FileView:
    """A file under the name it has at the desk."""
    return FileView(
        id=file.id,
        name=name,
        media_type=file.media_type,
        size=file.size,
        advice=file.advice,
        at=file.created_at,
        new=row.round > 0 and file.round == row.round,
        scan=file.scan,  # type: ignore[arg-type]
    )


def may_be_read(unit: Unit, row: Application, file: PaperFileRow) -> bool:
    """Whether an office may read a file: one that stands, or one that was replaced after an office had seen it."""
    return file.removed_at is None or _shown_to_an_office(_returned(unit, row), file)


def _shown_to_an_office(returned: Sequence[datetime], file: PaperFileRow) -> bool:
    """Its content is kept then: the request for a better one rests on it."""
    removed = file.removed_at
    return removed is not None and any(moment <= removed for moment in returned[file.round :])


def _returned(unit: Unit, row: Application) -> list[datetime]:
    """When each round of corrections was asked for."""
    asked = select(Decision.at).where(Decision.application_id == row.id, Decision.action == "return")
    return list(unit.session.scalars(asked.order_by(Decision.id)))


class _Corrections:
    def __init__(self, unit: Unit, row: Application, defects: Sequence[DefectRow], unmasked: bool) -> None:
        self.unit, self.row, self.defects, self.unmasked = unit, row, defects, unmasked
        self.pack = pack_for(unit, row)
        self.labels = targets_of(unit, row)
        self.form = read_form(unit, row)
        self.returned = _returned(unit, row)

    def views(self) -> Iterator[DefectView]:
        _ = translator("citizen", self.unit.language)
        for defect in self.defects:
            field = defect.kind == "field"
            before = self.value_before(defect) if field else ""
            after = self.value_after(defect) if field and defect.mended_at else ""
            yield DefectView(
                round=defect.round,
                kind=defect.kind,  # type: ignore[arg-type]
                target=defect.target,
                label=self.labels.get((defect.kind, defect.target), defect.target),
                comment=defect.comment or _("申请人改了内容，系统请其一并提供"),
                mended_at=defect.mended_at,
                before=self.readable(defect, before) if field else "",
                after=self.readable(defect, after) if field else "",
                changed=before != after,
                files_before=() if field else tuple(self.files(defect, earlier=True)),
                files_after=() if field else tuple(self.files(defect, earlier=False)),
            )

    def readable(self, defect: DefectRow, value: object) -> str:
        field, language = self.pack.form[defect.target], self.unit.language
        return readable_value(self.pack, field, value, language, unmasked=self.unmasked)

    def value_before(self, defect: DefectRow) -> object:
        return self.unit.vault.open(defect.before, f"defects.before|{defect.id}") if defect.before else ""

    def value_after(self, defect: DefectRow) -> object:
        """What the next request for the same thing found; else what stands in the form."""
        later = (one for one in self.defects if one.id > defect.id and one.target == defect.target)
        again = next((one for one in later if one.kind == defect.kind), None)
        return self.value_before(again) if again else self.form.get(defect.target)

    def files(self, defect: DefectRow, *, earlier: bool) -> Iterator[FileView]:
        """Of a paper, what the office saw when it asked, and what was handed in for it."""
        title = title_of(self.unit, self.row, defect.target)
        for file, name in named(self.unit, self.row, defect.target, title):
            of_round = file.round < defect.round if earlier else file.round == defect.round
            if of_round and (file.removed_at is None or (earlier and _shown_to_an_office(self.returned, file))):
                yield file_view(self.row, file, name)
