"""A municipality for machines: GovernmentOrganization and the AdministrativeArea it is for (schema.org)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from eindach.directory.models import Location, Region
from eindach.guide.models import MunicipalityEvent
from eindach.guide.places.linked_data import known

from .page import Advisor, TownPage


def of_town(page: TownPage, url: str, here: Region) -> dict[str, Any]:
    """What is not known is left out. `url`: of the page, absolute."""
    town, body = page.town, page.offices.organization
    area = {
        "@type": "AdministrativeArea",
        "name": town.name,
        "identifier": {"@type": "PropertyValue", "propertyID": "AGS", "value": town.ags},
        "containedInPlace": {"@type": "AdministrativeArea", "name": str(here.name)},
        "geo": {"@type": "GeoCoordinates", "latitude": town.latitude, "longitude": town.longitude},
    }
    record = {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        "@id": url,
        "url": url,
        "name": str(body.name) if body else town.name,
        "description": str(page.row.greeting),
        "disambiguatingDescription": _("Sample data for demonstration") if page.has_samples else "",
        "sameAs": page.row.website,
        "telephone": body.phone if body else "",
        "email": body.email if body else "",
        "areaServed": area,
        "address": _address(page.doors[0].location) if page.doors else None,
        "contactPoint": _advisor(page.advisor) if page.advisor else None,
        "event": [_event(one, here) for one in page.events],
    }
    return known(record)


def _advisor(advisor: Advisor) -> dict[str, Any]:
    return known(
        {
            "@type": "ContactPoint",
            "contactType": str(advisor.name),
            "telephone": advisor.phone,
            "email": advisor.email,
            "availableLanguage": advisor.at.languages if advisor.at else [],
        }
    )


def _event(one: MunicipalityEvent, here: Region) -> dict[str, Any]:
    """With hours on one day it is at that time, else whole days."""
    first, last = one.first_day.isoformat(), one.last_day.isoformat()
    if one.opens and one.closes and first == last:
        first = datetime.combine(one.first_day, one.opens, here.zone).isoformat()
        last = datetime.combine(one.last_day, one.closes, here.zone).isoformat()
    return known(
        {
            "@type": "Event",
            "name": str(one),
            "description": str(one.text),
            "startDate": first,
            "endDate": last,
            "location": {"@type": "Place", "name": str(one.location.name), "address": _address(one.location)},
        }
    )


def _address(place: Location) -> dict[str, str]:
    return {
        "@type": "PostalAddress",
        "streetAddress": place.street,
        "postalCode": place.postal_code,
        "addressLocality": place.city,
        "addressCountry": "DE",
    }
