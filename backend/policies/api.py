"""Policies, offices and the self-check over HTTP."""

import base64

from anyio.to_thread import run_sync
from fastapi import APIRouter

from backend.core.documents import render_checklist, render_sample
from backend.core.web import CitizenTurn
from backend.policies import grounds, library, reminders, service
from contract.policy import (
    Article,
    AskPolicy,
    Checklist,
    Citation,
    Contents,
    Document,
    Grounds,
    Office,
    PolicyAnswers,
    PolicyDocument,
)
from contract.screening import GiveAnswer, Reminder, ReopenAnswer, ScreeningTurn, StartScreening

router = APIRouter(prefix="/v1", tags=["policies"])


@router.get("/offices")
async def offices(turn: CitizenTurn, pack: str = "") -> tuple[Office, ...]:
    """Where one can go or call; those of one policy's city when ``pack`` is given."""
    return await turn.read(service.offices, pack)


@router.get("/policies/{pack}/articles")
async def articles(turn: CitizenTurn, pack: str) -> tuple[Citation, ...]:
    """The articles a policy quotes, word for word."""
    return await turn.read(service.articles, pack)


@router.get("/policies")
async def documents(turn: CitizenTurn) -> tuple[PolicyDocument, ...]:
    """Every document that can be read, with its term and what it rests on."""
    return await turn.read(library.documents)


@router.get("/policies/{pack}/contents")
async def contents(turn: CitizenTurn, pack: str) -> Contents:
    """The articles of a document, in the order of printing."""
    return await turn.read(library.contents, pack)


@router.get("/policies/{pack}/contents/{article}")
async def article(turn: CitizenTurn, pack: str, article: int) -> Article:
    """One article, word for word."""
    return await turn.read(library.article, pack, article)


@router.get("/policies/{pack}/samples/{sample}")
async def sample_document(turn: CitizenTurn, pack: str, sample: str) -> Document:
    """A statement to print and sign."""
    title, words, document, where = await turn.read(service.sample_of, pack, sample)
    return pdf_document(f"{title}.pdf", await run_sync(render_sample, title, words, document, where))


@router.post("/questions")
async def ask(turn: CitizenTurn, body: AskPolicy) -> PolicyAnswers:
    """Which articles answer a question. Nothing of it is kept; it is no GET so that no log keeps it either."""
    return await turn.read(library.ask, body)


@router.post("/screenings", status_code=201)
async def start_screening(turn: CitizenTurn, body: StartScreening) -> ScreeningTurn:
    """Begins a self-check."""
    return await turn.do(service.start_screening, body)


@router.get("/screenings/{screening}")
async def screening(turn: CitizenTurn, screening: str) -> ScreeningTurn:
    """Where a self-check stands."""
    return await turn.read(service.screening, screening)


@router.post("/screenings/{screening}/answers")
async def answer(turn: CitizenTurn, screening: str, body: GiveAnswer) -> ScreeningTurn:
    """Answers the question being asked."""
    return await turn.do(service.answer, screening, body)


@router.post("/screenings/{screening}/back")
async def screening_back(turn: CitizenTurn, screening: str) -> ScreeningTurn:
    """Asks the question before again."""
    return await turn.do(service.back, screening)


@router.post("/screenings/{screening}/reopen")
async def reopen_answer(turn: CitizenTurn, screening: str, body: ReopenAnswer) -> ScreeningTurn:
    """Asks one answered question again."""
    return await turn.do(service.reopen, screening, body)


@router.delete("/screenings/{screening}", status_code=204)
async def drop_screening(turn: CitizenTurn, screening: str) -> None:
    """Throws a self-check away."""
    await turn.do(service.drop, screening)


@router.get("/screenings/{screening}/grounds")
async def screening_grounds(turn: CitizenTurn, screening: str) -> Grounds:
    """The articles on which the present question, or the result, rests."""
    return await turn.read(grounds.grounds_of_screening, screening)


@router.get("/screenings/{screening}/checklist")
async def checklist(turn: CitizenTurn, screening: str) -> Checklist:
    """The papers this person needs."""
    return await turn.read(service.papers_of, screening)


@router.get("/screenings/{screening}/checklist.pdf")
async def checklist_document(turn: CitizenTurn, screening: str) -> Document:
    """The same list to keep or print."""
    papers = await turn.read(service.papers_of, screening)
    # Outside the unit: setting type takes tens of milliseconds and needs no database.
    content = await run_sync(render_checklist, papers, turn.caller.language)
    return pdf_document(f"{papers.title}.pdf", content)


@router.post("/screenings/{screening}/reminders", status_code=201)
async def keep_reminders(turn: CitizenTurn, screening: str) -> tuple[Reminder, ...]:
    """Asks to be told on the day from which a category may fit."""
    return await turn.do(reminders.keep, screening)


@router.get("/reminders")
async def list_reminders(turn: CitizenTurn) -> tuple[Reminder, ...]:
    """The reminders still to come."""
    return await turn.read(reminders.listed)


@router.delete("/reminders/{reminder}", status_code=204)
async def cancel_reminder(turn: CitizenTurn, reminder: str) -> None:
    """Takes a reminder back."""
    await turn.do(reminders.cancel, reminder)


def pdf_document(filename: str, content: bytes) -> Document:
    """A PDF made for the citizen, as it crosses the wall."""
    return Document(
        filename=filename,
        media_type="application/pdf",
        content_base64=base64.b64encode(content).decode(),
    )
