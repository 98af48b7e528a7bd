"""Expected refusals, as ``application/problem+json``.

The backend names what is wrong (``code`` and ``params``); the bot owns the words.
"""

from typing import Any

from pydantic import Field

from contract.base import Shape


class ProblemBody(Shape):
    """One refusal: ``code`` is stable (``application.already_open``), ``detail`` is for developers."""

    code: str
    status: int
    detail: str = ""
    params: dict[str, Any] = Field(default_factory=dict)
