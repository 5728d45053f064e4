"""What booking leaves in the trail (consent/trail.py): the last statement of an act, after all its other locks."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from eindach.accounts.models import Category
from eindach.consent import trail
from eindach.consent.looking_up import finds_person

from .models import Itinerary

ALL = (Category.IDENTITY, Category.CONTACT, Category.APPOINTMENTS)
BY_LINK, BY_SESSION, BY_KEY = "link", "session", "key"
OWN_WISH = "own-wish"
"""Basis: the person, or who books for them, asked for it."""


def changed(
    act: str, itinerary: Itinerary, now: datetime, *, basis: str = OWN_WISH, fields: Iterable[str] = ("appointments",)
) -> None:
    """`act` was done to somebody's booking. A hold is nobody's yet and leaves nothing."""
    if itinerary.person_id:
        trail.record(
            act=act,
            kind="booking",
            person=itinerary.person_id,
            object=itinerary.pk,
            basis=basis,
            fields=fields,
            now=now,
        )


def all_changed(act: str, itineraries: Iterable[Itinerary], now: datetime, *, basis: str) -> None:
    """The same for many, by one statement."""
    with trail.together():
        for itinerary in itineraries:
            changed(act, itinerary, now, basis=basis)


def opened(itinerary: Itinerary, now: datetime, *, basis: str) -> None:
    """Somebody looks at a booking; written before they see it."""
    changed("read", itinerary, now, basis=basis, fields=ALL)


@finds_person
def person_of_reference(reference: str) -> UUID | None:
    """Whose booking has this number; past all guards, for who may look into the trail."""
    asked = reference.replace(" ", "").upper()
    return Itinerary._base_manager.filter(reference=asked).values_list("person_id", flat=True).first()
