"""What a policy lets an office do for a recognised person: services, packages of them, subsidies, and a rhythm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from backend.rules.calendar import MONTHS_A_YEAR, add_months
from backend.rules.words import NO_TEXT, Text

ASKED = ("place", "visitors", "offered")
"""What the record of a service may have to hold: where, who went there, and what was offered or shown."""


@dataclass(frozen=True, slots=True)
class Following:
    """What the policy has for who has taken part, in words, and where it says so. An office decides about it."""

    what: Text
    citation_id: str


@dataclass(frozen=True, slots=True)
class ServiceKind:
    """One kind of service. `gift` is its name among the “送” of the document (送政策、送岗位…), empty for none.

    `after` is the kind that must have been recorded before, and to which this one is linked; a `visit` is one
    where somebody went to the person's home. `asks` are the parts of `ASKED` its record cannot do without. A `provider` may
    do it by purchase of services as well.
    """

    id: str
    label: Text
    citation_id: str
    gift: Text = NO_TEXT
    after: str = ""
    visit: bool = False
    asks: tuple[str, ...] = ()
    then: Following | None = None
    """What the person is told of once she has taken part (“政策找人”)."""
    provider: bool = False


@dataclass(frozen=True, slots=True)
class ServicePackage:
    """Services that belong together (“131”): how many of each kind a recognition is owed."""

    id: str
    label: Text
    citation_id: str
    wanted: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Subsidy:
    """A subsidy whose months add up over all recognitions of a person: at most `months` of them.

    Who at the first approval has less than `near_retirement` years to the statutory retirement date may have it
    until then; 0 where there is no such rule. `source` is the document that writes the term.
    """

    id: str
    label: Text
    citation_id: str
    months: int
    near_retirement: int = 0
    source: Text = NO_TEXT
    second: tuple[str, ...] = ()
    """Categories for which a county may open the months a second time, with a reason (reading X15)."""
    excludes: tuple[str, ...] = ()
    """Subsidies nobody has for the same month."""
    ends_with_work: bool = False
    """Not for months in which the person is employed."""

    def until_retirement(self, first_approved: date, retirement: date) -> bool:
        """Whether less than so many years were left at the first approval; exactly so many are not less."""
        if not self.near_retirement:
            return False
        return add_months(first_approved, self.near_retirement * MONTHS_A_YEAR) > retirement


@dataclass(frozen=True, slots=True)
class WishTask:
    """What an office has to do for whoever ticked a `wish` on the form, from the recognition on.

    With `proof` it is done only with a certificate or an assessment.
    """

    id: str
    wish: str
    label: Text
    citation_id: str
    proof: bool = False


@dataclass(frozen=True, slots=True)
class ReliefRoute:
    """One way to work that a plan for a household without work may take."""

    id: str
    label: Text


@dataclass(frozen=True, slots=True)
class Relief:
    """The plan that begins by itself when somebody is recognised as a member of a household without work.

    For the `categories` named; the household has work within so many calendar `months`. `warn`: so many days before
    the last one the office is warned. It ends with the one of the `routes` that worked.
    """

    id: str
    label: Text
    categories: tuple[str, ...]
    months: int
    warn: tuple[int, ...]
    goal: Text
    routes: tuple[ReliefRoute, ...]
    citation_id: str

    def due_on(self, recognised_on: date) -> date:
        """The last day: the same day so many months later, or that month's last."""
        return add_months(recognised_on, self.months)


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform for those who start a business (创业“五大平台”): its name in the document, and what one gets there."""

    id: str
    label: Text
    help: Text
    citation_id: str


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How soon and how often an office looks after a person: working days for the first two, days for the others.

    The documents say 及时, 定期 and 常态化; the numbers are the office's own and stand in the pack.
    """

    first_contact: int = 3
    plan: int = 10
    visit: int = 90
    survey: int = 90
    silent: int = 90
    citation_id: str = ""


USUAL_RHYTHM = Rhythm()
"""Where a policy has no numbers of its own."""
