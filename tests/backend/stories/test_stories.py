"""XY-76: a story stands on the consent to these very words, is read by a second person, and ends with the consent."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from backend.applications.events import OwnDataAsked
from backend.applications.own_data import erase as erase_all
from backend.core import audit, outbox
from backend.core.actors import Citizen
from backend.core.masking import mask_name
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller
from backend.registry.exit_guards import Wish
from backend.registry.models import Entry
from backend.stories import content, own, queries, service, telling
from backend.stories.lifecycle import ACTIONS, MOVES, STATES, Action, target_of
from backend.stories.models import Story
from tests.backend.desk import PACK, TODAY, Desk, refused
from tests.backend.registry.leaving import Register, pension
from tests.backend.stories.told import (
    CONSENT,
    QIN,
    TEXT,
    TITLE,
    agreed,
    drafted,
    published,
    revision,
    row,
    submitted,
)
from tests.conftest import StoppedClock
from tests.people import HE_WEI, LI_JIANGUO, WANG_XIUYING, WU_GANG, ZHENG_JIE, ZHOU_MIN

WANG = Caller(Citizen("web", WANG_XIUYING.chat_id))
LI = Caller(Citizen("web", LI_JIANGUO.chat_id))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", ACTIONS)
def test_xy_76_only_the_moves_of_the_table_are_legal(state: str, action: Action) -> None:
    legal = {(move.source, move.action): move.target for move in MOVES}
    if (state, action) in legal:
        assert target_of(state, action) == legal[state, action]  # type: ignore[index]
    else:
        with refused("story.illegal_move", 409):
            target_of(state, action)


def test_xy_76_what_is_published_or_gone_is_neither_written_nor_agreed_to_again(desk: Desk, number: str) -> None:
    story = published(desk, number)
    acts = (
        (service.write, TITLE, TEXT), (service.agree, CONSENT), (service.submit,), (service.give_back, "改一改"),
        (service.publish,),
    )  # fmt: skip
    for act, *told in acts:
        with refused("story.illegal_move", 409):
            desk.do(QIN, act, story, revision(desk, story), *told)
    desk.do(QIN, service.withdraw, story, revision(desk, story))
    for act, *told in (*acts, (service.withdraw,)):
        with refused("story.illegal_move", 409):
            desk.do(QIN, act, story, revision(desk, story), *told)
    with refused("story.illegal_move", 409):
        desk.do(QIN, service.revoke, story)


def test_xy_76_a_story_without_a_consent_record_cannot_be_published(desk: Desk, number: str) -> None:
    story = drafted(desk, number)
    with refused("story.consent_missing", 409):
        desk.do(ZHENG_JIE, service.submit, story, revision(desk, story))

    def lose_consent(unit: Unit) -> None:
        unit.session.execute(update(Story).where(Story.id == story).values(agreed_on=None))

    desk.do(ZHENG_JIE, service.agree, story, revision(desk, story), CONSENT)
    desk.do(ZHENG_JIE, service.submit, story, revision(desk, story))
    desk.system(lose_consent)
    with refused("story.consent_missing", 409):
        desk.do(QIN, service.publish, story, revision(desk, story))
    assert desk.work.read_now(LI, telling.stories, PACK).stories == ()


def test_xy_76_a_published_story_whose_consent_is_gone_is_shown_to_nobody(desk: Desk, number: str) -> None:
    story = published(desk, number)

    def lose_consent(unit: Unit) -> None:
        unit.session.execute(update(Story).where(Story.id == story).values(agreed_on=None))

    desk.system(lose_consent)
    assert desk.work.read_now(LI, telling.stories, PACK).stories == ()
    with refused("story.not_found", 404):
        desk.work.read_now(LI, telling.story, story)


def test_xy_76_a_consent_is_to_the_words_as_they_stand(desk: Desk, number: str) -> None:
    story = agreed(desk, number)
    desk.do(ZHENG_JIE, service.write, story, revision(desk, story), TITLE, TEXT)
    assert row(desk, story).agreed_on == TODAY, "the same words are agreed to"
    desk.do(ZHENG_JIE, service.write, story, revision(desk, story), TITLE, TEXT + "工资不高，但是稳定。")
    assert row(desk, story).agreed_on is None
    with refused("story.consent_missing", 409):
        desk.do(ZHENG_JIE, service.submit, story, revision(desk, story))


def test_xy_76_a_consent_needs_its_day_and_its_paper(desk: Desk, number: str, clock: StoppedClock) -> None:
    story = drafted(desk, number)
    for wrong, code in (
        (replace(CONSENT, on=None), "story.day_missing"),
        (replace(CONSENT, on=TODAY + timedelta(days=1)), "story.day_in_future"),
        (replace(CONSENT, on=TODAY - timedelta(days=1)), "story.day_before_words"),
        (replace(CONSENT, proof="  "), "story.proof_missing"),
    ):
        with refused(code, 422):
            desk.do(ZHENG_JIE, service.agree, story, revision(desk, story), wrong)
    clock.moment += timedelta(days=3)
    desk.do(ZHENG_JIE, service.agree, story, revision(desk, story), replace(CONSENT, on=TODAY + timedelta(days=1)))


def test_xy_76_the_own_name_stands_there_only_where_she_agreed_to_it(desk: Desk, number: str) -> None:
    story = desk.do(ZHENG_JIE, service.start, number, TITLE, f"{WANG_XIUYING.name}现在在社区食堂上班。")
    desk.do(ZHENG_JIE, service.agree, story, revision(desk, story), CONSENT)
    with refused("story.name_not_agreed", 409):
        desk.do(ZHENG_JIE, service.submit, story, revision(desk, story))
    desk.do(ZHENG_JIE, service.agree, story, revision(desk, story), replace(CONSENT, named=True))
    desk.do(ZHENG_JIE, service.submit, story, revision(desk, story))
    desk.do(QIN, service.publish, story, revision(desk, story))
    assert WANG_XIUYING.name in desk.work.read_now(LI, telling.story, story).text


@pytest.mark.parametrize(
    ("title", "text", "code"),
    [
        ("", TEXT, "story.title_missing"),
        (TITLE, " ", "story.text_missing"),
        (TITLE, f"她的电话是{WANG_XIUYING.phone}。", "story.telephone_in_text"),
        (TITLE, f"身份证号{WANG_XIUYING.id_number}。", "review.id_number_in_text"),
        (TITLE, "好" * 1501, "review.text_too_long"),
    ],
)
def test_what_no_story_may_hold_is_refused(desk: Desk, number: str, title: str, text: str, code: str) -> None:
    with refused(code, 422):
        desk.do(ZHENG_JIE, service.start, number, title, text)


def test_xy_76_neither_the_author_nor_who_recorded_the_consent_publishes(desk: Desk, number: str) -> None:
    story = submitted(desk, number)
    with refused("story.same_person", 403):
        desk.do(ZHENG_JIE, service.publish, story, revision(desk, story))
    assert desk.read(ZHENG_JIE, queries.todo) is None
    assert [one.count for one in [desk.read(QIN, queries.todo)] if one] == [1]
    desk.do(QIN, service.give_back, story, revision(desk, story), "第二段能认出是谁。")
    assert desk.read(ZHENG_JIE, queries.story, story).note == "第二段能认出是谁。"
    desk.do(QIN, service.agree, story, revision(desk, story), CONSENT)
    desk.do(ZHENG_JIE, service.submit, story, revision(desk, story))
    with refused("story.same_person", 403):
        desk.do(QIN, service.publish, story, revision(desk, story))
    assert desk.read(QIN, queries.stories, queries.TO_DO) == ()


def test_of_two_readers_the_one_who_saw_older_words_is_told(desk: Desk, number: str) -> None:
    story = submitted(desk, number)
    old = revision(desk, story)
    desk.do(QIN, service.give_back, story, old, "改一个字。")
    desk.do(ZHENG_JIE, service.submit, story, revision(desk, story))
    with refused("story.changed_meanwhile", 409):
        desk.do(QIN, service.publish, story, old)


@pytest.mark.parametrize("who", [ZHOU_MIN, WU_GANG, "inspector"])
def test_streets_and_inspectors_neither_write_nor_list_stories(desk: Desk, number: str, who: str) -> None:
    with refused("story.not_here", 403):
        desk.do(who, service.start, number, TITLE, TEXT)
    with refused("story.not_here", 403):
        desk.read(who, queries.stories)


def test_a_neighbouring_county_sees_no_draft_and_writes_of_nobody_of_ours(desk: Desk, number: str) -> None:
    story = drafted(desk, number)
    assert desk.read(HE_WEI, queries.stories) == ()
    with refused("story.not_found", 404):
        desk.read(HE_WEI, queries.story, story)
    with refused("story.person_unknown", 422):
        desk.do(HE_WEI, service.start, number, TITLE, TEXT)
    assert desk.read(ZHENG_JIE, queries.story, story).name == mask_name(WANG_XIUYING.name)


def test_xy_76_taking_the_consent_back_ends_a_story_from_every_state(desk: Desk, number: str) -> None:
    for make in (drafted, agreed, submitted, published):
        story = make(desk, number)
        desk.do(ZHENG_JIE, service.revoke, story)
        gone = row(desk, story)
        assert (gone.state, gone.sealed, gone.agreed_on) == ("withdrawn", None, None)
        with refused("story.not_found", 404):
            desk.work.read_now(LI, telling.story, story)


def test_xy_76_she_is_told_of_it_and_takes_her_consent_back_herself(desk: Desk, number: str) -> None:
    story = published(desk, number)
    [letter] = desk.work.read_now(SYSTEM, outbox.letters_about, service.subject_of(story))
    assert TITLE in letter.text
    assert [each["action"] for each in letter.buttons] == ["story"]
    assert desk.work.read_now(WANG, telling.story, story).mine
    assert not desk.work.read_now(LI, telling.story, story).mine
    with refused("story.not_found", 404):
        desk.work.do_now(LI, telling.revoke, story)
    desk.work.do_now(WANG, telling.revoke, story)
    assert desk.work.read_now(WANG, telling.stories, PACK).stories == ()
    [letter] = desk.work.read_now(SYSTEM, outbox.letters_about, service.subject_of(story))
    assert letter.state == "cancelled", "what has not gone tells of nothing that is not there"
    told = desk.system(lambda unit: audit.history(unit.session, service.subject_of(story)))
    assert [each.action for each in told] == [f"story.{one}" for one in ("started", "agree", "submit", "publish", "revoke")]


def test_xy_76_a_stranger_without_a_chat_ends_no_story_of_somebody_without_one(desk: Desk, number: str) -> None:
    story = published(desk, number)
    desk.system(lambda unit: unit.session.execute(update(Entry).values(account_id=None)))
    with refused("story.not_found", 404):
        desk.work.do_now(Caller(Citizen("web", 999_999)), telling.revoke, story)
    assert row(desk, story).state == "published"


def test_xy_76_a_story_is_own_data_and_goes_with_it(desk: Desk, number: str) -> None:
    story = published(desk, number)

    def asked(unit: Unit) -> OwnDataAsked:
        event = OwnDataAsked(unit.session.get_one(Entry, row(desk, story).entry_id).account_id or 0)
        own.tell(unit, event)
        return event

    told = desk.work.read_now(WANG, asked)
    assert [(item.kind, item.erasable) for item in told.items] == [("story", True)]
    assert told.lines == [TITLE]
    desk.work.do_now(WANG, erase_all)
    assert (row(desk, story).state, row(desk, story).sealed) == ("withdrawn", None)


def test_the_words_of_a_story_lie_sealed(desk: Desk, number: str) -> None:
    story = drafted(desk, number)
    sealed = row(desk, story).sealed or b""
    assert TITLE.encode() not in sealed
    assert desk.work.read_now(SYSTEM, lambda unit: content.opened(unit, unit.session.get_one(Story, story))).text == TEXT


def test_stories_come_a_page_at_a_time_of_the_own_city_only(desk: Desk, number: str) -> None:
    for _each in range(telling.A_PAGE + 1):
        published(desk, number)
    first, second = (desk.work.read_now(LI, telling.stories, PACK, page) for page in (0, 1))
    assert (len(first.stories), first.more) == (telling.A_PAGE, True)
    assert (len(second.stories), second.more) == (1, False)
    assert desk.work.read_now(LI, telling.stories, "guangzhou-2014-4").stories == ()


@pytest.mark.parametrize(
    ("wish", "state"),
    [
        (Wish("false_information", "", TODAY, "核实记录", "您提供的情况与记录不符。"), "withdrawn"),
        (Wish("subsidy_fraud", "", TODAY, "查实结论", "补助资金被查实骗取。"), "withdrawn"),
        (pension(), "published"),
    ],
)
def test_xy_76_a_recognition_that_rested_on_deceit_is_no_good_example(
    desk: Desk, number: str, clock: StoppedClock, wish: Wish, state: str
) -> None:
    story = published(desk, number)
    register = Register(desk, clock)
    register.propose(number, wish)
    register.reply_time_over()
    assert row(desk, story).state == "published", "what is only proposed is not decided"
    register.confirm(number)
    assert row(desk, story).state == state
