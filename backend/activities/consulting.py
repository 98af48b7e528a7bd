"""The desk at a fair where people ask (咨询窗口, 穗人社发〔2014〕4号第十二条第（三）项; GZ-33).

What could not be answered at once is a ticket like any call, so that it has an office, a day and an answer.
"""

from sqlalchemy import func, select

from backend.activities import guards
from backend.activities.models import Activity, FairQuestion
from backend.assistance import tickets
from backend.assistance.models import Ticket
from backend.assistance.tickets import NewTicket
from backend.core.unit import Unit


def ask(unit: Unit, activity_id: str, new: NewTicket) -> str:
    """Takes a question down where the entrance is kept; gives the number of its ticket.

    Raises 404 ``activity.not_found``, 403 ``activity_form.not_yours``, and what :func:`tickets.open_ticket` raises.
    """
    row = guards.attended_to(unit, activity_id)
    number = tickets.open_ticket(unit, new)
    ticket_id = unit.session.scalars(select(Ticket.id).where(Ticket.number == number)).one()
    unit.session.add(FairQuestion(ticket_id=ticket_id, activity_id=row.id))
    unit.session.flush()
    unit.audit("activity.question", f"activity:{row.id}", number=number)
    return number


def count(unit: Unit, row: Activity) -> int:
    """How many questions were taken down there."""
    wanted = select(func.count()).select_from(FairQuestion).where(FairQuestion.activity_id == row.id)
    return unit.session.scalar(wanted) or 0
