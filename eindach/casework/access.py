"""The only way to a person's row on behalf of staff: ask the policy, show what it allows, leave an event."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from eindach.accounts.models import Category, Person, ProfileEntry
from eindach.accounts.policy import Decision, Refused, may
from eindach.booking.models import Appointment
from eindach.consent import trail
from eindach.consent.facts import file_of
from eindach.kernel.actor import must_be_present

MOST_FOUND = 20
SHORTEST_SEARCH = 2


@dataclass(frozen=True)
class PersonFile:
    """A person as the acting member of staff may see them. `email`, `phone` are empty where the contact is not theirs
    to know; `facts` are of the allowed categories only."""

    person: Person
    decision: Decision
    email: str
    phone: str
    facts: Sequence[ProfileEntry]
    appointments: Sequence[Appointment]
    writable: frozenset[str]


def open_file(person_id: UUID) -> PersonFile:
    """Refused when there is no such person, or none for this actor: both look the same."""
    acting = must_be_present()
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Refused("read", "person", person=person_id)
    facts = file_of(person, acting.now)
    decision = may(acting.actor, "read", facts, now=acting.now)
    if not decision.allowed:
        raise Refused("read", "person", person=person_id)
    writing = may(acting.actor, "write", facts, now=acting.now)
    trail.record(
        act="read", kind="person", person=person.pk, object=person.pk, basis=decision.basis, fields=decision.fields
    )
    knows_contact = Category.CONTACT in decision.fields
    return PersonFile(
        person=person,
        decision=decision,
        email=person.email if knows_contact else "",
        phone=str(person.phone) if knows_contact else "",
        facts=list(
            ProfileEntry.objects.filter(person=person, category__in=decision.fields).select_related("written_by")
        ),
        appointments=_appointments(person),
        writable=writing.fields if writing.allowed else frozenset(),
    )


def _appointments(person: Person) -> list[Appointment]:
    """Those the actor may see, coming ones first to come first."""
    rows = Appointment.objects.filter(person=person, live=True)
    return list(rows.select_related("matter", "calendar__counter__location", "calendar__counter__organization"))


def find(words: str) -> list[Person]:
    """People by parts of their name, at most MOST_FOUND; each who is shown leaves an event. Too short finds nobody."""
    asked = words.split()
    if len("".join(asked)) < SHORTEST_SEARCH:
        return []
    rows = Person.objects.all()
    for word in asked:
        rows = rows.filter(name__unaccent__icontains=word)
    found = list(rows.order_by("name")[:MOST_FOUND])
    for person in found:
        trail.record(act="find", kind="person", person=person.pk, object=person.pk, fields=[Category.IDENTITY])
    return found
