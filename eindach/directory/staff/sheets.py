"""The tables as rows of texts, for files. First a key, then a version of the row, then its cells.

Cells stand as people read them; headings and words are understood in German and English and as the program calls them.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy, override

from .cells import STAFF_LANGUAGES, Choice, HoursCell
from .tables import TABLES, Column, Table

KEY, VERSION = "key", "version"
HEADINGS: Final = {KEY: gettext_lazy("Key"), VERSION: gettext_lazy("Version (do not change)")}
FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet reckons what begins so (OWASP, CSV injection)."""


@dataclass(frozen=True)
class Sheet:
    """`name`: of the table, "" where a file does not say it · `rows`: with the number a spreadsheet shows."""

    name: str
    heading: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]


def sheet_of(table: Table) -> Sheet:
    """Everything of a table."""
    columns = table.columns()
    heading = [str(HEADINGS[KEY]), str(HEADINGS[VERSION]), *map(str, columns)]
    rows = []
    for number, row in enumerate(table.rows(), start=2):
        texts = {column.name: column.text(row) for column in columns}
        written = [_written(column, texts[column.name]) for column in columns]
        rows.append((number, [table.key(row), version_of(texts), *written]))
    return Sheet(table.name, heading, rows)


def _written(column: Column, text: str) -> str:
    if isinstance(column.cell, Choice | HoursCell):
        return column.cell.shown(text).replace("\n", "; ")
    return text


def version_of(texts: Mapping[str, str]) -> str:
    """Of a row: another one when any of its cells has changed."""
    return hashlib.sha256(json.dumps(sorted(texts.items())).encode()).hexdigest()[:12]


def columns_by_heading(table: Table) -> dict[str, str]:
    """Heading in small letters -> name of the column, KEY or VERSION."""
    names: dict[str, Any] = {**HEADINGS, **table.by_name()}
    found = {name: name for name in names}
    for language in STAFF_LANGUAGES:
        with override(language):
            found |= {str(said).lower(): name for name, said in names.items()}
    return found


def table_of(sheet: Sheet) -> Table | None:
    """By its name, else the table that knows most of its headings; None where no table knows half of them."""
    for table in TABLES.values():
        if sheet.name and sheet.name.lower() in _names_of(table):
            return table
    said = [heading.strip().lower() for heading in sheet.heading if heading.strip()]
    headings = {name: columns_by_heading(table) for name, table in TABLES.items()}
    known = {name: sum(one in headings[name] for one in said) for name in TABLES}
    best = max(known, key=lambda name: known[name])
    return TABLES[best] if known[best] * 2 > len(said) else None


def _names_of(table: Table) -> set[str]:
    names = {table.name}
    for language in STAFF_LANGUAGES:
        with override(language):
            names.add(str(table.label).lower())
    return names


def guarded(text: str) -> str:
    """As a cell of CSV: a spreadsheet shows it and reckons nothing."""
    return f"'{text}" if text.startswith(FORMULAS) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULAS) else text
