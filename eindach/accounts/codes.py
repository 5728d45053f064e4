"""A newcomer proves a contact: a code of six digits, sent by mail or to a phone.

The code lives in the session that asked, as a keyed digest, for ten minutes and three tries. The tries are counted in
the table of rates, because requests that run at once would all read the same count from a session; those of a contact
too, because whoever guesses asks in many sessions (docs/accounts.md has the odds). A code that is not sent is none: the
session awaits what nobody can enter. For a contact nobody is known by, everything is the same but the message. What a
code is for is part of it (`purpose`): the code that signs in neither changes a contact nor deletes anything.
"""

import hmac
import secrets
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.db.models import Q

from eindach.kernel.identifiers import ascii_digits

from .coming_in import live_memberships
from .letters import send_code, send_hint_to_staff
from .models import Person, User
from .models.person import by_mail
from .rates import Limit, spend

DIGITS: Final = 6
LASTS: Final = timedelta(minutes=10)
TRIES: Final = Limit(3, timedelta(days=30))
"""A code lives for minutes: nothing comes back while it does."""
TRIES_OF_A_CONTACT: Final = Limit(20, timedelta(days=1))
"""In all sessions and for all purposes."""
SENT: Final = Limit(5, timedelta(hours=1))
TEXTS_OF_THE_HOUSE: Final = Limit(200, timedelta(hours=1))
"""Texts cost money; whoever has them sent to numbers they earn by is stopped here."""
SIGN_IN: Final = "sign-in"
KEY: Final = "code"
NO_DIGEST: Final = ""

Session = MutableMapping[str, Any] | SessionBase


@dataclass(frozen=True)
class Contact:
    """An e-mail address (notifications.addresses.address_of), or a phone number in E.164."""

    to: str

    @property
    def is_phone(self) -> bool:
        return self.to.startswith("+")

    @classmethod
    def of(cls, user: User) -> "Contact":
        """The one a newcomer has proved."""
        return cls(user.email or str(user.phone))

    @property
    def of_persons(self) -> Q:
        return Q(phone=self.to) if self.is_phone else by_mail(self.to)

    @property
    def of_a_user(self) -> Q:
        return Q(phone=self.to) if self.is_phone else Q(email=self.to)


def ask(session: Session, *, contact: Contact, language: str, now: datetime) -> None:
    """Put a code for signing in into the session, and send it if anybody is known by this contact. For nobody's the
    same message is written and taken back: the answer takes as long, and tells no more than its words."""
    may, works_here, to = may_send(contact, now=now), _is_staff(contact, now), _known_as(contact)
    code = put(session, contact, purpose=SIGN_IN, sent=may and not works_here and bool(to), now=now)
    with transaction.atomic():
        if works_here:
            send_hint_to_staff(contact.to, language=language, now=now)
        else:
            send_code(to or contact.to, code, language=language, now=now)
        if not (code or (may and works_here)):
            transaction.set_rollback(True)


def put(session: Session, contact: Contact, *, purpose: str, sent: bool, now: datetime, about: str = "") -> str:
    """A new code, if it is `sent`; the session keeps its digest. Else "", and the session keeps one that no code has.
    `about` comes back with `prove`."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}" if sent else ""
    nonce = secrets.token_urlsafe(16)
    session[KEY] = {
        "nonce": nonce, "to": contact.to, "digest": _digest(nonce, purpose, code) if sent else NO_DIGEST,
        "at": now.timestamp(), "purpose": purpose, "about": about,
    }  # fmt: skip
    return code


def may_send(contact: Contact, *, now: datetime) -> bool:
    """One message out of the contact's bucket; a text also out of that of the house."""
    if spend("code-mail", SENT, contact.to, now=now).retry_after:
        return False
    return not (contact.is_phone and spend("code-text", TEXTS_OF_THE_HOUSE, "house", now=now).retry_after)


def asked_for(session: Session, *, now: datetime, purpose: str = SIGN_IN, about: str = "") -> Contact | None:
    """The contact a code is awaited for; None: none, or too long ago, or for something else."""
    waiting = session.get(KEY)
    if not waiting or (waiting["purpose"], waiting["about"]) != (purpose, about):
        return None
    return Contact(waiting["to"]) if now.timestamp() - waiting["at"] < LASTS.total_seconds() else None


def prove(session: Session, *, code: str, now: datetime, purpose: str = SIGN_IN, about: str = "") -> Contact | None:
    """The contact that is proved now, once; None for a wrong code, a fourth try, an old code, a contact at which too
    many codes were tried."""
    contact = asked_for(session, now=now, purpose=purpose, about=about)
    if contact is None:
        return None
    waiting = session[KEY] = session[KEY] | {"tried": session[KEY].get("tried", 0) + 1}
    if spend("code-try", TRIES, waiting["nonce"], now=now).retry_after:
        return None
    if spend("code-try-contact", TRIES_OF_A_CONTACT, contact.to, now=now).retry_after:
        return None
    said = ascii_digits("".join(code.split()))
    if not hmac.compare_digest(waiting["digest"], _digest(waiting["nonce"], purpose, said)):
        return None
    del session[KEY]
    return contact


def tries_left(session: Session) -> int:
    """Of the code that is awaited, for a page to say; what counts is the table of rates."""
    return max(0, TRIES.quota - int(session.get(KEY, {}).get("tried", 0)))


def user_of(contact: Contact, now: datetime) -> User | None:
    """The newcomer's user of a contact just proved, made now if there was none. None: nobody is known by it, they work
    here, or the user was shut out."""
    # Asked again: they may have begun to work here meanwhile.
    if _is_staff(contact, now) or not _known_as(contact):
        return None
    with transaction.atomic():
        user = User.objects.filter(contact.of_a_user).first() or _new(contact)
    return user if user.is_active else None


def _new(contact: Contact) -> User:
    return User.objects.create_user("", phone=contact.to) if contact.is_phone else User.objects.create_user(contact.to)


def _known_as(contact: Contact) -> str:
    """As it is kept, for a message to go there and nowhere else; "" where nobody is known by it."""
    kept = "phone" if contact.is_phone else "email"
    return str(Person._base_manager.filter(contact.of_persons).values_list(kept, flat=True).first() or "")


def _is_staff(contact: Contact, now: datetime) -> bool:
    """As their door asks it."""
    user = User.objects.filter(contact.of_a_user).first()
    return user is not None and bool(live_memberships(user, now))


def _digest(nonce: str, purpose: str, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"code:{purpose}:{nonce}:{code}".encode(), sha256).hexdigest()
