"""What a person changes at their own door without a further code."""

from uuid import UUID

from eindach.accounts.models import Category, Person
from eindach.accounts.policy import File, Refused, may
from eindach.consent import trail
from eindach.kernel.actor import must_be_present


def choose_language(*, person_id: UUID, language: str) -> None:
    """The language of our messages. Refused for anybody else's data."""
    person = _own(person_id)
    person.language = language
    _changed(person, "language")


def remove_phone(*, person_id: UUID) -> None:
    """The number is wrong or no longer theirs: whoever has it now must not be called, nor sign in by it. Nothing
    happens where it is the only contact. Refused for anybody else's data."""
    person = _own(person_id)
    if person.email:
        person.phone = ""
        _changed(person, "phone")


def _own(person_id: UUID) -> Person:
    acting = must_be_present()
    person = Person.objects.filter(pk=person_id).first()
    decision = may(acting.actor, "write", File(person_id), now=acting.now)
    if person is None or Category.CONTACT not in decision.fields:
        raise Refused("write", "person", person=person_id)
    return person


def _changed(person: Person, field: str) -> None:
    person.save(update_fields=[field])
    trail.record(act="write", kind="person", person=person.pk, basis="self", fields=["contact"])
