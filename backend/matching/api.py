"""Looking for work, over the wall."""

from fastapi import APIRouter

from backend.core.web import CitizenTurn
from backend.matching import feed
from contract.application import ConsentText
from contract.jobs import AnswerJob, JobAnswered, JobForm, Jobs, KeepPlace, KeepWishes

router = APIRouter(prefix="/v1", tags=["jobs"])


@router.get("/jobs")
async def job_list(turn: CitizenTurn, pack: str = "", everywhere: bool = False, family: bool = False) -> Jobs:
    """The best posts that wait for an answer, at most three; of her own city, else of a policy's, or of all.

    With ``family`` only home services (家庭服务).
    """
    return await turn.read(feed.jobs, pack, everywhere=everywhere, family=family)


@router.get("/jobs/form")
async def job_form(turn: CitizenTurn) -> JobForm:
    """What is asked before posts can be found, and the consent to keeping it."""
    return await turn.read(feed.form)


@router.get("/jobs/place")
async def place_form(turn: CitizenTurn) -> ConsentText:
    """The consent to keeping from where somebody looks for work."""
    return await turn.read(feed.place_form)


@router.put("/jobs/place")
async def keep_job_place(turn: CitizenTurn, body: KeepPlace, pack: str = "") -> Jobs:
    """Keeps from where she looks, to about 100 metres, and gives the posts by the way to them."""
    return await turn.do(feed.keep_place, body, pack)


@router.delete("/jobs/place")
async def delete_job_place(turn: CitizenTurn, pack: str = "") -> Jobs:
    """Deletes from where she looks, and nothing else."""
    return await turn.do(feed.forget_place, pack)


@router.get("/jobs/{vacancy_id}")
async def one_job(turn: CitizenTurn, vacancy_id: str) -> Jobs:
    """One post by itself. A post that is over is refused, with its title."""
    return await turn.read(feed.job, vacancy_id)


@router.put("/jobs/wishes")
async def keep_job_wishes(turn: CitizenTurn, body: KeepWishes) -> Jobs:
    """Keeps what is wished for, with consent, and gives the first posts."""
    return await turn.do(feed.keep, body)


@router.post("/jobs/{vacancy_id}/answer")
async def answer_job(turn: CitizenTurn, vacancy_id: str, body: AnswerJob) -> JobAnswered:
    """What the person says to a post. A post that is over is refused, with its title."""
    return await turn.do(feed.answer, vacancy_id, body)
