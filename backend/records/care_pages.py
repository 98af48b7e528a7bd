"""Whom to look after next: the lists of an officer and of an office."""

from datetime import timedelta
from typing import Annotated, Any, cast, get_args

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse
from sqlalchemy import Select, func, select

from backend.applications.models import Application
from backend.assistance import care
from backend.core.console import Desk, PageRoute, reader
from backend.core.inbox import ChatState
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.people.mandate_models import Mandate
from backend.people.models import Account
from backend.registry.models import Entry
from locales import translator

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reader = Annotated[Desk, Depends(reader)]


@router.get("/staff/care")
async def care_lists(
    desk: Reader, which: str = "first", whose: str = ""
) -> HTMLResponse:
    """One list with the counts of all; an officer's own people unless the whole office is asked for."""
    if which not in get_args(care.List):
        raise Problem("page.not_found", 404)
    mine = desk.officer.role == "reviewer" and whose != "all"
    told = translator("notices", desk.language)
    kept = {"which": which, "whose": whose if whose == "all" else ""}
    listing = desk.listing("/staff/care", ("recognised_on",), ("recognised_on", False), **kept)
    found = await desk.read(lists, cast(care.List, which), mine=mine, **listing.place)
    names = {name: told(text) for name, text in care.LISTS.items()}
    return desk.page("assistance/care.html", found=found, names=names, listing=listing)


def lists(
    unit: Unit, /, which: care.List, *, mine: bool, **place: Any
) -> care.CarePage:
    """The lists, where a word in the chat counts as a sign of life (XY-69)."""
    return care.care(unit, which, mine=mine, heard=heard_since(unit), **place)


def heard_since(unit: Unit) -> Select[Any]:
    """The persons who wrote in a chat within the time after which the shortest rhythm calls somebody silent."""
    days = min(pack.rhythm.silent for pack in unit.services.catalogue.packs.values())
    applied = select(Application.person_id, Application.account_id).where(Application.person_id.is_not(None))
    known = applied.union(select(Entry.person_id, Entry.account_id)).subquery()
    # Whoever was helped speaks in a chat of her own, once she has named the code there.
    own = (Mandate.account_id == known.c.account_id) & (Mandate.state != "refused")
    speaks_in = func.coalesce(Mandate.principal_account_id, known.c.account_id)
    return (
        select(known.c.person_id)
        .outerjoin(Mandate, own)
        .join(Account, Account.id == speaks_in)
        .join(ChatState, (ChatState.channel == Account.channel) & (ChatState.chat_id == Account.chat_id))
        .where(ChatState.updated_at > unit.now - timedelta(days=days))
    )
