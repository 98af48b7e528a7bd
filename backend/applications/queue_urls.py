"""The filters of the queue as they stand in the URL, and as tags that can be taken off one by one."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from backend.applications.queue import FIRST_DUE, order_of
from backend.applications.views import PER_PAGE, Option, QueueFilters, QueuePage
from locales import Translate

NOTHING = QueueFilters()
KNOWN: Mapping[str, tuple[str, ...]] = {
    "state": ("open", "ended", "submitted", "in_review", "awaiting_correction", "recognised", "declined", "withdrawn"),
    "due": ("", "overdue", "soon", "uncorrected"),
    "holder": ("", "me", "nobody"),
    "turn": ("", "mine"),
    "order": ("", "turned"),
}


@dataclass(frozen=True)
class Tag:
    """An active filter: what it says, and the address without it."""

    label: str
    href: str


def filters_from(query: Mapping[str, str]) -> QueueFilters:
    """The filters of a URL; a value nobody offers counts as not given."""
    given: dict[str, Any] = {
        name: query[name].strip()[:60]
        for name in ("state", "stage", "due", "holder", "turn", "category", "receipt", "order", "after", "before")
        if query.get(name, "").strip()
    }
    for name, values in KNOWN.items():
        if given.get(name, getattr(NOTHING, name)) not in values:
            del given[name]
    per_page = _number(query, "per_page", NOTHING.per_page)
    return QueueFilters(
        **given,
        corrected=query.get("corrected") == "yes",
        office=_number(query, "office", 0),
        per_page=per_page if per_page in PER_PAGE else NOTHING.per_page,
    )


def query_of(filters: QueueFilters, **changes: Any) -> str:
    """The shortest query that says these filters; a change of anything but the cursor starts at the first row."""
    wanted = replace(filters, **({"after": "", "before": ""} | changes))
    said = {name: value for name, value in asdict(wanted).items() if value != getattr(NOTHING, name)}
    return urlencode({name: "yes" if value is True else value for name, value in said.items()})


def turned(filters: QueueFilters) -> str:
    """The same list from its other end."""
    return address(filters, order="" if filters.order else "turned")


def address(filters: QueueFilters, **changes: Any) -> str:
    query = query_of(filters, **changes)
    return f"/staff/cases?{query}" if query else "/staff/cases"


def back_address(back: str) -> str:
    """The list a case was opened from, rebuilt from what we know so that nothing foreign gets in."""
    filters = filters_from(dict(parse_qsl(back[:500])))
    return address(filters, after=filters.after, before=filters.before)


def tags(page: QueuePage, say: Translate) -> tuple[Tag, ...]:
    """All active filters but the page and its size."""
    filters = page.filters
    found: list[tuple[str, str]] = []
    for name, options in choices(page, say).items():
        value = str(getattr(filters, name) or "")
        label = next((option.label for option in options if option.value == value), value)
        if getattr(filters, name) != getattr(NOTHING, name):
            found.append((name, label))
    if filters.corrected:
        found.append(("corrected", say("补正后返回")))
    if filters.receipt:
        found.append(("receipt", say("受理编号：%(text)s") % {"text": filters.receipt}))
    return tuple(Tag(label, address(filters, **{name: getattr(NOTHING, name)})) for name, label in found)


def choices(page: QueuePage, say: Translate) -> dict[str, tuple[Option, ...]]:
    """What each filter offers, in the order of the form."""
    any_one = Option("", say("不限"))
    offices = (any_one, *page.offices) if len(page.offices) > 1 else ()
    by_due = order_of(page.filters.state) is FIRST_DUE
    orders = (
        Option("", say("最急的在前") if by_due else say("最近的在前")),
        Option("turned", say("最晚的在前") if by_due else say("最早的在前")),
    )
    return {
        "state": (
            Option("open", say("未办结")),
            Option("submitted", say("待办理")),
            Option("in_review", say("办理中")),
            Option("awaiting_correction", say("待补正")),
            Option("ended", say("已办结")),
            Option("recognised", say("已认定")),
            Option("declined", say("不予认定")),
            Option("withdrawn", say("已撤回")),
        ),
        "turn": (any_one, Option("mine", say("轮到本机构"))),
        "due": (
            any_one,
            Option("soon", say("即将超期")),
            Option("overdue", say("已超期")),
            Option("uncorrected", say("补正逾期")),
        ),
        "holder": (any_one, Option("me", say("我在办")), Option("nobody", say("待认领"))),
        "stage": (any_one, *page.stages),
        "category": (any_one, *page.categories),
        "office": offices,
        "order": orders,
    }


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default
