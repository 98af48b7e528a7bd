"""Files of strangers: nothing too large, too clever or too talkative gets in, and nobody opens what is not clean."""

import io
import os
import resource
import time
import zlib
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, create_string_object
from sqlalchemy import select

from backend.applications import intake_files, queries, review
from backend.applications.intake_files import clean
from backend.applications.janitor import Swept, sweep
from backend.applications.models import PaperFileRow
from backend.applications.scanning import looked_at, scan_waiting, waiting_in_silence
from backend.core.jobs import start
from backend.core.problems import Problem
from backend.core.scanner import Clamd
from backend.core.work import SYSTEM, Work
from contract.application import ApplicationTurn, Paper
from tests import papers
from tests.backend.citizen import AtTheWall, refuses
from tests.backend.desk import Desk, open_desk, refused
from tests.conftest import StoppedClock
from tests.people import WANG_XIUYING, ZHOU_MIN
from tests.scanner.fakes import EICAR, FakeClamd

LIMIT = 20 * 1024 * 1024
TWO_SECONDS = 2.0
BAD = papers.jpeg("身份证") + EICAR
AGAIN = "这个文件没能收下，请重新拍照或换一个文件再传。"


@pytest.fixture
def wang(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http, WANG_XIUYING)


@pytest.fixture
async def draft(wang: AtTheWall) -> ApplicationTurn:
    return await wang.fills(await wang.begins())


def paper(turn: ApplicationTurn, requirement: str = "identity") -> Paper:
    return next(paper for paper in turn.papers if paper.item.id == requirement)


def rows(work: Work) -> list[PaperFileRow]:
    return work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(PaperFileRow))))


def refused_quickly(content: bytes, name: str, code: str) -> None:
    """The refusal comes in time and the house, warm, has not grown by more than 100 MB meanwhile."""
    clean(papers.jpeg(), "好.jpg", LIMIT)  # A decoder is running.
    before, started = _children_peak(), time.monotonic()
    with pytest.raises(Problem, check=lambda problem: problem.code == code):
        clean(content, name, LIMIT)
    assert time.monotonic() - started < TWO_SECONDS
    assert _children_peak() - before < 100 * 1024


