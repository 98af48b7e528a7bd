"""Complaints as own data: told, copied, and erased as far as that may be."""

from sqlalchemy import select, update

from backend.applications.events import OwnDataAsked, OwnDataErased
from backend.assistance.models import Ticket
from backend.complaints import letters
from backend.complaints.drafts import drop_of
from backend.complaints.models import ChatTicket, ComplaintDraft
from backend.core.unit import Unit
from contract.application import Held
from locales import translator


def tell(unit: Unit, event: OwnDataAsked) -> None:
    """What is being written, which goes when asked; and what was sent, of which only the link to the chat goes."""
    _ = translator("citizen", unit.language)
    days = unit.services.settings.draft_days
    if unit.session.get(ComplaintDraft, event.account_id) is not None:
        why = _("没有提交；{days}天不用就自动删除。").format(days=days)
        event.items.append(Held(kind="complaint", title=_("没写完的投诉或意见"), why=why, erasable=True))
    wanted = select(Ticket.number).join(ChatTicket, ChatTicket.ticket_id == Ticket.id)
    numbers = unit.session.scalars(wanted.where(ChatTicket.account_id == event.account_id).order_by(Ticket.id)).all()
    if numbers:
        why = _("内容由经办机构留存备查；断开以后，答复发不到这里。")
        title = _("已提交的投诉和意见同这个聊天的联系：{count}件").format(count=len(numbers))
        event.items.append(Held(kind="complaint", title=title, why=why, erasable=True))
        event.lines.extend(numbers)


def erase(unit: Unit, event: OwnDataErased) -> None:
    """The draft goes; of what was sent nobody knows the chat any more."""
    drop_of(unit, event.account_id)
    mine = ChatTicket.account_id == event.account_id
    letters.hold_back(unit, list(unit.session.scalars(select(ChatTicket.ticket_id).where(mine))))
    unit.session.execute(update(ChatTicket).where(mine).values(account_id=None))
