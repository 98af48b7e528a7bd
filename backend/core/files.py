"""Files of citizens: sealed at rest, under names of our own, outside any web root."""

import os
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from uuid_utils.compat import uuid7

from backend.core.crypto import Vault

PIECE = 4 * 1024 * 1024


class FileStore:
    """A folder of sealed files. A file is on disk before the row that names it is committed."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder = folder
        self._vault = vault

    def put(self, content: bytes) -> str:
        """Keeps ``content`` durably and gives the id under which it is found."""
        file_id = uuid7().hex
        path = self._path(file_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(self._vault.seal_bytes(content, f"file|{file_id}"))
            file.flush()
            os.fsync(file.fileno())
        return file_id

    def there(self, file_id: str) -> bool:
        """Whether the content of a file is on disk."""
        return self._path(file_id).exists()

    def older_than(self, seconds: float) -> Iterator[str]:
        """Ids of what lies here for at least so long, whoever names it."""
        latest = time.time() - seconds
        for path in self._folder.glob("??/*"):
            if path.stat().st_mtime <= latest:
                yield path.name

    def get(self, file_id: str) -> bytes:
        return self._vault.open_bytes(self._path(file_id).read_bytes(), f"file|{file_id}")

    def put_from(self, path: Path) -> str:
        """Keeps the content of a file of any size, piece by piece."""
        file_id = uuid7().hex
        target = self._path(file_id)
        target.parent.mkdir(parents=True, exist_ok=True)
        left = path.stat().st_size
        with path.open("rb") as source, target.open("wb") as file:
            for number in count():
                piece = source.read(PIECE)
                left -= len(piece)
                sealed = self._vault.seal_bytes(piece, _place(file_id, number, last=left <= 0))
                file.write(len(sealed).to_bytes(4, "big") + sealed)
                if left <= 0:
                    break
            file.flush()
            os.fsync(file.fileno())
        return file_id

    def copy_to(self, file_id: str, path: Path) -> None:
        """Opens what :meth:`put_from` has kept into a file."""
        with path.open("wb") as file:
            file.writelines(self.pieces(file_id))

    def pieces(self, file_id: str) -> Iterator[bytes]:
        """What :meth:`put_from` has kept, piece by piece. One that is missing or moved does not open."""
        with self._path(file_id).open("rb") as source:
            length = source.read(4)
            for number in count():
                sealed, length = source.read(int.from_bytes(length, "big")), source.read(4)
                yield self._vault.open_bytes(sealed, _place(file_id, number, last=not length))
                if not length:
                    break

    def delete(self, file_id: str) -> None:
        self._path(file_id).unlink(missing_ok=True)

    def _path(self, file_id: str) -> Path:
        if len(file_id) != 32 or not file_id.isalnum():
            raise ValueError("file ids are 32 hexadecimal digits")
        # The tail of a time-ordered id spreads evenly; its head would put a whole day into one folder.
        return self._folder / file_id[-2:] / file_id


def _place(file_id: str, number: int, *, last: bool) -> str:
    return f"file|{file_id}|{number}|{'last' if last else 'more'}"
