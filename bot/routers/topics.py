"""消息设置: topics, the place, the quiet hours; and leaving a topic from the message that came of it."""

from typing import get_args

from bot.callbacks import Agree, Area, Quiet, Topic
from bot.client import Problem
from bot.routers import thread
from bot.routers.table import on_here, on_place, on_tap, on_text
from bot.screens import topics as screens
from bot.screens.common import led_by, note
from bot.storage import Place
from bot.turn import Turn
from bot.typed import quiet_hours
from contract.topics import ChooseTopic, SetArea, SetQuietHours, TopicId, TopicLine, TopicSettings, TrialCode


@on_place("topics")
async def settings(turn: Turn) -> None:
    await turn.show(screens.settings(turn._, await turn.client.topics()))


@on_place("again")
async def again(turn: Turn) -> None:
    """News is taken up again with one tap, by who had blocked the bot."""
    after = await turn.client.take_up_news()
    await turn.show(screens.settings(turn._, after, turn._("好的，以后照您选的给您发消息。")))


@on_tap(Topic)
async def choose(turn: Turn, data: Topic) -> None:
    """``leave`` and ``undo`` come from a message, ``on`` and ``off`` from the page of settings."""
    if data.name not in get_args(TopicId):
        await thread.expired(turn)
        return
    source = "message" if data.act in ("leave", "undo") else "settings"
    wish = ChooseTopic.model_validate({"topic": data.name, "chosen": data.act in ("on", "undo"), "source": source})
    try:
        after = await turn.client.choose_topic(wish)
    except Problem as problem:
        if problem.code != "topic.consent_missing":
            raise
        await _ask_consent(turn, data.name)
        return
    if data.act == "leave":
        await turn.show(screens.left(turn._, _named(after, data.name)))
    else:
        await _changed(turn, after, data.name)


@on_tap(Agree)
async def agree(turn: Turn, data: Agree) -> None:
    wish = ChooseTopic.model_validate({"topic": data.topic, "chosen": True, "consent": data.version})
    after = await turn.client.choose_topic(wish)
    if after.area:
        await _changed(turn, after, data.topic)
    else:
        await turn.show(screens.areas(turn._, await turn.client.topic_areas()))


@on_tap(Area)
async def area(turn: Turn, data: Area) -> None:
    if data.act == "set":
        after = await turn.client.set_topic_area(SetArea(code=data.code))
        lead = turn._("记下了：{area}。").format(area=after.area) if after.area else turn._("好的，不按地区发。")
        await turn.show(screens.settings(turn._, after, lead))
    else:
        await turn.show(screens.areas(turn._, await turn.client.topic_areas(data.code)))


@on_place("quiet")
async def ask_quiet(turn: Turn) -> None:
    await turn.ask(screens.quiet(turn._), Place(kind="quiet"))


@on_tap(Quiet)
async def quiet(turn: Turn, data: Quiet) -> None:
    if not (0 <= data.begin <= 23 and 0 <= data.end <= 23):
        await thread.expired(turn)
        return
    after = await turn.client.set_quiet_hours(SetQuietHours(quiet_from=data.begin, quiet_until=data.end))
    if not turn.tapped:
        await turn.retire_buttons()
    turn.leave_step()
    await turn.show(screens.settings(turn._, after, turn._("记下了。")))


@on_text("quiet")
async def quiet_typed(turn: Turn, text: str) -> None:
    """晚上十点到早上七点, 22:00-7:00; what is not clear is asked again, with an example."""
    hours = quiet_hours(text)
    if hours is not None:
        await quiet(turn, Quiet(begin=hours[0], end=hours[1]))
        return
    why = turn._("请写从几点到几点，比如“晚上10点到早上7点”或“22:00-7:00”；也可以点下面的按钮。")
    await thread.ask_again(turn, why, screens.quiet(turn._), Place(kind="quiet"))


@on_here("quiet")
async def quiet_again(turn: Turn, lead: str) -> None:
    await turn.retire_buttons()
    await turn.ask_below(led_by(lead, screens.quiet(turn._)), Place(kind="quiet"))


async def tried(turn: Turn, code: str) -> None:
    """An officer tries a message on herself before it goes to many."""
    await turn.client.send_trial(TrialCode(code=code[:40]))
    await turn.send(note(turn._, turn._("好的，试发的消息马上就到。只有您会收到。")))


async def _ask_consent(turn: Turn, topic: str) -> None:
    asked = (await turn.client.topics()).consent
    if asked is None:
        await settings(turn)  # Agreed to meanwhile, on another tap.
    else:
        await turn.show(screens.consent(turn._, asked, topic))


async def _changed(turn: Turn, after: TopicSettings, topic: str) -> None:
    line = _named(after, topic)
    lead = turn._("好的，以后会给您发“{topic}”消息。") if line.chosen else turn._("好的，不再给您发“{topic}”消息。")
    await turn.show(screens.settings(turn._, after, lead.format(topic=line.label)))


def _named(found: TopicSettings, topic: str) -> TopicLine:
    return next(line for line in found.topics if line.id == topic)
