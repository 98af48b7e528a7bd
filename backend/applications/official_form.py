"""The official application form as PDF, filled in as the annex of the policy prints it.

What stands on the form is decided here (XY-13: the 22 fields of the annex); how it looks, and every printed
label, belongs to the template in the policy's own folder.
"""

from dataclasses import asdict, dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from backend.core.documents import compile_pdf

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


@dataclass(frozen=True, repr=False)
class OfficialForm:
    """The fields of the annex in printed order. Texts as they are to be read; empty or None stays blank.

    No ``repr``: the form must not slip into a log.
    """

    filled_on: date | None
    name: str
    sex: str
    ethnicity: str
    political_status: str
    education: str
    marital_status: str
    photo: bytes | None
    id_number: str
    certificate_no: str
    unemployed_since: date | None
    hukou_address: str
    phone: str
    categories: tuple[Box, ...]
    papers: tuple[Box, ...]
    wishes: tuple[Box, ...]
    preliminary: Opinion | None = None
    final: Opinion | None = None


def render_form(form: OfficialForm, template: Path) -> bytes:
    """The filled form as PDF: one A4 page, and more only when a text is too long for its cell.

    ``template`` is the ``form.typ`` of the policy pack. A photo that cannot be read leaves a remark in its
    cell, because a spoilt picture must not keep anyone from printing the form.
    """
    return compile_pdf(template, _template_data(form))


def _template_data(form: OfficialForm) -> dict[str, object]:
    since = form.unemployed_since
    photo = _photo(form.photo) if form.photo else None
    return asdict(form) | {
        "filled_on": _day(form.filled_on),
        "unemployed_since": f"{since.year}年{since.month}月{since.day}日" if since else "",
        "photo": photo,
        "photo_unreadable": form.photo is not None and photo is None,
        "preliminary": _opinion(form.preliminary),
        "final": _opinion(form.final),
    }


def _day(day: date | None) -> list[int] | None:
    return [day.year, day.month, day.day] if day else None


def _opinion(opinion: Opinion | None) -> dict[str, object] | None:
    if opinion is None:
        return None
    return {"text": opinion.text, "office": opinion.office, "day": _day(opinion.signed_on)}


def _photo(picture: bytes) -> bytes | None:
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
