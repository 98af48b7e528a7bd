"""Acting for somebody else (代办): asking for it, giving it, ending it, and stepping in for one turn."""

from dataclasses import dataclass
from datetime import timedelta
from secrets import randbits
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, or_, select
from uuid_utils.compat import uuid7

from backend.core.actors import ACTED_FOR as CHANNEL
from backend.core.actors import Acting, Citizen, Officer
from backend.core.crypto import Vault
from backend.core.locks import hold
from backend.core.numbers import CROCKFORD, grouped, plain
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.people.mandate_lifecycle import IN_FORCE, Action, Mover, target_of
from backend.people.mandate_models import Mandate
from backend.people.models import Account
from backend.people.service import account_of, ensure_account
from backend.staff.events import OfficerLeft
from contract.base import DEFAULT_LANGUAGE

MANDATE_PAPER: Final = "mandate_letter"
"""The paper that proves it: the signed 委托书."""
RELATIONS: Final = ("spouse", "child", "parent", "relative", "community", "village", "other")
PLACES: Final = ("counter", "visit")
CODE_LENGTH: Final = 12


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


def record(unit: Unit, pack: str, place: str, details: dict[str, str], number: int = 0) -> Mandate:
    """An officer takes in what a resident wants at the counter or at home. Raises 422 ``mandate.place_unknown``."""
    if place not in PLACES:
        raise Problem("mandate.place_unknown", 422)
    return _new(unit, pack, place, details, officer_id=unit.officer.id, number=number)


def _new(unit: Unit, pack: str, relation: str, details: dict[str, str], **whose: int) -> Mandate:
    language = unit.language if isinstance(unit.actor, Citizen) else DEFAULT_LANGUAGE
    account = Account(
        channel=CHANNEL, chat_id=randbits(52), language=language, reachable=False, created_at=unit.now
    )
    unit.session.add(account)
    unit.session.flush()
    mandate_id = uuid7().hex
    row = Mandate(
        id=mandate_id,
        account_id=account.id,
        code_index=_index(unit.vault, code_of(unit.vault, mandate_id)),
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
    mover = _part_of(unit, row) if row else None
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
        select(Mandate).where(Mandate.code_index == _index(unit.vault, code)).with_for_update()
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


# --- acting by it


def may_open(unit: Unit, account_id: int) -> bool:
    """Whether what stands under an account is the actor's own, or opens to her by a mandate; see :func:`step_in`."""
    if isinstance(unit.actor, Citizen | Acting):
        me = account_of(unit)
        if me is not None and me.id == account_id:
            return True
    return step_in(unit, account_id)


def step_in(unit: Unit, account_id: int) -> bool:
    """Whether the actor may act on what stands under this account; from here on this turn acts for its owner.

    The principal herself goes on as herself, whatever has become of the mandate. A helper steps in only while it is
    in force: after that everything is absent, as if it had never been.
    """
    if isinstance(unit.actor, Acting):
        return False
    row = unit.session.scalar(select(Mandate).where(Mandate.account_id == account_id))
    part = _part_of(unit, row) if row else None
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


def named_to_helper(unit: Unit, account_id: int | None, addressed: Account) -> str:
    """The principal's name, where a letter for an account goes to her helper; else nothing."""
    if account_id in (None, addressed.id):
        return ""
    row = unit.session.scalar(select(Mandate).where(Mandate.account_id == account_id))
    return name_of_principal(unit, row) if row and row.helper_account_id == addressed.id else ""


def _part_of(unit: Unit, row: Mandate) -> Mover | None:
    """Whether the actor is the principal or the helper of a mandate."""
    if isinstance(unit.actor, Officer):
        return "helper" if row.officer_id == unit.actor.id else None
    if not isinstance(unit.actor, Citizen) or (me := account_of(unit)) is None:
        return None
    if row.principal_account_id == me.id:
        return "principal"
    return "helper" if row.helper_account_id == me.id else None


def _citizen(unit: Unit, row: Mandate) -> Citizen:
    account = unit.session.get_one(Account, row.account_id)
    return Citizen(account.channel, account.chat_id)


# --- its words


def acted_for(unit: Unit, row: Mandate) -> str:
    """For whom the reader acts, by name; empty to the principal herself."""
    return "" if _part_of(unit, row) == "principal" else name_of_principal(unit, row)


def details_of(unit: Unit, row: Mandate) -> dict[str, Any]:
    """``principal``, ``id_number``, ``phone``; of a private helper also ``helper`` and ``helper_phone``."""
    details: dict[str, Any] = unit.vault.open(row.sealed, _place(row))
    return details


def forget_details(unit: Unit, row: Mandate) -> None:
    """Nothing came of it: names and numbers go, that there was one stays."""
    keep_details(unit, row, {})
    row.forgotten_at = unit.now


def keep_details(unit: Unit, row: Mandate, details: dict[str, str]) -> None:
    row.sealed = unit.vault.seal(details, _place(row))


def name_of_principal(unit: Unit, row: Mandate) -> str:
    return str(details_of(unit, row).get("principal", ""))


def code_of(vault: Vault, mandate_id: str) -> str:
    """With it the principal names herself in her own chat; made with the vault's key, stored nowhere."""
    number = int(vault.index(mandate_id, "mandate-code"), 16)
    return "".join(CROCKFORD[(number >> 5 * place) & 31] for place in range(CODE_LENGTH))


def shown_code(unit: Unit, row: Mandate) -> str:
    """As people read it: 7F3K-2M9Q-XT4B."""
    return grouped(code_of(unit.vault, row.id), 4, 4, 4)


def subject_of(row: Mandate) -> str:
    return f"mandate:{row.id}"


def _index(vault: Vault, code: str) -> str:
    return vault.index(plain(code), "mandate")


def _place(row: Mandate) -> str:
    return f"mandates.sealed|{row.id}"
