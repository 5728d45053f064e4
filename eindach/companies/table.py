"""A table of people, pasted from a spreadsheet or sent as a CSV file: read, shown with every fault at its row and
column, and entered only when there is none.

Columns are separated by tab, semicolon or comma: whichever the first line has most of. The first line names them.
"""

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext as _

from eindach.booking.views.matters import bookable
from eindach.booking.wish import MOST_PEOPLE
from eindach.directory.models import Municipality
from eindach.directory.staff.csv_file import decoded
from eindach.kernel.languages import SOURCE, SPOKEN, Language, is_german

from .entering import MOST_AT_ONCE, Contact, Entry, contact_of
from .forms import EmployeeForm

LONGEST: Final = 60_000
LARGEST: Final = 4 * LONGEST
"""Bytes of a file; a letter has four at most."""
SEPARATORS: Final = "\t;,"
COLUMNS: Final = {
    "name": ("name", "Name", "employee", "mitarbeiter", "mitarbeiterin"),
    "email": ("email", "E-Mail", "mail", "e-mail-adresse", "email address"),
    "phone": ("phone", "Telefon", "mobil", "handy", "mobile", "telefonnummer", "mobilnummer"),
    "language": ("language", "Sprache"),
    "languages": ("languages", "Sprachen"),
    "arrives": ("arrival", "Ankunft", "month", "monat", "ankunftsmonat", "eintritt", "start"),
    "adults": ("adults", "Erwachsene"),
    "children": ("children", "Kinder"),
    "municipality": ("town", "Wohnort", "ort", "gemeinde"),
    "step_free": ("step-free", "stufenlos"),
    "matters": ("matters", "Anliegen"),
}
"""Field of the form -> what its column may be called: in English, in German, otherwise."""
PARTS: Final = {"first": ("first name", "vorname"), "last": ("last name", "nachname", "familienname", "surname")}
"""Of a name that stands in two columns."""
FIELDS: Final = {name.casefold(): field for field, names in (COLUMNS | PARTS).items() for name in names}
CALLED: Final = {
    "ti": ["tigrinya"], "ku": ["kurdish", "kurdisch", "kurmandschi"],
    "fa": ["persian", "persisch", "farsi", "dari"],
}  # fmt: skip
"""What Django knows no name for, or people call otherwise."""
YES: Final = {"yes", "ja", "x", "1", "true"}
NO_CHILD: Final = {"0", "-", "–", "no", "none", "nein", "keine"}
"""In the column of children's ages. A nought alone is a number of children; of a baby the year of birth is written."""
BROKEN: Final = "\ufffd"
"""Stands where letters were lost on the way."""
LOST: Final = "?"
"""What spreadsheets write into a file for letters they cannot keep there. No name has it."""


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


def read(text: str, expected: Collection[Contact] = ()) -> list[Row]:
    """Every row, right or wrong; who stands there twice, or is `expected` already, is wrong. Unreadable."""
    if len(text) > LONGEST:
        raise Unreadable(_("This is too much at once. Please paste fewer rows."))
    if BROKEN in text or "\x00" in text:
        raise Unreadable(_letters_are_broken())
    text = text.removeprefix("\ufeff")
    try:
        lines = list(enumerate(csv.reader(io.StringIO(text, newline=None), delimiter=_separator(text), strict=True), 1))
    except csv.Error as fault:
        raise Unreadable(_("We cannot read this as a table. Copy it from a spreadsheet.")) from fault
    filled = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if not filled:
        raise Unreadable(_("Paste the table here, with the names of the columns in the first row."))
    (_first, names), *rows = filled
    if len(rows) > MOST_AT_ONCE:
        raise Unreadable(_("At most %(most)d people at once.") % {"most": MOST_AT_ONCE})
    columns, words = _columns(names), _Words()
    found, seen = [_row(number, columns, cells, words) for number, cells in rows], set(expected)
    return [_once(row, seen) for row in found]


def unread(text: str) -> list[str]:
    """Names of columns that are left out."""
    first = next((line for line in text.removeprefix("\ufeff").splitlines() if line.strip(f"{SEPARATORS} ")), "")
    names = next(csv.reader([first], delimiter=_separator(text)), [])
    return [name.strip() for name in names if name.strip() and not _field(name)]


