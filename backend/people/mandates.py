"""Acting for somebody else (代办): asking for it, giving it, ending it; see :mod:`backend.people.stepping_in`."""

from dataclasses import dataclass
from datetime import timedelta
from secrets import randbits
from typing import Final

from sqlalchemy import func, select
from uuid_utils.compat import uuid7

from backend.core.actors import ACTED_FOR as CHANNEL
from backend.core.actors import Citizen
from backend.core.locks import hold
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.people.mandate_details import code_index, code_of, keep_details, subject_of
from backend.people.mandate_lifecycle import IN_FORCE, Action, Mover, target_of
from backend.people.mandate_models import Mandate
from backend.people.models import Account
from backend.people.service import ensure_account
from backend.people.stepping_in import in_force, part_of
from backend.staff.events import OfficerLeft
from contract.base import DEFAULT_LANGUAGE

MANDATE_PAPER: Final = "mandate_letter"
"""The paper that proves it: the signed 委托书."""
RELATIONS: Final = ("spouse", "child", "parent", "relative", "community", "village", "other")
PLACES: Final = ("counter", "visit")


@dataclass(frozen=True)
class MandateOver:
    """News: the helper of this mandate may not act any more, and is told nothing any more."""

    mandate_id: str
    helper_account_id: int | None


# --- asking for it


def request(unit: Unit, pack: str, relation: str, details: dict[str, str]) -> Mandate:
    """A private helper says for whom she wants to act: she may prepare from now on, and hand in nothing yet.

    Raises 422 ``mandate.relation_unknown`` and 409 ``mandate.too_many`` (limit).
    """
    if relation not in RELATIONS:
        raise Problem("mandate.relation_unknown", 422)
    helper = ensure_account(unit)
    hold(unit, f"mandates:{helper.id}")
    limit = unit.services.settings.helper_people
    mine = select(func.count()).select_from(Mandate).where(Mandate.helper_account_id == helper.id, in_force(unit))
    if (unit.session.scalar(mine) or 0) >= limit:
        raise Problem("mandate.too_many", 409, limit=limit)
    return _new(unit, pack, relation, details, helper_account_id=helper.id)


def record(
    unit: Unit, pack: str, place: str, details: dict[str, str], number: int = 0, mandate_id: str = ""
) -> Mandate:
    """An officer takes in what a resident wants at the counter or at home; a list says which id each is to have.

    Raises 422 ``mandate.place_unknown``.
    """
    if place not in PLACES:
        raise Problem("mandate.place_unknown", 422)
    return _new(unit, pack, place, details, mandate_id, officer_id=unit.officer.id, number=number)


def _new(unit: Unit, pack: str, relation: str, details: dict[str, str], mandate_id: str = "", **whose: int) -> Mandate:
    language = unit.language if isinstance(unit.actor, Citizen) else DEFAULT_LANGUAGE
    account = Account(
        channel=CHANNEL, chat_id=randbits(52), language=language, reachable=False, created_at=unit.now
    )
    unit.session.add(account)
    unit.session.flush()
    mandate_id = mandate_id or uuid7().hex
    row = Mandate(
        id=mandate_id,
        account_id=account.id,
        code_index=code_index(unit.vault, code_of(unit.vault, mandate_id)),
        relation=relation,
        pack=pack,
        state="requested",
        how="",
        sealed=b"",
        until=unit.today + timedelta(days=unit.services.settings.mandate_days),
        created_at=unit.now,
        **whose,
    )
    keep_details(unit, row, details)
    unit.session.add(row)
    unit.session.flush()
    unit.audit("mandate.requested", subject_of(row), relation=relation)
    return row


# --- giving and ending it


def give(unit: Unit, row: Mandate, mover: Mover, how: str) -> None:
    """The principal has agreed: by a signed paper that is there, or in her own chat."""
    _move(unit, row, "give", mover)
    row.how, row.given_at = how, unit.now
    unit.audit("mandate.given", subject_of(row), how=how)


