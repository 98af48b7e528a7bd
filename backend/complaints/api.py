"""Complaints over the wall: one step a turn."""

from fastapi import APIRouter

from backend.complaints import drafts, service
from backend.core.web import CitizenTurn
from contract.complaint import AnswerComplaint, Complaint, ComplaintReceipt, Step

router = APIRouter(prefix="/v1", tags=["complaints"])


@router.get("/complaints/{pack}")
async def complaint(turn: CitizenTurn, pack: str, step: Step | None = None) -> Complaint:
    """The step that is next, or the one named, to change what was said there."""
    return await turn.read(service.complaint, pack, step)


@router.post("/complaints/answers")
async def answer_complaint(turn: CitizenTurn, body: AnswerComplaint) -> Complaint:
    """Keeps the answer to a step, and asks the next."""
    return await turn.do(service.answer, body)


@router.post("/complaints/{pack}/send")
async def send_complaint(turn: CitizenTurn, pack: str) -> ComplaintReceipt:
    """Sends what was written: it has a number and a day from then on."""
    return await turn.do(service.send, pack)


@router.delete("/complaints", status_code=204)
async def drop_complaint(turn: CitizenTurn) -> None:
    """Gives up what was written so far."""
    await turn.do(drafts.drop)
