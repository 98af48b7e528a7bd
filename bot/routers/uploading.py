"""The papers of an application: the list, and one at a time to hand in."""

import re
from base64 import b64decode
from typing import Final

from bot.callbacks import Draw, Go, Paper, Print, Take
from bot.picture import Drawing, show_drawing
from bot.problems import words
from bot.routers import asking, thread
from bot.routers.application import look_again, show, step_of
from bot.routers.table import on_here, on_tap, on_text
from bot.routers.wording import is_question
from bot.screen import button
from bot.screens import drawings
from bot.screens import papers as paper_screens
from bot.screens.common import home_row, led_by
from bot.screens.mandates import for_whom
from bot.screens.screening import document
from bot.storage import Place
from bot.turn import Turn
from contract.application import ApplicationTurn, ChooseAlternative, SayUntil
from contract.application import Paper as PaperShape

SPEAKS_OF_A_DAY: Final = re.compile(r"\d{4}|\d\s*年|[一二三四五六七八九〇零○]{2,4}年|[今明后]年|长期|永久|无限期|有效期")
"""Words in which somebody may say until when a paper is valid."""


async def papers(turn: Turn, id: str) -> None:
    """The list of papers; from the page to check it leads back here."""
    stands = await turn.client.application(id)
    if stands.phase == "check" and stands.state == "draft":
        stands = await turn.client.papers_reopen(id)
    turn.memory.application = id
    if stands.state == "awaiting_correction":
        await show(turn, stands)
    else:
        await turn.ask(for_whom(turn._, stands.for_whom, paper_screens.papers(turn._, stands)), Place(kind="papers"))


async def papers_done(turn: Turn, id: str) -> None:
    """On to the page to check; what was left for later is asked first, and it is said why."""
    stands = await turn.client.papers_done(id)
    screen, place = step_of(turn, stands)
    why = turn._("提交前还要填这一项。") if stands.prompt else ""
    await turn.ask(led_by(why, screen), place)


@on_tap(Paper)
async def paper(turn: Turn, data: Paper) -> None:
    if not turn.memory.application:
        await thread.expired(turn)
        return
    stands = await turn.client.application(turn.memory.application)
    await show_paper(turn, stands, data.requirement)


async def show_paper(turn: Turn, stands: ApplicationTurn, requirement: str, lead: str = "") -> None:
    wanted = paper_of(stands, requirement)
    if wanted is None:
        await thread.expired(turn)
        return
    screen = led_by(lead, for_whom(turn._, stands.for_whom, paper_screens.upload(turn._, stands, wanted)))
    place, known = Place(kind="upload", name=requirement), paper_screens.one_of(wanted)
    if known and known.drawing and not wanted.files and known.drawing not in turn.memory.drawn:
        await turn.retire_buttons()
        await _draw(turn, known.drawing)
        await turn.ask_below(screen, place)
        return
    await turn.ask(screen, place)


async def _draw(turn: Turn, name: str) -> None:
    """How this kind of paper is photographed."""
    turn.answer_tap()
    drawing = Drawing(name, drawings.described(turn._, name))
    await show_drawing(turn.bot, turn.chat_id, drawing, drawings.caption(turn._, name))
    turn.memory.drawn = [*(each for each in turn.memory.drawn if each != name), name]


@on_tap(Draw)
async def draw(turn: Turn, data: Draw) -> None:
    """怎么拍: the drawing once more, and the same step below it."""
    stands = await turn.client.application(turn.memory.application) if turn.memory.application else None
    wanted = paper_of(stands, data.requirement) if stands else None
    known = paper_screens.one_of(wanted) if wanted else None
    if stands is None or known is None or not known.drawing:
        await thread.expired(turn)
        return
    await turn.retire_buttons()
    await _draw(turn, known.drawing)
    turn.memory.place = Place(kind="upload", name=data.requirement)
    await look_at_paper_again(turn, "")


@on_text("upload")
async def typed(turn: Turn, text: str) -> None:
    """Where a photo is awaited one may tell until when the paper is valid; anything else is met as anywhere."""
    stands = await turn.client.application(turn.memory.application)
    wanted = paper_of(stands, turn.memory.place.name)
    if wanted is None or not (paper_screens.may_expire(wanted) and SPEAKS_OF_A_DAY.search(text)):
        if is_question(text):
            await asking.answer(turn, text)
        else:
            await thread.here(turn, turn._("我没有看懂。您可以点下面的按钮，或打“人工”找工作人员。"))
        return
    problem = await thread.refusal_of(_say_until(turn, stands, wanted, text))
    if problem is not None:
        await thread.here(turn, words(turn._, problem))


async def _say_until(turn: Turn, stands: ApplicationTurn, wanted: PaperShape, text: str) -> None:
    stands = await turn.client.say_until(stands.id, wanted.item.id, SayUntil(text=text))
    told = paper_of(stands, wanted.item.id)
    if told is None:
        await thread.expired(turn)
        return
    await turn.retire_buttons()
    screen = for_whom(turn._, stands.for_whom, paper_screens.told(turn._, stands, told))
    await turn.ask_below(screen, Place(kind="upload", name=wanted.item.id))


def paper_of(stands: ApplicationTurn, requirement: str) -> PaperShape | None:
    return next((each for each in stands.papers if each.item.id == requirement), None)


@on_here("upload")
async def look_at_paper_again(turn: Turn, lead: str) -> None:
    stands = await turn.client.application(turn.memory.application)
    wanted = paper_of(stands, turn.memory.place.name)
    if wanted is None:
        await look_again(turn, lead)
        return
    await turn.retire_buttons()
    screen = for_whom(turn._, stands.for_whom, paper_screens.upload(turn._, stands, wanted))
    await turn.ask_below(led_by(lead, screen), turn.memory.place)


@on_tap(Print)
async def print_sample(turn: Turn, data: Print) -> None:
    """The statement as a sheet to print; what is asked for stays as it is."""
    made = await turn.client.sample_document(data.policy, data.sample)
    caption = turn._("打印后用笔填写、签名，再拍照发来。也可以照着手写一份。")
    on = (button(turn._("继续填写"), Go(to="here")),) if turn.at_a_step else home_row(turn._)
    await turn.send(document(caption, made.filename, b64decode(made.content_base64), on))


@on_tap(Take)
async def take(turn: Turn, data: Take) -> None:
    """Which of the alternatives the person has."""
    alternative = "" if data.alternative == "-" else data.alternative
    stands = await turn.client.choose_alternative(
        turn.memory.application, data.requirement, ChooseAlternative(alternative=alternative)
    )
    await show_paper(turn, stands, data.requirement)