def _children_peak() -> int:
    """Peak memory of the house itself and of the decoders at work, in KiB."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    decoders = [one for one in list(intake_files._decoders._idle.queue) if one is not None]
    for decoder in decoders:
        status = Path(f"/proc/{decoder._process.pid}/status").read_text()
        own += int(status.partition("VmHWM:")[2].split()[0])
    return own


# --- F45


async def test_f45_what_is_too_large_is_refused_before_it_is_read(
    wang: AtTheWall, draft: ApplicationTurn
) -> None:
    with refuses("file.too_large", 413, limit=LIMIT):
        await wang.hands_in(draft, "identity", b"\xff\xd8\xff" + b"\0" * LIMIT)


async def test_f45_a_body_without_a_length_is_broken_off_at_the_limit(
    wang: AtTheWall, draft: ApplicationTurn
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(60):
            sent += 1 << 20
            yield b"\xff" * (1 << 20)

    path = f"/v1/applications/{draft.id}/papers/identity/files"
    headers = {
        "Authorization": "Bearer the-bot-of-the-tests",
        "X-Account": wang.account,
        "Idempotency-Key": "endless",
        "X-File-Name": quote("大.jpg"),
    }
    answer = await wang.http.post(path, content=endless(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "file.too_large")
    assert sent <= LIMIT + (2 << 20)


# --- F46


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (papers.web_page(), "证明.jpg", "file.not_accepted"),
        (papers.pdf(), "照片.png", "file.mislabelled"),
        (papers.program(), "证明.pdf", "file.not_accepted"),
        (b"", "空.jpg", "file.empty"),
        (b"\xff", "一.jpg", "file.not_accepted"),
    ],
)
def test_f46_a_file_is_known_by_its_content(content: bytes, name: str, code: str) -> None:
    with pytest.raises(Problem, check=lambda problem: problem.code == code):
        clean(content, name, LIMIT)


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "heic"])
def test_f46_only_pictures_and_documents_come_through(kind: str) -> None:
    assert clean(getattr(papers, kind)(), f"证.{kind}", LIMIT).media_type == "image/jpeg"
    assert clean(papers.pdf(), "证.pdf", LIMIT).media_type == "application/pdf"


# --- F47


def test_f47_an_archive_that_unpacks_to_fifty_megabytes_is_never_unpacked() -> None:
    refused_quickly(b"PK\x03\x04" + zlib.compress(b"\0" * (50 << 20), 9), "材料.zip", "file.not_accepted")


def test_f47_a_picture_of_forty_thousand_pixels_squared_is_not_opened() -> None:
    bomb = io.BytesIO()
    Image.new("1", (40_000, 40_000)).save(bomb, "PNG")
    refused_quickly(bomb.getvalue(), "图.png", "file.too_many_pixels")


def test_f47_a_document_of_a_hundred_thousand_pages_is_not_counted_to_the_end() -> None:
    refused_quickly(_pages(100_000), "长.pdf", "file.too_many_pages")


def test_f47_a_document_that_lies_about_its_pages_is_counted_as_far_as_is_allowed() -> None:
    refused_quickly(_pages(100_000).replace(b"/Count 100000", b"/Count 000001"), "长.pdf", "file.too_many_pages")


def test_f47_a_page_tree_that_bites_its_tail_ends() -> None:
    refused_quickly(_document(b"<</Type/Pages /Kids [2 0 R] /Count 1>>"), "环.pdf", "file.unreadable")


def test_f47_a_stream_that_unpacks_without_end_is_not_unpacked() -> None:
    """Four times deflated: a few kilobytes that would be gigabytes."""
    inner = b"\0" * (64 << 20)
    for _ in range(3):
        inner = zlib.compress(inner, 9)
    filters = b"/Filter [/FlateDecode /FlateDecode /FlateDecode]/Length %d" % len(inner)
    content = b"<<" + filters + b">>stream\n" + inner + b"\nendstream"
    page = _document(b"<</Type/Pages/Kids[3 0 R]/Count 1>>", content)
    clean(papers.jpeg(), "好.jpg", LIMIT)
    started = time.monotonic()
    assert len(clean(page, "流.pdf", LIMIT).content) < 1 << 20
    assert time.monotonic() - started < TWO_SECONDS


def test_f47_of_an_animation_one_picture_is_drawn() -> None:
    frames = [Image.new("RGB", (1000, 1000), (step, 0, 0)) for step in range(40)]
    moving = io.BytesIO()
    frames[0].save(moving, "WEBP", save_all=True, append_images=frames[1:])
    clean(papers.jpeg(), "好.jpg", LIMIT)
    started = time.monotonic()
    still = clean(moving.getvalue(), "动.webp", LIMIT)
    assert time.monotonic() - started < TWO_SECONDS
    assert getattr(Image.open(io.BytesIO(still.content)), "n_frames", 1) == 1


def _pages(number: int) -> bytes:
    """A document that says it has so many pages; all of them are the same one."""
    kids = b" ".join(b"3 0 R" for _ in range(number))
    return _document(b"<</Type/Pages /Kids [" + kids + b"] /Count %d>>" % number)


def _document(pages: bytes, content: bytes = b"<<>>") -> bytes:
    """A PDF from its raw page tree and the content of its one page, with a true table of what stands where."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate((b"<</Type/Catalog/Pages 2 0 R>>", pages, page, content), 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(written)
    written += b"xref\n0 5\n0000000000 65535 f \n" + table + b"trailer<</Root 1 0 R/Size 5>>\n"
    return written + b"startxref\n%d\n%%%%EOF" % start


# --- F48


