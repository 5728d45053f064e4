"""What a person sees at their own door; everything is asked for on their behalf."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from eindach.accounts.models import Category, Person, ProfileEntry
from eindach.accounts.policy import Refused
from eindach.booking.models import Itinerary
from eindach.booking.papers import Papers, papers
from eindach.booking.plans import Plan
from eindach.booking.queries import manage_token, planned
from eindach.booking.views.booked import carry
from eindach.consent import trail
from eindach.consent.facts import file_of
from eindach.consent.models import Consent
from eindach.directory.models import Organization
from eindach.guide.plan.kept import KeptSteps, kept_steps
from eindach.kernel.actor import must_be_present

from ..models import DeletionRequest
from ..words import reason
from .deletion import requests_of
from .helps import Help, helps
from .looks import Looks, looks_at


@dataclass(frozen=True)
class Booked:
    """An itinerary with what is to come of it: its days as drawn houses, the papers, the secret of its link."""

    itinerary: Itinerary
    plan: Plan
    visits: Sequence[dict[str, Any]]
    papers: Papers
    token: str


@dataclass(frozen=True)
class Agreed:
    """A consent as it is now."""

    consent: Consent
    state: str

    @property
    def is_open(self) -> bool:
        return self.state == Consent.State.ASKED

    @property
    def can_end(self) -> bool:
        return self.state == Consent.State.GIVEN


@dataclass(frozen=True)
class Told:
    """An office that may know something now: what, why, until when (None: as long as the law says)."""

    organization: str
    categories: Sequence[str]
    why: str
    until: datetime | None
    by_consent: bool


@dataclass(frozen=True)
class OwnDoor:
    """Everything of one person of the proved contact."""

    person: Person
    booked: Sequence[Booked]
    facts: Sequence[ProfileEntry]
    agreed: Sequence[Agreed]
    told: Sequence[Told]
    looks: Looks
    requests: Sequence[DeletionRequest]
    steps: KeptSteps | None
    helps: Sequence[Help]


def own_doors(page: int = 0) -> list[OwnDoor]:
    """Of the person who acts; one for each name that was given with this contact. `page`: of who looked."""
    now = must_be_present().now
    people = list(Person.objects.order_by("created_at"))
    for person in people:
        trail.record(act="read", kind="own-data", person=person.pk, basis="self")
    return [door_of(one, now, page) for one in people]


def door_of(person: Person, now: datetime, page: int = 0) -> OwnDoor:
    """Without an event: the caller has left it."""
    return OwnDoor(
        person=person,
        booked=_booked(person, now),
        facts=_facts(person),
        agreed=_agreed(person, now),
        told=told_about(person, now),
        looks=looks_at(person, page),
        requests=requests_of(person),
        steps=kept_steps(person.pk, today=timezone.localdate(now)),
        helps=helps(person),
    )


def own_person(person_id: UUID) -> Person:
    """One of the people of the proved contact; Refused for anybody else."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Refused("read", "own-data", person=person_id)
    trail.record(act="read", kind="own-data", person=person.pk, basis="self", fields=["contact"])
    return person


def own_consent(consent_id: UUID) -> Consent:
    """One of the consents of the person who acts; Refused for anybody else's."""
    found = Consent.objects.filter(pk=consent_id).first()
    if found is None:
        raise Refused("write", "consent", object=consent_id)
    return found


def _booked(person: Person, now: datetime) -> list[Booked]:
    rows = Itinerary.objects.filter(person=person, booked_at__isnull=False, cancelled_at=None).order_by("-booked_at")
    found = [(row, planned(row)) for row in rows]
    return [
        Booked(row, plan, carry(plan), papers(plan.appointments), manage_token(row))
        for row, plan in found
        if plan and plan.appointments[-1].end > now
    ]


def _facts(person: Person) -> list[ProfileEntry]:
    return list(ProfileEntry.objects.filter(person=person).select_related("written_by"))


def _agreed(person: Person, now: datetime) -> list[Agreed]:
    rows = Consent.objects.filter(person=person).select_related("recipient", "controller", "text")
    return [Agreed(one, one.state(now)) for one in rows.prefetch_related("events")]


def told_about(person: Person, now: datetime, *, office: UUID | None = None) -> list[Told]:
    """Who may know what just now: by consent, by law, because of an appointment; no emergency looks. `office`: of this
    one alone."""
    live = [
        one
        for one in file_of(person, now).relations
        if one.holds and one.since <= now and (one.until is None or now < one.until) and not one.only_reading
        and office in (None, one.organization)
    ]  # fmt: skip
    names = {one.pk: str(one.name) for one in Organization.objects.filter(pk__in={one.organization for one in live})}
    found: dict[tuple[UUID, str], Told] = {}
    for one in live:  # several appointments at one office are one line, until the last ends
        said = found.get((one.organization, one.basis))
        until = one.until if said is None else _later(said.until, one.until)
        categories = [category for category in Category if category in one.categories]
        why = reason(one.basis)
        found[one.organization, one.basis] = Told(names[one.organization], categories, why, until, one.by_consent)
    return sorted(found.values(), key=lambda one: (not one.by_consent, one.organization))


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(one, other) if one and other else None


def kept_along(doors: Sequence[OwnDoor]) -> list[str]:
    """Addresses of the pages that go onto a phone with the start page: each booking, each kept plan."""
    bookings = [reverse("booking:manage", args=[one.token]) for door in doors for one in door.booked]
    return bookings + [reverse("guide:kept", args=[door.person.pk]) for door in doors if door.steps]
