"""Files that went through the fake, known by file id."""

import io
import mimetypes
from dataclasses import dataclass
from typing import Any

from PIL import Image, UnidentifiedImageError

LARGEST_DOWNLOAD = 20 * 1024 * 1024
LARGEST_DOCUMENT = 50 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024


@dataclass(frozen=True)
class StoredFile:
    """`size` is what the server claims; it may exceed the content, so that a huge file costs nothing."""

    file_id: str
    path: str
    name: str
    mime_type: str
    content: bytes
    size: int

    def described(self) -> dict[str, Any]:
        """The fields every kind of file has in the Bot API."""
        return {"file_id": self.file_id, "file_unique_id": f"u{self.file_id}", "file_size": self.size}

    def as_document(self) -> dict[str, Any]:
        return {**self.described(), "file_name": self.name, "mime_type": self.mime_type}

    def as_photo(self) -> list[dict[str, Any]]:
        """One size only: the largest, which is the last of the list everywhere."""
        width, height = dimensions(self.content) or (1, 1)
        return [{**self.described(), "width": width, "height": height}]


class Shelf:
    """All files of one bot."""

    def __init__(self) -> None:
        self.files: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}

    def put(
        self, folder: str, name: str, content: bytes, size: int | None = None, mime: str = ""
    ) -> StoredFile:
        """Keep a file; its name is a stranger's and never part of a path, but for a harmless suffix."""
        number = len(self.files)
        mime = mime or mimetypes.guess_type(name)[0] or "application/octet-stream"
        suffix = f".{name.rpartition('.')[2]}" if "." in name else ""
        suffix = suffix if suffix.isascii() and len(suffix) < 8 and "/" not in suffix else ""
        path = f"{folder}/file_{number}{suffix}"
        file = StoredFile(f"BQAC{number:08d}", path, name, mime, content, size or len(content))
        self.files[file.file_id] = self.by_path[path] = file
        return file


def dimensions(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, or None if this is no image Telegram would take as a photo."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            return image.size
    except (UnidentifiedImageError, OSError):
        return None
