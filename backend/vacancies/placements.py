"""Public-welfare and community posts: who was placed, and the subsidies the agency applies for."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from backend.assistance import entries, grants
from backend.assistance.grants import NewGrant
from backend.core.locks import hold
from backend.core.masking import mask_name
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of, keep_person
from backend.registry.models import Entry
from backend.rules import IdNumberProblem, Pack, add_months, parse_id_number
from backend.staff import access
from backend.staff.models import OfficeRow
from backend.vacancies.guards import clerk, held, of_the_city, seen
from backend.vacancies.models import Placement, SubsidyCase, Vacancy
from backend.vacancies.order import reviewed_kind, rules_for
from backend.vacancies.post_rules import rules_of
from backend.vacancies.service import subject_of, take_places


@dataclass(frozen=True)
class Monitored:
    """Somebody of 监测对象, who has no recognition."""

    id_number: str
    name: str
    phone: str


@dataclass(frozen=True)
class PlacementLine:
    """Who works on a post; names are masked."""

    id: int
    name: str
    number: str
    starts_on: date
    until: date
    ended_on: date | None
    cases: tuple["CaseLine", ...]


@dataclass(frozen=True)
class CaseLine:
    """A subsidy case: its agent is the office that applied for the person."""

    id: int
    subsidy: str
    agent: str
    state: str
    filed_on: date
    reason: str


def place(unit: Unit, vacancy_id: str, number: str, starts_on: date) -> int:
    """Places a recognised person; the term of the post counts from that day. Gives the placement's id.

    Raises what :func:`guards.held` and :func:`entries.seen` raise; 409 ``vacancy.illegal_move``,
    ``placement.standing``, ``placement.too_often`` (most), ``assistance.entry_ended``; 422 ``placement.day_wrong``.
    """
    row = _on_offer(unit, vacancy_id)
    entry = entries.seen(unit, number, lock=True)
    if entry.state == "exited":
        raise Problem("assistance.entry_ended", 409)
    return _place(unit, row, entry.person_id, entry, starts_on)


def place_monitored(unit: Unit, vacancy_id: str, who: Monitored, starts_on: date) -> int:
    """Places somebody of 监测对象 on a rural post, without any recognition (XY-64).

    Raises besides 409 ``placement.rural_only``; 422 ``placement.id_number_wrong``, ``placement.name_missing``.
    """
    row = _on_offer(unit, vacancy_id)
    if row.kind != "rural_public":
        raise Problem("placement.rural_only", 409)
    if not who.name:
        raise Problem("placement.name_missing", 422)
    try:
        known = parse_id_number(who.id_number, unit.today)
    except IdNumberProblem:
        raise Problem("placement.id_number_wrong", 422) from None
    person = keep_person(unit, known.number, who.name, who.phone)
    return _place(unit, row, person.id, None, starts_on)


def end(unit: Unit, placement_id: int, reason: str) -> str:
    """The person leaves the post, whose place is free again; gives the post's id. Raises 404 ``placement.not_found``."""
    placement = _placement(unit, placement_id)
    row = held(unit, placement.vacancy_id)
    if placement.ended_on is not None:
        raise Problem("placement.ended_already", 409)
    if len(reason.strip()) < 2:
        raise Problem("vacancy.reason_missing", 422)
    placement.ended_on, placement.reason = unit.today, reason.strip()[:200]
    take_places(unit, row, row.filled - 1)
    unit.audit("placement.ended", subject_of(row.id), title=row.title)
    return row.id


def file_case(unit: Unit, placement_id: int, subsidy: str) -> int:
    """The agency applies for a subsidy on the person's behalf (GZ-29); its agent is the officer's office.

    Raises 404 ``placement.not_found``; 409 ``placement.case_filed``, ``placement.no_recognition``; 422
    ``grant.subsidy_unknown``.
    """
    officer = clerk(unit)
    placement = _placement(unit, placement_id)
    row = held(unit, placement.vacancy_id)
    if placement.entry_id is None:
        raise Problem("placement.no_recognition", 409)
    pack = entries.policy_of(unit, unit.session.get_one(Entry, placement.entry_id))
    if subsidy not in rules_of(unit, pack).subsidies.get(row.kind, ()):
        raise Problem("grant.subsidy_unknown", 422)
    hold(unit, f"placement:{placement.id}")
    same = SubsidyCase.placement_id == placement.id, SubsidyCase.subsidy == subsidy
    if unit.session.scalar(select(SubsidyCase.id).where(*same)) is not None:
        raise Problem("placement.case_filed", 409)
    case = SubsidyCase(
        placement_id=placement.id,
        entry_id=placement.entry_id,
        subsidy=subsidy,
        agent_id=officer.office_id,
        filed_by=officer.id,
        filed_on=unit.today,
    )
    unit.session.add(case)
    unit.session.flush()
    unit.audit("subsidy_case.filed", f"entry:{case.entry_id}", subsidy=_subsidy(pack, subsidy), case=case.id)
    return case.id


