"""Services: one ledger line each, counted in packages, corrected by new lines."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.assistance import acts, care, entries, ledger, packages, plans
from backend.assistance.acts import NewAct
from backend.assistance.plans import NewStep
from backend.core.clock import day_in_china
from backend.core.sentences import sentence
from backend.core.unit import Unit
from backend.registry import contacts, refusals
from tests.backend.assistance.recognised import GUANGZHOU, LIANG_SHUZHEN, RECOGNISED, Recognise
from tests.backend.desk import TODAY, Desk, refused
from tests.conftest import StoppedClock
from tests.people import HE_WEI, SUN_LI, WU_GANG, ZHENG_JIE, ZHOU_MIN

GUIDANCE = NewAct("guidance", TODAY, "done", notes="谈了一小时，想做保洁。")
POST = NewAct("recommendation", TODAY, "considering", offered=("城南超市 理货员 2600元",))
COURSE = NewAct("training", TODAY, "accepted", offered=("家政服务员初级班",))


def state(desk: Desk, who: str, number: str, package: str) -> packages.PackageState:
    def read(unit: Unit) -> packages.PackageState:
        found = packages.packages(unit, entries.seen(unit, number))
        return next(one for one in found if one.id == package)

    return desk.read(who, read)  # type: ignore[no-any-return]


def test_xy_50_one_guidance_three_recommendations_and_one_training_are_131(desk: Desk, number: str) -> None:
    for act in (GUIDANCE, POST, POST, COURSE):
        desk.do(ZHOU_MIN, acts.record, number, act)
    before = state(desk, "zhoumin", number, "131")
    assert [(part.kind, part.done, part.wanted) for part in before.parts] == [
        ("guidance", 1, 1),
        ("recommendation", 2, 3),
        ("training", 1, 1),
    ]
    assert not before.complete
    desk.do(WU_GANG, acts.record, number, POST)
    after = state(desk, "zhoumin", number, "131")
    assert (after.complete, after.article) == (True, "第四条第（三）项")


@given(counts=st.tuples(*[st.integers(0, 5)] * 3))
def test_a_package_is_complete_exactly_when_every_part_is(counts: tuple[int, int, int]) -> None:
    parts = tuple(
        packages.Progress(kind, kind, done, wanted)
        for kind, done, wanted in zip("abc", counts, (1, 3, 1), strict=True)
    )
    complete = packages.PackageState("p", "p", "", parts).complete
    assert complete == (counts[0] >= 1 and counts[1] >= 3 and counts[2] >= 1)


def test_xy_50_whoever_was_not_met_was_not_served(desk: Desk, number: str) -> None:
    desk.do(ZHOU_MIN, acts.record, number, NewAct("guidance", TODAY, "not_met"))
    assert state(desk, "zhoumin", number, "131").parts[0].done == 0


def test_xy_66_posts_brought_to_the_door_keep_address_visitor_and_posts(desk: Desk, number: str) -> None:
    home = NewAct("home_delivery", TODAY, "considering")
    with refused("assistance.place_missing", 422):
        desk.do(ZHOU_MIN, acts.record, number, home)
    told = NewAct(
        "home_delivery", TODAY, "considering", "城南街道平安路1号", ("周敏", "吴刚"), ("社区保洁 2400元",)
    )
    for missing, code in (
        ({"visitors": ()}, "assistance.visitors_missing"),
        ({"offered": (" ",)}, "assistance.offered_missing"),
    ):
        with refused(code, 422):
            desk.do(ZHOU_MIN, acts.record, number, NewAct(**{**told.__dict__, **missing}))
    act = desk.do(ZHOU_MIN, acts.record, number, told).id
    kept = desk.read(ZHOU_MIN, lambda unit: acts.opened(unit, acts.seen(unit, act)))
    assert (kept["place"], kept["visitors"], kept["offered"]) == (
        "城南街道平安路1号",
        ["周敏", "吴刚"],
        ["社区保洁 2400元"],
    )


def test_gz_25_no_training_is_recommended_without_the_guidance_it_rests_on(
    guangzhou: Desk, recognise: Recognise
) -> None:
    number = recognise(LIANG_SHUZHEN, pack=GUANGZHOU, owner="liangjing", categories=("G3.1",))
    with refused("assistance.guidance_missing", 409):
        guangzhou.do("liangjing", acts.record, number, COURSE)
    later = guangzhou.do("liangjing", acts.record, number, GUIDANCE).id
    earlier = NewAct("training", TODAY - timedelta(days=1), "accepted", offered=("家政班",), linked_id=later)
    with refused("assistance.guidance_missing", 409):
        guangzhou.do("liangjing", acts.record, number, earlier)
    linked = NewAct("training", TODAY, "accepted", offered=("家政班",), linked_id=later)
    assert guangzhou.do("liangjing", acts.record, number, linked).id > later


def test_gz_25_the_guidance_of_another_person_carries_nothing(guangzhou: Desk, recognise: Recognise) -> None:
    number = recognise(LIANG_SHUZHEN, pack=GUANGZHOU, owner="liangjing", categories=("G3.1",))
    other = recognise(
        type(LIANG_SHUZHEN)("何丽华", "F", date(1993, 3, 5), "19900000071", LIANG_SHUZHEN.street_code, 7071),
        pack=GUANGZHOU,
        owner="liangjing",
        categories=("G3.4",),
    )
    theirs = guangzhou.do("liangjing", acts.record, other, GUIDANCE).id
    with refused("assistance.guidance_missing", 409):
        guangzhou.do(
            "liangjing",
            acts.record,
            number,
            NewAct("training", TODAY, "accepted", offered=("家政班",), linked_id=theirs),
        )


def test_gz_24_the_first_three_services_stand_with_their_days(guangzhou: Desk, recognise: Recognise) -> None:
    number = recognise(LIANG_SHUZHEN, pack=GUANGZHOU, owner="liangjing", categories=("G3.1",))
    for kind in ("guidance", "job_information"):
        guangzhou.do("liangjing", acts.record, number, NewAct(kind, TODAY, "done"))
    assert not state(guangzhou, "liangjing", number, "first").complete
    guangzhou.do("liangjing", acts.record, number, POST)
    first = state(guangzhou, "liangjing", number, "first")
    assert (first.complete, first.article, "免费" in first.label) == (True, "第八条", True)


def test_gz_31_every_sending_has_its_kind_and_a_visit_completes_the_visit(
    guangzhou: Desk, recognise: Recognise
) -> None:
    number = recognise(LIANG_SHUZHEN, pack=GUANGZHOU, owner="liangjing", categories=("G3.1",))
    guidance = guangzhou.do("liangjing", acts.record, number, GUIDANCE).id
    visit = NewAct("home_visit", TODAY, "done", "北京街道1号", ("梁静",))
    for act in (
        NewAct("policy_told", TODAY, "done"),
        POST,
        NewAct("training", TODAY, "accepted", offered=("家政班",), linked_id=guidance),
        visit,
    ):
        guangzhou.do("liangjing", acts.record, number, act)
    lines = guangzhou.read("liangjing", ledger.ledger).lines
    assert {line.gift for line in lines} == {"送政策", "送岗位", "送培训", "送服务", "送关爱"}
    assert state(guangzhou, "liangjing", number, "visited").complete


def test_gz_31_who_has_no_visit_or_no_plan_is_on_the_list_of_the_street(
    guangzhou: Desk, recognise: Recognise, clock: StoppedClock
) -> None:
    number = recognise(LIANG_SHUZHEN, pack=GUANGZHOU, owner="liangjing", categories=("G3.1",))
    clock.advance(days=120)

    def listed(which: care.List) -> list[str]:
        return [line.number for line in guangzhou.read("liangjing", care.care, which, mine=True).lines]

    assert (listed("visit"), listed("plan")) == ([number], [number])
    today = day_in_china(guangzhou.work.clock())
    guangzhou.do("liangjing", acts.record, number, NewAct("home_visit", today, "done", "北京街道1号", ("梁静",)))
    assert (listed("visit"), listed("plan")) == ([], [number])
    steps = (NewStep("到社区从事保洁", today + timedelta(days=30)),)
    guangzhou.do("liangjing", plans.make, number, "三个月内上岗", steps)
    assert (listed("visit"), listed("plan")) == ([], [])


def test_gz_02_the_district_reads_a_street_s_file_and_writes_nothing(guangzhou: Desk, recognise: Recognise) -> None:
    number = recognise(LIANG_SHUZHEN, pack=GUANGZHOU, owner="liangjing", categories=("G3.1",))
    with refused("assistance.level_inspects", 403):
        guangzhou.do("huangke", acts.record, number, GUIDANCE)
    assert guangzhou.read("huangke", entries.seen, number).number == number


def test_a_foreign_entry_looks_absent_and_an_inspector_only_reads(desk: Desk, number: str) -> None:
    for who in (SUN_LI, HE_WEI):
        with refused("entry.not_found", 404):
            desk.do(who, acts.record, number, GUIDANCE)
    with refused("entry.not_found", 404):
        desk.do(ZHOU_MIN, acts.record, "RD360502-2026-ZZZZZZZZ", GUIDANCE)
    with refused("assistance.read_only", 403):
        desk.do("inspector", acts.record, number, GUIDANCE)
    assert desk.do(ZHENG_JIE, acts.record, number, GUIDANCE).id == 1


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (NewAct("guidance", TODAY + timedelta(days=1), "done"), "assistance.day_in_future"),
        (NewAct("guidance", RECOGNISED - timedelta(days=1), "done"), "assistance.day_before_recognition"),
        (NewAct("massage", TODAY, "done"), "assistance.kind_unknown"),
        (NewAct("guidance", TODAY, "perhaps"), "assistance.outcome_missing"),  # type: ignore[arg-type]
        (NewAct("guidance", TODAY, "done", notes="长" * 501), "assistance.text_too_long"),
        (
            NewAct("guidance", TODAY, "done", notes="她的号码360502198003059929在册"),
            "assistance.id_number_in_text",
        ),
        (NewAct("recommendation", TODAY, "done"), "assistance.offered_missing"),
    ],
)
def test_a_record_that_lacks_something_is_refused(desk: Desk, number: str, act: NewAct, code: str) -> None:
    with refused(code, 422):
        desk.do(ZHOU_MIN, acts.record, number, act)


def test_the_first_and_the_last_day_are_days_of_service(desk: Desk, number: str) -> None:
    for day in (RECOGNISED, TODAY):
        assert desk.do(ZHOU_MIN, acts.record, number, NewAct("guidance", day, "done")).id


def test_a_correction_is_a_new_line_and_the_old_one_counts_no_more(desk: Desk, number: str) -> None:
    first = desk.do(ZHOU_MIN, acts.record, number, POST).id
    with refused("assistance.reason_missing", 422):
        desk.do(ZHOU_MIN, acts.correct, first, " ", GUIDANCE)
    second = desk.do(ZHOU_MIN, acts.correct, first, "选错了种类", GUIDANCE).id
    parts = {part.kind: part.done for part in state(desk, "zhoumin", number, "131").parts}
    assert parts == {"guidance": 1, "recommendation": 0, "training": 0}
    with refused("assistance.corrected_already", 409):
        desk.do(ZHOU_MIN, acts.correct, first, "再来一次", POST)
    desk.do(ZHOU_MIN, acts.correct, second, "那天没有来", None)
    assert not any(part.done for part in state(desk, "zhoumin", number, "131").parts)
    lines = desk.read(ZHOU_MIN, ledger.ledger).lines
    assert [(line.corrects, line.corrected, line.void) for line in lines] == [
        (None, True, False),
        (first, True, False),
        (second, False, True),
    ]


def test_a_foreign_act_cannot_be_corrected(desk: Desk, number: str) -> None:
    act = desk.do(ZHOU_MIN, acts.record, number, GUIDANCE).id
    for who, wanted in ((SUN_LI, act), (ZHOU_MIN, 999)):
        with refused("act.not_found", 404):
            desk.do(who, acts.correct, wanted, "不是我的", None)


def test_what_was_said_is_sealed_and_what_was_done_leaves_a_sentence(desk: Desk, number: str) -> None:
    act = desk.do(ZHOU_MIN, acts.record, number, GUIDANCE).id

    def raw(unit: Unit) -> bytes:
        return acts.seen(unit, act).sealed

    assert "保洁".encode() not in desk.read(ZHOU_MIN, raw)
    said = sentence("assistance.recorded", {"kind": "职业指导", "day": "2026-11-21"}, "zh_Hans_CN")
    assert said == "记录了服务“职业指导”（2026-11-21）"


def test_gz_19_a_service_turned_down_is_a_refusal_that_waits_for_another_s_judgement(
    guangzhou: Desk, recognise: Recognise
) -> None:
    number = recognise(LIANG_SHUZHEN, pack=GUANGZHOU, owner="liangjing", categories=("G3.1",))
    turned_down = NewAct("recommendation", TODAY, "refused", offered=("保洁",))
    with refused("refusal.reason_missing", 422):
        guangzhou.do("liangjing", acts.record, number, turned_down)
    guangzhou.do("liangjing", acts.record, number, NewAct(**{**turned_down.__dict__, "notes": "太远了。"}))

    def known(unit: Unit) -> tuple[str, list[tuple[str, str, dict[str, str]]]]:
        entry = entries.seen(unit, number)
        rows = refusals.refusals_of(unit, entry)
        return entry.state, [(row.offer, row.state, refusals.words_of(unit, row)) for row in rows]

    state, found = guangzhou.read("liangjing", known)
    assert state == "active"
    assert found == [("post", "recorded", {"what": "保洁", "reason": "太远了。"})]


def test_a_service_is_a_contact_and_a_closed_door_an_attempt(desk: Desk, number: str) -> None:
    desk.do(ZHOU_MIN, acts.record, number, NewAct("home_visit", TODAY, "not_met", "平安路1号", ("周敏",)))
    desk.do(ZHOU_MIN, acts.record, number, GUIDANCE)

    def known(unit: Unit) -> list[tuple[str, bool]]:
        return [(one.channel, one.reached) for one in contacts.attempts_of(unit, entries.seen(unit, number))]

    assert desk.read(ZHOU_MIN, known) == [("visit", False), ("phone", True)]
