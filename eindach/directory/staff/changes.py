"""Changing cells: all or none, only while they still say what was shown, and kept when a region is loaded again."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from django.db import connection, transaction

from eindach.directory.models import HandEdit
from eindach.kernel.rewording import rewording

from .faults import Overtaken
from .tables import TABLES, Column, Table

ADDED: Final = "added"
"""The column of a row people have added."""
Rows = Mapping[str, Any]
Cells = dict[tuple[str, str, str], str]


@dataclass(frozen=True)
class Change:
    """`old`, `new`: exact texts. With the column ADDED: this row is new, its cells follow."""

    table: str
    row: str
    column: str
    old: str
    new: str


@transaction.atomic
def change(changes: Sequence[Change], *, now: datetime) -> None:
    """Write all of them and remember each as said by hand. Overtaken if one of the old texts is not there any more;
    CellFault for a new row that cannot be."""
    _one_at_a_time()
    texts_change = any("." in one.column for one in changes)
    with rewording(now=now) if texts_change else nullcontext():
        _write_all(changes, now=now)


def _write_all(changes: Sequence[Change], *, now: datetime) -> None:
    order = {name: number for number, name in enumerate(TABLES)}
    ordered = sorted(changes, key=lambda one: (order[one.table], one.row))
    for name, in_table in groupby(ordered, key=lambda one: one.table):
        _change_table(TABLES[name], list(in_table))
    HandEdit.objects.bulk_create(
        [HandEdit(table=one.table, row=one.row, column=one.column, value=one.new, at=now) for one in ordered],
        update_conflicts=True,
        unique_fields=["table", "row", "column"],
        update_fields=["value", "at"],
    )


def texts(table: Table, keys: Iterable[str]) -> dict[str, dict[str, str]]:
    """Key -> column -> exact text, of those rows that are there."""
    wanted, columns = set(keys), table.columns()
    return {
        key: {column.name: column.text(row) for column in columns} for key, row in _rows(table).items() if key in wanted
    }


def _change_table(table: Table, changes: list[Change]) -> None:
    rows, columns = _rows(table), table.by_name()
    added = {one.row for one in changes if one.column == ADDED}
    _refuse_overtaken(changes, rows, columns, added)
    for key, of_row in groupby(changes, key=lambda one: one.row):
        row = rows[key] if key not in added else table.begin(key)
        said = [(columns[one.column], one.new) for one in of_row if one.column != ADDED]
        _write(row, said)


def _refuse_overtaken(changes: list[Change], rows: Rows, columns: dict[str, Column], added: set[str]) -> None:
    overtaken = [
        one
        for one in changes
        if (one.row in added) == (one.row in rows)
        or (one.row not in added and not _says(rows[one.row], columns.get(one.column), one.old))
    ]
    if overtaken:
        raise Overtaken(overtaken)


def _says(row: Any, column: Column | None, text: str) -> bool:
    return column is not None and column.text(row) == text


def _write(row: Any, said: Sequence[tuple[Column, str]]) -> None:
    hours = [(column, text) for column, text in said if column.field == "hours"]
    for column, text in said:
        if column.field != "hours":
            column.put(row, text)
    row.save()
    for column, text in hours:
        column.put(row, text)


def _rows(table: Table) -> Rows:
    return {table.key(row): row for row in table.rows()}


def _one_at_a_time() -> None:
    """A person changes the directory in a moment; readers are not held up."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('eindach directory by hand'))")


def added_keys(table: str) -> list[str]:
    """Rows people have added: loading the region leaves them."""
    return list(HandEdit.objects.filter(table=table, column=ADDED).values_list("row", flat=True))


def named_in_files(table: str, keys: Iterable[str]) -> None:
    """Rows people have added that a region's files name by now are rows of the files."""
    HandEdit.objects.filter(table=table, column=ADDED, row__in=list(keys)).delete()


@transaction.atomic
def apply_again() -> list[str]:
    """After a region's files were written: what people said stands above them. What the files say by now as well, and
    what is about rows that are gone, is forgotten. Returns a remark for each cell in which the files differ."""
    remarks: list[str] = []
    for table in TABLES.values():
        rows, columns, added = _rows(table), table.by_name(), set(added_keys(table.name))
        edits = HandEdit.objects.filter(table=table.name).exclude(column=ADDED).order_by("row", "column")
        for key, of_row in groupby(edits, key=lambda one: one.row):
            found, row = list(of_row), rows.get(key)
            known = [one for one in found if row is not None and one.column in columns]
            differing = [one for one in known if not _says_as_much(columns[one.column].text(row), one)]
            if key not in added:
                remarks += [_remark(one, columns[one.column].text(row)) for one in differing]
                HandEdit.objects.filter(pk__in=[one.pk for one in found if one not in differing]).delete()
            if differing:
                _write(row, [(columns[one.column], one.value) for one in differing])
    return remarks


def _says_as_much(file: str, edit: HandEdit) -> bool:
    """Of two days on which an office confirmed, the later one counts."""
    return file == edit.value or (edit.column == "assured_date" and file > edit.value)


def _remark(edit: HandEdit, file: str) -> str:
    return (
        f"{edit.table}.{edit.row}.{edit.column}: the files say {file!r}; {edit.value!r}, entered by hand on "
        f"{edit.at:%Y-%m-%d}, stays."
    )
