"""Applications over HTTP: one conversational turn is one request is one transaction."""

from typing import Annotated
from urllib.parse import unquote

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Header, Request

from backend.applications import (
    acting,
    form,
    grounds,
    home,
    identity,
    intake_files,
    own_data,
    own_notice,
    own_register,
    paper_files,
    service,
    taking_back,
    validity,
)
from backend.applications.intake_files import CleanFile
from backend.applications.official_form import render_form
from backend.applications.official_form_data import own_form
from backend.applications.own_copy import zipped
from backend.applications.receipt_paper import own_receipt, render_receipt
from backend.applications.scanning import looked_at
from backend.core.problems import Problem
from backend.core.web import CitizenTurn, FileRoute, work_of
from backend.policies.api import pdf_document
from contract.application import (
    ApplicationTurn,
    CaseBrief,
    ChooseAlternative,
    Home,
    LetterShown,
    OwnData,
    PutField,
    SayUntil,
    SetLanguage,
    StartApplication,
    Submit,
    ToggleChoice,
)
from contract.mandate import AnswerMandate, AskMandate, Begun, Mandate
from contract.policy import Document, Grounds
from contract.register import AskToLeave, NoticeHeld, Object, Reply, Standing

router = APIRouter(prefix="/v1", tags=["applications"])
uploads = APIRouter(prefix="/v1", tags=["applications"], route_class=FileRoute)
"""The doors through which files come in."""


def not_too_large(request: Request, content_length: Annotated[int, Header()] = 0) -> None:
    """Refuses a body over the limit before it is read."""
    limit = work_of(request).services.settings.file_limit
    if content_length > limit:
        raise Problem("file.too_large", 413, limit=limit, size=content_length)


async def cleaned(request: Request, name: str, picture_only: bool = False) -> CleanFile:
    """The file in the body, checked, rewritten and looked at by the scanner in a thread before any unit opens."""
    limit = work_of(request).services.settings.file_limit
    content = await request.body()
    file = await run_sync(intake_files.clean, content, unquote(name), limit, picture_only)
    return await run_sync(looked_at, work_of(request).services.scanner, file, content)


FileName = Annotated[str, Header(alias="X-File-Name")]
BODY_CHECKED = [Depends(not_too_large)]


@router.get("/home")
async def get_home(turn: CitizenTurn) -> Home:
    """What the start page needs."""
    return await turn.read(home.home)


@router.put("/language")
async def set_language(turn: CitizenTurn, body: SetLanguage) -> Home:
    """Chooses the language of this account."""
    return await turn.do(home.set_language, body)


@router.get("/register")
async def standings(turn: CitizenTurn) -> tuple[Standing, ...]:
    """How the caller stands on the register, policy by policy."""
    return await turn.read(own_register.standings)


@router.post("/register/notices")
async def bring_notice(turn: CitizenTurn, body: NoticeHeld) -> Standing:
    """Brings an automatic recognition, told of on paper, into this chat."""
    await turn.do_apart(own_notice.count_try, body)
    return await turn.do(own_notice.bring_here, body)


@router.post("/register/{pack}/leave")
async def leave(turn: CitizenTurn, pack: str, body: AskToLeave) -> Standing:
    """Asks to leave the register; the office confirms."""
    return await turn.do(own_register.leave, pack, body)


@router.post("/register/{pack}/reply")
async def reply(turn: CitizenTurn, pack: str, body: Reply) -> Standing:
    """Says something to a proposed exit before it is decided; officers read it."""
    return await turn.do(own_register.reply, pack, body)


@router.post("/register/{pack}/object")
async def object_to(turn: CitizenTurn, pack: str, body: Object) -> Standing:
    """Objects to an automatic recognition; an officer answers."""
    return await turn.do(own_register.object_to, pack, body)


@uploads.post("/register/{pack}/leave/statement", dependencies=BODY_CHECKED)
async def leave_signed(turn: CitizenTurn, request: Request, pack: str, x_file_name: FileName = "") -> Standing:
    """Asks to leave with the picture of a signed statement; the body is the file itself."""
    file = await cleaned(request, x_file_name)
    return await turn.do(own_register.leave_signed, pack, x_file_name, file)


