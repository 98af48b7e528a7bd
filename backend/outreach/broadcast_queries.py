"""Broadcasts as officers read them: the list, one with its preview and progress, the report by area."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, case, func, literal, select

from backend.core.jobs import JobView
from backend.core.outbox import OutboxRow
from backend.core.problems import not_found
from backend.core.unit import Unit
from backend.outreach import audience, broadcast_preview, duration, quotes
from backend.outreach.audience import Audience, Reached, Reason
from backend.outreach.broadcast_lifecycle import Action, allowed
from backend.outreach.broadcast_models import Broadcast
from backend.outreach.broadcast_preview import Shown
from backend.outreach.broadcasts import asks_nobody, broadcaster, needs_second, seen, subject_of, test_code
from backend.outreach.duration import Duration
from backend.people.models import Account
from backend.people.topic_models import NewsWish
from backend.people.topics import area_name
from backend.staff import access
from backend.staff.models import OfficerRow

MOST: Final = 2000
LEVELS: Final = {"city": "city", "county": "county", "zone": "county", "street": "street"}
ENDS: Final = ("sent", "blocked", "failed", "unknown", "cancelled")
"""How a row ends, each in exactly one way."""
OPEN: Final = ("left", "later")
"""Rows still open: their turn comes next, or on another hour or day."""


AS_WORK: Final = {"scheduled": "scheduled", "sending": "running", "paused": "paused"}
"""How the page of long work calls these states."""


@dataclass(frozen=True)
class BroadcastLine:
    id: int
    title: str
    state: str
    topic: str
    area: str
    people: int
    author: str
    updated_at: datetime
    stopped: str = ""
    begins_at: datetime | None = None
    """The hour it waits for, once it was handed on to be sent later; None when nothing is waited for."""

    @property
    def shows(self) -> str:
        """The state in the words of officers: what begins later is not being sent yet."""
        return "scheduled" if self.state == "sending" and self.begins_at else self.state


@dataclass(frozen=True)
class AreaReport:
    """One place: rows by how they ended."""

    area: str
    counts: Mapping[str, int]
    steps: tuple[str, str, str] = ("", "", "")
    """City, county and street by name, as far as told."""
    skipped: Mapping[Reason, int] = field(default_factory=dict)
    """Who fits the rules there and is not written to, by the first reason that holds now; no part of the total."""

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class BroadcastView:
    """One broadcast with everything its page shows; ``reached`` only while it was not sent yet."""

    line: BroadcastLine
    revision: int
    texts: Mapping[str, str]
    link: str
    abouts: tuple[str, ...]
    stopped: str
    """Why the house stopped it, empty where it did not."""
    obstacle: str
    """Why what it quotes may not go out as it is, while it was not sent."""
    picture_alt: str
    """What the picture above the text shows; empty for no picture."""
    wish: Audience
    urgent: bool
    note: str
    approver: str
    mine: bool
    acts: tuple[Action, ...]
    reached: Reached | None
    takes: Duration
    """How long it takes, or what is left of that."""
    needs_second: bool
    asks_nobody: bool
    """Whether it reaches people who chose nothing and cannot leave it."""
    """Whether a second person has to approve before it can be sent, for the first time or again."""
    shown: tuple[Shown, ...]
    named: tuple[Shown, ...]
    """The same for somebody whose name is known, where the text speaks to her."""
    starts_at: datetime | None
    """When it begins; None until it is sent."""
    wanted_at: datetime | None
    """The hour asked for, while it is not sent and that hour has not passed."""
    ended_at: datetime | None
    progress: Mapping[str, int]
    news_a_day: int
    report: tuple[AreaReport, ...]
    trial: str
    """The word with which it can be tried on oneself; empty once it is sent."""

    @property
    def mark(self) -> str:
        """Changes whenever the page would show something else."""
        return progress_mark(self.line.shows, self.progress, self.line.people)


def overview(unit: Unit) -> tuple[BroadcastLine, ...]:
    """The broadcasts of the officer's offices, the newest first."""
    rows = unit.session.scalars(
        select(Broadcast)
        .where(access.visible_to(broadcaster(unit), Broadcast.office_id))
        .order_by(Broadcast.id.desc())
        .limit(MOST)
    )
    return tuple(_line(unit, row) for row in rows)


