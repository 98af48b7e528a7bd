"""Acting by a mandate (代办): who may step in for one turn, who sees what, and where letters go."""

from typing import Final

from sqlalchemy import ColumnElement, Select, or_, select

from backend.core.actors import ACTED_FOR as CHANNEL
from backend.core.actors import Acting, Citizen, Officer
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.people import mandate_details
from backend.people.mandate_lifecycle import IN_FORCE, Mover
from backend.people.mandate_models import Mandate
from backend.people.models import Account
from backend.people.service import account_of

NOBODY: Final = 0
"""The account of what is not there: it is asked for like any other, so that to be refused takes as long."""


def may_open(unit: Unit, account_id: int, lock: bool = False) -> bool:
    """Whether what stands under an account is the actor's own, or opens to her by a mandate; see :func:`step_in`."""
    if isinstance(unit.actor, Citizen | Acting):
        me = account_of(unit)
        if me is not None and me.id == account_id:
            return True
    return step_in(unit, account_id, lock)


def step_in(unit: Unit, account_id: int, lock: bool = False) -> bool:
    """Whether the actor may act on what stands under this account; from here on this turn acts for its owner.

    The principal herself goes on as herself, whatever has become of the mandate. A helper steps in only while it is
    in force: after that everything is absent, as if it had never been. With ``lock`` it stays so until the turn is
    over: what ends it comes before the turn or after it.
    """
    if isinstance(unit.actor, Acting):
        return False
    wanted = select(Mandate).where(Mandate.account_id == account_id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    row = unit.session.scalar(wanted)
    part = part_of(unit, row)
    if row is None or part is None:
        return False
    if part == "principal":
        return row.state != "refused"
    if not stands(unit, row):
        return False
    assert isinstance(unit.actor, Citizen | Officer)
    unit.actor = Acting(unit.actor, _citizen(unit, row), row.id)
    return True


def of_actor(unit: Unit) -> Mandate | None:
    """The mandate by which this turn acts; None where everybody acts for herself."""
    return unit.session.get(Mandate, unit.actor.mandate) if isinstance(unit.actor, Acting) else None


def principal_only(unit: Unit) -> None:
    """Raises 403 ``mandate.principal_only``: what gives a right away no helper may do."""
    if isinstance(unit.actor, Acting):
        raise Problem("mandate.principal_only", 403)


def stands(unit: Unit, row: Mandate) -> bool:
    """Whether the helper may act by it today."""
    return row.state in IN_FORCE and row.until >= unit.today


def in_force(unit: Unit) -> ColumnElement[bool]:
    """The same as a condition of a query."""
    return Mandate.state.in_(IN_FORCE) & (Mandate.until >= unit.today)


def principals_of(unit: Unit) -> tuple[Mandate, ...]:
    """For whom the chat that speaks may act today, the newest first."""
    me = account_of(unit)
    mine = select(Mandate).where(Mandate.helper_account_id == (me.id if me else 0), in_force(unit))
    return tuple(unit.session.scalars(mine.order_by(Mandate.created_at.desc(), Mandate.id.desc())))


def helpers_of(unit: Unit) -> tuple[Mandate, ...]:
    """Who acts or acted for the person that speaks, as far as this chat was named as hers."""
    me = account_of(unit)
    mine = select(Mandate).where(Mandate.principal_account_id == (me.id if me else 0), Mandate.state != "refused")
    return tuple(unit.session.scalars(mine.order_by(Mandate.created_at.desc(), Mandate.id.desc())))


def own_accounts(unit: Unit) -> Select[int]:
    """The ids of the accounts of the person that speaks: her chat, and those under which others acted for her."""
    me = account_of(unit)
    mine = me.id if me else 0
    hers = select(Mandate.account_id).where(Mandate.principal_account_id == mine, Mandate.state != "refused")
    return select(Account.id).where((Account.id == mine) | Account.id.in_(hers))


def readable_by(unit: Unit, account_id: int) -> ColumnElement[bool]:
    """Which mandates open their cases to this chat: one's own as a principal, and those by which one acts today."""
    return or_(
        (Mandate.principal_account_id == account_id) & (Mandate.state != "refused"),
        (Mandate.helper_account_id == account_id) & in_force(unit),
    )


def addressee(unit: Unit, account: Account) -> Account:
    """The chat to which a letter for this account goes.

    The principal's own where it is known; else the helper's while the mandate stands; else none: an account no
    messenger serves, so that it becomes a matter for paper and telephone.
    """
    if account.channel != CHANNEL:
        return account
    row = unit.session.scalar(select(Mandate).where(Mandate.account_id == account.id))
    if row is not None and row.principal_account_id is not None and row.state != "refused":
        return unit.session.get_one(Account, row.principal_account_id)
    if row is not None and row.helper_account_id is not None and stands(unit, row):
        return unit.session.get_one(Account, row.helper_account_id)
    return account


def helper_beside(unit: Unit, account_id: int) -> tuple[Account, str] | None:
    """The helper's chat and the principal's name, where letters go to the principal's own chat and the mandate stands."""
    row = unit.session.scalar(select(Mandate).where(Mandate.account_id == account_id))
    if row is None or row.principal_account_id is None or row.helper_account_id is None or not stands(unit, row):
        return None
    return unit.session.get_one(Account, row.helper_account_id), mandate_details.name_of_principal(unit, row)


def named_to_helper(unit: Unit, account_id: int | None, addressed: Account) -> str:
    """The principal's name, where a letter for an account goes to her helper; else nothing."""
    if account_id in (None, addressed.id):
        return ""
    row = unit.session.scalar(select(Mandate).where(Mandate.account_id == account_id))
    return mandate_details.name_of_principal(unit, row) if row and row.helper_account_id == addressed.id else ""


def part_of(unit: Unit, row: Mandate | None) -> Mover | None:
    """Whether the actor is the principal or the helper of a mandate; of one that is not there after the same steps."""
    if isinstance(unit.actor, Officer):
        return "helper" if row is not None and row.officer_id == unit.actor.id else None
    me = account_of(unit) if isinstance(unit.actor, Citizen) else None
    if me is None or row is None:
        return None
    if row.principal_account_id == me.id:
        return "principal"
    return "helper" if row.helper_account_id == me.id else None


def _citizen(unit: Unit, row: Mandate) -> Citizen:
    account = unit.session.get_one(Account, row.account_id)
    return Citizen(account.channel, account.chat_id)


def acted_for(unit: Unit, row: Mandate) -> str:
    """For whom the reader acts, by name; empty to the principal herself."""
    return "" if part_of(unit, row) == "principal" else mandate_details.name_of_principal(unit, row)
