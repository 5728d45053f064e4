"""What files would change, cell by cell, and what is wrong with them, row by row. Nothing is written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from .cells import Choice
from .changes import ADDED, Change, change, texts
from .faults import CellFault, Overtaken
from .sheets import FORMULAS, HEADINGS, KEY, VERSION, Sheet, columns_by_heading, table_of, version_of
from .tables import Column, Table

ROW_KEY: Final = re.compile(r"[a-z0-9-]{1,80}")
MOST_FAULTS: Final = 50
NAME: Final = "name.de"
ALWAYS_FORMULAS: Final = tuple(set(FORMULAS) - {"+", "-"})
"""A phone number begins with a plus; what begins with one of these is never meant."""
NOT_INVENTED: Final = {"sample": "no"}
"""What people add is real, unless they say otherwise."""


@dataclass(frozen=True)
class RowChanges:
    """What would change in one row; `name`: of the row as it stands, in German, "" where rows have none; `cells`:
    heading, old, new as people read them."""

    table: str
    key: str
    name: str
    is_new: bool
    cells: Sequence[tuple[str, str, str]]


@dataclass
class Comparison:
    """`missing`: (table, key) of rows that are not in the file; they stay as they are."""

    changes: list[Change] = field(default_factory=list)
    rows: list[RowChanges] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    same: int = 0

    @property
    def cells(self) -> int:
        return sum(one.column != ADDED for one in self.changes)


def compare(sheets: Sequence[Sheet], *, now: datetime) -> Comparison:
    """Everything at once. Where no cell is wrong, the changes are also tried and taken back: what hangs on other rows
    shows only then."""
    found = Comparison()
    for sheet in sheets:
        table = table_of(sheet)
        if table is None:
            said = {"sheet": sheet.name or _("The file")}
            found.faults.append(
                _("%(sheet)s: no table has these headings. Take a file out first and change it.") % said
            )
        else:
            _Reader(table, sheet, found).read()
    if found.changes and not found.faults:
        _try(found, now)
    del found.faults[MOST_FAULTS:]
    return found


def _try(found: Comparison, now: datetime) -> None:
    try:
        with transaction.atomic():
            change(found.changes, now=now)
            transaction.set_rollback(True)
    except CellFault as fault:
        found.faults.append(str(fault))
    except Overtaken:
        found.faults.append(_("The directory has changed just now. Load the file once more."))


class _Reader:
    """One sheet against its table."""

    def __init__(self, table: Table, sheet: Sheet, found: Comparison) -> None:
        self.table, self.sheet, self.found = table, sheet, found
        self.columns: Mapping[str, Column] = table.by_name()
        self.seen: set[str] = set()

    def read(self) -> None:
        names = self._names()
        if KEY not in names:
            self._fault(1, str(self.sheet.heading[0]), _("the first column must be the key."))
            return
        there = texts(self.table, [self.table.key(row) for row in self.table.rows()])
        for number, cells in self.sheet.rows:
            whole = [*cells, *[""] * (len(names) - len(cells))]  # files leave out empty cells at the end
            said = {name: text.strip() for name, text in zip(names, whole, strict=False) if name}
            self._row(number, said, there)
        self.found.missing += [(str(self.table.label), key) for key in there if key not in self.seen]

    def _names(self) -> list[str]:
        """Of each column what the program calls it; "" for a heading nobody knows."""
        known, names = columns_by_heading(self.table), []
        for heading in self.sheet.heading:
            name = known.get(heading.strip().lower(), "")
            if heading.strip() and not name:
                self._fault(1, heading, _("no column is called so."))
            if name and name in names:
                self._fault(1, heading, _("this column stands there twice."))
            names.append(name)
        return names

    def _row(self, number: int, said: dict[str, str], there: Mapping[str, Mapping[str, str]]) -> None:
        key, version = said.pop(KEY), said.pop(VERSION, "")
        parts = key.split("/") if self.table.name == "places" else [key]
        if not all(ROW_KEY.fullmatch(part) for part in parts) or len(parts) != 1 + (self.table.name == "places"):
            self._fault(
                number, KEY, _("a key has small letters, digits and hyphens; of a service at a place: service/place.")
            )
        elif key in self.seen:
            self._fault(number, KEY, _("“%(key)s” stands in this table twice.") % {"key": key})
        elif key in there:
            self._changed(number, key, version, said, there[key])
        elif version:
            self._fault(number, KEY, _("“%(key)s” is not there any more. A new row has no version.") % {"key": key})
        else:
            self._added(number, key, said)
        self.seen.add(key)

    def _changed(self, number: int, key: str, version: str, said: Mapping[str, str], now: Mapping[str, str]) -> None:
        exact = self._exact(number, said)
        made = [
            Change(self.table.name, key, name, now[name], text) for name, text in exact.items() if text != now[name]
        ]
        if not made:
            self.found.same += 1
            return
        for one in made:
            if self.columns[one.column].once:
                self._fault(number, str(self.columns[one.column]), _("this cannot be changed."))
        if version and version != version_of(now):
            why = _(
                "this entry has changed since the file was taken out. Take a new file out, or empty this cell: then "
                "what your file says takes the place of it."
            )
            self._fault(number, VERSION, why)
        self._keep(key, made, name=now.get(NAME, ""), is_new=False)

    def _added(self, number: int, key: str, said: Mapping[str, str]) -> None:
        given = {name: text for name, text in said.items() if text}
        for name, column in self.columns.items():
            if name not in given and name in NOT_INVENTED:
                given[name] = NOT_INVENTED[name]
            elif name not in given and column.needed:
                given[name] = next(iter(column.cell.words)) if isinstance(column.cell, Choice) else ""
        exact = self._exact(number, given)
        made = [Change(self.table.name, key, name, "", text) for name, text in exact.items()]
        self._keep(key, [Change(self.table.name, key, ADDED, "", ""), *made], name=exact.get(NAME, ""), is_new=True)

    def _exact(self, number: int, said: Mapping[str, str]) -> dict[str, str]:
        exact = {}
        for name, typed in said.items():
            column = self.columns[name]
            try:
                if typed.startswith(ALWAYS_FORMULAS):
                    raise CellFault(_("a cell must not begin with %(sign)s.") % {"sign": typed[0]})
                exact[name] = column.check(typed)
            except CellFault as fault:
                self._fault(number, str(column), str(fault))
        return exact

    def _keep(self, key: str, made: Sequence[Change], *, name: str, is_new: bool) -> None:
        self.found.changes += made
        cells = [
            (str(column), column.cell.shown(one.old) if one.old or not is_new else "", column.cell.shown(one.new))
            for one in made
            if (column := self.columns.get(one.column))
        ]
        self.found.rows.append(RowChanges(str(self.table.label), key, name, is_new, cells))

    def _fault(self, row: int, column: str, why: str) -> None:
        said = {"table": self.table.label, "row": row, "column": HEADINGS.get(column, column), "why": why}
        self.found.faults.append(_("%(table)s, row %(row)d, column “%(column)s”: %(why)s") % said)
