"""The queue and the home of to-dos: what they count is what they list."""

from dataclasses import replace

import pytest

from backend.applications import queries, queue_conditions, review
from backend.applications.models import Application
from backend.applications.views import DefectClaim, QueueFilters
from backend.core.unit import Unit
from backend.staff import keyset
from tests.backend.desk import Desk, hand_in
from tests.people import (
    ABDULLA,
    CHEN_ZHIQIANG,
    CHENGNAN,
    LI_JIANGUO,
    LIU_XIAOFANG,
    WANG_XIUYING,
    WU_GANG,
    ZHANG_GUIHUA,
    ZHENG_JIE,
    ZHOU_MIN,
)


@pytest.fixture
def cases(desk: Desk) -> dict[str, str]:
    """One case in each place of the queue of 城南街道, one more elsewhere."""
    found = {
        person.name: hand_in(desk.work, person, station=CHENGNAN)
        for person in (WANG_XIUYING, LI_JIANGUO, ABDULLA, LIU_XIAOFANG, CHEN_ZHIQIANG)
    }
    found[ZHANG_GUIHUA.name] = hand_in(desk.work, ZHANG_GUIHUA, "X5")
    desk.take_up(ZHOU_MIN, found["李建国"])
    desk.pass_preliminary(WU_GANG, found["阿卜杜拉·买买提"])
    desk.take_up(ZHOU_MIN, found["刘小芳"])
    desk.do(
        ZHOU_MIN,
        review.return_for_correction,
        found["刘小芳"],
        desk.version(found["刘小芳"]),
        (DefectClaim("field", "name", "与身份证不一致"),),
    )
    _due(desk, found["陈志强"], -1)
    _due(desk, found["李建国"], 3)
    return found


def _due(desk: Desk, case: str, days: int) -> None:
    def put(unit: Unit) -> None:
        row = unit.session.get_one(Application, case)
        row.due_on = unit.today.fromordinal(unit.today.toordinal() + days)

    desk.system(put)


def test_the_home_counts_what_its_links_list(desk: Desk, cases: dict[str, str]) -> None:
    home = desk.read(ZHOU_MIN, queries.todo)
    assert {todo.id: todo.count for todo in home.todos} == {
        "overdue": 1,
        "soon": 1,
        "waiting": 2,
        "mine": 1,
        "corrected": 0,
        "awaiting_correction": 1,
        "uncorrected": 0,
    }
    for who in (ZHOU_MIN, ZHENG_JIE, "inspector", "admin"):
        for todo in desk.read(who, queries.todo).todos:
            assert desk.read(who, queries.queue, todo.filters).total == todo.count
    assert {line.id for line in home.newest} == {cases["王秀英"], cases["陈志强"]}


def test_the_first_due_comes_first_and_says_how_pressing_it_is(desk: Desk, cases: dict[str, str]) -> None:
    lines = desk.read(ZHOU_MIN, queries.queue, QueueFilters(turn="mine")).lines
    assert [line.id for line in lines[:2]] == [cases["陈志强"], cases["李建国"]]
    told = {line.name: (line.urgency, line.days_left) for line in lines}
    assert told == {
        "陈*": ("overdue", -1),
        "李*": ("soon", 3),
        "王*": ("normal", 13),
        "刘*": ("paused", None),
    }


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (QueueFilters(), "王李阿刘陈"),
        (QueueFilters(state="submitted"), "王阿陈"),
        (QueueFilters(state="ended"), ""),
        (QueueFilters(stage="final"), "阿"),
        (QueueFilters(due="overdue"), "陈"),
        (QueueFilters(due="soon"), "李"),
        (QueueFilters(holder="me"), "李刘"),
        (QueueFilters(holder="nobody"), "王阿陈"),
        (QueueFilters(category="X1"), "王李阿刘陈"),
        (QueueFilters(category="X5"), ""),
        (QueueFilters(category='X1"'), ""),
        (QueueFilters(receipt="%"), ""),
        (QueueFilters(turn="mine", state="submitted"), "王陈"),
    ],
)
@pytest.mark.usefixtures("cases")
def test_filters_apply_together(desk: Desk, filters: QueueFilters, names: str) -> None:
    page = desk.read(ZHOU_MIN, queries.queue, filters)
    assert sorted(line.name[0] for line in page.lines) == sorted(names)
    assert page.total == len(names)


@pytest.mark.usefixtures("cases")
def test_a_county_filters_by_station_and_an_office_outside_brings_nothing(desk: Desk) -> None:
    page = desk.read(ZHENG_JIE, queries.queue, QueueFilters())
    stations = {option.label: int(option.value) for option in page.offices}
    chosen = stations["渝水区城南街道人力资源社会保障事务站所"]
    assert desk.read(ZHENG_JIE, queries.queue, QueueFilters(office=chosen)).total == 5
    foreign = desk.officers["sunli"].office_id
    assert desk.read(ZHENG_JIE, queries.queue, QueueFilters(office=foreign)).total == 0


def walked(desk: Desk, who: object, filters: QueueFilters) -> list[list[str]]:
    """Every page from the first to the last, by the way on."""
    pages = []
    while True:
        page = desk.read(who, queries.queue, filters)
        pages.append([line.id for line in page.lines])
        if not page.next_after:
            return pages
        filters = replace(filters, after=page.next_after)


