"""One resident after the other: taken in with a mandate, checked, filled in, and handed in by an officer (窗口代办)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from backend.applications.acting import named
from backend.applications.asks import Ask
from backend.applications.dossier import Dossier, own_application
from backend.applications.identity import told_by
from backend.applications.models import Application
from backend.applications.service import start_application, submit
from backend.applications.turn import turn_of
from backend.core.actors import Officer
from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.counter.two_versions import FOR_FORM, JOINT, SentHerself, held, sent_herself
from backend.counter.whole_form import leave_open, put_all
from backend.people import mandate_details, mandates, stepping_in
from backend.people.consent import application_consent
from backend.people.mandate_models import Mandate
from backend.policies.answers import Given
from backend.policies.models import Screening
from backend.policies.service import policies, screening, start_screening
from backend.policies.spoken import packs_of_area
from backend.policies.typed import CODES
from backend.rules import IdNumberProblem, mask_id_number, parse_id_number
from backend.staff import access
from backend.staff.keyset import Order, Where, cursor_from, cursors, read
from contract.application import ApplicationTurn, ConsentText, StartApplication, Submit
from contract.policy import PolicyBrief
from contract.screening import ScreeningTurn, StartScreening

LEVELS: Final = ("community", "station", "county")
"""Whose counters take applications in (第二条第（一）项)."""
PER_PAGE: Final = 50
NEWEST: Final = Order(Mandate, Mandate.created_at, Mandate.id, Mandate.officer_id, falling=True)


@dataclass(frozen=True)
class Line:
    """One resident on the list. ``step`` is what comes next: check, apply, form, papers, submit, sent, over."""

    id: str
    name: str
    id_number: str
    place: str
    step: str
    receipt: str
    until: date
    number: int


@dataclass(frozen=True)
class Lines:
    """A page of residents, and behind and before which row the list goes on."""

    lines: tuple[Line, ...]
    next_after: str
    previous_before: str


@dataclass(frozen=True)
class FormField:
    """One question of the form, as a control."""

    id: str
    label: str
    input: str
    options: tuple[tuple[str, str], ...]
    values: tuple[str, ...]
    stood: str
    """The same as one text, for the page to bring back: what a newer word is told by."""
    hint: str
    example: str
    optional: bool
    longest: int


@dataclass(frozen=True)
class Resident:
    """Everything about one resident on one page."""

    line: Line
    phone: str
    code: str
    start: str
    """What a link hands to the principal's own chat."""
    given: bool
    active: bool
    screening: ScreeningTurn | None
    consent: ConsentText | None
    application: ApplicationTurn | None
    fields: tuple[FormField, ...]
    sent_herself: SentHerself | None = None
    """What she handed in from her own chat, where a list had told of the form."""


def may_enter(unit: Unit) -> Officer:
    """The officer as of now. Raises 403 ``helping.not_here`` where no applications are taken in."""
    officer = access.current(unit)
    if officer.role != "reviewer" or officer.level not in LEVELS or officer.organisation != "employment":
        raise Problem("helping.not_here", 403)
    return officer


def offered(unit: Unit) -> tuple[PolicyBrief, ...]:
    """The policies of the city the officer works in: nobody is taken in under another one's."""
    own = {pack.id for pack in packs_of_area(unit, may_enter(unit).area)}
    return tuple(brief for brief in policies(unit) if brief.id in own)


def check_offered(unit: Unit, pack: str) -> None:
    """Raises 403 ``helping.not_here``, 404 ``policy.not_found`` for a policy that is not offered here."""
    if pack not in {one.id for one in packs_of_area(unit, may_enter(unit).area)}:
        raise not_found("policy")


def take_in(
    unit: Unit,
    pack: str,
    place: str,
    typed: Mapping[str, str],
    number: int = 0,
    begun: set[str] | None = None,
    told: Given | None = None,
    mandate_id: str = "",
) -> str:
    """A resident wants help: name, ID number, telephone. Gives the id of the mandate, with the self-check begun.

    Who reads a whole list asks once with whom this officer has ``begun``, and hands it on; each resident is added. It
    also says what is ``told`` already, in the order it is asked, and which id the mandate is to have.

    Raises 422 in words where one of the three cannot be read, 404 ``policy.not_found``,
    409 ``helping.begun_already`` where this officer has begun with this number.
    """
    check_offered(unit, pack)
    try:
        id_number = parse_id_number(typed["id_number"], unit.today).number
    except IdNumberProblem as problem:
        raise Problem(CODES[f"id_number_{problem.code}"], 422) from None
    details = named(unit, {"principal": typed["principal"], "phone": typed["phone"]}) | {"id_number": id_number}
    begun = numbers_begun(unit) if begun is None else begun
    if id_number in begun:
        raise Problem("helping.begun_already", 409, name=details["principal"])
    begun.add(id_number)
    row = mandates.record(unit, pack, place, details, number, mandate_id)
    stepping_in.step_in(unit, row.account_id)
    start_screening(unit, StartScreening(pack=pack), told or told_by_number(id_number, unit.today))
    return row.id


