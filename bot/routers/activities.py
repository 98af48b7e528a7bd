"""Activities near home: looking, signing up, giving the place back."""

from typing import Final

from bot.callbacks import Event, Quiz
from bot.client import Problem
from bot.routers.table import on_place, on_tap
from bot.screens import activities as screens
from bot.screens import own_places
from bot.turn import Turn
from contract.activities import AnswerQuiz

ENDED: Final = ("activity.over", "activity.called_off")


@on_place("activities")
async def near(turn: Turn) -> None:
    """What is coming; a step that waits goes on waiting."""
    await turn.show(screens.near(turn._, await turn.client.activities(turn.memory.policy)))


@on_place("places")
async def own(turn: Turn) -> None:
    """我的报名: activities and courses together."""
    found, courses = await turn.client.activities(turn.memory.policy), await turn.client.courses(turn.memory.policy)
    await turn.show(own_places.places(turn._, found.own, courses.own))


@on_tap(Event)
async def act(turn: Turn, data: Event) -> None:
    """One that is over says so by itself, with the way to others, also where its button is older than its end."""
    if data.act == "posts":
        await turn.show(screens.posts(turn._, await turn.client.fair_posts(data.id, data.page)))
        return
    if data.act == "quiz":
        await turn.show(screens.quiz(turn._, await turn.client.quiz(data.id)))
        return
    try:
        if data.act == "sign":
            await turn.show(screens.signed(turn._, await turn.client.sign_up(data.id)))
            return
        if data.act == "cancel":
            await turn.show(screens.cancelled(turn._, await turn.client.cancel_sign_up(data.id)))
            return
    except Problem as problem:
        if problem.code not in ENDED:
            raise
    await turn.show(screens.activity(turn._, await turn.client.activity(data.id)))


@on_tap(Quiz)
async def answer(turn: Turn, data: Quiz) -> None:
    """One answer; what is right is told with the next question."""
    said = AnswerQuiz(question=data.question, choice=data.choice)
    await turn.show(screens.quiz(turn._, await turn.client.answer_quiz(data.id, said)))
