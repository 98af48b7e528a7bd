"""Lists taken out: of the own area, covered unless a reason is given, harmless in spreadsheets, gone after a day."""

import csv
import io
import tracemalloc
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from backend.app import JOBS
from backend.assistance import acts
from backend.assistance.acts import NewAct
from backend.core import jobs
from backend.core.jobs.models import JobRow
from backend.core.sheets import harmless, sheet
from backend.core.unit import Unit
from backend.records import exports, listings, trail
from backend.records.exports import ExportView, NewExport
from backend.staff import duty
from backend.staff.models import OfficerRow
from tests.backend.assistance.recognised import Recognise
from tests.backend.desk import TODAY, Desk, hand_in, refused
from tests.backend.registry.leaving import Register, on_the_register, pension
from tests.conftest import StoppedClock
from tests.people import CHEN_ZHIQIANG, LI_JIANGUO, SUN_LI, WANG_XIUYING, ZHANG_GUIHUA, ZHENG_JIE, ZHOU_MIN

EVERYTHING = tuple(listings.REGISTER)
REGISTER = NewExport("register", "csv", EVERYTHING)
GUIDANCE = NewAct("guidance", TODAY, "done")
FORMULAS = ("=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\0=1", "＝1", "＋1", " =1")


def made(desk: Desk, who: object, new: NewExport) -> ExportView:
    """The export after the background has done its work."""
    key = desk.do(who, exports.ask, new)  # type: ignore[arg-type]
    jobs.run_waiting(desk.work, JOBS)
    view: ExportView = desk.read(who, exports.export, key)  # type: ignore[arg-type]
    return view


def content(desk: Desk, who: object, view: ExportView) -> bytes:
    taken = desk.do(who, exports.take, view.id)  # type: ignore[arg-type]
    return b"".join(desk.work.services.files.pieces(taken.file_id))


