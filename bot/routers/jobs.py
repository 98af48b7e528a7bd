"""找工作: six taps say what one wishes, then posts come three at a time."""

from typing import get_args

from bot.callbacks import Post, Seek
from bot.client import Problem
from bot.markup import safe
from bot.matching import chosen
from bot.problems import words
from bot.routers import city, thread
from bot.routers.table import on_here, on_place, on_tap, on_text
from bot.screens import jobs as screens
from bot.screens.common import led_by
from bot.storage import Place
from bot.turn import Turn
from bot.typed import farthest, least_pay, named_otherwise, part_of_day
from contract.jobs import AnswerJob, JobForm, JobQuestion, KeepWishes


@on_place("jobs")
async def posts(turn: Turn) -> None:
    """The posts that wait in her city; where none is known it is asked, and who has told no wishes is asked for them."""
    found = await turn.client.job_list(turn.memory.policy)
    if not (found.place or found.jobs):
        await city.ask(turn, await turn.client.home(), "jobs")
    elif found.told or found.jobs:
        await turn.show(screens.posts(turn._, found))
    else:
        await _ask(turn, await turn.client.job_form(), "")


@on_place("jobs_everywhere")
async def everywhere(turn: Turn) -> None:
    """The posts of all cities, because she asked for them."""
    await turn.show(screens.posts(turn._, await turn.client.job_list(everywhere=True)))


@on_place("jobs_family")
async def home_services(turn: Turn) -> None:
    """Only 家庭服务 (GZ-38)."""
    found = await turn.client.job_list(turn.memory.policy, family=True)
    if found.told or found.place:
        await turn.show(screens.posts(turn._, found))
    else:
        await posts(turn)


@on_tap(Seek)
async def said(turn: Turn, data: Seek) -> None:
    """One more answer; with the last one the wishes are kept."""
    form = await turn.client.job_form()
    if not _known(form, data.said):
        await thread.expired(turn)
    elif len(data.said) < len(form.questions):
        await _ask(turn, form, data.said)
    else:
        wishes = _wishes(form, data.said, turn.memory.policy)
        found = await turn.client.keep_job_wishes(wishes)
        if turn.memory.place.kind == "seek":
            turn.leave_step()
        await turn.show(screens.posts(turn._, found))


async def _ask(turn: Turn, form: JobForm, said: str, lead: str = "") -> None:
    """Asks the next question; what was answered so far stands in the place, so that it may be typed on."""
    await turn.ask(led_by(lead, screens.question(turn._, form, said)), _place(form, said))


def _place(form: JobForm, said: str) -> Place:
    """Where the next answer is awaited; with the last one goes the consent."""
    last = len(said) == len(form.questions) - 1
    return Place(kind="seek", name=said, input="consent" if last else "")


@on_text("seek")
async def typed(turn: Turn, text: str) -> None:
    """A wage (三千五) or a way (5公里) becomes the choice that leaves nothing out; all else is asked again."""
    form, answers = await turn.client.job_form(), turn.memory.place.name
    asked = form.questions[len(answers)]
    if len(answers) == len(form.questions) - 1:
        await _agreed(turn, form, answers, text)
        return
    labels = [choice.label for choice in asked.choices]
    place = _read(asked, text)
    if place is None:
        example = {"pay": "3000", "reach": turn._("5公里"), "hours": turn._("早上9点到下午5点")}.get(asked.id, labels[0])
        why = turn._("没有看懂。请点下面的一个，或打它的名字或编号，例如：{example}。").format(example=example)
        await thread.ask_again(turn, why, screens.question(turn._, form, answers), _place(form, answers))
        return
    lead = turn._("您说的是“{said}”，按“{choice}”找。").format(said=text.strip()[:20], choice=labels[place])
    await turn.retire_buttons()
    await _ask(turn, form, answers + screens.PLACES[place], str(safe(lead)))


def _read(asked: JobQuestion, text: str) -> int | None:
    """The choice that is meant by a wage, a way, hours, or another name of a kind of work."""
    labels = [choice.label for choice in asked.choices]
    if asked.id == "pay":
        return least_pay(text, labels)
    if asked.id == "reach":
        return farthest(text, labels)
    if asked.id == "hours":
        part = part_of_day(text)
        return next((place for place, one in enumerate(asked.choices) if one.value == part), None)
    return named_otherwise(text, [choice.also for choice in asked.choices])


async def _agreed(turn: Turn, form: JobForm, answers: str, text: str) -> None:
    """The last answer keeps all of them, health among it: it counts with the word that agrees, and never without."""
    agree, labels = form.consent.agree.casefold(), [choice.label for choice in form.questions[-1].choices]
    told = text.casefold()
    agrees = agree in told and not any(f"{no}{agree}" in told for no in ("不", "没", "别", "don't ", "not "))
    place = chosen(told.replace(agree, "").strip(" ·"), labels) if agrees else None
    if place is not None:
        await said(turn, Seek(said=answers + screens.PLACES[place]))
        return
    example = f"{form.consent.agree} {labels[-1]}"
    why = turn._("要您同意才能保存。请连同“{agree}”一起打，例如：{example}；或者点下面的一个。")
    why = why.format(agree=form.consent.agree, example=example)
    await thread.ask_again(turn, why, screens.question(turn._, form, answers), _place(form, answers))


@on_here("seek")
async def look_again(turn: Turn, lead: str) -> None:
    await turn.retire_buttons()
    said, form = turn.memory.place.name, await turn.client.job_form()
    await turn.ask_below(led_by(lead, screens.question(turn._, form, said)), _place(form, said))


@on_tap(Post)
async def answer(turn: Turn, data: Post) -> None:
    """The truth is looked up: a post that is over says so and leads on; ``open`` comes from news of the post."""
    if data.act == "open":
        await _shown(turn, data.id)
        return
    if data.act not in get_args(AnswerJob.model_fields["answer"].annotation):
        await thread.expired(turn)
        return
    body = AnswerJob.model_validate({"answer": data.act, "reason": data.reason})
    try:
        after = await turn.client.answer_job(data.id, body)
    except Problem as problem:
        await _over(turn, problem)
        return
    await turn.show(screens.answered(turn._, data.id, after))


async def _shown(turn: Turn, vacancy_id: str) -> None:
    try:
        found = await turn.client.job(vacancy_id)
    except Problem as problem:
        await _over(turn, problem)
        return
    await turn.show(screens.posts(turn._, found))


async def _over(turn: Turn, problem: Problem) -> None:
    """Says why, and shows what there is instead."""
    if problem.code not in ("jobs.post_over", "vacancy.not_found"):
        raise problem
    screen = screens.posts(turn._, await turn.client.job_list(turn.memory.policy))
    await turn.show(led_by(words(turn._, problem), screen))


def _known(form: JobForm, said: str) -> bool:
    """Every letter is the place of a choice of its question."""
    return len(said) <= len(form.questions) and all(
        letter.isascii() and letter.isalnum() and int(letter, 36) < len(question.choices)
        for letter, question in zip(said, form.questions, strict=False)
    )


def _wishes(form: JobForm, said: str, pack: str) -> KeepWishes:
    chosen = {
        question.id: question.choices[int(letter, 36)].value
        for letter, question in zip(said, form.questions, strict=True)
    }
    several = {name: (chosen[name],) if chosen[name] else () for name in ("kinds", "skills", "cannot")}
    return KeepWishes(
        **several,
        hours=chosen["hours"],
        pay=chosen["pay"] or "0",
        reach=chosen["reach"],
        consent_version=form.consent.version,
        pack=pack,
    )
