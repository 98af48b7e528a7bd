"""A process that reckons impacts in portions of a few people, as a program of its own: its argument is a data folder."""

import asyncio
import sys
from datetime import timedelta
from pathlib import Path

from backend.app import JOBS, open_work
from backend.columns import sources
from backend.core.jobs.foreman import Foreman
from backend.core.settings import Settings
from backend.workbench import own_people

SILENCE = timedelta(seconds=2)


def main() -> None:
    own_people.A_PORTION = 1  # type: ignore[misc]
    sources.ROWS_A_BATCH = sources.TEXT_ROWS_A_BATCH = 3
    work = open_work(Settings(data=Path(sys.argv[1])))
    asyncio.run(Foreman(work, JOBS, pause=0.1, silence=SILENCE).watch())
