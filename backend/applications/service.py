"""From a finished self-check to a sent application, and what its owner may do with it afterwards."""

from sqlalchemy import delete, select
from uuid_utils.compat import uuid7

from backend.applications import community_choice
from backend.applications.acting import must_be_meant
from backend.applications.asks import COMMUNITY_SEARCH, dates_told, name_field
from backend.applications.check_codes import issue
from backend.applications.declaration import declaration_version
from backend.applications.dossier import Dossier, own_application
from backend.applications.earlier import beside_the_form
from backend.applications.events import DraftBegun, Submitted, Supplied, Withdrawn
from backend.applications.hands import has_entered, leave_hand
from backend.applications.identity import must_be_free, reassess, remember_said, told_by
from backend.applications.lifecycle import WITH_AN_OFFICE, Action, State, target_of
from backend.applications.models import Application, DefectRow, Hand, PaperFileRow, PaperRow
from backend.applications.ownership import arrive
from backend.applications.paper_files import let_go
from backend.applications.progress import next_step, office_name, state_label, steps
from backend.applications.receipts import new_receipt
from backend.applications.ruling import pack_for_the_file
from backend.applications.sealed import write_answers, write_assessment, write_form
from backend.applications.stop import STOP, must_be_read
from backend.applications.time_limit import due_after_correction, due_on
from backend.applications.turn import turn_of
from backend.core import outbox
from backend.core.chats import WEB, forget_since
from backend.core.crashpoints import crashpoint
from backend.core.locks import hold
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.people import mandate_details, stepping_in
from backend.people.mandate_models import Mandate
from backend.people.service import account_of, consent, ensure_account, keep_person
from backend.policies.answers import Given
from backend.policies.days import day_words
from backend.policies.outcome import eligible
from backend.policies.service import finished_answers
from backend.rules import Assessment, assess
from backend.staff.service import office_of_area, parent_at
from contract.application import ApplicationTurn, CaseBrief, LetterShown, StartApplication, Submit

AFTER_SENDING: tuple[State, ...] = (*WITH_AN_OFFICE, "recognised", "declined")


def start_application(unit: Unit, start: StartApplication) -> ApplicationTurn:
    """Turns a finished self-check into the one draft of this account and policy, after consent (I9).

    A draft that stands already is given back, with the newest answers of the self-check.
    Raises 404 ``screening.not_found``; 409 ``consent.outdated``, ``screening.unfinished``,
    ``application.not_offered``.
    """
    pack_id, answers = finished_answers(unit, start.screening)
    pack = unit.services.catalogue.packs[pack_id]
    assessment = assess(pack, answers, unit.today)
    if not eligible(pack, assessment):
        raise Problem("application.not_offered", 409)
    consent(unit, start.consent_version, pack_id)
    account = ensure_account(unit)
    hold(unit, f"draft:{account.id}")
    draft = _draft_of(unit, pack_id)
    if draft is not None:
        return turn_of(_renewed(Dossier(unit, draft), answers))
    row = _new_draft(unit, account.id, pack_id, pack.version, answers, assessment)
    if stepping_in.of_actor(unit) is None:
        unit.emit(DraftBegun(row.id))
    return turn_of(Dossier(unit, row))


def application(unit: Unit, application_id: str) -> ApplicationTurn:
    """Where an application stands. Raises 404 ``application.not_found``."""
    return turn_of(own_application(unit, application_id))


def submit(unit: Unit, application_id: str, declared: Submit) -> ApplicationTurn:
    """Hands the application in: receipt number, office, time limit, letter. Twice is once.

    Raises 409 ``application.fields_missing`` (labels), ``application.papers_missing`` (papers),
    ``application.no_category``, ``application.change_unread``, ``declaration.outdated`` (version),
    ``application.already_open``, ``registry.already_standing``, ``application.illegal_move`` (withdrawn);
    to a helper ``mandate.other_person`` (name).
    """
    dossier = own_application(unit, application_id, to_change=True)
    row = dossier.row
    if row.state in AFTER_SENDING:
        return _confirmed(dossier)
    sent = target_of(row.state, "submit", "citizen")  # type: ignore[arg-type]
    _must_be_complete(dossier, declared)
    must_be_meant(dossier)
    must_be_read(dossier)
    must_be_free(dossier, dossier.id_number)
    leave_hand(unit, row)
    _hand_over(dossier, sent)
    crashpoint("submit.before_commit")
    unit.audit("application.submitted", _subject(row), receipt=row.receipt, categories=row.categories)
    unit.emit(Submitted(row.id))
    return _confirmed(dossier)


