"""What somebody has here: the start page, the cases, the reminders."""

from bot.client.wire import Wire
from contract.application import CaseBrief, Home, OwnData, SetLanguage
from contract.policy import Document
from contract.screening import Reminder


class OwnDoors(Wire):
    """The start page and what is under way."""

    async def home(self) -> Home:
        return await self._get("/v1/home", Home)

    async def set_language(self, body: SetLanguage) -> Home:
        return await self._command("PUT", "/v1/language", Home, body)

    async def held_data(self) -> OwnData:
        return await self._get("/v1/own-data", OwnData)

    async def erase_data(self) -> OwnData:
        return await self._command("DELETE", "/v1/own-data", OwnData)

    async def data_copy(self) -> Document:
        return await self._get("/v1/own-data/copy", Document)

    async def cases(self) -> tuple[CaseBrief, ...]:
        return await self._get("/v1/cases", tuple[CaseBrief, ...])

    async def keep_reminders(self, screening: str) -> tuple[Reminder, ...]:
        return await self._command("POST", f"/v1/screenings/{screening}/reminders", tuple[Reminder, ...])

    async def list_reminders(self) -> tuple[Reminder, ...]:
        return await self._get("/v1/reminders", tuple[Reminder, ...])

    async def cancel_reminder(self, id: str) -> None:
        await self._command("DELETE", f"/v1/reminders/{id}", None)