@router.get("/own-data")
async def held_data(turn: CitizenTurn) -> OwnData:
    """What is held about the caller, why and until when."""
    return await turn.read(own_data.own_data)


@router.delete("/own-data")
async def erase_data(turn: CitizenTurn) -> OwnData:
    """Deletes what may be deleted; tells what stays."""
    return await turn.do(own_data.erase)


@router.get("/own-data/copy")
async def data_copy(turn: CitizenTurn) -> Document:
    """Everything held about the caller as one ZIP."""
    held = await turn.read(own_data.bundle)
    return await run_sync(zipped, held)


@router.get("/cases")
async def cases(turn: CitizenTurn) -> tuple[CaseBrief, ...]:
    """Every application of this account."""
    return await turn.read(service.cases)


@router.get("/mandates")
async def mandates(turn: CitizenTurn) -> tuple[Mandate, ...]:
    """For whom the caller acts, and who acts for the caller."""
    return await turn.read(acting.mine)


@router.post("/mandates", status_code=201)
async def ask_mandate(turn: CitizenTurn, body: AskMandate) -> Mandate:
    """Begins to act for somebody else."""
    return await turn.do(acting.ask, body)


@router.post("/mandates/answers")
async def answer_mandate(turn: CitizenTurn, body: AnswerMandate) -> Mandate:
    """The principal looks at what a code says, agrees or refuses."""
    return await turn.do(acting.answer, body)


@router.post("/mandates/{mandate}/end")
async def end_mandate(turn: CitizenTurn, mandate: str) -> Mandate:
    """The principal takes it back, or the helper gives it up."""
    return await turn.do(acting.end, mandate)


@router.post("/mandates/{mandate}/screening", status_code=201)
async def begin_for(turn: CitizenTurn, mandate: str) -> Begun:
    """Begins the self-check of the person acted for, or goes on with what was begun."""
    return await turn.do(acting.begin, mandate)


@router.post("/applications", status_code=201)
async def start_application(turn: CitizenTurn, body: StartApplication) -> ApplicationTurn:
    """Turns a finished self-check into a draft, after consent."""
    return await turn.do(service.start_application, body)


@router.get("/applications/{application}")
async def application(turn: CitizenTurn, application: str) -> ApplicationTurn:
    """Where an application stands."""
    return await turn.read(service.application, application)


@router.get("/applications/{application}/grounds")
async def application_grounds(turn: CitizenTurn, application: str, requirement: str = "") -> Grounds:
    """The articles on which the present field, a paper (``requirement``), the list of papers or the review rests."""
    return await turn.read(grounds.grounds_of_application, application, requirement)


@router.put("/applications/{application}/fields/{field}")
async def put_field(turn: CitizenTurn, application: str, field: str, body: PutField) -> ApplicationTurn:
    """Keeps one field; an empty text confirms the ticks of a multiple choice."""
    if identity.may_be_number(body.text):
        await turn.do_apart(identity.count_try, application, field, body.text)
    return await turn.do(form.put_field, application, field, body)


@router.post("/applications/{application}/fields/{field}/toggle")
async def toggle_choice(
    turn: CitizenTurn, application: str, field: str, body: ToggleChoice
) -> ApplicationTurn:
    """Ticks or unticks one value."""
    return await turn.do(form.toggle_choice, application, field, body)


@router.post("/applications/{application}/fields/{field}/reopen")
async def reopen_field(turn: CitizenTurn, application: str, field: str) -> ApplicationTurn:
    """Asks one field again."""
    return await turn.do(form.reopen_field, application, field)


@router.post("/applications/{application}/back")
async def application_back(turn: CitizenTurn, application: str) -> ApplicationTurn:
    """One step back."""
    return await turn.do(form.back, application)


@router.post("/applications/{application}/go_on")
async def go_on(turn: CitizenTurn, application: str) -> ApplicationTurn:
    """What has changed was read; the form goes on."""
    return await turn.do(form.go_on, application)


