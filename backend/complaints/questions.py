"""What is asked, step by step, in words; and what of it stands on the page before it is sent."""

from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import select

from backend.assistance.lifecycle import STATES
from backend.assistance.models import Ticket
from backend.assistance.tickets import KINDS as TICKET_KINDS
from backend.complaints import known, letters
from backend.complaints.drafts import NOBODY_NAMED, STAFF, Draft
from backend.complaints.models import ChatTicket
from backend.core.masking import mask_phone
from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.people.service import account_of
from backend.policies.library import place_of
from backend.rules import Pack
from backend.staff.models import OfficeRow, OfficerRow
from contract.complaint import Complaint, ComplaintBrief, ComplaintChoice, ComplaintLine, Step
from locales import Translate, translator

KINDS: Final[Mapping[str, str]] = {
    STAFF: N_("工作人员或机构的服务"),
    "fraud": N_("有人骗取补贴或身份"),
    "advice": N_("意见和建议"),
}
NAMED_IN_THE_DOCUMENT: Final = "意见反馈"
"""By this word the article is found under which offices take complaints and opinions."""
NEWEST: Final = 5

QUESTIONS: Final[Mapping[Step, str]] = {
    "kind": N_("您想说的是哪一类？"),
    "about": N_("说的是哪位工作人员？"),
    "office": N_("说的是哪个机构？"),
    "words": N_("请说说是什么事：什么时候、在哪里、怎么回事。"),
    "phone": N_("要不要留个电话？"),
    "check": N_("请看一看，对的话就提交。"),
}
TO_WHOM: Final = N_("交给哪个机构？")
"""What is asked where it is about no office."""


def shown(unit: Unit, pack: Pack, draft: Draft, step: Step) -> Complaint:
    """One step as it is asked."""
    _ = translator("citizen", unit.language)
    return Complaint(
        step=step,
        question=_(TO_WHOM if step == "office" and draft.kind != STAFF else QUESTIONS[step]),
        hint=_hint(unit, pack, draft, step, _),
        choices=tuple(_choices(unit, pack, draft, step, _)),
        typed=step in ("words", "phone"),
        lines=tuple(_lines(unit, draft, _)) if step == "check" else (),
        sent=tuple(_sent(unit)) if step == "kind" else (),
    )


def _hint(unit: Unit, pack: Pack, draft: Draft, step: Step, _: Translate) -> str:
    if step == "kind":
        place = place_of(unit, pack.id, NAMED_IN_THE_DOCUMENT)
        whom = _("公共就业服务机构受理意见反馈（{article}）。").format(article=place) if place else ""
        on = _("不用写姓名；也可以打{telephone}。").format(telephone=pack.telephone)
        return whom + on + _kept_words(draft, _)
    hints = {
        "about": _("他或她看不到，也不会由他或她来办。"),
        "office": _("会交给上一级机构来核实。") if draft.kind == STAFF else _("会交给这个机构核实，没有人手的交给上一级。"),
        "words": _("不要写身份证号码。您写的只有经办机构看得到。"),
        "phone": _("不留也可以，答复会发到这里。工作人员看不到您的聊天账号。"),
        "check": "",
    }
    return hints[step] + (_kept_words(draft, _) if step in ("about", "office") else "")


def _kept_words(draft: Draft, _: Translate) -> str:
    return _("您写的先替您留着，最后点“提交”才发出。") if draft.words else ""


def _choices(unit: Unit, pack: Pack, draft: Draft, step: Step, _: Translate) -> Iterator[ComplaintChoice]:
    if step == "kind":
        yield from (ComplaintChoice(value=key, label=_(word)) for key, word in KINDS.items())
    elif step == "about":
        for one in known.officers(unit):
            yield ComplaintChoice(value=str(one.id), label=_named(one))
        yield ComplaintChoice(value=str(NOBODY_NAMED), label=_("别的人，或者不清楚"))
    elif step == "office":
        yield from _offices(unit, pack, draft, _)
    elif step == "phone":
        yield ComplaintChoice(value="no", label=_("不留电话"))


def _offices(unit: Unit, pack: Pack, draft: Draft, _: Translate) -> Iterator[ComplaintChoice]:
    """The one named so far, and the offices below it."""
    city = known.city_office(unit, pack)
    now = unit.session.get_one(OfficeRow, draft.office) if draft.office else city
    if now.id != city.id:
        yield _this_one(unit, now, _)
        yield ComplaintChoice(value="up", label=_("重新选机构"))
    for office in known.below(unit, now.id):
        yield ComplaintChoice(value=str(office.id), label=known.short_name(unit, office))
    if now.id == city.id:
        yield _this_one(unit, now, _)


def _this_one(unit: Unit, office: OfficeRow, _: Translate) -> ComplaintChoice:
    return ComplaintChoice(value="here", label=_("就是{place}的机构").format(place=known.short_name(unit, office)))


def _lines(unit: Unit, draft: Draft, _: Translate) -> Iterator[ComplaintLine]:
    yield ComplaintLine(step="kind", label=_("类别"), shown=_(KINDS[draft.kind]))
    if draft.about:
        officer = unit.session.get_one(OfficerRow, draft.about)
        yield ComplaintLine(step="about", label=_("说的是谁"), shown=_named(officer))
    else:
        office = unit.session.get_one(OfficeRow, draft.office)
        label = _("说的是谁") if draft.kind == STAFF else _("交给哪个机构")
        yield ComplaintLine(step="office", label=label, shown=office.name)
    yield ComplaintLine(step="words", label=_("内容"), shown=draft.words)
    phone = mask_phone(draft.phone) if draft.phone else _("不留电话")
    yield ComplaintLine(step="phone", label=_("联系电话"), shown=phone)


def _sent(unit: Unit) -> Iterator[ComplaintBrief]:
    """Those this chat has sent, the newest first, with what was answered."""
    account, _ = account_of(unit), translator("notices", unit.language)
    if account is None:
        return
    wanted = select(Ticket, ChatTicket).join(ChatTicket, ChatTicket.ticket_id == Ticket.id)
    wanted = wanted.where(ChatTicket.account_id == account.id).order_by(Ticket.id.desc()).limit(NEWEST)
    for ticket, chat in unit.session.execute(wanted):
        yield ComplaintBrief(
            number=ticket.number,
            kind=_(TICKET_KINDS[ticket.kind]),  # type: ignore[index]
            state=_(STATES[ticket.state]),  # type: ignore[index]
            answer=letters.answer_of(unit, chat),
        )


def _named(officer: OfficerRow) -> str:
    return f"{officer.name}（{officer.office.name}）"
