"""Person: somebody who has appointments."""

import uuid
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models.lookups import Exact
from phonenumber_field.modelfields import PhoneNumberField

from eindach.kernel.identifiers import identity_digest, small

from ..guarded import Guarded

SMALL_MAIL = models.Func("email", template='LOWER(%(expressions)s COLLATE "C")', output_field=models.TextField())
"""As kernel.identifiers.small: under this collation PostgreSQL changes the case of A to Z only."""


class Person(models.Model):
    """Somebody who has appointments; reachable by mail or phone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    identity = models.CharField(max_length=64, unique=True, editable=False)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = PhoneNumberField(blank=True)
    language = models.CharField(max_length=16)
    municipality = models.CharField(max_length=8, blank=True, help_text="AGS of where they live; empty: not known")
    created_at = models.DateTimeField()

    objects = Guarded()

    class Meta:
        indexes = [
            models.Index(SMALL_MAIL, name="people_by_mail"),
            models.Index(fields=["phone"], name="people_by_phone"),
        ]
        constraints = [models.CheckConstraint(condition=~models.Q(email="", phone=""), name="a_person_can_be_reached")]

    def __str__(self) -> str:
        return self.name


def by_mail(address: str) -> models.Q:
    """Whose mailbox this is, exactly; `address` as notifications.addresses.address_of writes it."""
    return models.Q(Exact(SMALL_MAIL, address))


PERSON = """
INSERT INTO accounts_person AS known (id, identity, name, email, phone, language, municipality, created_at)
VALUES (%(id)s, %(identity)s, %(name)s, %(email)s, %(phone)s, %(language)s, %(municipality)s, %(now)s)
ON CONFLICT (identity) DO UPDATE SET identity = known.identity
RETURNING id, identity, name, email, phone, language, municipality, created_at, id = %(id)s
"""


def person_of(
    *, name: str, email: str, phone: str, language: str, now: datetime, municipality: str = ""
) -> tuple[Person, bool]:
    """The person with this name and contact, and whether they are new. One statement; the row is locked until the
    transaction ends, so that two bookings of one person come one after the other.

    A known row is left as it is: who books is not signed in, so a stranger who knows name and mail must not be able to
    change somebody's phone or language.
    """
    email = small(email)
    values: dict[str, Any] = {"name": name, "email": email, "phone": phone, "language": language, "now": now}
    values |= {"id": uuid.uuid4(), "identity": identity_digest(name, email or phone), "municipality": municipality}
    with connection.cursor() as cursor:
        cursor.execute(PERSON, values)
        *row, is_new = cursor.fetchone()
    return Person(*row), is_new