@uploads.put("/applications/{application}/photo", dependencies=BODY_CHECKED)
async def put_photo(
    turn: CitizenTurn, request: Request, application: str, x_file_name: FileName = ""
) -> ApplicationTurn:
    """Keeps the photo of the form; the body is the picture itself, its name is percent-encoded."""
    file = await cleaned(request, x_file_name, picture_only=True)
    return await turn.do(form.put_photo, application, x_file_name, file)


@router.put("/applications/{application}/papers/{requirement}/choice")
async def choose_alternative(
    turn: CitizenTurn, application: str, requirement: str, body: ChooseAlternative
) -> ApplicationTurn:
    """Says which of several papers it is."""
    return await turn.do(paper_files.choose_alternative, application, requirement, body)


@uploads.post("/applications/{application}/papers/{requirement}/files", dependencies=BODY_CHECKED)
async def add_paper_file(
    turn: CitizenTurn, request: Request, application: str, requirement: str, x_file_name: FileName = ""
) -> ApplicationTurn:
    """Keeps one file for one paper; the body is the file itself, its name is percent-encoded."""
    file = await cleaned(request, x_file_name)
    return await turn.do(paper_files.add_paper_file, application, requirement, x_file_name, file)


@router.delete("/applications/{application}/papers/files/{file}")
async def remove_paper_file(turn: CitizenTurn, application: str, file: str) -> ApplicationTurn:
    """Takes a file back."""
    return await turn.do(paper_files.remove_paper_file, application, file)


@router.put("/applications/{application}/papers/{requirement}/until")
async def say_until(turn: CitizenTurn, application: str, requirement: str, body: SayUntil) -> ApplicationTurn:
    """Tells the last day printed on a paper; nobody has to."""
    return await turn.do(validity.say_until, application, requirement, body)


@router.post("/applications/{application}/papers/done")
async def papers_done(turn: CitizenTurn, application: str) -> ApplicationTurn:
    """On to the check page; missing papers may follow."""
    return await turn.do(paper_files.papers_done, application)


@router.post("/applications/{application}/papers/reopen")
async def papers_reopen(turn: CitizenTurn, application: str) -> ApplicationTurn:
    """Back to the papers."""
    return await turn.do(paper_files.papers_reopen, application)


@router.post("/applications/{application}/submit")
async def submit(turn: CitizenTurn, application: str, body: Submit) -> ApplicationTurn:
    """Hands the application in."""
    return await turn.do(service.submit, application, body)


@router.post("/applications/{application}/letter_shown", status_code=204)
async def letter_shown(turn: CitizenTurn, application: str, body: LetterShown) -> None:
    """The letter of the last submission or correction was shown as the answer to it: it is not sent again."""
    await turn.do(service.letter_shown, application, body)


@router.post("/applications/{application}/supply")
async def supply(turn: CitizenTurn, application: str) -> ApplicationTurn:
    """Gives the corrections to the office."""
    return await turn.do(service.supply, application)


@router.post("/applications/{application}/take_back")
async def take_back(turn: CitizenTurn, application: str) -> ApplicationTurn:
    """Makes a draft again of what was sent a moment ago."""
    return await turn.do(taking_back.take_back, application)


@router.post("/applications/{application}/withdraw")
async def withdraw(turn: CitizenTurn, application: str) -> ApplicationTurn:
    """Takes the application back."""
    return await turn.do(service.withdraw, application)


@router.get("/applications/{application}/form.pdf")
async def form_document(turn: CitizenTurn, application: str) -> Document:
    """The official form, filled in as far as it is."""
    official, template, name = await turn.read(own_form, application)
    return pdf_document(name, await run_sync(render_form, official, template))


@router.get("/applications/{application}/receipt.pdf")
async def receipt_document(turn: CitizenTurn, application: str) -> Document:
    """The receipt of an application that was handed in, with its check code."""
    data, name = await turn.read(own_receipt, application)
    return pdf_document(name, await run_sync(render_receipt, data))
