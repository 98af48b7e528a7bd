"""Why a post fits, in words; and why one does not, as people say it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from backend.core.sentences import N_
from backend.matching.scoring import HALF_DAY, Fit, Part, limits
from backend.people.job_wishes import KINDS
from backend.vacancies.occupations import classification
from locales import Translate, translator

UNFIT: Final[Mapping[str, str]] = {
    "too_far": N_("太远"),
    "pay": N_("工资"),
    "hours": N_("时间"),
    "health": N_("身体干不了"),
    "care": N_("要照顾家人"),
    "other": N_("其他"),
}
PLACES: Final = ("", N_("在您的城市"), N_("在您的区县"), N_("就在您的街道"))


def reasons(found: Fit, language: str) -> Iterator[str]:
    """The parts of a score that speak for the post: 离您2.3公里, 半天班, 会做饭."""
    _ = translator("notices", language)
    for part in found.parts:
        if told := _told(part, found, _, language):
            yield told


BESIDE: Final[Mapping[str, str]] = {
    "burden": N_("体力或作息"),
    "disability": N_("没有写明接受残疾人"),
    "hours": N_("半天或全天"),
    "pay": N_("工资"),
    "distance": N_("路程"),
}
"""Limits that are wishes of her own; what the rule of a post says is the office's to mind."""


def besides(found: Fit, day: date, language: str) -> Iterator[str]:
    """Which wishes a post does not keep to."""
    _ = translator("notices", language)
    if found.seeker.kinds and found.post.kind not in found.seeker.kinds:
        yield _("工作种类")
    for limit in limits(found.seeker, found.post, day):
        if limit in BESIDE:
            yield _(BESIDE[limit])


def _told(part: Part, found: Fit, _: Translate, language: str) -> str:
    match part.reason:
        case "kind":
            return _("您想做的：{kind}").format(kind=_(KINDS[found.post.kind])) if part.points else ""
        case "distance":
            return _way(part.value, found.post.point is not None and found.seeker.point is not None, _)
        case "skills":
            skills = classification().skills
            shared = _("、").join(skills[one].label(language) for one in part.shared)
            return _("用得上：{skills}").format(skills=shared) if shared else ""
        case "hours":
            return _("半天班") if part.value <= HALF_DAY else ""  # The hours stand in a line of their own.
        case "pay":
            return ""


def _way(value: int, measured: bool, _: Translate) -> str:
    if measured:
        near = max(100, round(value, -2))  # A place is known to about a hundred metres: less is not told.
        return _("离您{m}米").format(m=near) if near < 1000 else _("离您{km}公里").format(km=f"{value / 1000:.1f}")
    return _(PLACES[-value]) if value else ""
