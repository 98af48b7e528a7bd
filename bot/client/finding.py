"""Invitations to those an office has found."""

from bot.client.wire import Wire
from contract.invitation import Invitation, InvitationCode


class FindingDoors(Wire):
    """One invitation by its code."""

    async def open_invitation(self, body: InvitationCode) -> Invitation:
        return await self._command("POST", "/v1/invitations/open", Invitation, body)

    async def decline_invitation(self, body: InvitationCode) -> Invitation:
        return await self._command("POST", "/v1/invitations/decline", Invitation, body)
