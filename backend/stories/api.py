"""Stories over the wall: reading them, and taking the own consent back."""

from fastapi import APIRouter

from backend.core.web import CitizenTurn
from backend.stories import telling
from contract.story import Story, StoryList

router = APIRouter(prefix="/v1", tags=["stories"])


@router.get("/stories")
async def stories(turn: CitizenTurn, pack: str = "", page: int = 0) -> StoryList:
    """A page of what is published, the newest first."""
    return await turn.read(telling.stories, pack, page)


@router.get("/stories/{story}")
async def story(turn: CitizenTurn, story: int) -> Story:
    """One that is published."""
    return await turn.read(telling.story, story)


@router.delete("/stories/{story}/consent", status_code=204)
async def revoke_story(turn: CitizenTurn, story: int) -> None:
    """Whoever it is about takes her consent back; it is gone at once."""
    await turn.do(telling.revoke, story)
