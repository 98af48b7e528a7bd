"""Months of subsidy: they belong to the person and add up over all recognitions (第三条第二款)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from backend.assistance import entries, months, risks, second_posts
from backend.assistance.models import SubsidyGrant
from backend.assistance.risks import Flag
from backend.core.locks import hold
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.registry.models import Entry
from backend.rules import Pack, Subsidy, add_months, parse_id_number
from backend.staff import access
from backend.staff.models import OfficerRow

MOST_AT_ONCE = 36


@dataclass(frozen=True)
class NewGrant:
    """What a county has approved: so many months of a subsidy from a month on (2026-11)."""

    subsidy: str
    approved_on: date
    first_month: str
    months: int
    base: str = ""


@dataclass(frozen=True)
class GrantLine:
    """One approval as it is shown; ``number`` is the recognition it was given under."""

    id: int
    number: str
    first_month: str
    last_month: str
    months: int
    approved_on: date
    officer: str
    annulled: bool
    reason: str


@dataclass(frozen=True)
class Account:
    """One subsidy of one person. ``until`` is the statutory retirement date where the term goes on to it.

    ``left`` is None where it depends on the kind of job, which nobody has told yet.
    """

    subsidy: str
    label: str
    article: str
    source: str
    used: int
    most: int
    left: int | None
    until: date | None
    lines: tuple[GrantLine, ...]
    may_open_second: bool = False
    """The months are used up, and a county may open them once more with a reason (reading X15)."""
    flags: tuple[Flag, ...] = ()
    """What of it an officer has to look into."""
    second_by: str = ""
    second_reason: str = ""


def grant(unit: Unit, number: str, new: NewGrant) -> int:
    """Enters approved months; for the county alone.

    Raises 404 ``entry.not_found``; 403 ``assistance.read_only``, ``grant.county_only``; 422
    ``grant.subsidy_unknown``, ``ledger.month_unclear``, ``grant.months_missing`` (most),
    ``grant.month_in_future``, ``grant.month_before_recognition``, ``grant.approved_in_future``,
    ``grant.base_missing``; 409 ``grant.month_taken`` (month), ``grant.over_cap`` (left, used, article).
    """
    entry = entries.seen(unit, number, lock=True)
    _county(unit)
    subsidy = subsidy_of(entries.policy_of(unit, entry), new.subsidy)
    hold(unit, f"months:{entry.person_id}")
    _check_months(unit, entry, new)
    _check_cap(unit, entry, subsidy, new)
    row = SubsidyGrant(
        person_id=entry.person_id,
        entry_id=entry.id,
        subsidy=subsidy.id,
        approved_on=new.approved_on,
        first_month=months.first_day(new.first_month),
        months=new.months,
        base=new.base,
        officer_id=unit.officer.id,
        at=unit.now,
    )
    unit.session.add(row)
    unit.session.flush()
    unit.audit(
        "grant.entered", entries.subject_of(entry), grant=row.id, subsidy=str(subsidy.label), months=new.months
    )
    return row.id


def annul(unit: Unit, grant_id: int, reason: str) -> str:
    """Takes back an entry made by mistake; its months count no more. Gives the register number.

    Raises 404 ``grant.not_found``; 403 ``grant.county_only``; 409 ``grant.annulled_already``; 422
    ``assistance.reason_missing``.
    """
    row = unit.session.get(SubsidyGrant, grant_id)
    entry = unit.session.get_one(Entry, row.entry_id) if row else None
    visible = select(Entry.id).where(Entry.id == (entry.id if entry else 0), entries.visible(access.current(unit)))
    if row is None or entry is None or unit.session.scalar(visible) is None:
        raise not_found("grant")
    _county(unit)
    reason = entries.worded(reason, "assistance.reason_missing", 200)
    if row.annulled_at is not None:
        raise Problem("grant.annulled_already", 409)
    row.annulled_at, row.annulled_by, row.reason = unit.now, unit.officer.id, reason
    unit.audit("grant.annulled", entries.subject_of(entry), grant=row.id, months=row.months, reason=reason)
    return entry.number


def open_second(unit: Unit, number: str, subsidy_id: str, reason: str) -> None:
    """Opens a second public post; for the county alone.

    Raises 404 ``entry.not_found``; 403 ``assistance.read_only``, ``grant.county_only``; 422
    ``grant.subsidy_unknown``, ``assistance.reason_missing``; 409 ``grant.second_not_for``, ``grant.months_left`` (left).
    """
    entry = entries.seen(unit, number, lock=True)
    _county(unit)
    pack = entries.policy_of(unit, entry)
    subsidy = subsidy_of(pack, subsidy_id)
    second_posts.open_second(unit, entry, subsidy, _account(unit, entry, pack, subsidy).left, reason)


def accounts(unit: Unit, entry: Entry) -> tuple[Account, ...]:
    """What the person has had of each subsidy of this policy, and what is left."""
    pack = entries.policy_of(unit, entry)
    return tuple(_account(unit, entry, pack, one) for one in pack.subsidies)


def subsidy_of(pack: Pack, subsidy_id: str) -> Subsidy:
    """A subsidy of a policy. Raises 422 ``grant.subsidy_unknown``."""
    for one in pack.subsidies:
        if one.id == subsidy_id:
            return one
    raise Problem("grant.subsidy_unknown", 422)


def bases(unit: Unit, entry: Entry) -> tuple[tuple[str, int], ...]:
    """The kinds of job between which the retirement date of this person is open, each with its age before the reform."""
    pack, sex, _ = _person(unit, entry)
    law = pack.labour_age
    tracks = law.possible_tracks(sex, None)
    found = {law.by_base[base]: base for base in reversed(tuple(law.by_base)) if law.by_base[base] in tracks}
    return tuple((found[name], law.tracks[name].age) for name in tracks) if len(tracks) > 1 else ()


def left_of(
    subsidy: Subsidy, used: int, first_approved: date, retirement: date, from_month: date, rounds: int = 1
) -> tuple[int, date | None]:
    """How many months are left, and until which retirement date where the term goes on to it.

    The test is made once, at the first approval, with the law of that time (以初次核定时为准).
    """
    if not subsidy.until_retirement(first_approved, retirement):
        return max(0, subsidy.months * rounds - used), None
    left = (retirement.year - from_month.year) * 12 + retirement.month - from_month.month + 1
    return max(0, left), retirement


def _check_months(unit: Unit, entry: Entry, new: NewGrant) -> None:
    if not 0 < new.months <= MOST_AT_ONCE:
        raise Problem("grant.months_missing", 422, most=MOST_AT_ONCE)
    if new.approved_on > unit.today:
        raise Problem("grant.approved_in_future", 422)
    first = months.first_day(new.first_month)
    if add_months(first, new.months - 1) > unit.today:
        raise Problem("grant.month_in_future", 422)
    if new.first_month < months.of(entry.recognised_on):
        raise Problem("grant.month_before_recognition", 422, day=f"{entry.recognised_on}")
    wanted = {add_months(first, step) for step in range(new.months)}
    taken = wanted & _months_of(_rows(unit, entry.person_id, new.subsidy))
    if taken:
        raise Problem("grant.month_taken", 409, month=months.of(min(taken)))


def _check_cap(unit: Unit, entry: Entry, subsidy: Subsidy, new: NewGrant) -> None:
    rows = _rows(unit, entry.person_id, subsidy.id)
    first = min([row.approved_on for row in rows] + [new.approved_on])
    base = _base(rows) or new.base
    retirements = _retirements(unit, entry, base)
    rounds = second_posts.rounds(unit, entry.person_id, subsidy)
    begin = months.first_day(new.first_month)
    found = {left_of(subsidy, _used(rows), first, day, begin, rounds) for day in retirements}
    if len(found) > 1:
        raise Problem("grant.base_missing", 422)
    left, _ = found.pop()
    if new.months > left:
        article = str(entries.policy_of(unit, entry).citations[subsidy.citation_id].article)
        raise Problem("grant.over_cap", 409, left=left, used=_used(rows), article=article)


def _account(unit: Unit, entry: Entry, pack: Pack, subsidy: Subsidy) -> Account:
    rows = _rows(unit, entry.person_id, subsidy.id, annulled=True)
    counted = [row for row in rows if row.annulled_at is None]
    first = min((row.approved_on for row in counted), default=unit.today)
    rounds = second_posts.rounds(unit, entry.person_id, subsidy)
    by, reason = second_posts.opened_by(unit, entry.person_id, subsidy)
    next_month = max([*_months_of(counted), add_months(unit.today.replace(day=1), -1)])
    found = {
        left_of(subsidy, _used(counted), first, day, add_months(next_month, 1), rounds)
        for day in _retirements(unit, entry, _base(counted))
    }
    left, until = found.pop() if len(found) == 1 else (None, None)
    return Account(
        subsidy=subsidy.id,
        label=str(subsidy.label),
        article=str(pack.citations[subsidy.citation_id].article),
        source=str(subsidy.source),
        used=_used(counted),
        most=subsidy.months * rounds,
        left=left,
        until=until,
        lines=tuple(_line(unit, row) for row in rows),
        may_open_second=left == 0 and second_posts.may_open(unit, entry, subsidy),
        flags=risks.flags(unit, pack, subsidy, counted),
        second_by=by,
        second_reason=reason,
    )


def _line(unit: Unit, row: SubsidyGrant) -> GrantLine:
    return GrantLine(
        id=row.id,
        number=unit.session.get_one(Entry, row.entry_id).number,
        first_month=months.of(row.first_month),
        last_month=months.of(add_months(row.first_month, row.months - 1)),
        months=row.months,
        approved_on=row.approved_on,
        officer=unit.session.get_one(OfficerRow, row.officer_id).name,
        annulled=row.annulled_at is not None,
        reason=row.reason,
    )


def _rows(unit: Unit, person_id: str, subsidy: str, *, annulled: bool = False) -> list[SubsidyGrant]:
    wanted = select(SubsidyGrant).where(SubsidyGrant.person_id == person_id, SubsidyGrant.subsidy == subsidy)
    if not annulled:
        wanted = wanted.where(SubsidyGrant.annulled_at.is_(None))
    return list(unit.session.scalars(wanted.order_by(SubsidyGrant.first_month, SubsidyGrant.id)))


def _used(rows: Iterable[SubsidyGrant]) -> int:
    return sum(row.months for row in rows)


def _months_of(rows: Iterable[SubsidyGrant]) -> set[date]:
    return {add_months(row.first_month, step) for row in rows for step in range(row.months)}


def _base(rows: Iterable[SubsidyGrant]) -> str:
    return next((row.base for row in rows if row.base), "")


def _retirements(unit: Unit, entry: Entry, base: str) -> set[date]:
    """The retirement dates that are possible for this person."""
    pack, sex, born = _person(unit, entry)
    law = pack.labour_age
    return {law.tracks[name].date_for(born) for name in law.possible_tracks(sex, base)}


def _person(unit: Unit, entry: Entry) -> tuple[Pack, str, date]:
    details = details_of(unit, unit.session.get_one(Person, entry.person_id))
    known = parse_id_number(details["id_number"], unit.today)
    return entries.policy_of(unit, entry), known.sex, known.birth_date


def _county(unit: Unit) -> None:
    officer = access.current(unit)
    if officer.role != "reviewer":
        raise Problem("assistance.read_only", 403)
    if officer.level != "county":
        raise Problem("grant.county_only", 403)