def rows_of(desk: Desk, who: object, new: NewExport) -> list[list[str]]:
    text = content(desk, who, made(desk, who, new)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_a_register_is_taken_out_covered_with_a_mark_of_who_and_when(desk: Desk, number: str) -> None:
    rows = rows_of(desk, ZHOU_MIN, REGISTER)
    assert "周敏 于 2026-11-21 10:00 导出，个人信息已隐藏" in rows[0][0]
    assert rows[1][:4] == ["登记编号", "姓名", "身份证号码", "联系电话"]
    covered = f"3{'*' * 16}{WANG_XIUYING.id_number[-1]}"
    assert rows[2][:4] == [number, "王*", covered, "199****0001"]
    assert len(rows) == 3


def test_whole_values_need_a_reason_and_the_audit_keeps_it(desk: Desk, number: str) -> None:
    whole = NewExport("register", "csv", EVERYTHING, whole=True)
    with refused("assistance.reason_missing", 422):
        desk.do(ZHOU_MIN, exports.ask, whole)
    rows = rows_of(desk, ZHOU_MIN, NewExport("register", "csv", EVERYTHING, whole=True, reason="报送县区"))
    assert rows[2][1:4] == [WANG_XIUYING.name, WANG_XIUYING.id_number, WANG_XIUYING.phone]
    assert "含完整个人信息" in rows[0][0]
    acts_ = desk.read("inspector", _trail)
    assert [line for line in acts_ if "报送县区" in line]
    assert [line for line in acts_ if "下载了导出的文件，共1行" in line]


def test_everybody_takes_out_the_own_area_and_nothing_else(desk: Desk, recognise: Recognise) -> None:
    ours = {recognise(), recognise(LI_JIANGUO), recognise(CHEN_ZHIQIANG)}
    theirs = recognise(ZHANG_GUIHUA, owner="sunli", categories=("X5",))
    only = NewExport("register", "csv", ("number",))
    found = {who: {row[0] for row in rows_of(desk, who, only)[2:]} for who in ("zhengjie", "sunli", "inspector")}
    assert found == {"zhengjie": ours, "sunli": {theirs}, "inspector": ours | {theirs}}
    for who in ("admin", "guolan"):
        with refused("assistance.read_only", 403):
            desk.do(who, exports.ask, only)


def test_an_export_belongs_to_who_asked_for_it(desk: Desk, number: str) -> None:
    view = made(desk, ZHOU_MIN, REGISTER)
    for who in (SUN_LI, ZHENG_JIE, "wugang"):
        with refused("export.not_found", 404):
            desk.do(who, exports.take, view.id)


def test_after_a_day_the_file_is_gone(desk: Desk, number: str, clock: StoppedClock) -> None:
    view = made(desk, ZHOU_MIN, REGISTER)
    file_id = view.job.file_id
    clock.advance(hours=23, minutes=59)
    assert content(desk, ZHOU_MIN, view)
    assert desk.system(exports.forget_exports) == 0
    clock.advance(minutes=1)
    with refused("export.over", 410):
        desk.do(ZHOU_MIN, exports.take, view.id)
    assert desk.system(exports.forget_exports) == 1
    with pytest.raises(FileNotFoundError):
        list(desk.work.services.files.pieces(file_id))
    assert desk.system(exports.forget_exports) == 0


def test_rights_taken_away_meanwhile_end_the_export(desk: Desk, number: str) -> None:
    asked = desk.read(ZHOU_MIN, exports.export, desk.do(ZHOU_MIN, exports.ask, REGISTER))
    desk.do("admin", duty.leave, desk.officers["zhoumin"].id, desk.officers["wugang"].id)
    jobs.run_waiting(desk.work, JOBS)
    job = desk.system(jobs.view, asked.job.id)
    assert (job.state, job.problem, job.file_id) == ("failed", "access.staff_only", "")


def _put(unit: Unit, officer: int, office: int, role: str) -> None:
    row = unit.session.get_one(OfficerRow, officer)
    row.office_id, row.role = office, role


def test_f70_who_was_moved_leaves_the_lists_of_the_old_office_behind(desk: Desk, number: str) -> None:
    view = made(desk, ZHOU_MIN, REGISTER)
    zhou, sun, home = (desk.officers[one] for one in ("zhoumin", "sunli", "wugang"))
    desk.system(_put, zhou.id, sun.office_id, "reviewer")
    with refused("export.not_found", 404):
        desk.do(ZHOU_MIN, exports.take, view.id)
    assert desk.read(ZHOU_MIN, exports.exports) == ()
    desk.system(_put, zhou.id, home.office_id, "policy")
    with refused("assistance.read_only", 403):
        desk.do(ZHOU_MIN, exports.take, view.id)
    desk.system(_put, zhou.id, home.office_id, "reviewer")
    assert content(desk, ZHOU_MIN, view)


def test_f70_a_list_is_never_half_of_one_area_and_half_of_another(
    desk: Desk, recognise: Recognise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listings, "CHUNK", 1)
    for one in (WANG_XIUYING, LI_JIANGUO):
        recognise(one)
    recognise(ZHANG_GUIHUA, owner="sunli", categories=("X5",))
    key = desk.do(ZHOU_MIN, exports.ask, REGISTER)
    zhou, sun, whole = desk.officers["zhoumin"], desk.officers["sunli"], listings.rows

    def rows(unit: Unit, wanted: listings.Wanted, after: int | str) -> listings.Rows:
        found = whole(unit, wanted, after)
        desk.system(_put, zhou.id, sun.office_id, "reviewer")
        return found

    monkeypatch.setattr(listings, "rows", rows)
    jobs.run_waiting(desk.work, JOBS)
    desk.system(_put, zhou.id, zhou.office_id, "reviewer")
    job = desk.read(ZHOU_MIN, exports.export, key).job
    assert (job.state, job.problem, job.file_id) == ("failed", "export.not_found", "")


def test_a_killed_export_begins_again_and_holds_every_row_once(desk: Desk, recognise: Recognise) -> None:
    numbers = {recognise(), recognise(LI_JIANGUO), recognise(CHEN_ZHIQIANG)}
    key = desk.do(ZHENG_JIE, exports.ask, NewExport("register", "csv", ("number",)))

    def die(run: jobs.Run) -> jobs.Outcome:
        exports.make(run)
        raise OSError("the process is gone")

    job = desk.read(ZHENG_JIE, exports.export, key).job.id
    jobs.run_job(desk.work, {exports.JOB: die}, job)
    jobs.run_waiting(desk.work, JOBS)
    view = desk.read(ZHENG_JIE, exports.export, key)
    text = content(desk, ZHENG_JIE, view).decode("utf-8-sig")
    assert sorted(row[0] for row in list(csv.reader(io.StringIO(text)))[2:]) == sorted(numbers)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewExport("salaries", "csv", ("number",)), "export.what_missing"),
        (NewExport("register", "exe", ("number",)), "export.format_missing"),
        (NewExport("register", "csv", ("password",)), "export.columns_missing"),
        (NewExport("ledger", "csv", ("number",), month="soon"), "ledger.month_unclear"),
    ],
)
def test_what_cannot_be_made_is_refused(desk: Desk, new: NewExport, code: str) -> None:
    with refused(code, 422):
        desk.do(ZHOU_MIN, exports.ask, new)


