"""The process dies at each point around submitting and around a decision: one case, one decision, one letter."""

import asyncio
import shutil
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from pydantic import SecretStr, TypeAdapter
from sqlalchemy import select

from backend.app import create_backend, open_work
from backend.applications.models import Decision
from backend.core.outbox import OutboxRow
from backend.core.settings import Settings
from backend.core.work import SYSTEM, Work
from contract.application import ApplicationTurn
from tests.backend.citizen import AtTheWall
from tests.backend.desk import Desk, open_desk
from tests.conftest import BOT_TOKEN, StoppedClock
from tests.durability import invariants
from tests.durability.product import CRASHED, Nursery, Product
from tests.people import WANG_XIUYING, ZHENG_JIE, ZHOU_MIN

pytestmark = [pytest.mark.xdist_group("durability"), pytest.mark.timeout(180)]

SUBMIT_POINTS = (
    "submit.before_commit",
    *(f"unit.{when}_commit:{n}" for n in (1, 2, 3) for when in ("before", "after")),
)
"""The first units of a process are its own; whichever of these is the submission's, it is swept over."""

DECISION_POINTS = (
    "recognise.before_commit",
    *(f"unit.{when}_commit:{n}" for n in (1, 2) for when in ("before", "after")),
)


@dataclass(frozen=True)
class Prepared:
    """A folder to be copied, and the case in it."""

    folder: Path
    case_id: str
    declaration: str

    def copy(self, target: Path) -> Path:
        return Path(shutil.copytree(self.folder, target))


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """王秀英 before the check page, everything filled in."""
    folder = tmp_path_factory.mktemp("ready") / "data"
    return asyncio.run(_prepare(folder))


@pytest.fixture(scope="module")
def decidable(ready: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Her case before 郑洁, who has it all but decided."""
    copied = ready.copy(tmp_path_factory.mktemp("decidable") / "data")
    asyncio.run(_hand_on(copied, ready))
    return Prepared(copied, ready.case_id, "")


@pytest.mark.parametrize("point", SUBMIT_POINTS)
async def test_who_submits_while_it_crashes_has_one_application(
    point: str, ready: Prepared, births: Nursery, tmp_path: Path
) -> None:
    folder = ready.copy(tmp_path / "data")
    async with Product(births, folder, {"BANGBAN_BOT_TOKEN": BOT_TOKEN}, "backend") as product:
        product.launch(point)
        before = await _submit(product, ready, "telegram:1:0")
        assert await product.ended() == CRASHED, f"{point} was never reached"
        await product.start()
        first, again, other = [await _submit(product, ready, f"telegram:{key}:0") for key in (1, 1, 2)]
        await product.stop()
    assert first is not None
    assert first.receipt
    assert {turn.receipt for turn in (before or first, first, again, other) if turn} == {first.receipt}
    work = open_work(Settings(data=folder))
    assert _letters(work) == 1
    invariants.hold(work)


@pytest.mark.parametrize("point", DECISION_POINTS)
def test_who_decides_while_it_crashes_has_decided_once(
    point: str, decidable: Prepared, births: Nursery, tmp_path: Path
) -> None:
    folder = decidable.copy(tmp_path / "data")
    work = open_work(Settings(data=folder))
    version = Desk(work, {}).version(decidable.case_id)
    letters = _letters(work)
    assert _decide(births, folder, decidable, version, point)[0] == CRASHED, f"{point} was never reached"
    code, first = _decide(births, folder, decidable, version)
    assert code == 0, first
    assert _decide(births, folder, decidable, version) == (0, first)
    made = work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(Decision.action)).all())
    assert sorted(made) == ["endorse", "recognise"]
    assert _letters(work) == letters + 1
    invariants.hold(work)


async def _prepare(folder: Path) -> Prepared:
    work = open_work(Settings(data=folder, bot_token=SecretStr(BOT_TOKEN)), StoppedClock())
    transport = httpx2.ASGITransport(app=create_backend(work))
    async with httpx2.AsyncClient(transport=transport, base_url="http://house") as http:
        turn = await AtTheWall(http, WANG_XIUYING).ready()
    work.engine.dispose()
    return Prepared(folder, turn.id, turn.declaration_version)


async def _hand_on(folder: Path, ready: Prepared) -> None:
    """Submitted, reviewed in the street, taken up in the county."""
    work = open_work(Settings(data=folder, bot_token=SecretStr(BOT_TOKEN)), StoppedClock())
    transport = httpx2.ASGITransport(app=create_backend(work))
    async with httpx2.AsyncClient(transport=transport, base_url="http://house") as http:
        await _post_submit(http, ready, "telegram:9:0")
    desk = open_desk(work)
    desk.pass_preliminary(ZHOU_MIN, ready.case_id)
    desk.take_up(ZHENG_JIE, ready.case_id)
    work.engine.dispose()


async def _submit(product: Product, ready: Prepared, key: str) -> ApplicationTurn | None:
    """The answer, or None when the line broke or the house never opened."""
    try:
        await product.opened()
        async with httpx2.AsyncClient(base_url=product.url, timeout=20) as http:
            return await _post_submit(http, ready, key)
    except (httpx2.TransportError, AssertionError):
        return None


async def _post_submit(http: httpx2.AsyncClient, ready: Prepared, key: str) -> ApplicationTurn:
    answer = await AtTheWall(http, WANG_XIUYING).call(
        "POST", f"/applications/{ready.case_id}/submit", {"declaration_version": ready.declaration}, key=key
    )
    assert answer.is_success, answer.text
    return TypeAdapter(ApplicationTurn).validate_json(answer.content)


def _decide(births: Nursery, folder: Path, case: Prepared, version: int, point: str = "") -> tuple[int, str]:
    """The exit code, and what the officer would see."""
    log = folder.parent / "decision.log"
    log.unlink(missing_ok=True)
    argv = [str(folder), ZHENG_JIE.login, case.case_id, str(version), "one-form"]
    env = {"CRASHPOINT": point}
    pid = births.ask(entry="tests.durability.deciding:main", argv=argv, env=env, log=str(log))
    return births.ask(wait=pid), log.read_text()


def _letters(work: Work) -> int:
    return len(work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(OutboxRow.id)).all()))
