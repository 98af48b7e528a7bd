"""F34 at the desk: a messenger that refuses the token is told where people look, until it takes it again."""

import logging

import pytest

from backend.core import dispatch, endings, outbox, pace
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from contract.channel import ClaimDeliveries, CloseDelivery
from tests.backend.databases import settings as settings
from tests.backend.desk import Desk
from tests.conftest import StoppedClock
from tests.console.conftest import SignIn
from tests.people import WANG_XIUYING, ZHENG_JIE

pytestmark = pytest.mark.xdist_group("postgres")
SAID = "Telegram不认机器人的令牌"


def refuse(desk: Desk, number: str) -> None:
    """The messenger answers 401 to the next letter."""

    def write(unit: Unit) -> None:
        outbox.post(
            unit, channel="telegram", chat_id=WANG_XIUYING.chat_id, number=number, kind="decision",
            subject="application:1", text="您的申请有了决定。", language="zh_Hans_CN",
        )  # fmt: skip

    desk.work.do_now(SYSTEM, write)
    (one,) = desk.work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="telegram", worker="w", limit=1))
    end = CloseDelivery(worker="w", outcome="retry", retry_after=60, refused=True, detail="TelegramUnauthorizedError")
    desk.work.do_now(SYSTEM, endings.close, one.id, end)


async def test_f34_a_refused_token_is_told_to_staff_until_it_is_taken_again(
    sign_in: SignIn, desk: Desk, clock: StoppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    officer, admin = await sign_in(ZHENG_JIE.login), await sign_in("admin")
    places = ((officer, "/staff/"), (officer, "/staff/broadcasts"), (admin, "/staff/officers"))
    for who, path in places:
        assert SAID not in (await who.get(path)).text
    since = clock()
    with caplog.at_level(logging.ERROR, logger=pace.__name__):
        refuse(desk, "N1")
        clock.advance(minutes=1)
        refuse(desk, "N2")
    assert [one.getMessage() for one in caplog.records if "BANGBAN_TELEGRAM_TOKEN" in one.getMessage()] == [
        "telegram refuses the bot's token: letters wait until it is put right (BANGBAN_TELEGRAM_TOKEN)"
    ]
    assert desk.work.read_now(SYSTEM, pace.shut) == {"telegram": since}
    for who, path in places:
        page = await who.get(path)
        assert SAID in page.text
        assert "没有丢，也没有算作失败" in page.text
    clock.advance(minutes=4)  # Tried every minute, and not refused any more.
    for who, path in places:
        assert SAID not in (await who.get(path)).text
