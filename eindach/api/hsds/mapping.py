"""From rows of the directory to records of HSDS, in the active language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from eindach.directory import models
from eindach.kernel.identifiers import stable_uuid
from eindach.kernel.languages import NATIVE

from . import records, schedules, terms

STATES = {"NW": "Nordrhein-Westfalen"}


@dataclass(frozen=True)
class Mapping:
    """What all records of a request share."""

    region: models.Region
    today: date

    def organization(self, row: models.Organization, *, nested: bool) -> records.Organization:
        """`nested`: needs the row's services with their places."""
        at = [at for service in row.services.all() for at in service.at_locations.all()] if nested else []
        places = {one.location_id: one.location for one in at}
        return records.Organization(
            id=row.pk,
            name=str(row.name),
            alternate_name=str(row.short_name) or None,
            description=str(row.description) or str(row.name),
            email=row.email or None,
            website=row.website or None,
            sample=row.sample or None,
            phones=self._phones(row) if nested else None,
            locations=[self.location(place) for place in places.values()] if nested else None,
        )

    def service(self, row: models.Service, *, nested: bool) -> records.Service:
        places = list(row.at_locations.all()) if nested else []
        return records.Service(
            id=row.pk,
            name=str(row.name),
            status=models.Service.Status(row.status).value,
            description=str(row.description) or None,
            fees_description=str(row.fees) or None,
            eligibility_description=_("For women") if row.for_women else None,
            assured_date=row.assured_date,
            assurer_email=row.assurer_email or None,
            with_children=row.with_children,
            alert=_("Sample data for demonstration") if row.sample else None,
            organization_id=None if nested else row.organization_id,
            organization=self.organization(row.organization, nested=False),
            **(self._inside(row, places) if nested else {}),
        )

    def _inside(self, row: models.Service, places: list[models.ServiceAtLocation]) -> dict[str, Any]:
        spoken = dict.fromkeys(code for place in places for code in place.languages)
        return {
            "phones": self._phones(row.organization),
            "languages": self.languages(f"service/{row.pk}", spoken),
            "service_areas": self._areas(row, places),
            "service_at_locations": [self.at_location(place, whole=False) for place in places],
            "required_documents": [
                records.RequiredDocument(id=paper.pk, document=_paper(paper)) for paper in row.required_documents.all()
            ],
            "attributes": [
                records.Attribute(
                    id=stable_uuid("hsds", "attribute", str(row.pk), matter.key),
                    link_id=row.pk,
                    link_entity="service",
                    taxonomy_term=terms.of_matter(matter),
                )
                for matter in row.matters.all()
            ],
        }

    def at_location(self, row: models.ServiceAtLocation, *, whole: bool) -> records.ServiceAtLocation:
        """`whole`: with its service, for lists of places; inside a service that would say it twice."""
        return records.ServiceAtLocation(
            id=row.pk,
            service_id=row.service_id,
            location_id=row.location_id,
            service=self.service(row.service, nested=False) if whole else None,
            location=self.location(row.location),
            schedules=schedules.of_rules(row.schedules.all(), self.today),
            languages=self.languages(f"at/{row.pk}", row.languages),
        )

    def location(self, row: models.Location) -> records.Location:
        general = [rule for rule in row.schedules.all() if rule.service_at_location_id is None]
        spoken = dict.fromkeys(code for at in row.services_at.all() for code in at.languages)
        return records.Location(
            id=row.pk,
            name=str(row.name),
            latitude=row.latitude,
            longitude=row.longitude,
            transportation=str(row.directions) or None,
            external_identifier=row.municipality_id or None,
            external_identifier_type="AGS" if row.municipality_id else None,
            languages=self.languages(f"location/{row.pk}", spoken),
            addresses=[self._address(row)],
            accessibility=_accessibility(row),
            schedules=schedules.of_rules(general, self.today)
            + schedules.of_exceptions(row.schedule_exceptions.all(), self.today),
            sample=row.sample or None,
        )

    def languages(self, owner: str, codes: Iterable[str]) -> list[records.Language]:
        return [
            records.Language(id=stable_uuid("hsds", "language", owner, code), name=NATIVE.get(code, code), code=code)
            for code in codes
        ]

    def _address(self, row: models.Location) -> records.Address:
        return records.Address(
            id=stable_uuid("hsds", "address", str(row.pk)),
            address_1=row.street,
            city=row.city,
            postal_code=row.postal_code,
            state_province=STATES.get(self.region.state, f"DE-{self.region.state}"),
        )

    def _phones(self, row: models.Organization) -> list[records.Phone]:
        return [records.Phone(id=stable_uuid("hsds", "phone", str(row.pk)), number=row.phone)] if row.phone else []

    def _areas(self, row: models.Service, places: list[models.ServiceAtLocation]) -> list[records.ServiceArea]:
        """A municipality serves its own residents, every other body the whole region."""
        towns = {at.location.municipality for at in places if at.location.municipality}
        if row.organization.kind == models.Organization.Kind.MUNICIPALITY and towns:
            return [
                records.ServiceArea(id=self._area_id(row, town.ags), name=town.name, extent=town.ags, extent_type="AGS")
                for town in sorted(towns, key=lambda town: town.ags)
            ]
        return [records.ServiceArea(id=self._area_id(row, self.region.key), name=str(self.region.name))]

    def _area_id(self, row: models.Service, key: str) -> UUID:
        return stable_uuid("hsds", "area", str(row.pk), key)


def _paper(paper: models.RequiredDocument) -> str:
    return f"{paper.name} ({paper.note})" if str(paper.note) else str(paper.name)


def _accessibility(row: models.Location) -> list[records.Accessibility]:
    if row.step_free is None:
        return []
    said = _("Step-free access") if row.step_free else _("No step-free access")
    return [records.Accessibility(id=stable_uuid("hsds", "accessibility", str(row.pk)), description=said)]
