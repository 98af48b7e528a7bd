"""The places that are always there."""

from base64 import b64decode

from bot.callbacks import District, Go, Speak
from bot.client import Problem
from bot.routers import city, thread
from bot.routers.table import BACK, PLACES, on_place, on_tap
from bot.screens import home as screens
from bot.screens import own_data as own_screens
from bot.screens.common import home_row, led_by
from bot.screens.screening import document
from bot.storage import Place
from bot.turn import Turn
from contract.application import SetLanguage


@on_place("home")
async def show(turn: Turn) -> None:
    await thread.home(turn)


@on_place("cancel")
async def cancel(turn: Turn) -> None:
    """取消 stops what is going on and loses nothing."""
    going_on = turn.at_a_step
    kept = turn._("好的，先停在这里。填过的内容都替您留着，30天内随时可以继续。")
    if not turn.tapped:
        await turn.retire_buttons()
    turn.leave_step()
    await thread.home(turn, kept if going_on else turn._("好的。"))


@on_place("human")
async def human(turn: Turn) -> None:
    """Whom to call at once; the offices once the city is known."""
    found = await turn.client.home()
    policy = city.policy_of(turn, found)
    if policy is None and not turn.at_a_step:
        screen = screens.human_of_which_city(turn._, found)
        await turn.ask(screen, Place(kind="city", name="human"))
        return
    offices = await turn.client.offices(policy.id) if policy else ()
    screen = screens.human(turn._, found, offices, await _places(turn), waits=turn.at_a_step)
    await turn.show(screen)


@on_place("offices")
async def offices(turn: Turn) -> None:
    found = await turn.client.home()
    policy = city.policy_of(turn, found)
    if policy is None:
        await city.ask(turn, found, "offices")
    else:
        await turn.show(screens.all_offices(turn._, await turn.client.offices(policy.id)))


@on_tap(District)
async def district(turn: Turn, data: District) -> None:
    """One district was chosen: its office and the stations below it; a button of another city leads to its own list."""
    found = await turn.client.home()
    policy = city.policy_of(turn, found)
    known = await turn.client.offices(policy.id) if policy else ()
    chosen = next((office for office in known if office.id == data.office), None)
    if chosen is None:
        await thread.expired(turn)
        return
    await turn.show(screens.offices_of(turn._, chosen, known))


async def _places(turn: Turn) -> list[str]:
    """What the self-check was answered: the name of a district is among it."""
    if not turn.memory.screening:
        return []
    try:
        answered = (await turn.client.screening(turn.memory.screening)).answered
    except Problem:
        return []  # It has expired; the telephone is enough.
    return [line.shown for line in answered]


@on_place("here")
async def here(turn: Turn) -> None:
    """The step that waits, once more."""
    await thread.here(turn, "")


@on_place("help")
async def help_page(turn: Turn) -> None:
    await turn.show(screens.help_page(turn._))


@on_place("privacy")
async def privacy(turn: Turn) -> None:
    await turn.show(screens.privacy(turn._))


@on_place("delete")
async def delete(turn: Turn) -> None:
    """What is held, why and until when; what can go, goes on a second tap."""
    await turn.show(own_screens.held(turn._, await turn.client.held_data()))


@on_place("erase")
async def ask_erase(turn: Turn) -> None:
    await turn.show(own_screens.confirm(turn._, await turn.client.held_data()))


@on_place("erased")
async def erase(turn: Turn) -> None:
    left = await turn.client.erase_data()
    turn.memory.screening = turn.memory.application = ""
    turn.leave_step()
    await turn.show(own_screens.erased(turn._, left))


@on_place("copy")
async def ask_copy(turn: Turn) -> None:
    """A copy of everything: said beforehand what it holds, because the chat keeps it."""
    await turn.show(own_screens.about_copy(turn._))


@on_place("copied")
async def copy(turn: Turn) -> None:
    made = await turn.client.data_copy()
    caption = turn._("这是我们保存的您的资料。看完可以在聊天里删掉。")
    await turn.send(document(caption, made.filename, b64decode(made.content_base64), home_row(turn._)))


@on_place("language")
async def language(turn: Turn) -> None:
    await turn.show(screens.language(turn._))


@on_place("back")
async def back(turn: Turn) -> None:
    """返回, typed: one step back where there are steps, else home."""
    await BACK.get(turn.memory.place.kind, show)(turn)


@on_tap(Go)
async def go(turn: Turn, data: Go) -> None:
    await PLACES.get(data.to, show)(turn)


@on_tap(Speak)
async def speak(turn: Turn, data: Speak) -> None:
    await _switch(turn, data.language)


@on_place("english")
async def english(turn: Turn) -> None:
    await _switch(turn, "en")


@on_place("chinese")
async def chinese(turn: Turn) -> None:
    await _switch(turn, "zh_Hans_CN")


async def _switch(turn: Turn, language: str) -> None:
    """Changes the language, and goes on where the person was."""
    found = await turn.client.set_language(SetLanguage(language=language))
    turn.speak(found.language)
    lead = turn._("已换成中文。")
    if turn.at_a_step:
        await thread.here(turn, lead)
    else:
        turn.memory.place = Place()
        await turn.show(led_by(lead, screens.home(turn._, found, turn.memory.policy)))
