"""All tables as one workbook (XLSX), and back. Written as texts, so nothing in it is ever reckoned."""

import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from .faults import FileFault
from .limits import MOST_COLUMNS, MOST_PARTS, MOST_ROWS, UNPACKED, refuse_too_much
from .sheets import Sheet, unguarded
from .tables import TABLES

WIDEST: Final = 48


def write(sheets: Iterable[Sheet]) -> bytes:
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(str(TABLES[sheet.name].label))
        page.freeze_panes = "B2"
        for number, name in enumerate(sheet.heading):
            longest = max([len(name), *(len(texts[number]) for _row, texts in sheet.rows)])
            page.column_dimensions[get_column_letter(number + 1)].width = min(longest, WIDEST) + 2
        page.append([_text(page, name, heading=True) for name in sheet.heading])
        for _number, texts in sheet.rows:
            page.append([_text(page, text) for text in texts])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text(page: Any, text: str, *, heading: bool = False) -> Any:
    cell = WriteOnlyCell(page, value=text)
    cell.data_type = "s"  # openpyxl would take "=…" for a formula
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if heading:
        cell.font = Font(bold=True)
    return cell


def read(content: bytes) -> list[Sheet]:
    """Its sheets with a heading. FileFault for what is no workbook, too large, or holds formulas."""
    _refuse_bombs(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        pages = [(page.title, _rows(page)) for page in book.worksheets]
    except FileFault:
        raise
    except Exception as fault:  # openpyxl and its XML reader raise whatever they meet
        raise FileFault(_("This workbook cannot be read. Save it as XLSX once more, or as CSV.")) from fault
    sheets = [
        Sheet(title, heading, [(number, texts) for number, texts in enumerate(rest, 2) if any(texts)])
        for title, (heading, *rest) in ((title, rows) for title, rows in pages if rows)
        if any(heading)
    ]
    for sheet in sheets:
        refuse_too_much(sheet)
    return sheets


def _rows(page: Any) -> list[list[str]]:
    rows: list[list[str]] = []
    for number, row in enumerate(page.iter_rows(max_col=MOST_COLUMNS + 1), 1):
        if number > MOST_ROWS + 2:
            break  # refuse_too_much says so
        texts = [_said(cell, page.title) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        rows.append(texts)
    return rows


def _said(cell: Any, title: str) -> str:
    """The text of a cell, also where the spreadsheet made a number or a date of it."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        said = {"sheet": title, "cell": cell.coordinate}
        raise FileFault(_("Sheet “%(sheet)s”, cell %(cell)s holds a formula. Write what it gives instead.") % said)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date | time):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unguarded(str(value))


def _refuse_bombs(content: bytes) -> None:
    """A workbook is an archive: what it says it unpacks to is looked at first, and no more than that is ever read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as fault:
        raise FileFault(_("This is no table: save it as XLSX or CSV.")) from fault
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise FileFault(_("This workbook is too large when it is unpacked."))
