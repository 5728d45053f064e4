"""Which rows a request is about, with all that their records need: a fixed number of queries for any number of rows."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from eindach.directory.models import Location, Organization, RequiredDocument, Service, ServiceAtLocation
from eindach.guide.models import Matter

from .terms import matters_of

Row = TypeVar("Row", Service, Organization)
PLACE = ("schedules", "schedule_exceptions", "services_at")
AT = ServiceAtLocation.objects.select_related("location__municipality").order_by("location__key")
TOLD = Prefetch("matters", Matter.objects.select_related("topic"))


def services(
    *, search: str = "", organization: UUID | None = None, term: UUID | None = None, taxonomy: UUID | None = None
) -> QuerySet[Service]:
    """Filters add up."""
    rows = Service.objects.select_related("organization").order_by("key")
    if search:
        rows = _naming(rows, search)
    if organization:
        rows = rows.filter(organization=organization)
    if term or taxonomy:
        rows = rows.filter(matters__in=matters_of(term, taxonomy)).distinct()
    return rows


def _naming(rows: QuerySet[Row], search: str) -> QuerySet[Row]:
    """Rows whose name or description holds all words, in the active language. In Python: the column holds all
    languages as JSON, in which "de" would be found everywhere; there are some hundred rows at most."""
    words = search.casefold().split()
    texts = ((key, f"{name} {text}".casefold()) for key, name, text in rows.values_list("pk", "name", "description"))
    return rows.filter(pk__in=[key for key, text in texts if all(word in text for word in words)])


def nested_services(rows: QuerySet[Service]) -> QuerySet[Service]:
    """With places, hours, papers, matters and the organization's places."""
    return rows.prefetch_related(
        Prefetch("at_locations", AT.prefetch_related("schedules", *(f"location__{name}" for name in PLACE))),
        Prefetch("required_documents", RequiredDocument.objects.order_by("position", "key")),
        TOLD,
    )


def organizations(
    *, search: str = "", term: UUID | None = None, taxonomy: UUID | None = None
) -> QuerySet[Organization]:
    rows = Organization.objects.order_by("key")
    if search:
        rows = _naming(rows, search)
    if term or taxonomy:
        rows = rows.filter(services__matters__in=matters_of(term, taxonomy)).distinct()
    return rows


def nested_organizations(rows: QuerySet[Organization]) -> QuerySet[Organization]:
    at = AT.prefetch_related(*(f"location__{name}" for name in PLACE))
    return rows.prefetch_related("services", Prefetch("services__at_locations", at))


def places(
    *, organization: UUID | None = None, term: UUID | None = None, taxonomy: UUID | None = None, postcode: str = ""
) -> QuerySet[ServiceAtLocation]:
    rows = ServiceAtLocation.objects.select_related("service__organization", "location__municipality")
    rows = rows.order_by("service__key", "location__key")
    if organization:
        rows = rows.filter(service__organization=organization)
    if term or taxonomy:
        rows = rows.filter(service__matters__in=matters_of(term, taxonomy)).distinct()
    if postcode:
        rows = rows.filter(location__postal_code=postcode)
    return rows


def nested_places(rows: QuerySet[ServiceAtLocation]) -> QuerySet[ServiceAtLocation]:
    return rows.prefetch_related("schedules", *(f"location__{name}" for name in PLACE))


def locations(*, postcode: str = "") -> QuerySet[Location]:
    rows = Location.objects.select_related("municipality").prefetch_related(*PLACE).order_by("key")
    return rows.filter(postal_code=postcode) if postcode else rows
