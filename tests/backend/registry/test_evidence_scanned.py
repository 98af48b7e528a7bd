"""What is kept with an exit is looked at by the scanner first: nobody opens a file before it is clean (F50, F54)."""

from collections.abc import Iterator

import httpx2
import pytest
from fastapi import FastAPI

from backend.core.scanner import Clamd
from backend.core.work import Work
from backend.registry.models import ExitFile
from contract.register import Standing
from tests import papers
from tests.backend.citizen import AtTheWall, refuses
from tests.backend.desk import Desk
from tests.backend.registry.leaving import (
    GUANGZHOU,
    Register,
    officers_of_guangzhou,
    on_guangzhous_register,
    on_the_register,
)
from tests.console.console import Browser, give_password
from tests.people import WANG_XIUYING
from tests.scanner.fakes import EICAR, FakeClamd

BAD = papers.jpeg("声明") + EICAR


@pytest.fixture
def clamd(tmp_path_factory: pytest.TempPathFactory, work: Work) -> Iterator[FakeClamd]:
    with FakeClamd(tmp_path_factory.mktemp("s")) as running:
        object.__setattr__(work.services, "scanner", Clamd(str(running.path)))
        yield running


async def test_f50_f54_a_signed_wish_to_leave_is_kept_only_when_the_scanner_lets_it_pass(
    clamd: FakeClamd, http: httpx2.AsyncClient, desk: Desk, register: Register
) -> None:
    officers_of_guangzhou(desk)
    number = on_guangzhous_register(desk, WANG_XIUYING)
    wang = AtTheWall(http)
    path = f"/register/{GUANGZHOU}/leave/statement"
    with refuses("file.not_taken", 422):
        await wang.ask(Standing, "POST", path, content=BAD, X_File_Name="a.jpg")
    clamd.mood = "grumbles"
    with refuses("file.not_checked", 409):
        await wang.ask(Standing, "POST", path, content=papers.jpeg("声明"), X_File_Name="a.jpg")
    assert (register.entry(number).state, desk.count(ExitFile)) == ("active", 0)
    clamd.mood = "well"
    after = await wang.ask(Standing, "POST", path, content=papers.jpeg("声明"), X_File_Name="a.jpg")
    assert (after.state, desk.count(ExitFile)) == ("leaving", 1)


async def test_f50_f54_an_officers_evidence_of_an_exit_is_scanned_too(
    clamd: FakeClamd, house: FastAPI, desk: Desk
) -> None:
    number = on_the_register(desk, WANG_XIUYING)
    give_password(desk, "zhoumin")
    zhou = await Browser(house).sign_in("zhoumin")
    form = (await zhou.get(f"/staff/register/{number}/exit")).form("/exit")
    typed = {"ground": "left_labour_market/pension", "evidence": "发放记录", "told": "您从本月起领取养老金。"}
    typed |= {"effective_on": "2026-11-21", "do": "send"}
    refused = await zhou.send_file(form, "file", "记录.jpg", BAD, **typed)
    assert (refused.status, "这个文件没有通过检查" in refused.text) == (422, True)
    clamd.mood = "grumbles"
    silent = await zhou.send_file(form, "file", "记录.jpg", papers.jpeg("记录"), **{**typed, "once": "another"})
    assert "安全检查暂时没有回应" in silent.text
    assert desk.count(ExitFile) == 0
    clamd.mood = "well"
    await zhou.send_file(form, "file", "记录.jpg", papers.jpeg("记录"), **{**typed, "once": "a-third"})
    assert desk.count(ExitFile) == 1
    await zhou.http.aclose()
