"""Looking for work."""

from bot.client.wire import Wire
from contract.jobs import AnswerJob, JobAnswered, JobForm, Jobs, KeepWishes


class JobDoors(Wire):
    """Wishes, posts that fit, and answers to them."""

    async def job_list(self, pack: str = "", *, everywhere: bool = False) -> Jobs:
        return await self._get("/v1/jobs", Jobs, pack=pack, everywhere=str(everywhere).lower())

    async def job(self, vacancy_id: str) -> Jobs:
        return await self._get(f"/v1/jobs/{vacancy_id}", Jobs)

    async def job_form(self) -> JobForm:
        return await self._get("/v1/jobs/form", JobForm)

    async def keep_job_wishes(self, body: KeepWishes) -> Jobs:
        return await self._command("PUT", "/v1/jobs/wishes", Jobs, body)

    async def answer_job(self, vacancy_id: str, body: AnswerJob) -> JobAnswered:
        return await self._command("POST", f"/v1/jobs/{vacancy_id}/answer", JobAnswered, body)
