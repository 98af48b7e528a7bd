"""Between approval and sending an audience changes: who hears is who wants it then; more people want a new approval."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.core.actors import Citizen
from backend.core.outbox import OutboxRow
from backend.core.work import SYSTEM, Caller, Work
from backend.outreach import broadcast_feed, broadcast_queries, broadcasts
from backend.outreach.audience import Audience
from backend.outreach.broadcasts import Written
from backend.people import topics
from contract.topics import ChooseTopic
from tests.backend.databases import settings as settings
from tests.backend.desk import Desk, open_desk, refused
from tests.backend.outreach.readers import blocks, subscribes
from tests.backend.registry.leaving import on_the_register
from tests.conftest import StoppedClock
from tests.people import PEOPLE, WANG_XIUYING, YUSHUI, ZHENG_JIE, Person

pytestmark = pytest.mark.xdist_group("postgres")

FAIR = Written("招聘会", {"zh_Hans_CN": "下周有招聘会。"}, Audience("events", YUSHUI))


@pytest.fixture
def desk(work: Work, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """One person alone is the limit here, three stand for many."""
    monkeypatch.setattr(broadcasts, "ALONE", 1)
    return open_desk(work)


def approved(desk: Desk, people: tuple[Person, ...]) -> int:
    for person in people:
        subscribes(desk.work, person, "events", area=YUSHUI)
    second = desk.employ("songping", "宋平", YUSHUI)
    number = int(desk.do(ZHENG_JIE, broadcasts.start, FAIR))
    desk.do(ZHENG_JIE, broadcasts.submit, number, 1)
    desk.do(second, broadcasts.approve, number, 2)
    return number


def leaves(desk: Desk, person: Person) -> None:
    wish = ChooseTopic(topic="events", chosen=False, source="message")
    desk.work.do_now(Caller(Citizen("web", person.chat_id)), topics.choose, wish)


def reached(desk: Desk) -> set[int]:
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    wanted = select(OutboxRow.chat_id).where(OutboxRow.subject.startswith("broadcast:"))
    chats = desk.work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(wanted)))
    assert len(chats) == len(set(chats))
    return set(chats)


def test_fewer_people_are_sent_to_without_a_new_approval_and_who_left_hears_nothing(desk: Desk) -> None:
    number = approved(desk, PEOPLE[:4])
    leaves(desk, PEOPLE[0])
    blocks(desk.work, subscribes(desk.work, PEOPLE[1], "events", area=YUSHUI))
    desk.do(ZHENG_JIE, broadcasts.send, number, 3)
    assert reached(desk) == {PEOPLE[2].chat_id, PEOPLE[3].chat_id}
    view = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number)
    assert (view.line.people, view.progress) == (2, {"left": 2})


def test_others_in_the_place_of_who_left_hear_it(desk: Desk) -> None:
    number = approved(desk, PEOPLE[:3])
    leaves(desk, PEOPLE[0])
    subscribes(desk.work, PEOPLE[3], "events", area=YUSHUI)
    desk.do(ZHENG_JIE, broadcasts.send, number, 3)
    assert reached(desk) == {person.chat_id for person in PEOPLE[1:4]}


def test_many_more_than_approved_are_not_written_to_before_somebody_looks_again(desk: Desk) -> None:
    number = approved(desk, PEOPLE[:3])
    subscribes(desk.work, PEOPLE[3], "events", area=YUSHUI)
    with refused("broadcast.audience_grew", 409) as found:
        desk.do(ZHENG_JIE, broadcasts.send, number, 3)
    assert found.value.params == {"before": 3, "people": 4}
    assert reached(desk) == set()
    desk.do(ZHENG_JIE, broadcasts.submit, number, 3)
    desk.do("songping", broadcasts.approve, number, 4)
    desk.do(ZHENG_JIE, broadcasts.send, number, 5)
    assert len(reached(desk)) == 4


def test_an_audience_that_shrank_below_the_limit_after_its_approval_needs_none_to_grow_to_it(desk: Desk) -> None:
    number = approved(desk, PEOPLE[:2])
    for person in PEOPLE[:2]:
        leaves(desk, person)
    with refused("broadcast.nobody", 422):
        desk.do(ZHENG_JIE, broadcasts.send, number, 3)
    subscribes(desk.work, PEOPLE[4], "events", area=YUSHUI)
    desk.do(ZHENG_JIE, broadcasts.send, number, 3)
    assert reached(desk) == {PEOPLE[4].chat_id}


def test_another_text_after_the_approval_needs_another_approval(desk: Desk) -> None:
    number = approved(desk, PEOPLE[:3])
    desk.do(ZHENG_JIE, broadcasts.write, number, 3, FAIR)
    with refused("broadcast.approval_missing", 409):
        desk.do(ZHENG_JIE, broadcasts.send, number, 4)


def test_a_draft_below_the_limit_that_grew_above_it_wants_a_second_person(desk: Desk) -> None:
    subscribes(desk.work, PEOPLE[0], "events", area=YUSHUI)
    number = int(desk.do(ZHENG_JIE, broadcasts.start, FAIR))
    subscribes(desk.work, PEOPLE[1], "events", area=YUSHUI)
    with refused("broadcast.approval_missing", 409):
        desk.do(ZHENG_JIE, broadcasts.send, number, 1)


def test_what_asks_nobody_for_consent_needs_a_second_person_however_few_it_reaches(desk: Desk) -> None:
    on_the_register(desk, WANG_XIUYING)
    own = Written("招聘会", FAIR.texts, Audience("own", YUSHUI))
    number = int(desk.do(ZHENG_JIE, broadcasts.start, own))
    view = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number)
    assert (view.needs_second, view.asks_nobody) == (True, True)
    with refused("broadcast.approval_missing_own", 409):
        desk.do(ZHENG_JIE, broadcasts.send, number, 1)
    second = desk.employ("songping", "宋平", YUSHUI)
    desk.do(ZHENG_JIE, broadcasts.submit, number, 1)
    desk.do(second, broadcasts.approve, number, 2)
    desk.do(ZHENG_JIE, broadcasts.send, number, 3)
    assert reached(desk) == {WANG_XIUYING.chat_id}


def starts(desk: Desk, clock: StoppedClock, number: int, revision: int, days: int) -> None:
    desk.do(ZHENG_JIE, broadcasts.send, number, revision, clock() + timedelta(days=days))
    assert reached(desk) == set()


def test_who_joins_while_it_waits_for_its_hour_is_no_reason_to_write_to_more_than_were_approved(
    desk: Desk, clock: StoppedClock
) -> None:
    number = approved(desk, PEOPLE[:3])
    starts(desk, clock, number, 3, days=10)
    subscribes(desk.work, PEOPLE[3], "events", area=YUSHUI)
    clock.advance(days=10)
    assert reached(desk) == set()
    view = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number)
    assert (view.line.state, view.stopped) == ("cancelled", "grew")


def test_one_sent_alone_that_waits_is_not_sent_to_more_than_one_may_write_to_alone(
    desk: Desk, clock: StoppedClock
) -> None:
    subscribes(desk.work, PEOPLE[0], "events", area=YUSHUI)
    number = int(desk.do(ZHENG_JIE, broadcasts.start, FAIR))
    starts(desk, clock, number, 1, days=80)
    subscribes(desk.work, PEOPLE[1], "events", area=YUSHUI)
    clock.advance(days=80)
    assert reached(desk) == set()


def test_one_that_waits_goes_out_to_as_many_as_were_approved(desk: Desk, clock: StoppedClock) -> None:
    number = approved(desk, PEOPLE[:3])
    starts(desk, clock, number, 3, days=10)
    leaves(desk, PEOPLE[0])
    subscribes(desk.work, PEOPLE[3], "events", area=YUSHUI)
    clock.advance(days=10)
    assert reached(desk) == {person.chat_id for person in PEOPLE[1:4]}


@pytest.mark.parametrize("name", ["include", "exclude"])
def test_numbers_nobody_on_the_own_register_has_are_named_and_counted(desk: Desk, name: str) -> None:
    known = on_the_register(desk, WANG_XIUYING)
    wish = Audience("events", YUSHUI, **{name: (known, "XX-1", "XX-2", "XX-1", "=1+1")})
    with refused(f"broadcast.{name}_unknown", 422) as found:
        desk.do(ZHENG_JIE, broadcasts.start, Written("招聘会", FAIR.texts, wish))
    assert found.value.params == {"count": 3, "numbers": "XX-1、XX-2、=1+1"}
    desk.do(ZHENG_JIE, broadcasts.start, Written("招聘会", FAIR.texts, Audience("events", YUSHUI, **{name: (known,)})))
