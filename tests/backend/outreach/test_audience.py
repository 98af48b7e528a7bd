"""Whom a message is for: the rules, the reasons, the portions, and that nobody reaches beyond the own area."""

import pytest
from sqlalchemy import inspect, select, update

from backend.core.actors import Citizen
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from backend.outreach import audience, audience_checks
from backend.outreach.audience import Addressee, Audience, Reached
from backend.people import topics
from backend.people.topic_models import NewsWish
from backend.policies import service as policies
from backend.policies.models import Screening
from contract.screening import GiveAnswer, StartScreening
from contract.topics import ChooseTopic
from tests.backend.desk import PACK, Desk, open_desk, refused
from tests.backend.outreach.readers import account, blocks, subscribes
from tests.backend.registry.leaving import on_the_register
from tests.people import (
    CHEN_ZHIQIANG,
    CHENGNAN,
    FENYI,
    LI_JIANGUO,
    LIU_XIAOFANG,
    WANG_XIUYING,
    YUSHUI,
    ZHANG_GUIHUA,
    ZHAO_MIN,
    ZHENG_JIE,
)

CITY = "360500"
OF_YUSHUI = Audience("policy", YUSHUI)


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


def count(work: Work, wish: Audience) -> Reached:
    return work.read_now(SYSTEM, audience.count, wish)


def everybody(work: Work, wish: Audience, by: int = 2) -> list[Addressee]:
    """All portions, one after the other."""
    found: list[Addressee] = []
    while some := work.read_now(SYSTEM, audience.portion, wish, found[-1].account_id if found else 0, by):
        found += some
    return found


def test_xy_45_a_monthly_broadcast_goes_only_to_recipients_in_scope(work: Work) -> None:
    wang, chen = subscribes(work, WANG_XIUYING, "policy"), subscribes(work, CHEN_ZHIQIANG, "policy")
    subscribes(work, LI_JIANGUO, "jobs")
    subscribes(work, ZHANG_GUIHUA, "policy")
    blocks(work, subscribes(work, LIU_XIAOFANG, "policy"))
    account(work, ZHAO_MIN)
    assert count(work, OF_YUSHUI) == Reached(2, {"no_consent": 2, "outside_area": 1, "blocked": 1})
    assert [one.account_id for one in everybody(work, OF_YUSHUI, by=1)] == [wang, chen]
    assert count(work, Audience("policy", CHENGNAN)).people == 1
    assert count(work, Audience("policy", CITY)).people == 3


def test_leaving_a_topic_takes_effect_at_once(work: Work) -> None:
    wang = subscribes(work, WANG_XIUYING, "policy", "jobs")
    caller = Caller(Citizen("web", WANG_XIUYING.chat_id))
    work.do_now(caller, topics.choose, ChooseTopic(topic="policy", chosen=False, source="message"))
    assert count(work, OF_YUSHUI) == Reached(0, {"no_consent": 1})
    assert work.read_now(SYSTEM, audience.in_scope, OF_YUSHUI, [wang]) == frozenset()
    assert count(work, Audience("jobs", YUSHUI)).people == 1


def test_letters_of_the_own_case_ask_for_no_topic_but_only_go_to_the_register(desk: Desk) -> None:
    on_the_register(desk, WANG_XIUYING)
    account(desk.work, ZHAO_MIN)
    own = Audience("own", YUSHUI)
    assert count(desk.work, own) == Reached(1, {})
    assert count(desk.work, Audience("own", FENYI)) == Reached(0, {"outside_area": 1})


def test_who_chose_no_place_gets_the_news_of_her_office_once_recognised_and_of_no_place_before(desk: Desk) -> None:
    on_the_register(desk, WANG_XIUYING)
    for person in (WANG_XIUYING, ZHAO_MIN):
        subscribes(desk.work, person, "events")
    desk.system(lambda unit: unit.session.execute(update(NewsWish).values(area="")))
    assert count(desk.work, Audience("events", CHENGNAN)) == Reached(1, {"outside_area": 1})
    assert count(desk.work, Audience("events", YUSHUI)) == Reached(1, {"outside_area": 1})
    assert count(desk.work, Audience("events", FENYI)) == Reached(0, {"outside_area": 2})
    subscribes(desk.work, WANG_XIUYING, "events", area=FENYI)
    assert count(desk.work, Audience("events", CHENGNAN)).people == 1, "what she chose comes beside it"
    assert count(desk.work, Audience("events", FENYI)).people == 1


