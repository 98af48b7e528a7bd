"""A file of posts as rows of texts: CSV in UTF-8 or GB18030, or a workbook's first sheet, merged cells filled in."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from backend.columns.cells import number_text
from backend.columns.encodings import encoding_of
from backend.columns.register import RegisterProblem
from backend.columns.sheets import first_sheet
from backend.core.problems import Problem
from backend.rules.parsing import plain
from backend.rules.said import N_

MOST_ROWS = 500
HEADER_WITHIN = 10
"""Titles and notes may stand above the header, so far."""
ENOUGH = 4
"""So many known column names make a row the header."""
LONGEST_CELL = 2000
SEPARATORS = ",;\t，"

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "employer_code": ("统一社会信用代码", "信用代码", "单位代码"),
    "employer": ("单位名称", "用人单位", "招聘单位", "企业名称"),
    "external_id": ("岗位编号", "编号"),
    "title": ("岗位名称", "岗位", "职位", "职位名称", "工种"),
    "kind": ("岗位类型", "类型"),
    "occupation": ("职业类别", "职业"),
    "skills": ("技能", "技能要求"),
    "wage": ("工资", "薪资", "薪酬", "月薪", "工资待遇"),
    "wage_per": ("工资单位", "计薪方式"),
    "hours_week": ("每周工时", "周工时"),
    "shift": ("班次", "工作时间"),
    "address": ("工作地点", "工作地址", "地址"),
    "area": ("地区", "所在地区", "街道", "区县"),
    "latitude": ("纬度",),
    "longitude": ("经度",),
    "load": ("劳动强度", "体力要求"),
    "standing": ("需站立", "站立"),
    "night": ("上夜班", "夜班"),
    "outdoor": ("在户外", "户外"),
    "accepts_disability": ("接收残疾人", "可接收残疾人"),
    "sex": ("性别",),
    "age_min": ("最小年龄",),
    "age_max": ("最大年龄",),
    "quota": ("招聘人数", "人数", "名额"),
    "term_months": ("岗位期限（月）", "期限"),
    "expires_on": ("截止日期", "有效期至", "截止时间"),
    "about": ("岗位说明", "说明", "备注"),
}
"""Field to the names a column may have; the first is the one of the template."""
NEEDED = ("title", "wage", "hours_week", "address", "area", "expires_on")
EXAMPLE: Mapping[str, str] = {
    "employer_code": "91360502MA0000001D",
    "employer": "示例单位甲",
    "external_id": "A-001",
    "title": "保洁员",
    "kind": "一般岗位",
    "occupation": "环境卫生和绿化",
    "skills": "保洁",
    "wage": "2200-2600",
    "wage_per": "月",
    "hours_week": "40",
    "shift": "全天班",
    "address": "示例路1号",
    "area": "城南街道",
    "load": "轻",
    "standing": "是",
    "quota": "2",
    "about": "早晚班轮换",
}
"""A made-up post, as somebody would fill it in."""


def rows_of(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Line and texts by field of every filled row below the header.

    Raises 422 ``import.unreadable`` (why), ``import.no_header``, ``import.column_missing`` (columns),
    ``import.column_twice`` (column), ``import.empty``, ``import.too_long`` (most).
    """
    try:
        cells = list(_sheet(path) if path.suffix.lower() in (".xlsx", ".xlsm", ".xls") else _csv(path))
    except RegisterProblem as problem:
        raise Problem("import.unreadable", 422, why=problem.sentence) from None
    except (OSError, IndexError, csv.Error, ValueError):
        raise Problem("import.unreadable", 422, why=N_("不是完整的CSV或XLSX文件")) from None
    at, fields = _header(cells)
    rows = [(line, _by_field(fields, texts)) for line, texts in cells[at + 1 :] if any(texts)]
    if not rows:
        raise Problem("import.empty", 422)
    if len(rows) > MOST_ROWS:
        raise Problem("import.too_long", 422, most=MOST_ROWS)
    return rows


def write_template(path: Path, today: date) -> None:
    """An XLSX with every column and one made-up example, on offer for a month."""
    example = {**EXAMPLE, "expires_on": f"{today + timedelta(days=30)}"}
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("岗位")
        bold = book.add_format({"bold": True, "text_wrap": True})
        for column, (field, names) in enumerate(COLUMNS.items()):
            sheet.write_string(0, column, names[0], bold)
            sheet.write_string(1, column, example.get(field, ""))
            sheet.set_column(column, column, 16)
        sheet.freeze_panes(1, 0)


def _header(cells: Sequence[tuple[int, list[str]]]) -> tuple[int, dict[int, str]]:
    known = {plain(name): field for field, names in COLUMNS.items() for name in names}
    for at, (_, texts) in enumerate(cells[:HEADER_WITHIN]):
        found = {place: known[plain(text)] for place, text in enumerate(texts) if plain(text) in known}
        if len(found) >= ENOUGH:
            return at, _complete(found)
    raise Problem("import.no_header", 422)


def _complete(found: dict[int, str]) -> dict[int, str]:
    fields = list(found.values())
    twice = next((field for field in fields if fields.count(field) > 1), None)
    if twice:
        raise Problem("import.column_twice", 422, column=COLUMNS[twice][0])
    missing = [COLUMNS[field][0] for field in NEEDED if field not in fields]
    if not {"employer", "employer_code"} & set(fields):
        missing.insert(0, COLUMNS["employer_code"][0])
    if missing:
        raise Problem("import.column_missing", 422, columns="、".join(missing))
    return found


def _by_field(fields: Mapping[int, str], texts: Sequence[str]) -> dict[str, str]:
    return {field: texts[place] for place, field in fields.items() if place < len(texts) and texts[place]}


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    encoding, _ = encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        start = file.readline(LONGEST_CELL)
        file.seek(0)
        reader = csv.reader(file, delimiter=max(SEPARATORS, key=start.count))
        for texts in reader:
            yield reader.line_num, [_cut(text) for text in texts]


def _sheet(path: Path) -> Iterator[tuple[int, list[str]]]:
    sheet = first_sheet(path)
    merged = {
        (row, column): first
        for first, last in sheet.merged_cell_ranges or ()
        for row in range(first[0], min(last[0], first[0] + MOST_ROWS) + 1)
        for column in range(first[1], last[1] + 1)
    }
    above, left = sheet.start or (0, 0)
    texts: dict[tuple[int, int], str] = {}
    for row, cells in enumerate(sheet.iter_rows(), above):
        for column, cell in enumerate(cells, left):
            texts[row, column] = _text(cell)
        # A merged cell says the same for every row and column it covers.
        width = range(left, left + len(cells))
        yield row + 1, [texts.get(merged.get((row, column), (row, column)), "") for column in width]


def _text(cell: Any) -> str:
    match cell:
        case bool():
            return "是" if cell else "否"
        case float() | int():
            return number_text(cell)
        case datetime():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
        case _:
            return _cut(str(cell))


def _cut(text: str) -> str:
    return text.replace("\x00", "").strip()[:LONGEST_CELL]
