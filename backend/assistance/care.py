"""Whom an office has to look after next: first contact, plan, visit, survey, and who has been silent.

Every list is a question to the register, so nobody can drop out of one, and nothing has to be planned in advance.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, false, func, or_, select

from backend.assistance import acts, entries, register, relief
from backend.assistance.models import Plan, ServiceAct, StatusCheck, VisitInterval
from backend.core.masking import mask_name
from backend.core.problems import Problem
from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.core.working_days import WorkingDays, working_days
from backend.deadlines.limits import promised
from backend.people.models import Person
from backend.people.service import details_of
from backend.registry.models import Entry
from backend.rules import Pack
from backend.staff import access
from backend.staff.keyset import Order, Where, cursor_from, cursors, read
from backend.staff.models import OfficeRow, OfficerRow

List = Literal["first", "household", "plan", "visit", "survey", "silent", "unowned"]
LISTS: dict[List, str] = {
    "first": N_("待首次联系"),
    "household": N_("零就业家庭"),
    "plan": N_("待订援助计划"),
    "visit": N_("到期走访"),
    "survey": N_("到期调查"),
    "silent": N_("不声不响"),
    "unowned": N_("责任人已离岗"),
}
PER_PAGE = 50
OLDEST = Order(Entry, Entry.recognised_on, Entry.id, Entry.office_id, falling=False)


@dataclass(frozen=True)
class CareLine:
    """One person on a list: since when nothing was done, and until when something should be (None: at once)."""

    number: str
    person_id: str
    name: str
    owner: str
    office: str
    recognised_on: date
    last_on: date | None
    due_on: date | None
    overdue: bool


@dataclass(frozen=True)
class CarePage:
    """One list with the counts of all of them."""

    which: List
    mine: bool
    counts: dict[List, int]
    lines: tuple[CareLine, ...]
    next_after: str
    previous_before: str


def care(
    unit: Unit,
    which: List,
    *,
    mine: bool,
    after: str = "",
    before: str = "",
    per_page: int = PER_PAGE,
    turned: bool = False,
    heard: Select[Any] | None = None,
) -> CarePage:
    """One of the lists within the officer's area. ``heard`` selects persons heard of lately by other ways."""
    officer = access.current(unit)
    here: list[ColumnElement[bool]] = [entries.visible(officer), Entry.state != "exited"]
    if mine:
        here.append(Entry.owner_id == officer.id)
    counts = {name: _count(unit, [*here, condition(unit, name, heard)]) for name in LISTS}
    order = OLDEST.turned(turned)
    back, forth = cursor_from(before, order), cursor_from(after, order)
    where = Where([*here, condition(unit, which, heard)])
    found = read(unit, order, where, back or forth, per_page, backwards=back is not None)
    lines = tuple(_line(unit, entry, which) for entry in found.rows)
    return CarePage(which, mine, counts, lines, *cursors(order, found))


def condition(unit: Unit, which: List, heard: Select[Any] | None = None) -> ColumnElement[bool]:
    """Which entries a list is of."""
    if which == "first":
        return waits_for_first_contact()
    if which == "household":
        return relief.waits()
    if which == "plan":
        return ~planned() & _of_packs(unit, lambda pack: ~entries.kept_after(_long_ago(unit, pack.rhythm.plan)))
    if which == "visit":
        return _visit_due(unit)
    if which == "survey":
        return _of_packs(unit, lambda pack: ~_answered(unit.today - timedelta(days=pack.rhythm.survey)))
    if which == "silent":
        return _of_packs(unit, lambda pack: _silent(unit.today - timedelta(days=pack.rhythm.silent), heard))
    return Entry.owner_id.in_(select(OfficerRow.id).where(OfficerRow.active.is_(False)))


def waits_for_first_contact() -> ColumnElement[bool]:
    """Who stands on a register, and nobody has had a word with yet."""
    return (Entry.state != "exited") & ~_contacted() & ~register.ever_heard()


