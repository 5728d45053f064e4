"""Writing on behalf of staff: a fact about a person."""

from datetime import datetime
from uuid import UUID

from eindach.accounts.models import Person, ProfileEntry
from eindach.accounts.policy import Refused, may
from eindach.consent import trail
from eindach.consent.facts import file_of
from eindach.kernel.actor import must_be_present


def write_fact(*, person_id: UUID, category: str, key: str, value: str, now: datetime) -> ProfileEntry:
    """Write down or correct a fact of the actor's office; what others wrote under the same word is beside it. Refused
    when the category is not the actor's to write."""
    actor = must_be_present().actor
    person = Person.objects.filter(pk=person_id).first()
    decision = may(actor, "write", file_of(person, now), now=now) if person else None
    office = actor.organization
    if person is None or office is None or decision is None or category not in decision.fields:
        raise Refused("write", "profile", person=person_id)
    same = {"person": person, "written_by_id": office, "category": category, "key": " ".join(key.split())}
    entry = ProfileEntry.objects.filter(**same).first() or ProfileEntry(**same)
    entry.value, entry.written_at = value, now
    entry.save()
    trail.record(
        act="write", kind="profile", person=person.pk, object=entry.pk, basis=decision.basis, fields=[category], now=now
    )
    return entry