def supply(unit: Unit, application_id: str) -> ApplicationTurn:
    """Gives the corrections to the office; its clock runs on. Twice is once.

    Raises 409 ``application.defects_open`` (labels) and ``application.illegal_move``.
    """
    dossier = own_application(unit, application_id, to_change=True)
    row = dossier.row
    if row.state in ("submitted", "in_review") and row.round > 0:
        return _confirmed(dossier)
    leave_hand(unit, row)
    if has_entered(unit, row, row.officer_id):
        row.officer_id = None  # She wrote what is to be reviewed now: somebody else of the office goes on.
    supplied: Action = "supply" if row.officer_id else "supply_to_the_office"
    state = target_of(row.state, supplied, "citizen")  # type: ignore[arg-type]
    open_ones = [dossier.label(defect.target) for defect in dossier.defects if not defect.mended_at]
    if open_ones:
        raise Problem("application.defects_open", 409, labels=open_ones)
    row.due_on = due_after_correction(unit, row)
    if row.officer_id is None:
        arrive(unit, row)
    row.state, row.editing, row.correct_by = state, "", None
    row.person_id = _keep_person(dossier)
    _moved(dossier)
    unit.audit("application.supplied", _subject(row), round=row.round)
    unit.emit(Supplied(row.id))
    return _confirmed(Dossier(unit, row))


def _confirmed(dossier: Dossier) -> ApplicationTurn:
    """How it stands, with the letter that confirms it where this chat is the one it goes to."""
    dossier.unit.session.flush()
    letter = outbox.waiting_here(dossier.unit, _subject(dossier.row))
    return turn_of(dossier).model_copy(update={"letter": letter.text if letter else ""})


def letter_shown(unit: Unit, application_id: str, shown: LetterShown) -> None:
    """The chat has shown the letter that confirms a submission or a correction. Raises 404 ``application.not_found``."""
    row = own_application(unit, application_id, to_change=True).row
    outbox.shown(unit, _subject(row), shown.message_id)


def withdraw(unit: Unit, application_id: str) -> ApplicationTurn:
    """Takes the application back; a draft is emptied. Twice is once.

    Raises 409 ``application.illegal_move`` once it was decided, 403 ``mandate.principal_only`` to a helper.
    """
    dossier = own_application(unit, application_id, to_change=True)
    row = dossier.row
    if row.state == "withdrawn":
        return turn_of(dossier)
    was_sent = row.submitted_at is not None
    if was_sent:
        stepping_in.principal_only(unit)
    row.state = target_of(row.state, "withdraw", "citizen")  # type: ignore[arg-type]
    row.editing = ""
    _moved(dossier)
    unit.audit("application.withdrawn", _subject(row), sent=was_sent)
    if was_sent:
        unit.emit(Withdrawn(row.id))
    else:
        _empty(dossier)
    return turn_of(Dossier(unit, row))


def cases(unit: Unit) -> tuple[CaseBrief, ...]:
    """Every application of this account, the newest first; drafts thrown away are not listed."""
    account = account_of(unit)
    if account is None:
        return ()
    by_mandate = select(Mandate.id).where(stepping_in.readable_by(unit, account.id))
    mine = select(Application).where(
        (Application.account_id == account.id) | Application.mandate_id.in_(by_mandate)
    )
    rows = unit.session.scalars(mine.order_by(Application.created_at.desc(), Application.id.desc()))
    return tuple(brief(Dossier(unit, row)) for row in rows if row.state != "withdrawn" or row.submitted_at)


def brief(dossier: Dossier) -> CaseBrief:
    """One line of /status."""
    row = dossier.row
    return CaseBrief(
        id=row.id,
        pack=row.pack,
        title=_title(dossier),
        state=row.state,
        state_label=state_label(row.state, dossier._),
        receipt=row.receipt or "",
        office=office_name(dossier),
        updated_on=day_words(dossier.unit.language, row.updated_at),
        steps=steps(dossier),
        next_step=next_step(dossier),
        for_whom=dossier.for_whom,
    )


def _title(dossier: Dossier) -> str:
    """With its city, where there are several."""
    several = len(dossier.unit.services.catalogue.packs) > 1
    city = str(dossier.pack.region_name) if several else ""
    title = dossier._("就业困难人员认定申请")
    return dossier._("{title}（{city}）").format(title=title, city=city) if city else title


def forget(unit: Unit, row: Application) -> None:
    """Deletes a draft with everything in it; the files go once that is committed."""
    for file in unit.session.scalars(select(PaperFileRow).where(PaperFileRow.application_id == row.id)):
        let_go(unit, file)
    for table in (PaperFileRow, PaperRow, DefectRow, Hand):
        unit.session.execute(delete(table).where(table.application_id == row.id))
    unit.session.delete(row)


def _draft_of(unit: Unit, pack_id: str) -> Application | None:
    account = ensure_account(unit)
    return unit.session.scalar(
        select(Application).where(
            Application.account_id == account.id, Application.pack == pack_id, Application.state == "draft"
        )
    )


