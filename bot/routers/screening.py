"""The self-check."""

from base64 import b64decode
from typing import Final

from bot.callbacks import Answer, Page, Reopen, Screening, Start, Unsure, Why
from bot.client import Problem
from bot.matching import reading
from bot.problems import words
from bot.routers import asking, city, suggesting, thread
from bot.routers.table import on_back, on_here, on_place, on_tap, on_text
from bot.screen import Screen, button
from bot.screens import home as home_screens
from bot.screens import screening as screens
from bot.screens.common import home_row, led_by, note
from bot.screens.mandates import for_whom
from bot.storage import Place
from bot.turn import Turn
from contract.application import Home
from contract.policy import PolicyBrief
from contract.screening import GiveAnswer, Question, ReopenAnswer, ScreeningTurn, StartScreening

CONSENT: Final = "consent"
"""Where an agreement to the application is asked for: the name of that place."""


def _step(turn: Turn, stands: ScreeningTurn) -> tuple[Screen, Place]:
    turn.memory.screening, turn.memory.policy = stands.id, stands.pack
    screen, place = _screen(turn, stands)
    screen = for_whom(turn._, stands.for_whom, screen)
    return (led_by(stands.news, screen) if stands.news else screen), place


def _screen(turn: Turn, stands: ScreeningTurn) -> tuple[Screen, Place]:
    if stands.question:
        asked = stands.question
        place = Place(kind="question", name=asked.fact, input=asked.input)
        return screens.question(turn._, stands.id, asked), place
    assert stands.outcome is not None  # the contract: exactly one of both
    return screens.outcome(turn._, stands, stands.outcome), Place(kind="outcome")


async def show(turn: Turn, stands: ScreeningTurn, lead: str = "") -> None:
    """Where a self-check stands, on the message that was tapped or as a new one."""
    screen, place = _step(turn, stands)
    await turn.ask(led_by(lead, screen), place)


async def go_on(turn: Turn, stands: ScreeningTurn) -> None:
    """After an answer: the question becomes its answer and the next one comes below."""
    await turn.ask_next(screens.echo(turn._, stands), *_step(turn, stands))


@on_here("question")
async def look_again(turn: Turn, lead: str) -> None:
    screen, place = _step(turn, await turn.client.screening(turn.memory.screening))
    await turn.ask_below(led_by(lead, screen), place)


@on_here("outcome")
async def point_at_outcome(turn: Turn, lead: str) -> None:
    """A result is long: it is not said again unasked. A consent that waits is: nobody gives one by a word in passing."""
    if turn.memory.place.name == CONSENT:
        await turn.retire_buttons()
        await apply(turn, turn.memory.screening, turn._("请点下面的按钮来选：同意要由您亲手点。"))
        return
    see = button(turn._("返回结果"), Screening(act="resume", id=turn.memory.screening))
    await turn.send(note(turn._, lead, (see,), home_row(turn._)))


# --- beginning


@on_tap(Start)
async def start(turn: Turn, data: Start) -> None:
    await begin(turn, data.policy)


async def begin(turn: Turn, pack: str) -> None:
    stands = await turn.client.start_screening(StartScreening(pack=pack))
    await turn.ask_below(*_step(turn, stands))


@on_place("check")
async def check(turn: Turn) -> None:
    """自测: goes on with an unfinished one, else begins; the city comes first where there are several.

    Where the unfinished one is of another city, she says which of both she means; where one is finished, its
    result is offered before a new one.
    """
    found = await turn.client.home()
    policy = city.policy_of(turn, found)
    elsewhere = home_screens.unfinished_elsewhere(found, policy.id) if policy else None
    if policy and elsewhere:
        await turn.retire_buttons()
        await turn.ask_below(home_screens.which_self_check(turn._, found, elsewhere, policy), Place())
    elif found.screening:
        await resume(turn, found.screening)
    elif await pointed_at_result(turn, found):
        return
    elif policy:
        await begin(turn, policy.id)
    else:
        await city.ask(turn, found, "check")


async def offer(turn: Turn) -> None:
    """Somebody says why she came: what she has begun or finished here, else the self-check."""
    found = await turn.client.home()
    if found.draft or found.screening or not await pointed_at_result(turn, found):
        await thread.offer(turn)


async def pointed_at_result(turn: Turn, found: Home) -> bool:
    """Shows the way to the result of a finished self-check of this city, and to a new one, if there is one."""
    policy = city.policy_of(turn, found)
    done = await finished(turn, policy) if policy else None
    if done:
        await turn.retire_buttons()
        await turn.ask_below(home_screens.finished(turn._, done), Place(kind="outcome"))
    return done is not None


async def finished(turn: Turn, policy: PolicyBrief) -> ScreeningTurn | None:
    """The chat's last self-check, if it is done, her own, and about this city."""
    if not turn.memory.screening:
        return None
    try:
        stands = await turn.client.screening(turn.memory.screening)
    except Problem:
        return None  # It has expired.
    return stands if stands.outcome and stands.pack == policy.id and not stands.for_whom else None


async def resume(turn: Turn, id: str) -> None:
    await show(turn, await turn.client.screening(id))


# --- answering


