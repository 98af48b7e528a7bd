"""Who comes first for a public-welfare post, who is placed, and what the agency applies for."""

from datetime import date

import pytest
from sqlalchemy import select

from backend.applications.models import Application
from backend.applications.sealed import read_answers, write_answers
from backend.assistance import entries, grants
from backend.core.unit import Unit
from backend.registry.models import Entry
from backend.vacancies import order, placements, service
from backend.vacancies.models import Placement, SubsidyCase
from backend.vacancies.placements import Monitored
from backend.vacancies.post_rules import Ground, Known, PostRules, rules_of
from tests.backend.assistance.recognised import GUANGZHOU, LIANG_SHUZHEN, Recognise
from tests.backend.desk import PACK, TODAY, Desk, refused
from tests.backend.vacancies.posts import PUBLIC, draft, enter_employer, opened, post, row
from tests.people import CHENGNAN, WANG_XIUYING, ZHENG_JIE, ZHOU_MIN, Person

LIU = Person("刘长江", "M", date(1970, 5, 1), "19900000081", CHENGNAN, 7081)
CHEN = Person("陈小红", "F", date(1995, 5, 1), "19900000082", CHENGNAN, 7082)
ZENG = Person("曾大红", "F", date(1996, 5, 1), "19900000085", CHENGNAN, 7085)
HU = Person("胡兰", "F", date(1984, 5, 1), "19900000083", CHENGNAN, 7083)
MONITORED = Monitored(Person("黄土生", "M", date(1975, 1, 1), "1", CHENGNAN, 7084).id_number, "黄土生", "19900000084")


@pytest.fixture
def public_post(desk: Desk, employer: int) -> str:
    return reviewed(desk, employer)


def accounts(unit: Unit, number: str) -> tuple[grants.Account, ...]:
    return grants.accounts(unit, entries.seen(unit, number))


def reviewed(desk: Desk, employer: int, **texts: str) -> str:
    """A post on offer that another person has reviewed."""
    vacancy_id = draft(desk, employer, **{**PUBLIC, **texts})
    desk.do(ZHOU_MIN, service.send, vacancy_id)
    desk.do(ZHENG_JIE, service.approve, vacancy_id)
    return vacancy_id


def test_xy_48_candidates_follow_the_priority_list(desk: Desk, public_post: str, recognise: Recognise) -> None:
    later = recognise(CHEN, on=date(2026, 11, 9), categories=("X4",))
    first = recognise(ZENG, categories=("X4",))
    zero = recognise(LIU, on=date(2026, 11, 9), categories=("X2",))
    forty = recognise(HU, categories=("X1",))
    found = desk.read(ZHOU_MIN, order.candidates, public_post)
    assert [(one.number, one.rank, one.reason) for one in found] == [
        (zero, 1, "零就业家庭成员"),
        (forty, 2, "年满40周岁的女性"),
        (first, 3, "脱贫劳动力"),
        (later, 3, "脱贫劳动力"),
    ]
    assert found == desk.read(ZHOU_MIN, order.candidates, public_post)
    assert {one.name for one in found} == {"陈*", "刘*", "胡*", "曾*"}


def known(*categories: str, sex: str = "M", age: int = 30, **facts: object) -> Known:
    """Somebody as the order reads her; ``__`` in a fact stands for the dot."""
    return Known(categories, sex, age, {name.replace("__", "."): value for name, value in facts.items()}, TODAY)


@pytest.fixture
def rules(desk: Desk) -> PostRules:
    return rules_of(desk.system(lambda unit: unit), desk.work.services.catalogue.packs[PACK])


def test_xy_48_the_order_reads_ages_as_the_document_says(rules: PostRules) -> None:
    ranks = {
        (sex, age): rules.place(known(sex=sex, age=age)).rank
        for sex, age in [("F", 39), ("F", 40), ("F", 44), ("F", 45), ("M", 49), ("M", 50), ("M", 54), ("M", 55)]
    }
    assert list(ranks.values()) == [5, 2, 2, 1, 5, 2, 2, 1]
    assert rules.place(known("X3", age=20)).rank == 1
    assert not Ground("", category="X9").holds(known("X3", age=20))


