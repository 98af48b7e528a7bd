"""Photos and files: into the paper that was asked for, or kept until it is said what they are.

An album comes as one update a photo; it is answered once, in one message that goes on counting.
"""

import asyncio
from typing import Final

from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Message
from aiohttp import ClientResponseError

from bot.callbacks import Drop, Place
from bot.client import Problem
from bot.markup import safe
from bot.problems import N_, words
from bot.routers import application, thread, uploading
from bot.routers.table import on_tap
from bot.screen import Screen
from bot.screens import application as form_screens
from bot.screens import papers as screens
from bot.screens import register as register_screens
from bot.screens.common import led_by, note
from bot.sending import patiently
from bot.storage import Album, Waiting
from bot.storage import Place as Spot
from bot.turn import Turn
from contract.application import ApplicationTurn, Paper

LARGEST: Final = 20 * 1024 * 1024
"""Bytes a messenger hands over at most; the backend has its own limit."""
MOST_WAITING: Final = 30
KNOWN: Final = N_("这张已经收到过了。")
FETCH_PAUSES: Final = (1.0, 3.0, 6.0)


async def take_files(turn: Turn, message: Message) -> None:
    """A photo or file, wherever the conversation stands."""
    file = _file_of(message)
    place = turn.memory.place
    if place.kind == "field" and place.input == "photo":
        await _portrait(turn, file)
    elif place.kind == "leave":
        await _statement(turn, file, place.name)
    elif place.kind == "upload" and turn.memory.application:
        await _add(turn, message, file, place.name)
    elif turn.memory.application:
        await _sort(turn, message, file)
    else:
        found = await turn.client.home()
        if found.draft:
            turn.memory.application = found.draft.id
            await _sort(turn, message, file)
        else:
            await thread.here(turn, turn._("收到文件了，但现在还没有申请可以放。请先自测，再开始申请。"))


def _file_of(message: Message) -> Waiting:
    if message.photo:
        best = message.photo[-1]
        return Waiting(file_id=best.file_id, name=screens.PHOTO, media_type="image/jpeg", size=best.file_size or 0)
    document = message.document
    assert document is not None  # the caller has seen a photo or a document
    return Waiting(
        file_id=document.file_id,
        name=document.file_name or "file",
        media_type=document.mime_type or "application/octet-stream",
        size=document.file_size or 0,
    )


async def _portrait(turn: Turn, file: Waiting) -> None:
    try:
        stands = await turn.client.put_photo(
            turn.memory.application, file.name, file.media_type, await _fetch(turn, file)
        )
    except Problem as problem:
        if problem.status not in (413, 415, 422):
            raise
        screen, place = application.step_of(turn, await turn.client.application(turn.memory.application))
        await thread.ask_again(turn, words(turn._, problem), screen, place)
        return
    await application.go_on(turn, stands)


async def _statement(turn: Turn, file: Waiting, policy: str) -> None:
    """The signed statement of who wants to leave the register."""
    try:
        after = await turn.client.leave_signed(policy, file.name, file.media_type, await _fetch(turn, file))
    except Problem as problem:
        if problem.status not in (413, 415, 422):
            raise
        await thread.here(turn, words(turn._, problem))
        return
    await turn.ask_next("", register_screens.asked(turn._, after), Spot())
    turn.leave_step()


# --- into one requirement


async def _add(turn: Turn, message: Message, file: Waiting, requirement: str) -> None:
    """Adds one file; the answer is a new message, or for an album the one that counts it.

    While several papers are mended, a file after the first one of a paper is asked about: it may be the next paper.
    """
    id = turn.memory.application
    before = await turn.client.application(id)
    if not _goes_on_with_album(turn, message.media_group_id) and screens.is_unclear(before, requirement):
        await _keep(turn, message, file, before)
        return
    try:
        content = await _fetch(turn, file)
        known = _kept(before, requirement)
        stands = await turn.client.add_paper_file(id, requirement, file.name, file.media_type, content)
        refused = "" if _kept(stands, requirement) != known else turn._(KNOWN)
    except Problem as problem:
        if problem.status >= 500 or problem.status == 404:
            raise
        stands = await turn.client.application(id)
        refused = words(turn._, problem)
    refused = _about(turn, file, _place_in_album(turn, message.media_group_id), refused)
    paper = uploading.paper_of(stands, requirement)
    if paper is None:
        await thread.expired(turn)
        return
    await _tell(turn, message.media_group_id, stands, paper, refused)


def _kept(stands: ApplicationTurn, requirement: str) -> list[str]:
    paper = uploading.paper_of(stands, requirement)
    return [file.id for file in paper.files] if paper else []


def _place_in_album(turn: Turn, group: str | None) -> int:
    """Which picture of its album this is; 0 for one by itself."""
    if not group:
        return 0
    album = turn.memory.album
    return album.count + len(album.refused) + 1 if album and album.group == group else 1


def _goes_on_with_album(turn: Turn, group: str | None) -> bool:
    """Whether it belongs to an album of which the first picture has been put somewhere."""
    album = turn.memory.album
    return bool(group and album and album.group == group and not turn.memory.waiting)


def _about(turn: Turn, file: Waiting, place: int, refused: str) -> str:
    """The refusal, saying of which of several files, or of which name; nothing stays nothing."""
    if not refused:
        return ""
    if place:
        return turn._("第{n}个文件：{problem}").format(n=place, problem=refused)
    return f"{file.name}：{refused}" if file.name != screens.PHOTO else refused