def under_way(unit: Unit) -> tuple[JobView, ...]:
    """What is being sent to many, whoever wrote it, as long work is shown: how far it is, and nothing of what it says."""
    rows = unit.session.scalars(
        select(Broadcast).where(Broadcast.state.in_(("sending", "paused"))).order_by(Broadcast.started_at, Broadcast.id)
    )
    return tuple(_as_work(unit, row) for row in rows)


def broadcast(unit: Unit, broadcast_id: int) -> BroadcastView:
    """One broadcast. Raises 404 ``broadcast.not_found``."""
    row = seen(unit, broadcast_id)
    wish = Audience.of(row.audience)
    reached = audience.count(unit, wish) if row.started_at is None else None
    people = reached.people if reached else row.people
    approver = unit.session.get(OfficerRow, row.approver_id) if row.approver_id else None
    report = _report(unit, row) if row.started_at else ()
    return BroadcastView(
        line=_line(unit, row),
        revision=row.revision,
        texts=row.texts,
        link=row.link,
        abouts=quotes.abouts(row.quotes),
        stopped=row.stopped,
        obstacle=quotes.obstacle(unit, row.quotes) if reached else "",
        picture_alt=row.picture_alt,
        wish=wish,
        urgent=row.urgent,
        note=row.note,
        approver=approver.name if approver else "",
        mine=row.author_id == unit.officer.id,
        acts=allowed(row.state),
        reached=reached,
        takes=takes(unit, row),
        needs_second=needs_second(row, people),
        asks_nobody=asks_nobody(row),
        shown=broadcast_preview.shown(unit, row),
        named=broadcast_preview.named(unit, row),
        starts_at=row.starts_at if row.started_at else None,
        wanted_at=_wanted_at(unit, row),
        ended_at=row.ended_at,
        progress=_summed(report),
        news_a_day=unit.services.settings.news_a_day,
        report=report,
        trial="" if row.started_at or row.state == "cancelled" else test_code(unit, row),
    )


def _wanted_at(unit: Unit, row: Broadcast) -> datetime | None:
    return row.starts_at if row.started_at is None and row.starts_at and row.starts_at > unit.now else None


def takes(unit: Unit, row: Broadcast) -> Duration:
    """How long it takes from its beginning, or from now on: rows in the outbox, and who has none yet."""
    wish, at = Audience.of(row.audience), max(row.starts_at or unit.now, unit.now)
    if row.started_at is None:
        return duration.lasts(unit, duration.to_be_written(unit, wish, row.urgent, at))
    ahead = duration.waiting(unit, subject_of(row.id))
    if row.state in ("sending", "paused") and not row.exhausted:
        ahead += duration.to_be_written(unit, wish, row.urgent, at, row.cursor)
    return duration.lasts(unit, ahead)


def picture_content(unit: Unit, picture: str) -> bytes:
    """The bytes of a picture some broadcast shows. Raises 404 ``picture.not_found``."""
    if not picture or unit.session.scalar(select(Broadcast.id).where(Broadcast.picture_id == picture)) is None:
        raise not_found("picture")
    return unit.services.files.get(picture)


def picture_of(unit: Unit, broadcast_id: int) -> bytes:
    """The picture of a broadcast the officer may see. Raises 404."""
    return picture_content(unit, seen(unit, broadcast_id).picture_id)


def mark(unit: Unit, broadcast_id: int) -> str:
    """State and numbers alone, for a page that stands open."""
    row = seen(unit, broadcast_id)
    return progress_mark(_line(unit, row).shows, _ended(unit, row), row.people)


def progress_mark(state: str, progress: Mapping[str, int], people: int) -> str:
    """``running:<done>:<of>`` while it goes on, as the bar of long work reads it."""
    done = sum(progress.get(end, 0) for end in ENDS)
    return f"{'running' if state == 'sending' else state}:{done}:{people}"


def _as_work(unit: Unit, row: Broadcast) -> JobView:
    shows, ended = _line(unit, row).shows, _ended(unit, row)
    return JobView(
        id=subject_of(row.id),
        name="broadcast",
        subject=subject_of(row.id),
        state=AS_WORK[shows],
        done=sum(ended.get(end, 0) for end in ENDS),
        of=row.people,
        summary={},
        file_id="",
        problem="",
        problem_params={},
        started_by=unit.session.get_one(OfficerRow, row.author_id).name,
        started_at=row.started_at or row.created_at,
        ended_at=None,
    )


