"""Complaints, reports and opinions."""

from urllib.parse import quote

from bot.client.wire import Wire
from contract.complaint import AnswerComplaint, Complaint, ComplaintReceipt


class ComplaintDoors(Wire):
    """Each step, its answer, and what was taken down."""

    async def complaint(self, pack: str, step: str = "") -> Complaint:
        chosen = {"step": step} if step else {}
        return await self._get(f"/v1/complaints/{quote(pack)}", Complaint, **chosen)

    async def answer_complaint(self, body: AnswerComplaint) -> Complaint:
        return await self._command("POST", "/v1/complaints/answers", Complaint, body)

    async def send_complaint(self, pack: str) -> ComplaintReceipt:
        return await self._command("POST", f"/v1/complaints/{quote(pack)}/send", ComplaintReceipt)

    async def drop_complaint(self) -> None:
        await self._command("DELETE", "/v1/complaints", None)
