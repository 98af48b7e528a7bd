"""Her data: told, given as one ZIP, and erased with an honest word on what stays (S29, S30, B41)."""

import base64
from io import BytesIO
from zipfile import ZipFile

import httpx2
import pytest
from sqlalchemy import select

from backend.applications.models import PaperFileRow
from backend.core.work import SYSTEM, Work
from backend.policies.models import Screening
from contract.application import OwnData
from contract.policy import Document
from tests.backend.citizen import AtTheWall
from tests.people import ZHAO_MIN


@pytest.fixture
def wang(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http)


async def held(citizen: AtTheWall, method: str = "GET") -> list[tuple[str, bool]]:
    own = await citizen.ask(OwnData, method, "/own-data")
    return [(item.kind, item.erasable) for item in own.items]


async def test_who_did_nothing_here_is_told_that_nothing_is_kept(wang: AtTheWall) -> None:
    assert await held(wang) == []


async def test_b41_a_finished_self_check_is_deleted(wang: AtTheWall, work: Work) -> None:
    await wang.checks()
    assert await held(wang) == [("screening", True)]
    assert await held(wang, "DELETE") == []
    assert work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(Screening)).all()) == []


async def test_s30_a_draft_goes_with_its_papers_and_only_the_proof_stays(wang: AtTheWall, work: Work) -> None:
    await wang.ready()
    assert await held(wang) == [("screening", True), ("draft", True), ("proof", False)]
    assert await held(wang, "DELETE") == [("proof", False)]
    files = work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(PaperFileRow))))
    assert all(file.removed_at for file in files)
    assert not any(work.services.files.there(file.id) for file in files)
    assert (await wang.home()).draft is None


async def test_what_an_office_works_on_stays_and_it_is_said_why_and_for_how_long(wang: AtTheWall) -> None:
    await wang.applies()
    own = await wang.ask(OwnData, "DELETE", "/own-data")
    case = next(item for item in own.items if item.kind == "case")
    assert "先撤回" in case.why
    (open_case,) = (await wang.home()).cases
    assert open_case.state == "submitted"


async def test_the_copy_holds_the_answers_the_form_and_the_papers_and_nobody_elses(
    wang: AtTheWall, http: httpx2.AsyncClient
) -> None:
    sent = await wang.applies()
    made = await wang.ask(Document, "GET", "/own-data/copy")
    archive = ZipFile(BytesIO(base64.b64decode(made.content_base64)))
    words = archive.read("我的资料.txt").decode("utf-8-sig")
    assert sent.receipt in words
    assert "同意书" in words
    assert "工作情况：没有工作" in words
    papers = [name for name in archive.namelist() if name.endswith(".jpg")]
    assert len(papers) == sum(len(paper.files) for paper in sent.papers)
    assert archive.read("1-新余市就业困难人员认定申请表.pdf").startswith(b"%PDF")
    other = await AtTheWall(http, ZHAO_MIN).ask(Document, "GET", "/own-data/copy")
    stranger = ZipFile(BytesIO(base64.b64decode(other.content_base64)))
    assert stranger.namelist() == ["我的资料.txt"]