def test_category_register_language_and_channel_narrow_it(desk: Desk) -> None:
    work = desk.work
    number = on_the_register(desk, WANG_XIUYING)
    subscribes(work, WANG_XIUYING, "policy")
    subscribes(work, CHEN_ZHIQIANG, "policy", channel="telegram")

    def people(**rules: object) -> int:
        return count(work, Audience("policy", YUSHUI, **rules)).people  # type: ignore[arg-type]

    assert people() == 2
    assert (people(category=f"{PACK}:X1"), people(category=f"{PACK}:X3")) == (1, 0)
    assert (people(registered="yes"), people(registered="no")) == (1, 1)
    assert (people(channel="telegram"), people(channel="web"), people(language="en")) == (1, 1, 0)
    assert people(channel="telegram", include=(number,)) == 2
    assert count(work, Audience("policy", YUSHUI, exclude=(number,))) == Reached(1, {"left_out": 1})


def test_the_verdict_is_that_of_the_newest_finished_self_check(work: Work) -> None:
    subscribes(work, WANG_XIUYING, "policy")
    yes = Audience("policy", YUSHUI, verdict="no")
    assert count(work, yes).people == 0
    answers_until_the_end(work)
    assert count(work, yes).people == 1
    assert count(work, Audience("policy", YUSHUI, verdict="yes")).people == 0


def test_a_self_check_in_another_city_takes_nobody_out_of_a_verdict(work: Work) -> None:
    subscribes(work, WANG_XIUYING, "policy")
    answers_until_the_end(work)
    work.do_now(SYSTEM, elsewhere)
    assert count(work, Audience("policy", YUSHUI, verdict="no")).people == 1
    assert count(work, Audience("policy", YUSHUI, verdict="yes")).people == 0


def elsewhere(unit: Unit) -> None:
    """王秀英 finishes a self-check of Guangzhou later, with another end."""
    mine = unit.session.scalars(select(Screening)).one()
    kept = {column.key: getattr(mine, column.key) for column in inspect(Screening).column_attrs}
    later = {"id": "z" + mine.id[1:], "pack": "guangzhou-2014-4", "verdict": "yes"}
    unit.session.add(Screening(**(kept | later)))


def answers_until_the_end(work: Work) -> None:
    """王秀英 says that she has work: the self-check ends with a no."""
    caller = Caller(Citizen("web", WANG_XIUYING.chat_id))
    turn = work.do_now(caller, policies.start_screening, StartScreening(pack=PACK))
    while turn.question is not None:
        texts = {"person.hukou_code": "渝水区", "work.status": "上班"}
        wanted = [one.value for one in turn.question.choices]
        text = texts.get(turn.question.fact, "")
        given = GiveAnswer(fact=turn.question.fact, text=text or (wanted[0] if wanted else "1980-03-05"))
        turn = work.do_now(caller, policies.answer, turn.id, given)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Audience("weather", YUSHUI), "broadcast.topic_missing"),
        (Audience("policy", "999999"), "broadcast.area_unknown"),
        (Audience("policy", FENYI), "broadcast.area_not_yours"),
        (Audience("policy", CITY), "broadcast.area_not_yours"),
        (Audience("policy", YUSHUI, category="X1"), "broadcast.category_unknown"),
        (Audience("policy", YUSHUI, include=("RD",) * 501), "broadcast.list_too_long"),
    ],
)
def test_an_officer_reaches_only_the_own_area(desk: Desk, wish: Audience, code: str) -> None:
    officer = desk.officers[ZHENG_JIE.login]
    with refused(code, 422):
        desk.read(ZHENG_JIE, audience_checks.checked, officer, wish)
    assert desk.read(ZHENG_JIE, audience_checks.checked, officer, OF_YUSHUI) == OF_YUSHUI


def test_the_rules_are_stored_and_read_back() -> None:
    wish = Audience("jobs", YUSHUI, category=f"{PACK}:X1", registered="yes", include=("RD1",), exclude=("RD2", "RD3"))
    assert Audience.of(wish.to_json()) == wish
