"""The application: form, papers, sending, and what follows."""

from bot.client.wire import Wire
from contract.application import (
    ApplicationTurn,
    ChooseAlternative,
    ConsentText,
    LetterShown,
    PutField,
    SayUntil,
    StartApplication,
    Submit,
    ToggleChoice,
)
from contract.policy import Document, Grounds


class ApplicationDoors(Wire):
    """One application of this account."""

    async def application_consent(self, pack: str) -> ConsentText:
        return await self._get("/v1/consents/application", ConsentText, pack=pack)

    async def start_application(self, body: StartApplication) -> ApplicationTurn:
        return await self._command("POST", "/v1/applications", ApplicationTurn, body)

    async def application(self, id: str) -> ApplicationTurn:
        return await self._get(f"/v1/applications/{id}", ApplicationTurn)

    async def put_field(self, id: str, field: str, body: PutField) -> ApplicationTurn:
        return await self._command("PUT", f"/v1/applications/{id}/fields/{field}", ApplicationTurn, body)

    async def toggle_choice(self, id: str, field: str, body: ToggleChoice) -> ApplicationTurn:
        path = f"/v1/applications/{id}/fields/{field}/toggle"
        return await self._command("POST", path, ApplicationTurn, body)

    async def reopen_field(self, id: str, field: str) -> ApplicationTurn:
        return await self._command("POST", f"/v1/applications/{id}/fields/{field}/reopen", ApplicationTurn)

    async def application_back(self, id: str) -> ApplicationTurn:
        return await self._command("POST", f"/v1/applications/{id}/back", ApplicationTurn)

    async def go_on(self, id: str) -> ApplicationTurn:
        return await self._command("POST", f"/v1/applications/{id}/go_on", ApplicationTurn)

    async def put_photo(self, id: str, name: str, media_type: str, content: bytes) -> ApplicationTurn:
        return await self._upload("PUT", f"/v1/applications/{id}/photo", name, media_type, content)

    async def choose_alternative(self, id: str, requirement: str, body: ChooseAlternative) -> ApplicationTurn:
        path = f"/v1/applications/{id}/papers/{requirement}/choice"
        return await self._command("PUT", path, ApplicationTurn, body)

    async def add_paper_file(
        self, id: str, requirement: str, name: str, media_type: str, content: bytes
    ) -> ApplicationTurn:
        path = f"/v1/applications/{id}/papers/{requirement}/files"
        return await self._upload("POST", path, name, media_type, content)

    async def remove_paper_file(self, id: str, file: str) -> ApplicationTurn:
        return await self._command("DELETE", f"/v1/applications/{id}/papers/files/{file}", ApplicationTurn)

    async def say_until(self, id: str, requirement: str, body: SayUntil) -> ApplicationTurn:
        path = f"/v1/applications/{id}/papers/{requirement}/until"
        return await self._command("PUT", path, ApplicationTurn, body)

    async def papers_done(self, id: str) -> ApplicationTurn:
        return await self._command("POST", f"/v1/applications/{id}/papers/done", ApplicationTurn)

    async def papers_reopen(self, id: str) -> ApplicationTurn:
        return await self._command("POST", f"/v1/applications/{id}/papers/reopen", ApplicationTurn)

    async def submit(self, id: str, body: Submit) -> ApplicationTurn:
        return await self._command("POST", f"/v1/applications/{id}/submit", ApplicationTurn, body)

    async def letter_shown(self, id: str, body: LetterShown) -> None:
        await self._command("POST", f"/v1/applications/{id}/letter_shown", None, body)

    async def supply(self, id: str) -> ApplicationTurn:
        return await self._command("POST", f"/v1/applications/{id}/supply", ApplicationTurn)

    async def take_back(self, id: str) -> ApplicationTurn:
        return await self._command("POST", f"/v1/applications/{id}/take_back", ApplicationTurn)

    async def withdraw(self, id: str) -> ApplicationTurn:
        return await self._command("POST", f"/v1/applications/{id}/withdraw", ApplicationTurn)

    async def application_grounds(self, id: str, requirement: str = "") -> Grounds:
        return await self._get(f"/v1/applications/{id}/grounds", Grounds, requirement=requirement)

    async def receipt_document(self, id: str) -> Document:
        return await self._get(f"/v1/applications/{id}/receipt.pdf", Document)

    async def form_document(self, id: str) -> Document:
        return await self._get(f"/v1/applications/{id}/form.pdf", Document)
