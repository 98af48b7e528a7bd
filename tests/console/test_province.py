"""XY-43: the queue to the provincial system shows what was sent, failed and tried again, and an officer sends again."""

from typing import Any

from backend.applications import province
from backend.registry import provincial
from backend.registry.provincial import MOST_ATTEMPTS, MessageLine, ProvincialFault, SimulatedSystem, send_due
from tests.backend.desk import Desk, refused
from tests.backend.registry.leaving import on_the_register
from tests.conftest import StoppedClock
from tests.console.conftest import SignIn
from tests.people import LI_JIANGUO, SUN_LI, ZHOU_MIN

ROOM = "/staff/province"


class Down(SimulatedSystem):
    """The system while it takes nothing; keeps the keys it was asked with."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def record(self, key: str, kind: str, body: dict[str, Any]) -> str:
        self.asked.append(key)
        raise ProvincialFault("省级系统正在维护")


class Up(Down):
    """The system as it is on a good day."""

    def record(self, key: str, kind: str, body: dict[str, Any]) -> str:
        self.asked.append(key)
        return SimulatedSystem().record(key, kind, body)


def rounds(desk: Desk, clock: StoppedClock, system: Down, count: int) -> list[str]:
    """So many rounds, far enough apart for each to be tried again."""
    for _ in range(count):
        send_due(desk.work, system)
        clock.advance(minutes=61)
    return system.asked


def lookup(desk: Desk, case: str) -> MessageLine:
    (line,) = desk.read(ZHOU_MIN, provincial.messages, f"application:{case}")
    assert isinstance(line, MessageLine)
    return line


async def test_xy_43_a_lookup_that_failed_eight_times_is_listed_and_sent_again(
    sign_in: SignIn, desk: Desk, case: str, clock: StoppedClock
) -> None:
    desk.take_up(ZHOU_MIN, case)
    desk.do(ZHOU_MIN, province.enter, case)
    down = Down()
    keys = rounds(desk, clock, down, MOST_ATTEMPTS - 1)
    assert [one.message.attempts for one in desk.read(ZHOU_MIN, province.queue).tried_again] == [7]
    assert desk.read(ZHOU_MIN, province.todo) is None, "it is still tried by itself"
    keys = rounds(desk, clock, down, 3)
    assert len(keys) == MOST_ATTEMPTS == 8, "and then no more"

    for stranger in (SUN_LI, "hewei"):
        assert desk.read(stranger, province.todo) is None
        with refused("provincial.not_found", 404):
            desk.do(stranger, provincial.retry, lookup(desk, case).id)
    inspector = await (await sign_in("inspector")).get(ROOM)
    assert "省级系统正在维护" in inspector.text
    assert not [form for form in inspector.forms if form.action.startswith(ROOM)]

    zhou = await sign_in(ZHOU_MIN.login)
    home = await zhou.get("/staff/")
    assert "省级系统没有收到 1 件" in home.text
    assert ROOM in home.links
    page = await zhou.get(ROOM)
    assert f"/staff/cases/{case}" in page.links
    assert f"{desk.read(ZHOU_MIN, province.queue).failed[0].name}" in page.text
    assert desk.read(ZHOU_MIN, province.queue).failed[0].name.endswith("*")
    assert "发送了8次" in page.text
    again = page.form(f"{ROOM}/{lookup(desk, case).id}")
    assert "没有要重新发送的" in (await zhou.send(again)).text
    assert {"/staff/promises", ROOM} <= set((await zhou.get("/staff/")).links), "a way in while nothing waits"
    late = await zhou.send(again, once="of another page")
    assert (late.status, "不需要重新发送" in late.text) == (409, True)
    up = Up()
    assert rounds(desk, clock, up, 2) == keys[:1], "once, under the key it always had"
    arrived = (await (await sign_in("inspector")).get(ROOM)).text
    assert ("SIM-LOOKUP-" in arrived, arrived.count("SIM开头的是演示编号")) == (True, 1)
    assert desk.read(ZHOU_MIN, province.todo) is None
    told = (line.sentence for line in desk.case(ZHOU_MIN, case).timeline)
    said = [one for one in told if "省级系统" in one or "业务系统" in one]
    assert [one.split("，")[0] for one in said] == [
        "把身份证号码录入业务系统",
        "省级系统没有收到",
        "重新发送到省级系统",
        "省级系统已收到",
    ]
    with refused("provincial.not_failed", 409):
        desk.do(ZHOU_MIN, provincial.retry, lookup(desk, case).id)


def test_xy_43_a_failed_lookup_is_sent_again_when_the_number_is_entered_once_more(
    desk: Desk, case: str, clock: StoppedClock
) -> None:
    desk.take_up(ZHOU_MIN, case)
    desk.do(ZHOU_MIN, province.enter, case)
    rounds(desk, clock, Down(), MOST_ATTEMPTS)
    assert lookup(desk, case).state == "failed"
    desk.do(ZHOU_MIN, province.enter, case)
    assert (lookup(desk, case).state, lookup(desk, case).attempts) == ("queued", 0)
    rounds(desk, clock, Up(), 1)
    assert lookup(desk, case).state == "sent"


def test_xy_43_a_recognition_that_failed_leads_to_its_entry(desk: Desk, clock: StoppedClock) -> None:
    number = on_the_register(desk, LI_JIANGUO)
    rounds(desk, clock, Down(), MOST_ATTEMPTS)
    queue = desk.read(ZHOU_MIN, province.queue)
    assert queue.total == 2
    assert [one.message.kind for one in queue.failed] == ["lookup", "recognition"]
    assert (queue.failed[1].about, queue.failed[1].address) == (number, f"/staff/register/{number}")
    for line in queue.failed:
        desk.do(ZHOU_MIN, provincial.retry, line.message.id)
    rounds(desk, clock, Up(), 1)
    assert [one.message.kind for one in desk.read(ZHOU_MIN, province.queue).sent] == ["recognition", "lookup"]


class NoLookups(Up):
    """The system while its lookups are down."""

    def record(self, key: str, kind: str, body: dict[str, Any]) -> str:
        if kind == "lookup":
            raise ProvincialFault("比对正在维护")
        return super().record(key, kind, body)


def test_xy_43_what_arrived_last_stands_first_though_it_was_written_earlier(desk: Desk, clock: StoppedClock) -> None:
    on_the_register(desk, LI_JIANGUO)
    rounds(desk, clock, NoLookups(), 1)
    rounds(desk, clock, Up(), 1)
    sent = [one.message for one in desk.read(ZHOU_MIN, province.queue).sent]
    assert [one.kind for one in sent] == ["lookup", "recognition"]
    assert sent[0].id < sent[1].id
