"""Starts the product over and over without reading its libraries each time: imported once, forked for every start.

`python -m tests.durability.nursery` reads orders, one JSON a line, and answers each with a number:
`{"entry": "module:function", "argv": [...], "env": {...}, "log": path}` starts a program, `launch:main` being
`bangban` itself, and answers its process id;
`{"wait": pid}` answers its exit code, negative for a signal. Everything after the imports is a start like any other.
"""

import ctypes
import gc
import importlib
import json
import os
import signal
import sys
from typing import Any

# These four, so that nobody else has to:
import backend.app
import backend.demo  # noqa: F401
import bot.app  # noqa: F401
import launch  # noqa: F401
from backend.core import crashpoints

PR_SET_PDEATHSIG = 1


def start(order: dict[str, Any]) -> int:
    """The process id of the new program."""
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        _become(order, parent)
        module, _, function = order["entry"].partition(":")
        getattr(importlib.import_module(module), function)()
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 0 if leaving.code is None else 1
    finally:
        os._exit(code)


def _become(order: dict[str, Any], parent: int) -> None:
    """The forked process takes the place of a fresh one; it must not outlive the tests."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.update(order["env"])
    importlib.reload(crashpoints)  # It has read its order from the environment at the import.
    sys.argv = ["bangban", *order["argv"]]


def wait(pid: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def main() -> None:
    gc.collect()
    gc.freeze()  # What is imported stays shared between all processes: no collection touches it.
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        print(wait(order["wait"]) if "wait" in order else start(order), flush=True)


if __name__ == "__main__":
    main()
