"""No exit without notice (第三条第一款，XY-30): a letter that did not reach the person is told in another way, on record.

Whoever has no chat, or one that takes nothing, is told by telephone or in person, or gets the letter on paper. As long as
nobody has, or the letter is still on its way, the proposed exit is not decided; the time to answer begins with the day
she was told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from sqlalchemy import select

from backend.core import outbox
from backend.core.clock import day_in_china
from backend.core.outbox import OutboxRow
from backend.core.problems import Problem
from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.core.wording import worded
from backend.policies.spoken import pack_of
from backend.registry import reply_time
from backend.registry.exit_notice_models import ExitNotice
from backend.registry.models import Entry, ExitProposal
from backend.registry.standing import subject_of

Stage = Literal["proposed", "decided"]
WAYS: Final[Mapping[str, str]] = {
    "phone": N_("电话"),
    "desk": N_("当面"),
    "served": N_("书面送达"),
    "post": N_("寄送"),
}
WHOM_LONGEST: Final = 40
UNDELIVERED: Final = ("blocked", "failed", "unknown")
ON_ITS_WAY: Final = ("queued", "leased", "paused")


@dataclass(frozen=True)
class Told:
    """How the person was told, who was spoken to or signed, and on which day."""

    way: str
    whom: str
    on: date


def keep(unit: Unit, proposal: ExitProposal, stage: Stage, letter: str) -> None:
    """Remembers which letter says what about an exit."""
    unit.session.add(ExitNotice(letter=letter, proposal_id=proposal.id, stage=stage))


def of_letter(unit: Unit, letter: str) -> ExitNotice | None:
    """What is kept of a letter; None for one that is not about an exit."""
    return unit.session.get(ExitNotice, letter)


def hold_back(unit: Unit, proposal: ExitProposal) -> None:
    """What waits is not sent, and of what did not arrive nobody has to call."""
    for notice in of_proposal(unit, proposal):
        outbox.hold_back(unit, notice.letter)


def of_proposal(unit: Unit, proposal: ExitProposal) -> list[ExitNotice]:
    """The letters about one exit, the proposal first."""
    rows = unit.session.scalars(select(ExitNotice).where(ExitNotice.proposal_id == proposal.id)).all()
    return sorted(rows, key=lambda one: one.stage == "decided")


def untold(unit: Unit, proposal: ExitProposal, stage: Stage) -> str:
    """The number of the letter that did not arrive and was not told otherwise; empty where there is none."""
    wanted = (
        select(ExitNotice.letter)
        .join(OutboxRow, OutboxRow.number == ExitNotice.letter)
        .where(
            ExitNotice.proposal_id == proposal.id,
            ExitNotice.stage == stage,
            ExitNotice.told_on.is_(None),
            OutboxRow.state.in_(UNDELIVERED),
        )
    )
    return unit.session.scalar(wanted) or ""


def on_its_way(unit: Unit, proposal: ExitProposal) -> bool:
    """Whether the letter about a proposed exit still waits to be sent, and nobody has told her otherwise."""
    row = _letter_to_chat(unit, proposal)
    return row is not None and row.state in ON_ITS_WAY


def reply_until(unit: Unit, entry: Entry, proposal: ExitProposal) -> date | None:
    """The last day to answer: a letter that came later than the exit was proposed gives her the whole time, too."""
    row = _letter_to_chat(unit, proposal)
    if proposal.reply_by is None or row is None or row.state != "sent" or row.closed_at is None:
        return proposal.reply_by
    written = day_in_china(proposal.proposed_at)
    pack = pack_of(unit, entry.pack, proposal.pack_version)
    return max(proposal.reply_by, reply_time.last_day(unit, entry, pack, day_in_china(row.closed_at), written))


def _letter_to_chat(unit: Unit, proposal: ExitProposal) -> OutboxRow | None:
    """The letter about a proposed exit; None where somebody has told her in another way."""
    wanted = (
        select(OutboxRow)
        .join(ExitNotice, OutboxRow.number == ExitNotice.letter)
        .where(
            ExitNotice.proposal_id == proposal.id, ExitNotice.stage == "proposed", ExitNotice.told_on.is_(None)
        )
    )
    return unit.session.scalar(wanted)


def tell(unit: Unit, notice: ExitNotice, told: Told) -> None:
    """Puts on record how the person was told; the time to answer a proposed exit is counted from that day.

    Raises 422 ``call.way_missing``, ``call.whom_missing``, ``call.day_in_future``, ``call.day_too_early`` (day).
    """
    proposal = unit.session.get_one(ExitProposal, notice.proposal_id)
    entry = unit.session.get_one(Entry, proposal.entry_id, with_for_update=True)
    if told.way not in WAYS:
        raise Problem("call.way_missing", 422)
    whom = worded(told.whom, "call.whom_missing", longest=WHOM_LONGEST)
    written = _written_on(proposal, notice)
    if told.on > unit.today:
        raise Problem("call.day_in_future", 422)
    if told.on < written:
        raise Problem("call.day_too_early", 422, day=written.isoformat())
    notice.way, notice.told_on, notice.told_by, notice.recorded_at = told.way, told.on, unit.officer.id, unit.now
    notice.whom = unit.vault.seal(whom, _place(notice))
    if notice.stage == "proposed" and proposal.state == "open" and proposal.reply_by is not None:
        pack = pack_of(unit, entry.pack, proposal.pack_version)
        proposal.reply_by = reply_time.last_day(unit, entry, pack, told.on, written)
        entry.version += 1
    unit.audit("register.told", subject_of(entry), number=notice.letter, way=WAYS[told.way], day=told.on.isoformat())


def whom_of(unit: Unit, notice: ExitNotice) -> str:
    return str(unit.vault.open(notice.whom, _place(notice))) if notice.whom else ""


def _written_on(proposal: ExitProposal, notice: ExitNotice) -> date:
    """The day of the act the letter tells of."""
    at = proposal.proposed_at if notice.stage == "proposed" else proposal.decided_at
    assert at is not None  # a letter of a decision is written with it
    return day_in_china(at)


def _place(notice: ExitNotice) -> str:
    return f"exit_notices.whom|{notice.letter}"
