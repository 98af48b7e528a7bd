"""Papers: known by what they are, written anew, several each, never lost, never too many."""

import base64
import io
from pathlib import Path

import httpx2
import pytest
from PIL import Image, ImageDraw, ImageFilter
from pypdf import PdfReader
from sqlalchemy import select

from backend.applications.intake_files import clean, kind_of
from backend.applications.models import PaperFileRow
from backend.applications.paper_files import shown_name
from backend.core.problems import Problem
from backend.core.work import SYSTEM, Work
from contract.application import ApplicationTurn, Paper
from tests import papers
from tests.backend.citizen import AtTheWall, refuses
from tests.people import WANG_XIUYING, ZHANG_GUIHUA, ZHAO_MIN

LIMIT = 20 * 1024 * 1024


@pytest.fixture
def wang(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http, WANG_XIUYING)


@pytest.fixture
async def draft(wang: AtTheWall) -> ApplicationTurn:
    """The form filled in, the papers being asked for."""
    return await wang.fills(await wang.begins())


def paper(turn: ApplicationTurn, requirement: str) -> Paper:
    return next(paper for paper in turn.papers if paper.item.id == requirement)


def saved(image: Image.Image, kind: str = "JPEG") -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind)
    return stream.getvalue()


def photographed() -> Image.Image:
    return Image.open(io.BytesIO(papers.jpeg()))


def stored_files(work: Work) -> list[Path]:
    folder = work.services.settings.data / "files"
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_the_list_tells_what_is_missing_and_what_is_not_needed(draft: ApplicationTurn) -> None:
    assert draft.phase == "papers"
    assert {paper.item.id: (paper.item.needed, paper.state) for paper in draft.papers} == {
        "identity": (True, "missing"),
        "employment_certificate": (True, "missing"),
        "age_proof": (False, "missing"),
    }
    assert draft.next_step == "还缺2样材料：身份证或户口本、《就业创业证》。"


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "heic"])
async def test_pictures_of_every_phone_become_plain_jpegs(
    wang: AtTheWall, draft: ApplicationTurn, work: Work, kind: str
) -> None:
    turn = await wang.hands_in(draft, "identity", getattr(papers, kind)(), f"身份证.{kind}")
    file = paper(turn, "identity").files[0]
    assert (file.name, file.media_type, file.advice) == ("身份证.jpg", "image/jpeg", "")
    assert Image.open(io.BytesIO(work.services.files.get(file.id))).format == "JPEG"
    assert paper(turn, "identity").state == "received"


async def test_a_document_is_kept_without_anything_active(
    wang: AtTheWall, draft: ApplicationTurn, work: Work
) -> None:
    sent = papers.pdf().replace(
        b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
    )
    turn = await wang.hands_in(draft, "identity", sent, "扫描件.pdf")
    file = paper(turn, "identity").files[0]
    assert file.media_type == "application/pdf"
    assert b"JavaScript" not in work.services.files.get(file.id)


async def test_a_photo_forgets_where_it_was_taken(
    wang: AtTheWall, draft: ApplicationTurn, work: Work
) -> None:
    turn = await wang.hands_in(draft, "identity", papers.jpeg_with_place())
    content = work.services.files.get(paper(turn, "identity").files[0].id)
    assert not dict(Image.open(io.BytesIO(content)).getexif())
    assert b"BangbanTestPhone" not in content


async def test_files_are_sealed_on_disk(wang: AtTheWall, draft: ApplicationTurn, work: Work) -> None:
    await wang.hands_in(draft, "identity", papers.jpeg())
    (path,) = stored_files(work)
    assert b"JFIF" not in path.read_bytes()


@pytest.mark.parametrize(
    ("content", "name", "code", "kind"),
    [
        (papers.program(), "照片.jpg", "file.not_accepted", "program"),
        (papers.web_page(), "证明.jpg", "file.not_accepted", "web_page"),
        (b"PK\x03\x04" + b"\x00" * 40, "材料.zip", "file.not_accepted", "archive"),
        (b"GIF89a" + b"\x00" * 40, "图.gif", "file.not_accepted", "gif"),
        ("我的证明".encode(), "证明.txt", "file.not_accepted", "text"),
        (bytes(range(1, 60)), "东西.bin", "file.not_accepted", "unknown"),
        (b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 40, "录像.mp4", "file.not_accepted", "video"),
        (papers.pdf(), "照片.png", "file.mislabelled", "document"),
        (papers.jpeg(), "扫描.pdf", "file.mislabelled", "picture"),
    ],
)
async def test_a_file_that_is_something_else_is_named(
    wang: AtTheWall, draft: ApplicationTurn, content: bytes, name: str, code: str, kind: str
) -> None:
    with refuses(code, 422, kind=kind):
        await wang.hands_in(draft, "identity", content, name)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (papers.empty(), "file.empty"),
        (b"\xff", "file.not_accepted"),
        (papers.truncated_jpeg(), "file.unreadable"),
        (b"%PDF-1.7 nothing of the kind", "file.unreadable"),
        (papers.pdf(pages=31), "file.too_many_pages"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_lost(
    wang: AtTheWall, draft: ApplicationTurn, content: bytes, code: str
) -> None:
    await wang.hands_in(draft, "identity", papers.jpeg())
    with refuses(code, 422):
        await wang.hands_in(draft, "identity", content, "x")
    turn = await wang.ask(ApplicationTurn, "GET", f"/applications/{draft.id}")
    assert len(paper(turn, "identity").files) == 1


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_opened() -> None:
    bomb = saved(Image.new("1", (40_000, 40_000)), "PNG")
    with pytest.raises(Problem, check=lambda problem: problem.code == "file.too_many_pixels"):
        clean(bomb, "图.png", LIMIT)


def test_a_locked_document_is_refused_with_words() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(papers.pdf())))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    with pytest.raises(Problem, check=lambda problem: problem.code == "file.locked"):
        clean(locked.getvalue(), "锁.pdf", LIMIT)


