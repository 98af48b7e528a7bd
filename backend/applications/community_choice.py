"""Which community somebody lives in: chosen from the offices there are, so that the case goes to the right one (XY-12)."""

from sqlalchemy import exists, select

from backend.applications.asks import (
    ALL_COMMUNITIES,
    COMMUNITY,
    COMMUNITY_SAID,
    COMMUNITY_SEARCH,
    UNLISTED,
    Ask,
)
from backend.applications.communities import reviews
from backend.applications.community_names import found
from backend.applications.dossier import Dossier
from backend.applications.guards import helpers
from backend.applications.typed import visible
from backend.core.problems import Problem
from backend.rules import FactProblem
from backend.rules.parsing import parse_option
from backend.staff.models import OfficeRow, OfficerRow
from backend.staff.service import find_office


def take(dossier: Dossier, ask: Ask, text: str) -> str:
    """The community a tapped or typed text means; empty where it only narrows the list, which is then asked again.

    What is in no list is kept as it was typed. Raises 422 ``field.empty``, ``field.too_long``, ``field.characters``.
    """
    said = visible(text, ask.label)
    if not said:
        raise Problem("field.empty", 422, label=ask.label, example=ask.example)
    if len(said) > ask.longest:
        raise Problem("field.too_long", 422, label=ask.label, most=ask.longest, example=ask.example)
    searched = dossier.form.pop(COMMUNITY_SEARCH, "")
    value = _named(dossier, ask, said)
    if value == ALL_COMMUNITIES:
        return ""
    if value == UNLISTED and searched:
        dossier.form[COMMUNITY_SAID] = searched
    elif value:
        dossier.form.pop(COMMUNITY_SAID, None)
    else:
        dossier.form[COMMUNITY_SEARCH] = said
    return value


def _named(dossier: Dossier, ask: Ask, said: str) -> str:
    listed = dossier.known.communities
    for options in (ask.options, listed):
        try:
            return str(parse_option(said, options, offered=len(options)))
        except FactProblem:
            continue
    names = found(said, listed)
    return str(names[0].value) if len(names) == 1 else ""


def settle(dossier: Dossier) -> None:
    """Gives a case that is just handed in to the community chosen, to prepare it or to review it first (X18).

    A community that reviews has the case only where somebody is there to do it who did not enter it herself.
    """
    unit, row = dossier.unit, dossier.row
    row.community_id = None
    chosen = find_office(unit, str(dossier.form.get(COMMUNITY) or UNLISTED))
    if chosen is None or chosen.level != "community" or chosen.parent_id != row.office_id:
        return
    row.community_id = chosen.id
    if reviews(unit, chosen) and _is_manned(dossier, chosen):
        row.office_id = chosen.id


def _is_manned(dossier: Dossier, office: OfficeRow) -> bool:
    there = exists().where(
        OfficerRow.office_id == office.id,
        OfficerRow.active,
        OfficerRow.role == "reviewer",
        OfficerRow.id.not_in(helpers(dossier.row)),
    )
    return bool(dossier.unit.session.scalar(select(there)))
