"""The only way to a person's row on behalf of staff: ask the policy, show what it allows, leave an event."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import phonenumbers
from django.conf import settings
from django.db.models import Q

from eindach.accounts.models import Category, Person, ProfileEntry
from eindach.accounts.models.person import by_mail
from eindach.accounts.policy import Decision, File, Refused, may
from eindach.booking.models import Appointment
from eindach.booking.queries import given_to, people_of_number, people_who_gave
from eindach.consent import trail
from eindach.consent.facts import file_of
from eindach.consent.models import AuditEvent, Consent
from eindach.consent.scopes import known
from eindach.kernel.actor import must_be_present
from eindach.notifications.addresses import NoAddress, address_of

from .models import Case, Referral

MOST_FOUND = 20
SHORTEST_SEARCH = 2
NOBODY: Final = UUID(int=0)
PHONE: Final = re.compile(r"\+?[\d\s()/.-]{6,30}")


@dataclass(frozen=True)
class PersonFile:
    """A person as the acting member of staff may see them. `email` and `phones` (E.164) are empty where the contact is
    not theirs to know, and only what was said when booking or asking for help there, where that is all they have; so
    is `language`. `facts` are of the allowed categories only."""

    person: Person
    decision: Decision
    email: str
    phones: Sequence[str]
    language: str
    facts: Sequence[ProfileEntry]
    appointments: Sequence[Appointment]
    consents: Sequence[Consent]
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
    trail.record(act="read", kind="person", person=person.pk, basis=decision.basis, fields=decision.fields)
    phones, language = _reached_by(person, decision)
    return PersonFile(
        person=person,
        decision=decision,
        email=person.email if Category.CONTACT in decision.fields else "",
        phones=phones,
        language=language,
        facts=list(
            ProfileEntry.objects.filter(person=person, category__in=decision.fields).select_related("written_by")
        ),
        appointments=_appointments(person),
        consents=_consents(person),
        writable=writing.fields if writing.allowed else frozenset(),
    )


def _reached_by(person: Person, decision: Decision) -> tuple[tuple[str, ...], str]:
    """Phone numbers and the language to speak. A number nobody could book without is one that was said."""
    acting = must_be_present()
    if Category.CONTACT not in decision.fields:
        return (), person.language
    own = (str(person.phone),) if person.phone else ()
    if not decision.contact_as_given or acting.actor.organization is None:
        return own, person.language
    given = given_to(acting.actor.organization, person.pk, acting.now)
    asked = _asking(person=person.pk)
    phones = dict.fromkeys([*given.phones, *(str(one.phone) for one in asked if one.phone)])
    language = given.language or next((one.language for one in asked), "")
    return tuple(phones) if person.email else own, language


def _asking(**of: Any) -> list[Case | Referral]:
    """Cases and referrals our office made for people who asked it for help, with what they said then."""
    sent = Referral.objects.filter(sender=must_be_present().actor.organization, **of)
    return [*Case.objects.filter(**of), *sent]


def _appointments(person: Person) -> list[Appointment]:
    """Those the actor may see, in the order of time; what is only held is nobody's yet."""
    return list(Appointment.objects.filter(person=person, live=True).exclude(status=Appointment.Status.HELD))


def _consents(person: Person) -> list[Consent]:
    """Those our office asked for or that name it, the latest first."""
    rows = Consent.objects.filter(person=person).select_related("controller", "recipient")
    return list(rows.prefetch_related("events").order_by("-asked_at"))


def may_break_glass() -> bool:
    """Is an emergency look a way at all for the acting role?"""
    acting = must_be_present()
    somebody = File(NOBODY, acting.actor.municipality)
    return may(acting.actor, "break-glass", somebody, now=acting.now).allowed


def find(words: str) -> list[Person]:
    """People by parts of their name, at most MOST_FOUND; each who is shown leaves an event. Too short finds nobody."""
    asked = words.split()
    if len("".join(asked)) < SHORTEST_SEARCH:
        return []
    rows = Person.objects.all()
    for word in asked:
        rows = rows.filter(name__unaccent__icontains=word)
    return _told(list(rows.order_by("name")[:MOST_FOUND]))


def find_by_number(said: str) -> list[Person]:
    """People by what they carry: the reference of a booking, or its link as a scanner types it. Of a booking that is
    not the actor's to know, nobody; the attempt is a refusal in the trail, which the person can read."""
    ids, hidden = people_of_number(said, must_be_present().now)
    found = list(Person.objects.filter(pk__in=ids)) if ids else []
    if hidden:
        trail.record(act="find", kind="appointment", person=hidden, outcome=AuditEvent.Outcome.REFUSED)
    return _told(found)


def find_by_contact(said: str) -> list[Person]:
    """People by phone or e-mail address, only those whose contact the actor may know: else a number typed in would tell
    whose it is."""
    if "@" in said:
        try:
            rows = Person.objects.filter(by_mail(address_of(said)))
        except NoAddress:
            return []
    elif PHONE.fullmatch(said.strip()) and (number := _phone(said)):
        return _whose_phone(number)
    else:
        return []
    found = list(rows.order_by("name")[:MOST_FOUND])
    acting = must_be_present()
    told = known(acting.actor, acting.now) if found else {}
    return _told_of(found, {pk for pk, categories in told.items() if Category.CONTACT in categories})


def _whose_phone(number: str) -> list[Person]:
    """Who is stored with it or said it when booking with our office, as far as the file would show it."""
    acting = must_be_present()
    office = acting.actor.organization
    gave = people_who_gave(number, office, acting.now) if office else set()
    gave |= {one.person_id for one in _asking(phone=number)}
    rows = Person.objects.filter(Q(phone=number) | Q(pk__in=gave)).order_by("name")[:MOST_FOUND]
    decided = [(one, may(acting.actor, "read", file_of(one, acting.now), now=acting.now)) for one in rows]
    return _told_of(list(rows), {one.pk for one, decision in decided if number in _reached_by(one, decision)[0]})


def _phone(said: str) -> str:
    """As it is stored (E.164); "" for what is no number."""
    try:
        number = phonenumbers.parse(said, settings.PHONENUMBER_DEFAULT_REGION)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _told_of(found: list[Person], theirs: Container[UUID]) -> list[Person]:
    """Those whose contact is the actor's to know. For each of the others the attempt is a refusal in the trail."""
    for person in found:
        if person.pk not in theirs:
            trail.record(act="find", kind="person", person=person.pk, outcome=AuditEvent.Outcome.REFUSED)
    return _told([one for one in found if one.pk in theirs])


def _told(found: list[Person]) -> list[Person]:
    """Leave an event for each who was found, and one of nobody's where there is none."""
    if not found:
        trail.record(act="find", kind="person")
    for person in found:
        trail.record(act="find", kind="person", person=person.pk, fields=[Category.IDENTITY])
    return found
