"""The self-check."""

from bot.client.wire import Wire
from contract.policy import Checklist, Document, Grounds
from contract.screening import GiveAnswer, ReopenAnswer, ScreeningTurn, StartScreening


class ScreeningDoors(Wire):
    """Questions, answers, the result, the list of papers."""

    async def start_screening(self, body: StartScreening) -> ScreeningTurn:
        return await self._command("POST", "/v1/screenings", ScreeningTurn, body)

    async def screening(self, id: str) -> ScreeningTurn:
        return await self._get(f"/v1/screenings/{id}", ScreeningTurn)

    async def answer(self, id: str, body: GiveAnswer) -> ScreeningTurn:
        return await self._command("POST", f"/v1/screenings/{id}/answers", ScreeningTurn, body)

    async def screening_back(self, id: str) -> ScreeningTurn:
        return await self._command("POST", f"/v1/screenings/{id}/back", ScreeningTurn)

    async def reopen_answer(self, id: str, body: ReopenAnswer) -> ScreeningTurn:
        return await self._command("POST", f"/v1/screenings/{id}/reopen", ScreeningTurn, body)

    async def drop_screening(self, id: str) -> None:
        await self._command("DELETE", f"/v1/screenings/{id}", None)

    async def screening_grounds(self, id: str) -> Grounds:
        return await self._get(f"/v1/screenings/{id}/grounds", Grounds)

    async def checklist(self, id: str) -> Checklist:
        return await self._get(f"/v1/screenings/{id}/checklist", Checklist)

    async def checklist_document(self, id: str) -> Document:
        return await self._get(f"/v1/screenings/{id}/checklist.pdf", Document)
