"""The time limits of a procedure on days of the calendar: what follows from such a day, and until when.

No person hangs on them, so they are no trials of people: the waiting period (第三条第二款), refusals within a time, time
without contact, certificates that end, the month of a household without work. Shown from today and from days that
other months do not have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from backend.rules import ExitCheck, Pack, add_months
from backend.rules.said import N_, day_said, listed

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """What follows from one day: `told` says it. `id` is the same for the same limit of another version."""

    id: str
    title: str
    start: date
    told: str

    def to_json(self) -> dict[str, Any]:
        """A value of plain JSON types."""
        return {"limit": self.title, "start": self.start.isoformat(), "told": self.told}


@dataclass(frozen=True, slots=True)
class WindowChange:
    """A limit that ends otherwise than under the older pack. None: that pack has no such limit."""

    before: Window | None
    after: Window | None

    @property
    def either(self) -> Window:
        """The limit as it is called now, or was."""
        found = self.after or self.before
        assert found is not None
        return found

    def to_json(self) -> dict[str, Any]:
        """A value of plain JSON types."""
        return {
            "limit": self.either.title,
            "start": self.either.start.isoformat(),
            "before": self.before.told if self.before else None,
            "after": self.after.told if self.after else None,
        }


def windows(pack: Pack, today: date) -> tuple[Window, ...]:
    """Each limit of the procedure, from each of the days."""
    days = dict.fromkeys((today, date(today.year, 8, 31), date(today.year, 11, 30)))
    by_limit: dict[str, list[Window]] = {}
    for window in (window for day in days for window in _from(pack, day)):
        by_limit.setdefault(window.id, []).append(window)
    return tuple(window for found in by_limit.values() for window in found)


def window_changes(before: tuple[Window, ...], after: tuple[Window, ...]) -> tuple[WindowChange, ...]:
    """Which of them end otherwise, come or go."""
    old, new = ({(one.id, one.start): one for one in found} for found in (before, after))
    pairs = ((old.get(key), new.get(key)) for key in dict.fromkeys([*new, *old]))
    return tuple(
        WindowChange(was, now) for was, now in pairs if was is None or now is None or was.told != now.told
    )


def _from(pack: Pack, day: date) -> Iterator[Window]:
    if pack.waiting_months:
        again = add_months(day, pack.waiting_months)
        told = N_("{left}退出的，{again}起可以再申请。", left=day_said(day), again=day_said(again))
        yield Window("waiting", N_("再次申请的等待期"), day, told)
    for ground in pack.exits:
        items = {one.id: one.label for one in ground.reasons} | {one.id: one.label for one in ground.bases}
        for item, check in ground.checks:
            if done := _checked(check, day):
                title = N_("{said}：{content}", said=ground.label, content=items[item]) if item else ground.label
                yield Window(f"exits.{ground.id}.{item}", title, day, done)
    for relief in pack.reliefs:
        due = N_("{start}认定的，{due}以前（含当天）解决就业。", start=day_said(day), due=day_said(relief.due_on(day)))
        warned = _before(relief.due_on(day), relief.warn, N_("提醒经办机构"))
        yield Window(f"reliefs.{relief.id}", relief.label, day, listed(filter(None, (due, warned)), ""))


def _checked(check: ExitCheck, day: date) -> str:
    """What a night would do; empty for a check that counts neither days nor times."""
    match check.kind:
        case "refusals":
            return _refused(check, day)
        case "silence":
            return N_(
                "{start}起一直没联系上的，{full}提出退出建议（至少在{count}个不同日子、用{channels}种方式联系过）。",
                start=day_said(day),
                full=day_said(add_months(day, check.months)),
                count=check.count,
                channels=check.channels,
            )
        case "validity":
            proposed = N_("证书有效期到{until}的，{after}提出退出建议。", until=day_said(day), after=day_said(day + _A_DAY))
            warned = _before(day, check.warn, N_("提醒本人"))
            return listed(filter(None, (proposed, warned)), "")
        case _:
            return ""


def _refused(check: ExitCheck, day: date) -> str:
    """The last day on which the refusal that is still missing counts together with the first (X11: inclusive)."""
    if check.count == 1:
        return N_("{start}拒绝服务并经核定的，1次就提出退出建议。", start=day_said(day))
    last = add_months(day, check.months)
    return N_(
        "{start}第一次拒绝，第{count}次在{last}或以前的，提出退出建议；{after}起，第一次不再计入。",
        start=day_said(day),
        count=check.count,
        last=day_said(last),
        after=day_said(last + _A_DAY),
    )


def _before(last: date, warn: tuple[int, ...], whom: str) -> str:
    days = listed(day_said(last - timedelta(days=ahead)) for ahead in sorted(warn, reverse=True))
    return N_("{days}{whom}。", days=days, whom=whom) if warn else ""
