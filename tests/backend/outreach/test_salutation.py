"""{称呼}: by her surname where the papers of her chat tell it, a resident everywhere else, and nobody by another's name."""

import logging

import pytest
from sqlalchemy import select

from backend.applications.models import Application
from backend.core.actors import Citizen
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller
from backend.outreach import broadcast_feed, broadcast_queries, broadcasts, salutation
from backend.outreach.audience import Audience
from backend.outreach.broadcasts import Written
from backend.people.service import set_language
from tests.backend.desk import Desk, hand_in
from tests.backend.outreach.readers import subscribes
from tests.people import CHEN_ZHIQIANG, LI_JIANGUO, WANG_XIUYING, YUSHUI, ZHENG_JIE

HELLO = Written("问候", {"zh_Hans_CN": "{称呼}，您好。", "en": "{称呼}, hello."}, Audience("events", YUSHUI))


def sent(desk: Desk) -> dict[int, str]:
    number = desk.do(ZHENG_JIE, broadcasts.start, HELLO)
    desk.do(ZHENG_JIE, broadcasts.send, number, 1)
    desk.work.do_now(SYSTEM, broadcast_feed.feed)
    wanted = select(OutboxRow).where(OutboxRow.subject == f"broadcast:{number}")
    return desk.work.read_now(SYSTEM, lambda unit: {row.chat_id: row.text for row in unit.session.scalars(wanted)})


@pytest.mark.parametrize(
    ("name", "first"),
    [
        *(("王秀英", "王"), ("李明", "李"), ("欧阳修", "欧阳"), ("欧阳", "欧"), ("欧阳明月", "欧阳"), ("王李秀英", "")),
        *(("阿依古丽·买买提", ""), ("Wang", ""), ("王", ""), ("", ""), (" 王 秀英", "王")),
    ],
)
def test_a_surname_is_told_only_where_it_is_sure(name: str, first: str) -> None:
    assert salutation.surname(name) == first


def test_each_is_spoken_to_by_her_own_name_and_strangers_as_residents(
    desk: Desk, case: str, caplog: pytest.LogCaptureFixture
) -> None:
    hand_in(desk.work, LI_JIANGUO)
    for person in (WANG_XIUYING, LI_JIANGUO, CHEN_ZHIQIANG):
        subscribes(desk.work, person, "events", area=YUSHUI)
    with caplog.at_level(logging.DEBUG):
        assert sent(desk) == {
            WANG_XIUYING.chat_id: "王女士，您好。",
            LI_JIANGUO.chat_id: "李先生，您好。",
            CHEN_ZHIQIANG.chat_id: "居民朋友，您好。",
        }
    assert "女士" not in caplog.text
    assert "秀英" not in caplog.text


def test_a_chat_with_papers_of_two_people_is_spoken_to_as_a_resident(desk: Desk, case: str) -> None:
    other = hand_in(desk.work, LI_JIANGUO)
    wang = subscribes(desk.work, WANG_XIUYING, "events")

    def move(unit: Unit) -> None:
        unit.session.get_one(Application, other).account_id = wang

    desk.work.do_now(SYSTEM, move)
    assert sent(desk) == {WANG_XIUYING.chat_id: "居民朋友，您好。"}


def test_another_language_has_no_chinese_names(desk: Desk, case: str) -> None:
    subscribes(desk.work, WANG_XIUYING, "events")
    desk.work.do_now(Caller(Citizen("web", WANG_XIUYING.chat_id)), set_language, "en")
    assert sent(desk) == {WANG_XIUYING.chat_id: "Dear resident, hello."}


def test_the_preview_shows_both_forms(desk: Desk) -> None:
    number = desk.do(ZHENG_JIE, broadcasts.start, HELLO)
    view = desk.read(ZHENG_JIE, broadcast_queries.broadcast, number)
    assert view.shown[0].lines == ("居民朋友，您好。",)
    assert [one.lines for one in view.named] == [("王女士，您好。",)]
