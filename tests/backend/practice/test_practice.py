"""GZ-45: an office asks the city about practice; what is answered guides all offices of that city and no other."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.core import audit
from backend.core.work import Work
from backend.practice import queries, service
from backend.practice.lifecycle import ACTIONS, MOVES, STATES, Action, target_of
from backend.practice.models import PracticeQuestion
from backend.staff import branches
from tests.backend.desk import Desk, open_desk, refused
from tests.backend.registry.leaving import officers_of_guangzhou
from tests.conftest import StoppedClock
from tests.people import CHENGNAN, HE_WEI, SUN_LI, WU_GANG, YUSHUI, ZHENG_JIE, ZHOU_MIN

QIN = "qinfang"
QUESTION = "夫妻一方在外地就业，算不算零就业家庭？"
ANSWER = "不算。家庭成员中只要有一人就业，就不是零就业家庭。"


@pytest.fixture
def desk(work: Work) -> Desk:
    found = open_desk(work)
    found.employ(QIN, "秦芳", "360500")
    return found


@pytest.fixture
def asked(desk: Desk) -> int:
    return desk.do(ZHOU_MIN, service.ask, "第一条第（二）项", QUESTION)


@pytest.fixture
def answered(desk: Desk, asked: int) -> int:
    desk.do(QIN, service.answer, asked, ANSWER)
    return asked


def found(desk: Desk, who: object, text: str = "", view: str = "") -> list[int]:
    return [one.id for one in desk.read(who, queries.questions, text, view).lines]  # type: ignore[arg-type]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", ACTIONS)
def test_gz_45_only_the_moves_of_the_table_are_legal(state: str, action: Action) -> None:
    legal = {(move.source, move.action): move.target for move in MOVES}
    if (state, action) in legal:
        assert target_of(state, action) == legal[state, action]  # type: ignore[index]
    else:
        with refused("practice.illegal_move", 409):
            target_of(state, action)


def test_gz_45_an_answered_question_is_searchable_by_all_stations_of_the_city(desk: Desk, answered: int) -> None:
    for who in (ZHOU_MIN, WU_GANG, SUN_LI, HE_WEI, ZHENG_JIE, QIN, "inspector"):
        assert found(desk, who, "零就业家庭") == [answered], who
        assert found(desk, who, "有一人 外地") == [answered], "each word stands somewhere in question or answer"
        assert found(desk, who, "第一条") == [answered]
        assert found(desk, who, "补贴") == []
        assert desk.read(who, queries.question, answered).answer == ANSWER


def test_gz_45_no_other_city_reads_it(desk: Desk, answered: int) -> None:
    officers_of_guangzhou(desk)
    assert found(desk, "linfang") == []
    with refused("practice.not_found", 404):
        desk.read("linfang", queries.question, answered)


def test_gz_45_what_waits_is_read_by_who_asked_and_those_above(desk: Desk, asked: int) -> None:
    for who in (ZHOU_MIN, WU_GANG, ZHENG_JIE, QIN):
        assert found(desk, who) == [asked], who
    for stranger in (SUN_LI, HE_WEI):
        assert found(desk, stranger) == []
        with refused("practice.not_found", 404):
            desk.read(stranger, queries.question, asked)


def test_gz_45_only_the_city_answers_and_it_asks_nobody(desk: Desk, asked: int) -> None:
    for who in (ZHOU_MIN, ZHENG_JIE, "inspector"):
        with refused("practice.city_answers", 403):
            desk.do(who, service.answer, asked, ANSWER)
    for who in (QIN, "inspector"):
        with refused("practice.not_here", 403):
            desk.do(who, service.ask, "", QUESTION)


def test_gz_45_a_community_finds_answers_and_asks_its_station(desk: Desk, answered: int) -> None:
    desk.do("admin", branches.open_community, CHENGNAN, "001", "城南街道平安社区")
    desk.employ("lina", "李娜", CHENGNAN + "001")
    assert found(desk, "lina") == [answered]
    with refused("practice.not_here", 403):
        desk.do("lina", service.ask, "", QUESTION)


def test_gz_45_the_disability_service_asks_and_reads_too(desk: Desk, answered: int) -> None:
    desk.do("admin", branches.open_disability_service, YUSHUI, "渝水区残疾人就业服务中心")
    desk.employ("caiming", "蔡明", YUSHUI + "CL")
    own = desk.do("caiming", service.ask, "", "残疾人证过期了还能服务吗？")
    assert found(desk, "caiming") == [own, answered]
    assert found(desk, QIN, view="asked") == [own]


def test_gz_45_the_city_and_who_asked_have_it_on_their_first_page(desk: Desk, asked: int) -> None:
    [waits] = [one for one in [desk.read(QIN, queries.to_answer)] if one]
    assert (waits.count, waits.address) == (1, "/staff/practice?view=asked")
    assert found(desk, QIN, view="asked") == [asked]
    assert desk.read(ZHENG_JIE, queries.to_answer) is None
    assert desk.read(ZHOU_MIN, queries.to_read) is None
    desk.do(QIN, service.answer, asked, ANSWER)
    assert desk.read(QIN, queries.to_answer) is None
    [new] = [one for one in [desk.read(ZHOU_MIN, queries.to_read)] if one]
    assert (new.count, found(desk, ZHOU_MIN, view="new")) == (1, [asked])
    assert desk.read(WU_GANG, queries.to_read) is None
    desk.do(ZHOU_MIN, service.read, asked)
    assert desk.read(ZHOU_MIN, queries.to_read) is None


def test_gz_45_a_corrected_answer_is_new_to_who_asked(desk: Desk, answered: int, clock: StoppedClock) -> None:
    desk.do(ZHOU_MIN, service.read, answered)
    desk.do(QIN, service.answer, answered, ANSWER)
    assert desk.read(ZHOU_MIN, queries.to_read) is None, "the same answer is no news"
    clock.moment += timedelta(days=2)
    desk.do(QIN, service.answer, answered, ANSWER + "在外地灵活就业也算就业。")
    now = desk.read(ZHOU_MIN, queries.question, answered)
    assert (now.amended, now.fresh, now.days) == (1, True, 2)
    told = desk.system(lambda unit: audit.history(unit.session, service.subject_of(answered)))
    assert [each.action for each in told] == ["practice.ask", "practice.answer", "practice.amend"]


def test_gz_45_only_who_asked_takes_it_back_and_only_before_the_answer(desk: Desk, asked: int) -> None:
    for act in (service.withdraw, service.read):
        with refused("practice.not_yours", 403):
            desk.do(WU_GANG, act, asked)
    desk.do(ZHOU_MIN, service.withdraw, asked)
    assert found(desk, ZHOU_MIN) == []
    with refused("practice.illegal_move", 409):
        desk.do(QIN, service.answer, asked, ANSWER)
    other = desk.do(ZHOU_MIN, service.ask, "", QUESTION)
    desk.do(QIN, service.answer, other, ANSWER)
    with refused("practice.illegal_move", 409):
        desk.do(ZHOU_MIN, service.withdraw, other)


@pytest.mark.parametrize(
    ("article", "question", "code"),
    [
        ("", "  ", "practice.question_missing"),
        ("第" * 41, QUESTION, "practice.article_long"),
        ("", "王秀英的电话是19900000001，能认定吗？", "practice.telephone_in_text"),
        ("", "身份证号360502198003059928的人能认定吗？", "review.id_number_in_text"),
        ("", "问" * 1001, "review.text_too_long"),
    ],
)
def test_gz_45_what_the_whole_city_will_read_holds_nobodys_numbers(
    desk: Desk, article: str, question: str, code: str
) -> None:
    with refused(code, 422):
        desk.do(ZHOU_MIN, service.ask, article, question)


def test_an_answer_holds_nobodys_numbers_either(desk: Desk, asked: int) -> None:
    for said, code in (("", "practice.answer_missing"), ("打19900000001问。", "practice.telephone_in_text")):
        with refused(code, 422):
            desk.do(QIN, service.answer, asked, said)


def test_a_percent_sign_in_a_search_is_a_percent_sign(desk: Desk, answered: int) -> None:
    assert found(desk, ZHOU_MIN, "%") == []
    assert found(desk, ZHOU_MIN, "_") == []


def test_a_long_list_goes_on_behind_the_last_line(desk: Desk, clock: StoppedClock) -> None:
    for _each in range(queries.PER_PAGE + 1):
        clock.moment += timedelta(minutes=1)
        desk.do(ZHOU_MIN, service.ask, "", QUESTION)
    first = desk.read(ZHOU_MIN, queries.questions)
    second = desk.read(ZHOU_MIN, queries.questions, after=first.next_after)
    assert [len(page.lines) for page in (first, second)] == [queries.PER_PAGE, 1]
    back = desk.read(ZHOU_MIN, queries.questions, before=second.previous_before)
    assert [one.id for one in back.lines] == [one.id for one in first.lines]
    assert desk.system(lambda unit: unit.session.scalars(select(PracticeQuestion.state)).first()) == "asked"
