"""Files people send: known by their content, never by their name; opened in a process of its own."""

import atexit
import json
import queue
import struct
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, Literal

from backend.core.problems import Problem

Claimed = Literal["picture", "document", ""]

SECONDS_A_FILE: Final = 10
PROCESSES: Final = 2
FILES_A_PROCESS: Final = 300
"""A decoder is retired after so many files: what leaks, leaks little."""

SIGNATURES: Final = (
    ("picture", 0, b"\xff\xd8\xff"),
    ("picture", 0, b"\x89PNG\r\n\x1a\n"),
    ("program", 0, b"MZ"),
    ("program", 0, b"\x7fELF"),
    ("archive", 0, b"PK\x03\x04"),
    ("archive", 0, b"Rar!"),
    ("archive", 0, b"7z\xbc\xaf\x27\x1c"),
    ("office", 0, b"\xd0\xcf\x11\xe0"),
    ("gif", 0, b"GIF8"),
    ("bitmap", 0, b"BM"),
    ("tiff", 0, b"II*\x00"),
    ("tiff", 0, b"MM\x00*"),
    ("sound", 0, b"ID3"),
    ("sound", 0, b"OggS"),
)
HEIF_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif")
PICTURE_ENDINGS: Final = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif")


@dataclass(frozen=True)
class CleanFile:
    """A file ready to be kept: written anew, without EXIF or scripts.

    ``sent_hash`` is the SHA-256 of what was sent; ``advice`` is a code: blank, small, dark, blurred, cut, far or empty.
    ``scan`` is what the scanner says; ``original`` what was sent, as long as it has not said anything.
    """

    media_type: str
    content: bytes = field(repr=False)
    sent_hash: str
    advice: str
    scan: Literal["pending", "clean", "infected", "failed"] = "clean"
    original: bytes = field(default=b"", repr=False)


def kind_of(content: bytes) -> str:
    """What a file is by its first bytes: picture, document, or the name of what we do not take."""
    if not content:
        return "empty"
    for kind, at, mark in SIGNATURES:
        if content[at : at + len(mark)] == mark:
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "picture"
    if content[4:8] == b"ftyp":
        return "picture" if content[8:12] in HEIF_BRANDS else "video"
    head = content[:1024].lstrip().lower()
    if b"%pdf-" in head:
        return "document"
    if head.startswith((b"<!doctype html", b"<html", b"<svg", b"<?xml", b"<script")):
        return "web_page"
    return "text" if _is_text(content[:1024]) else "unknown"


def clean(content: bytes, name: str, limit: int, picture_only: bool = False) -> CleanFile:
    """Checks and rewrites one file. Takes up to seconds: call it in a thread, before any unit opens.

    Raises 413 ``file.too_large`` (limit); 422 ``file.empty``, ``file.not_accepted`` (kind, name),
    ``file.mislabelled`` (kind, name), ``file.unreadable``, ``file.locked``, ``file.too_many_pages``,
    ``file.too_many_pixels``, ``file.picture_wanted``.
    """
    if len(content) > limit:
        raise Problem("file.too_large", 413, limit=limit, size=len(content))
    kind = kind_of(content)
    if kind == "empty":
        raise Problem("file.empty", 422)
    if kind not in ("picture", "document"):
        raise Problem("file.not_accepted", 422, kind=kind, name=name)
    if _claimed(name) not in ("", kind):
        raise Problem("file.mislabelled", 422, kind=kind, name=name)
    if picture_only and kind != "picture":
        raise Problem("file.picture_wanted", 422, kind=kind)
    answer, body = _decoders.decode(b"p" if kind == "picture" else b"d", content)
    if "problem" in answer:
        raise Problem(str(answer["problem"]), 422, **answer["params"])
    return CleanFile(answer["media_type"], body, sha256(content).hexdigest(), answer["advice"])


def _claimed(name: str) -> Claimed:
    ending = Path(name.lower()).suffix
    if ending in PICTURE_ENDINGS:
        return "picture"
    return "document" if ending == ".pdf" else ""


def _is_text(head: bytes) -> bool:
    try:
        words = head.decode("utf-8", errors="strict")
    except UnicodeDecodeError as broken:
        if broken.start < len(head) - 4:
            return False
        words = head[: broken.start].decode()
    return all(letter.isprintable() or letter.isspace() for letter in words)


class _Decoder:
    """One warm decoding process."""

    def __init__(self) -> None:
        # Isolated mode and our own path: nothing of the surroundings is loaded, nothing is inherited.
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(Path(__file__).with_name("decoder.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            close_fds=True,
        )
        self.left = FILES_A_PROCESS

    def decode(self, kind: bytes, content: bytes) -> tuple[dict[str, Any], bytes]:
        """One file. Raises OSError when the process died or took too long."""
        self.left -= 1
        alarm = threading.Timer(SECONDS_A_FILE, self._process.kill)
        alarm.start()
        try:
            return self._exchange(kind, content)
        finally:
            alarm.cancel()

    def _exchange(self, kind: bytes, content: bytes) -> tuple[dict[str, Any], bytes]:
        source, target = self._process.stdin, self._process.stdout
        assert source is not None
        assert target is not None
        source.write(kind + struct.pack(">I", len(content)) + content)
        source.flush()
        parts = []
        for _ in range(2):
            length = target.read(4)
            if len(length) < 4:
                raise BrokenPipeError("the decoder died")
            parts.append(target.read(struct.unpack(">I", length)[0]))
        return json.loads(parts[0]), parts[1]

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


class _Decoders:
    """A few warm processes, started when first needed."""

    def __init__(self) -> None:
        self._idle: queue.LifoQueue[_Decoder | None] = queue.LifoQueue()
        for _ in range(PROCESSES):
            self._idle.put(None)

    def decode(self, kind: bytes, content: bytes) -> tuple[dict[str, Any], bytes]:
        decoder = self._idle.get() or _Decoder()
        keep: _Decoder | None = None
        try:
            answer = decoder.decode(kind, content)
            keep = decoder if decoder.left else None
        except OSError:
            # Killed for its time or its memory: the file is to blame, the next one gets a fresh process.
            answer = {"problem": "file.unreadable", "params": {}}, b""
        finally:
            if keep is None:
                decoder.close()
            self._idle.put(keep)
        return answer

    def close(self) -> None:
        while not self._idle.empty():
            if decoder := self._idle.get():
                decoder.close()


_decoders = _Decoders()
atexit.register(_decoders.close)