def name_of(field: str) -> str:
    """Of a column, as a reader of German or of another language expects it."""
    return COLUMNS[field][1 if is_german(get_language() or SOURCE) else 0] if field in COLUMNS else ""


def _separator(text: str) -> str:
    return max(SEPARATORS, key=text.strip("\ufeff \r\n").partition("\n")[0].count)


def _field(name: str) -> str:
    """Empty: none of ours."""
    return FIELDS.get(" ".join(name.split()).casefold(), "")


def _columns(names: list[str]) -> list[str]:
    """The field of each column, empty for one that is left out. Unreadable names what is missing or there twice."""
    found = [_field(one) for one in names]
    known = [field for field in found if field]
    named = "name" in known or {*PARTS} <= {*known}
    if not named or not {"language", "arrives"} <= {*known} or len(set(known)) < len(known):
        unknown = ", ".join(one for one, field in zip(names, found, strict=True) if not field)
        said = {"known": ", ".join(name_of(field) for field in COLUMNS), "unknown": unknown or "–"}
        raise Unreadable(
            _("The first row names the columns: %(known)s. Not known here: %(unknown)s.") % said
        )  # fmt: skip
    return found


def _row(number: int, columns: list[str], cells: list[str], words: "_Words") -> Row:
    written = {field: cell.strip() for field, cell in zip(columns, cells, strict=False) if field}
    if "name" not in columns:
        written = {"name": " ".join(filter(None, (written.pop(part, "") for part in PARTS)))} | written
    else:
        written = {field: cell for field, cell in written.items() if field not in PARTS}
    form = words.form(written)
    faults = {field: [str(one) for one in said] for field, said in form.errors.items()}
    if LOST in written.get("name", ""):
        faults.setdefault("name", []).append(_letters_are_broken())
    if "children" not in faults and _is_a_number_or_an_age(written.get("children", "")):
        faults["children"] = [
            _("How many children, or how old? Write the age of each: 3, 7. Of one child write the year of birth.")
        ]
    if any(cell.strip() for cell in cells[len(columns) :]):
        faults.setdefault("name", []).append(_("This row has more cells than there are columns."))
    return Row(number, written, faults, None if faults else form.entry())


def _letters_are_broken() -> str:
    return _("Some letters are broken. Open the file in a spreadsheet and copy it from there.")


def _is_a_number_or_an_age(cell: str) -> bool:
    """A "2" alone: two children, or one of two years. From twelve on it is an age: so many people nobody brings."""
    return cell.isascii() and cell.isdigit() and 0 < int(cell) < MOST_PEOPLE


def _once(row: Row, seen: set[Contact]) -> Row:
    """With a fault where the same person was there before; so nobody is invited twice."""
    if row.entry is None:
        return row
    if (who := contact_of(row.entry.name, row.entry.email or row.entry.phone)) in seen:
        return replace(row, faults={"name": [_("This person is on the list already.")]}, entry=None)
    seen.add(who)
    return row


class _Words:
    """What people write for languages, towns and matters -> our keys; what is none stays, and the form says so."""

    def __init__(self) -> None:
        self.languages = {name.casefold(): one.code for one in SPOKEN for name in (one.code, one.native, *_called(one))}
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
        if data.get("children", "").casefold() in NO_CHILD:
            del data["children"]
        data["step_free"] = data.get("step_free", "").casefold() in YES
        return data

    def _one(self, known: dict[str, str], word: str) -> str:
        return known.get(word.strip().casefold(), word.strip())

    def _all(self, known: dict[str, str], words: str) -> list[str]:
        """Between several of a cell stands a comma, a plus or a stroke."""
        parts = words.replace("+", ",").replace("/", ",").replace("|", ",").split(",")
        return [self._one(known, one) for one in parts if one.strip()]


def _called(language: Language) -> list[str]:
    """In English and in German."""
    if language.code in CALLED:
        return CALLED[language.code]
    found = []
    for reader in ("en", "de"):
        with override(reader):
            found.append(get_language_info(language.code)["name_translated"])
    return found
