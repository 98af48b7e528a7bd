"""The pictures of the README, taken from the real product while the story of one application is told.

uv run python -m tests.journeys.pictures                  # docs/pictures/chat-and-desk.png
uv run python -m tests.journeys.pictures --all FOLDER     # and every screen on the way, to look at
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.async_api import async_playwright

from tests.chat import Chat
from tests.journeys.browser import CHROMIUM, PHONE, PageDoor, sits_down
from tests.journeys.citizen import Citizen
from tests.journeys.desk import desk_of
from tests.journeys.product import ROOT, product
from tests.journeys.story import Story
from tests.people import WANG_XIUYING, ZHENG_JIE, ZHOU_MIN

PICTURE = ROOT / "docs" / "pictures" / "chat-and-desk.png"
CHAT, DESK = "chat-result", "desk-case-checked"
LARGEST = 300_000
"""Bytes: a README is read on telephones too."""
GAP, CORNER, PAPER, EDGE = 40, 18, "#eceae4", "#c9c5bb"


async def take(folder: Path, data: Path) -> None:
    """Every screen of the story into `folder`; the product keeps its `data` elsewhere."""
    async with async_playwright() as playwright, product(data) as house:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        phone = await sits_down(chromium, PHONE, folder)
        await phone.page.goto(house.chat)
        chat = Chat(WANG_XIUYING, PageDoor(phone.page), patience=30)
        street = await desk_of(chromium, house, ZHOU_MIN, pictures=folder)
        county = await desk_of(chromium, house, ZHENG_JIE, pictures=folder)
        story = Story(Citizen(chat, lambda name: phone.look(f"chat-{name}")), street, county)
        await story.is_told()
        await chromium.close()


def side_by_side(chat: Path, desk: Path) -> Image.Image:
    """The phone before the desk, on one sheet."""
    phone, screen = Image.open(chat).convert("RGB"), Image.open(desk).convert("RGB")
    height = max(phone.height, screen.height) + 2 * GAP
    sheet = Image.new("RGB", (phone.width + screen.width + 3 * GAP, height), PAPER)
    for picture, left in ((phone, GAP), (screen, phone.width + 2 * GAP)):
        _lay(sheet, picture, left, (height - picture.height) // 2)
    return sheet


def _lay(sheet: Image.Image, picture: Image.Image, left: int, top: int) -> None:
    mask = Image.new("L", picture.size)
    box = (0, 0, picture.width - 1, picture.height - 1)
    ImageDraw.Draw(mask).rounded_rectangle(box, CORNER, fill=255)
    sheet.paste(picture, (left, top), mask)
    frame = (left - 1, top - 1, left + picture.width, top + picture.height)
    ImageDraw.Draw(sheet).rounded_rectangle(frame, CORNER + 1, outline=EDGE, width=2)


def keep(picture: Image.Image, path: Path) -> None:
    """As a small PNG. Raises ValueError when it is still too large."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path} has {path.stat().st_size} bytes, more than {LARGEST}")
    print(f"{path}  {picture.width}×{picture.height}  {path.stat().st_size // 1000} kB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="keep every screen here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        folder: Path = options.all or Path(spare)
        (Path(spare) / "house").mkdir()
        folder.mkdir(parents=True, exist_ok=True)
        asyncio.run(take(folder, Path(spare) / "house" / "data"))
        keep(side_by_side(folder / f"{CHAT}.png", folder / f"{DESK}.png"), PICTURE)


if __name__ == "__main__":
    main()
