"""The papers are what they claim, or exactly not what they claim."""

import io
from collections.abc import Callable

import pillow_heif
import pypdf
import pytest
from PIL import ExifTags, Image

from tests import papers


@pytest.mark.parametrize(
    ("make", "kind"), [(papers.jpeg, "JPEG"), (papers.png, "PNG"), (papers.webp, "WEBP")]
)
def test_photos_decode(make: Callable[..., bytes], kind: str) -> None:
    with Image.open(io.BytesIO(make("身份证", "姓名 王秀英"))) as image:
        image.load()
        assert image.format == kind
        assert image.size == (900, 1200)


def test_different_papers_are_different_files() -> None:
    assert papers.jpeg("身份证") != papers.jpeg("户口本")


def test_heic_is_heic() -> None:
    photo = papers.heic()
    assert photo[4:12] == b"ftypheic"
    assert pillow_heif.read_heif(photo).size == (900, 1200)


def test_a_pdf_has_its_pages() -> None:
    assert len(pypdf.PdfReader(io.BytesIO(papers.pdf(pages=3))).pages) == 3


def test_the_place_stands_in_the_photo() -> None:
    with Image.open(io.BytesIO(papers.jpeg_with_place())) as image:
        place = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert place[ExifTags.GPS.GPSLatitude] == (27.0, 49.0, 0.0)


def test_a_truncated_photo_begins_well_and_does_not_decode() -> None:
    with Image.open(io.BytesIO(papers.truncated_jpeg())) as image, pytest.raises(OSError, match="truncated"):
        image.load()


def test_the_impostors_are_no_images() -> None:
    assert papers.empty() == b""
    program = papers.program()
    header = int.from_bytes(program[0x3C:0x40], "little")
    assert program[:2] == b"MZ"
    assert program[header : header + 4] == b"PE\x00\x00"
    assert papers.web_page().startswith(b"<!doctype html")


def test_the_files_are_small() -> None:
    for make in (papers.jpeg, papers.png, papers.heic, papers.pdf, papers.portrait):
        assert 500 < len(make()) < 200_000
