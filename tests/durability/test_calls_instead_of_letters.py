"""F32: a decision Telegram refuses becomes a to-do at the officer's desk, until somebody has called."""

from typing import Any

import pytest
from sqlalchemy import insert, select, text, update

from backend.applications import calls, review, telling
from backend.applications.calls import CallLine
from backend.applications.models import Application
from backend.core.clock import day_in_china
from backend.core.outbox import OutboxRow
from backend.core.todos import HomeTodo
from backend.core.unit import Unit
from backend.core.work import Work
from backend.people.models import Account
from backend.registry.exit_notices import Told
from backend.registry.models import Entry
from bot.deliveries import Deliveries
from tests.backend.applications.test_queue_plans import asked, plan
from tests.backend.databases import settings as settings
from tests.backend.desk import Desk, hand_in, open_desk, refused
from tests.backend.registry.leaving import Register, on_the_register, pension
from tests.conftest import StoppedClock
from tests.durability.test_sending_faults import fake as fake
from tests.durability.test_sending_faults import postman as postman
from tests.fakes.botapi import FakeBotApi
from tests.people import CHEN_ZHIQIANG, LI_JIANGUO, SUN_LI, WANG_XIUYING, WU_GANG, ZHENG_JIE, ZHOU_MIN

pytestmark = pytest.mark.xdist_group("postgres")
LETTER_OF_REFUSAL = "社保记录显示您仍在职"


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


async def in_telegram(desk: Desk, fake: FakeBotApi, case: str, fault: str) -> None:
    """Her chat is in Telegram, which says no to every message from now on; what was written before is settled."""

    def move(unit: Unit) -> int:
        account = unit.session.get_one(Account, unit.session.get_one(Application, case).account_id)
        unit.session.execute(update(OutboxRow).values(state="sent", closed_at=unit.now))
        account.channel = "telegram"
        return account.chat_id

    chat = desk.system(move)
    await fake.control.do("settle", chat_ids=[chat])
    await fake.control.fault(fault, "sendmessage", chat_id=chat, times=None)


async def rounds(postman: Deliveries, clock: StoppedClock) -> None:
    for _ in range(5):
        while await postman._round():
            pass
        clock.advance(minutes=1)


def waiting(desk: Desk, who: Any) -> tuple[CallLine, ...]:
    lines: tuple[CallLine, ...] = desk.read(who, calls.waiting).lines
    return lines


def todo(desk: Desk, who: Any) -> HomeTodo | None:
    found: HomeTodo | None = desk.read(who, calls.todo)
    return found


@pytest.mark.parametrize("fault", ["403", "400"])
async def test_f32_a_decision_that_was_refused_is_a_call_to_make_until_somebody_has_called(
    fault: str, fake: FakeBotApi, postman: Deliveries, desk: Desk, clock: StoppedClock
) -> None:
    case = hand_in(desk.work, WANG_XIUYING)
    await in_telegram(desk, fake, case, fault)
    desk.take_up(ZHOU_MIN, case)
    assert todo(desk, ZHOU_MIN) is None
    done = desk.do(ZHOU_MIN, review.decline, case, desk.version(case), "art-1", LETTER_OF_REFUSAL)
    assert todo(desk, ZHOU_MIN) is None, "it is only on its way"
    await rounds(postman, clock)

    told = todo(desk, ZHOU_MIN)
    assert told is not None
    assert (told.label, told.count, told.address) == ("没有送到，请打电话", 1, "/staff/calls")
    (line,) = waiting(desk, ZHOU_MIN)
    assert (line.number, line.about) == (done.notice_number, desk.row(case).receipt)
    assert (line.name, line.phone) == ("王*", f"{WANG_XIUYING.phone[:3]}****{WANG_XIUYING.phone[-4:]}")
    assert LETTER_OF_REFUSAL in line.text
    assert line.address == f"/staff/cases/{case}#reveal"
    assert len(waiting(desk, "inspector")) == 1

    for stranger in (SUN_LI, ZHENG_JIE):
        assert waiting(desk, stranger) == ()
        with refused("letter.not_found", 404):
            desk.do(stranger, calls.record, line.number, "told")
    with refused("review.read_only", 403):
        desk.do("inspector", calls.record, line.number, "told")
    with refused("call.result_missing", 422):
        desk.do(ZHOU_MIN, calls.record, line.number, "perhaps")
    desk.do(WU_GANG, calls.record, line.number, "not_answered")
    assert waiting(desk, ZHOU_MIN) == ()
    assert todo(desk, ZHOU_MIN) is None
    with refused("call.recorded", 409):
        desk.do(ZHOU_MIN, calls.record, line.number, "told")
    (said,) = [one for one in desk.case(ZHOU_MIN, case).timeline if "打了电话" in one.sentence]
    assert (said.actor, said.at) == ("吴刚", clock())
    assert said.sentence == f"通知{line.number}没有送到，打了电话：没有打通"


async def test_f32_a_request_about_a_standing_is_a_call_of_the_office_that_looks_after_her(
    fake: FakeBotApi, postman: Deliveries, desk: Desk, clock: StoppedClock
) -> None:
    number = on_the_register(desk, LI_JIANGUO)
    entry = desk.system(lambda unit: unit.session.scalars(select(Entry)).one())
    await in_telegram(desk, fake, entry.application_id, "403")
    Register(desk, clock).propose(number, pension(), delivered=False)
    clock.advance(days=1)  # The letter waits for the morning.
    await rounds(postman, clock)
    (line,) = waiting(desk, ZHOU_MIN)
    assert line.about == number
    assert line.address == f"/staff/people/{entry.person_id}"
    desk.do(ZHOU_MIN, telling.tell, line.number, Told("phone", "本人", day_in_china(clock())))
    assert waiting(desk, ZHOU_MIN) == ()


def _flood(unit: Unit, count: int, undelivered: int) -> None:
    """So many letters of other people that arrived, and a few that did not."""
    row = {
        "channel": "telegram", "kind": "decision", "text": "", "buttons": [], "language": "zh_Hans_CN",
        "not_before": unit.now, "created_at": unit.now, "closed_at": unit.now,
    }  # fmt: skip
    letters = [
        row | {"chat_id": n, "number": f"X{n}", "subject": f"application:{n:032d}", "state": state}
        for n, state in enumerate(["sent"] * count + ["blocked"] * undelivered)
    ]
    unit.session.execute(insert(OutboxRow), letters)


def test_what_did_not_arrive_is_read_off_its_index_however_many_letters_arrived(desk: Desk) -> None:
    hand_in(desk.work, CHEN_ZHIQIANG)
    desk.system(_flood, 20_000, 20)
    with desk.work.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    seen = 0
    for who in ("zhoumin", "zhengjie", "inspector"):
        for service in (calls.todo, calls.waiting):
            for statement, parameters in asked(desk, who, service, about="FROM outbox"):
                told = plan(desk, statement, parameters)
                seen += 1
                assert "ix_outbox_not_arrived" in told, told
                assert "Seq Scan on outbox" not in told
    assert seen >= 9
