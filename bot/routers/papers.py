"""材料, said at any time: which papers are needed, as far as that is known."""

from bot.routers import city, screening, uploading
from bot.routers.table import on_place
from bot.screens import home as screens
from bot.screens.screening import has_list
from bot.turn import Turn


@on_place("papers")
async def papers(turn: Turn) -> None:
    """材料: the list of the draft, else that of the self-check, else the way to one's own list."""
    found = await turn.client.home()
    policy = city.policy_of(turn, found)
    if policy is None:
        await city.ask(turn, found, "papers")
        return
    if found.draft and found.draft.pack == policy.id:
        await uploading.papers(turn, found.draft.id)
        return
    done = await screening.finished(turn, policy)
    if done is None:
        await turn.show(screens.papers_first(turn._, policy, found))
    elif done.outcome and has_list(done.outcome):
        await screening.checklist(turn, done.id)
    else:
        await screening.show(turn, done)
