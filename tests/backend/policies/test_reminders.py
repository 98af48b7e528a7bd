"""“到那天提醒我”: kept once, told once, on the morning of the day, and taken back with a tap."""

from datetime import UTC, date, datetime

import httpx2
import pytest
from sqlalchemy import select

from backend.core import dispatch, endings, outbox
from backend.core.clock import CHINA
from backend.core.outbox import OutboxRow
from backend.core.work import SYSTEM, Work
from backend.policies.models import Reminder
from backend.policies.reminders import daytime, post_due
from contract import screening as shape
from contract.channel import ClaimDeliveries, CloseDelivery, Delivery, ReleaseLeases
from contract.screening import ScreeningTurn
from tests.backend.citizen import AtTheWall, refuses
from tests.conftest import StoppedClock
from tests.people import LIU_XIAOFANG, WANG_XIUYING

BIRTHDAY = date(2027, 3, 5)


@pytest.fixture
def liu(http: httpx2.AsyncClient) -> AtTheWall:
    """刘晓芳 turns forty on 5 March 2027; all else she meets."""
    return AtTheWall(http, LIU_XIAOFANG)


async def kept(citizen: AtTheWall, turn: ScreeningTurn) -> tuple[shape.Reminder, ...]:
    path = f"/screenings/{turn.id}/reminders"
    return await citizen.ask(tuple[shape.Reminder, ...], "POST", path)


async def listed(citizen: AtTheWall) -> tuple[shape.Reminder, ...]:
    return await citizen.ask(tuple[shape.Reminder, ...], "GET", "/reminders")


def it_is(clock: StoppedClock, month: int, day: int, hour: int, minute: int = 0) -> None:
    """The time in China, in 2027."""
    clock.moment = datetime(2027, month, day, hour, minute, tzinfo=CHINA).astimezone(UTC)


def claimed(work: Work) -> tuple[Delivery, ...]:
    return work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="web", worker="w1"))


def sent(work: Work, letter: Delivery) -> None:
    work.do_now(SYSTEM, endings.close, letter.id, CloseDelivery(worker="w1", outcome="sent"))


def states(work: Work) -> list[str]:
    return work.read_now(SYSTEM, lambda unit: [row.state for row in unit.session.scalars(select(OutboxRow))])


async def test_a_day_that_time_alone_brings_can_be_kept(liu: AtTheWall) -> None:
    turn = await liu.checks()
    assert turn.outcome is not None
    assert turn.outcome.can_remind
    (reminder,) = await kept(liu, turn)
    assert (reminder.city, reminder.about, reminder.day) == ("新余市", "“4050”人员", "2027年3月5日")
    assert await listed(liu) == (reminder,)


async def test_kept_twice_is_kept_once(liu: AtTheWall) -> None:
    once, again = await kept(liu, await liu.checks()), await kept(liu, await liu.checks())
    assert once == again == await listed(liu)


async def test_no_answer_is_kept_with_it(liu: AtTheWall, work: Work) -> None:
    await kept(liu, await liu.checks())
    row = work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(Reminder)).one())
    assert (row.pack, row.category, row.day) == ("xinyu-2023-82", "X1", BIRTHDAY)


async def test_who_fits_today_or_must_do_something_first_has_no_day_to_wait_for(
    http: httpx2.AsyncClient, liu: AtTheWall
) -> None:
    wang = AtTheWall(http, WANG_XIUYING)
    for citizen, turn in (
        (wang, await wang.checks()),
        (liu, await liu.checks(unemp__registered="没有登记")),
    ):
        assert turn.outcome is not None
        assert not turn.outcome.can_remind
        with refuses("reminder.nothing_to_wait_for", 409):
            await kept(citizen, turn)


async def test_only_a_finished_self_check_has_days(liu: AtTheWall) -> None:
    with refuses("screening.unfinished", 409):
        await kept(liu, await liu.starts())


async def test_the_letter_comes_on_the_morning_of_the_day_and_not_before(
    liu: AtTheWall, work: Work, clock: StoppedClock
) -> None:
    await kept(liu, await liu.checks())
    it_is(clock, 3, 3, 23, 59)
    assert work.do_now(SYSTEM, post_due) == 0
    it_is(clock, 3, 4, 0)
    assert work.do_now(SYSTEM, post_due) == 1
    it_is(clock, 3, 5, 8, 59)
    assert claimed(work) == ()
    it_is(clock, 3, 5, 9)
    (letter,) = claimed(work)
    assert letter.text == (
        "您请我们提醒您的日子到了。\n"
        "2027年3月5日起，您可能符合“4050”人员的条件。\n"
        "情况可能有变化，请再做一次自测。以经办机构审核为准。"
    )
    assert [(button.label, button.action) for button in letter.buttons] == [("再做一次自测", "check")]


