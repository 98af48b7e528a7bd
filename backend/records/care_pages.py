"""Whom to look after next: the lists of an officer and of an office."""

from datetime import timedelta
from typing import Annotated, Any, cast, get_args

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse
from sqlalchemy import Select, select

from backend.applications.models import Application
from backend.assistance import care
from backend.core.console import Desk, PageRoute, reader
from backend.core.inbox import ChatState
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.people.models import Account
from locales import translator

router = APIRouter(route_class=PageRoute, include_in_schema=False)
Reader = Annotated[Desk, Depends(reader)]


@router.get("/staff/care")
async def care_lists(
    desk: Reader, which: str = "first", whose: str = "", after: str = "", before: str = ""
) -> HTMLResponse:
    """One list with the counts of all; an officer's own people unless the whole office is asked for."""
    if which not in get_args(care.List):
        raise Problem("page.not_found", 404)
    mine = desk.officer.role == "reviewer" and whose != "all"
    told = translator("notices", desk.language)
    found = await desk.read(lists, cast(care.List, which), mine=mine, after=after, before=before)
    names = {name: told(text) for name, text in care.LISTS.items()}
    return desk.page("assistance/care.html", found=found, names=names)


def lists(
    unit: Unit, which: care.List, *, mine: bool, after: str = "", before: str = ""
) -> care.CarePage:
    """The lists, where a word in the chat counts as a sign of life (XY-69)."""
    return care.care(unit, which, mine=mine, after=after, before=before, heard=heard_since(unit))


def heard_since(unit: Unit) -> Select[Any]:
    """The persons who wrote in a chat within the time after which the shortest rhythm calls somebody silent."""
    days = min(pack.rhythm.silent for pack in unit.services.catalogue.packs.values())
    return (
        select(Application.person_id)
        .join(Account, Account.id == Application.account_id)
        .join(ChatState, (ChatState.channel == Account.channel) & (ChatState.chat_id == Account.chat_id))
        .where(Application.person_id.is_not(None), ChatState.updated_at > unit.now - timedelta(days=days))
    )
