"""Scanners of our own: a clamd behind a socket and a program, both of which know one signature."""

import socket
import struct
import sys
import threading
from pathlib import Path
from typing import Self

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The test file of the antivirus makers: harmless, and known to all of them."""

PROGRAM = """
import sys
content = sys.stdin.buffer.read()
sys.exit(1 if b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE" in content else 0)
"""


def program(folder: Path) -> str:
    """The setting of a scanner that is a command."""
    script = folder / "scan.py"
    script.write_text(PROGRAM)
    return f"command:{sys.executable} {script}"


class FakeClamd:
    """Speaks INSTREAM as clamd does. ``mood``: well, hangs, grumbles (an answer without a verdict) or full."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "clamd.ctl"
        self.mood = "well"
        self.asked = 0
        self._socket: socket.socket | None = None

    @property
    def setting(self) -> str:
        return f"clamd:{self.path}"

    def __enter__(self) -> Self:
        self.path.unlink(missing_ok=True)
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(self.path))
        self._socket.listen()
        threading.Thread(target=self._serve, args=(self._socket,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._socket is not None
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self.path.unlink(missing_ok=True)

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(line,), daemon=True).start()

    def _answer(self, line: socket.socket) -> None:
        self.asked += 1
        with line:
            if self.mood == "hangs":
                line.recv(1 << 20)
                threading.Event().wait(30)
                return
            content = _streamed(line)
            answers = {"grumbles": b"stream: Can't allocate memory ERROR", "full": b"INSTREAM size limit exceeded. ERROR"}
            found = b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
            line.sendall(answers.get(self.mood, found) + b"\0")


def _streamed(line: socket.socket) -> bytes:
    with line.makefile("rb") as stream:
        assert stream.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", stream.read(4))[0]:
            content += stream.read(length)
    return content