def _active() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(papers.pdf())))
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): create_string_object("app.alert(1)")}
    writer.root_object[NameObject("/Names")] = DictionaryObject({NameObject("/JavaScript"): DictionaryObject(script)})
    writer.add_attachment("程序.exe", b"MZ")
    act = DictionaryObject(
        {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): create_string_object("http://evil.example")}
    )
    writer.root_object[NameObject("/OpenAction")] = act
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): act})
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_f48_a_document_keeps_its_pages_and_nothing_that_acts() -> None:
    assert b"/JavaScript" in _active()
    kept = clean(_active(), "证.pdf", LIMIT).content
    for word in (b"JavaScript", b"OpenAction", b"/AA", b"EmbeddedFile", b"evil.example", b"app.alert"):
        assert word not in kept
    assert len(PdfReader(io.BytesIO(kept)).pages) == 1


@pytest.mark.parametrize(
    "content",
    [b"GIF89a/*\x01*/=alert(1)//", b"<svg onload=alert(1)>", b"<?xml version='1.0'?><svg/>"],
)
def test_f48_what_is_two_things_at_once_is_refused(content: bytes) -> None:
    with pytest.raises(Problem, check=lambda problem: problem.code == "file.not_accepted"):
        clean(content, "图.jpg", LIMIT)


def test_f48_a_picture_loses_the_page_that_hides_behind_it() -> None:
    hidden = io.BytesIO()
    Image.open(io.BytesIO(papers.jpeg())).save(hidden, "JPEG", comment=b"<script>alert(1)</script>")
    kept = clean(hidden.getvalue() + b"<html><script>alert(2)</script>", "照片.jpg", LIMIT).content
    assert b"script" not in kept


# --- F49


def test_f49_a_photo_forgets_where_when_and_by_what_it_was_taken() -> None:
    sent = io.BytesIO()
    with Image.open(io.BytesIO(papers.jpeg_with_place())) as image:
        xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">BangbanTestPhone</x:xmpmeta>'
        image.save(sent, "JPEG", exif=image.getexif(), xmp=xmp, comment=b"BangbanTestPhone")
    kept = clean(sent.getvalue(), "户口本.jpg", LIMIT).content
    with Image.open(io.BytesIO(kept)) as image:
        assert not dict(image.getexif())
        assert {"exif", "xmp", "comment", "photoshop", "icc_profile"}.isdisjoint(image.info)
    assert b"BangbanTestPhone" not in kept


def test_f49_a_document_forgets_its_author() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(papers.pdf())))
    writer.add_metadata({"/Author": "BangbanAuthor", "/Title": "BangbanTitle"})
    writer.xmp_metadata = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">BangbanXmp</x:xmpmeta>'
    written = io.BytesIO()
    writer.write(written)
    kept = clean(written.getvalue(), "证.pdf", LIMIT).content
    assert b"Bangban" not in kept
    assert not (PdfReader(io.BytesIO(kept)).metadata or {}).get("/Author")


# --- F50, F54: the scanner


@pytest.fixture
def clamd(tmp_path_factory: pytest.TempPathFactory, work: Work) -> AsyncIterator[FakeClamd]:
    """The house has a scanner, and it is well."""
    folder = tmp_path_factory.mktemp("s")
    with FakeClamd(folder) as running:
        object.__setattr__(work.services, "scanner", Clamd(str(running.path)))
        yield running


async def test_f50_malware_is_quarantined_and_its_sender_is_only_asked_again(
    clamd: FakeClamd, wang: AtTheWall, draft: ApplicationTurn, work: Work
) -> None:
    turn = await wang.hands_in(draft, "identity", BAD)
    assert (paper(turn).state, paper(turn).comment) == ("rejected", AGAIN)
    assert [file.state for file in paper(turn).files] == ["again"]
    assert rows(work)[0].scan == "infected"
    with refuses("application.papers_missing", 409, papers=["身份证或户口本", "《就业创业证》"]):
        await wang.sends(turn)
    turn = await wang.hands_in(turn, "identity", papers.jpeg("身份证"))
    assert (paper(turn).state, len(paper(turn).files)) == ("received", 1)
    assert clamd.asked == 2


