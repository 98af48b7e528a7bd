"""Small real files such as people send: photos of papers, documents, and everything that is not what it says.

Each function answers bytes. The file over the limit is only claimed (`Attachment.size`), never built.
"""

import functools
import io

import noto_cjk
import pillow_heif
from PIL import ExifTags, Image, ImageDraw, ImageFont

Lines = tuple[str, ...]

OVER_THE_LIMIT = 20 * 1024 * 1024 + 1
"""Bytes: one more than Telegram lets a bot fetch."""


@functools.cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(noto_cjk.otc_path("sans")), size)


def _paper(title: str, lines: Lines, width: int = 900) -> Image.Image:
    """A sheet on a table, seen from above: light paper, dark rim, a red seal."""
    height = width * 4 // 3
    sheet = Image.new("RGB", (width, height), "#5b5148")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((width // 18, width // 18, width - width // 18, height - width // 18), fill="#fbf9f2")
    draw.text((width // 2, width // 6), title, font=_font(width // 16), fill="#222", anchor="mm")
    for row, line in enumerate(lines):
        draw.text((width // 9, width // 3 + row * width // 12), line, font=_font(width // 26), fill="#333")
    seal = (width * 6 // 10, height * 7 // 10)
    draw.ellipse((*seal, seal[0] + width // 5, seal[1] + width // 5), outline="#c22", width=6)
    return sheet


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def jpeg(title: str = "就业创业证", *lines: str) -> bytes:
    """A photo of a paper as a phone sends it."""
    return _saved(_paper(title, lines), "JPEG", quality=80)


def png(title: str = "就业创业证", *lines: str) -> bytes:
    return _saved(_paper(title, lines), "PNG", optimize=True)


def webp(title: str = "就业创业证", *lines: str) -> bytes:
    return _saved(_paper(title, lines), "WEBP", quality=80)


def heic(title: str = "就业创业证", *lines: str) -> bytes:
    """A photo as an iPhone stores it."""
    image = pillow_heif.from_pillow(_paper(title, lines))
    stream = io.BytesIO()
    image.save(stream, quality=60)
    return stream.getvalue()


def pdf(title: str = "证明材料", *lines: str, pages: int = 1) -> bytes:
    """A scanned document."""
    sheets = [_paper(f"{title} {number + 1}" if pages > 1 else title, lines) for number in range(pages)]
    return _saved(sheets[0], "PDF", save_all=True, append_images=sheets[1:], resolution=100)


def portrait() -> bytes:
    """The small photo of the form: a plain figure before blue."""
    image = Image.new("RGB", (358, 441), "#3b78c4")
    draw = ImageDraw.Draw(image)
    draw.ellipse((119, 90, 239, 240), fill="#e7c9a9")
    draw.pieslice((49, 260, 309, 620), 180, 360, fill="#33363d")
    return _saved(image, "JPEG", quality=85)


def jpeg_with_place(title: str = "户口本") -> bytes:
    """A photo that tells where it was taken (27.8167 N, 114.9167 E) and by what."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "BangbanTestPhone"
    exif[ExifTags.IFD.GPSInfo] = {
        ExifTags.GPS.GPSLatitudeRef: "N",
        ExifTags.GPS.GPSLatitude: (27.0, 49.0, 0.0),
        ExifTags.GPS.GPSLongitudeRef: "E",
        ExifTags.GPS.GPSLongitude: (114.0, 55.0, 0.0),
    }
    return _saved(_paper(title, ()), "JPEG", exif=exif)


def truncated_jpeg() -> bytes:
    """A photo whose transfer broke off half-way: it begins well and does not decode."""
    whole = jpeg()
    return whole[: len(whole) // 2]


def empty() -> bytes:
    return b""


def program() -> bytes:
    """The head of a Windows program; send it as `照片.jpg`."""
    stub = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00".ljust(0x3C, b"\x00")
    stub += (0x80).to_bytes(4, "little")
    return stub.ljust(0x80, b"\x00") + b"PE\x00\x00\x4c\x01\x01\x00" + b"\x00" * 400


def web_page() -> bytes:
    """HTML that would run if it were served as a page; send it as `证明.jpg`."""
    return "<!doctype html><html><body><script>alert(1)</script>证明</body></html>".encode()
