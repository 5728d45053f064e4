"""Records of HSDS 3.1, the part of the fields that we have. Names are the specification's; `extra="forbid"` in the
base makes a misspelt name fail here instead of being published. Our additions are marked and told in the profile."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: UUID


class Language(Record):
    """A language spoken there."""

    name: str
    code: str = Field(description="ISO 639")


class Phone(Record):
    number: str
    type: str = "voice"


class Address(Record):
    address_1: str
    city: str
    postal_code: str
    state_province: str
    country: str = "DE"
    address_type: Literal["physical"] = "physical"


class Accessibility(Record):
    description: str


class Schedule(Record):
    """Days by RFC 5545 rule, hours on the wall clock of the region."""

    valid_from: str | None = None
    valid_to: str | None = None
    dtstart: str | None = None
    freq: Literal["WEEKLY", "MONTHLY"] | None = None
    interval: int | None = None
    wkst: Weekday | None = None
    until: str | None = None
    count: int | None = None
    byday: str | None = None
    byweekno: str | None = None
    bymonthday: str | None = None
    byyearday: str | None = None
    opens_at: str | None = None
    closes_at: str | None = None
    description: str | None = None
    schedule_link: str | None = None
    notes: str | None = None


class ServiceArea(Record):
    name: str
    extent: str | None = None
    extent_type: str | None = None


class RequiredDocument(Record):
    document: str


class Taxonomy(Record):
    name: str
    description: str
    version: str


class TaxonomyTerm(Record):
    """A topic, or (with `parent_id`) a matter of it."""

    code: str
    name: str
    description: str
    parent_id: UUID | None = None
    taxonomy: str
    taxonomy_id: UUID


class Attribute(Record):
    link_id: UUID
    link_entity: str
    taxonomy_term: TaxonomyTerm


class Location(Record):
    name: str
    location_type: Literal["physical"] = "physical"
    latitude: float
    longitude: float
    transportation: str | None = None
    external_identifier: str | None = None
    external_identifier_type: str | None = None
    languages: list[Language] | None = None
    addresses: list[Address] | None = None
    accessibility: list[Accessibility] | None = None
    schedules: list[Schedule] | None = None
    sample: bool | None = Field(None, description="our addition: invented for demonstration")


class Organization(Record):
    name: str
    alternate_name: str | None = None
    description: str
    email: str | None = None
    website: str | None = None
    phones: list[Phone] | None = None
    locations: list[Location] | None = None
    sample: bool | None = Field(None, description="our addition: invented for demonstration")


class Service(Record):
    name: str
    status: Literal["active", "temporarily closed", "defunct"] = "active"
    description: str | None = None
    fees_description: str | None = None
    eligibility_description: str | None = None
    assured_date: date | None = None
    assurer_email: str | None = None
    alert: str | None = None
    organization_id: UUID | None = None
    organization: Organization | None = None
    phones: list[Phone] | None = None
    languages: list[Language] | None = None
    service_areas: list[ServiceArea] | None = None
    service_at_locations: "list[ServiceAtLocation] | None" = None
    required_documents: list[RequiredDocument] | None = None
    attributes: list[Attribute] | None = None
    with_children: bool | None = Field(None, description="our addition: may one bring children; left out: not known")


class ServiceAtLocation(Record):
    service_id: UUID | None = None
    location_id: UUID | None = None
    service: Service | None = None
    location: Location | None = None
    schedules: list[Schedule] | None = None
    languages: list[Language] | None = Field(None, description="our addition: spoken for this service there")


class Root(BaseModel):
    """Where a client starts."""

    version: str
    profile: str
    openapi_url: str
    description: str
    publisher: dict[str, str]


class Page(BaseModel):
    total_items: int
    total_pages: int
    page_number: int
    size: int
    first_page: bool
    last_page: bool
    empty: bool


class Services(Page):
    contents: list[Service]


class Organizations(Page):
    contents: list[Organization]


class ServiceAtLocations(Page):
    contents: list[ServiceAtLocation]


class Locations(Page):
    contents: list[Location]


class Taxonomies(Page):
    contents: list[Taxonomy]


class TaxonomyTerms(Page):
    contents: list[TaxonomyTerm]
