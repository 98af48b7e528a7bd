"""What somebody wants to be told."""

from bot.client.wire import Wire
from contract.topics import AreaChoices, ChooseTopic, SetArea, SetQuietHours, TopicSettings, TrialCode


class TopicDoors(Wire):
    """Topics, the place, the quiet hours."""

    async def topics(self) -> TopicSettings:
        return await self._get("/v1/topics", TopicSettings)

    async def choose_topic(self, body: ChooseTopic) -> TopicSettings:
        return await self._command("PUT", "/v1/topics", TopicSettings, body)

    async def take_up_news(self) -> TopicSettings:
        return await self._command("POST", "/v1/topics/again", TopicSettings)

    async def topic_areas(self, code: str = "") -> AreaChoices:
        return await self._get("/v1/topics/areas", AreaChoices, code=code)

    async def set_topic_area(self, body: SetArea) -> TopicSettings:
        return await self._command("PUT", "/v1/topics/area", TopicSettings, body)

    async def set_quiet_hours(self, body: SetQuietHours) -> TopicSettings:
        return await self._command("PUT", "/v1/topics/quiet-hours", TopicSettings, body)

    async def send_trial(self, body: TrialCode) -> None:
        await self._command("POST", "/v1/trials", None, body)
