"""Writing a region's rows so that loading again changes only what changed, and never takes away what is in use."""

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, ProtectedError, RestrictedError

Row = TypeVar("Row", bound=Model)


def upsert(model: type[Row], rows: Iterable[Row], *, by: str = "id", keep: Collection[str] = ()) -> dict[str, Row]:
    """Insert or update by the unique column `by`; the rows of the database by that column's text. `keep`: columns that
    are said elsewhere, which stay as they are."""
    rows = list(rows)
    kept = {by, model._meta.pk.attname, *keep}
    columns = [f.name for f in model._meta.concrete_fields if f.name not in kept]
    if rows:
        model._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=[by], update_fields=columns)
    wanted = [getattr(row, by) for row in rows]
    found = model._default_manager.filter(**{f"{by}__in": wanted})
    return {str(getattr(row, by)): row for row in found}


def replace(model: type[Row], rows: Sequence[Row]) -> None:
    """For rows nothing points at: all of them anew."""
    model._default_manager.all().delete()
    model._default_manager.bulk_create(rows)


def prune(model: type[Row], keep: Collection[str], *, by: str = "key") -> list[str]:
    """Delete rows that are gone from the files; what is still in use stays. Returns a remark for each that stays."""
    remarks = []
    for row in model._default_manager.exclude(**{f"{by}__in": keep}):
        try:
            with transaction.atomic():
                row.delete()
        except (ProtectedError, RestrictedError):
            name = model._meta.verbose_name
            remarks.append(f"{name} {getattr(row, by)} is gone from the files, but in use: it stays.")
    return remarks
