"""What a person changes at their own door."""

from datetime import datetime
from uuid import UUID

from eindach.accounts.models import Category, Person
from eindach.accounts.policy import File, Refused, may
from eindach.consent import trail
from eindach.kernel.actor import must_be_present


def correct_contact(*, person_id: UUID, phone: str, language: str, now: datetime) -> Person:
    """Phone and language as they are. The contact the person has proved to be theirs stays: an e-mail address, or the
    phone of who has none. Refused for anybody else's data."""
    person = Person.objects.filter(pk=person_id).first()
    decision = may(must_be_present().actor, "write", File(person_id), now=now)
    if person is None or Category.CONTACT not in decision.fields:
        raise Refused("write", "person", person=person_id)
    person.language = language
    if person.email:
        person.phone = phone
    person.save(update_fields=["phone", "language"])
    trail.record(act="write", kind="person", person=person.pk, object=person.pk, basis="self", fields=["contact"])
    return person
