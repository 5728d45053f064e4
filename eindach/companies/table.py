"""A table of people, pasted from a spreadsheet or sent as a CSV file: read, shown with every fault at its row and
column, and entered only when there is none.

Columns are separated by tab, semicolon or comma: whichever the first line has most of. The first line names them.
"""

import csv
import io
from dataclasses import dataclass
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from eindach.booking.views.matters import bookable
from eindach.directory.models import Municipality
from eindach.directory.staff.csv_file import decoded
from eindach.kernel.languages import SPOKEN

from .entering import MOST_AT_ONCE, Entry
from .forms import EmployeeForm

LONGEST: Final = 60_000
LARGEST: Final = 4 * LONGEST
"""Bytes of a file; a letter has four at most."""
SEPARATORS: Final = "\t;,"
COLUMNS: Final = {
    "name": ("name",),
    "email": ("email", "e-mail"),
    "phone": ("phone", "telefon", "mobil", "handy"),
    "language": ("language", "sprache"),
    "languages": ("languages", "sprachen"),
    "arrives": ("arrival", "month", "ankunft", "monat"),
    "adults": ("adults", "erwachsene"),
    "children": ("children", "kinder"),
    "municipality": ("town", "wohnort", "ort", "gemeinde"),
    "step_free": ("step-free", "stufenlos"),
    "matters": ("matters", "anliegen"),
}
"""Field of the form -> what its column may be called."""
YES: Final = {"yes", "ja", "x", "1", "true"}
BROKEN: Final = "\ufffd"
"""Stands where letters were lost on the way."""


class Unreadable(ValueError):
    """The whole table; the message says what to do."""


@dataclass(frozen=True)
class Row:
    """`number`: of the row, as a spreadsheet counts it · `cells`: column -> as it was written · `faults`:
    column -> what to do · `entry`: where there is none."""

    number: int
    cells: dict[str, str]
    faults: dict[str, list[str]]
    entry: Entry | None


def text_of(file: "UploadedFile[Any]") -> str:
    """Of a file as spreadsheets write it. Unreadable."""
    if file.size is None or file.size > LARGEST:
        raise Unreadable(_("This is too much at once. Please paste fewer rows."))
    return decoded(file.read())[0]


def read(text: str) -> list[Row]:
    """Every row, right or wrong. Unreadable."""
    if len(text) > LONGEST:
        raise Unreadable(_("This is too much at once. Please paste fewer rows."))
    if BROKEN in text or "\x00" in text:
        raise Unreadable(_("Some letters are broken. Open the file in a spreadsheet and copy it from there."))
    text = text.removeprefix("\ufeff")
    separator = max(SEPARATORS, key=text.strip().partition("\n")[0].count)
    try:
        lines = list(enumerate(csv.reader(io.StringIO(text, newline=None), delimiter=separator, strict=True), 1))
    except csv.Error as fault:
        raise Unreadable(_("We cannot read this as a table. Copy it from a spreadsheet.")) from fault
    filled = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if not filled:
        raise Unreadable(_("Paste the table here, with the names of the columns in the first row."))
    (_first, names), *rows = filled
    if len(rows) > MOST_AT_ONCE:
        raise Unreadable(_("At most %(most)d people at once.") % {"most": MOST_AT_ONCE})
    columns, words = _columns(names), _Words()
    return [_row(number, columns, cells, words) for number, cells in rows]


def _columns(names: list[str]) -> list[str]:
    """The field of each column. Unreadable names what is not known and what is missing."""
    by_name = {name: field for field, known in COLUMNS.items() for name in known}
    found = [by_name.get(one.strip().casefold(), "") for one in names]
    unknown = [one for one, field in zip(names, found, strict=True) if not field]
    missing = [field for field in ("name", "language", "arrives") if field not in found]
    if unknown or missing or len(set(found)) < len(found):
        said = {"known": ", ".join(known[0] for known in COLUMNS.values()), "unknown": ", ".join(unknown) or "–"}
        raise Unreadable(
            _("The first row names the columns: %(known)s. Not known here: %(unknown)s.") % said
        )  # fmt: skip
    return found


def _row(number: int, columns: list[str], cells: list[str], words: "_Words") -> Row:
    written = {field: cell.strip() for field, cell in zip(columns, cells, strict=False)}
    form = words.form(written)
    faults = {field: [str(one) for one in said] for field, said in form.errors.items()}
    if len(cells) > len(columns):
        faults.setdefault("name", []).append(_("This row has more cells than there are columns."))
    return Row(number, written, faults, None if faults else form.entry())


class _Words:
    """What people write for languages, towns and matters -> our keys; what is none stays, and the form says so."""

    def __init__(self) -> None:
        self.languages = {one.native.casefold(): one.code for one in SPOKEN}
        self.languages |= {"deutsch": "de", "german": "de", "englisch": "en", "arabisch": "ar", "arabic": "ar"}
        self.languages |= {"ukrainisch": "uk", "ukrainian": "uk", "spanisch": "es", "spanish": "es"}
        towns, matters = Municipality.objects.values_list("ags", "name"), bookable()
        self.towns = {name.casefold(): ags for ags, name in towns}
        self.matters = {str(words).casefold(): one.key for one in matters for words in one.name.data.values()}
        self.choices = {
            "municipality": [("", ""), *towns], "matters": [(one.key, str(one.name)) for one in matters],
        }  # fmt: skip

    def form(self, written: dict[str, str]) -> EmployeeForm:
        """Of a row. What can be chosen is asked for once, not once a row."""
        form = EmployeeForm(self.as_data(written))
        for field, choices in self.choices.items():
            form.fields[field].choices = choices  # type: ignore[attr-defined]
        return form

    def as_data(self, written: dict[str, str]) -> dict[str, Any]:
        data: dict[str, Any] = {"adults": "1"} | {field: cell for field, cell in written.items() if cell}
        data["language"] = self._one(self.languages, data.get("language", ""))
        data["languages"] = self._all(self.languages, data.get("languages", ""))
        data["matters"] = self._all(self.matters, data.get("matters", ""))
        data["municipality"] = self._one(self.towns, data.get("municipality", ""))
        data["step_free"] = data.get("step_free", "").casefold() in YES
        return data

    def _one(self, known: dict[str, str], word: str) -> str:
        return known.get(word.strip().casefold(), word.strip())

    def _all(self, known: dict[str, str], words: str) -> list[str]:
        """Between several of a cell stands a comma, a plus or a stroke."""
        parts = words.replace("+", ",").replace("/", ",").replace("|", ",").split(",")
        return [self._one(known, one) for one in parts if one.strip()]
