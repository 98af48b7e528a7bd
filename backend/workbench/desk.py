"""One version on the table: as the database has it, and as it reads."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from anyio.to_thread import run_sync

from backend.core.clock import day_in_china
from backend.core.console import Desk
from backend.core.telling import said_to
from backend.policies.catalogue import Policies
from backend.rules import Pack
from backend.rules.carried_plan import carried_plan
from backend.workbench import queries
from backend.workbench.checks import Read, look_through, read
from backend.workbench.findings import Finding
from backend.workbench.shelf import shelf_of
from backend.workbench.views import VersionView


@dataclass(frozen=True)
class PolicyDesk:
    """A version before the eyes of its reader."""

    view: VersionView
    read: Read


async def opened(desk: Desk, version_id: str) -> PolicyDesk:
    """Reads a version, its text outside the transaction. Raises 404 ``policy.not_found``."""
    view = await desk.read(queries.version, version_id)
    return PolicyDesk(view, await reading(desk, view.pack, view.content))


@dataclass(frozen=True)
class Order:
    """The order of questions made from a register, as far as a version keeps it: so many of its places."""

    people: int
    made_on: date
    kept: int
    steps: int


def order_of(policies: Policies, pack: Pack | None) -> Order | None:
    """None where no order was made for the files, or the version cannot be read."""
    base = policies.catalogue.packs.get(pack.id) if pack else None
    if pack is None or base is None or base.plan is None:
        return None
    carried = base.plan if pack.version == base.version else carried_plan(base, pack)
    kept = len(carried.steps) if carried else 0
    return Order(base.plan.people, base.plan.made_on, kept, len(base.plan.steps))


async def reading(desk: Desk, pack_id: str, content: str) -> Read:
    """A text as it reads."""
    return await run_sync(read, policies_of(desk), pack_id, content)


async def linted(desk: Desk, view: VersionView, content: str, cases: str) -> tuple[Finding, ...]:
    """What lint says of two texts of a version."""
    older = await desk.read(queries.older_of, view.line.id)
    today = day_in_china(desk.work.clock())
    return await run_sync(look_through, policies_of(desk), view, content, cases, today, older)


def policies_of(desk: Desk) -> Policies:
    """The files of the house, against which every version is read."""
    return shelf_of(desk.work.services).policies


def around(desk: Desk, found: PolicyDesk, tab: str) -> dict[str, Any]:
    """What every page of a version shows; ``tab`` is the one that is open."""
    return {
        "said": said_to(desk.language),
        "version": found.view,
        "line": found.view.line,
        "pack": found.read.pack,
        "problems": found.read.problems,
        "tab": tab,
        "at": f"/staff/policies/versions/{found.view.line.id}",
    }