def confirm(unit: Unit, code: str) -> Mandate:
    """The principal says in her own chat that it is so; from now on her letters come here. Twice is once.

    Raises what :func:`look` raises, and 409 ``mandate.illegal_move`` for one that is over.
    """
    row = look(unit, code)
    me = ensure_account(unit)
    row.principal_account_id = me.id
    if row.state == "requested":
        give(unit, row, "principal", "chat")
    elif row.state != "given":
        raise Problem("mandate.illegal_move", 409, state=row.state, action="give")
    return row


def refuse(unit: Unit, code: str) -> Mandate:
    """Whoever was named says that she wants no such thing: the helper sees nothing any more. Twice is once."""
    row = look(unit, code)
    row.principal_account_id = ensure_account(unit).id
    if row.state != "refused":
        _move(unit, row, "end" if row.state == "given" else "refuse", "principal")
        unit.audit("mandate.refused", subject_of(row))
    return row


def end(unit: Unit, mandate_id: str) -> Mandate:
    """The principal takes it back, or the helper gives it up; from this moment the helper sees and hears nothing.

    Raises 404 ``mandate.not_found``. Twice is once.
    """
    row = unit.session.get(Mandate, mandate_id, with_for_update=True)
    mover = part_of(unit, row)
    if row is None or mover is None:
        raise not_found("mandate")
    if row.state in IN_FORCE:
        _move(unit, row, "end", mover)
        unit.audit("mandate.ended", subject_of(row), by=mover)
    return row


def expire(unit: Unit) -> int:
    """Run daily: what is over by its day is marked; before that it counted no more either. Gives how many."""
    over = select(Mandate).where(Mandate.state.in_(IN_FORCE), Mandate.until < unit.today)
    rows = unit.session.scalars(over.with_for_update()).all()
    for row in rows:
        lapse(unit, row)
    return len(rows)


def lapse(unit: Unit, row: Mandate) -> None:
    """Its time is over."""
    _move(unit, row, "expire", "house")
    unit.audit("mandate.expired", subject_of(row))


def end_all_of(unit: Unit, account_id: int) -> None:
    """A helper who has her data erased acts for nobody any more."""
    mine = select(Mandate.id).where(Mandate.helper_account_id == account_id, Mandate.state.in_(IN_FORCE))
    for mandate_id in unit.session.scalars(mine).all():
        end(unit, mandate_id)


def look(unit: Unit, code: str) -> Mandate:
    """What a code names, for one chat alone; nothing is decided by looking.

    Raises 404 ``mandate.not_found``, 409 ``mandate.of_another_chat``, 409 ``mandate.own`` to the helper herself.
    """
    row = unit.session.scalar(
        select(Mandate).where(Mandate.code_index == code_index(unit.vault, code)).with_for_update()
    )
    if row is None:
        raise not_found("mandate")
    me = ensure_account(unit)
    if row.helper_account_id == me.id:
        raise Problem("mandate.own", 409)
    if row.principal_account_id not in (None, me.id):
        raise Problem("mandate.of_another_chat", 409)
    return row


def _move(unit: Unit, row: Mandate, action: Action, mover: Mover) -> None:
    row.state = target_of(row.state, action, mover)
    if row.state not in IN_FORCE:
        row.ended_at = unit.now
        unit.emit(MandateOver(row.id, row.helper_account_id))


def officer_left(unit: Unit, event: OfficerLeft) -> None:
    """The successor goes on with what was begun at the counter; without one it ends, and nobody acts by it."""
    mine = select(Mandate).where(Mandate.officer_id == event.officer_id, Mandate.state.in_(IN_FORCE))
    for row in unit.session.scalars(mine.with_for_update()).all():
        if event.successor_id:
            row.officer_id = event.successor_id
            unit.audit("mandate.inherited", subject_of(row))
        else:
            _move(unit, row, "end", "helper")
            unit.audit("mandate.ended", subject_of(row), by="helper")