async def _tell(turn: Turn, group: str | None, stands: ApplicationTurn, paper: Paper, refused: str) -> None:
    album = turn.memory.album if turn.memory.album and turn.memory.album.group == group else None
    refusals = dict.fromkeys([*(album.refused if album else ()), *([refused] if refused else ())])
    count = (album.count if album else 0) + (0 if refused else 1)
    screen, place = _answer(turn, stands, paper, count, "\n".join(refusals))
    if album:
        shown = await turn.edit(album.message, screen)
    else:
        await turn.retire_buttons()
        shown = await turn.send(screen)
    turn.stand(place, shown, screen)
    turn.memory.album = (
        Album(group=group, message=shown, count=count, refused=list(refusals)) if group else None
    )


def _answer(
    turn: Turn, stands: ApplicationTurn, paper: Paper, count: int, refused: str
) -> tuple[Screen, Spot]:
    """What is in now; where nothing could be taken, the same step again under the reason."""
    upload = Spot(kind="upload", name=paper.item.id)
    uploading = turn.memory.place.kind == "upload"
    if count or (uploading and paper.files):
        return screens.received(turn._, stands, paper, count, refused), upload
    if uploading:
        return led_by(refused, screens.upload(turn._, stands, paper)), upload
    screen, place = application.step_of(turn, stands)
    return led_by(refused, screen), place


# --- not yet known which


async def _sort(turn: Turn, message: Message, file: Waiting) -> None:
    """Puts a file where it must belong, or asks."""
    stands = await turn.client.application(turn.memory.application)
    if stands.state not in ("draft", "awaiting_correction"):
        lead = turn._("申请已经提交，现在不用再传材料。需要补材料时我们会通知您。")
        await thread.here(turn, lead)
        return
    fits = screens.missing_papers(stands) or screens.needed_papers(stands)
    if not fits:
        await thread.here(turn, turn._("收到文件了，但您的申请不用传材料。"))
    elif len(fits) == 1 and stands.phase != "form":
        await _add(turn, message, file, fits[0].item.id)
    else:
        await _keep(turn, message, file, stands)


async def _keep(turn: Turn, message: Message, file: Waiting, stands: ApplicationTurn) -> None:
    turn.memory.waiting = [*turn.memory.waiting, file][-MOST_WAITING:]
    screen = screens.which(turn._, stands, len(turn.memory.waiting))
    album, group = turn.memory.album, message.media_group_id
    if album and album.group == group:
        shown = await turn.edit(album.message, screen)
    else:
        shown = await turn.send(screen)
    if group:
        turn.memory.album = Album(group=group, message=shown, count=len(turn.memory.waiting))
    turn.memory.choices = [(each.label, each.data) for each in screen.answers]


@on_tap(Place)
async def put(turn: Turn, data: Place) -> None:
    """The waiting files belong here."""
    waiting, id = turn.memory.waiting, turn.memory.application
    if not waiting or not id:
        await thread.expired(turn)
        return
    stands, added, refusals = None, 0, list[str]()
    for place, file in enumerate(waiting, 1):
        try:
            content = await _fetch(turn, file)
            stands = await turn.client.add_paper_file(
                id, data.requirement, file.name, file.media_type, content
            )
            added += 1
        except Problem as problem:
            refusals.append(_about(turn, file, place if len(waiting) > 1 else 0, words(turn._, problem)))
    turn.memory.waiting, turn.memory.album = [], None
    stands = stands or await turn.client.application(id)
    paper = uploading.paper_of(stands, data.requirement)
    if paper is None:
        await thread.expired(turn)
        return
    await _put_down(turn, stands, paper, added, "\n".join(dict.fromkeys(refusals)))


async def _put_down(turn: Turn, stands: ApplicationTurn, paper: Paper, added: int, refused: str) -> None:
    if added:
        screen = screens.received(turn._, stands, paper, added, refused)
    else:
        screen = led_by(refused, screens.upload(turn._, stands, paper))
    if stands.phase == "form" and stands.prompt:
        await turn.show(Screen(screen.text if added else safe(refused)))
        await turn.ask_below(
            form_screens.field(turn._, stands, stands.prompt),
            Spot(kind="field", name=stands.prompt.field, input=stands.prompt.input),
        )
        return
    await turn.ask(screen, Spot(kind="upload", name=paper.item.id))


@on_tap(Drop)
async def drop(turn: Turn, data: Drop) -> None:
    stands = await turn.client.remove_paper_file(turn.memory.application, data.file)
    if turn.memory.place.kind == "upload":
        lead = safe(turn._("已删除。"))
        await uploading.show_paper(turn, stands, turn.memory.place.name, lead)
    else:
        await turn.show(note(turn._, turn._("已删除。")))


# --- fetching


async def _fetch(turn: Turn, file: Waiting) -> bytes:
    """The bytes from the messenger. Raises :class:`Problem` ``file.too_large`` or ``file.unreachable``."""
    if file.size > LARGEST:
        raise Problem("file.too_large", {"limit": LARGEST}, 413)
    for pause in FETCH_PAUSES:
        try:
            return await _download(turn, file.file_id)
        except TelegramBadRequest as refusal:
            if "too big" in refusal.message:
                raise Problem("file.too_large", {"limit": LARGEST}, 413) from None
            await asyncio.sleep(pause)
        except ClientResponseError:
            # A link lives for an hour; the next try asks for a new one.
            await asyncio.sleep(pause)
    raise Problem("file.unreachable", {}, 422)


async def _download(turn: Turn, file_id: str) -> bytes:
    found = await patiently(lambda: turn.bot.get_file(file_id))
    if found is None or not found.file_path:
        raise Problem("file.unreachable", {}, 422)
    content = await turn.bot.download_file(found.file_path)
    return content.read() if content else b""
