"""What a night does: it warns and proposes what has come due, and never decides. Running it again changes nothing.

A day that has come is looked at once more with the facts of that night: whoever was reached meanwhile, or has a new
certificate, is left alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import structlog
from sqlalchemy import select, tuple_

from backend.core.clock import spoken_day
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.policies.spoken import pack_of
from backend.registry import exit_letters, exits, letter_desk, tallies, watches
from backend.registry.exit_guards import Wish
from backend.registry.facts import facts_of, retirement_day
from backend.registry.models import Entry, Watch
from backend.registry.standing import standing_bases
from backend.rules import ExitCheck, ExitGround, Pack
from backend.rules.exits import excuse_of

AT_ONCE = 100
PLACES = 2**40
"""A place among the days that are due, as one number: the day, then the id within it."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Found:
    """What a check has seen: the day of the exit, what proves it, what the person is told, and which occasion it is."""

    day: date
    evidence: str
    told: str
    occasion: str


@dataclass(frozen=True)
class _Look:
    """One watch with what belongs to it."""

    unit: Unit
    entry: Entry
    due_on: date
    pack: Pack
    ground: ExitGround
    item: str
    check: ExitCheck


def night(unit: Unit, after: int = 0) -> int:
    """Looks at the days that have come, ``AT_ONCE`` at a time; gives the place reached, 0 at the end.

    Run daily until it gives 0. One that fails is told in the log and stays for the next night.
    """
    day, place = divmod(after, PLACES)
    due = unit.session.scalars(
        select(Watch)
        .where(Watch.done_at.is_(None), Watch.due_on <= unit.today)
        # In the order of the index of open days: with nothing due this reads nothing, however large the register.
        .where(tuple_(Watch.due_on, Watch.id) > tuple_(date.fromordinal(max(day, 1)), place))
        .order_by(Watch.due_on, Watch.id)
        .limit(AT_ONCE)
    ).all()
    for watch in due:
        try:
            with unit.session.begin_nested():
                _look(unit, watch)
        except (Problem, LookupError) as error:
            log.warning("register.check_failed", watch=watch.id, error=getattr(error, "code", type(error).__name__))
    return due[-1].due_on.toordinal() * PLACES + due[-1].id if due else 0


def look_at(unit: Unit, entry: Entry) -> bool:
    """The same for one entry, at once, after something was put on record; gives whether an exit was proposed."""
    before = entry.state
    due = select(Watch).where(
        Watch.entry_id == entry.id, Watch.done_at.is_(None), Watch.due_on <= unit.today
    )
    for watch in unit.session.scalars(due.order_by(Watch.id)).all():
        _look(unit, watch)
    return (before, entry.state) == ("active", "leaving")


def _look(unit: Unit, watch: Watch) -> None:
    entry = unit.session.get_one(Entry, watch.entry_id, with_for_update=True)
    if entry.state == "exited":
        watch.done_at = unit.now
    elif watch.step == watches.TURNED:
        _turned(unit, entry, watch)
    elif watch.step != watches.PROPOSE:
        _warn(unit, entry, watch)
    elif entry.state == "active":  # While another exit is undecided the day waits.
        _propose(unit, entry, watch)


def _turned(unit: Unit, entry: Entry, watch: Watch) -> None:
    pack = pack_of(unit, entry.pack)
    if watch.item in pack.rules and watch.item not in standing_bases(unit, entry):
        letter_desk.post(unit, entry, exit_letters.turned(unit, entry, watch.item))
        unit.audit("register.may_fit_too", f"entry:{entry.id}", name=str(pack.category(watch.item).name))
    watch.done_at = unit.now


def _warn(unit: Unit, entry: Entry, watch: Watch) -> None:
    look = _read(unit, entry, watch)
    until = facts_of(unit, entry).get(look.check.fact) if look else None
    if isinstance(until, date) and unit.today <= until and not _newer(unit, watch):
        days = (until - unit.today).days
        letter_desk.post(unit, entry, exit_letters.expiring(unit, entry, until, days))
        unit.audit("register.warned", f"entry:{entry.id}", day=until.isoformat())
    watch.done_at = unit.now


def _newer(unit: Unit, watch: Watch) -> bool:
    """After nights without a check several warnings are due at once: only the last is told."""
    later = select(Watch.id).where(
        Watch.entry_id == watch.entry_id,
        Watch.ground == watch.ground,
        Watch.item == watch.item,
        Watch.step != watches.PROPOSE,
        Watch.due_on > watch.due_on,
        Watch.due_on <= unit.today,
    )
    return unit.session.scalar(later.limit(1)) is not None


