"""Tables as CSV, as German spreadsheets write and read it: semicolons, UTF-8 with its mark, quotes where needed."""

import csv
import io
from typing import Final

from django.utils.translation import gettext as _

from .faults import FileFault
from .limits import refuse_too_much
from .sheets import Sheet, guarded, unguarded

SEPARATORS: Final = (";", ",", "\t")
LOST: Final = "\N{REPLACEMENT CHARACTER}"
"""Of bytes that are no letter in the encoding a file says it has."""
MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def write(sheet: Sheet) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(sheet.heading)
    writer.writerows([guarded(text) for text in texts] for _number, texts in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def read(content: bytes) -> tuple[Sheet, bool]:
    """The one sheet, and whether it came in an old encoding in which letters of other scripts were lost. FileFault."""
    text, is_old = decoded(content)
    if "\0" in text or LOST in text:
        raise FileFault(_("This is no table: save it as XLSX or CSV."))
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as fault:
        raise FileFault(_("This file cannot be read as CSV: a quote is not closed, or a cell is too long.")) from fault
    if not rows:
        raise FileFault(_("This file is empty."))
    sheet = Sheet("", rows[0], [(n, [unguarded(one) for one in row]) for n, row in enumerate(rows[1:], 2) if any(row)])
    refuse_too_much(sheet)
    return sheet, is_old


def decoded(content: bytes) -> tuple[str, bool]:
    """The text, with LOST for what is no letter, and whether it came in an old encoding."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), False
    try:
        return content.decode("utf-8"), False
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), True