@pytest.mark.parametrize("state", ["open", "ended"])
@pytest.mark.parametrize("who", ["zhoumin", "zhengjie", "inspector"])
def test_pages_hold_every_case_once_in_order_both_ways(
    desk: Desk, cases: dict[str, str], monkeypatch: pytest.MonkeyPatch, state: str, who: str
) -> None:
    monkeypatch.setattr(queries, "PER_PAGE", (2, 50))
    for name in ("王秀英", "李建国", "陈志强") if state == "ended" else ():
        desk.system(lambda unit, name=name: _end(unit, cases[name]))
    whole = [line.id for line in desk.read(who, queries.queue, QueueFilters(state=state, per_page=50)).lines]
    pages = walked(desk, who, QueueFilters(state=state, per_page=2))
    assert [case for page in pages for case in page] == whole
    assert [len(page) for page in pages[:-1]] == [2] * (len(pages) - 1)
    page = desk.read(who, queries.queue, QueueFilters(state=state, per_page=2, after=_last_cursor(desk, who, state)))
    back = [[line.id for line in page.lines]]
    while page.previous_before:
        page = desk.read(who, queries.queue, QueueFilters(state=state, per_page=2, before=page.previous_before))
        back.insert(0, [line.id for line in page.lines])
    assert [case for part in back for case in part] == whole


def _last_cursor(desk: Desk, who: str, state: str) -> str:
    filters, last = QueueFilters(state=state, per_page=2), ""
    while page_after := desk.read(who, queries.queue, filters).next_after:
        filters, last = replace(filters, after=page_after), page_after
    return last


def _end(unit: Unit, case: str) -> None:
    row = unit.session.get_one(Application, case)
    row.state, row.due_on = "withdrawn", None


def test_the_list_goes_on_behind_a_row_that_was_decided_meanwhile(
    desk: Desk, cases: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PER_PAGE", (2, 50))
    first = desk.read(ZHOU_MIN, queries.queue, QueueFilters(per_page=2))
    rest = [line.id for line in desk.read(ZHOU_MIN, queries.queue, QueueFilters(per_page=50)).lines[2:]]
    desk.system(_end, first.lines[-1].id)
    second = desk.read(ZHOU_MIN, queries.queue, QueueFilters(per_page=2, after=first.next_after))
    assert [line.id for line in second.lines] == rest[:2]


def test_more_than_a_thousand_is_told_as_that(
    desk: Desk, cases: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (queries, keyset):
        monkeypatch.setattr(module, "COUNTED", 3)
    page = desk.read(ZHOU_MIN, queries.queue, QueueFilters())
    assert (page.total, page.many) == (3, True)


def test_a_city_of_many_stations_lists_the_same_as_station_by_station(
    desk: Desk, cases: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    merged = walked(desk, "inspector", QueueFilters())
    monkeypatch.setattr(queue_conditions, "MOST_STATIONS", 1)
    assert walked(desk, "inspector", QueueFilters()) == merged


def test_a_receipt_or_a_whole_id_number_finds_the_case(desk: Desk, cases: dict[str, str]) -> None:
    receipt = desk.row(cases["王秀英"]).receipt
    for text in (
        receipt,
        f" {receipt.lower()} ",
        WANG_XIUYING.id_number,
        "３６" + WANG_XIUYING.id_number[2:],
    ):
        assert [line.id for line in desk.read(ZHOU_MIN, queries.find, text)] == [cases["王秀英"]]
    assert desk.read(ZHOU_MIN, queries.find, "王秀") == ()
    assert desk.read(ZHOU_MIN, queries.find, ZHANG_GUIHUA.id_number) == ()


def test_the_mark_of_news_changes_with_the_offices_own_cases_only(desk: Desk, cases: dict[str, str]) -> None:
    before = desk.read(ZHOU_MIN, queries.newest), desk.read("sunli", queries.newest)
    desk.work.clock.advance(seconds=1)  # type: ignore[attr-defined]
    desk.take_up(ZHOU_MIN, cases["王秀英"])
    after = desk.read(ZHOU_MIN, queries.newest), desk.read("sunli", queries.newest)
    assert after[0] != before[0]
    assert after[1] == before[1]


def test_a_corrected_case_is_marked_and_counted(desk: Desk, cases: dict[str, str]) -> None:
    def supply(unit: Unit) -> None:
        unit.session.get_one(Application, cases["刘小芳"]).state = "in_review"

    desk.system(supply)
    todos = {todo.id: todo for todo in desk.read(ZHOU_MIN, queries.todo).todos}
    assert todos["corrected"].count == 1
    line = desk.read(ZHOU_MIN, queries.queue, todos["corrected"].filters).lines[0]
    assert (line.id, line.corrected) == (cases["刘小芳"], True)


def test_the_rule_panel_tells_condition_answer_paper_verdict_and_article(
    desk: Desk, cases: dict[str, str]
) -> None:
    panel = desk.case(ZHOU_MIN, cases["王秀英"]).rules
    age = next(row for row in panel.rows if row.condition == "年龄")
    assert (age.group, age.verdict, age.article) == ("“4050”人员", "yes", "第一条第（一）项")
    assert "1980年出生" in age.answer
    assert "女性年满40周岁" in age.text
    common = {row.condition: row.verdict for row in panel.rows if not row.group}
    assert (common["失业登记"], common["法定劳动年龄"]) == ("yes", "unknown")
    assert replace(panel, rows=()).pack_number == "余人社字〔2023〕82号"


def test_the_list_is_read_from_its_other_end_page_by_page(desk: Desk, cases: dict[str, str]) -> None:
    desk.do(ZHOU_MIN, review.decline, cases["李建国"], desk.version(cases["李建国"]), "art-1", "户籍不在本市。")
    for who in (ZHOU_MIN, "inspector"):
        for state in ("open", "ended"):
            forth = [one for page in walked(desk, who, QueueFilters(state=state)) for one in page]
            back = [one for page in walked(desk, who, QueueFilters(state=state, order="turned")) for one in page]
            assert back == forth[::-1], (who, state)
            assert forth, (who, state)
