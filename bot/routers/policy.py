"""The policy itself: browsing the articles, asking in one's own words, and on what a step rests."""

import re
from typing import Final

from bot.callbacks import Browse, Read, Rests
from bot.routers import asking, city
from bot.routers.table import on_here, on_place, on_tap, on_text
from bot.routers.wording import asks_how_long, asks_if_valid
from bot.screens import city as city_screens
from bot.screens import policy as screens
from bot.screens.common import led_by
from bot.storage import Place
from bot.turn import Turn
from contract.places import Place as Numbers
from contract.places import place_of
from contract.policy import Article, AskGrounds, Grounds, Passage

TAIL: Final = re.compile("的?(?:全文|原文|内容|规定)?(?:是什么|怎么说|说什么|讲什么|怎么写的?|写的什么)?$")

RESULT: Final = "outcome"
"""Of a self-check, as long as it stands open."""


@on_place("policy")
async def policy(turn: Turn) -> None:
    documents = await turn.client.documents()
    found = sorted(documents, key=lambda each: each.id != turn.memory.policy)  # Her own city's first.
    await turn.show(screens.policy(turn._, found, waits=turn.at_a_step))


@on_tap(Browse)
async def browse(turn: Turn, data: Browse) -> None:
    found = await turn.client.contents(data.policy)
    await turn.show(screens.contents(turn._, found, data.page, waits=turn.at_a_step))


async def shown_by_number(turn: Turn, text: str) -> bool:
    """第二十条, 第三条第（二）项, 三条二项: that place of the city this chat is about; a step that waits is asked again."""
    wanted = place_of(TAIL.sub("", text.strip(" 。.，,！!？?")).replace(" ", ""))
    pack = await _pack(turn) if wanted else ""
    if wanted is None or not pack:
        return False
    lines = (await turn.client.contents(pack)).articles
    line = next((each for each in lines if place_of(each.place) == wanted[:1]), None)
    if line is None:
        last = next((each.place for each in reversed(lines) if place_of(each.place)), lines[-1].place)
        await asking.show(turn, screens.no_such_article(turn._, pack, last, waits=turn.at_a_step))
        return True
    found = await turn.client.article(pack, line.number)
    screen = screens.article(turn._, found, 0, waits=turn.at_a_step)
    if len(wanted) > 1:
        screen = screens.item(turn._, found, _below(found, wanted), waits=turn.at_a_step)
    await asking.show(turn, screen)
    return True


def _below(found: Article, wanted: Numbers) -> tuple[Passage, ...]:
    """The passage at a place and those listed under it; none where the article has no such item."""
    return tuple(each for each in found.passages if (place_of(each.place) or ())[: len(wanted)] == wanted)


async def told_how_long(turn: Turn, text: str) -> bool:
    """要多久: every step with its days, where the city is known; a step that waits is asked again below it."""
    pack = await _pack(turn) if asks_how_long(text) else ""
    if pack:
        found = await turn.client.durations(pack)
        await asking.show(turn, screens.durations(turn._, found, waits=turn.at_a_step))
    return bool(pack)


async def told_if_valid(turn: Turn, text: str) -> bool:
    """还有效吗: the term of the document as its pack has it; of each where the city is open, or of the one named."""
    if not asks_if_valid(text, about_papers=turn.at_a_step):
        return False
    documents = await turn.client.documents()
    named = [each for each in documents if each.city.removesuffix("市") in text]
    pack = "" if named else await _pack(turn)
    wanted = named or [each for each in documents if pack in ("", each.id)]
    await asking.show(turn, screens.validity(turn._, wanted, waits=turn.at_a_step))
    return True


async def _pack(turn: Turn) -> str:
    """The policy a question is about: of the person who is helped, else of this chat; empty while that is open."""
    helped = asking.helped_in(turn)
    found = city.policy_of(turn, await turn.client.home())
    return helped or (found.id if found else "")


@on_tap(Read)
async def read(turn: Turn, data: Read) -> None:
    found = await turn.client.article(data.policy, data.article)
    await turn.show(screens.article(turn._, found, data.page, waits=turn.at_a_step))


