"""The malware scanner of the house, where one is configured: clamd over its socket, or a command such as clamscan.

What cannot be asked is not clean: :class:`ScannerDown` says that there is no verdict, and the file waits.
"""

import shlex
import socket
import struct
import subprocess
from dataclasses import dataclass
from typing import Final, Literal, Protocol

Verdict = Literal["clean", "infected", "failed"]
"""``failed``: the scanner answers, but cannot judge this very file."""

CHUNK: Final = 64 * 1024
LONGEST_ANSWER: Final = 4096
TOO_LARGE: Final = b"size limit exceeded"


class ScannerDown(Exception):
    """The scanner could not be asked, or did not answer in time."""


class ScannerUnusable(Exception):
    """The setting names no scanner; the words say how one is written."""


class Scanner(Protocol):
    """Something that can be asked about the bytes of one file."""

    def verdict(self, content: bytes, seconds: float) -> Verdict:
        """Raises :class:`ScannerDown` when there is none within ``seconds``."""
        ...


@dataclass(frozen=True)
class Clamd:
    """A running clamd, asked with INSTREAM: nothing is written to a disk. ``address``: a path, or host and port."""

    address: str | tuple[str, int]

    def verdict(self, content: bytes, seconds: float) -> Verdict:
        try:
            with self._connected(seconds) as line:
                line.sendall(b"zINSTREAM\0")
                for start in range(0, len(content), CHUNK):
                    part = content[start : start + CHUNK]
                    line.sendall(struct.pack(">I", len(part)) + part)
                line.sendall(struct.pack(">I", 0))
                return _read(_answer(line))
        except OSError as error:
            raise ScannerDown(type(error).__name__) from None

    def _connected(self, seconds: float) -> socket.socket:
        family = socket.AF_UNIX if isinstance(self.address, str) else socket.AF_INET
        line = socket.socket(family, socket.SOCK_STREAM)
        line.settimeout(seconds)
        try:
            line.connect(self.address)
        except OSError:
            line.close()
            raise
        return line


def _answer(line: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        part = line.recv(LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n")


def _read(answer: bytes) -> Verdict:
    if answer.endswith(b" OK"):
        return "clean"
    if answer.endswith(b" FOUND"):
        return "infected"
    if TOO_LARGE in answer.lower():
        return "failed"
    raise ScannerDown("an answer without a verdict")


@dataclass(frozen=True)
class Command:
    """A program that reads the file from its standard input and ends with 0 (clean) or 1 (infected), as clamscan does."""

    words: tuple[str, ...]

    def verdict(self, content: bytes, seconds: float) -> Verdict:
        try:
            done = subprocess.run(
                self.words, input=content, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=seconds
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ScannerDown(type(error).__name__) from None
        if done.returncode not in (0, 1):
            raise ScannerDown(f"ended with {done.returncode}")
        return "infected" if done.returncode else "clean"


def open_scanner(setting: str) -> Scanner | None:
    """``clamd:/run/clamav/clamd.ctl``, ``clamd:host:3310``, ``command:clamscan --no-summary -``; empty for none.

    Raises :class:`ScannerUnusable`.
    """
    kind, _, rest = setting.strip().partition(":")
    if not kind:
        return None
    if kind == "clamd" and rest.startswith("/"):
        return Clamd(rest)
    host, _, port = rest.rpartition(":")
    if kind == "clamd" and host and port.isdecimal():
        return Clamd((host, int(port)))
    if kind == "command" and rest.strip():
        return Command(tuple(shlex.split(rest)))
    raise ScannerUnusable(
        "BANGBAN_SCANNER 写的不是扫描程序。请写 clamd:/run/clamav/clamd.ctl、clamd:主机:端口，或 command:命令。"
    )