async def test_f50_a_photo_of_the_form_that_is_malware_is_not_taken(
    clamd: FakeClamd, wang: AtTheWall, draft: ApplicationTurn, work: Work
) -> None:
    with refuses("file.not_taken", 422):
        path = f"/applications/{draft.id}/photo"
        await wang.ask(ApplicationTurn, "PUT", path, content=BAD, X_File_Name="p.jpg")
    assert rows(work) == []


async def test_f50_a_verdict_after_sending_reaches_the_officer_and_stops_the_case(
    clamd: FakeClamd, wang: AtTheWall, draft: ApplicationTurn, work: Work
) -> None:
    clamd.mood = "grumbles"
    await wang.hands_in(draft, "identity", BAD)
    turn = await wang.sends(await wang.hands_in_all(await wang.application(draft.id)))
    assert turn.receipt
    desk = open_desk(work)
    desk.take_up(ZHOU_MIN, turn.id)
    clamd.mood = "well"
    assert await scan_waiting(work, Clamd(str(clamd.path))) == 3
    seen = desk.case(ZHOU_MIN, turn.id)
    assert {one.requirement: one.state for one in seen.papers}["identity"] == "rejected"
    stopped = next(file for one in seen.papers for file in one.files if file.scan == "infected")
    with refused("file.not_clean", 409):
        desk.read(ZHOU_MIN, queries.file, turn.id, stopped.id)
    with refused("review.paper_stopped", 409):
        desk.do(ZHOU_MIN, review.mark_paper, turn.id, "identity", "verified")
    with refused("review.paper_stopped", 409):
        desk.endorse(ZHOU_MIN, turn.id)
    assert "材料“身份证或户口本”有文件没有通过安全检查，已隔离" in [line.sentence for line in seen.timeline]


@pytest.mark.parametrize("mood", ["hangs", "grumbles", "gone"])
async def test_f54_without_the_scanner_files_wait_and_only_passing_is_held_up(
    clamd: FakeClamd, wang: AtTheWall, draft: ApplicationTurn, work: Work, clock: StoppedClock,
    monkeypatch: pytest.MonkeyPatch, mood: str,
) -> None:
    monkeypatch.setattr("backend.applications.scanning.AT_ONCE", 0.2)
    monkeypatch.setattr("backend.applications.scanning.looked_at.__defaults__", (0.2,))
    scanner = Clamd("/nowhere") if mood == "gone" else Clamd(str(clamd.path))
    object.__setattr__(work.services, "scanner", scanner)
    clamd.mood = mood
    turn = await wang.hands_in_all(draft)
    assert {one.state for one in turn.papers if one.item.needed} == {"checking"}
    turn = await wang.sends(turn)
    desk = open_desk(work)
    _waits_at_the_desk(desk, turn.id, clock)
    clamd.mood = "well"
    assert await scan_waiting(work, Clamd(str(clamd.path))) == 2
    assert {row.scan for row in rows(work)} == {"clean"}
    assert {row.original_id for row in rows(work)} == {None}
    assert len(list(work.services.files.older_than(0))) == 2
    assert desk.read(ZHOU_MIN, waiting_in_silence) == 0
    desk.record_steps(ZHOU_MIN, turn.id)
    assert desk.endorse(ZHOU_MIN, turn.id).state == "submitted"


def _waits_at_the_desk(desk: Desk, case_id: str, clock: StoppedClock) -> None:
    desk.take_up(ZHOU_MIN, case_id)
    with refused("review.paper_checking", 409):
        desk.endorse(ZHOU_MIN, case_id)
    waiting = desk.case(ZHOU_MIN, case_id).papers[0].files[0]
    with refused("file.not_clean", 409):
        desk.read(ZHOU_MIN, queries.file, case_id, waiting.id)
    assert desk.read(ZHOU_MIN, waiting_in_silence) == 0
    clock.advance(minutes=3)
    assert desk.read(ZHOU_MIN, queries.todo).scanner_silent == 2


