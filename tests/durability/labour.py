"""A process that does long work, as a program of its own: a data folder is its argument, it works until it is killed."""

import asyncio
import sys
import time
from datetime import timedelta
from pathlib import Path

from backend.app import JOBS, open_work
from backend.core.jobs import Jobs, Outcome, Run
from backend.core.jobs.foreman import Foreman
from backend.core.locks import NamedLock
from backend.core.settings import Settings
from backend.core.unit import Unit

CHUNKS = 12
A_CHUNK = 0.1
SILENCE = timedelta(seconds=2)


def counting(run: Run) -> Outcome:
    """A row a chunk, under a name that can be there once."""
    while run.cursor < CHUNKS:
        time.sleep(A_CHUNK)
        run.step(_write, f"{run.args['prefix']}-{run.cursor}")
    return Outcome({"rows": CHUNKS})


def _write(unit: Unit, name: str) -> None:
    unit.session.add(NamedLock(name=name))


LABOURS: Jobs = {"counting": counting}


def main() -> None:
    work = open_work(Settings(data=Path(sys.argv[1])))
    asyncio.run(Foreman(work, LABOURS, pause=0.1, silence=SILENCE).watch())


def at_home() -> None:
    """The same with the work of the house itself."""
    work = open_work(Settings(data=Path(sys.argv[1])))
    asyncio.run(Foreman(work, JOBS, pause=0.1, silence=SILENCE).watch())
