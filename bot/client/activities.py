"""Activities near home."""

from bot.client.wire import Wire
from contract.activities import Activity, ActivityList, AnswerQuiz, FairPosts, Quiz


class ActivityDoors(Wire):
    """What is on, and the own place in it."""

    async def activities(self, pack: str = "") -> ActivityList:
        return await self._get("/v1/activities", ActivityList, pack=pack)

    async def activity(self, id: str) -> Activity:
        return await self._get(f"/v1/activities/{id}", Activity)

    async def fair_posts(self, id: str, page: int = 0) -> FairPosts:
        return await self._get(f"/v1/activities/{id}/posts", FairPosts, page=page)

    async def sign_up(self, id: str) -> Activity:
        return await self._command("POST", f"/v1/activities/{id}/sign-up", Activity)

    async def cancel_sign_up(self, id: str) -> Activity:
        return await self._command("DELETE", f"/v1/activities/{id}/sign-up", Activity)

    async def quiz(self, id: str) -> Quiz:
        return await self._get(f"/v1/activities/{id}/quiz", Quiz)

    async def answer_quiz(self, id: str, body: AnswerQuiz) -> Quiz:
        return await self._command("POST", f"/v1/activities/{id}/quiz", Quiz, body)