def wrong_with(unit: Unit, typed: Mapping[str, str]) -> dict[str, Problem]:
    """Everything that is wrong with a name, an ID number and a telephone, by field: who mends one reads of all."""
    wrong = dict[str, Problem]()
    for name, text in typed.items():
        try:
            _read(unit, name, text)
        except Problem as problem:
            wrong[name] = problem
    return wrong


def _read(unit: Unit, name: str, text: str) -> None:
    if not text:
        raise Problem("helping.empty", 422)
    if name != "id_number":
        named(unit, {name: text})
        return
    try:
        parse_id_number(text, unit.today)
    except IdNumberProblem as problem:
        raise Problem(CODES[f"id_number_{problem.code}"], 422) from None


def told_by_number(id_number: str, today: date) -> Given:
    """What an ID number says, so that nobody is asked."""
    return {**told_by(id_number, today)}


def numbers_begun(unit: Unit) -> set[str]:
    """The ID numbers of those this officer acts for now."""
    mine = select(Mandate).where(Mandate.officer_id == unit.officer.id, stepping_in.in_force(unit))
    return {str(mandate_details.details_of(unit, one).get("id_number")) for one in unit.session.scalars(mine)}


def lines(
    unit: Unit, *, after: str = "", before: str = "", per_page: int = PER_PAGE, turned: bool = False
) -> Lines:
    """A page of the residents of this officer, the newest first, those of a list in its order."""
    officer = may_enter(unit)
    order = NEWEST.turned(turned)
    back, forth = cursor_from(before, order), cursor_from(after, order)
    where = Where([Mandate.officer_id == officer.id, Mandate.forgotten_at.is_(None)])
    found = read(unit, order, where, back or forth, per_page, backwards=back is not None)
    cases = _applications_of(unit, [row.id for row in found.rows])
    following, previous = cursors(order, found)
    return Lines(tuple(_line(unit, row, cases.get(row.id)) for row in found.rows), following, previous)


def resident(unit: Unit, mandate_id: str) -> Resident:
    """One of them. Raises 404 ``mandate.not_found``; once it is over nothing of the application is shown."""
    row = own(unit, mandate_id)
    case, check = _application_of(unit, row), _screening_of(unit, row)
    line, details = _line(unit, row, case), mandate_details.details_of(unit, row)
    active = stepping_in.stands(unit, row)
    dossier = own_application(unit, case.id) if active and case else None
    turn = screening(unit, check.id) if active and check and not case else None
    ready = turn is not None and turn.outcome is not None and turn.outcome.can_apply
    return Resident(
        line=line,
        phone=str(details.get("phone", "")),
        code=mandate_details.shown_code(unit, row),
        start=mandate_details.start_of(unit, row),
        given=row.state == "given",
        active=active,
        screening=turn,
        consent=application_consent(unit, row.pack) if ready else None,
        application=turn_of(dossier) if dossier else None,
        fields=_fields(dossier) if dossier else (),
        sent_herself=sent_herself(unit, row) if not case else None,
    )


def begin_form(unit: Unit, mandate_id: str, version: str) -> None:
    """The text of the consent was read out and agreed to: the form begins with what is known.

    Raises what :func:`start_application` raises.
    """
    row = own(unit, mandate_id)
    details, check = mandate_details.details_of(unit, row), _screening_of(unit, row)
    if check is None:
        raise not_found("screening")
    turn = start_application(unit, StartApplication(screening=check.id, consent_version=version))
    dossier = own_application(unit, turn.id)
    known = {ask.id: (details[ask.kind],) for ask in dossier.asks if ask.kind in ("id_number", "phone")}
    put_all(unit, turn.id, details.pop(FOR_FORM, {}) | known)
    mandate_details.keep_details(unit, row, details)


def keep_for_form(unit: Unit, mandate_id: str, typed: Mapping[str, Sequence[str]]) -> None:
    """What a list told of the form before there is one: sealed with the mandate until the form begins."""
    row = own(unit, mandate_id)
    mandate_details.keep_details(unit, row, mandate_details.details_of(unit, row) | {FOR_FORM: dict(typed)})


