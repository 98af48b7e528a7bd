"""Looking for work."""

from urllib.parse import quote

from bot.client.wire import Wire
from contract.application import ConsentText
from contract.jobs import AnswerJob, JobAnswered, JobForm, Jobs, KeepPlace, KeepWishes


class JobDoors(Wire):
    """Wishes, posts that fit, and answers to them."""

    async def job_list(self, pack: str = "", *, everywhere: bool = False, family: bool = False) -> Jobs:
        flags = {"everywhere": str(everywhere).lower(), "family": str(family).lower()}
        return await self._get("/v1/jobs", Jobs, pack=pack, **flags)

    async def job_place_form(self) -> ConsentText:
        return await self._get("/v1/jobs/place", ConsentText)

    async def keep_job_place(self, body: KeepPlace, pack: str = "") -> Jobs:
        return await self._command("PUT", f"/v1/jobs/place?pack={quote(pack)}", Jobs, body)

    async def delete_job_place(self, pack: str = "") -> Jobs:
        return await self._command("DELETE", f"/v1/jobs/place?pack={quote(pack)}", Jobs)

    async def job(self, vacancy_id: str) -> Jobs:
        return await self._get(f"/v1/jobs/{vacancy_id}", Jobs)

    async def job_form(self) -> JobForm:
        return await self._get("/v1/jobs/form", JobForm)

    async def keep_job_wishes(self, body: KeepWishes) -> Jobs:
        return await self._command("PUT", "/v1/jobs/wishes", Jobs, body)

    async def answer_job(self, vacancy_id: str, body: AnswerJob) -> JobAnswered:
        return await self._command("POST", f"/v1/jobs/{vacancy_id}/answer", JobAnswered, body)
