"""What Telegram refuses in a conversation: edits that cannot be made (F35), files that cannot be had (F36)."""

import pytest

from bot.routers import files
from tests import papers
from tests.bot.conftest import Visit
from tests.bot.test_papers_in_chat import SLOW, asked_for_identity
from tests.fakes.botapi import FakeBotApi
from tests.people import WANG_XIUYING

REFUSALS = ("message to edit not found", "message can't be edited", "message is not modified")


@pytest.mark.parametrize("words", REFUSALS)
async def test_f35_an_edit_that_is_refused_never_ends_the_conversation(
    visit: Visit, telegram: FakeBotApi, words: str
) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("/start")
    await wang.sees("帮办")
    before = len(telegram.account.requests)
    await telegram.control.fault("400", "editmessagetext", description=words, times=None)
    await wang.says("找岗位")
    await wang.sees("1/6 您想做哪一类工作", within=10)
    await wang.taps("都可以")
    if words != "message is not modified":
        await wang.sees("2/6", within=10)
    tried = [request for request in telegram.account.requests[before:] if request[1] == "editmessagetext"]
    assert len(tried) <= 2, "no loop"


async def test_f36_a_file_that_is_away_for_a_moment_is_fetched_again(
    visit: Visit, telegram: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "FETCH_PAUSES", (0.0, 0.0, 0.0))
    wang = await asked_for_identity(visit)
    away = "wrong file_id or the file is temporarily unavailable"
    await telegram.control.fault("400", "getfile", description=away, times=2)
    await wang.sends_photo(papers.jpeg("首页"))
    await wang.sees("现在有1个文件", within=SLOW)
    assert [request[3] for request in telegram.account.requests if request[1] == "getfile"] == ["400", "400", "ok"]


async def test_f36_a_link_that_has_expired_is_asked_for_anew(
    visit: Visit, telegram: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "FETCH_PAUSES", (0.0, 0.0, 0.0))
    wang = await asked_for_identity(visit)
    telegram.links_expire = 1
    await wang.sends_photo(papers.jpeg("首页"))
    await wang.sees("现在有1个文件", within=SLOW)
    assert len([request for request in telegram.account.requests if request[1] == "getfile"]) == 2
