"""What somebody has here: the start page, the cases, the reminders."""

from bot.client.wire import Wire
from contract.application import CaseBrief, Home, SetLanguage
from contract.screening import Reminder


class OwnDoors(Wire):
    """The start page and what is under way."""

    async def home(self) -> Home:
        return await self._get("/v1/home", Home)

    async def set_language(self, body: SetLanguage) -> Home:
        return await self._command("PUT", "/v1/language", Home, body)

    async def cases(self) -> tuple[CaseBrief, ...]:
        return await self._get("/v1/cases", tuple[CaseBrief, ...])

    async def keep_reminders(self, screening: str) -> tuple[Reminder, ...]:
        return await self._command("POST", f"/v1/screenings/{screening}/reminders", tuple[Reminder, ...])

    async def list_reminders(self) -> tuple[Reminder, ...]:
        return await self._get("/v1/reminders", tuple[Reminder, ...])

    async def cancel_reminder(self, id: str) -> None:
        await self._command("DELETE", f"/v1/reminders/{id}", None)
