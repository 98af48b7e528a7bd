"""Lists and the people found in them as officers read them, each in the own area, masked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from backend.core import jobs
from backend.core.jobs import JobView
from backend.core.masking import mask_name, mask_phone
from backend.core.unit import Unit
from backend.finding.guards import finder, own_list, own_packs
from backend.finding.lifecycle import OUT, STATES, Action, allowed
from backend.finding.lists import preview_of
from backend.finding.models import FINDING, Candidate, PeopleList
from backend.finding.preview import Preview, said_problems
from backend.finding.screening import place_of
from backend.policies.spoken import pack_of
from backend.rules import Pack, mask_id_number
from backend.staff import access
from backend.staff.keyset import Order, Where, count_up_to, cursor_from, cursors, read
from backend.staff.models import OfficeRow, OfficerRow

PER_PAGE = 50
MOST_LISTS = 100
DESK_FIRST = Order(Candidate, Candidate.way, Candidate.id, Candidate.office_id, falling=True)
"""``desk`` is the last of the ways in the alphabet."""


@dataclass(frozen=True)
class ListLine:
    """One list of the overview."""

    id: str
    file_name: str
    policy: str
    rows: int
    found: int
    invited: int
    office: str
    officer: str
    created_at: datetime
    screened_at: datetime | None
    gone: bool
    """The file is gone and was never screened."""


@dataclass(frozen=True)
class Overview:
    packs: tuple[Pack, ...]
    lists: tuple[ListLine, ...]


@dataclass(frozen=True)
class CategoryLine:
    """One category of the counts: how many of the list came out so, and how many of them wait to be invited."""

    id: str
    name: str
    yes: int
    confirm: int


@dataclass(frozen=True)
class ListView:
    """One list with everything its page shows. ``stands`` counts its people by what became of them."""

    id: str
    file_name: str
    policy: str
    ended: bool
    rows: int
    as_of: date
    created_at: datetime
    screened_at: datetime | None
    has_file: bool
    preview: Preview | None
    problems: tuple[tuple[int, str, str], ...]
    results: Mapping[str, int]
    categories: tuple[CategoryLine, ...]
    areas: Mapping[str, int]
    left_out: Mapping[str, int]
    stands: Mapping[str, int]
    to_visit: int
    screen_job: JobView | None
    invite_job: JobView | None


@dataclass(frozen=True)
class PersonLine:
    """Somebody who was found; ``name``, ``id_number`` and ``phone`` masked, empty once forgotten."""

    id: str
    name: str
    id_number: str
    phone: str
    area: str
    verdict: str
    categories: tuple[str, ...]
    state: str
    way: str
    moved_at: datetime
    acts: tuple[Action, ...]


@dataclass(frozen=True)
class PeoplePage:
    """``total``: one more than ``COUNTED`` stands for many. The rest as in a page of the register."""

    lines: tuple[PersonLine, ...]
    total: int
    next_after: str
    previous_before: str


def overview(unit: Unit) -> Overview:
    """The lists of the officer's offices, the newest first."""
    mine = access.visible_to(finder(unit), PeopleList.office_id)
    wanted = select(PeopleList).where(mine, PeopleList.purpose == FINDING)
    rows = unit.session.scalars(wanted.order_by(PeopleList.created_at.desc()).limit(MOST_LISTS)).all()
    packs = tuple(pack_of(unit, pack.id) for pack in own_packs(unit))
    return Overview(packs, tuple(_line(unit, row) for row in rows))


