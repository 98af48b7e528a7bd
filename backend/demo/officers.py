"""The officers of the demonstration at work."""

from dataclasses import dataclass

from sqlalchemy import select

from backend.applications import review
from backend.applications.guards import HOME_VISIT, RECORD_MATCH, stage_of
from backend.applications.models import Application
from backend.applications.review_steps import sources_of
from backend.applications.targets import papers_of
from backend.applications.views import DefectClaim, HomeVisit, RecordMatch, SourceMatch
from backend.core.actors import Officer
from backend.core.unit import Unit
from backend.demo.people import CHENGBEI, COMMUNITIES, SIGN_INS, SignIn
from backend.staff import branches, passwords, service
from backend.staff.models import OfficerRow

UNEMPLOYED = "unemployed"
"""The condition a refusal of the demonstration cites."""


@dataclass(frozen=True)
class Reviewers:
    """Who reviews the cases of one street: at the station, and at the county where one decides."""

    station: Officer
    county: Officer | None


def missing(unit: Unit) -> tuple[SignIn, ...]:
    """Those who are not employed yet: everybody at the first start, nobody later."""
    known = set(unit.session.scalars(select(OfficerRow.login)))
    cities = {pack.region[:4] for pack in unit.services.catalogue.packs.values()}
    return tuple(one for one in SIGN_INS if one.login not in known and one.area[:4] in cities)


def employ(unit: Unit, new: tuple[SignIn, ...], hashes: dict[str, str]) -> None:
    """Adds officers; ``hashes`` by login."""
    for sign_in in new:
        secret = service.add_officer(unit, sign_in.login, sign_in.name, sign_in.role, sign_in.area)
        service.accept_invitation(unit, secret, hashes[sign_in.login])


def open_communities(unit: Unit) -> None:
    """The communities of one street, so that an applicant there has a list to choose from."""
    if service.find_office(unit, CHENGBEI) is None:
        return
    for place, name in enumerate(COMMUNITIES, 1):
        if service.find_office(unit, f"{CHENGBEI}{place:03d}") is None:
            branches.open_community(unit, CHENGBEI, f"{place:03d}", name)


def hashes(new: tuple[SignIn, ...]) -> dict[str, str]:
    """The hash of every password; takes a moment, so outside the transaction."""
    return {sign_in.login: passwords.hash_password(sign_in.password) for sign_in in new}


def officer_of(unit: Unit, sign_in: SignIn) -> Officer | None:
    row = unit.session.scalar(select(OfficerRow.id).where(OfficerRow.login == sign_in.login))
    return service.as_actor(unit, row) if row is not None else None


def reviewers(unit: Unit, street: str) -> Reviewers:
    """The first officer of a street's station and of its county."""
    first = {sign_in.area: sign_in for sign_in in reversed(SIGN_INS)}
    station, above = officer_of(unit, first[street]), first.get(street[:6])
    if station is None:
        raise LookupError(street)
    return Reviewers(station, officer_of(unit, above) if above else None)


def take_up(unit: Unit, case_id: str) -> None:
    review.take_up(unit, case_id, _version(unit, case_id))


def look_into(unit: Unit, case_id: str) -> None:
    """Record match and home visit as far as the stage demands them, and the papers, without a finding."""
    stage = stage_of(unit, unit.session.get_one(Application, case_id))
    steps = {step.id for step in stage.steps}
    if RECORD_MATCH in steps:
        found = tuple(SourceMatch(source.id, "match") for source in sources_of(stage))
        review.record_step(unit, case_id, RecordMatch(unit.today, found))
    if HOME_VISIT in steps:
        review.record_step(unit, case_id, _visit(unit))
    for paper in papers_of(unit, unit.session.get_one(Application, case_id)):
        review.mark_paper(unit, case_id, paper.id, "verified", original_seen=True)


def _visit(unit: Unit) -> HomeVisit:
    return HomeVisit(
        unit.today, (unit.officer.name, "社区网格员"), "申请人家中", "confirmed", "本人在家，所述情况属实。"
    )


def endorse(unit: Unit, case_id: str, opinion: str) -> None:
    review.endorse(unit, case_id, _version(unit, case_id), opinion)


def return_it(unit: Unit, case_id: str) -> None:
    """Two things to mend, told at once."""
    claims = (
        DefectClaim("paper", "employment_certificate", "照片反光，编号看不清，请重新拍一张。"),
        DefectClaim("field", "phone", "号码打不通，请核对。"),
    )
    review.return_for_correction(unit, case_id, _version(unit, case_id), claims, "有疑问可以直接来电。")


def decline(unit: Unit, case_id: str) -> None:
    row = unit.session.get_one(Application, case_id)
    condition = next(one for one in unit.services.catalogue.packs[row.pack].preconditions if one.id == UNEMPLOYED)
    reason = "社会保险记录显示，您目前有单位参保，不属于失业状态。"
    review.decline(unit, case_id, row.version, condition.citation_id, reason)


def _version(unit: Unit, case_id: str) -> int:
    return unit.session.get_one(Application, case_id).version
