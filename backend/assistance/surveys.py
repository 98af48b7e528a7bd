"""The survey of work and training wishes in the chat: who owes an answer is asked, and answers with two taps (XY-65).

An answer is a check like one an officer enters, with its day; no service, so it writes no line, and changes no standing.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy import or_, select

from backend.assistance import care, checks
from backend.assistance.checks import TRAINING, WORK
from backend.assistance.entries import subject_of
from backend.assistance.models import StatusCheck, SurveyAsk
from backend.core import outbox
from backend.core.problems import Problem, not_found
from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.people.models import Account
from backend.people.service import account_of
from backend.people.topics import awake, quiet_hours
from backend.policies.days import day_words
from backend.registry.lifecycle import STANDING
from backend.registry.models import Entry
from contract.channel import NoticeButton
from contract.survey import AnswerSurvey, Survey, SurveyChoice, SurveyQuestion
from locales import Translate, translator

A_PORTION: Final = 100
AGAIN: Final = timedelta(days=30)
"""Who does not answer is asked again after so long, and stays on the officer's list meanwhile."""
WORK_ASKED: Final = N_("您现在的工作情况是？")
TRAINING_ASKED: Final = N_("愿意参加免费的职业培训吗？")


def ask(unit: Unit, after: int = 0) -> int:
    """Asks the next of those who gave no answer for the days of their policy, in their chats; 0 at the end."""
    asked_lately = select(SurveyAsk.entry_id).where(SurveyAsk.asked_on > unit.today - AGAIN)
    wanted = (
        select(Entry, Account)
        .join(Account, Account.id == Entry.account_id)
        .where(Entry.id > after, Entry.state.in_(STANDING), Account.reachable, Entry.id.not_in(asked_lately))
        .where(care.condition(unit, "survey"))
        .order_by(Entry.id)
        .limit(A_PORTION)
    )
    found = unit.session.execute(wanted).all()
    for entry, account in found:
        _ask(unit, entry, account)
    return found[-1][0].id if len(found) == A_PORTION else 0


def survey(unit: Unit) -> Survey:
    """What is asked of whoever stands on the register, and what she said last."""
    entry = _entry(unit)
    if entry is None:
        return Survey(open=False)
    _ = translator("notices", unit.language)
    work = {key: word for key, word in WORK.items() if key != "unknown"}
    training = {key: word for key, word in TRAINING.items() if key != "unknown"}
    questions = (
        SurveyQuestion(id="work", text=_(WORK_ASKED), choices=_choices(work, _)),
        SurveyQuestion(id="training", text=_(TRAINING_ASKED), choices=_choices(training, _)),
    )
    return Survey(open=True, questions=questions, last=_last(unit, entry))


def answer(unit: Unit, said: AnswerSurvey) -> Survey:
    """Keeps the answer with its day, for the officer who looks after her.

    Raises 404 ``entry.not_found`` for who stands on no register; 422 ``check.work_missing`` for what is no choice.
    """
    entry = _entry(unit)
    if entry is None:
        raise not_found("entry")
    if said.work not in WORK or said.training not in TRAINING or "unknown" in (said.work, said.training):
        raise Problem("check.work_missing", 422)
    checks.keep_own_answer(unit, entry, said.work, said.training)
    unit.audit("survey.answered", subject_of(entry))
    return survey(unit)


def _ask(unit: Unit, entry: Entry, account: Account) -> None:
    _ = translator("notices", account.language)
    text = _("想了解一下您的近况：现在有没有工作，想不想参加培训。点两下就好，您的回答不会直接改变认定。")
    outbox.post(
        unit,
        channel=account.channel,
        chat_id=account.chat_id,
        number=f"DC{entry.id}-{unit.today:%Y%m%d}",
        kind="request",
        subject=subject_of(entry),
        text=text,
        buttons=(NoticeButton(label=_("说说近况"), action="survey"),),
        language=account.language,
        not_before=awake(quiet_hours(unit, account.id), unit.now),
    )
    unit.session.merge(SurveyAsk(entry_id=entry.id, asked_on=unit.today))


def _entry(unit: Unit) -> Entry | None:
    account = account_of(unit)
    if account is None:
        return None
    wanted = select(Entry).where(Entry.account_id == account.id, Entry.state.in_(STANDING))
    return unit.session.scalar(wanted.order_by(Entry.id.desc()).limit(1))


def _last(unit: Unit, entry: Entry) -> str:
    _ = translator("notices", unit.language)
    wanted = select(StatusCheck).where(StatusCheck.entry_id == entry.id, StatusCheck.channel == "survey")
    wanted = wanted.where(or_(StatusCheck.answered, StatusCheck.work_state != "unknown"))
    row = unit.session.scalar(wanted.order_by(StatusCheck.done_on.desc(), StatusCheck.id.desc()).limit(1))
    if row is None:
        return ""
    day = day_words(unit.language, row.done_on)
    return _("{day}：{work}，{training}").format(day=day, work=_(WORK[row.work_state]), training=_(TRAINING[row.training]))


def _choices(words: Mapping[str, str], _: Translate) -> tuple[SurveyChoice, ...]:
    return tuple(SurveyChoice(value=key, label=_(word)) for key, word in words.items())
