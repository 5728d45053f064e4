"""What a person sees at their own door; everything is asked for on their behalf."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eindach.accounts.models import Person, ProfileEntry
from eindach.accounts.policy import Refused
from eindach.accounts.subjects import subject_of
from eindach.booking.models import Itinerary
from eindach.booking.plans import Plan
from eindach.booking.queries import planned
from eindach.consent import trail
from eindach.consent.models import AuditEvent, Consent
from eindach.directory.models import Organization
from eindach.kernel.actor import must_be_present

from ..words import reason

MOST_LOOKS = 100


@dataclass(frozen=True)
class Booked:
    """An itinerary with what is to come of it."""

    itinerary: Itinerary
    plan: Plan


@dataclass(frozen=True)
class Agreed:
    """A consent as it is now."""

    consent: Consent
    state: str

    @property
    def can_end(self) -> bool:
        return self.state == Consent.State.GIVEN


@dataclass(frozen=True)
class Look:
    """One line of "who looked": an office and a role, never the name of the one who works there."""

    at: datetime
    organization: str
    role: str
    act: str
    kind: str
    reason: str
    why: str
    fields: Sequence[str]


@dataclass(frozen=True)
class OwnDoor:
    """Everything of one person of the proved contact."""

    person: Person
    booked: Sequence[Booked]
    facts: Sequence[ProfileEntry]
    agreed: Sequence[Agreed]
    looks: Sequence[Look]


def own_doors() -> list[OwnDoor]:
    """Of the person who acts; one for each name that was given with this contact."""
    now = must_be_present().now
    people = list(Person.objects.order_by("created_at"))
    for person in people:
        trail.record(act="read", kind="own-data", person=person.pk, object=person.pk, basis="self")
    return [OwnDoor(one, _booked(one, now), _facts(one), _agreed(one, now), looks_at(one)) for one in people]


def own_person(person_id: UUID) -> Person:
    """One of the people of the proved contact; Refused for anybody else."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Refused("read", "own-data", person=person_id)
    trail.record(act="read", kind="own-data", person=person.pk, object=person.pk, basis="self", fields=["contact"])
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
    return [Booked(row, plan) for row, plan in found if plan and plan.appointments[-1].end > now]


def _facts(person: Person) -> list[ProfileEntry]:
    return list(ProfileEntry.objects.filter(person=person).select_related("written_by"))


def _agreed(person: Person, now: datetime) -> list[Agreed]:
    rows = Consent.objects.filter(person=person).select_related("recipient", "controller", "text")
    return [Agreed(one, one.state(now)) for one in rows.prefetch_related("events")]


def looks_at(person: Person) -> list[Look]:
    """Who looked at this person's data, newest first: what offices did, and the emergency looks."""
    events = AuditEvent.objects.filter(subject=subject_of(person.pk), actor_kind="staff")[:MOST_LOOKS]
    shown = list(events)
    names = {
        one.pk: str(one.short_name)
        for one in Organization.objects.filter(pk__in={event.organization for event in shown if event.organization})
    }
    return [
        Look(
            at=one.at,
            organization=names.get(one.organization, "") if one.organization else "",
            role=one.role,
            act=one.act,
            kind=one.kind,
            reason=reason(one.basis),
            why=one.reason,
            fields=one.fields,
        )
        for one in shown
    ]