# --- asking


@on_place("ask")
async def ask(turn: Turn) -> None:
    """直接问: whatever is typed next is a question. A step that waits goes on waiting; questions are answered there."""
    screen = screens.invitation(turn._, waits=turn.at_a_step)
    if turn.at_a_step:
        await turn.show(screen)
    else:
        await turn.ask(screen, Place(kind="ask"))


@on_text("ask")
async def asked(turn: Turn, text: str) -> None:
    """The bare name of a city changes the city; while none is chosen, one that a question names is the one."""
    policy = await city.noticed(turn, text, bare=bool(turn.memory.policy))
    if policy and city.is_bare(policy, text):
        await ask_again(turn, city_screens.changed(turn._, policy))
    else:
        await asking.answer(turn, text)


@on_here("ask")
async def ask_again(turn: Turn, lead: str) -> None:
    await turn.ask_below(led_by(lead, screens.invitation(turn._)), Place(kind="ask"))


@on_place("startup")
async def startup(turn: Turn) -> None:
    """创业, said alone: what the documents say, and whom one can turn to."""
    await asking.answer(turn, "创业")


# --- 依据是什么


@on_place("grounds")
async def grounds(turn: Turn) -> None:
    """Of the step that waits, else of what was said last, else of the newest case, else of this whole service."""
    said = (turn.memory.about, turn.memory.about_turn, turn.memory.cited)
    found = await _of_step(turn)
    if found is None and turn.memory.place.kind not in asking.FOR_SOMEBODY:
        last = await turn.client.last_grounds(_asked(turn))
        found, said = last.grounds, (last.about, said[1], said[2])
        found = found or await _of_newest_case(turn, last.about)
    if found:
        await asking.show(turn, screens.grounds(turn._, found, waits=turn.at_a_step))
    else:
        await _show_all(turn, said[0])
    turn.memory.about, turn.memory.about_turn, turn.memory.cited = said


@on_tap(Rests)
async def rests(turn: Turn, data: Rests) -> None:
    """On what a certain letter rests, however old it is."""
    about = f"letter:{data.letter}"
    last = await turn.client.last_grounds(_asked(turn).model_copy(update={"about": about, "exactly": True}))
    if last.grounds:
        await asking.show(turn, screens.grounds(turn._, last.grounds, waits=turn.at_a_step))
    else:
        await _show_all(turn, "none:letter")
    turn.speaks_of(about)


async def _of_step(turn: Turn) -> Grounds | None:
    """On what the present step rests, of the self-check or of the application."""
    place, memory = turn.memory.place, turn.memory
    if place.kind == "question" and memory.screening:
        return await turn.client.screening_grounds(memory.screening)
    if place.kind in asking.IN_AN_APPLICATION and memory.application:
        paper = place.name if place.kind == "upload" else ""
        return await turn.client.application_grounds(memory.application, paper)
    return None


def _asked(turn: Turn) -> AskGrounds:
    memory = turn.memory
    about = memory.about or (RESULT if memory.place.kind == RESULT else "")
    return AskGrounds(about=about, turn=memory.about_turn, pack=memory.policy, cited=tuple(memory.cited))


async def _of_newest_case(turn: Turn, about: str) -> Grounds | None:
    """Where nothing else was spoken of: of the result that stands open, else of the newest case."""
    if about not in ("", "case", RESULT):
        return None
    if about == RESULT and turn.memory.screening:
        return await turn.client.screening_grounds(turn.memory.screening)
    cases = await turn.client.cases()
    return await turn.client.application_grounds(cases[0].id) if cases else None


async def _show_all(turn: Turn, about: str) -> None:
    """The documents themselves; what no article is about is said to be that."""
    pack = await _pack(turn)
    documents = [each for each in await turn.client.documents() if pack in ("", each.id)]
    silent = bool(about) and about != "case"
    await asking.show(turn, screens.all_grounds(turn._, documents, silent=silent, waits=turn.at_a_step))
