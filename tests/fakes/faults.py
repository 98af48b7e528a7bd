"""Faults a test can order: which kind, at which method, for which chat, how many times."""

from dataclasses import dataclass, field
from typing import Any

BEFORE = {
    "429": (429, "Too Many Requests: retry after {retry_after}"),
    "500": (500, "Internal Server Error"),
    "401": (401, "Unauthorized"),
    "403": (403, "Forbidden: bot was blocked by the user"),
    "deactivated": (403, "Forbidden: user is deactivated"),
    "400": (400, "Bad Request: {description}"),
    "400chat": (400, "Bad Request: chat not found"),
    "migrate": (400, "Bad Request: group chat was upgraded to a supergroup chat"),
}
"""Refusals in JSON: nothing was done."""

CUT = {"502html", "drop_before", "hang_after", "drop_after"}
"""Answers that are no JSON: a gateway's page, a closed line before or after the effect, silence after it."""


class ApiError(Exception):
    """A refusal as the Bot API words it."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


@dataclass
class Fault:
    """One order. `times` None means until cleared; `every` 2 hits the second, fourth … matching call."""

    kind: str
    method: str = "*"
    chat_id: int | None = None
    times: int | None = 1
    every: int = 1
    retry_after: int = 3
    migrate_to: int = -1001
    description: str = ""
    seconds: float = 120.0
    met: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if self.kind not in BEFORE and self.kind not in CUT:
            raise ValueError(f"unknown fault {self.kind!r}; known: {', '.join(sorted([*BEFORE, *CUT]))}")

    def matches(self, method: str, chat_id: int | None) -> bool:
        return self.method in ("*", method) and self.chat_id in (None, chat_id)

    def error(self) -> ApiError | None:
        """The refusal in JSON, or None when this fault is no JSON answer."""
        if self.kind not in BEFORE:
            return None
        status, words = BEFORE[self.kind]
        parameters: dict[str, int] = {}
        if self.kind == "429":
            parameters["retry_after"] = self.retry_after
        if self.kind == "migrate":
            parameters["migrate_to_chat_id"] = self.migrate_to
        text = words.format(retry_after=self.retry_after, description=self.description)
        return ApiError(status, text, **parameters)


class FaultPlan:
    """The orders not yet used up, asked once for each request."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def order(self, **fields: Any) -> None:
        self.faults.append(Fault(**fields))

    def clear(self) -> None:
        self.faults.clear()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that hits this request, if any; counts it."""
        for fault in self.faults:
            if fault.matches(method, chat_id) and self._hits(fault):
                return fault
        return None

    def _hits(self, fault: Fault) -> bool:
        fault.met += 1
        if fault.met % fault.every:
            return False
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self.faults.remove(fault)
        return True
