"""The policies: where one can go, what the documents say."""

from bot.client.wire import Wire
from contract.policy import (
    Article,
    AskGrounds,
    AskPolicy,
    Citation,
    Contents,
    Document,
    Durations,
    LastSaid,
    Office,
    PolicyAnswers,
    PolicyDocument,
)


class PolicyDoors(Wire):
    """Offices, documents, articles."""

    async def offices(self, pack: str = "") -> tuple[Office, ...]:
        return await self._get("/v1/offices", tuple[Office, ...], pack=pack)

    async def articles(self, pack: str) -> tuple[Citation, ...]:
        return await self._get(f"/v1/policies/{pack}/articles", tuple[Citation, ...])

    async def documents(self) -> tuple[PolicyDocument, ...]:
        return await self._get("/v1/policies", tuple[PolicyDocument, ...])

    async def contents(self, pack: str) -> Contents:
        return await self._get(f"/v1/policies/{pack}/contents", Contents)

    async def durations(self, pack: str) -> Durations:
        return await self._get(f"/v1/policies/{pack}/durations", Durations)

    async def article(self, pack: str, number: int) -> Article:
        return await self._get(f"/v1/policies/{pack}/contents/{number}", Article)

    async def sample_document(self, pack: str, sample: str) -> Document:
        return await self._get(f"/v1/policies/{pack}/samples/{sample}", Document)

    async def last_grounds(self, body: AskGrounds) -> LastSaid:
        return await self._command("POST", "/v1/grounds", LastSaid, body)

    async def ask(self, body: AskPolicy) -> PolicyAnswers:
        return await self._command("POST", "/v1/questions", PolicyAnswers, body)
