"""An invitation: opened by a link, a letter or a printed code, and answered by a self-check or a no."""

from bot.callbacks import Invited
from bot.routers import screening
from bot.routers.table import on_tap
from bot.screens import finding as screens
from bot.turn import Turn
from contract.invitation import InvitationCode


async def opened(turn: Turn, code: str) -> None:
    """What the invitation says; a step that waits goes on waiting."""
    found = await turn.client.open_invitation(InvitationCode(code=code[:60]))
    await turn.show(screens.invitation(turn._, found))


@on_tap(Invited)
async def answer(turn: Turn, data: Invited) -> None:
    if data.act == "open":
        await opened(turn, data.code)
        return
    wish = InvitationCode(code=data.code)
    if data.act == "decline":
        await turn.client.decline_invitation(wish)
        await turn.show(screens.declined(turn._))
        return
    found = await turn.client.open_invitation(wish)
    turn.memory.policy = found.policy
    await screening.begin(turn, found.policy)