def _ended(unit: Unit, row: Broadcast) -> Counter[str]:
    mine = select(_end(unit), func.count()).where(OutboxRow.subject == subject_of(row.id)).group_by("ended")
    return Counter(dict(unit.session.execute(mine).all()))


def _report(unit: Unit, row: Broadcast) -> tuple[AreaReport, ...]:
    """Rows by place and end; a place in words, the county and below as told."""
    place = audience.place_of_account().label("place")
    found = unit.session.execute(
        select(place, _end(unit), func.count())
        .join(Account, (Account.channel == OutboxRow.channel) & (Account.chat_id == OutboxRow.chat_id))
        .outerjoin(NewsWish, NewsWish.account_id == Account.id)
        .where(OutboxRow.subject == subject_of(row.id))
        .group_by("place", "ended")
        .order_by("place")
    )
    areas: dict[str, Counter[str]] = {}
    for area, ended, count in found:
        areas.setdefault(area, Counter())[ended] += count
    for area, count in _not_reached(unit, row).items():
        areas.setdefault(area, Counter())["cancelled" if row.state == "cancelled" else "left"] += count
    return tuple(AreaReport(area_name(unit, area), areas[area], _steps(unit, area)) for area in sorted(areas))


def _not_reached(unit: Unit, row: Broadcast) -> Mapping[str, int]:
    """Who would be written to behind the last who was, by place: what goes on has them ahead, what ended has not."""
    if row.exhausted:
        return {}
    return audience.by_place(unit, Audience.of(row.audience), subject_of(row.id), row.cursor).get("", {})


def report(unit: Unit, broadcast_id: int) -> tuple[AreaReport, ...]:
    """The report to take away: places with who was skipped there, and why. Raises 404 ``broadcast.not_found``."""
    row = seen(unit, broadcast_id)
    lines = {line.steps: line for line in _report(unit, row)}
    wish = Audience.of(row.audience)
    inside = audience.places_under(unit, wish.area) | {""}
    skipped: dict[tuple[str, str, str], dict[Reason, int]] = {}
    for reason, places_there in audience.by_place(unit, wish, subject_of(row.id)).items():
        if not reason:
            continue
        for area, count in places_there.items():
            if area in inside or _steps(unit, area) in lines:
                skipped.setdefault(_steps(unit, area), {})[reason] = count
    return tuple(
        replace(lines.get(steps) or AreaReport("".join(steps), {}, steps), skipped=skipped.get(steps, {}))
        for steps in sorted({*lines, *skipped})
    )


def _steps(unit: Unit, code: str) -> tuple[str, str, str]:
    """City, county and street of a place, by the tree."""
    divisions, names = unit.services.catalogue.divisions, {"city": "", "county": "", "street": ""}
    while code in divisions:
        one = divisions.by_code[code]
        if one.level in LEVELS:
            names[LEVELS[one.level]] = str(one.name)
        code = one.parent
    return names["city"], names["county"], names["street"]


def _end(unit: Unit) -> ColumnElement[str]:
    """How a row has ended, or which of the open ones it is. The label is grouped by: its values are parameters."""
    later = case((OutboxRow.state == "paused", literal("left")), (OutboxRow.not_before > unit.now, literal("later")))
    return case((OutboxRow.state.in_(ENDS), OutboxRow.state), else_=func.coalesce(later, literal("left"))).label("ended")


def _summed(report: tuple[AreaReport, ...]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in report:
        total.update(one.counts)
    return total


def _line(unit: Unit, row: Broadcast) -> BroadcastLine:
    return BroadcastLine(
        id=row.id,
        title=row.title,
        state=row.state,
        topic=str(row.audience["topic"]),
        area=area_name(unit, str(row.audience["area"])),
        people=row.people,
        author=unit.session.get_one(OfficerRow, row.author_id).name,
        updated_at=row.updated_at,
        stopped=row.stopped,
        begins_at=row.starts_at if row.started_at and row.starts_at and row.starts_at > unit.now else None,
    )
