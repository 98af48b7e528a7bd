"""F33: who had blocked us and comes back is asked, once, whether news goes on; her topics are kept, her case goes on."""

import pytest
from sqlalchemy import select

from backend.core import dispatch, endings, inbox
from backend.core.actors import Citizen
from backend.core.inbox import ChatsSpoke, ChatState
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from backend.outreach import audience
from backend.outreach.audience import Audience, Reached
from backend.outreach.push import push_news
from backend.people import topics
from contract.channel import (
    ClaimDeliveries,
    ClaimUpdates,
    CloseDelivery,
    FinishUpdate,
    FinishUpdates,
    RawUpdate,
    StoreUpdates,
)
from contract.topics import ChooseTopic, TopicId
from tests.backend.databases import settings as settings
from tests.backend.outreach.readers import account, subscribes
from tests.conftest import StoppedClock
from tests.people import LI_JIANGUO, WANG_XIUYING, YUSHUI

pytestmark = pytest.mark.xdist_group("postgres")
WANG = Caller(Citizen("web", WANG_XIUYING.chat_id))


def push(work: Work, who: int, number: str, topic: TopicId = "events") -> bool:
    return work.do_now(SYSTEM, push_news, who, topic, number, "活动提醒。")


def is_blocked(work: Work) -> None:
    """The next letter tells that she has blocked the bot."""
    one = work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="web", worker="w", limit=1))[0]
    work.do_now(SYSTEM, endings.close, one.id, CloseDelivery(worker="w", outcome="blocked"))


def speaks(work: Work, *chats: int) -> None:
    work.do_now(SYSTEM, lambda unit: unit.emit(ChatsSpoke("web", chats)))


def hears_of_block(work: Work, update_id: int) -> None:
    """Her messenger says itself that she has blocked the bot (``my_chat_member``)."""
    raw = RawUpdate(update_id=update_id, chat_id=WANG_XIUYING.chat_id, body={})
    work.do_now(SYSTEM, inbox.store, StoreUpdates(channel="web", updates=(raw,)))
    (row,) = work.do_now(SYSTEM, inbox.claim, ClaimUpdates(channel="web", worker="w"))
    done = FinishUpdate(id=row.id, worker="w", state={"place": "lost"}, left=True)
    assert work.do_now(SYSTEM, inbox.finish, FinishUpdates(updates=(done,))).ids == (row.id,)


def offers(work: Work) -> list[OutboxRow]:
    def find(unit: Unit) -> list[OutboxRow]:
        return list(unit.session.scalars(select(OutboxRow).where(OutboxRow.number.startswith("FH"))))

    return work.read_now(SYSTEM, find)


def test_f33_who_returns_is_offered_news_again_with_one_tap_and_her_topics_are_kept(work: Work) -> None:
    wang, wish = subscribes(work, WANG_XIUYING, "events", "jobs"), Audience("events", YUSHUI)
    push(work, wang, "GW-1")
    push(work, wang, "GW-2")
    is_blocked(work)
    assert not push(work, wang, "GW-3")
    speaks(work, WANG_XIUYING.chat_id)
    (offer,) = offers(work)
    assert (offer.kind, offer.chat_id) == ("request", WANG_XIUYING.chat_id)
    assert [(one["label"], one["action"]) for one in offer.buttons] == [("继续收消息", "again")]
    assert not push(work, wang, "GW-4")
    assert work.read_now(SYSTEM, audience.count, wish) == Reached(0, {"blocked": 1})
    claimed = work.do_now(SYSTEM, dispatch.claim, ClaimDeliveries(channel="web", worker="w"))
    assert [one.number for one in claimed] == [offer.number], "nothing older is sent behind her back"
    assert work.read_now(WANG, topics.settings).paused
    for _ in range(2):
        after = work.do_now(WANG, topics.take_up_again)
        assert (after.paused, [one.id for one in after.topics if one.chosen]) == (False, ["jobs", "events", "own"])
    assert push(work, wang, "GW-5")
    assert work.read_now(SYSTEM, audience.count, wish).people == 1


def test_f33_a_notice_of_a_block_closes_the_chat_at_once_and_is_no_word_of_hers(work: Work, clock: StoppedClock) -> None:
    """No letter has to be refused first; and the day she was last heard from stays what it was."""
    wang, chat = subscribes(work, WANG_XIUYING, "events"), ("web", WANG_XIUYING.chat_id)
    work.do_now(SYSTEM, lambda unit: unit.session.add(ChatState(
        channel="web", chat_id=WANG_XIUYING.chat_id, state={"place": "kept"}, updated_at=unit.now)))  # fmt: skip
    heard = work.read_now(SYSTEM, inbox.day_of_last_word, *chat)
    clock.advance(days=3)
    hears_of_block(work, 1)
    assert not push(work, wang, "GW-1")
    assert work.read_now(SYSTEM, inbox.day_of_last_word, *chat) == heard
    assert work.read_now(SYSTEM, lambda unit: unit.session.get_one(ChatState, chat).state) == {"place": "kept"}
    assert offers(work) == []
    speaks(work, WANG_XIUYING.chat_id)
    assert len(offers(work)) == 1


def test_f33_letters_of_the_own_case_go_on_without_a_tap(work: Work) -> None:
    wang = subscribes(work, WANG_XIUYING, "events")
    push(work, wang, "GW-1")
    is_blocked(work)
    speaks(work, WANG_XIUYING.chat_id)
    assert push(work, wang, "GW-2", "own")


def test_f33_it_is_offered_once_a_return_and_only_to_who_had_news(work: Work) -> None:
    wang, li = subscribes(work, WANG_XIUYING, "events"), account(work, LI_JIANGUO)
    push(work, wang, "GW-1")
    is_blocked(work)
    push(work, li, "GW-2", "own")
    is_blocked(work)
    for _ in range(3):
        speaks(work, WANG_XIUYING.chat_id, LI_JIANGUO.chat_id)
    assert [one.chat_id for one in offers(work)] == [WANG_XIUYING.chat_id]


def test_f33_choosing_a_topic_takes_news_up_as_well(work: Work) -> None:
    wang = subscribes(work, WANG_XIUYING, "events")
    push(work, wang, "GW-1")
    is_blocked(work)
    speaks(work, WANG_XIUYING.chat_id)
    after = work.do_now(WANG, topics.choose, ChooseTopic(topic="jobs", chosen=True))
    assert not after.paused
