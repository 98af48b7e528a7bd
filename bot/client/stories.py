"""Stories of people who were helped."""

from bot.client.wire import Wire
from contract.story import Story, StoryList


class StoryDoors(Wire):
    """What is published, and the own consent."""

    async def stories(self, pack: str = "", page: int = 0) -> StoryList:
        return await self._get("/v1/stories", StoryList, pack=pack, page=page)

    async def story(self, id: int) -> Story:
        return await self._get(f"/v1/stories/{id}", Story)

    async def revoke_story(self, id: int) -> None:
        await self._command("DELETE", f"/v1/stories/{id}/consent", None)