async def test_gz_43_the_letter_says_that_the_documents_term_has_ended(
    liu: AtTheWall, work: Work, clock: StoppedClock
) -> None:
    await kept(liu, await liu.checks())

    def of_guangzhou(unit: outbox.Unit) -> None:
        row = unit.session.scalars(select(Reminder)).one()
        row.pack, row.category = "guangzhou-2014-4", "G3.1"

    work.do_now(SYSTEM, of_guangzhou)
    it_is(clock, 3, 5, 10)
    work.do_now(SYSTEM, post_due)
    (letter,) = claimed(work)
    assert letter.text.endswith("按2014年文件，该文件有效期已于2019年1月届满。现行规定请拨打12333核实。")


async def test_it_is_told_once_however_often_the_day_is_looked_at(
    liu: AtTheWall, work: Work, clock: StoppedClock
) -> None:
    await kept(liu, await liu.checks())
    it_is(clock, 3, 5, 10)
    assert [work.do_now(SYSTEM, post_due) for _ in range(3)] == [1, 0, 0]
    (letter,) = claimed(work)
    sent(work, letter)
    it_is(clock, 3, 6, 10)
    assert work.do_now(SYSTEM, post_due) == 0
    assert (claimed(work), states(work), await listed(liu)) == ((), ["sent"], ())


async def test_a_process_that_dies_while_sending_leaves_one_letter_with_the_same_number(
    liu: AtTheWall, work: Work, clock: StoppedClock
) -> None:
    await kept(liu, await liu.checks())
    it_is(clock, 3, 5, 10)
    work.do_now(SYSTEM, post_due)
    (first,) = claimed(work)
    work.do_now(SYSTEM, endings.release, ReleaseLeases(channel="web"))
    work.do_now(SYSTEM, post_due)
    clock.advance(minutes=2)
    (again,) = claimed(work)
    assert again.number == first.number
    sent(work, again)
    assert states(work) == ["sent"]


async def test_a_house_that_was_closed_that_day_tells_it_the_next_morning(
    liu: AtTheWall, work: Work, clock: StoppedClock
) -> None:
    await kept(liu, await liu.checks())
    it_is(clock, 3, 6, 22)
    work.do_now(SYSTEM, post_due)
    assert claimed(work) == ()
    it_is(clock, 3, 7, 9)
    (letter,) = claimed(work)
    assert "2027年3月5日起" in letter.text


async def test_what_is_cancelled_is_not_told(liu: AtTheWall, work: Work, clock: StoppedClock) -> None:
    (reminder,) = await kept(liu, await liu.checks())
    it_is(clock, 3, 4, 12)
    work.do_now(SYSTEM, post_due)
    for _ in range(2):
        assert (await liu.call("DELETE", f"/reminders/{reminder.id}")).status_code == 204
    it_is(clock, 3, 5, 12)
    assert work.do_now(SYSTEM, post_due) == 0
    assert (claimed(work), states(work), await listed(liu)) == ((), ["cancelled"], ())


async def test_nobody_else_can_see_or_cancel_it(liu: AtTheWall, http: httpx2.AsyncClient) -> None:
    (reminder,) = await kept(liu, await liu.checks())
    other = AtTheWall(http, WANG_XIUYING)
    await other.starts()
    assert await listed(other) == ()
    assert (await other.call("DELETE", f"/reminders/{reminder.id}")).status_code == 204
    assert await listed(liu) == (reminder,)


async def test_a_letter_for_later_holds_up_nothing_else(
    liu: AtTheWall, work: Work, clock: StoppedClock
) -> None:
    await kept(liu, await liu.checks())
    it_is(clock, 3, 4, 12)
    work.do_now(SYSTEM, post_due)
    chat = LIU_XIAOFANG.chat_id

    def news(unit: outbox.Unit) -> None:
        outbox.post(
            unit,
            channel="web",
            chat_id=chat,
            number="N1",
            kind="news",
            subject="s",
            text="t",
            language="zh_Hans_CN",
        )

    work.do_now(SYSTEM, news)
    assert [letter.number for letter in claimed(work)] == ["N1"]


async def test_it_is_told_in_the_language_of_the_chat(
    liu: AtTheWall, work: Work, clock: StoppedClock
) -> None:
    english = liu.in_english()
    await english.call("PUT", "/language", {"language": "en"})
    await kept(english, await english.checks())
    it_is(clock, 3, 5, 10)
    work.do_now(SYSTEM, post_due)
    (letter,) = claimed(work)
    assert letter.text.startswith("The day you asked us to remind you of has come.\nFrom 2027-03-05 you may")


@pytest.mark.parametrize(
    ("hour", "then"), [(0, (5, 9)), (8, (5, 9)), (9, (5, 9)), (19, (5, 19)), (20, (6, 9)), (23, (6, 9))]
)
def test_nobody_is_written_to_at_night(hour: int, then: tuple[int, int]) -> None:
    found = daytime(datetime(2027, 3, 5, hour, tzinfo=CHINA).astimezone(UTC)).astimezone(CHINA)
    assert (found.day, found.hour) == then