def hand_in(unit: Unit, mandate_id: str, version: str, *, signed: bool) -> ApplicationTurn:
    """Hands in what the resident has read and signed. Raises 422 ``helping.not_signed``, and what ``submit`` raises."""
    row = own(unit, mandate_id)
    if not signed:
        raise Problem("helping.not_signed", 422)
    case = application_id(unit, mandate_id)
    leave_open(unit, case)
    turn = submit(unit, case, Submit(declaration_version=version))
    row.signed_on = row.signed_on or unit.today
    return turn


def end(unit: Unit, mandate_id: str) -> None:
    """The resident wants no more help, or it is done."""
    own(unit, mandate_id)
    mandates.end(unit, mandate_id)


def own(unit: Unit, mandate_id: str) -> Mandate:
    """A mandate of this very officer; a colleague's is answered like one that does not exist."""
    row = unit.session.get(Mandate, mandate_id)
    if row is None or row.officer_id != may_enter(unit).id or row.forgotten_at:
        raise not_found("mandate")
    return row


def application_id(unit: Unit, mandate_id: str) -> str:
    """Raises 404 ``application.not_found`` where the form was not begun."""
    case = _application_of(unit, own(unit, mandate_id))
    if case is None:
        raise not_found("application")
    return case.id


def screening_id(unit: Unit, mandate_id: str) -> str:
    """Raises 404 ``screening.not_found`` where there is none any more."""
    check = _screening_of(unit, own(unit, mandate_id))
    if check is None:
        raise not_found("screening")
    return check.id


def letter(unit: Unit, mandate_id: str) -> dict[str, Any]:
    """What the 委托书 says (民法典 第一百六十五条): who, for whom, what, until when, and the code for an own chat."""
    row, officer = own(unit, mandate_id), may_enter(unit)
    details = mandate_details.details_of(unit, row)
    return {
        "principal": details["principal"],
        "id_number": details["id_number"],
        "phone": details["phone"],
        "helper": officer.name,
        "office": officer.office_name,
        "until": row.until,
        "code": mandate_details.shown_code(unit, row),
        "start": mandate_details.start_of(unit, row),
        "mandate_id": row.id,
    }


def photo_of(unit: Unit, mandate_id: str) -> str:
    """The field of the form that holds the portrait; empty where the form has none."""
    field = own_application(unit, application_id(unit, mandate_id)).photo_field
    return field.id if field else ""


def _application_of(unit: Unit, row: Mandate) -> Application | None:
    return _applications_of(unit, [row.id]).get(row.id)


def _applications_of(unit: Unit, ids: Sequence[str]) -> dict[str, Application]:
    """The newest of each mandate that was not withdrawn."""
    mine = select(Application).where(Application.mandate_id.in_(ids), Application.state != "withdrawn")
    return {str(row.mandate_id): row for row in unit.session.scalars(mine.order_by(Application.created_at))}


def _screening_of(unit: Unit, row: Mandate) -> Screening | None:
    mine = select(Screening).where(Screening.account_id == row.account_id)
    return unit.session.scalar(mine.order_by(Screening.id.desc()).limit(1))


def _line(unit: Unit, row: Mandate, case: Application | None) -> Line:
    details = mandate_details.details_of(unit, row)
    return Line(
        id=row.id,
        name=str(details.get("principal", "")),
        id_number=mask_id_number(str(details.get("id_number", ""))),
        place=row.relation,
        step=_step(unit, row, case),
        receipt=(case.receipt or "") if case else "",
        until=row.until,
        number=row.number,
    )


def _step(unit: Unit, row: Mandate, case: Application | None) -> str:
    if case is not None and case.submitted_at:
        return "correct" if case.state == "awaiting_correction" else "sent"
    if not stepping_in.stands(unit, row):
        return "over"
    return "form" if case else "check"


def _fields(dossier: Dossier) -> tuple[FormField, ...]:
    return tuple(
        _field(dossier, ask)
        for ask in dossier.asks
        if ask.input != "photo" and dossier.may_change("field", ask.id)
    )


def _field(dossier: Dossier, ask: Ask) -> FormField:
    values = held(dossier, ask)
    return FormField(
        id=ask.id,
        label=ask.label,
        input=ask.input,
        options=tuple((str(option.value), str(option.label)) for option in ask.options),
        values=values or (() if ask.input == "multi" else ("",)),
        stood=JOINT.join(values),
        hint=ask.text.partition("\n")[2],
        example=ask.example,
        optional=ask.optional,
        longest=max(ask.longest, 20),
    )
