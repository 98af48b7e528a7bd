"""典型案例: reading them, and taking the own consent back."""

from bot.callbacks import Story
from bot.client import Problem
from bot.routers.table import on_place, on_tap
from bot.screens import stories as screens
from bot.turn import Turn


@on_place("stories")
async def stories(turn: Turn) -> None:
    await _list(turn)


@on_tap(Story)
async def act(turn: Turn, data: Story) -> None:
    """One that was taken down says so, with the way to the others: its button is older."""
    if data.act == "page":
        await turn.show(screens.stories(turn._, await turn.client.stories(turn.memory.policy, data.id)))
        return
    try:
        if data.act == "revoke":
            await turn.client.revoke_story(data.id)
            await _list(turn, turn._("已撤回同意，这一篇不再显示，文字已删除。"))
            return
        one = await turn.client.story(data.id)
    except Problem as problem:
        if problem.code != "story.not_found":
            raise
        await _list(turn, turn._("这一篇已经撤下。"))
        return
    await turn.show(screens.ask(turn._, one) if data.act == "ask" and one.mine else screens.story(turn._, one))


async def _list(turn: Turn, *lead: str) -> None:
    await turn.show(screens.stories(turn._, await turn.client.stories(turn.memory.policy), *lead))
