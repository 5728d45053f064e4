"""Ending rows as the registry says of their columns: no other place knows what to empty."""

from collections.abc import Sequence
from typing import Any

from django.db import router
from django.db.models import DateTimeField, Field, Func, JSONField, TextField, UUIDField, Value
from django.db.models.functions import Left, Replace

from eindach.accounts.models import RetentionNotice

from .declared import End, Ending, Table, tables_of


def erase(ending: Ending, keys: Sequence[Any]) -> None:
    """End the rows with these primary keys, and what ends with them; in the caller's transaction."""
    if ending.empties:
        anonymise(ending.empties, keys)
    for table in tables_of(ending.kept):
        if table.model is None:
            continue
        rows = table.model._base_manager.filter(**{f"{table.root or 'pk'}__in": keys})
        if not table.is_deleted:
            rows.update(**_emptied(table))
        elif ending.unreferenced and not table.root:
            # Nothing refers to it. Django would still update every table that could, also those nobody may change.
            rows._raw_delete(router.db_for_write(table.model))
        else:
            rows.delete()
    if ending.model._meta.pk.get_internal_type() == "UUIDField":
        RetentionNotice.objects.filter(kept=ending.kept, object_id__in=keys).delete()


def anonymise(kept: str, keys: Sequence[Any]) -> None:
    """The rows of a class stay with their primary key, for what points to them, and say nothing else about anybody;
    what hangs on them goes."""
    for table in tables_of(kept):
        if table.model is None:
            continue
        rows = table.model._base_manager.filter(**{f"{table.root or 'pk'}__in": keys})
        if table.root:
            rows.delete()
        else:
            said = [field for field in table.model._meta.concrete_fields if not field.primary_key]
            rows.update(**{field.attname: _least(field) for field in said})


def _least(field: "Field[Any, Any]") -> Any:
    """As little as the column can say."""
    must_be_a_moment = isinstance(field, DateTimeField) and not field.null
    return _Day(field.name) if must_be_a_moment else _nothing(field)


def _emptied(table: Table) -> dict[str, Any]:
    """Field -> its new value."""
    assert table.model is not None  # noqa: S101 - only tables with a model are erased
    changes: dict[str, Any] = {}
    for field in table.model._meta.concrete_fields:
        end = table.columns[str(field.column)].end
        if end == End.BLANK:
            changes[field.attname] = _nothing(field)
        elif end == End.COARSEN:
            changes[field.attname] = _Day(field.name)
    return changes


def _nothing(field: "Field[Any, Any]") -> Any:
    """What says nothing and still fits: null, a random value where one must be, else empty."""
    if field.null:
        return None
    if isinstance(field, UUIDField):
        return _Random()
    if field.unique:
        return Left(Replace(_RandomText(), Value("-"), Value("")), field.max_length or 32)
    if isinstance(field, JSONField):
        return {}
    return False if field.get_internal_type() == "BooleanField" else ""


class _Random(Func):
    function = "gen_random_uuid"
    output_field = UUIDField()
    arity = 0


class _RandomText(Func):
    template = "gen_random_uuid()::text"
    output_field = TextField()
    arity = 0


class _Day(Func):
    """The beginning of its day, in UTC."""

    template = "date_trunc('day', %(expressions)s, 'UTC')"
    output_field = DateTimeField()
    arity = 1
