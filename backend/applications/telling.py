"""Letters about an exit that did not reach the person: on paper, by telephone or in person, and on record (XY-30)."""

from dataclasses import dataclass

from backend.applications import calls
from backend.core.clock import day_in_china
from backend.core.outbox import ON_PAPER, OutboxRow
from backend.core.problems import not_found
from backend.core.unit import Unit
from backend.core.wording import worded
from backend.people.models import Person
from backend.people.service import details_of
from backend.policies.spoken import pack_of
from backend.registry import exit_notices, reply_time
from backend.registry.exit_notice_models import ExitNotice
from backend.registry.models import Entry, ExitProposal
from backend.rules import mask_id_number
from locales import translator

REASON_LONGEST = 100


@dataclass(frozen=True)
class Telling:
    """What there is to tell. ``ways`` are code and name; ``proposed``: the time to answer begins with the telling."""

    line: calls.CallLine
    ways: tuple[tuple[str, str], ...]
    proposed: bool


@dataclass(frozen=True)
class Sheet:
    """One letter to print, with the whole name and telephone number and a slip to sign."""

    number: str
    name: str
    id_number: str
    phone: str
    lines: tuple[str, ...]
    days: int
    """To answer from the day it arrives, where the letter names a day of before; 0 where it does not."""


def telling(unit: Unit, number: str) -> Telling:
    """A letter about an exit that is to be told. Raises what :func:`backend.applications.calls.to_do` raises."""
    row, notice, entry = _exit_letter(unit, number, lock=False)
    _ = translator("notices", unit.language)
    ways = tuple((code, _(label)) for code, label in exit_notices.WAYS.items())
    return Telling(calls.line_of(unit, row, None, entry), ways, notice.stage == "proposed")


def tell(unit: Unit, number: str, told: exit_notices.Told) -> None:
    """Puts on record how she was told; the letter is to do no more.

    Raises what :func:`backend.applications.calls.to_do` and :func:`backend.registry.exit_notices.tell` raise.
    """
    row, notice, _ = _exit_letter(unit, number, lock=True)
    exit_notices.tell(unit, notice, told)
    row.settled_at = unit.now


def sheet(unit: Unit, number: str, reason: str) -> Sheet:
    """The letter to print, after a reason that stays on record. Raises 422 ``review.reason_missing`` besides."""
    row, notice, entry = _exit_letter(unit, number, lock=False)
    reason = worded(reason, "review.reason_missing", longest=REASON_LONGEST)
    details = details_of(unit, unit.session.get_one(Person, entry.person_id))
    unit.audit("letter.printed", row.subject, number=number, reason=reason)
    return Sheet(
        number=number,
        name=str(details["name"]),
        id_number=mask_id_number(details["id_number"]),
        phone=str(details["phone"]),
        lines=tuple(row.text.splitlines()),
        days=_days_from_now(unit, row, notice, entry),
    )


def _days_from_now(unit: Unit, row: OutboxRow, notice: ExitNotice, entry: Entry) -> int:
    proposal = unit.session.get_one(ExitProposal, notice.proposal_id)
    if notice.stage != "proposed" or proposal.reply_by is None or row.channel in ON_PAPER:
        return 0
    pack = pack_of(unit, entry.pack, proposal.pack_version)
    return reply_time.days(unit, entry, pack, day_in_china(proposal.proposed_at))


def _exit_letter(unit: Unit, number: str, *, lock: bool) -> tuple[OutboxRow, ExitNotice, Entry]:
    """Raises 404 ``letter.not_found`` for a letter about anything else."""
    row = calls.to_do(unit, number, lock=lock)
    notice = exit_notices.of_letter(unit, number)
    if notice is None:
        raise not_found("letter")
    return row, notice, unit.session.get_one(Entry, int(row.subject.removeprefix(calls.OF_ENTRIES)))
