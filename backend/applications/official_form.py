"""The official application form as PDF, filled in as the policy prints it.

What stands on the form is decided here, field by field as the pack declares them (XY-13, GZ-15); how it looks
belongs to the template in the policy's own folder, or to the plain one of the house where there is none.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Final, Self

from PIL import Image, ImageOps, UnidentifiedImageError

from backend.applications.check_codes import Proof
from backend.core.documents import TYPST, compile_pdf

PLAIN_TEMPLATE: Final = TYPST / "form.typ"
PHOTO_PIXELS: Final = (354, 496)
"""30 × 42 mm at 300 dots an inch, the photo cell of the form."""


@dataclass(frozen=True)
class Box:
    """One box to tick; ``text`` is what the person wrote beside it (□其他)."""

    label: str
    ticked: bool
    text: str = ""


@dataclass(frozen=True, repr=False)
class Opinion:
    """What an office wrote when it decided, with its name and the day it signed."""

    text: str
    office: str
    signed_on: date


Value = str | date | bytes | tuple[Box, ...] | None
"""Text as it is to be read, a day, a picture, or boxes; empty or None stays blank."""


@dataclass(frozen=True, repr=False)
class Line:
    """One field a citizen fills in or that follows from others; ``kind`` as the pack declares it."""

    id: str
    label: str
    kind: str
    value: Value


@dataclass(frozen=True, repr=False)
class Review:
    """The place of one review on the form: its printed label, and its opinion once there is one."""

    stage: str
    label: str
    opinion: Opinion | None = None


@dataclass(frozen=True, repr=False)
class OfficialForm:
    """The form in printed order. No ``repr``: it must not slip into a log."""

    title: str
    lines: tuple[Line, ...]
    reviews: tuple[Review, ...]
    copies: int = 1
    example: bool = False
    proof: Proof | None = None

    def but(self, **values: Value) -> Self:
        """The same form with other values in these fields."""
        lines = (replace(line, value=values.get(line.id, line.value)) for line in self.lines)
        return replace(self, lines=tuple(lines))


def render_form(form: OfficialForm, template: Path) -> bytes:
    """The filled form as PDF: each copy one A4 page, and more only when a text is too long for its cell.

    ``template`` is the ``form.typ`` of the policy pack. A photo that cannot be read leaves a remark in its
    cell, because a spoilt picture must not keep anyone from printing the form.
    """
    return compile_pdf(template, _template_data(form))


def _template_data(form: OfficialForm) -> dict[str, object]:
    """What a template sees: every value under the id of its field, and all lines in order."""
    lines = [_line(line) for line in form.lines]
    unreadable = [one["id"] for one, line in zip(lines, form.lines, strict=True) if line.value and not one["value"]]
    return {str(one["id"]): one["value"] for one in lines} | {
        "title": form.title,
        "lines": lines,
        "unreadable": unreadable,
        "opinions": {one.stage: _opinion(one.opinion) for one in form.reviews},
        "reviews": [{"label": one.label, "stage": one.stage} for one in form.reviews],
        "copies": form.copies,
        "example": form.example,
        "proof": form.proof.printed() if form.proof else None,
    }


def _line(line: Line) -> Mapping[str, object]:
    return {"id": line.id, "label": line.label, "kind": line.kind, "value": _value(line.value)}


def _value(value: Value) -> object:
    if isinstance(value, date):
        return [value.year, value.month, value.day]
    if isinstance(value, bytes):
        return photo_for_print(value)
    if isinstance(value, tuple):
        return [asdict(box) for box in value]
    return value


def _opinion(opinion: Opinion | None) -> dict[str, object] | None:
    if opinion is None:
        return None
    return {"text": opinion.text, "office": opinion.office, "day": _value(opinion.signed_on)}


def photo_for_print(picture: bytes) -> bytes | None:
    """The photo upright and no larger than print needs; None when it is not a readable picture."""
    try:
        with Image.open(BytesIO(picture)) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return None
    upright.thumbnail(PHOTO_PIXELS, Image.Resampling.LANCZOS)
    small = BytesIO()
    upright.save(small, "JPEG", quality=90)
    return small.getvalue()
