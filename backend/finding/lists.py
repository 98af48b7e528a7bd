"""Uploaded lists: keeping one, starting its screening, throwing it away."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import delete
from uuid_utils.compat import uuid7

from backend.columns.register import Policies
from backend.core import jobs
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.finding.guards import finder, own_list, own_packs
from backend.finding.models import FINDING, Candidate, PeopleList
from backend.finding.preview import Preview, said_problems
from backend.rules import Pack

SCREEN = "finding.screen"
INVITE = "finding.invite"


@dataclass(frozen=True)
class Kept:
    """A list that was kept, as the answer of a command."""

    id: str


def policies_for(unit: Unit, pack_id: str) -> Policies:
    """What a list of this office is read against. Raises 422 ``finding.pack_missing``."""
    finder(unit)
    return policies_of(unit, _own_pack(unit, pack_id), unit.today)


def policies_of(unit: Unit, pack: Pack, day: date) -> Policies:
    catalogue = unit.services.catalogue
    return Policies((pack,), catalogue.divisions, day, tuple(catalogue.packs.values()))


def keep(
    unit: Unit, pack_id: str, file_name: str, file_id: str, preview: dict[str, Any], purpose: str = FINDING
) -> Kept:
    """Keeps a list whose file is stored and whose beginning was read. Nothing is screened yet."""
    officer, pack = finder(unit), _own_pack(unit, pack_id)
    row = PeopleList(
        id=uuid7().hex,
        pack=pack.id,
        pack_version=pack.version,
        as_of=unit.today,
        office_id=officer.office_id,
        officer_id=officer.id,
        purpose=purpose,
        file_name=file_name,
        file_id=file_id,
        rows=preview["rows"],
        preview=b"",
        created_at=unit.now,
    )
    row.preview = unit.vault.seal(preview, _place(row.id))
    unit.session.add(row)
    unit.session.flush()
    unit.audit("list.uploaded", subject_of(row.id), name=file_name, rows=row.rows)
    return Kept(row.id)


def preview_of(unit: Unit, row: PeopleList) -> Preview | None:
    """How the list was read; nothing once it is screened."""
    if not row.preview:
        return None
    opened = unit.vault.open(row.preview, _place(row.id))
    return Preview(
        rows=opened["rows"],
        taken=tuple(tuple(pair) for pair in opened["taken"]),
        sample=tuple(tuple(cells) for cells in opened["sample"]),
        looked_at=opened["looked_at"],
        problems=said_problems(opened["problems"], unit.language),
    )


def screen(unit: Unit, list_id: str) -> Kept:
    """Starts the screening in the background; asking twice starts it once. Raises 409 ``finding.screened``."""
    row = own_list(unit, list_id, lock=True)
    if not row.file_id:
        raise Problem("finding.screened", 409)
    if not row.screen_job or not jobs.view(unit, row.screen_job).open:
        row.counts, row.problems, row.as_of = {}, [], unit.today
        unit.session.execute(delete(Candidate).where(Candidate.list_id == row.id, Candidate.state == "found"))
        row.screen_job = jobs.start(unit, SCREEN, {"list_id": row.id}, subject=subject_of(row.id))
        unit.audit("list.screening", subject_of(row.id))
    return Kept(row.id)


def invite(unit: Unit, list_id: str, categories: tuple[str, ...], verdicts: tuple[str, ...]) -> Kept:
    """Starts the invitations of chosen verdicts. Raises 409 ``finding.not_screened``, 409 ``finding.policy_ended``,
    422 ``finding.nobody_chosen``."""
    row = own_list(unit, list_id, lock=True)
    pack = unit.services.catalogue.packs.get(row.pack)
    if row.screened_at is None:
        raise Problem("finding.not_screened", 409)
    if pack is None or pack.expired(unit.today):
        raise Problem("finding.policy_ended", 409)
    if not categories or not set(verdicts) & {"yes", "confirm"}:
        raise Problem("finding.nobody_chosen", 422)
    if not row.invite_job or not jobs.view(unit, row.invite_job).open:
        args = {"list_id": row.id, "categories": list(categories), "verdicts": list(verdicts)}
        row.invite_job = jobs.start(unit, INVITE, args, subject=subject_of(row.id))
        unit.audit("list.inviting", subject_of(row.id), categories="、".join(categories))
    return Kept(row.id)


def discard(unit: Unit, list_id: str) -> None:
    """Throws away the file and whoever was found but not invited; counts and invitations stay."""
    row = own_list(unit, list_id, lock=True)
    for job_id in filter(None, (row.screen_job, row.invite_job)):
        jobs.cancel(unit, job_id)
    forget_rows(unit, row)
    unit.audit("list.discarded", subject_of(row.id))


def forget_rows(unit: Unit, row: PeopleList) -> None:
    """The file, the preview, and those who were only found."""
    forget_file(unit, row)
    unit.session.execute(delete(Candidate).where(Candidate.list_id == row.id, Candidate.state == "found"))


def forget_file(unit: Unit, row: PeopleList) -> None:
    if row.file_id:
        unit.after_commit.append(partial(unit.services.files.delete, row.file_id))
    row.file_id, row.preview = "", b""


def subject_of(list_id: str) -> str:
    return f"list:{list_id}"


def _own_pack(unit: Unit, pack_id: str) -> Pack:
    for pack in own_packs(unit):
        if pack.id == pack_id:
            return pack
    raise Problem("finding.pack_missing", 422)


def _place(list_id: str) -> str:
    return f"people_lists.preview|{list_id}"
