"""A service for machines: GovernmentService of schema.org, as JSON-LD."""

import json
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from eindach.directory import queries
from eindach.directory.hours import usual_hours
from eindach.directory.models import Organization, Region, Service, ServiceAtLocation

from .service import ServicePage, Where

OF_THE_STATE = {Organization.Kind.AUTHORITY, Organization.Kind.MUNICIPALITY, Organization.Kind.JOBCENTER}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
"""Inside a script element only these could end it; JSON reads them the same."""


def of_service(page: ServicePage, url: str, here: Region, today: date) -> dict[str, Any]:
    """What is not known is left out, and where and when of what is closed for now or over. `url`: of the service's
    page, absolute."""
    service, areas = page.service, [town.name for town in page.residents] or [str(here.name)]
    is_offered = service.status == Service.Status.ACTIVE
    record = {
        "@context": "https://schema.org",
        "@type": "GovernmentService" if service.organization.kind in OF_THE_STATE else "Service",
        "@id": url,
        "url": url,
        "name": str(service.name),
        "description": str(service.description),
        "serviceType": [str(matter) for matter in page.matters],
        "disambiguatingDescription": _("Sample data for demonstration") if service.sample else "",
        "provider": _organization(service.organization),
        "areaServed": [{"@type": "AdministrativeArea", "name": name} for name in areas],
        "audience": {"@type": "PeopleAudience", "suggestedGender": "female"} if service.for_women else None,
        "availableChannel": [_channel(place, url, here, today) for place in page.places] if is_offered else [],
    }
    return known(record)


def as_script(record: dict[str, Any]) -> SafeString:
    """A data block: browsers never run it, so the content security policy has nothing to forbid."""
    said = json.dumps(record, ensure_ascii=False).translate(ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(said))


def _organization(row: Organization) -> dict[str, Any]:
    kind = "GovernmentOrganization" if row.kind in OF_THE_STATE else "Organization"
    said = {"name": str(row.name), "url": row.website, "email": row.email, "telephone": row.phone}
    return known({"@type": kind} | said)


def _channel(place: Where, url: str, here: Region, today: date) -> dict[str, Any]:
    return {
        "@type": "ServiceChannel",
        "serviceUrl": url,
        "availableLanguage": place.at.languages,
        "serviceLocation": _place(place.at, here, today),
    }


def _place(at: ServiceAtLocation, here: Region, today: date) -> dict[str, Any]:
    row = at.location
    address = {"streetAddress": row.street, "postalCode": row.postal_code, "addressLocality": row.city}
    record = {
        "@type": "Place",
        "name": str(row.name),
        "address": {"@type": "PostalAddress", **address, "addressCountry": "DE"},
        "geo": {"@type": "GeoCoordinates", "latitude": row.latitude, "longitude": row.longitude},
        "openingHoursSpecification": _hours(at, here, today),
    }
    return known(record)


def _hours(at: ServiceAtLocation, here: Region, today: date) -> list[dict[str, Any]]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": list(WEEKDAYS[row.first : row.last + 1]),
            "opens": span.opens.isoformat("minutes"),
            "closes": span.closes.isoformat("minutes"),
        }
        for row in usual_hours(queries.hours_at(at), today, state=here.state).week
        for span in row.spans
    ]


def known(record: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty: machines take a missing word for unknown."""
    return {name: value for name, value in record.items() if value not in (None, "", [])}
