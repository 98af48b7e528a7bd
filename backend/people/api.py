"""What a person agrees to and wants to be told, over HTTP."""

from fastapi import APIRouter

from backend.core.web import CitizenTurn
from backend.people import topics
from backend.people.consent import application_consent
from contract.application import ConsentText
from contract.topics import AreaChoices, ChooseTopic, SetArea, SetQuietHours, TopicSettings

router = APIRouter(prefix="/v1", tags=["people"])


@router.get("/consents/application")
async def application_consent_text(turn: CitizenTurn, pack: str) -> ConsentText:
    """The text to agree to before an application under a policy, with its version."""
    return await turn.read(application_consent, pack)


@router.get("/topics")
async def topic_settings(turn: CitizenTurn) -> TopicSettings:
    """Which news this account wants, from where, and when not."""
    return await turn.read(topics.settings)


@router.put("/topics")
async def choose_topic(turn: CitizenTurn, body: ChooseTopic) -> TopicSettings:
    """Chooses or leaves one topic. The own case cannot be left."""
    return await turn.do(topics.choose, body)


@router.post("/topics/again")
async def take_up_news(turn: CitizenTurn) -> TopicSettings:
    """Takes up the chosen topics again, after the chat had blocked us."""
    return await turn.do(topics.take_up_again)


@router.get("/topics/areas")
async def topic_areas(turn: CitizenTurn, code: str = "") -> AreaChoices:
    """The places below a place, to choose from."""
    return await turn.read(topics.areas, code)


@router.put("/topics/area")
async def set_topic_area(turn: CitizenTurn, body: SetArea) -> TopicSettings:
    """From where news is wanted."""
    return await turn.do(topics.set_area, body)


@router.put("/topics/quiet-hours")
async def set_quiet_hours(turn: CitizenTurn, body: SetQuietHours) -> TopicSettings:
    """When no news is wanted."""
    return await turn.do(topics.set_quiet_hours, body)