def first_contact_within(unit: Unit, last: date) -> ColumnElement[bool]:
    """Leaves out who was taken over from an older register and whose first contact is not due by a day.

    A whole register stands before the newly recognised otherwise, and of neither more than a batch is looked at.
    """
    due = _of_packs(unit, lambda pack: ~entries.kept_after(last - timedelta(days=pack.rhythm.visit)))
    return ~entries.taken_over(unit) | due


def first_contact_by(unit: Unit, entry: Entry) -> date:
    """The last day for the first word with somebody newly recognised.

    The promise is for new recognitions (认定后首次联系). Who was taken over from an older register was recognised long
    ago, and with thousands of others at once: the office sees them on a list, and is late when the usual time between
    two visits has passed since the day of the import, and never before.
    """
    pack, since = entries.policy_of(unit, entry), entries.kept_since(entry)
    if since > entry.recognised_on:
        return _calendar(unit).worked_from(since + timedelta(days=pack.rhythm.visit))
    return _calendar(unit).add(since, promised(unit, entry.office_id, pack, "first_contact", since))


def first_contact_on(unit: Unit, entry: Entry) -> date | None:
    """The day of the first word with the person, in a service or as the register knows it; None without one."""
    met = select(func.min(ServiceAct.done_on)).where(ServiceAct.entry_id == entry.id, *_reached())
    days = (unit.session.scalar(met), register.first_heard(unit, entry))
    return min((day for day in days if day is not None), default=None)


def take_over(unit: Unit, number: str) -> None:
    """The acting officer looks after the person from now on, for one who has left (首问负责, 第六条第三款).

    Raises what :func:`entries.served` raises; 409 ``care.owner_present`` (who) while the owner is still there.
    """
    entry = entries.served(unit, number)
    owner = unit.session.get_one(OfficerRow, entry.owner_id)
    if owner.active and owner.id != unit.officer.id:
        raise Problem("care.owner_present", 409, who=owner.name)
    entry.owner_id = unit.officer.id
    unit.audit("care.taken_over", entries.subject_of(entry), before=owner.name)


def set_interval(unit: Unit, number: str, days: int) -> None:
    """How often this person is visited. Raises 422 ``care.interval_missing`` (least, most)."""
    entry = entries.served(unit, number)
    if not 7 <= days <= 365:
        raise Problem("care.interval_missing", 422, least=7, most=365)
    row = unit.session.get(VisitInterval, entry.id)
    if row is None:
        row = VisitInterval(entry_id=entry.id, days=days, officer_id=unit.officer.id, at=unit.now)
        unit.session.add(row)
    row.days, row.officer_id, row.at = days, unit.officer.id, unit.now
    unit.audit("care.interval_set", entries.subject_of(entry), days=days)


def interval_of(unit: Unit, entry: Entry) -> int:
    """Days between two visits: what the office wants for this person, else the rhythm of the policy."""
    row = unit.session.get(VisitInterval, entry.id)
    return row.days if row else entries.policy_of(unit, entry).rhythm.visit


def last_day(unit: Unit, entry: Entry, which: List) -> date | None:
    """When what a list waits for was done last."""
    if which in ("plan", "household", "unowned"):
        return None
    if which == "survey":
        wanted = select(func.max(StatusCheck.done_on)).where(StatusCheck.entry_id == entry.id, *_ANSWERED)
    else:
        of_kind = [is_visit(unit)] if which == "visit" else []
        wanted = select(func.max(ServiceAct.done_on)).where(ServiceAct.entry_id == entry.id, *_reached(), *of_kind)
    return unit.session.scalar(wanted)


_ANSWERED = (
    StatusCheck.answered.is_(True),
    StatusCheck.channel != "comparison",
    StatusCheck.work_state != "unknown",
)


def _reached() -> tuple[ColumnElement[bool], ...]:
    """Acts in which the person was met or reached."""
    return (ServiceAct.outcome != "not_met", acts.standing())


def _contacted() -> ColumnElement[bool]:
    return select(ServiceAct.id).where(ServiceAct.entry_id == Entry.id, *_reached()).exists()


def planned() -> ColumnElement[bool]:
    lives = Plan.closed_at.is_(None) | (Plan.result == "reached")
    return select(Plan.id).where(Plan.entry_id == Entry.id, lives).exists()


