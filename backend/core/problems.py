"""Expected refusals: one exception, turned into ``application/problem+json`` or words on a page."""

from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from contract.problem import ProblemBody


class Problem(Exception):
    """Something the caller can understand and mend. ``code`` is stable; ``params`` fill the words."""

    def __init__(self, code: str, status: int = 409, detail: str = "", **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.status = status
        self.detail = detail
        self.params = params

    def body(self) -> ProblemBody:
        return ProblemBody(code=self.code, status=self.status, detail=self.detail, params=self.params)


def not_found(what: str) -> Problem:
    """The same answer for what does not exist and for what is not yours."""
    return Problem(f"{what}.not_found", 404)


def problem_response(problem: Problem) -> Response:
    return JSONResponse(
        problem.body().model_dump(mode="json"), status_code=problem.status, media_type="application/problem+json"
    )


async def answer_with_problem(_request: Request, error: Exception) -> Response:
    """FastAPI's handler for :class:`Problem` on API routes."""
    assert isinstance(error, Problem)
    return problem_response(error)
