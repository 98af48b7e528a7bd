"""Activities over the wall: what is near, and the own place in it."""

from fastapi import APIRouter

from backend.activities import fair_posts as posts
from backend.activities import near
from backend.activities import quiz as quizzes
from backend.core.web import CitizenTurn
from contract.activities import Activity, ActivityList, AnswerQuiz, FairPosts, Quiz

router = APIRouter(prefix="/v1", tags=["activities"])


@router.get("/activities")
async def activities(turn: CitizenTurn, pack: str = "") -> ActivityList:
    """What is coming, the nearest to the home first, and the own places."""
    return await turn.read(near.activities, pack)


@router.get("/activities/{activity}")
async def activity(turn: CitizenTurn, activity: str) -> Activity:
    """One activity, also one that is over."""
    return await turn.read(near.activity, activity)


@router.get("/activities/{activity}/posts")
async def fair_posts(turn: CitizenTurn, activity: str, page: int = 0) -> FairPosts:
    """Three posts of a fair that are on offer now."""
    return await turn.read(posts.shown, activity, page)


@router.get("/activities/{activity}/quiz")
async def quiz(turn: CitizenTurn, activity: str) -> Quiz:
    """The next question of a quiz that goes on."""
    return await turn.read(quizzes.shown, activity)


@router.post("/activities/{activity}/quiz")
async def answer_quiz(turn: CitizenTurn, activity: str, body: AnswerQuiz) -> Quiz:
    """Answers a question, once; tells what is right, and asks the next."""
    return await turn.do(quizzes.answer, activity, body)


@router.post("/activities/{activity}/sign-up")
async def sign_up(turn: CitizenTurn, activity: str) -> Activity:
    """Takes a place, or a number in the waiting list."""
    return await turn.do(near.sign_up, activity)


@router.delete("/activities/{activity}/sign-up")
async def cancel_sign_up(turn: CitizenTurn, activity: str) -> Activity:
    """Gives the place back."""
    return await turn.do(near.cancel, activity)