def test_three_at_a_time_are_enough(desk: Desk, number: str) -> None:
    for _ in range(3):
        desk.do(ZHOU_MIN, exports.ask, REGISTER)
    with refused("export.too_many", 409):
        desk.do(ZHOU_MIN, exports.ask, REGISTER)
    jobs.run_waiting(desk.work, JOBS)
    assert desk.do(ZHOU_MIN, exports.ask, REGISTER)
    assert desk.count(JobRow) == 4


def test_xy_58_the_ledger_of_a_month_has_a_line_an_act_with_corrections_named(desk: Desk, number: str) -> None:
    told = NewAct("recommendation", TODAY, "considering", "平安路1号院", offered=("=2+3 理货员",))
    first = desk.do(ZHOU_MIN, acts.record, number, told).id
    desk.do(ZHOU_MIN, acts.correct, first, "写错了", None)
    new = NewExport("ledger", "xlsx", ("line", "offered", "place", "note"), month="2026-11")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(desk, ZHOU_MIN, made(desk, ZHOU_MIN, new))))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1] == ["台账序号", "推荐的岗位或课程", "地点", "备注"]
    assert rows[2:] == [["1", "'=2+3 理货员", "平安路1号院", "已更正"], ["2", "'=2+3 理货员", "平安路1号院", "作废第1条"]]
    assert rows_of(desk, ZHOU_MIN, NewExport("ledger", "csv", ("line",), month="2026-10"))[2:] == []


@pytest.mark.parametrize("text", FORMULAS)
def test_nothing_that_begins_like_a_formula_is_one(text: str) -> None:
    assert harmless(text)[0] == "'"


@given(st.text())
def test_a_harmless_text_never_begins_with_what_runs(text: str) -> None:
    shown = harmless(text)
    assert shown[:1] not in tuple("=+-@\t\r\n\0＝＋－＠")
    plain = "".join(" " if sign in "\t\r\n\0" else sign for sign in text)
    assert shown in (plain, f"'{plain}")


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_f74_memory_stays_flat_however_long_the_list_is(tmp_path: Path, format_: str) -> None:
    def peak(rows: int) -> int:
        out = sheet(format_, tmp_path / f"{rows}.{format_}", "标记")
        tracemalloc.start()
        for number in range(rows):
            out.add([f"RD360502-2026-{number:08d}", "王*", "城南街道"])
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        out.close()
        return most

    short, long = peak(500), peak(5000)
    assert long < short + 512 * 1024


def _trail(unit: Unit) -> list[str]:
    return [line.sentence for line in trail.trail(unit).lines]


def test_the_day_of_an_export_is_a_day(desk: Desk, number: str) -> None:
    view = made(desk, ZHOU_MIN, REGISTER)
    assert view.expires_at - view.created_at == timedelta(hours=24)
    assert [one.id for one in desk.read(ZHOU_MIN, exports.exports)] == [view.id]


