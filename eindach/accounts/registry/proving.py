"""Is everything declared, and is everything that is declared still there? Asked by a test, so that the build fails."""

from collections.abc import Collection, Mapping
from datetime import date
from importlib import import_module

from django.db import connection
from django.db.models import ForeignKey, OneToOneField

from eindach.accounts.models import Person
from eindach.accounts.row_security import guards

from .classes import Kept, classes
from .declared import Ending, Table, endings, impersonal_tables, tables
from .words import words

COLUMNS = """
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
"""


def columns_of_database() -> dict[str, set[str]]:
    """Table -> its columns, of every table there is, ours or not."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        for table, column in cursor.fetchall():
            found.setdefault(table, set()).add(column)
    return found


def faults(day: date) -> list[str]:
    """Sentences, one a fault; none: the registry is whole."""
    said, kept = tables(), classes(day)
    return [
        *unlike(columns_of_database(), said, impersonal_tables()),
        *(f"{one.table} is guarded and not declared personal." for one in guards() if one.table not in said),
        *_unclassed(said, kept, endings()),
        *(f"{one.name} points to a person and does not say what keeps a file open." for one in _silent(said)),
        *_wordless(said),
    ]


def unlike(there: Mapping[str, set[str]], said: Mapping[str, Table], impersonal: Collection[str]) -> list[str]:
    """Where the database and the declarations differ."""
    wanted = {(name, column) for name, table in said.items() for column in table.columns}
    real = {(name, column) for name in there if name not in impersonal for column in there[name]}
    return [
        *(f"{name}.{column} is not declared." for name, column in sorted(real - wanted)),
        *(f"{name}.{column} is declared and not there." for name, column in sorted(wanted - real)),
        *(f"The table {name} is declared and not there." for name in sorted(set(impersonal) - set(there))),
    ]


def _unclassed(said: Mapping[str, Table], kept: Mapping[str, Kept], ends: list[Ending]) -> list[str]:
    used = {kept for table in said.values() for kept in (table.kept, *table.also)} | {ending.kept for ending in ends}
    ended = {ending.kept for ending in ends}
    return [
        *(f"{key}: no such class of retention." for key in sorted(used - set(kept))),
        *(f"{key}: a class nothing belongs to." for key in sorted(set(kept) - used)),
        *(f"{key}: nothing ends it." for key, one in kept.items() if one.is_ended_here and key not in ended),
        *(f"{key}: ended twice." for key, one in kept.items() if not one.is_ended_here and key in ended),
        *(f"{key}: the job {one.job} is not there." for key, one in kept.items() if one.job and not _is_there(one.job)),
    ]


def _is_there(name: str) -> bool:
    module, _, job = name.rpartition(".")
    return hasattr(import_module(module), job)


def _silent(said: Mapping[str, Table]) -> list[Table]:
    return [
        table
        for table in said.values()
        if table.follow_up is None
        and table.model
        and any(
            isinstance(field, ForeignKey | OneToOneField) and field.related_model is Person
            for field in table.model._meta.concrete_fields
        )
    ]


def _wordless(said: Mapping[str, Table]) -> list[str]:
    purposes = {purpose for table in said.values() for purpose in table.purposes()}
    return [
        *(f"{name}: record.yaml has no words for it." for name in sorted(set(said) - set(words().tables))),
        *(
            f"{name}: record.yaml has words for it, and it is not personal."
            for name in sorted(set(words().tables) - set(said))
        ),
        *(f"{key}: record.yaml has no such purpose." for key in sorted(purposes - set(words().purposes))),
        *(f"{key}: a purpose nothing serves." for key in sorted(set(words().purposes) - purposes)),
    ]
