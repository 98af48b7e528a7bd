"""Letters about a voucher (it was issued, it was taken back) and about a course that does not take place."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from sqlalchemy import select

from backend.assistance import entries
from backend.assistance.models import ServiceAct
from backend.core import outbox
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.people.models import Account
from backend.policies.days import day_words
from backend.registry.models import Entry
from backend.training.models import Course, Enrolment, Voucher
from contract.channel import NoticeButton
from locales import Translate, translator

News = Literal["issued", "revoked"]
LETTERS: dict[News, str] = {"issued": "QF", "revoked": "QC"}


def tell(unit: Unit, row: Voucher, entry: Entry, news: News) -> None:
    """A letter to the chat through which the person was recognised; nothing where there is none. Never the code."""
    account = unit.session.get(Account, entry.account_id) if entry.account_id else None
    if account is None:
        return
    theirs = replace(unit, language=account.language)
    _ = translator("citizen", account.language)
    outbox.post(
        unit,
        channel=account.channel,
        chat_id=account.chat_id,
        number=f"{LETTERS[news]}-{row.id[-20:].upper()}",
        kind="request",
        subject=f"voucher:{row.id}",
        text="\n".join(_lines(theirs, row, news, _)),
        buttons=(NoticeButton(label=_("看培训券"), action="vouchers"),),
        language=account.language,
    )


def tell_called_off(unit: Unit, row: Course, place: Enrolment) -> None:
    """A letter to who is enrolled through a chat: of the own seat, so it is a request and no news."""
    account = unit.session.get(Account, place.account_id) if place.account_id else None
    if account is None:
        return
    _ = translator("citizen", account.language)
    lines = [
        _("很抱歉，您报名的课程取消了。"),
        row.title,
        _("您的培训券没有用掉，可以另选课程。") if place.voucher_id else "",
        _("有疑问请打{telephone}。").format(telephone=unit.services.settings.telephone),
    ]
    outbox.post(
        unit,
        channel=account.channel,
        chat_id=account.chat_id,
        number=f"KQ-{place.id[-20:].upper()}",
        kind="request",
        subject=f"course:{row.id}",
        text="\n".join(filter(None, lines)),
        buttons=(NoticeButton(label=_("看其他课程"), action="courses"),),
        language=account.language,
    )


def tell_completed(unit: Unit, row: Course, place: Enrolment, kind: str) -> None:
    """What the policy has for who has finished a course (XY-60): told once, to the chat she was recognised through.

    Nothing where the completion is no line of the ledger, or the policy has nothing to follow.
    """
    act = unit.session.get(ServiceAct, place.act_id) if place.act_id else None
    entry = unit.session.get_one(Entry, act.entry_id) if act else None
    account = unit.session.get(Account, entry.account_id) if entry and entry.account_id else None
    if entry is None or account is None or _told(unit, place):
        return
    theirs = replace(unit, language=account.language)
    pack = entries.policy_of(theirs, entry)
    then = next((one.then for one in pack.services if one.id == kind), None)
    if then is None:
        return
    _ = translator("citizen", account.language)
    outbox.post(
        unit,
        channel=account.channel,
        chat_id=account.chat_id,
        number=_completion(place),
        kind="request",
        subject=f"course:{row.id}",
        text="\n".join(
            (
                _("您已学完：{title}。").format(title=row.title),
                _("按规定可能有：{what}（{article}）。").format(
                    what=then.what, article=f"{pack.number} {pack.citations[then.citation_id].article}"
                ),
                _("能不能领、领多少，由经办机构审核。请打{telephone}，或到街道（乡镇）人社站所。").format(
                    telephone=unit.services.settings.telephone
                ),
            )
        ),
        buttons=(NoticeButton(label=_("看我的认定"), action="register"),),
        language=account.language,
    )


def withdraw_completed(unit: Unit, place: Enrolment) -> None:
    """The result was noted wrongly: what has not gone is not sent."""
    outbox.withdraw(unit, _completion(place))


def _completion(place: Enrolment) -> str:
    return f"PX-{place.id[-20:].upper()}"


def _told(unit: Unit, place: Enrolment) -> bool:
    return unit.session.scalar(select(OutboxRow.id).where(OutboxRow.number == _completion(place))) is not None


def _lines(unit: Unit, row: Voucher, news: News, _: Translate) -> Iterator[str]:
    if news == "issued":
        yield _("给您发了一张职业技能培训券，可以免费上一门课。")
        yield _("有效期到{day}，请在开课前到培训机构使用。").format(day=day_words(unit.language, row.valid_until))
    else:
        yield _("您的职业技能培训券已撤销，不能再用。")
        yield _("原因：{reason}").format(reason=row.reason)
        yield _("有疑问请打{telephone}。").format(telephone=unit.services.settings.telephone)