def _new_draft(
    unit: Unit, account_id: int, pack_id: str, version: str, answers: Given, assessment: Assessment
) -> Application:
    row = Application(
        id=uuid7().hex,
        account_id=account_id,
        pack=pack_id,
        pack_version=version,
        state="draft",
        stage=0,
        round=0,
        categories=[],
        editing="",
        papers_done=False,
        version=1,
        created_at=unit.now,
        updated_at=unit.now,
    )
    mandate = stepping_in.of_actor(unit)
    if mandate is not None:
        row.mandate_id = mandate.id
    pack = unit.services.catalogue.packs[pack_id]
    write_form(unit, row, {name_field(pack).id: mandate_details.name_of_principal(unit, mandate)} if mandate else {})
    write_answers(unit, row, answers)
    write_assessment(unit, row, assessment)
    unit.session.add(row)
    unit.session.flush()
    leave_hand(unit, row)
    unit.audit("application.started", _subject(row), pack=pack_id)
    return row


def _renewed(dossier: Dossier, answers: Given) -> Dossier:
    """The newest self-check counts; what an ID number has said since counts more."""
    if any(dossier.answers.get(fact) != value for fact, value in answers.items()):
        from_number = told_by(dossier.id_number, dossier.unit.today) if dossier.id_number else {}
        remember_said(dossier, {fact: answers.get(fact) for fact in from_number})
        dossier.answers = {}
        dossier.forget(STOP, *(item.id for item in dates_told(dossier.pack)))
        reassess(dossier, {**answers, **from_number})
        dossier.save()
    return dossier


def _must_be_complete(dossier: Dossier, declared: Submit) -> None:
    _must_be_filled(dossier)
    reassess(dossier, {})
    if not dossier.categories:
        raise Problem("application.no_category", 409, telephone=dossier.pack.telephone)
    _must_be_filled(dossier)
    if dossier.missing_papers:
        papers = [str(item.title) for item in dossier.missing_papers]
        raise Problem("application.papers_missing", 409, papers=papers)
    if declared.declaration_version != (version := declaration_version(dossier)):
        raise Problem("declaration.outdated", 409, version=version)


def _must_be_filled(dossier: Dossier) -> None:
    left = (*dossier.unanswered(), *dossier.postponed())
    if left:
        raise Problem("application.fields_missing", 409, labels=[ask.label for ask in left])


def _hand_over(dossier: Dossier, sent: State) -> None:
    unit, row = dossier.unit, dossier.row
    row.person_id = _keep_person(dossier)
    station = office_of_area(unit, dossier.station_area)
    row.station_id = station.id
    row.office_id = parent_at(unit, station, dossier.pack.stages[0].level).id
    row.categories = list(dossier.categories)
    community_choice.settle(dossier)
    # Only now: nothing that was sent is ever without an office that answers for it.
    row.state, row.stage, row.editing, row.submitted_at = sent, 0, "", unit.now
    arrive(unit, row)
    row.receipt = new_receipt(dossier.pack.region, unit.today)
    issue(unit, row)
    row.due_on = due_on(unit, row)
    for item in dossier.papers_needed:
        dossier.paper(item.id).state = "received"
    for field in dossier.pack.form.fields:
        if field.derived_from == "today":
            dossier.form[field.id] = unit.today.isoformat()
    beside = (STOP, COMMUNITY_SEARCH, *beside_the_form())
    dossier.form = {name: value for name, value in dossier.form.items() if not name.startswith(beside)}
    dossier.save()
    _moved(dossier)


def _keep_person(dossier: Dossier) -> str:
    kinds = {field.kind: field.id for field in dossier.pack.form.fields if field.filled_by == "citizen"}
    name_field = dossier.asks[0].id
    person = keep_person(
        dossier.unit,
        dossier.id_number,
        str(dossier.form.get(name_field, "")),
        str(dossier.form.get(kinds.get("phone", ""), "")),
    )
    return person.id


def _moved(dossier: Dossier) -> None:
    """Of two who move a case at once, one wins; flushing makes the database judge now."""
    dossier.row.version += 1
    dossier.row.updated_at = dossier.unit.now
    dossier.unit.session.flush()


def _empty(dossier: Dossier) -> None:
    """A draft that was thrown away keeps nothing of what was written in it."""
    unit, row = dossier.unit, dossier.row
    for file in list(dossier.files):
        file.removed_at = unit.now
        let_go(unit, file)
    write_form(unit, row, {})
    row.person_index = None
    write_answers(unit, row, {})
    pack = pack_for_the_file(unit, row)
    write_assessment(unit, row, assess(pack, {}, unit.today))
    if unit.citizen.channel == WEB:
        # Of this one channel the log is ours: what was written into the form stands there as well.
        forget_since(unit, unit.citizen.chat_id, row.created_at)


def _subject(row: Application) -> str:
    return f"application:{row.id}"
