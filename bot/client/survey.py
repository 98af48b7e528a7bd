"""The survey of work and training wishes."""

from bot.client.wire import Wire
from contract.survey import AnswerSurvey, Survey


class SurveyDoors(Wire):
    """What is asked, and the answer."""

    async def survey(self) -> Survey:
        return await self._get("/v1/survey", Survey)

    async def answer_survey(self, body: AnswerSurvey) -> Survey:
        return await self._command("POST", "/v1/survey", Survey, body)
