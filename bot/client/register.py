"""The register, after recognition."""

from bot.client.wire import Wire, read
from contract.register import AskToLeave, NoticeHeld, Object, Reply, Standing


class RegisterDoors(Wire):
    """How one stands there, and the way out."""

    async def standings(self) -> tuple[Standing, ...]:
        return await self._get("/v1/register", tuple[Standing, ...])

    async def bring_notice(self, body: NoticeHeld) -> Standing:
        return await self._command("POST", "/v1/register/notices", Standing, body)

    async def leave(self, pack: str, body: AskToLeave) -> Standing:
        return await self._command("POST", f"/v1/register/{pack}/leave", Standing, body)

    async def reply(self, pack: str, body: Reply) -> Standing:
        return await self._command("POST", f"/v1/register/{pack}/reply", Standing, body)

    async def object_to(self, pack: str, body: Object) -> Standing:
        return await self._command("POST", f"/v1/register/{pack}/object", Standing, body)

    async def leave_signed(self, pack: str, name: str, media_type: str, content: bytes) -> Standing:
        path = f"/v1/register/{pack}/leave/statement"
        return read(await self._put_file("POST", path, name, media_type, content), Standing)
