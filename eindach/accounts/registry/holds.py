"""Legal holds: data protection says that nothing of a person may be deleted, and why, until it says otherwise."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied

from eindach.accounts.acting import keeping
from eindach.accounts.events import touched
from eindach.accounts.models import LegalHold, Person, Role
from eindach.kernel.actor import must_be_present
from eindach.kernel.identifiers import small


def place(person: UUID, *, reason: str, now: datetime) -> LegalHold:
    """Inside `acting`. PermissionDenied; ValueError without a reason; IntegrityError where one stands already."""
    user = _of_protection()
    if not reason.strip():
        raise ValueError("a hold has a reason")
    hold = LegalHold.objects.create(person_id=person, reason=reason.strip(), placed_by_id=user, placed_at=now)
    touched.send(sender=LegalHold, act="hold", kind="person", person=person, object=hold.pk, basis="role")
    return hold


def lift(hold: LegalHold, *, reason: str, now: datetime) -> None:
    """Inside `acting`; twice changes nothing. PermissionDenied; ValueError without a reason."""
    user = _of_protection()
    if not reason.strip():
        raise ValueError("a hold is lifted for a reason")
    said = {"lifted_by_id": user, "lifted_at": now, "lift_reason": reason.strip()}
    if LegalHold.objects.filter(pk=hold.pk, lifted_at=None).update(**said):
        touched.send(
            sender=LegalHold, act="lift-hold", kind="person", person=hold.person_id, object=hold.pk, basis="role"
        )


def since(person: UUID, *, now: datetime) -> datetime | None:
    """When a hold was placed on this person, if one stands; not why. For whoever has opened their file: the row itself
    is data protection's alone."""
    with keeping(now=now):
        return LegalHold.objects.filter(person=person, lifted_at=None).values_list("placed_at", flat=True).first()


def contacts_held(now: datetime) -> set[str]:
    """Addresses, also in small letters, and numbers of everybody under a hold: their messages and sign-ins stay."""
    with keeping(now=now):
        held = Person._base_manager.filter(pk__in=LegalHold.objects.filter(lifted_at=None).values("person"))
        given = {str(one) for pair in held.values_list("email", "phone") for one in pair if one}
    return given | {small(one) for one in given}


def _of_protection() -> UUID:
    actor = must_be_present().actor
    if actor.kind != "staff" or actor.role != Role.PROTECTION or actor.user is None:
        raise PermissionDenied
    return actor.user
