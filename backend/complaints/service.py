"""A complaint from the first tap to its number: each step asked, answered, kept, and sent as a ticket (XY-75, XY-82)."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy import func, select

from backend.applications.typed import phone_in
from backend.assistance import tickets
from backend.assistance.models import Ticket
from backend.assistance.tickets import FromChat, Kind
from backend.complaints import known, routing
from backend.complaints.drafts import NOBODY_NAMED, STAFF, Draft, drop, keep, kept
from backend.complaints.models import ChatTicket
from backend.complaints.questions import KINDS, shown
from backend.core.locks import hold
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.wording import ID_NUMBER
from backend.people.service import ensure_account
from backend.policies.days import day_words
from backend.policies.spoken import pack_of
from backend.rules import Pack
from backend.staff.models import OfficeRow
from contract.complaint import AnswerComplaint, Complaint, ComplaintReceipt, Step
from locales import translator

LONGEST: Final = 1000
SHORTEST: Final = 6
"""Characters that are more than the name of a choice: whoever writes so much tells what happened."""
A_DAY: Final = 5
"""So many a chat may send in 24 hours; whoever has more to say can write it into one."""
HERE: Final = "here"
UP: Final = "up"
NO_PHONE: Final = "no"


def complaint(unit: Unit, pack_id: str, step: Step | None = None) -> Complaint:
    """The step that is next, or one that is looked at again. Raises 404 ``policy.not_found``."""
    pack = pack_of(unit, pack_id)
    draft = kept(unit, pack_id)
    return shown(unit, pack, draft, step or _next(unit, draft))


def answer(unit: Unit, said: AnswerComplaint) -> Complaint:
    """Keeps the answer to one step, and gives the next. What is told at a choice is kept as what happened.

    Raises 404 ``policy.not_found``; 422 ``complaint.choice_unknown``, ``complaint.words_missing``,
    ``complaint.too_long`` (longest), ``complaint.id_number``, ``field.empty`` and ``phone.*``; 409 ``complaint.nobody``.
    """
    pack = pack_of(unit, said.pack)
    before = kept(unit, pack.id)
    after = _answered(unit, pack, before, said)
    if said.step in ("about", "office") and (after.about or after.sure):
        routing.answering(unit, after)  # Before she tells it all: where nobody may have it, she reads so now.
    keep(unit, pack.id, after)
    told_early = said.step != "words" and after == replace(before, words=after.words)
    step = said.step if told_early and after.words != before.words else _next(unit, after)
    return shown(unit, pack, after, step)


def send(unit: Unit, pack_id: str) -> ComplaintReceipt:
    """Makes the draft a ticket with a number, an office and a day.

    Raises 409 ``complaint.unfinished``, ``complaint.nobody``, ``complaint.too_many`` (limit); 404 ``policy.not_found``.
    """
    pack, account = pack_of(unit, pack_id), ensure_account(unit)
    hold(unit, f"complaint:{account.id}")
    draft = kept(unit, pack_id)
    if _next(unit, draft) != "check":
        raise Problem("complaint.unfinished", 409)
    if _sent_lately(unit, account.id) >= A_DAY:
        raise Problem("complaint.too_many", 409, limit=A_DAY)
    ticket = tickets.open_from_chat(unit, _as_ticket(unit, draft))
    unit.session.add(ChatTicket(ticket_id=ticket.id, account_id=account.id))
    drop(unit)
    return _receipt(unit, pack, ticket, draft)


def _as_ticket(unit: Unit, draft: Draft) -> FromChat:
    kind: Kind = "feedback" if draft.kind == "advice" else "report"
    about_office = routing.concerned_id(unit, draft) if draft.kind == STAFF and not draft.about else None
    return FromChat(
        kind=kind,
        text=draft.words,
        phone=draft.phone or "",
        officer=routing.answering(unit, draft),
        about_id=draft.about or None,
        about_office_id=about_office,
    )


def _receipt(unit: Unit, pack: Pack, ticket: Ticket, draft: Draft) -> ComplaintReceipt:
    _ = translator("citizen", unit.language)
    office = unit.session.get_one(OfficeRow, ticket.office_id).name
    about = unit.session.get_one(OfficeRow, routing.concerned_id(unit, draft)).name
    ways = (
        _("由{office}的工作人员核实，不会交给您说的那位或那个机构。").format(office=office)
        if draft.kind == STAFF and office != about
        else _("由{office}的工作人员核实，不会交给您说的那位。").format(office=office)
        if draft.kind == STAFF
        else _("由{office}的工作人员核实、答复。").format(office=office),
        _("有了答复，会发到这里。您也可以随时发“投诉”看进展。"),
        _("急的话，打{telephone}，报上编号。").format(telephone=pack.telephone),
    )
    return ComplaintReceipt(
        number=ticket.number, office=office, due=day_words(unit.language, ticket.due_on), next=ways
    )


def _answered(unit: Unit, pack: Pack, draft: Draft, said: AnswerComplaint) -> Draft:
    """The draft with this answer in it."""
    match said.step:
        case "kind" if said.value in KINDS:
            return draft.of_kind(said.value)
        case "about" if said.value in _officers(unit):
            return replace(draft, about=int(said.value))
        case "office":
            return _narrowed(unit, pack, draft, said.value)
        case "words":
            return replace(draft, words=_words(said.value))
        case "phone":
            return replace(draft, phone=_phone(unit, said.value))
    return _told_early(draft, said.value)


def _officers(unit: Unit) -> set[str]:
    return {str(one.id) for one in known.officers(unit)} | {str(NOBODY_NAMED)}


def _narrowed(unit: Unit, pack: Pack, draft: Draft, value: str) -> Draft:
    """An office below the one named so far, this very one, or the one above again."""
    city = known.city_office(unit, pack)
    now = unit.session.get_one(OfficeRow, draft.office) if draft.office else city
    if value == HERE:
        return replace(draft, office=now.id, sure=True)
    if value == UP:
        return replace(draft, office=city.id, sure=False)
    office = known.named(unit, known.below(unit, now.id), value)
    if office is None:
        return _told_early(draft, value)
    return replace(draft, office=office.id, sure=not known.below(unit, office.id))


def _told_early(draft: Draft, text: str) -> Draft:
    """Who tells what happened where a choice was asked has said it: it is kept, and the choice asked again."""
    if len(text.strip()) < SHORTEST:
        raise Problem("complaint.choice_unknown", 422)
    return replace(draft, words=_words("\n".join(filter(None, (draft.words, text)))))


def _words(text: str) -> str:
    """What happened, trimmed. An ID number is not taken: the office does not need it, and it travels."""
    text = text.strip()
    if not text:
        raise Problem("complaint.words_missing", 422)
    if len(text) > LONGEST:
        raise Problem("complaint.too_long", 422, longest=LONGEST)
    if ID_NUMBER.search(text):
        raise Problem("complaint.id_number", 422)
    return text


def _phone(unit: Unit, value: str) -> str:
    if value == NO_PHONE:
        return ""
    _ = translator("citizen", unit.language)
    return phone_in(value, _("联系电话"), "13800001234")


def _next(unit: Unit, draft: Draft) -> Step:
    return draft.next_step(knows_officers=bool(known.officers(unit)))


def _sent_lately(unit: Unit, account_id: int) -> int:
    since = unit.now - timedelta(days=1)
    wanted = select(func.count()).select_from(ChatTicket).join(Ticket, Ticket.id == ChatTicket.ticket_id)
    wanted = wanted.where(ChatTicket.account_id == account_id, Ticket.created_at > since)
    return unit.session.scalar(wanted) or 0
