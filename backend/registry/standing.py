"""Who stands on the register, on what, and how it was on a certain day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.people import stepping_in
from backend.registry import lifecycle
from backend.registry.models import BasisLapse, Entry, ExitProposal
from backend.rules import add_months
from backend.staff import access


@dataclass(frozen=True)
class LastExit:
    """How a person's last recognition under a policy ended. ``again_from`` is the first day to apply again (XY-39)."""

    number: str
    ground: str
    reason: str
    exited_on: date
    again_from: date


@dataclass(frozen=True)
class Entitlement:
    """What stays after an exit by finding work: by the status of the day of hiring (GZ-42)."""

    since: date
    bases: tuple[str, ...]
    citation: str


def standing_entry(unit: Unit, person_id: str, pack: str) -> Entry | None:
    """The person's entry for a policy as long as it has not ended."""
    return unit.session.scalar(
        select(Entry).where(
            Entry.person_id == person_id, Entry.pack == pack, Entry.state.in_(lifecycle.STANDING)
        )
    )


def standing_entries(unit: Unit, person_id: str) -> tuple[Entry, ...]:
    """The person's entries under all policies as long as they have not ended."""
    standing = select(Entry).where(Entry.person_id == person_id, Entry.state.in_(lifecycle.STANDING))
    return tuple(unit.session.scalars(standing.order_by(Entry.id)))


def assisted(unit: Unit, person_ids: Collection[str]) -> set[str]:
    """Those of them who stand on a register: 援助对象, served before others (第六条第三款)."""
    standing = select(Entry.person_id).where(
        Entry.person_id.in_(list(person_ids)), Entry.state.in_(lifecycle.STANDING)
    )
    return set(unit.session.scalars(standing))


def standing_bases(unit: Unit, entry: Entry) -> tuple[str, ...]:
    """The bases the entry still rests on, none once it has ended."""
    lapsed = set(unit.session.scalars(select(BasisLapse.category).where(BasisLapse.entry_id == entry.id)))
    return tuple(category for category in entry.bases if category not in lapsed)


def bases_on(unit: Unit, entry: Entry, day: date) -> tuple[str, ...]:
    """The bases of a day; the day on which one ends is its last (GZ-42: the day of hiring still counts)."""
    if day < entry.recognised_on:
        return ()
    lapses = select(BasisLapse.category).where(BasisLapse.entry_id == entry.id, BasisLapse.lapsed_on < day)
    gone = set(unit.session.scalars(lapses))
    return tuple(category for category in entry.bases if category not in gone)


def entitlement_of(unit: Unit, entry: Entry) -> Entitlement | None:
    """What somebody who left for work may still have, by the article of the version that was decided under."""
    decided = unit.session.scalars(
        select(ExitProposal)
        .where(ExitProposal.entry_id == entry.id, ExitProposal.state == "confirmed")
        .order_by(ExitProposal.id.desc())
    )
    for proposal in decided:
        pack = unit.services.catalogue.version(entry.pack, proposal.pack_version)
        pack = pack or unit.services.catalogue.packs[entry.pack]
        ground = next((one for one in pack.exits if one.id == proposal.ground), None)
        if ground and ground.entitles:
            return Entitlement(proposal.effective_on, bases_on(unit, entry, proposal.effective_on), ground.entitles)
    return None


def last_exit(unit: Unit, person_id: str, pack_id: str) -> LastExit | None:
    """The last exit of a person under a policy; None for somebody who never stood there or stands there now."""
    if standing_entry(unit, person_id, pack_id):
        return None
    row = unit.session.execute(
        select(Entry, ExitProposal)
        .join(ExitProposal, ExitProposal.entry_id == Entry.id)
        .where(
            Entry.person_id == person_id,
            Entry.pack == pack_id,
            Entry.state == "exited",
            ExitProposal.state == "confirmed",
        )
        .order_by(Entry.exited_on.desc(), ExitProposal.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    entry, proposal = row
    assert entry.exited_on is not None  # an exited entry has its day
    again = add_months(entry.exited_on, unit.services.catalogue.packs[pack_id].waiting_months)
    return LastExit(entry.number, proposal.ground, proposal.reason, entry.exited_on, again)


def own_entry(unit: Unit, pack_id: str, *, lock: bool = False) -> Entry | None:
    """The standing entry of the citizen who speaks, by the chat through which it was applied for."""
    wanted = (
        select(Entry)
        .where(
            Entry.account_id.in_(stepping_in.own_accounts(unit)),
            Entry.pack == pack_id,
            Entry.state.in_(lifecycle.STANDING),
        )
        .order_by(Entry.id.desc())
        .limit(1)
    )
    return unit.session.scalar(wanted.with_for_update() if lock else wanted)


def seen(unit: Unit, number: str, *, lock: bool = False) -> Entry:
    """An entry within the officer's area. Raises ``register.not_found``, the same for absent and foreign."""
    wanted = select(Entry).where(Entry.number == number, access.visible_to(access.current(unit), Entry.office_id))
    entry = unit.session.scalar(wanted.with_for_update() if lock else wanted)
    if entry is None:
        raise not_found("register")
    return entry


def unchanged(unit: Unit, number: str, version: int) -> Entry:
    """The entry, locked, as long as nobody has moved it since it was read (compare and set)."""
    entry = seen(unit, number, lock=True)
    if entry.version != version:
        raise Problem("register.changed_meanwhile", 409, state=entry.state)
    return entry


def subject_of(entry: Entry) -> str:
    """Under which name the audit and the letters know an entry."""
    return f"entry:{entry.id}"