def test_a_decoder_that_dies_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.applications.intake_files.SECONDS_A_FILE", 0)
    with pytest.raises(Problem, check=lambda problem: problem.code == "file.unreadable"):
        clean(saved(Image.effect_noise((4000, 3000), 60).convert("RGB")), "大.jpg", LIMIT)
    monkeypatch.undo()
    assert clean(papers.jpeg(), "好.jpg", LIMIT).media_type == "image/jpeg"


def on_a_table(*box: int, table: str = "#5b5148", page: str = "#fbf9f2") -> Image.Image:
    """A sheet with writing at this place of a picture of 900 × 1200."""
    photo = Image.new("RGB", (900, 1200), table)
    draw = ImageDraw.Draw(photo)
    draw.rectangle(box, fill=page)
    left, top, right, bottom = box
    for row in range(top + 30, bottom - 30, 45):
        draw.line((left + 30, row, right - 30, row), fill="#222", width=6)
    return photo


@pytest.mark.parametrize(
    ("picture", "advice"),
    [
        (on_a_table(60, 60, 840, 1140), ""),
        (on_a_table(0, 0, 900, 1200), ""),
        (on_a_table(60, 300, 900, 1140), "没有拍全"),
        (on_a_table(60, 500, 840, 1200), "没有拍全"),
        (on_a_table(0, 60, 900, 1140), "没有拍全"),
        (on_a_table(350, 500, 600, 800), "占满画面"),
        (on_a_table(60, 300, 900, 1140, table="#e8e4da"), ""),
    ],
    ids=["whole", "a scan", "cut at the right", "cut at the foot", "cut at both sides", "far away", "a light table"],
)
async def test_b23_a_paper_cut_off_or_far_away_is_taken_with_a_word_of_advice(
    wang: AtTheWall, draft: ApplicationTurn, picture: Image.Image, advice: str
) -> None:
    turn = await wang.hands_in(draft, "identity", saved(picture))
    said = paper(turn, "identity").files[0].advice
    assert advice in said
    assert bool(advice) == any(words in said for words in ("没有拍全", "占满画面"))


@pytest.mark.parametrize(
    ("picture", "advice"),
    [
        (photographed().filter(ImageFilter.GaussianBlur(8)), "模糊"),
        (photographed().point(lambda level: level * 0.15), "暗"),
        (photographed().resize((300, 400)), "小"),
    ],
)
async def test_a_poor_picture_is_taken_with_a_word_of_advice(
    wang: AtTheWall, draft: ApplicationTurn, picture: Image.Image, advice: str
) -> None:
    turn = await wang.hands_in(draft, "identity", saved(picture))
    assert advice in paper(turn, "identity").files[0].advice
    assert paper(turn, "identity").state == "received"


async def test_a_file_over_the_limit_is_refused_before_it_is_read(
    wang: AtTheWall, draft: ApplicationTurn
) -> None:
    with refuses("file.too_large", 413, limit=LIMIT):
        await wang.hands_in(draft, "identity", b"\xff\xd8\xff" + b"\x00" * LIMIT)


async def test_several_files_make_one_paper_and_the_same_file_counts_once(
    wang: AtTheWall, draft: ApplicationTurn
) -> None:
    front, rear = papers.jpeg("正面"), papers.jpeg("反面")
    for content in (front, rear, front):
        turn = await wang.hands_in(draft, "identity", content)
    assert len(paper(turn, "identity").files) == 2


async def test_one_case_holds_so_many_files_and_bytes(
    wang: AtTheWall, draft: ApplicationTurn, work: Work
) -> None:
    settings = work.services.settings
    settings.case_files = 1
    await wang.hands_in(draft, "identity", papers.jpeg("一"))
    with refuses("file.too_many", 409, limit=1):
        await wang.hands_in(draft, "identity", papers.jpeg("二"))
    settings.case_files, settings.case_bytes = 30, 1000
    with refuses("file.case_full", 409, limit=1000):
        await wang.hands_in(draft, "identity", papers.jpeg("二"))


