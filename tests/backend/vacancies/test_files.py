"""Files of posts: read as people write them, every mistake told by row, taken over whole or not at all."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import select

from backend.app import JOBS
from backend.core.jobs.run import run_waiting
from backend.core.unit import Unit
from backend.vacancies import files, queries, service, tables
from backend.vacancies.models import Vacancy
from backend.vacancies.queries import Filters
from tests.backend.desk import TODAY, Desk, refused
from tests.backend.vacancies.posts import code, enter_employer, opened, post
from tests.people import SUN_LI, ZHENG_JIE, ZHOU_MIN

USUAL = {
    "统一社会信用代码": code(1),
    "岗位编号": "A-1",
    "岗位名称": "保洁员",
    "职业类别": "4-09",
    "工资": "2200-2600",
    "每周工时": "40",
    "班次": "全天班",
    "工作地点": "平安路1号",
    "地区": "城南街道",
    "劳动强度": "轻",
    "截止日期": "2026-12-31",
}
HEADER, GOOD = tuple(USUAL), tuple(USUAL.values())


def changed(**cells: str) -> list[str]:
    """The good row with other cells."""
    return list((USUAL | cells).values())


def csv_file(path: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8-sig") -> Path:
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [HEADER, *rows])
    file = path / "posts.csv"
    file.write_bytes("\r\n".join(quoted).encode(encoding))
    return file


def upload(desk: Desk, file: Path, who: Any = ZHOU_MIN) -> files.FileView:
    file_id = desk.do(who, files.keep, file.name, tables.rows_of(file))
    return desk.do(who, files.file_view, file_id)


def told(view: files.FileView) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    for line, field, wrong, _, _ in view.problems:
        found.setdefault(line, []).append((field, wrong))
    return found


def titles(desk: Desk) -> list[str]:
    def get(unit: Unit) -> list[str]:
        return sorted(unit.session.scalars(select(Vacancy.title)))

    return desk.system(get)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_csv_is_read_in_every_encoding_offices_use(
    desk: Desk, employer: int, tmp_path: Path, encoding: str
) -> None:
    view = upload(desk, csv_file(tmp_path, [GOOD, changed(岗位编号="A-2", 岗位名称="保安")], encoding))
    assert (view.counts, view.problems) == ({"new": 2, "changed": 0, "same": 0, "refused": 0}, ())
    assert titles(desk) == []
    assert desk.do(ZHOU_MIN, files.apply, view.id)
    assert titles(desk) == ["保安", "保洁员"]
    assert {one.state for one in desk.read(ZHOU_MIN, queries.vacancies, Filters()).lines} == {"open"}
    with refused("import.applied", 409):
        desk.do(ZHOU_MIN, files.apply, view.id)


def test_merged_cells_and_real_dates_and_numbers_of_a_workbook(desk: Desk, employer: int, tmp_path: Path) -> None:
    path = tmp_path / "posts.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, len(HEADER) - 1, "2026年11月岗位汇总表")
        sheet.write_row(1, 0, HEADER)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for line, title in ((2, "保洁员"), (3, "保安")):
            sheet.write_row(line, 1, [f"B-{line}", title, "4-09"])
            sheet.write_number(line, 4, 2200)
            sheet.write_number(line, 5, 40)
            sheet.write_row(line, 6, ["全天班", "平安路1号", "城南街道", "轻"])
            sheet.write_datetime(line, 10, date(2026, 12, 31), day)  # type: ignore[arg-type]
        sheet.merge_range(2, 0, 3, 0, code(1))
    view = upload(desk, path)
    assert (view.counts["new"], view.problems) == (2, ())
    desk.do(ZHOU_MIN, files.apply, view.id)
    assert titles(desk) == ["保安", "保洁员"]


BAD: Mapping[str, tuple[list[str], tuple[str, str]]] = {
    "negotiable": (changed(工资="面议"), ("wage", "vacancy.wage_negotiable")),
    "no wage": (changed(工资=""), ("wage", "vacancy.wage_missing")),
    "no place": (changed(工作地点=""), ("address", "vacancy.address_missing")),
    "no hours": (changed(每周工时=""), ("hours_week", "vacancy.hours_week_missing")),
    "long hours": (changed(每周工时="168"), ("hours_week", "vacancy.hours_wrong")),
    "past": (changed(截止日期="2025-01-01"), ("expires_on", "vacancy.day_past")),
    "unknown firm": (changed(统一社会信用代码=code(99)), ("employer_code", "import.employer_unknown")),
    "wrong code": (changed(统一社会信用代码="91360502MA00000010"), ("employer_code", "employer.code_wrong")),
    "elsewhere": (changed(地区="城北街道"), ("title", "vacancy.not_your_office")),
    "formula": (changed(工资="=1+1"), ("wage", "vacancy.wage_unclear")),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_row_is_told_with_its_line_and_the_others_can_be_taken(
    desk: Desk, employer: int, tmp_path: Path, name: str
) -> None:
    bad, wrong = BAD[name]
    view = upload(desk, csv_file(tmp_path, [GOOD, bad]))
    assert told(view) == {3: [wrong]}
    assert view.counts == {"new": 1, "changed": 0, "same": 0, "refused": 1}
    desk.do(ZHOU_MIN, files.apply, view.id)
    assert titles(desk) == ["保洁员"]


def test_short_hand_wages_are_shown_for_confirmation(desk: Desk, employer: int, tmp_path: Path) -> None:
    view = upload(desk, csv_file(tmp_path, [changed(工资="3-5千")]))
    assert view.guesses == ((2, "3-5千", "3000–5000"),)


def test_of_guessed_wages_only_confirmed_lines_are_taken(desk: Desk, employer: int, tmp_path: Path) -> None:
    guessed = [changed(岗位编号=f"G-{n}", 岗位名称=name, 工资="1.5万") for n, name in ((1, "保安"), (2, "厨师"))]
    view = upload(desk, csv_file(tmp_path, [GOOD, *guessed]))
    assert [line for line, _said, _read in view.guesses] == [3, 4]
    assert desk.do(ZHOU_MIN, files.apply, view.id, [4, 99])
    assert titles(desk) == ["保洁员", "厨师"]
    counts = desk.read(ZHOU_MIN, files.file_view, view.id).counts
    assert (counts["new"], counts["left_out"]) == (2, 1)


def test_a_file_of_guesses_alone_needs_one_confirmed(desk: Desk, employer: int, tmp_path: Path) -> None:
    view = upload(desk, csv_file(tmp_path, [changed(工资="1.5万")]))
    with refused("import.nothing_confirmed", 409):
        desk.do(ZHOU_MIN, files.apply, view.id)
    assert titles(desk) == []


def test_a_large_file_leaves_out_the_same_rows_in_the_background(
    desk: Desk, employer: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGE", 1)
    view = upload(desk, csv_file(tmp_path, [GOOD, changed(岗位编号="G-1", 岗位名称="保安", 工资="1.5万")]))
    desk.do(ZHOU_MIN, files.apply, view.id)
    run_waiting(desk.work, JOBS)
    assert titles(desk) == ["保洁员"]


def test_known_posts_are_updated_by_their_number_or_title(desk: Desk, employer: int, tmp_path: Path) -> None:
    first = upload(desk, csv_file(tmp_path, [GOOD, changed(岗位编号="", 岗位名称="保安")]))
    desk.do(ZHOU_MIN, files.apply, first.id)
    again = upload(desk, csv_file(tmp_path, [GOOD, changed(岗位编号="", 岗位名称="保安", 工资="3000")]))
    assert again.counts == {"new": 0, "changed": 1, "same": 1, "refused": 0}
    desk.do(ZHOU_MIN, files.apply, again.id)
    assert titles(desk) == ["保安", "保洁员"]
    twice = upload(desk, csv_file(tmp_path, [changed(工资="2300"), changed(工资="2400")]))
    assert told(twice) == {3: [("title", "import.row_twice")]}


def test_what_changed_since_the_preview_stops_the_whole_file(desk: Desk, employer: int, tmp_path: Path) -> None:
    view = upload(desk, csv_file(tmp_path, [GOOD, changed(岗位编号="A-2", 岗位名称="保安")]))
    opened(desk, employer, external_id="A-1", title="收银员")
    assert desk.do(ZHOU_MIN, files.apply, view.id) is False
    assert titles(desk) == ["收银员"]
    assert desk.do(ZHOU_MIN, files.file_view, view.id).counts["changed"] == 1


def test_a_large_file_is_taken_over_by_a_job_in_one_act(desk: Desk, employer: int, tmp_path: Path) -> None:
    rows = [changed(岗位编号=f"C-{place}", 岗位名称=f"岗位{place}") for place in range(files.LARGE)]
    view = upload(desk, csv_file(tmp_path, rows))
    desk.do(ZHOU_MIN, files.apply, view.id)
    assert titles(desk) == []
    desk.do(ZHOU_MIN, files.apply, view.id)
    run_waiting(desk.work, JOBS)
    after = desk.do(ZHOU_MIN, files.file_view, view.id)
    assert after.job is not None
    assert (after.job.state, len(titles(desk)), after.applied_at is not None) == ("done", files.LARGE, True)


def test_a_job_that_breaks_leaves_nothing(
    desk: Desk, employer: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [changed(岗位编号=f"C-{place}", 岗位名称=f"岗位{place}") for place in range(files.LARGE)]
    view = upload(desk, csv_file(tmp_path, rows))
    desk.do(ZHOU_MIN, files.apply, view.id)
    real: Callable[..., None] = service.publish

    def breaks(unit: Unit, row: Vacancy) -> None:
        real(unit, row)
        if row.title == "岗位150":
            raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(service, "publish", breaks)
        run_waiting(desk.work, JOBS)
    assert titles(desk) == []


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"", "no_header"),
        (b"\x00\x01\x02" * 50, "no_header"),
        ("只有一句话\n".encode(), "no_header"),
        (",".join(HEADER).encode(), "empty"),
        (",".join(HEADER[:5]).encode() + b"\na,b,c,d,e", "column_missing"),
        ((",".join(HEADER) + ",工资\n").encode(), "column_twice"),
    ],
)
def test_a_file_that_is_no_list_of_posts_is_refused_in_words(tmp_path: Path, content: bytes, wrong: str) -> None:
    path = tmp_path / "posts.csv"
    path.write_bytes(content)
    with refused(f"import.{wrong}", 422):
        tables.rows_of(path)


def test_a_broken_workbook_and_an_endless_file_are_refused(tmp_path: Path) -> None:
    broken = tmp_path / "posts.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    with refused("import.unreadable", 422):
        tables.rows_of(broken)
    with refused("import.too_long", 422):
        tables.rows_of(csv_file(tmp_path, [GOOD] * (tables.MOST_ROWS + 1)))


def test_the_template_can_be_read_back(desk: Desk, employer: int, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    tables.write_template(path, TODAY)
    enter = enter_employer(desk, 2, "别的单位")
    assert enter != employer
    view = upload(desk, path)
    assert [wrong for _, _, wrong, _, _ in view.problems] in ([], ["import.employer_unknown"])


def test_only_the_own_office_opens_an_uploaded_file(desk: Desk, employer: int, tmp_path: Path) -> None:
    view = upload(desk, csv_file(tmp_path, [GOOD]))
    with refused("vacancy_file.not_found", 404):
        desk.do(SUN_LI, files.file_view, view.id)
    with refused("vacancy.read_only", 403):
        desk.do("inspector", files.file_view, view.id)
    assert desk.do(ZHENG_JIE, files.file_view, view.id).id == view.id
    assert post(desk).title == "社区保洁员"