@pytest.mark.parametrize(
    ("facts", "rank", "reason"),
    [
        ({"welfare__kind": "rural_dibao"}, 1, "低保家庭成员"),
        ({"welfare__kind": "low_income"}, 5, "其他就业困难人员"),
        ({"grad__graduated_on": date(2025, 11, 21)}, 4, "毕业一年内的高校毕业生"),
        ({"grad__graduated_on": date(2025, 11, 20)}, 5, "其他就业困难人员"),
    ],
)
def test_xy_48_a_fact_of_the_case_puts_somebody_into_its_rank(
    rules: PostRules, facts: dict[str, object], rank: int, reason: str
) -> None:
    place = rules.place(known(**facts))
    assert (place.rank, place.reason) == (rank, reason)


def test_xy_48_what_is_not_known_moves_nobody_and_says_what_to_look_at(rules: PostRules) -> None:
    labels = {
        who: [one.label for one in rules.place(known(who)).looks] for who in ("", "X2", "X5", "X4")
    }
    assert labels == {
        "": ["低保家庭成员", "退捕渔民", "毕业一年内的高校毕业生"],
        "X2": [],
        "X5": ["低保家庭成员"],
        "X4": ["低保家庭成员", "无法离乡、无业可扶的脱贫劳动力", "退捕渔民"],
    }
    assert all(one.look for one in rules.place(known("X4")).looks)


def test_xy_48_the_order_reads_the_recognised_case(desk: Desk, public_post: str, recognise: Recognise) -> None:
    desk.system(_answers, recognise(HU, categories=("X1",)))
    (candidate,) = desk.read(ZHOU_MIN, order.candidates, public_post)
    assert (candidate.rank, candidate.reason, candidate.looks) == (1, "低保家庭成员", ())


def _answers(unit: Unit, number: str) -> None:
    """What the case of somebody recognised holds of 低保."""
    entry = unit.session.scalars(select(Entry).where(Entry.number == number)).one()
    case = unit.session.get_one(Application, entry.application_id)
    write_answers(unit, case, {**read_answers(unit, case), "welfare.kind": "urban_dibao"})


def test_xy_48_the_officer_reads_what_to_look_at_beside_the_candidate(
    desk: Desk, public_post: str, recognise: Recognise
) -> None:
    recognise(HU, categories=("X1",))
    (candidate,) = desk.read(ZHOU_MIN, order.candidates, public_post)
    assert candidate.rank == 2
    assert candidate.looks == ("低保家庭成员（低保证或民政部门的证明）",)


def test_xy_48_an_ordinary_post_has_no_order(desk: Desk, employer: int) -> None:
    with refused("vacancy.not_reviewed_kind", 409):
        desk.read(ZHOU_MIN, order.candidates, opened(desk, employer))


def test_xy_48_quota_and_term_hold(desk: Desk, employer: int, recognise: Recognise, number: str) -> None:
    vacancy_id = reviewed(desk, employer, quota="1", term_months="12")
    other = recognise(LIU)
    desk.do(ZHOU_MIN, placements.place, vacancy_id, number, TODAY)
    assert row(desk, vacancy_id).state == "filled"
    line = desk.read(ZHOU_MIN, placements.placements, vacancy_id)[0]
    assert (line.name, line.starts_on, line.until) == ("王*", TODAY, date(2027, 11, 20))
    with refused("placement.not_on_offer", 409):
        desk.do(ZHOU_MIN, placements.place, vacancy_id, other, TODAY)
    second = reviewed(desk, employer, title="协管员")
    with refused("placement.standing", 409):
        desk.do(ZHOU_MIN, placements.place, second, number, TODAY)
    desk.do(ZHOU_MIN, placements.end, line.id, "本人辞职")
    assert row(desk, vacancy_id).state == "open"
    desk.do(ZHOU_MIN, placements.place, second, number, TODAY)
    desk.do(ZHOU_MIN, placements.end, desk.read(ZHOU_MIN, placements.placements, second)[0].id, "期满")
    with refused("placement.too_often", 409):
        desk.do(ZHOU_MIN, placements.place, vacancy_id, number, TODAY)
    with refused("placement.ended_already", 409):
        desk.do(ZHOU_MIN, placements.end, line.id, "再一次")


