"""How much a file may hold. A region has hundreds of rows, not hundreds of thousands."""

from typing import Final

from django.utils.translation import gettext as _

from .faults import FileFault
from .sheets import Sheet

MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 200
LONGEST_CELL: Final = 5_000
LARGEST_FILE: Final = 900_000
"""Bytes; a request ends at 1 MiB."""
UNPACKED: Final = 30_000_000
"""Bytes of everything in a workbook, as its directory says; its reader stops there, too."""
MOST_PARTS: Final = 100


def refuse_too_much(sheet: Sheet) -> None:
    """FileFault."""
    if len(sheet.rows) > MOST_ROWS or len(sheet.heading) > MOST_COLUMNS:
        said = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
        raise FileFault(_("A table may have %(rows)d rows and %(columns)d columns at most.") % said)
    if any(len(text) > LONGEST_CELL for _number, texts in sheet.rows for text in texts):
        raise FileFault(_("A cell may have %(count)d letters at most.") % {"count": LONGEST_CELL})
