"""How far the packages of a policy are done for a recognition: “131”, the first services, the visit."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from backend.assistance import acts, entries
from backend.assistance.models import ServiceAct
from backend.core.unit import Unit
from backend.registry.models import Entry


@dataclass(frozen=True)
class Progress:
    """One kind of a package: so many done of so many wanted."""

    kind: str
    label: str
    done: int
    wanted: int

    @property
    def complete(self) -> bool:
        return self.done >= self.wanted


@dataclass(frozen=True)
class PackageState:
    """A package of one recognition. ``article`` is what it rests on."""

    id: str
    label: str
    article: str
    parts: tuple[Progress, ...]

    @property
    def complete(self) -> bool:
        return all(part.complete for part in self.parts)


def packages(unit: Unit, entry: Entry) -> tuple[PackageState, ...]:
    """Every package of the policy the recognition stands under, as far as it is done (XY-50, GZ-24)."""
    pack, done = entries.policy_of(unit, entry), counted(unit, entry)
    labels = {kind.id: str(kind.label) for kind in pack.services}
    return tuple(
        PackageState(
            one.id,
            str(one.label),
            str(pack.citations[one.citation_id].article),
            tuple(Progress(kind, labels[kind], done[kind], wanted) for kind, wanted in one.wanted.items()),
        )
        for one in pack.packages
    )


def counted(unit: Unit, entry: Entry) -> Counter[str]:
    """How often each kind was done for this recognition; an act without the person counts for nothing."""
    found = unit.session.execute(
        select(ServiceAct.kind, func.count())
        .where(ServiceAct.entry_id == entry.id, ServiceAct.outcome != "not_met", acts.standing())
        .group_by(ServiceAct.kind)
    )
    return Counter(dict(found.all()))