async def test_f54_two_silences_end_a_round_and_the_next_begins_with_others(
    clamd: FakeClamd, wang: AtTheWall, draft: ApplicationTurn, work: Work, clock: StoppedClock
) -> None:
    clamd.mood = "grumbles"
    for number in range(4):
        await wang.hands_in(draft, "identity", papers.jpeg(str(number)))
        clock.advance(seconds=1)
    clamd.asked = 0
    await scan_waiting(work, Clamd(str(clamd.path)))
    assert clamd.asked == 2
    tried = sorted(rows(work), key=lambda row: row.scan_tried_at or clock())
    assert [row.scan for row in tried] == ["pending"] * 4
    assert {row.id for row in tried[:2]} == {row.id for row in sorted(rows(work), key=lambda row: row.id)[2:]}


# --- F51, F52: names and numbers stand in test_citizen_papers.py


async def test_f52_two_hundred_files_stop_at_thirty(wang: AtTheWall, draft: ApplicationTurn, work: Work) -> None:
    work.services.settings.case_files = 3
    for number in range(3):
        await wang.hands_in(draft, "identity", papers.jpeg(str(number)))
    for number in range(3, 6):
        with refuses("file.too_many", 409, limit=3):
            await wang.hands_in(draft, "identity", papers.jpeg(str(number)))
    assert len(list(work.services.files.older_than(0))) >= 3
    await sweep(work, age=0)
    assert len(list(work.services.files.older_than(0))) == 3


# --- F53: between the file and its row


async def test_f53_a_file_nobody_names_goes_and_a_young_one_may_still_be_named(
    wang: AtTheWall, draft: ApplicationTurn, work: Work
) -> None:
    await wang.hands_in(draft, "identity", papers.jpeg())
    stray = work.services.files.put(b"left behind")
    assert await sweep(work) == Swept(0, 0)
    path = work.services.settings.data / "files" / stray[-2:] / stray
    os.utime(path, (time.time() - 4000, time.time() - 4000))
    assert await sweep(work) == Swept(1, 0)
    assert not path.exists()
    assert paper(await wang.application(draft.id)).state == "received"


async def test_f53_what_open_work_was_told_about_is_nobodys_stray(work: Work) -> None:
    kept = work.services.files.put(b"a register")
    work.do_now(SYSTEM, lambda unit: start(unit, "import", {"file": kept}, subject="register:1"))
    assert await sweep(work, age=0) == Swept(0, 0)
    assert work.services.files.there(kept)


async def test_f53_a_row_whose_file_is_lost_is_wanted_again(
    wang: AtTheWall, draft: ApplicationTurn, work: Work
) -> None:
    turn = await wang.hands_in(draft, "identity", papers.jpeg())
    work.services.files.delete(paper(turn).files[0].id)
    assert await sweep(work, age=0) == Swept(0, 1)
    assert await sweep(work, age=0) == Swept(0, 0)
    assert paper(await wang.application(draft.id)).state == "rejected"
    turn = await wang.hands_in(turn, "identity", papers.jpeg())
    assert (paper(turn).state, len(paper(turn).files)) == ("received", 1)


async def test_f53_what_an_office_has_seen_is_kept_and_what_was_taken_back_is_not(
    wang: AtTheWall, draft: ApplicationTurn, work: Work
) -> None:
    turn = await wang.hands_in(draft, "identity", papers.jpeg("一"))
    file_id = paper(turn).files[0].id
    content = work.services.files.get(file_id)
    await wang.ask(ApplicationTurn, "DELETE", f"/applications/{draft.id}/papers/files/{file_id}")
    path = work.services.settings.data / "files" / file_id[-2:] / file_id
    path.write_bytes(content)  # As if the process had died before the content went.
    assert await sweep(work, age=0) == Swept(1, 0)


def test_without_a_scanner_a_rewritten_file_is_clean() -> None:
    file = clean(papers.jpeg(), "证.jpg", LIMIT)
    assert looked_at(None, file, b"").scan == "clean"
