"""Guessing faster than one counts does not help, on either database."""

import asyncio

from backend.core.problems import Problem
from backend.staff import sessions
from tests.backend.databases import settings as settings
from tests.backend.desk import Desk

MOST, TRIES = 10, 15


async def test_racing_guesses_are_all_counted(desk: Desk) -> None:
    guesses = [
        sessions.sign_in(desk.work, "zhoumin", f"wrong kettle-Rain {number}", "203.0.113.7")
        for number in range(TRIES)
    ]
    ends = await asyncio.gather(*guesses, return_exceptions=True)
    codes = [end.code for end in ends if isinstance(end, Problem)]
    assert codes.count("staff.sign_in_refused") == MOST
    assert codes.count("staff.too_many_attempts") == TRIES - MOST