def _propose(unit: Unit, entry: Entry, watch: Watch) -> None:
    look = _read(unit, entry, watch)
    found = CHECKS[look.check.kind](look) if look else None
    if look and found and look.ground.ends(standing_bases(unit, entry)):
        reason = look.item if any(one.id == look.item for one in look.ground.reasons) else ""
        wish = Wish(look.ground.id, reason, max(found.day, entry.recognised_on), found.evidence, found.told)
        occasion = f"{look.ground.id}:{look.item}:{found.occasion}"
        exits.propose_by_check(unit, entry, wish, occasion, recorded_by=watch.recorded_by)
    watch.done_at = unit.now


def _read(unit: Unit, entry: Entry, watch: Watch) -> _Look | None:
    """The check as today's policy has it; None when the policy looks at this no more."""
    pack = pack_of(unit, entry.pack)
    for ground in pack.exits:
        for item, check in ground.checks:
            if (ground.id, item) == (watch.ground, watch.item):
                return _Look(unit, entry, watch.due_on, pack, ground, item, check)
    return None


def _retired(look: _Look) -> _Found | None:
    day = retirement_day(look.pack, facts_of(look.unit, look.entry))
    if day is None or look.unit.today < day:
        return None
    _ = letter_desk.speech_to(look.unit, look.entry)
    told = _("您于{day}达到法定退休年龄。").format(day=_.day(day))
    return _Found(day, f"按出生日期计算，法定退休日为{spoken_day(day)}。", told, day.isoformat())


def _lapsed(look: _Look) -> _Found | None:
    until = facts_of(look.unit, look.entry).get(look.check.fact)
    if not isinstance(until, date) or look.unit.today <= until:
        return None
    _ = letter_desk.speech_to(look.unit, look.entry)
    told = _("您认定时用的证件，有效期到{day}，现在已经超过。").format(day=_.day(until))
    return _Found(look.unit.today, f"登记的证件有效期到{spoken_day(until)}。", told, until.isoformat())


def _refused(look: _Look) -> _Found | None:
    newest = tallies.refusals_that_do(look.unit, look.entry, look.check)
    if not newest:
        return None
    _ = letter_desk.speech_to(look.unit, look.entry)
    days = "、".join(spoken_day(row.refused_on) for row in newest)
    return _Found(
        look.unit.today,
        f"拒绝服务的记录：{days}，均已由工作人员核定。",
        _turned_down(look, _("、").join(_.day(row.refused_on) for row in newest), _),
        f"refusal-{newest[-1].id}",
    )


def _turned_down(look: _Look, days: str, _: letter_desk.Speech) -> str:
    """What is told of refusals. Of good reasons only where the document knows them (reading X10)."""
    excuse = excuse_of(look.pack.exits)
    if not excuse:
        return _("您于{days}没有接受提供的就业服务。").format(days=days)
    words = _("您于{days}没有接受提供的就业服务，经核定没有正当理由（{article}）。")
    return words.format(days=days, article=look.pack.citations[excuse].article)


def _silent(look: _Look) -> _Found | None:
    found = tallies.silence_of(look.unit, look.entry, look.check)
    if found is None or found.full is None or look.unit.today < found.full:
        return None
    _, since = letter_desk.speech_to(look.unit, look.entry), spoken_day(found.since)
    return _Found(
        look.unit.today,
        f"自{since}起联络{found.attempts}天、{found.channels}种方式，均未联系上。",
        _("自{day}起，我们多次用不同方式联系您，都没有联系上。").format(day=_.day(found.since)),
        found.since.isoformat(),
    )


def _employed(look: _Look) -> _Found | None:
    """The day is the one work began on, as somebody put it on record."""
    _ = letter_desk.speech_to(look.unit, look.entry)
    told = _("登记记录显示，您自{day}起已经就业。").format(day=_.day(look.due_on))
    return _Found(look.due_on, f"就业登记：{look.due_on.isoformat()}", told, look.due_on.isoformat())


def _member_employed(look: _Look) -> _Found | None:
    _ = letter_desk.speech_to(look.unit, look.entry)
    told = _("登记记录显示，家庭中已有成员就业。")
    return _Found(look.due_on, f"就业登记：{look.due_on.isoformat()}", told, look.due_on.isoformat())


CHECKS: Mapping[str, Callable[[_Look], _Found | None]] = {
    "retirement": _retired,
    "validity": _lapsed,
    "refusals": _refused,
    "silence": _silent,
    "employment": _employed,
    "household": _member_employed,
}
