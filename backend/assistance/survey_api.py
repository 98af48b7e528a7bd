"""The survey of work and training wishes, over the wall."""

from fastapi import APIRouter

from backend.assistance import surveys
from backend.core.web import CitizenTurn
from contract.survey import AnswerSurvey, Survey

router = APIRouter(prefix="/v1", tags=["survey"])


@router.get("/survey")
async def survey(turn: CitizenTurn) -> Survey:
    """What is asked of whoever stands on the register."""
    return await turn.read(surveys.survey)


@router.post("/survey")
async def answer_survey(turn: CitizenTurn, body: AnswerSurvey) -> Survey:
    """Keeps the answer with its day."""
    return await turn.do(surveys.answer, body)
