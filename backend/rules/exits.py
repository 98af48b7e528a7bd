"""How a recognition ends, as a document says it: grounds, what each demands, and what is looked at every night."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from backend.rules.words import NO_TEXT, Text


@dataclass(frozen=True, slots=True)
class ExitCheck:
    """What is looked at every night so that an exit is proposed in time; it never decides.

    `kind` names the check (`EXIT_CHECKS`); `fact` the day a certificate ends, `warn` how many days before the person
    is told; `count` refusals within `months`; `months` without contact after `count` attempts through `channels` ways.
    """

    kind: str
    fact: str = ""
    warn: tuple[int, ...] = ()
    count: int = 0
    months: int = 0
    channels: int = 0


EXIT_CHECKS: Mapping[str, tuple[str, ...]] = {
    "retirement": (),
    "validity": ("fact", "warn"),
    "refusals": ("count", "months"),
    "silence": ("months", "count", "channels"),
    "employment": (),
    "household": (),
}
"""Each check with the values it needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitTerms:
    """What an exit demands: its `evidence`, and `affirm`, what the deciding officer must have judged.

    Without `notice` nobody is written to (a death); without `reply` the person is not heard first. `wish` is asked
    for by the person; `signed` wants a file; of a `private` one letters name the article only. `risk` is shown to
    reviewers of a later application, `recovery` opens a case to get money back; `entitles` cites what the person may
    still have from that day on. `excused` cites the exception for who turns a service down with good reason; empty
    where the document makes none.
    """

    evidence: tuple[Text, ...] = ()
    affirm: Text = NO_TEXT
    notice: bool = True
    reply: bool = True
    wish: bool = False
    signed: bool = False
    private: bool = False
    risk: bool = False
    recovery: bool = False
    entitles: str = ""
    excused: str = ""
    check: ExitCheck | None = None


@dataclass(frozen=True, slots=True)
class ExitReason(ExitTerms):
    """A finer code under an exit ground, as the document lists them (XY-32: 达到法定退休年龄)."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class ExitBasis:
    """A basis of recognition that an exit ground names; `category_ids` are the categories that rest on it."""

    id: str
    label: Text
    category_ids: tuple[str, ...] = ()
    check: ExitCheck | None = None


@dataclass(frozen=True, slots=True)
class ExitGround(ExitTerms):
    """Why a recognition ends (退出情形). With `bases` it ends those alone, without it ends any recognition."""

    id: str
    label: Text
    citation_id: str
    reasons: tuple[ExitReason, ...] = ()
    bases: tuple[ExitBasis, ...] = ()
    readings: tuple[str, ...] = ()

    def ends(self, category_ids: Iterable[str]) -> tuple[str, ...]:
        """Which of the categories somebody stands under this ground ends."""
        if not self.bases:
            return tuple(category_ids)
        met = {category for basis in self.bases for category in basis.category_ids}
        return tuple(category for category in category_ids if category in met)

    @property
    def checks(self) -> tuple[tuple[str, ExitCheck], ...]:
        """What a night looks at, each with the reason or basis it is about; empty for the ground itself."""
        of_reasons = ((reason.id, reason.check) for reason in self.reasons)
        of_bases = ((basis.id, basis.check) for basis in self.bases)
        return tuple((name, check) for name, check in (("", self.check), *of_reasons, *of_bases) if check)

    def terms(self, reason_id: str) -> ExitTerms:
        """What this ground demands; of the reason where it has reasons. KeyError for one it does not have."""
        if not self.reasons and not reason_id:
            return self
        return {reason.id: reason for reason in self.reasons}[reason_id]


def excuse_of(grounds: Iterable[ExitGround]) -> str:
    """The citation by which a service turned down with good reason is no ground to leave; empty where none is named."""
    told = (terms.excused for ground in grounds for terms in (ground, *ground.reasons))
    return next(filter(None, told), "")


def untold(grounds: Iterable[ExitGround]) -> tuple[ExitGround, ...]:
    """The grounds of which nobody can be told, each with only those of its reasons (reading X21)."""
    reduced = [
        replace(ground, reasons=tuple(one for one in ground.reasons if not one.notice)) if ground.reasons else ground
        for ground in grounds
    ]
    return tuple(ground for ground in reduced if ground.reasons or not ground.notice)


@dataclass(frozen=True, slots=True)
class ExitProcedure:
    """Who proposes an exit and who decides it (another person), and how long the person may answer before."""

    propose: tuple[str, ...]
    confirm: tuple[str, ...]
    reply_days: int
    citation_id: str
    readings: tuple[str, ...] = ()
