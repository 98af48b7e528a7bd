"""A process dies between a file and its row: the janitor leaves both or neither (F53)."""

import asyncio
import shutil
from pathlib import Path

import httpx2
import pytest
from pydantic import SecretStr

from backend.app import create_backend, open_work
from backend.applications.janitor import sweep
from backend.core.settings import Settings
from contract.application import ApplicationTurn
from tests import papers
from tests.backend.citizen import AtTheWall
from tests.conftest import BOT_TOKEN, StoppedClock
from tests.durability import invariants
from tests.durability.product import CRASHED, Nursery, Product
from tests.people import WANG_XIUYING

pytestmark = [pytest.mark.xdist_group("durability"), pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """王秀英's papers are asked for; one is in."""
    folder = tmp_path_factory.mktemp("asked") / "data"
    return asyncio.run(_prepare(folder))


async def _prepare(folder: Path) -> tuple[Path, str, str]:
    work = open_work(Settings(data=folder, bot_token=SecretStr(BOT_TOKEN)), StoppedClock())
    transport = httpx2.ASGITransport(app=create_backend(work))
    async with httpx2.AsyncClient(transport=transport, base_url="http://house") as http:
        wang = AtTheWall(http, WANG_XIUYING)
        turn = await wang.hands_in(await wang.fills(await wang.begins()), "identity", papers.jpeg("正面"))
    work.engine.dispose()
    return folder, turn.id, turn.papers[0].files[0].id


@pytest.mark.parametrize("point", ["file.kept", "file.before_commit"])
async def test_f53_who_hands_in_while_it_crashes_has_one_file_or_none(
    point: str, asked: tuple[Path, str, str], births: Nursery, tmp_path: Path
) -> None:
    folder, case_id, _ = asked
    path = f"/applications/{case_id}/papers/employment_certificate/files"
    turn = await _survives(folder, births, tmp_path, point, "POST", path, papers.jpeg("就业创业证"))
    assert [len(paper.files) for paper in turn.papers if paper.item.needed] == [1, 1]


async def test_f53_who_takes_back_while_it_crashes_has_taken_back(
    asked: tuple[Path, str, str], births: Nursery, tmp_path: Path
) -> None:
    folder, case_id, file_id = asked
    path = f"/applications/{case_id}/papers/files/{file_id}"
    turn = await _survives(folder, births, tmp_path, "file.going", "DELETE", path)
    assert [len(paper.files) for paper in turn.papers if paper.item.needed] == [0, 0]


async def _survives(
    prepared: Path, births: Nursery, tmp_path: Path, point: str, method: str, path: str, content: bytes | None = None
) -> ApplicationTurn:
    """The command is sent again after the crash; the janitor comes; everything that must be true is."""
    folder = Path(shutil.copytree(prepared, tmp_path / "data"))
    async with Product(births, folder, {"BANGBAN_BOT_TOKEN": BOT_TOKEN}, "backend") as product:
        await product.start(point)
        assert await _tries(product, method, path, content) is None, f"{point} was never reached"
        assert await product.ended() == CRASHED
        await product.start()
        turn = await _tries(product, method, path, content)
        await product.stop()
    assert turn is not None
    work = open_work(Settings(data=folder))
    await sweep(work, age=0)
    invariants.hold(work)
    work.engine.dispose()
    return turn


async def _tries(product: Product, method: str, path: str, content: bytes | None) -> ApplicationTurn | None:
    """The answer, or None when the line broke."""
    try:
        async with httpx2.AsyncClient(base_url=product.url, timeout=20) as http:
            wang = AtTheWall(http, WANG_XIUYING)
            return await wang.ask(ApplicationTurn, method, path, content=content, key="telegram:1:0")
    except httpx2.TransportError:
        return None
