"""Routes of the directory. The OpenAPI document lies at /hsds/openapi.json."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from ninja import Query
from ninja.decorators import decorate_view

from eindach.directory.queries import region
from eindach.kernel.audience import audience

from ..caching import conditional
from ..problems import Problem
from ..published import PublishedAPI, answers
from ..rates import limited
from . import records, rows, terms
from .mapping import Mapping
from .paging import NDJSON, Filter, Paging, Text, one_of, page_of

api = PublishedAPI(
    title="Eindach directory (HSDS 3.1)",
    version="3.1",
    urls_namespace="hsds",
    description="Who offers what, where, when, in which languages. Texts by `lang` or `Accept-Language`.",
    openapi_extra={"info": {"license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"}}},
)
PROFILE = {
    "name": "Eindach profile of HSDS 3.1",
    "base": "https://docs.openreferral.org/en/3.1/",
    "languages": "A record has one language a request; `languages` lists what is spoken.",
    "additions": {
        "service_at_location.languages": "spoken for this service at this place",
        "location.sample, organization.sample": "true: invented for demonstration; a service says so in `alert`",
    },
    "differences": [
        "modified_after and minimal are ignored, like any unknown parameter: more may come than asked for, never less.",
        "opens_at and closes_at are on the wall clock of the region, without an offset: it differs in summer.",
    ],
}


AS_LINES = {"responses": {200: {"content": {NDJSON: {"schema": {"type": "string"}}}}}}
View = TypeVar("View", bound=Callable[..., Any])


def published(path: str, kind: Any, summary: str) -> Callable[[View], View]:
    """A GET of the directory: public, limited, to be kept for five minutes."""

    def decorate(view: View) -> View:
        ready: View = decorate_view(conditional(max_age=300), limited("read"))(audience("public")(view))
        route = api.get(
            path,
            response=answers({200: kind}, 404, 422, 429),
            summary=summary,
            exclude_none=True,
            openapi_extra=AS_LINES if isinstance(kind, type) and issubclass(kind, records.Page) else None,
        )
        return route(ready)

    return decorate


def _mapping() -> Mapping:
    here = region()
    return Mapping(here, timezone.localdate(timezone=here.zone))


def without_slash(request: HttpRequest) -> HttpResponse:
    """Clients are given the base address with and without its slash."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"/hsds/?{query}" if query else "/hsds/")


@published("/", records.Root, "Where a client starts")
def hsds_root(request: HttpRequest) -> records.Root:
    here = region()
    return records.Root(
        version="3.1",
        profile=f"{settings.PUBLIC_URL}/hsds/profile",
        openapi_url=f"{settings.PUBLIC_URL}/hsds/openapi.json",
        description=str(here.name),
        publisher={"name": str(here.help_name), "website": settings.PUBLIC_URL},
    )


@published("/profile", dict[str, Any], "How these records differ from HSDS 3.1")
def hsds_profile(request: HttpRequest) -> dict[str, Any]:
    return PROFILE


class ServiceFilter(Filter):
    organization_id: UUID | None = None


@published("/services", records.Services, "Services")
def hsds_services(request: HttpRequest, asked: Query[ServiceFilter]) -> Any:
    found = rows.services(search=asked.search, organization=asked.organization_id, **asked.of_terms)
    to = _mapping()
    if asked.full:
        found = rows.nested_services(found)
    return page_of(records.Services, found, asked, lambda row: to.service(row, nested=asked.full))


@published("/services/{uuid:id}", records.Service, "A service with everything about it")
def hsds_service(request: HttpRequest, id: UUID) -> records.Service:
    return _mapping().service(one_of(rows.nested_services(rows.services()), id), nested=True)


@published("/organizations", records.Organizations, "Organizations")
def hsds_organizations(request: HttpRequest, asked: Query[Filter]) -> Any:
    found = rows.organizations(search=asked.search, **asked.of_terms)
    to = _mapping()
    if asked.full:
        found = rows.nested_organizations(found)
    return page_of(records.Organizations, found, asked, lambda row: to.organization(row, nested=asked.full))


@published("/organizations/{uuid:id}", records.Organization, "An organization with its places")
def hsds_organization(request: HttpRequest, id: UUID) -> records.Organization:
    return _mapping().organization(one_of(rows.nested_organizations(rows.organizations()), id), nested=True)


class PlaceFilter(Paging):
    organization_id: UUID | None = None
    taxonomy_term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    postcode: Text = ""


@published("/service_at_locations", records.ServiceAtLocations, "Services at their places")
def hsds_service_at_locations(request: HttpRequest, asked: Query[PlaceFilter]) -> Any:
    found = rows.places(
        organization=asked.organization_id,
        term=asked.taxonomy_term_id,
        taxonomy=asked.taxonomy_id,
        postcode=asked.postcode,
    )
    to = _mapping()
    return page_of(
        records.ServiceAtLocations, rows.nested_places(found), asked, lambda row: to.at_location(row, whole=True)
    )


@published("/service_at_locations/{uuid:id}", records.ServiceAtLocation, "A service at one place")
def hsds_service_at_location(request: HttpRequest, id: UUID) -> records.ServiceAtLocation:
    return _mapping().at_location(one_of(rows.nested_places(rows.places()), id), whole=True)


class LocationFilter(Paging):
    postcode: Text = ""


@published("/locations", records.Locations, "Places with a door")
def hsds_locations(request: HttpRequest, asked: Query[LocationFilter]) -> Any:
    return page_of(records.Locations, rows.locations(postcode=asked.postcode), asked, _mapping().location)


@published("/locations/{uuid:id}", records.Location, "A place")
def hsds_location(request: HttpRequest, id: UUID) -> records.Location:
    return _mapping().location(one_of(rows.locations(), id))


@published("/taxonomies", records.Taxonomies, "Taxonomies")
def hsds_taxonomies(request: HttpRequest, asked: Query[Paging]) -> Any:
    return page_of(records.Taxonomies, [terms.taxonomy()], asked, lambda record: record)


@published("/taxonomies/{uuid:id}", records.Taxonomy, "A taxonomy")
def hsds_taxonomy(request: HttpRequest, id: UUID) -> records.Taxonomy:
    if id != terms.TAXONOMY:
        raise Problem("not-found", "There is no record with this id.")
    return terms.taxonomy()


class TermFilter(Paging):
    taxonomy_id: UUID | None = None
    parent_id: UUID | None = None
    top_only: bool = False


@published("/taxonomy_terms", records.TaxonomyTerms, "Topics and matters")
def hsds_taxonomy_terms(request: HttpRequest, asked: Query[TermFilter]) -> Any:
    found = [
        term
        for term in terms.all_terms()
        if asked.taxonomy_id in (None, term.taxonomy_id)
        and asked.parent_id in (None, term.parent_id)
        and not (asked.top_only and term.parent_id)
    ]
    return page_of(records.TaxonomyTerms, found, asked, lambda record: record)


@published("/taxonomy_terms/{uuid:id}", records.TaxonomyTerm, "A topic or matter")
def hsds_taxonomy_term(request: HttpRequest, id: UUID) -> records.TaxonomyTerm:
    for term in terms.all_terms():
        if term.id == id:
            return term
    raise Problem("not-found", "There is no record with this id.")
