"""Legal holds, as data protection places and lifts them: of somebody they can name exactly, for a reason."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from eindach.accounts.acting import as_program
from eindach.accounts.models import LegalHold, Person
from eindach.accounts.policy import Area, Refused, may
from eindach.accounts.registry import holds
from eindach.kernel.actor import must_be_present
from eindach.kernel.identifiers import identity_digest

from . import trail
from .asking import Unfit


def standing(now: datetime) -> list[LegalHold]:
    """Those that stand, the latest first; an event for each person. Refused."""
    _must_be_theirs(now)
    rows = list(LegalHold.objects.filter(lifted_at=None))
    for row in rows:
        trail.record(act="list", kind="hold", person=row.person_id, object=row.pk, basis="role", now=now)
    return rows


def place(*, name: str, contact: str, reason: str, now: datetime) -> LegalHold:
    """Nothing of the person with exactly this name and contact is deleted from now on. Data protection sees no person:
    the search is an event, and answers only with yes or no. Raises Refused, Unfit."""
    _must_be_theirs(now)
    person = _find(name, contact, now)
    if person is None:
        raise Unfit("contact", _("Nobody is known under exactly this name and contact."))
    if LegalHold.objects.filter(person=person, lifted_at=None).exists():
        raise Unfit("contact", _("A hold stands on this person already."))
    return holds.place(person, reason=reason, now=now)


def opened(hold_id: UUID, *, now: datetime) -> LegalHold:
    """One of them, to be lifted. Raises Refused, also where there is none."""
    _must_be_theirs(now)
    hold = LegalHold.objects.filter(pk=hold_id).first()
    if hold is None:
        raise Refused("lift-hold", "hold", object=hold_id)
    return hold


def _find(name: str, contact: str, now: datetime) -> UUID | None:
    with as_program(now=now):
        found = Person._base_manager.filter(identity=identity_digest(name, contact)).values_list("pk", flat=True)
        person = found.first()
    trail.record(act="find", kind="person", person=person, basis="role", now=now)
    return person


def _must_be_theirs(now: datetime) -> None:
    if not may(must_be_present(now).actor, "manage", Area("holds"), now=now).allowed:
        raise Refused("manage", "holds")