def _answered(since: date) -> ColumnElement[bool]:
    """Whether the person answered, or came to the register, after a day."""
    asked = select(StatusCheck.id).where(StatusCheck.entry_id == Entry.id, StatusCheck.done_on > since, *_ANSWERED)
    return asked.exists() | entries.kept_after(since)


def _silent(since: date, heard: Select[Any] | None) -> ColumnElement[bool]:
    """No act, no answer and no sign of life by other ways after a day."""
    act = select(ServiceAct.id).where(ServiceAct.entry_id == Entry.id, ServiceAct.done_on > since, *_reached())
    silent = ~(act.exists() | _answered(since) | register.heard(since))
    return silent if heard is None else silent & Entry.person_id.not_in(heard)


def _visit_due(unit: Unit) -> ColumnElement[bool]:
    """No visit within the interval, the person's own or that of the policy."""
    own = set(unit.session.scalars(select(VisitInterval.days).distinct()))
    with_own = select(VisitInterval.entry_id)
    due = [
        Entry.id.in_(with_own.where(VisitInterval.days == days)) & ~_visited(unit, unit.today - timedelta(days=days))
        for days in own
    ]
    usual = _of_packs(unit, lambda pack: ~_visited(unit, unit.today - timedelta(days=pack.rhythm.visit)))
    return or_(*due, Entry.id.not_in(with_own) & usual)


def _visited(unit: Unit, since: date) -> ColumnElement[bool]:
    wanted = select(ServiceAct.id).where(
        ServiceAct.entry_id == Entry.id, ServiceAct.done_on > since, is_visit(unit), *_reached()
    )
    return wanted.exists() | entries.kept_after(since)


def is_visit(unit: Unit) -> ColumnElement[bool]:
    packs = unit.services.catalogue.packs.values()
    return ServiceAct.kind.in_({kind.id for pack in packs for kind in pack.services if kind.visit})


def _of_packs(unit: Unit, of: Any) -> ColumnElement[bool]:
    """A condition that differs from policy to policy."""
    packs: Iterable[Pack] = unit.services.catalogue.packs.values()
    return or_(false(), *((Entry.pack == pack.id) & of(pack) for pack in packs))


def _long_ago(unit: Unit, count: int) -> date:
    """The last day that is more than so many working days ago."""
    calendar, day = _calendar(unit), unit.today - timedelta(days=1)
    while calendar.add(day, count) >= unit.today:
        day -= timedelta(days=1)
    return day


def _calendar(unit: Unit) -> WorkingDays:
    return working_days(unit.services.settings.policies)


def due_on(unit: Unit, entry: Entry, which: List, last: date | None) -> date | None:
    """The last day on which it is still in time."""
    rhythm, calendar = entries.policy_of(unit, entry).rhythm, _calendar(unit)
    if which == "first":
        return first_contact_by(unit, entry)
    if which == "household":
        return relief.last_day(unit, entry)
    if which == "plan":
        return calendar.add(entries.kept_since(entry), rhythm.plan)
    days = {"visit": interval_of(unit, entry), "survey": rhythm.survey, "silent": rhythm.silent}
    return (last or entries.kept_since(entry)) + timedelta(days=days[which]) if which in days else None


def _line(unit: Unit, entry: Entry, which: List) -> CareLine:
    last = last_day(unit, entry, which)
    due = due_on(unit, entry, which, last)
    name = details_of(unit, unit.session.get_one(Person, entry.person_id))["name"]
    return CareLine(
        number=entry.number,
        person_id=entry.person_id,
        name=mask_name(name),
        owner=unit.session.get_one(OfficerRow, entry.owner_id).name,
        office=unit.session.get_one(OfficeRow, entry.office_id).name,
        recognised_on=entry.recognised_on,
        last_on=last,
        due_on=due,
        overdue=due is not None and due < unit.today,
    )


def _count(unit: Unit, conditions: list[ColumnElement[bool]]) -> int:
    return unit.session.scalar(select(func.count()).select_from(Entry).where(*conditions)) or 0
