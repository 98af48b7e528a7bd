"""Who was recognised without applying, and had no chat then, finds the recognition by the notice on paper (GZ-04)."""

from datetime import timedelta
from math import ceil
from typing import Final

from sqlalchemy import select

from backend.applications.check_codes import read_code
from backend.applications.models import CheckCode
from backend.applications.own_register import standing
from backend.core.allowance import Allowance, spend
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import ensure_account, person_index
from backend.registry.models import Entry
from backend.registry.standing import subject_of
from backend.rules import IdNumberProblem, parse_id_number
from contract.register import NoticeHeld, Standing

ALLOWED: Final = Allowance(5, timedelta(minutes=12))
"""Five tries at once and five an hour after that, as with ID numbers: no chat asks about other people."""
KIND: Final = "automatic"


def count_try(unit: Unit, held: NoticeHeld) -> None:
    """Counts a try, right or wrong, of the chat and of the code: a sheet that was found is not tried from many chats.

    Runs in a unit of its own, so that a refusal does not undo the count.

    Raises 409 ``notice.too_many_tries`` (minutes to wait).
    """
    of_code = unit.vault.index(read_code(held.code), "notice.code")[:32]
    for whose in (f"notice:{ensure_account(unit).id}", f"notice.code:{of_code}"):
        wait = spend(unit, whose, ALLOWED)
        if wait:
            raise Problem("notice.too_many_tries", 409, minutes=ceil(wait / timedelta(minutes=1)))


def bring_here(unit: Unit, held: NoticeHeld) -> Standing:
    """Binds a recognition to the chat that names the notice's code and the ID number; letters come here now.

    Twice is once. Raises 404 ``notice.not_found``, the same for a wrong code, a wrong number, and two that do not
    belong together; 409 ``notice.of_another_chat``.
    """
    entry = _entry_of(unit, held)
    if entry is None:
        raise Problem("notice.not_found", 404)
    me = ensure_account(unit)
    if entry.account_id not in (None, me.id):
        raise Problem("notice.of_another_chat", 409)
    if entry.account_id is None:
        entry.account_id = me.id
        unit.audit("register.brought_to_chat", subject_of(entry), number=entry.number)
        unit.session.flush()
    return standing(unit, entry.pack)


def _entry_of(unit: Unit, held: NoticeHeld) -> Entry | None:
    try:
        number = parse_id_number(held.id_number, unit.today).number
    except IdNumberProblem:
        return None
    return unit.session.scalar(
        select(Entry)
        .join(CheckCode, CheckCode.entry_id == Entry.id)
        .join(Person, Person.id == Entry.person_id)
        .where(CheckCode.code == read_code(held.code), CheckCode.kind == KIND)
        .where(Person.id_index == person_index(unit, number))
        .with_for_update(of=Entry)
    )
