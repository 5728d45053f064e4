"""Changing the contact somebody is known by: a code to the new one proves it, then the old one is told."""

from collections.abc import MutableMapping
from datetime import datetime
from typing import Any, Final

from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _

from eindach.accounts import codes, letters
from eindach.accounts.acting import as_program
from eindach.accounts.models import Category, Person
from eindach.accounts.policy import File, Refused, may
from eindach.accounts.rates import Limit, spend
from eindach.consent import trail
from eindach.kernel.actor import must_be_present
from eindach.kernel.identifiers import identity_digest
from eindach.notifications.texting import are_offered

PURPOSE: Final = "contact"
ASKS: Final = Limit(10, codes.SENT.window)
"""Of one user: nobody sends codes to the whole town from their own door."""

Session = MutableMapping[str, Any] | SessionBase


class Taken(Exception):
    """Somebody of this name is known by this contact already; the message says what to do."""


def ask(session: Session, *, person: Person, contact: codes.Contact, now: datetime) -> None:
    """Send a code to the new contact. Nothing changes before it comes back. The same whether or not anybody is known
    by it."""
    asking = str(must_be_present().actor.user or person.pk)
    with as_program(now=now):
        may = not spend("code-contact", ASKS, asking, now=now).retry_after and codes.may_send(contact, now=now)
        code = codes.put(session, contact, purpose=PURPOSE, about=str(person.pk), sent=may, now=now)
        if code:
            letters.send_code(contact.to, code, language=person.language, now=now)


def asked_for(session: Session, *, person: Person, now: datetime) -> codes.Contact | None:
    """The contact a code is awaited for."""
    return codes.asked_for(session, purpose=PURPOSE, about=str(person.pk), now=now)


def change(session: Session, *, person: Person, code: str, now: datetime) -> codes.Contact | None:
    """The contact it is from now on; None for a wrong code. A booking by name and the old contact makes somebody new
    (decision 5). The secret links of old mails go on working; whoever reads the old mailbox had them before. Taken,
    Refused."""
    if Category.CONTACT not in may(must_be_present().actor, "write", File(person.pk), now=now).fields:
        raise Refused("write", "person", person=person.pk)
    with as_program(now=now):  # tries are counted in a table no person sees
        contact = codes.prove(session, code=code, purpose=PURPOSE, about=str(person.pk), now=now)
    if contact is None:
        return None
    old = person.email or str(person.phone)
    before = person.phone if contact.is_phone else person.email
    if contact.is_phone:
        person.phone = contact.to
    else:
        person.email = contact.to
    person.identity = identity_digest(person.name, person.email or str(person.phone))
    _refuse_taken(person, now)
    person.save(update_fields=["email", "phone", "identity"])
    trail.record(act="write", kind="person", person=person.pk, basis="self", fields=["contact"])
    with as_program(now=now):
        for told in dict.fromkeys((str(before or ""), old)):
            if told and told != contact.to and _can_be_told(told):
                letters.tell_of_new_contact(told, language=person.language, now=now)
    return contact


def _can_be_told(contact: str) -> bool:
    return not letters.is_number(contact) or are_offered()


def _refuse_taken(person: Person, now: datetime) -> None:
    with as_program(now=now):
        taken = Person._base_manager.filter(identity=person.identity).exclude(pk=person.pk).exists()
    if taken:
        raise Taken(_("We know somebody of this name by this contact already. Sign in with it, or call us."))
