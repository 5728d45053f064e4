"""What v1 answers. Times carry the region's offset; names are in the language of the answer."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, Field

from eindach.booking.plans import Leg, Plan, Planned
from eindach.booking.search import Found

from ..problems import ProblemBody


class Paper(BaseModel):
    """A paper to bring; the same paper has the same id everywhere."""

    id: str
    name: str
    note: str


class MatterOut(BaseModel):
    """Something that can be settled by appointment."""

    id: str
    name: str
    official_term: str = Field(description="German, as on letters and doors")
    minutes: int
    minutes_each_further: int = Field(description="for each person after the first")
    after: list[str] = Field(description="ids that come before, if they are wanted too")
    required_documents: list[Paper]
    languages: list[str] = Field(description="spoken at one of the places at least")


class Matters(BaseModel):
    matters: list[MatterOut]


class AppointmentOut(BaseModel):
    """One appointment of an itinerary."""

    matter: str = Field(description="id")
    matter_name: str
    organization: str
    location: str
    address: str
    counter: str
    start: datetime
    end: datetime
    language: str = Field(description="spoken at the counter; empty: not known")
    organization_id: UUID = Field(description="in /hsds/organizations")
    location_id: UUID = Field(description="in /hsds/locations")
    service_id: UUID = Field(description="in /hsds/services")

    @classmethod
    def of(cls, planned: Planned) -> "AppointmentOut":
        return cls(
            matter=planned.matter.key,
            matter_name=str(planned.matter.name),
            organization=str(planned.organization.name),
            location=str(planned.location.name),
            address=planned.location.address,
            counter=str(planned.counter.name),
            start=planned.start,
            end=planned.end,
            language=planned.language,
            organization_id=planned.organization.pk,
            location_id=planned.location.pk,
            service_id=planned.service.pk,
        )


class LegOut(BaseModel):
    """The way to the next appointment of the day."""

    minutes: int
    mode: str
    leaves: datetime
    arrives: datetime

    @classmethod
    def of(cls, leg: Leg | None) -> "LegOut | None":
        if leg is None:
            return None
        return cls(minutes=leg.minutes, mode=leg.mode, leaves=leg.leaves, arrives=leg.arrives)


class PlanOut(BaseModel):
    """Coordinated appointments. `legs`: one entry between two appointments, null where nothing is walked."""

    days: int
    completed_on: date | None
    minutes_on_site: int
    appointments: list[AppointmentOut]
    legs: list[LegOut | None]

    @classmethod
    def of(cls, plan: Plan | None, **more: object) -> "PlanOut":
        """`plan` None: nothing is left of it."""
        if plan is None:
            return cls(days=0, completed_on=None, minutes_on_site=0, appointments=[], legs=[], **more)
        return cls(
            days=plan.days,
            completed_on=plan.completed_on,
            minutes_on_site=plan.minutes_on_site,
            appointments=[AppointmentOut.of(planned) for planned in plan.appointments],
            legs=[LegOut.of(leg) for leg in plan.legs],
            **more,
        )


class ItineraryOut(PlanOut):
    """A plan that can be booked with its offer."""

    offer: str = Field(description="opaque; good for a day, but it takes no place")


class ImpossibleOut(BaseModel):
    """Why nothing is possible."""

    reason: str = Field(description="no-free-span, outside-windows or never-together")
    matters: list[str]
    message: str = Field(description="for the person, in the language of the answer")


class Itineraries(BaseModel):
    itineraries: list[ItineraryOut]
    impossible: list[ImpossibleOut]

    @classmethod
    def of(cls, found: Found) -> "Itineraries":
        impossible = [
            ImpossibleOut(reason=one.reason, matters=[matter.key for matter in one.matters], message=one.message)
            for one in found.impossible
        ]
        return cls(itineraries=offers_of(found), impossible=impossible)


def offers_of(found: Found) -> list[ItineraryOut]:
    return [ItineraryOut.of(plan, offer=plan.offer) for plan in found.plans]  # type: ignore[misc]


class Booked(PlanOut):
    """A booking as it was made."""

    reference: str = Field(description="to read out; it opens nothing")
    manage_url: str = Field(description="the person's page; who has it may change and cancel")
    manage_token: str = Field(description="for Authorization: Bearer")


class BookingOut(PlanOut):
    """A booking as it is now."""

    reference: str
    status: str = Field(description="booked or cancelled")
    language: str


class Conflict(ProblemBody):
    """A problem document of kind slot-taken or already-booked."""

    alternatives: list[ItineraryOut] | None = Field(None, description="slot-taken: fresh offers for the same wish")
