"""The doors of acting for somebody else: one method each."""

from bot.client.wire import Wire
from contract.mandate import AnswerMandate, AskMandate, Begun, Mandate


class MandateDoors(Wire):
    """Asking, answering, ending, and the self-check of the person acted for."""

    async def mandates(self) -> tuple[Mandate, ...]:
        return await self._get("/v1/mandates", tuple[Mandate, ...])

    async def ask_mandate(self, body: AskMandate) -> Mandate:
        return await self._command("POST", "/v1/mandates", Mandate, body)

    async def answer_mandate(self, body: AnswerMandate) -> Mandate:
        return await self._command("POST", "/v1/mandates/answers", Mandate, body)

    async def end_mandate(self, mandate: str) -> Mandate:
        return await self._command("POST", f"/v1/mandates/{mandate}/end", Mandate)

    async def begin_for(self, mandate: str) -> Begun:
        return await self._command("POST", f"/v1/mandates/{mandate}/screening", Begun)
