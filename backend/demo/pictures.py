"""Pictures of papers that nobody could take for real ones."""

from functools import cache
from hashlib import sha256
from io import BytesIO

import noto_cjk
from PIL import Image, ImageDraw, ImageFont

from backend.applications.intake_files import CleanFile

SIZE = (720, 960)
PORTRAIT = (358, 441)


def paper(title: str, name: str) -> CleanFile:
    """A sheet with a title and a name, marked as a specimen all over."""
    sheet = _blank(title).copy()
    ImageDraw.Draw(sheet).text((80, 300), f"姓名：{name}", font=_font(34), fill="#333")
    return _file(sheet)


def portrait(colour: str) -> CleanFile:
    """A figure without a face."""
    image = Image.new("RGB", PORTRAIT, colour)
    draw = ImageDraw.Draw(image)
    draw.ellipse((119, 90, 239, 240), fill="#e7c9a9")
    draw.pieslice((49, 260, 309, 620), 180, 360, fill="#33363d")
    return _file(image)


@cache
def _blank(title: str) -> Image.Image:
    sheet = Image.new("RGB", SIZE, "#5b5148")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((30, 30, SIZE[0] - 30, SIZE[1] - 30), fill="#fbf9f2")
    draw.text((SIZE[0] // 2, 160), title, font=_font(40), fill="#222", anchor="mm")
    for row in range(6):
        draw.line((80, 420 + row * 70, SIZE[0] - 80, 420 + row * 70), fill="#cfc8b8", width=2)
    draw.text((SIZE[0] // 2, 640), "演示样张", font=_font(110), fill="#e3b7b0", anchor="mm")
    return sheet


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(noto_cjk.otc_path("sans")), size)


def _file(image: Image.Image) -> CleanFile:
    stream = BytesIO()
    image.save(stream, "JPEG", quality=75)
    content = stream.getvalue()
    return CleanFile("image/jpeg", content, sha256(content).hexdigest(), "")