def decide_case(unit: Unit, case_id: int, months: int, reason: str = "") -> str:
    """The county grants months, or none with a reason; what is granted counts like every other. Gives the post's id.

    Raises 404 ``subsidy_case.not_found``; 409 ``subsidy_case.decided``, and whatever ``grants.grant`` refuses; 422
    ``vacancy.reason_missing``; 403 ``grant.county_only``, ``placement.same_person``.
    """
    case = unit.session.get(SubsidyCase, case_id, with_for_update=True)
    if case is None:
        raise not_found("subsidy_case")
    placement = _placement(unit, case.placement_id)
    officer = access.current(unit)
    if officer.level != "county":
        raise Problem("grant.county_only", 403)
    if case.state != "filed":
        raise Problem("subsidy_case.decided", 409)
    if case.filed_by == officer.id:
        raise Problem("placement.same_person", 403)
    entry = unit.session.get_one(Entry, case.entry_id)
    pack = entries.policy_of(unit, entry)
    if months:
        new = NewGrant(case.subsidy, unit.today, f"{placement.starts_on:%Y-%m}", months)
        case.grant_id, case.state = grants.grant(unit, entry.number, new), "granted"
    elif len(reason.strip()) < 2:
        raise Problem("vacancy.reason_missing", 422)
    else:
        case.state, case.reason = "refused", reason.strip()[:200]
    case.decided_by, case.decided_on = officer.id, unit.today
    unit.audit(
        f"subsidy_case.{case.state}", f"entry:{entry.id}", subsidy=_subsidy(pack, case.subsidy), months=months
    )
    return placement.vacancy_id


def placements(unit: Unit, vacancy_id: str) -> tuple[PlacementLine, ...]:
    """Who works or worked on a post of the officer's own area; an office elsewhere in the city sees nobody."""
    row = seen(unit, vacancy_id)
    wanted = select(Placement).join(Vacancy, Vacancy.id == Placement.vacancy_id)
    mine = access.visible_to(access.current(unit), Vacancy.office_id)
    found = unit.session.scalars(wanted.where(Vacancy.id == row.id, mine).order_by(Placement.id))
    return tuple(_placement_line(unit, one) for one in found)


def subsidies_of(unit: Unit, vacancy_id: str) -> tuple[tuple[str, str], ...]:
    """What may be applied for on this post: id and name."""
    row = seen(unit, vacancy_id)
    rules = rules_for(unit, row)
    packs = unit.services.catalogue.packs.values()
    names = {one.id: str(one.label) for pack in packs if rules_of(unit, pack) is rules for one in pack.subsidies}
    return tuple((one, names[one]) for one in rules.subsidies.get(row.kind, ()) if one in names)


def _on_offer(unit: Unit, vacancy_id: str) -> Vacancy:
    row = reviewed_kind(held(unit, vacancy_id))
    if row.state != "open" or row.expires_on < unit.today:
        raise Problem("placement.not_on_offer", 409)
    return row


def _place(unit: Unit, row: Vacancy, person_id: str, entry: Entry | None, starts_on: date) -> int:
    rules = rules_for(unit, row)
    if abs((starts_on - unit.today).days) > 92:
        raise Problem("placement.day_wrong", 422)
    hold(unit, f"placing:{person_id}")
    before = select(func.count()).select_from(Placement).where(Placement.person_id == person_id)
    if unit.session.scalar(before.where(Placement.ended_on.is_(None))):
        raise Problem("placement.standing", 409)
    if (unit.session.scalar(before) or 0) >= rules.most_placements:
        raise Problem("placement.too_often", 409, most=rules.most_placements)
    months = min(row.term_months or rules.term_months, rules.term_months)
    placement = Placement(
        vacancy_id=row.id,
        entry_id=entry.id if entry else None,
        person_id=person_id,
        starts_on=starts_on,
        until=add_months(starts_on, months) - timedelta(days=1),
        officer_id=unit.officer.id,
        created_at=unit.now,
    )
    unit.session.add(placement)
    take_places(unit, row, row.filled + 1)
    unit.session.flush()
    subject = entries.subject_of(entry) if entry else subject_of(row.id)
    unit.audit("placement.made", subject, title=row.title, until=f"{placement.until}")
    return placement.id


def _placement(unit: Unit, placement_id: int) -> Placement:
    row = unit.session.get(Placement, placement_id, with_for_update=True)
    if row is None or unit.session.scalar(
        select(Vacancy.id).where(Vacancy.id == row.vacancy_id, of_the_city(unit, Vacancy.office_id))
    ) is None:
        raise not_found("placement")
    return row


def _placement_line(unit: Unit, row: Placement) -> PlacementLine:
    name = details_of(unit, unit.session.get_one(Person, row.person_id))["name"]
    entry = unit.session.get(Entry, row.entry_id) if row.entry_id else None
    cases = unit.session.scalars(
        select(SubsidyCase).where(SubsidyCase.placement_id == row.id).order_by(SubsidyCase.id)
    )
    return PlacementLine(
        row.id,
        mask_name(name),
        entry.number if entry else "",
        row.starts_on,
        row.until,
        row.ended_on,
        tuple(_case_line(unit, one) for one in cases),
    )


def _case_line(unit: Unit, row: SubsidyCase) -> CaseLine:
    agent = unit.session.get_one(OfficeRow, row.agent_id).name
    pack = entries.policy_of(unit, unit.session.get_one(Entry, row.entry_id))
    return CaseLine(row.id, _subsidy(pack, row.subsidy), agent, row.state, row.filed_on, row.reason)


def _subsidy(pack: Pack, subsidy: str) -> str:
    return str(grants.subsidy_of(pack, subsidy).label)
