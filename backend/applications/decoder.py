"""The room where strangers' files are opened: a process of its own, poor in every means.

Run as a script. It reads from standard input ``<kind: 1 byte> <length: 4 bytes> <content>`` and answers
``<length: 4 bytes> <JSON> <length: 4 bytes> <bytes>``, one file after another, until its input ends.
What comes out was written anew by us: no EXIF, no scripts, nothing behind the picture.

Before the first file it gives up what it does not need: no further file or socket can be opened
(``RLIMIT_NOFILE``), memory and processor time are limited. Its parent kills it when it takes too long.
This module imports nothing of ours, so that it starts fast and holds no secrets.
"""

import io
import json
import os
import resource
import struct
import sys
from typing import Any, BinaryIO, Final

import pillow_heif
from PIL import Image, ImageFilter, ImageOps
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import NameObject

PICTURE, DOCUMENT = b"p", b"d"
MEMORY: Final = 1 << 30
CPU_SECONDS_A_FILE: Final = 8
MOST_PIXELS: Final = 50_000_000
MOST_PAGES: Final = 30
MOST_NODES: Final = 1000
"""Of a page tree; a tree of thirty pages has a few dozen."""
LONG_SIDE: Final = 2600
"""Pixels: an A4 page keeps more than 200 dots an inch, enough to read a seal."""
QUALITY: Final = 85

SMALL_SIDE: Final = 640
DARK_BELOW: Final = 60
BLANK_BELOW: Final = 3.0
"""A sheet of white paper under a lamp has a spread of 5 and more; a picture of one colour, saved as JPEG, below 1."""
BLURRED_BELOW: Final = 24
"""A sharp picture has at least some hard edges: the strongest half percent of its Laplacian lies above this."""
FRAME_SIDE: Final = 200
"""Pixels, enough to see where a paper lies."""
CLEARLY_TWO: Final = 0.85
"""A light that fades evenly over one paper explains three quarters by two shades; a paper on a table more."""
BARE, CUT, FAR = 0.1, 0.3, 0.15
"""Shares of paper: a side where only table is seen, a side that cuts the paper, a whole picture with too little of it."""
LAPLACIAN: Final = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


class Refused(Exception):
    """The file is refused: ``code`` of the problem and its parameters."""

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(code)
        self.answer = {"problem": code, "params": params}


def clean_picture(content: bytes) -> tuple[dict[str, object], bytes]:
    """The picture upright, as a plain JPEG, with what could be better about it."""
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP", "HEIF")) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Refused("file.too_many_pixels", limit=MOST_PIXELS)
        long_side = max(image.size)
        image.draft("RGB", (LONG_SIDE, LONG_SIDE))
        upright = ImageOps.exif_transpose(image)
        plain = _on_white(upright)
    plain.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    plain.info.clear()  # Or Pillow would hand on comments.
    written = io.BytesIO()
    plain.save(written, "JPEG", quality=QUALITY, optimize=True)
    return {"media_type": "image/jpeg", "advice": _advice(plain, long_side)}, written.getvalue()


def clean_document(content: bytes) -> tuple[dict[str, object], bytes]:
    """The pages of a PDF and nothing else of it: no scripts, no actions, no attachments, no metadata."""
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise Refused("file.locked")
    pages = _counted(reader)
    if not pages:
        raise Refused("file.unreadable")
    if pages > MOST_PAGES:
        raise Refused("file.too_many_pages", pages=pages, limit=MOST_PAGES)
    writer = PdfWriter()
    for page in reader.pages:
        writer.add_page(_still(page))
    writer.metadata = None
    written = io.BytesIO()
    writer.write(written)
    return {"media_type": "application/pdf", "advice": ""}, written.getvalue()


def _counted(reader: PdfReader) -> int:
    """How many pages there are; no more of them are looked for than are allowed, whatever the document declares."""
    root: Any = reader.root_object["/Pages"].get_object()
    left, pages, seen = [root], 0, 0
    while left and pages <= MOST_PAGES and seen <= MOST_NODES:
        node, seen = left.pop(), seen + 1
        if "/Kids" in node:
            left += [kid.get_object() for kid in node["/Kids"][: MOST_NODES - len(left)]]
        else:
            pages += 1
    if seen > MOST_NODES:
        raise Refused("file.unreadable")
    declared = root.get("/Count", 0)
    return max(pages, declared) if pages > MOST_PAGES and isinstance(declared, int) else pages


def _still(page: PageObject) -> PageObject:
    for active in ("/AA", "/Annots", "/Metadata"):
        page.pop(NameObject(active), None)
    return page