def test_one_office_of_the_own_area_is_taken_out_alone(desk: Desk, recognise: Recognise) -> None:
    north, south = recognise(CHEN_ZHIQIANG), recognise()
    recognise(ZHANG_GUIHUA, owner="sunli", categories=("X5",))
    offices = {name: key for key, name in desk.read(ZHENG_JIE, exports.areas)}
    (station,) = (key for name, key in offices.items() if "城北" in name)
    only = NewExport("register", "csv", ("number", "office"), office=station)
    rows = rows_of(desk, ZHENG_JIE, only)
    assert ([row[0] for row in rows[2:]], "城北" in rows[0][0]) == ([north], True)
    county = NewExport("register", "csv", ("number",), office=desk.officers["zhengjie"].office_id)
    assert {row[0] for row in rows_of(desk, "inspector", county)[2:]} == {north, south}
    (fenyi,) = (key for key, name in desk.read("inspector", exports.areas) if key == desk.officers["hewei"].office_id)
    for foreign in (fenyi, 10_000):
        with refused("export.office_missing", 422):
            desk.do(ZHENG_JIE, exports.ask, NewExport("register", "csv", ("number",), office=foreign))


def test_the_ledger_of_one_station_is_taken_out_by_its_county(desk: Desk, recognise: Recognise) -> None:
    for person in (CHEN_ZHIQIANG, WANG_XIUYING):
        desk.do(ZHOU_MIN if person is WANG_XIUYING else "zhengjie", acts.record, recognise(person), GUIDANCE)
    (station,) = {key for key, name in desk.read(ZHENG_JIE, exports.areas) if "城北" in name}
    new = NewExport("ledger", "csv", ("name", "kind"), month="2026-11", office=station)
    assert len(rows_of(desk, ZHENG_JIE, replace(new, office=0))) == 4
    assert len(rows_of(desk, ZHENG_JIE, new)) == 3


def test_an_exit_stands_in_the_register_and_in_a_list_of_its_own(desk: Desk, clock: StoppedClock) -> None:
    register = Register(desk, clock)
    number = on_the_register(desk, WANG_XIUYING)
    register.leave(number, pension())
    told = ("exit_ground", "exited_on", "recorded_at", "policy")
    ended = ["已享受基本养老保险待遇", "2026-11-21", "2026-12-01 10:00", "余人社字〔2023〕82号"]
    assert rows_of(desk, ZHENG_JIE, NewExport("register", "csv", told))[2] == ended
    rows = rows_of(desk, ZHENG_JIE, NewExport("exits", "csv", tuple(listings.EXITS)))
    row = dict(zip(rows[1], rows[2], strict=True))
    assert (row["登记编号"], row["姓名"], row["结果"], row["认定类别"]) == (number, "王*", "身份退出", "“4050”")
    assert [row["退出情形"], row["退出日期"], row["退出记载时间"], row["依据文件"]] == ended
    assert row["条款"].startswith("第三条第（一）项第1目")
    assert len(rows_of(desk, "sunli", NewExport("exits", "csv", ("number",)))) == 2


def test_cases_are_taken_out_covered_and_whole_only_with_a_reason(desk: Desk, case: str) -> None:
    rows = rows_of(desk, ZHOU_MIN, NewExport("cases", "csv", tuple(listings.CASES)))
    row = dict(zip(rows[1], rows[2], strict=True))
    assert (row["姓名"], row["状态"], row["提交日期"], row["申请类别"]) == ("王*", "待办理", "2026-11-21", "“4050”")
    assert WANG_XIUYING.id_number not in str(rows)
    whole = NewExport("cases", "csv", ("name", "id_number"), whole=True)
    with refused("assistance.reason_missing", 422):
        desk.do(ZHOU_MIN, exports.ask, whole)
    found = rows_of(desk, ZHOU_MIN, replace(whole, reason="报送县区"))
    assert found[2] == [WANG_XIUYING.name, WANG_XIUYING.id_number]
    assert len(rows_of(desk, "sunli", NewExport("cases", "csv", ("receipt",)))) == 2


def test_a_list_of_cases_longer_than_a_portion_holds_each_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listings, "CHUNK", 2)
    made_ = [hand_in(desk.work, person) for person in (WANG_XIUYING, LI_JIANGUO, CHEN_ZHIQIANG)]
    rows = rows_of(desk, ZHENG_JIE, NewExport("cases", "csv", ("receipt",)))
    assert sorted(row[0] for row in rows[2:]) == sorted(str(desk.row(one).receipt) for one in made_)
