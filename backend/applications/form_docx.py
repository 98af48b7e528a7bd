"""The official form as DOCX, for offices that go on writing in it: the same table as on paper, built in code.

What people wrote is text and nothing else: no field, formula or markup of theirs is ever read by Word.
"""

import unicodedata
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from backend.applications.form_layout import Cell, Layout, laid_out
from backend.applications.official_form import Box, Line, OfficialForm, Review, photo_for_print

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FONT: Final = "宋体"
TICKED, EMPTY = "■", "□"
BLANK_DAY: Final = "　　年　　月　　日"


def render_docx(form: OfficialForm, template: Path) -> bytes:
    """The filled form, each copy on a page of its own. Call it in a thread."""
    document = Document()
    _page(document)
    layout = laid_out(form, template)
    for copy in range(1, form.copies + 1):
        if copy > 1:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _copy(document, form, layout, copy)
    document.core_properties.author = "帮办"
    document.core_properties.title = form.title
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def plain(text: str) -> str:
    """``text`` as XML can hold it: composed, without control and direction marks or halves of characters."""
    whole = unicodedata.normalize("NFC", text)
    return "".join(sign for sign in whole if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))


def words_of(line: Line) -> str:
    """A value as text, one box a line; empty where there is nothing to read."""
    if isinstance(line.value, date):
        return day_words(line.value)
    if isinstance(line.value, tuple):
        return "\n".join(box_words(box) for box in line.value)
    return line.value if isinstance(line.value, str) else ""


def above_words(line: Line) -> str:
    """The line over the table: a day with room for the pen where there is none."""
    return f"{line.label}：{words_of(line) or BLANK_DAY}"


def box_words(box: Box) -> str:
    return f"{TICKED if box.ticked else EMPTY}{box.label}" + (f"：{box.text}" if box.text else "")


def day_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)


def _copy(document: Any, form: OfficialForm, layout: Layout, copy: int) -> None:
    if form.example or form.copies > 1:
        notes = ["示例格式，以经办机构发放的表格为准"] if form.example else []
        notes += [f"第{copy}份，共{form.copies}份（{copy}/{form.copies}）"] if form.copies > 1 else []
        _write(document.add_paragraph(), "　　".join(notes), WD_ALIGN_PARAGRAPH.RIGHT, 9)
    _write(document.add_paragraph(), form.title, WD_ALIGN_PARAGRAPH.CENTER, 18, bold=True)
    if layout.above is not None:
        _write(document.add_paragraph(), above_words(layout.above), WD_ALIGN_PARAGRAPH.RIGHT)
    _table(document, layout)
    if form.proof is not None:
        foot = document.add_paragraph()
        foot.add_run().add_picture(BytesIO(form.proof.picture("png")), width=Mm(12))
        _write(foot, f"　核验码 {form.proof.code}　{form.proof.address}", size=8)


def _table(document: Any, layout: Layout) -> None:
    table = document.add_table(rows=len(layout.rows), cols=len(layout.widths))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for number, width in enumerate(layout.widths):
        for one in table.columns[number].cells:
            one.width = Mm(width)
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(layout.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            across = cell.across
            last = table.cell(row + cell.down - 1, column + across - 1)
            _fill(table.cell(row, column).merge(last), cell)
            taken |= {(row + down, column + right) for down in range(cell.down) for right in range(across)}


def _fill(place: Any, cell: Cell) -> None:
    first = place.paragraphs[0]
    if cell.label:
        _write(first, cell.label, WD_ALIGN_PARAGRAPH.CENTER)
    elif cell.review is not None:
        _sign(place, cell.review)
    elif cell.line is not None and cell.line.kind == "image":
        _picture(first, cell.line)
    elif cell.line is not None:
        _write(first, words_of(cell.line))


def _picture(paragraph: Any, line: Line) -> None:
    picture = photo_for_print(line.value) if isinstance(line.value, bytes) else None
    if picture is None:
        _write(paragraph, "照片", WD_ALIGN_PARAGRAPH.CENTER)
    else:
        paragraph.add_run().add_picture(BytesIO(picture), width=Mm(28))


def _sign(place: Any, review: Review) -> None:
    """The opinion, room for the seal, and the day: filled in once the office has decided."""
    given = review.opinion
    _write(place.paragraphs[0], given.text if given else "")
    for _ in range(3):
        place.add_paragraph()
    _write(place.add_paragraph(), f"{given.office if given else ''}（盖章）　　", WD_ALIGN_PARAGRAPH.RIGHT)
    _write(place.add_paragraph(), day_words(given.signed_on) if given else BLANK_DAY, WD_ALIGN_PARAGRAPH.RIGHT)


def _write(paragraph: Any, text: str, alignment: Any = None, size: float = 10.5, *, bold: bool = False) -> None:
    if alignment is not None:
        paragraph.alignment = alignment
    run = paragraph.add_run(plain(text))
    run.font.size, run.font.bold = Pt(size), bold
    run.font.name = FONT
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