def _on_white(image: Image.Image) -> Image.Image:
    """Transparent parts become white paper; unusual colour systems become RGB."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        paper.alpha_composite(layered)
        return paper.convert("RGB")
    return image.convert("RGB")


def _advice(image: Image.Image, long_side: int) -> str:
    grey = image.convert("L")
    grey.thumbnail((1000, 1000))
    histogram = grey.histogram()
    mean = sum(level * count for level, count in enumerate(histogram)) / sum(histogram)
    if _spread(histogram, mean) < BLANK_BELOW:
        return "dark" if mean < DARK_BELOW else "blank"
    if long_side < SMALL_SIDE:
        return "small"
    if mean < DARK_BELOW:
        return "dark"
    return "blurred" if _sharpest(grey) < BLURRED_BELOW else _framing(grey)


def _spread(histogram: list[int], mean: float) -> float:
    """How far the shades lie from their mean (standard deviation, 0–127): next to nothing where there is one colour."""
    far = sum((level - mean) ** 2 * count for level, count in enumerate(histogram))
    return float((far / sum(histogram)) ** 0.5)


def _framing(grey: Image.Image) -> str:
    """Whether a light paper on a darker table is cut by the edge of the picture (``cut``) or lies far away (``far``).

    Says nothing where paper and table are not clearly two: a scan, a light table, one half in the shade.
    """
    small = grey.copy()
    small.thumbnail((FRAME_SIDE, FRAME_SIDE))
    level, apart = _two_shades(small.histogram())
    if apart < CLEARLY_TWO:
        return ""
    paper = small.point(lambda shade: 255 if shade > level else 0).filter(ImageFilter.MedianFilter(5))
    width, height = paper.size
    sides = [(0, 0, width, 2), (0, height - 2, width, height), (0, 0, 2, height), (width - 2, 0, width, height)]
    shares = [_light(paper.crop(side)) for side in sides]
    if min(shares) > BARE:
        return ""  # No table on any side: the paper fills the picture.
    if max(shares) > CUT:
        return "cut"
    return "far" if _light(paper) < FAR else ""


def _two_shades(histogram: list[int]) -> tuple[int, float]:
    """The level that best parts light from dark (Otsu), and how much of all differences the parting explains, 0–1."""
    count = sum(histogram)
    mean = sum(shade * n for shade, n in enumerate(histogram)) / count
    spread = sum((shade - mean) ** 2 * n for shade, n in enumerate(histogram)) / count
    best, level, below, weight = 0.0, 0, 0.0, 0
    for shade, n in enumerate(histogram[:-1]):
        below, weight = below + shade * n, weight + n
        if 0 < weight < count:
            part = (mean * weight - below) ** 2 / (weight * (count - weight))
            best, level = max((best, level), (part, shade))
    return level, best / spread if spread else 0.0


def _light(paper: Image.Image) -> float:
    """How much of it is paper, 0–1."""
    return paper.histogram()[255] / (paper.width * paper.height)


def _sharpest(grey: Image.Image) -> int:
    """How hard the hardest half percent of the edges is, 0–127."""
    edges = grey.filter(LAPLACIAN).histogram()
    left = sum(edges) // 200
    for strength in range(127, 0, -1):
        left -= edges[128 + strength] + edges[128 - strength]
        if left <= 0:
            return strength
    return 0


def give_up_means() -> None:
    """After this no file, socket or library can be opened, whatever a picture makes us do."""
    _warm_up()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def _warm_up() -> None:
    """Uses every part once, so that whatever loads itself late is loaded now."""
    pillow_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None
    for kind in ("JPEG", "PNG", "WEBP", "HEIF"):
        sample = io.BytesIO()
        Image.new("RGB", (64, 64), "white").save(sample, kind)
        clean_picture(sample.getvalue())
    page = io.BytesIO()
    Image.new("RGB", (64, 64), "white").save(page, "PDF")
    clean_document(page.getvalue())


def _allow_more_time() -> None:
    """The limit on processor time counts a process's whole life, so each file gets its own share."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    share = int(used.ru_utime + used.ru_stime) + CPU_SECONDS_A_FILE
    resource.setrlimit(resource.RLIMIT_CPU, (share, resource.RLIM_INFINITY))


def decode(kind: bytes, content: bytes) -> tuple[dict[str, object], bytes]:
    """One file. A file that cannot be read is an answer; only a broken process is a failure."""
    try:
        return clean_picture(content) if kind == PICTURE else clean_document(content)
    except Refused as refusal:
        return dict(refusal.answer), b""
    except MemoryError:
        return {"problem": "file.too_many_pixels", "params": {"limit": MOST_PIXELS}}, b""
    except Exception:  # whatever a decoder makes of hostile bytes
        return {"problem": "file.unreadable", "params": {}}, b""


def serve(source: BinaryIO, target: BinaryIO) -> None:
    while head := source.read(5):
        content = source.read(struct.unpack(">I", head[1:])[0])
        _allow_more_time()
        answer, body = decode(head[:1], content)
        told = json.dumps(answer).encode()
        target.write(struct.pack(">I", len(told)) + told + struct.pack(">I", len(body)) + body)
        target.flush()


def main() -> None:
    """Serves until the parent closes the pipe. What libraries print goes nowhere: the pipe is ours alone."""
    source, target = os.fdopen(0, "rb"), os.fdopen(1, "wb", closefd=False)
    sys.stdout = io.StringIO()
    give_up_means()
    serve(source, target)


if __name__ == "__main__":
    main()
