"""What is held about a person in this channel: told, given as one ZIP, and erased as far as that may be (S29, S30, B41)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import delete, func, select

from backend.applications.dossier import Dossier
from backend.applications.events import OwnDataAsked, OwnDataErased
from backend.applications.lifecycle import WITH_AN_OFFICE
from backend.applications.models import Application
from backend.applications.official_form import OfficialForm
from backend.applications.official_form_data import official_form, template_of
from backend.applications.progress import state_label
from backend.applications.service import brief, withdraw
from backend.applications.turn import turn_of
from backend.core.locks import hold
from backend.core.unit import Unit
from backend.people import job_places, job_wishes, mandates, topics
from backend.people.mandate_models import Mandate
from backend.people.models import Consent
from backend.people.service import account_of
from backend.policies import reminders
from backend.policies.days import day_words
from backend.policies.models import Reminder, Screening
from backend.policies.service import screening
from contract.application import Held, OwnData
from locales import Translate, translator

MOST_BYTES: Final = 20 * 1024 * 1024
"""Bytes of papers one ZIP carries, so that every messenger takes it; what is left out is named in it."""
NEWEST: Final = 20
"""So many self-checks are written out."""


@dataclass(frozen=True)
class Bundle:
    """What goes into the ZIP: a text to read, forms still to be set, and files as they were handed in."""

    words: str
    forms: tuple[tuple[str, OfficialForm, str], ...] = ()
    files: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)


def own_data(unit: Unit) -> OwnData:
    """What is held, why and until when, and what of it can go now."""
    return OwnData(items=tuple(_held(unit)), telephone=unit.services.settings.telephone)


def erase(unit: Unit) -> OwnData:
    """Deletes every self-check, draft, reminder and wish for work or news of this account.

    What an office works on stays, and is told.

    Of each draft the audit keeps that there was one, without a name.
    """
    account = account_of(unit)
    if account is not None:
        hold(unit, f"draft:{account.id}")
        for row in _applications(unit, account.id, "draft"):
            withdraw(unit, row.id)
        for reminder in reminders.listed(unit):
            reminders.cancel(unit, reminder.id)
        unit.session.execute(delete(Screening).where(Screening.account_id == account.id))
        topics.forget_wishes(unit, account.id)
        job_wishes.forget(unit, account.id)
        mandates.end_all_of(unit, account.id)
        unit.emit(OwnDataErased(account.id))
        unit.audit("own_data.erased", f"account:{account.id}")
    return own_data(unit)


def bundle(unit: Unit) -> Bundle:
    """Everything held about the person within this channel."""
    account = account_of(unit)
    _ = translator("citizen", unit.language)
    if account is None:
        return Bundle(_("这里没有保存您的资料。"))
    rows = [row for row in _applications(unit, account.id) if row.submitted_at or row.state == "draft"]
    dossiers = [Dossier(unit, row) for row in rows]
    files, left_out = _files(dossiers)
    lines = [*_about(unit, account.id, dossiers, _), *(_("文件太大，没有放进来：{name}").format(name=n) for n in left_out)]
    forms = tuple(
        (f"{number}-{form.title}.pdf", form, str(template_of(unit, one.row)))
        for number, one in enumerate(dossiers, 1)
        for form in (official_form(unit, one.row),)
    )
    return Bundle("\n".join(lines), forms, tuple(files))


# --- what is held


def _held(unit: Unit) -> Iterator[Held]:
    account = account_of(unit)
    if account is None:
        return
    _ = translator("citizen", unit.language)
    days = unit.services.settings.draft_days
    count = unit.session.scalar(
        select(func.count()).select_from(Screening).where(Screening.account_id == account.id)
    )
    if count:
        until = _("没有姓名和身份证号；{days}天不用就自动删除。").format(days=days)
        yield Held(kind="screening", title=_("自测：{count}次").format(count=count), why=until, erasable=True)
    for row in _applications(unit, account.id):
        if row.state == "draft":
            until = _("没有提交；{days}天不用就自动删除。").format(days=days)
            yield Held(kind="draft", title=brief(Dossier(unit, row)).title, why=until, erasable=True)
        elif row.submitted_at is not None:
            yield _case(unit, row, _)
    count = unit.session.scalar(select(func.count()).select_from(Reminder).where(Reminder.account_id == account.id))
    if count:
        why = _("只有日期和类别；提醒后30天自动删除。")
        yield Held(kind="reminder", title=_("提醒：{count}个").format(count=count), why=why, erasable=True)
    if topics.has_wishes(unit, account.id):
        why = _("没有姓名和身份证号；退订的记录会留作凭证。")
        yield Held(kind="topics", title=_("消息设置"), why=why, erasable=True)
    if job_wishes.wishes_of(unit, account.id):
        why = _("没有姓名和身份证号；可以随时删除或重选。")
        yield Held(kind="jobs", title=_("求职意愿和对岗位的回答"), why=why, erasable=True)
    if job_places.known(job_wishes.wishes_of(unit, account.id)):
        why = _("误差约100米，只用来算岗位离您多远；在找工作里点一下就能删除。")
        yield Held(kind="place", title=_("您的大概位置"), why=why, erasable=True)
    asked = OwnDataAsked(account.id)
    unit.emit(asked)
    yield from asked.items
    if unit.session.scalar(select(Consent.id).where(Consent.account_id == account.id).limit(1)):
        why = _("同意书和操作记录是凭证，要留存备查；操作记录里没有姓名和身份证号。")
        yield Held(kind="proof", title=_("同意书、操作记录"), why=why, erasable=False)


def _case(unit: Unit, row: Application, _: Translate) -> Held:
    """An application an office has or had: not ours to throw away, and nobody knows a date to promise."""
    if row.state in WITH_AN_OFFICE:
        why = _("正在办理，不能删除。您可以先撤回，材料由受理机构按档案规定保存。")
    else:
        why = _("是办理档案，由受理机构按档案规定保存。文件没有写保存几年，可以打{telephone}问。").format(
            telephone=unit.services.settings.telephone
        )
    title = _("申请 {receipt}（{state}）").format(receipt=row.receipt, state=state_label(row.state, _))
    return Held(kind="case", title=title, why=why, erasable=False)


def _applications(unit: Unit, account_id: int, state: str = "") -> list[Application]:
    """Her own, and those others filled in for her; what she fills in for others is theirs."""
    hers = select(Mandate.id).where(Mandate.principal_account_id == account_id, Mandate.state != "refused")
    whose = (Application.account_id == account_id) | Application.mandate_id.in_(hers)
    mine = select(Application).where(whose).order_by(Application.created_at)
    return list(unit.session.scalars(mine.where(Application.state == state) if state else mine))


# --- the copy


def _about(unit: Unit, account_id: int, dossiers: list[Dossier], _: Translate) -> Iterator[str]:
    """The text of the copy, section by section."""
    yield _("帮办保存的您的资料（{day}）").format(day=day_words(unit.language, unit.now))
    for held in _held(unit):
        yield f"· {held.title}：{held.why}"
    yield from job_wishes.told(unit, account_id)
    yield from job_places.told(unit, account_id)
    if topics.has_wishes(unit, account_id):
        yield from topics.wishes_in_words(unit, account_id)
    for dossier in dossiers:
        yield from _of_application(dossier, _)
    newest = select(Screening).where(Screening.account_id == account_id).order_by(Screening.id.desc()).limit(NEWEST)
    for row in unit.session.scalars(newest):
        turn = screening(unit, row.id)
        yield "\n" + _("自测，{day}").format(day=day_words(unit.language, row.updated_at))
        yield from (f"{line.label}：{line.shown}" for line in turn.answered)
    asked = OwnDataAsked(account_id)
    unit.emit(asked)
    yield from asked.lines
    for consent in unit.session.scalars(select(Consent).where(Consent.account_id == account_id).order_by(Consent.id)):
        yield "\n" + _("同意书，{day}").format(day=day_words(unit.language, consent.at))
        yield consent.text


def _of_application(dossier: Dossier, _: Translate) -> Iterator[str]:
    """The lines as the person reads them; the form beside them is not masked."""
    turn = turn_of(dossier)
    yield "\n" + " ".join(filter(None, (brief(dossier).title, turn.receipt, state_label(turn.state, _))))
    yield from (f"{line.label}：{line.shown}" for line in turn.lines)
    for step in turn.steps:
        yield f"{step.name}：{' '.join(filter(None, (step.on, step.note)))}"


def _files(dossiers: list[Dossier]) -> tuple[list[tuple[str, bytes]], list[str]]:
    """The papers as they were handed in, up to a size that every messenger takes."""
    taken, left_out, size = list[tuple[str, bytes]](), list[str](), 0
    for number, dossier in enumerate(dossiers, 1):
        store = dossier.unit.services.files
        for place, file in enumerate(dossier.files, 1):
            name = f"{number}-{place}-{dossier.label(file.requirement)}-{file.name}".replace("/", " ")
            size += file.size
            if size > MOST_BYTES or file.scan != "clean" or not store.there(file.id):
                left_out.append(name)
            else:
                taken.append((name, store.get(file.id)))
    return taken, left_out
