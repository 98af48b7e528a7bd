"""Activities near home: looking, signing up, giving the place back."""

from bot.callbacks import Event
from bot.routers.table import on_place, on_tap
from bot.screens import activities as screens
from bot.turn import Turn


@on_place("activities")
async def near(turn: Turn) -> None:
    """What is coming; a step that waits goes on waiting."""
    await turn.show(screens.near(turn._, await turn.client.activities(turn.memory.policy)))


@on_tap(Event)
async def act(turn: Turn, data: Event) -> None:
    """One that is over says so by itself, with the way to others."""
    if data.act == "sign":
        await turn.show(screens.signed(turn._, await turn.client.sign_up(data.id)))
    elif data.act == "cancel":
        await turn.show(screens.cancelled(turn._, await turn.client.cancel_sign_up(data.id)))
    else:
        await turn.show(screens.activity(turn._, await turn.client.activity(data.id)))
