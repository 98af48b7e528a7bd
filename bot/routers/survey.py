"""说说近况: two taps tell whether one has work and wants training."""

from bot.callbacks import Tell
from bot.routers import thread
from bot.routers.table import on_place, on_tap
from bot.screens import survey as screens
from bot.turn import Turn
from contract.survey import AnswerSurvey


@on_place("survey")
async def ask(turn: Turn) -> None:
    """The first question; who stands on no register is told so."""
    found = await turn.client.survey()
    await turn.show(screens.question(turn._, found, "") if found.open else screens.nobody(turn._))


@on_tap(Tell)
async def said(turn: Turn, data: Tell) -> None:
    """The second question, or the answer kept."""
    found = await turn.client.survey()
    if not found.open:
        await turn.show(screens.nobody(turn._))
    elif data.work not in [one.value for one in found.questions[0].choices]:
        await thread.expired(turn)
    elif not data.training:
        await turn.show(screens.question(turn._, found, data.work))
    elif data.training not in [one.value for one in found.questions[1].choices]:
        await thread.expired(turn)
    else:
        after = await turn.client.answer_survey(AnswerSurvey(work=data.work, training=data.training))
        await turn.show(screens.kept(turn._, after))
