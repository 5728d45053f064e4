"""What an appointment makes an office know, for the policy and for lists; the database has the same in guards.py."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from eindach.accounts.guarded import NOTHING, rule
from eindach.accounts.models import Category, Person
from eindach.accounts.policy import Relation
from eindach.consent.facts import law, relations
from eindach.consent.scopes import of_their_town
from eindach.consent.telling import behind_glass, granted, task_of, telling
from eindach.kernel.actor import Actor

from .guards import APPOINTMENT_BASIS, REMEMBERED_DAYS
from .models import Appointment, Itinerary, Proposal

TOLD = frozenset({Category.IDENTITY, Category.CONTACT})
REMEMBERED = timedelta(days=REMEMBERED_DAYS)


def declare() -> None:
    """Called once, when all parts are there."""
    relations(_of_person)
    telling(_of_office)
    rule(Appointment)(_appointments)
    rule(Itinerary)(_own)
    rule(Proposal)(_of_own_itinerary)


def _of_person(person: Person, now: datetime) -> Iterator[Relation]:
    basis = law(APPOINTMENT_BASIS, now)
    ends = (
        Appointment._base_manager.filter(person=person)
        .exclude(status=Appointment.Status.CANCELLED)
        .values_list("calendar__counter__organization", "during")
    )
    for organization, during in ends:
        yield Relation(
            organization=organization,
            categories=TOLD,
            basis=f"law:{APPOINTMENT_BASIS}",
            since=datetime.min.replace(tzinfo=now.tzinfo),
            until=during.upper + REMEMBERED,
            holds=basis is not None,
            by_booking=True,
        )


def _of_office(actor: Actor, now: datetime) -> Iterator[tuple[UUID, frozenset[str]]]:
    if law(APPOINTMENT_BASIS, now) is None:
        return
    expected = Appointment._base_manager.filter(
        calendar__counter__organization=actor.organization, person__isnull=False, during__endswith__gt=now - REMEMBERED
    ).exclude(status=Appointment.Status.CANCELLED)
    for person in expected.values_list("person", flat=True).distinct():
        yield person, TOLD


def _appointments(actor: Actor, now: datetime) -> Q:
    if actor.kind == "person":
        return Q(person__in=actor.persons)
    if Category.APPOINTMENTS not in task_of(actor):
        return NOTHING
    told_of = (*granted(actor, now), *behind_glass(actor, now))
    elsewhere = [person for person, told in told_of if Category.APPOINTMENTS in told]
    ours = Q(calendar__counter__organization=actor.organization) | Q(person__in=elsewhere)
    return ours & of_their_town(actor, now, "person__")


def _own(actor: Actor, now: datetime) -> Q:
    return Q(person__in=actor.persons) if actor.kind == "person" else NOTHING


def _of_own_itinerary(actor: Actor, now: datetime) -> Q:
    return Q(itinerary__person__in=actor.persons) if actor.kind == "person" else NOTHING
