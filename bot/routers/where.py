"""From where she looks for work: told once with consent, so that the way to a post is told in metres; gone with one tap.

A messenger with a way to ask for a place does it at the tap of :data:`SHARE`; where that tap arrives here instead, she
is told how to send one. A place that comes unasked waits in a button until its consent is given.
"""

from bot.callbacks import Here
from bot.markup import safe
from bot.routers import thread
from bot.routers.table import on_here, on_tap, on_text
from bot.screens import jobs as screens
from bot.screens.common import led_by
from bot.storage import Place
from bot.turn import Turn
from contract.jobs import PLACE_DECIMALS, KeepPlace


@on_tap(Here)
async def tapped(turn: Turn, data: Here) -> None:
    if data.act == "off":
        after = await turn.client.delete_job_place(turn.memory.policy)
        await turn.show(led_by(str(safe(turn._("您的位置已删除。"))), screens.posts(turn._, after)))
    elif data.act == "keep" and (at := _read(data.at)):
        await _keep(turn, *at, version=(await turn.client.job_place_form()).version)
    elif data.act in ("ask", "share"):
        consent = await turn.client.job_place_form()
        show = screens.place if data.act == "ask" else screens.send_place
        await turn.ask(show(turn._, consent), Place(kind="place", name=consent.version))
    else:
        await thread.expired(turn)


async def located(turn: Turn, latitude: float, longitude: float) -> None:
    """A place was sent: kept where its consent stands above, else the consent is asked first."""
    place = turn.memory.place
    if place.kind == "place":
        await _keep(turn, latitude, longitude, version=place.name)
        return
    at = f"{latitude:.{PLACE_DECIMALS}f},{longitude:.{PLACE_DECIMALS}f}"
    await turn.show(screens.place(turn._, await turn.client.job_place_form(), at))


@on_text("place")
async def typed(turn: Turn, _text: str) -> None:
    """A place is sent, never typed: what to tap is said, and the question stays."""
    consent = await turn.client.job_place_form()
    why = turn._("位置不用打字。请点下面的“{agree}”，或者点“{decline}”。")
    why = why.format(agree=consent.agree, decline=consent.decline)
    await thread.ask_again(turn, why, screens.place(turn._, consent), Place(kind="place", name=consent.version))


@on_here("place")
async def look_again(turn: Turn, lead: str) -> None:
    await turn.retire_buttons()
    consent = await turn.client.job_place_form()
    await turn.ask_below(led_by(lead, screens.place(turn._, consent)), Place(kind="place", name=consent.version))


async def _keep(turn: Turn, latitude: float, longitude: float, version: str) -> None:
    body = KeepPlace(latitude=latitude, longitude=longitude, consent_version=version)
    after = await turn.client.keep_job_place(body, turn.memory.policy)
    if turn.memory.place.kind == "place":
        await turn.retire_buttons()
        turn.leave_step()
    lead = str(safe(turn._("记下了大概位置。下面写着岗位离您多远。")))
    await turn.show(led_by(lead, screens.posts(turn._, after)))


def _read(at: str) -> tuple[float, float] | None:
    try:
        latitude, longitude = (float(one) for one in at.split(","))
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