def test_xy_48_who_is_placed_is_no_candidate_any_more(desk: Desk, public_post: str, number: str) -> None:
    assert [one.number for one in desk.read(ZHOU_MIN, order.candidates, public_post)] == [number]
    desk.do(ZHOU_MIN, placements.place, public_post, number, TODAY)
    assert desk.read(ZHOU_MIN, order.candidates, public_post) == ()


def test_xy_64_a_monitored_person_gets_a_rural_post_without_a_registry_entry(desk: Desk, employer: int) -> None:
    rural = reviewed(desk, employer, kind="rural_public")
    desk.do(ZHOU_MIN, placements.place_monitored, rural, MONITORED, TODAY)
    line = desk.read(ZHOU_MIN, placements.placements, rural)[0]
    assert (line.name, line.number) == ("黄*", "")
    with refused("placement.no_recognition", 409):
        desk.do(ZHOU_MIN, placements.file_case, line.id, "POST")
    with refused("placement.rural_only", 409):
        desk.do(ZHOU_MIN, placements.place_monitored, reviewed(desk, employer, title="协管员"), MONITORED, TODAY)
    forest = reviewed(desk, employer, title="护林员", kind="rural_public")
    with refused("placement.id_number_wrong", 422):
        wrong = Monitored("36050219750101001X", "某某", "1")
        desk.do(ZHOU_MIN, placements.place_monitored, forest, wrong, TODAY)


def test_gz_29_a_community_job_comes_with_a_case_the_agency_files(
    guangzhou: Desk, recognise: Recognise
) -> None:
    number = recognise(LIANG_SHUZHEN, pack=GUANGZHOU, owner="liangjing", categories=("G3.1",))
    firm = enter_employer(guangzhou, 3, "北京街社区服务中心", "440104003", "liangjing")
    texts = {"kind": "community", "term_months": "24", "area": "440104003"}
    vacancy_id = guangzhou.do("liangjing", service.put_by_officer, firm, post(guangzhou, **texts))
    guangzhou.do("liangjing", service.send, vacancy_id)
    guangzhou.do("huangke", service.approve, vacancy_id)
    placement = guangzhou.do("liangjing", placements.place, vacancy_id, number, TODAY)
    case = guangzhou.do("liangjing", placements.file_case, placement, "POST")
    held: SubsidyCase = guangzhou.system(lambda unit: unit.session.get_one(SubsidyCase, case))
    assert (held.agent_id, held.state) == (guangzhou.officers["liangjing"].office_id, "filed")
    with refused("placement.case_filed", 409):
        guangzhou.do("liangjing", placements.file_case, placement, "POST")
    with refused("grant.county_only", 403):
        guangzhou.do("liangjing", placements.decide_case, case, 1)
    guangzhou.do("huangke", placements.decide_case, case, 1)
    line = guangzhou.read("liangjing", placements.placements, vacancy_id)[0].cases[0]
    assert (line.state, line.subsidy, line.agent) == ("granted", "岗位补贴", guangzhou.officers["liangjing"].office_name)
    account = {one.subsidy: one.used for one in guangzhou.read("huangke", accounts, number)}
    assert account["POST"] == 1
    with refused("subsidy_case.decided", 409):
        guangzhou.do("huangke", placements.decide_case, case, 1)


def test_another_county_sees_nobody_who_is_placed(desk: Desk, public_post: str, number: str) -> None:
    desk.do(ZHOU_MIN, placements.place, public_post, number, TODAY)
    assert desk.read("sunli", placements.placements, public_post) == ()
    assert desk.count(Placement) == 1
    assert WANG_XIUYING.name not in str(desk.read(ZHOU_MIN, placements.placements, public_post))
