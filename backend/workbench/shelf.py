"""The shelf of packs: the files of the house, and every version published since, without a restart.

One row of the database carries a mark that changes with every publication and withdrawal. A unit that needs a
pack compares it with the mark this process knows: one look at one row, and every replica sees a new version
with the first question asked after the publication was committed.
"""

import secrets
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from backend.core.database import insert_new
from backend.core.unit import Services, Unit
from backend.policies.catalogue import PACK, PackError, Policies, load_policies
from backend.rules import Pack
from backend.rules.carried_plan import carried_plan
from backend.rules.catalogue import Catalogue, Edition
from backend.workbench.cases import CASES
from backend.workbench.models import PackVersion, PolicyShelf

ONE = 1
MARK = select(PolicyShelf.__table__.c.mark).where(PolicyShelf.__table__.c.id == ONE)
PUBLISHED = (
    select(PackVersion)
    .where(PackVersion.state == "published")
    .order_by(PackVersion.effective_from, PackVersion.published_at)
)
DAYS_KEPT = 8

log = structlog.get_logger(__name__)


@dataclass
class PackShelf:
    """The shelf of one process. ``unreadable`` names the published versions it had to leave out."""

    policies: Policies
    unreadable: dict[str, str] = field(default_factory=dict)
    """Row id to the first mistake."""

    def __post_init__(self) -> None:
        self._read: dict[str, Pack] = {}
        self._stand: tuple[str, Catalogue] | None = None
        self._at = lru_cache(DAYS_KEPT)(_of_day)

    @property
    def files(self) -> Catalogue:
        """What the files say, whatever was published."""
        return self.policies.catalogue

    def catalogue(self, session: Session, day: date) -> Catalogue:
        """The packs of a day. The same value as long as nothing was published, so that readers may remember it."""
        # On the bare connection: half the cost of the same look through the session.
        mark = session.connection().scalar(MARK) or ""
        stand = self._stand
        if stand is None or stand[0] != mark:
            stand = self._stand = mark, self._gather(session)
        return self._at(_Stand(*stand), day)

    def _gather(self, session: Session) -> Catalogue:
        """The files first, in force since ever; then what was published, each from its day."""
        base = self.policies.catalogue
        editions = {pack_id: [Edition(pack)] for pack_id, pack in base.packs.items()}
        kept: dict[tuple[str, str], Pack] = {}
        beside: dict[tuple[str, str], dict[str, str]] = {}
        for row in session.scalars(PUBLISHED):
            if row.pack not in editions:
                continue  # Of a policy the house has no more: nobody asks for it, so it need not be read.
            pack = self._pack(row)
            if pack is None:
                continue
            beside[row.pack, row.version] = row.beside
            if row.effective_from is None:
                kept[row.pack, row.version] = pack
            else:
                editions[row.pack].append(Edition(pack, row.effective_from))
        ordered = {pack_id: tuple(found) for pack_id, found in editions.items()}
        return replace(base, editions=ordered, kept=kept, beside=beside)

    def _pack(self, row: PackVersion) -> Pack | None:
        """A row as a pack, read once, with what still holds of the plan beside the files. One that can be read no more is
        named and left out."""
        base = self.policies.catalogue.packs.get(row.pack)
        if base is not None and row.version == base.version:
            return base
        if row.id not in self._read and row.id not in self.unreadable:
            try:
                # One kept without what stood beside it is read with the facts of today, and stays the version of its cases.
                pack = self.policies.read(row.pack, row.content, row.beside)
                pack = replace(pack, version=row.version)
                self._read[row.id] = pack if base is None else replace(pack, plan=carried_plan(base, pack))
            except PackError as error:
                self.unreadable[row.id] = error.problems[0].sentence
                log.error("pack.unreadable", pack=row.pack, version=row.version, why=str(error.problems[0]))
        return self._read.get(row.id)


@dataclass(frozen=True)
class _Stand:
    """A catalogue by its mark, so that it can be remembered day by day."""

    mark: str
    catalogue: Catalogue = field(compare=False)


def _of_day(stand: _Stand, day: date) -> Catalogue:
    return stand.catalogue.at(day)


def open_shelf(folder: Path) -> PackShelf:
    """Reads the files. Raises PackError with all their mistakes."""
    return PackShelf(load_policies(folder))


def shelf_of(services: Services) -> PackShelf:
    """The shelf itself, with the files of the house, against which every version is read."""
    assert isinstance(services.shelf, PackShelf)
    return services.shelf


def read_version(unit: Unit, row: PackVersion) -> Pack:
    """What a version says. Raises PackError with all its mistakes."""
    return shelf_of(unit.services).policies.read(row.pack, row.content, row.beside)


def unreadable_in(unit: Unit, row: PackVersion) -> str:
    """The first mistake of a published version that can be read no more; empty for all others."""
    return shelf_of(unit.services).unreadable.get(row.id, "")


def keep_files(unit: Unit, policies: Policies) -> None:
    """At every start: what the files say is kept as a version, so that cases can be replayed after an update."""
    insert_new(unit.session, PolicyShelf, [{"id": ONE, "mark": secrets.token_hex(16)}], ("id",))
    for pack in policies.catalogue.packs.values():
        known = select(PackVersion.id).where(
            PackVersion.pack == pack.id, PackVersion.version == pack.version, PackVersion.state == "published"
        )
        if unit.session.scalar(known) is None:
            unit.session.add(_file_version(unit, policies, pack))
            new_mark(unit)


def new_mark(unit: Unit) -> None:
    """Tells every replica that other versions are in force. Locks the shelf until the unit ends."""
    unit.session.execute(update(PolicyShelf).values(mark=secrets.token_hex(16)))


def _file_version(unit: Unit, policies: Policies, pack: Pack) -> PackVersion:
    folder = policies.folder / pack.id
    cases = folder / CASES
    return PackVersion(
        id=uuid7().hex,
        pack=pack.id,
        version=pack.version,
        state="published",
        content=(folder / PACK).read_text(encoding="utf-8"),
        cases=cases.read_text(encoding="utf-8") if cases.exists() else "",
        beside=policies.beside(pack.id),
        created_at=unit.now,
        updated_at=unit.now,
        published_at=unit.now,
    )