async def test_a_file_can_be_taken_back(wang: AtTheWall, draft: ApplicationTurn, work: Work) -> None:
    turn = await wang.hands_in(draft, "identity", papers.jpeg())
    file = paper(turn, "identity").files[0].id
    for _ in range(2):
        path = f"/applications/{draft.id}/papers/files/{file}"
        turn = await wang.ask(ApplicationTurn, "DELETE", path)
        assert paper(turn, "identity").state == "missing"
    assert stored_files(work) == []
    row = work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(PaperFileRow)).one())
    assert row.removed_at is not None


async def test_nobody_takes_back_the_file_of_another(
    wang: AtTheWall, draft: ApplicationTurn, http: httpx2.AsyncClient
) -> None:
    turn = await wang.hands_in(draft, "identity", papers.jpeg())
    file = paper(turn, "identity").files[0].id
    zhang = AtTheWall(http, ZHANG_GUIHUA)
    own = await zhang.begins()
    with refuses("file.not_found", 404):
        await zhang.ask(dict, "DELETE", f"/applications/{own.id}/papers/files/{file}")
    with refuses("application.not_found", 404):
        await AtTheWall(http, ZHAO_MIN).ask(dict, "DELETE", f"/applications/{draft.id}/papers/files/{file}")


async def test_one_says_which_of_several_papers_it_is(wang: AtTheWall, draft: ApplicationTurn) -> None:
    path = f"/applications/{draft.id}/papers/identity/choice"
    turn = await wang.ask(ApplicationTurn, "PUT", path, {"alternative": "hukou_book"})
    assert paper(turn, "identity").chosen == "hukou_book"
    turn = await wang.ask(ApplicationTurn, "PUT", path, {"alternative": ""})
    assert paper(turn, "identity").chosen == ""
    with refuses("paper.unknown_alternative", 422):
        await wang.ask(ApplicationTurn, "PUT", path, {"alternative": "driving_licence"})
    with refuses("paper.not_found", 404):
        await wang.hands_in(draft, "driving_licence", papers.jpeg())


async def test_papers_may_be_left_for_later_but_sending_waits(
    wang: AtTheWall, draft: ApplicationTurn
) -> None:
    turn = await wang.does(draft, "papers/done")
    assert (turn.phase, turn.can_submit) == ("check", False)
    with refuses("application.papers_missing", 409, papers=["身份证或户口本", "《就业创业证》"]):
        await wang.sends(turn)
    assert (await wang.does(turn, "papers/reopen")).phase == "papers"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("..%2F..%2Fetc%2Fpasswd", "passwd.jpg"),
        ("%E2%80%AEgpj.exe", "gpj.jpg"),
        ("a%00b%0D%0Ac.png", "abc.jpg"),
        ("%22%3B%20filename%3D.jpg", "; filename=.jpg"),
        ("", "材料.jpg"),
        ("%E6%9D%90" * 300, "材" * 80 + ".jpg"),
    ],
)
def test_f51_names_of_files_are_harmless(sent: str, shown: str) -> None:
    assert shown_name(sent, "image/jpeg") == shown


def test_kinds_are_known_by_content() -> None:
    assert kind_of(papers.heic()) == "picture"
    assert kind_of(b"\n\n%PDF-1.4") == "document"
    assert kind_of(b"<svg onload=alert(1)>") == "web_page"
    assert kind_of(b"#!/bin/sh\n" + b"\x00") == "unknown"


async def test_one_side_of_an_id_card_is_asked_about_and_the_form_names_what_was_sent(
    wang: AtTheWall, draft: ApplicationTurn
) -> None:
    path = f"/applications/{draft.id}/papers/identity/choice"
    await wang.ask(ApplicationTurn, "PUT", path, {"alternative": "id_card"})
    turn = await wang.hands_in(draft, "identity", papers.jpeg("正面"))
    assert paper(turn, "identity").files[0].advice == "还差反面吗？正反两面都要拍。"
    assert materials(turn) == "本人身份证和户口本（身份证，1个文件）"
    turn = await wang.hands_in(turn, "identity", papers.jpeg("反面"))
    assert materials(turn) == "本人身份证和户口本（身份证，2个文件）"
    assert [file.advice for file in paper(turn, "identity").files] == ["", ""]
    assert paper(turn, "identity").state == "received"


def materials(turn: ApplicationTurn) -> str:
    """The line 所提供资料 of the page to check."""
    return next(line.shown for line in turn.lines if line.field == "materials")


async def test_xy_78_the_printed_form_names_the_paper_that_is_really_there(
    wang: AtTheWall, draft: ApplicationTurn
) -> None:
    turn = await wang.hands_in(draft, "identity", papers.jpeg("户口本"))
    assert materials(turn) == "本人身份证和户口本（1个文件）", "she has not said which of the two it is"
    path = f"/applications/{draft.id}/papers/identity/choice"
    await wang.ask(ApplicationTurn, "PUT", path, {"alternative": "hukou_book"})
    document = await wang.document(f"/applications/{draft.id}/form.pdf")
    printed = PdfReader(io.BytesIO(base64.b64decode(document.content_base64))).pages[0].extract_text()
    assert "■本人身份证和户口本：户口本，1个文件" in "".join(printed.split())
    assert "■《残疾人证》" not in "".join(printed.split())
