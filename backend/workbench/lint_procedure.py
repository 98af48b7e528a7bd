"""What is missing around the rules: papers for a category, a category for an exit ground, days without a version."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from backend.rules import ExitGround, Pack
from backend.rules.exits import ExitCheck
from backend.rules.node import Path
from backend.rules.said import N_, day_said
from backend.workbench.findings import ERROR, WARNING, Draft, Remark

_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_ONE_DAY = timedelta(days=1)
_MONTHS = re.compile(r"(\d+|[一二三四五六七八九十])个月")
_TIMES = re.compile(r"(\d+|[一二三四五六七八九十])次")
_NUMERALS = {numeral: number for number, numeral in enumerate("一二三四五六七八九十", 1)}
_SPANS = {"半年": 6, "一年": 12, "1年": 12}
"""Months in other words."""


def no_documents_rule(draft: Draft) -> Iterator[Remark]:
    """Categories one applies for, of which no line of the papers says what they need, not even “不需要”."""
    named = {category for item in draft.pack.requirements for category in item.category_ids}
    for at, category in enumerate(draft.pack.categories):
        if category.id in draft.pack.applicable and category.id not in named:
            message = N_("没有写明“{name}”要什么材料", name=category.name)
            advice = N_("请在 requirements 中写 for: [{id}]；不需要的写 needed: false", id=category.id)
            yield Remark(
                ERROR, "no_documents_rule", ("categories", at), message, advice, category.citation_id
            )


def exit_names_no_category(draft: Draft) -> Iterator[Remark]:
    """Exit grounds that name a basis on which nobody is recognised."""
    for at, ground in enumerate(draft.pack.exits):
        for number, basis in enumerate(ground.bases):
            if basis.category_ids:
                continue
            quoted = draft.pack.citations[ground.citation_id].text
            yield Remark(
                WARNING,
                "exit_names_no_category",
                ("exits", at, "bases", number),
                N_("退出情形说到“{label}”，认定类别中没有这一类：“{quoted}”", label=basis.label, quoted=quoted),
                N_("请核对文件；确实没有的，只用于以前按它认定的人员"),
                ground.citation_id,
            )


def exits_missing(draft: Draft) -> Iterator[Remark]:
    """A pack that does not say how a recognition ends."""
    if not draft.pack.exits:
        yield Remark(WARNING, "exits_missing", (), N_("没有写退出情形"), N_("请写 exits，逐条引用文件的退出条款"))


def figure_not_in_article(draft: Draft) -> Iterator[Remark]:
    """Months and counts of the waiting period and of exit checks that the quoted article, which names such figures, does
    not name. Where the article names none the figure is a reading of ours."""
    pack = draft.pack
    if pack.waiting_citation in pack.citations:
        at: Path = ("waiting", "months")
        yield from _foreign(draft, at, pack.waiting_months, _months_in, N_("个月"), pack.waiting_citation)
    for number, ground in enumerate(pack.exits):
        place: Path = ("exits", number)
        for path, check in _checks_at(place, ground):
            yield from _foreign(draft, (*path, "months"), check.months, _months_in, N_("个月"), ground.citation_id)
            yield from _foreign(draft, (*path, "count"), check.count, _times_in, N_("次"), ground.citation_id)


def _checks_at(at: Path, ground: ExitGround) -> Iterator[tuple[Path, ExitCheck]]:
    """What is looked at each night under a ground, with its place."""
    if ground.check is not None:
        yield (*at, "check"), ground.check
    reasons = (("reasons", number, reason.check) for number, reason in enumerate(ground.reasons))
    bases = (("bases", number, basis.check) for number, basis in enumerate(ground.bases))
    for name, number, check in (*reasons, *bases):
        if check is not None:
            yield (*at, name, number, "check"), check


def _foreign(
    draft: Draft, at: Path, figure: int, named_in: Callable[[str], set[int]], unit: str, citation_id: str
) -> Iterator[Remark]:
    named = named_in(draft.pack.citations[citation_id].text.replace(" ", ""))
    if figure and named and figure not in named:
        message = N_("规则写{count}{unit}，所引条文没有这个数字", count=figure, unit=unit)
        yield Remark(ERROR, "figure_not_in_article", at, message, N_("请对照条文改正"), citation_id)


def _months_in(text: str) -> set[int]:
    return _numbers(_MONTHS, text) | {months for words, months in _SPANS.items() if words in text}


def _times_in(text: str) -> set[int]:
    return _numbers(_TIMES, text)


def _numbers(pattern: re.Pattern[str], text: str) -> set[int]:
    return {_NUMERALS.get(found) or int(found) for found in pattern.findall(text)}


def validity_gap(draft: Draft) -> Iterator[Remark]:
    """Days on which no version is in force, and terms that end before they begin."""
    starts, until = starts_on(draft), draft.pack.valid_until
    if starts and until and until < starts:
        message = N_("有效期到{until}，早于施行日期{starts}", until=day_said(until), starts=day_said(starts))
        yield Remark(ERROR, "ends_before_it_begins", ("valid_until",), message, N_("请改正有效期或施行日期"))
    before = [pack for _, pack in draft.older if pack.valid_until]
    last = max((pack.valid_until for pack in before if pack.valid_until), default=None)
    open_ended = len(before) < len(draft.older)
    if starts and last and not open_ended and starts > last + _ONE_DAY:
        first, end = day_said(last + _ONE_DAY), day_said(starts - _ONE_DAY)
        message = N_("{first}至{end}没有生效的版本", first=first, end=end)
        yield Remark(
            WARNING, "validity_gap", ("valid_from",), message, N_("请把施行日期提前，或延长上一版本的有效期")
        )


def verified_in_future(draft: Draft) -> Iterator[Remark]:
    """A day of verification that has not come."""
    if draft.pack.verified_on > draft.today:
        message = N_("核对日期{verified_on}还没有到", verified_on=day_said(draft.pack.verified_on))
        yield Remark(ERROR, "verified_in_future", ("verified_on",), message, N_("请写实际核对的日期"))


def starts_on(draft: Draft) -> date | None:
    """The first day in force: as decided for this version, or as the document says it in words."""
    return draft.starts or written_day(draft.pack)


def written_day(pack: Pack) -> date | None:
    """The day in the words of `valid_from`; None where they name none."""
    found = _DAY.search(pack.valid_from)
    return date(*map(int, found.groups())) if found else None
