"""Everything about somebody, for themselves (Art. 15 and 20 GDPR): what the registry marks, of them and nobody else."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Field, Model
from django.utils import timezone

from eindach.accounts.acting import keeping
from eindach.accounts.events import touched
from eindach.accounts.models import Category, Person
from eindach.directory.models import Organization

from .classes import classes
from .declared import Column, Export, Table, tables

SCHEMA: Final = "eindach.everything-about/1"
REDACTED: Final = {"redacted": True}
"""In place of a value that is about somebody else as well."""


def everything_about(persons: Sequence[UUID], *, now: datetime, with_notes: bool = False) -> dict[str, Any]:
    """All exported columns of all rows about these people, as what JSON can hold: table -> purpose, basis, class,
    rows. With recipients, and who looked. `with_notes`: also what is usually redacted, after somebody has read it with
    the rights of others in mind (Art. 15 (4)). Whether the asker is these people is the caller's to know; leaves one
    event a person in the trail of whoever acts."""
    mine = tuple(persons)
    with keeping(now=now):
        rules = classes(timezone.localdate(now))
        found = {name: _rows(table, mine, with_notes) for name, table in sorted(tables().items())}
        answer = {
            "schema": SCHEMA,
            "made_at": now,
            "persons": mine,
            "data": {
                name: {
                    "purpose": tables()[name].purpose,
                    "legal_basis": tables()[name].basis,
                    "kept": {"class": rules[tables()[name].kept].name, "period": rules[tables()[name].kept].period},
                    "rows": rows,
                }
                for name, rows in found.items()
                if rows
            },
            "recipients": _recipients(mine),
        }
    fields = [category for category in Category if with_notes or category != Category.NOTES]
    for person in mine:
        touched.send(sender=Person, act="export", kind="person", person=person, basis="self", fields=fields)
    return json.loads(json.dumps(answer, cls=DjangoJSONEncoder))  # type: ignore[no-any-return]


def exported(table: Table) -> dict[str, Column]:
    """The columns a person's copy has, redacted ones too."""
    return {name: column for name, column in table.columns.items() if column.export != Export.NO}


def _rows(table: Table, persons: tuple[UUID, ...], with_notes: bool) -> list[dict[str, Any]]:
    about, columns = table.of(persons), exported(table)
    if about is None or table.model is None or not columns:
        return []
    rows = table.model._base_manager.filter(about).order_by("pk")
    fields = {field.column: field for field in table.model._meta.concrete_fields}
    return [{name: _value(row, fields[name], columns[name], with_notes) for name in columns} for row in rows]


def _value(row: Model, field: "Field[Any, Any]", column: Column, with_notes: bool) -> Any:
    value = getattr(row, field.attname)
    if not with_notes and value not in (None, "") and _is_redacted(row, column):
        return REDACTED
    return _plain(value)


def _is_redacted(row: Model, column: Column) -> bool:
    if column.redacted_if:
        name, word = column.redacted_if
        return bool(getattr(row, name) == word)
    return column.export == Export.REDACTED


def _plain(value: Any) -> Any:
    if isinstance(value, DateTimeTZRange):
        return [value.lower, value.upper]
    return value if isinstance(value, dict | list | bool | int | float | datetime | UUID | None) else str(value)


def _recipients(persons: tuple[UUID, ...]) -> list[dict[str, Any]]:
    """Organization -> by which tables it knows (Art. 15 (1) c)."""
    known: dict[UUID, set[str]] = {}
    for table in tables().values():
        about = table.of(persons)
        if table.recipient and table.model and about is not None:
            rows = table.model._base_manager.filter(about).order_by()
            for organization in rows.values_list(table.recipient, flat=True).distinct():
                known.setdefault(organization, set()).add(table.name)
    names = Organization.objects.in_bulk(list(known))
    return [
        {"organization": str(names[key].name), "id": key, "because": sorted(known[key])}
        for key in sorted(names, key=lambda one: names[one].key)
    ]