def list_view(unit: Unit, list_id: str) -> ListView:
    """One list. Raises 404 ``list.not_found``."""
    row = own_list(unit, list_id)
    pack, counts = pack_of(unit, row.pack, row.pack_version), row.counts
    places = unit.services.catalogue.divisions.names
    fitting = counts.get("categories", {})
    return ListView(
        id=row.id,
        file_name=row.file_name,
        policy=pack.title,
        ended=pack.expired(unit.today),
        rows=row.rows,
        as_of=row.as_of,
        created_at=row.created_at,
        screened_at=row.screened_at,
        has_file=bool(row.file_id),
        preview=preview_of(unit, row),
        problems=said_problems(row.problems, unit.language),
        results=counts.get("results", {}),
        categories=tuple(
            CategoryLine(one.id, one.name, *(fitting.get(one.id, {}).get(word, 0) for word in ("yes", "confirm")))
            for one in pack.categories
        ),
        areas={places.get(code, code): n for code, n in sorted(counts.get("areas", {}).items())},
        left_out=counts.get("left_out", {}),
        stands=_stands(unit, row.id),
        to_visit=_to_visit(unit, row.id),
        screen_job=jobs.view(unit, row.screen_job) if row.screen_job else None,
        invite_job=jobs.view(unit, row.invite_job) if row.invite_job else None,
    )


def people(
    unit: Unit,
    list_id: str,
    *,
    state: str = "",
    after: str = "",
    before: str = "",
    per_page: int = PER_PAGE,
    turned: bool = False,
) -> PeoplePage:
    """The people of a list, by state; whoever has to be called or visited first. Raises 404 ``list.not_found``."""
    row = own_list(unit, list_id)
    here = [Candidate.list_id == row.id, access.visible_in(unit, finder(unit), Candidate.office_id)]
    if state in STATES:
        here.append(Candidate.state == state)
    order = DESK_FIRST.turned(turned)
    back, forth = cursor_from(before, order), cursor_from(after, order)
    found = read(unit, order, Where(here), back or forth, per_page, backwards=back is not None)
    pack = pack_of(unit, row.pack, row.pack_version)
    lines = tuple(_person(unit, pack, one) for one in found.rows)
    return PeoplePage(lines, count_up_to(unit, DESK_FIRST, Where(here)), *cursors(order, found))


def _line(unit: Unit, row: PeopleList) -> ListLine:
    stands = _stands(unit, row.id)
    return ListLine(
        id=row.id,
        file_name=row.file_name,
        policy=pack_of(unit, row.pack, row.pack_version).number,
        rows=row.rows,
        found=row.counts.get("found", 0),
        invited=sum(n for state, n in stands.items() if state not in ("found", "left_out")),
        office=unit.session.get_one(OfficeRow, row.office_id).name,
        officer=unit.session.get_one(OfficerRow, row.officer_id).name,
        created_at=row.created_at,
        screened_at=row.screened_at,
        gone=not row.file_id and row.screened_at is None,
    )


def _person(unit: Unit, pack: Pack, row: Candidate) -> PersonLine:
    details = unit.vault.open(row.sealed, place_of(row.id)) if row.sealed else {}
    phone = details.get("phone", "")
    return PersonLine(
        id=row.id,
        name=mask_name(details.get("name", "")),
        id_number=mask_id_number(details["id_number"]) if details else "",
        phone=mask_phone(phone) if phone else "",
        area=unit.services.catalogue.divisions.names.get(row.area, row.area),
        verdict=row.verdict,
        categories=tuple(pack.category(one).short for one in row.categories if one in pack.rules),
        state=row.state,
        way=row.way,
        moved_at=row.moved_at,
        acts=allowed(row.state, "officer"),
    )


def _stands(unit: Unit, list_id: str) -> dict[str, int]:
    """How many stand where, in the order of a life."""
    counted = select(Candidate.state, func.count()).where(Candidate.list_id == list_id).group_by(Candidate.state)
    found = {row[0]: row[1] for row in unit.session.execute(counted)}
    return {state: found[state] for state in STATES if state in found}


def _to_visit(unit: Unit, list_id: str) -> int:
    waiting = select(func.count()).where(
        Candidate.list_id == list_id, Candidate.way == "desk", Candidate.state.in_(OUT)
    )
    return unit.session.scalar(waiting) or 0
