"""What a person agrees to, over HTTP."""

from fastapi import APIRouter

from backend.core.web import CitizenTurn
from backend.people.consent import application_consent
from contract.application import ConsentText

router = APIRouter(prefix="/v1", tags=["people"])


@router.get("/consents/application")
async def application_consent_text(turn: CitizenTurn, pack: str) -> ConsentText:
    """The text to agree to before an application under a policy, with its version."""
    return await turn.read(application_consent, pack)