@on_tap(Answer)
async def answer(turn: Turn, data: Answer) -> None:
    if await _asked(turn, data.fact):
        await _give(turn, GiveAnswer(fact=data.fact, text=data.value))


@on_tap(Unsure)
async def unsure(turn: Turn, data: Unsure) -> None:
    if await _asked(turn, data.fact):
        await _give(turn, GiveAnswer(fact=data.fact, unsure=True))


@on_text("question")
async def typed(turn: Turn, text: str) -> None:
    """The backend understands labels, other names and messy dates; a question is answered, the rest asked again."""
    problem = await _refused(turn, text)
    if problem is None:
        return
    stands = await turn.client.screening(turn.memory.screening)
    better = reading(text, stands.question.choices) if stands.question else ""
    if better and not await _refused(turn, better):
        return
    if not await asking.answered(turn, text):
        screen, place = _step(turn, stands)
        await thread.ask_again(turn, words(turn._, problem), await suggesting.below(turn, text, screen), place)


async def _refused(turn: Turn, text: str) -> Problem | None:
    """Gives the answer; the reason why it could not be taken, if so."""
    return await thread.refusal_of(_give(turn, GiveAnswer(fact=turn.memory.place.name, text=text)))


async def _give(turn: Turn, given: GiveAnswer) -> None:
    await go_on(turn, await turn.client.answer(turn.memory.screening, given))


async def _asked(turn: Turn, fact: str) -> bool:
    """Whether this is the question being asked; if not, says so and shows the one that is."""
    place = turn.memory.place
    if place.kind == "question" and place.name == fact:
        return True
    if await _question(turn, fact):
        return True
    await thread.expired(turn)
    return False


async def _question(turn: Turn, fact: str) -> Question | None:
    """The present question as the backend has it, if it asks this."""
    if not turn.memory.screening:
        return None
    asked = (await turn.client.screening(turn.memory.screening)).question
    return asked if asked and asked.fact == fact else None


# --- moving about


@on_tap(Screening)
async def act(turn: Turn, data: Screening) -> None:
    await ACTS.get(data.act, resume)(turn, data.id)


async def back(turn: Turn, id: str) -> None:
    """Asks the last answered question again; from the first question, home."""
    before = turn.memory.place.name
    stands = await turn.client.screening_back(id)
    if stands.question and stands.question.fact == before:
        turn.leave_step()
        await thread.home(turn)
    else:
        await show(turn, stands)


@on_back("question", "outcome")
async def back_typed(turn: Turn) -> None:
    await back(turn, turn.memory.screening)


async def answers(turn: Turn, id: str) -> None:
    turn.memory.screening = id
    stands = await turn.client.screening(id)
    await turn.ask(screens.answers(turn._, stands), Place(kind="outcome"))


@on_tap(Reopen)
async def reopen(turn: Turn, data: Reopen) -> None:
    if not turn.memory.screening:
        await thread.expired(turn)
        return
    await show(turn, await turn.client.reopen_answer(turn.memory.screening, ReopenAnswer(fact=data.fact)))


@on_tap(Why)
async def why(turn: Turn, data: Why) -> None:
    await _redraw(turn, data.name, why=data.open)


@on_tap(Page)
async def page(turn: Turn, data: Page) -> None:
    await _redraw(turn, data.name, page=data.page)


async def _redraw(turn: Turn, fact: str, *, why: bool = False, page: int = 0) -> None:
    asked = await _question(turn, fact)
    if asked is None:
        await thread.expired(turn)
        return
    screen = screens.question(turn._, turn.memory.screening, asked, why=why, page=page)
    await turn.ask(screen, Place(kind="question", name=fact, input=asked.input))


# --- after the outcome


async def checklist(turn: Turn, id: str) -> None:
    found = await turn.client.checklist(id)
    await turn.ask(screens.checklist(turn._, id, found), Place(kind="outcome"))


async def checklist_document(turn: Turn, id: str) -> None:
    made = await turn.client.checklist_document(id)
    caption = turn._("这是您的材料清单，可以保存或打印。")
    back = button(turn._("返回结果"), Screening(act="resume", id=id))
    await turn.send(screens.document(caption, made.filename, b64decode(made.content_base64), (back,)))


async def remind(turn: Turn, id: str) -> None:
    """到那天提醒我. The result stays; what was kept comes below."""
    await turn.send(screens.reminded(turn._, await turn.client.keep_reminders(id)))


async def apply(turn: Turn, id: str, lead: str = "") -> None:
    """The consent comes first, as a message of its own: it is worth keeping."""
    stands = await turn.client.screening(id)
    asked = await turn.client.application_consent(stands.pack)
    turn.memory.screening = id
    screen = for_whom(turn._, stands.for_whom, screens.consent(turn._, id, asked))
    await turn.ask_below(led_by(lead, screen), Place(kind="outcome", name=CONSENT, input="consent"))


async def drop(turn: Turn, id: str) -> None:
    await turn.client.drop_screening(id)
    turn.memory.screening = ""
    turn.leave_step()
    await turn.show(note(turn._, turn._("自测记录已删除。")))


ACTS = {
    "back": back,
    "answers": answers,
    "list": checklist,
    "pdf": checklist_document,
    "remind": remind,
    "apply": apply,
    "drop": drop,
    "resume": resume,
}
