"""Not agreeing with a decision, and not trusting the service: both are answered from anywhere."""

from bot.routers import asking, city
from bot.routers.table import on_place
from bot.screens import doubts as screens
from bot.turn import Turn


@on_place("disagree")
async def disagree(turn: Turn) -> None:
    """An objection or a review, by what this person has."""
    found, standings = await turn.client.home(), await turn.client.standings()
    decided = [case for case in await turn.client.cases() if case.state in ("declined", "recognised")]
    await asking.show(turn, screens.disagree(turn._, found, decided, standings, waits=turn.at_a_step))


@on_place("trust")
async def trust(turn: Turn) -> None:
    found = await turn.client.home()
    policy = city.policy_of(turn, found)
    operator = policy.operator if policy else found.operator
    await asking.show(turn, screens.trust(turn._, found, operator, waits=turn.at_a_step))
