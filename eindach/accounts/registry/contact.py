"""When a person was last in contact: the latest moment any table knows of."""

from django.db.models import DateTimeField, Max, OuterRef, Subquery
from django.db.models.functions import Greatest

from .declared import tables


def last_contact() -> Greatest:
    """An expression for a queryset of people. PostgreSQL's GREATEST passes over what is null."""
    moments = []
    for table in tables().values():
        if table.contact is None or table.model is None:
            continue
        rows = table.model._base_manager.filter(**{table.person: OuterRef("pk")}).order_by()
        latest = rows.values(table.person).annotate(latest=Max(table.contact)).values("latest")
        moments.append(Subquery(latest, output_field=DateTimeField()))
    return Greatest(*moments)
